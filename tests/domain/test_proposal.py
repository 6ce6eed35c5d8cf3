"""`propose`: the figures agree with each other, grow with the work, and say where they come from."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoping.domain.discovery import UNKNOWN, Answer, Assumption, Confidence
from scoping.domain.effort import ThreePoint
from scoping.domain.errors import InvalidInput, NoRate
from scoping.domain.overrides import AddedTask, Override
from scoping.domain.proposal import Proposal, propose
from scoping.domain.uncertainty import drawn_span
from tests.catalogue import ARCHITECT, CATALOG, ENGINEER, discovery

USERS = st.integers(1, 20_000)
REPOSITORIES = st.integers(0, 20_000)
REASON = "the customer does this part alone"


def given_answers(users: int | None = 800, repositories: int | None = 1500) -> Proposal:
    return propose(CATALOG, discovery(answers={"users": Answer(users), "repositories": Answer(repositories)}))


def agrees(proposal: Proposal) -> None:
    p50 = proposal.effort.p50
    assert sum(task.planned for task in proposal.tasks) == p50
    assert sum(package.hours for package in proposal.schedule.packages) == p50
    assert sum(load.hours for load in proposal.schedule.workload) == p50
    assert proposal.staffing.hours == p50
    assert sum(line.hours for line in proposal.price.lines) == p50
    assert sum(line.fixed_fee_hours for line in proposal.price.lines) == proposal.effort.p80


@settings(max_examples=60, deadline=None)
@given(USERS, REPOSITORIES)
def test_tasks_grid_and_price_are_the_same_hours(users, repositories):
    agrees(given_answers(users, repositories))


@settings(max_examples=60, deadline=None)
@given(USERS, REPOSITORIES)
def test_the_probabilities_stand_in_order_for_hours_money_and_dates(users, repositories):
    proposal = given_answers(users, repositories)
    effort = proposal.effort
    assert effort.p10 <= effort.p50 <= effort.p80 <= effort.p90
    for less, more in zip(proposal.stakes, proposal.stakes[1:], strict=False):
        assert less.hours <= more.hours
        assert less.price.amount <= more.price.amount
        assert less.ends_on <= more.ends_on


@settings(max_examples=60, deadline=None)
@given(USERS, REPOSITORIES, st.integers(0, 500), st.integers(0, 500))
def test_more_users_and_repositories_never_mean_fewer_hours(users, repositories, more_users, more_repositories):
    one = given_answers(users, repositories).effort
    other = given_answers(users + more_users, repositories + more_repositories).effort
    assert one.p10 <= other.p10
    assert one.p50 <= other.p50
    assert one.p80 <= other.p80
    assert one.p90 <= other.p90


def test_the_same_inputs_give_the_same_digits_in_whatever_order_they_were_answered():
    answers = {"users": Answer(800, Confidence.GUESS), "repositories": Answer(1500, Confidence.THINKS_SO)}
    turned = dict(reversed(answers.items()))
    one, other = propose(CATALOG, discovery(answers=answers)), propose(CATALOG, discovery(answers=turned))
    assert (one.effort, one.fingerprint) == (other.effort, other.fingerprint)


def test_a_name_moves_no_hour_but_the_fingerprint():
    one, other = propose(CATALOG, discovery()), propose(CATALOG, discovery(customer="Somebody else"))
    assert one.effort == other.effort
    assert one.fingerprint != other.fingerprint


def test_time_and_materials_is_p50_times_the_rate_and_the_fixed_fee_p80_times_the_rate():
    proposal = given_answers()
    assert proposal.price.time_and_materials.amount == proposal.effort.p50 * 300
    assert proposal.price.fixed_fee.amount == proposal.effort.p80 * 300


def test_every_task_says_what_its_quantity_rests_on():
    because = {task.key: task.because for task in given_answers().tasks}
    assert because == {
        "plan": "once per engagement",
        "waves": "800 users in batches of 200 = 4",
        "trial": "1,500 repositories",
        "lead": "20% of the hours of all other tasks",
    }


def test_an_unknown_answer_is_assumed_in_words_and_widens_the_range():
    known, unknown = given_answers(repositories=300), given_answers(repositories=None)
    trial = next(task for task in unknown.tasks if task.key == "trial")
    assert trial.because.endswith("How many repositories move: not known, assumed 300")
    assert unknown.effort.p90 - unknown.effort.p10 > known.effort.p90 - known.effort.p10
    assert unknown.outlook.unknown_share > 0
    assert known.outlook.unknown_share == 0


def test_the_histogram_holds_every_draw_and_a_long_tail_leaves_the_middle_readable():
    unsure = replace(
        CATALOG.questions["repositories"],
        unknown=Assumption(Decimal(10), Decimal(20), Decimal(100_000)),
        required=False,
    )
    catalog = replace(CATALOG, questions={**CATALOG.questions, "repositories": unsure})
    outlook = propose(catalog, discovery(answers={"users": Answer(800), "repositories": UNKNOWN})).outlook
    bins, hours = outlook.histogram, outlook.hours
    assert sum(bar.draws for bar in bins) == 10_000
    assert [bar.high for bar in bins[:-1]] == [bar.low for bar in bins[1:]]
    low, high = drawn_span(bins)
    assert (hours.p90 - hours.p10) * 4 > high - low
    assert bins[-1].high > high


def test_the_open_question_that_widens_the_range_is_asked_next():
    questions = given_answers(repositories=None).outlook.open_questions
    assert [question.key for question in questions] == ["repositories"]
    assert questions[0].hours > 0


def test_a_guess_widens_the_range_where_a_sure_answer_does_not():
    sure = propose(CATALOG, discovery(answers={"users": Answer(800), "repositories": Answer(9000)}))
    guess = propose(CATALOG, discovery(answers={"users": Answer(800), "repositories": Answer(9000, Confidence.GUESS)}))
    assert guess.effort.p90 > sure.effort.p90
    assert guess.effort.p10 < sure.effort.p10


def test_an_answer_marked_unknown_counts_as_given_and_a_missing_one_does_not():
    proposal = propose(CATALOG, discovery(answers={"repositories": UNKNOWN}))
    assert [question.key for question in proposal.unanswered] == ["users"]
    assert {question.key for question in proposal.open_questions} == {"users", "repositories"}


def test_an_optional_question_that_no_task_looks_at_is_open_only_when_somebody_said_that_it_is_not_known():
    proposal = propose(CATALOG, discovery(answers={"users": Answer(200), "source_scm": UNKNOWN}))
    assert {question.key for question in proposal.open_questions} == {"repositories", "source_scm"}


@pytest.mark.parametrize(("users", "level"), [(500, "intermediate"), (501, "senior"), (5001, "staff")])
def test_the_highest_rule_that_fires_decides_and_every_task_of_the_role_is_staffed_at_it(users, level):
    proposal = given_answers(users)
    assert proposal.level_of(ARCHITECT).level == level
    architects = [task for task in proposal.tasks if task.role == ARCHITECT]
    assert {task.level for task in architects} == {level}
    assert {task.needs for task in architects} == {"intermediate"}
    assert {seat.level for seat in proposal.staffing.seats if seat.role == ARCHITECT} == {level}


def test_every_rule_that_fired_is_kept_with_the_facts_that_fired_it():
    reasons = given_answers(5001).level_of(ARCHITECT).reasons
    assert [(reason.rule, reason.facts.get("users")) for reason in reasons] == [
        ("very-many-users", "5001"),
        ("many-users", "5001"),
        ("tasks", None),
    ]


def test_the_approvals_asked_for_follow_the_answers():
    assert [item.key for item in given_answers(800).approvals] == ["staffing", "delivery"]
    assert [item.key for item in given_answers(5001).approvals] == ["staffing", "program", "delivery"]
    assert given_answers(800).approvals[0].levels == ("senior", "staff")


def test_every_fault_of_a_discovery_is_told_at_once_and_at_its_key():
    wrong = replace(
        discovery(answers={"users": Answer(0), "colour": Answer("red"), "source_scm": Answer("cvs")}),
        services=("scm-migration", "archaeology"),
        rate_card="list-1999",
    )
    with pytest.raises(InvalidInput) as refused:
        propose(CATALOG, wrong)
    assert [fault.key for fault in refused.value.faults] == [
        "answers.users",
        "answers.colour",
        "answers.source_scm",
        "services",
        "rate_card",
    ]


def test_a_currency_that_the_rate_card_has_not_is_refused():
    with pytest.raises(InvalidInput, match="list-2022 is in USD, not EUR"):
        propose(CATALOG, replace(discovery(), currency="EUR"))


def test_a_seat_without_a_rate_is_refused_by_name():
    card = CATALOG.rate_cards["list-2022"]
    cheap = replace(CATALOG, rate_cards={"list-2022": replace(card, rates={ARCHITECT: card.rates[ARCHITECT]})})
    with pytest.raises(NoRate, match=f"no rate for {ENGINEER}, intermediate"):
        propose(cheap, discovery())


@settings(max_examples=60, deadline=None)
@given(USERS, st.sampled_from([(role.key, level.key) for role in CATALOG.roles.values() for level in role.levels]))
def test_whichever_rate_is_missing_is_named_where_it_is_needed_and_never_taken_as_nothing(users, seat):
    card = CATALOG.rate_cards["list-2022"]
    rates = {role: {k: v for k, v in levels.items() if (role, k) != seat} for role, levels in card.rates.items()}
    catalog = replace(CATALOG, rate_cards={card.key: replace(card, rates=rates)})
    wanted = discovery(answers={"users": Answer(users), "repositories": Answer(100)})
    named = None
    try:
        propose(catalog, wanted)
    except NoRate as refused:  # also where only the level rules look at the price of that level
        named = (refused.role, refused.level)
    priced = {(line.role, line.level) for line in propose(CATALOG, wanted).price.lines}
    assert named == seat if seat in priced else named in (None, seat)


@settings(max_examples=30, deadline=None)
@given(USERS, st.sampled_from(["EUR", "USD", "JPY"]), st.sampled_from(["EUR", "USD", "JPY"]))
def test_currencies_never_mix(users, asked, priced):
    card = replace(CATALOG.rate_cards["list-2022"], currency=priced)
    catalog = replace(CATALOG, rate_cards={card.key: card})
    wanted = replace(discovery(answers={"users": Answer(users), "repositories": Answer(100)}), currency=asked)
    if asked != priced:
        with pytest.raises(InvalidInput, match=f"is in {priced}, not {asked}"):
            propose(catalog, wanted)
        return
    found = propose(catalog, wanted)
    amounts = [found.price.time_and_materials, found.price.fixed_fee, *(stake.price for stake in found.stakes)]
    amounts += [money for line in found.price.lines for money in (line.rate, line.amount, line.fixed_fee_amount)]
    assert {amount.currency for amount in amounts} == {asked}


def test_a_start_on_a_weekend_waits_for_monday():
    proposal = propose(CATALOG, replace(discovery(), starts_on=date(2027, 2, 6)))
    assert proposal.staffing.starts_on == date(2027, 2, 8)
    assert proposal.staffing.weeks[0].week == date(2027, 2, 8)


def test_a_package_waits_for_the_one_before_it_and_leading_runs_along():
    prepare, move, leading = given_answers().schedule.packages[:3]
    assert prepare.ends_on < move.starts_on
    assert (leading.starts_on, leading.ends_on) == (prepare.starts_on, move.ends_on)


def test_long_work_gets_a_second_seat():
    def seats(users):
        return [seat for seat in given_answers(users).staffing.seats if seat.role == ENGINEER]

    assert len(seats(200)) == 1
    assert len(seats(10_000)) > 1


# Hand edits


def edited(*overrides: Override, users: int = 800) -> Proposal:
    answers = {"users": Answer(users), "repositories": Answer(1500)}
    return propose(CATALOG, replace(discovery(answers=answers), overrides=overrides))


PLAN = "scm-migration/prepare/plan"
WAVES = "scm-migration/move/waves"


def test_edited_hours_stand_in_the_estimate_with_what_the_engine_said():
    hours = ThreePoint(Decimal(30), Decimal(40), Decimal(60))
    proposal = edited(Override(REASON, PLAN, hours))
    plan = next(task for task in proposal.tasks if task.path == PLAN)
    assert plan.hours == hours
    assert plan.edit.now == ThreePoint(Decimal(8), Decimal(16), Decimal(24))
    assert plan.because == f"edited: {REASON}"
    agrees(proposal)


def test_a_removed_task_lowers_the_price_and_stays_listed_as_an_edit():
    proposal = edited(Override(REASON, PLAN, remove=True))
    assert PLAN not in [task.path for task in proposal.tasks]
    assert [edit.override.task for edit in proposal.edits] == [PLAN]
    assert proposal.price.time_and_materials.amount < given_answers().price.time_and_materials.amount
    agrees(proposal)


@settings(max_examples=40, deadline=None)
@given(USERS, st.sampled_from([PLAN, WAVES, "scm-migration/move/trial"]))
def test_removing_a_task_never_raises_the_price(users, task):
    before = edited(users=users).price.time_and_materials.amount
    assert edited(Override(REASON, task, remove=True), users=users).price.time_and_materials.amount <= before


def test_an_added_task_is_estimated_staffed_and_priced_like_any_other():
    added = AddedTask("Archive the old server", ENGINEER, "intermediate")
    hours = ThreePoint(Decimal(8), Decimal(8), Decimal(8))
    proposal = edited(Override(REASON, "scm-migration/move/archive", hours, added=added))
    assert "Archive the old server" in [task.name for task in proposal.tasks]
    agrees(proposal)


def test_an_edited_quantity_multiplies_the_rate():
    proposal = edited(Override(REASON, WAVES, quantity=Decimal(2)))
    assert next(task for task in proposal.tasks if task.path == WAVES).hours.likely == 48


def test_an_edit_survives_while_the_computation_stays_and_conflicts_when_it_moved():
    then = ThreePoint(Decimal(64), Decimal(96), Decimal(160))
    edit = Override(REASON, WAVES, ThreePoint(Decimal(50), Decimal(60), Decimal(70)), computed=then)
    assert not edited(edit).edits[0].conflict
    moved = edited(edit, users=1800).edits[0]
    assert moved.conflict
    assert (moved.override.computed.likely, moved.override.hours.likely, moved.now.likely) == (96, 60, 216)


def test_a_level_set_by_hand_is_marked_with_the_derived_one():
    level = edited(Override(REASON, role=ARCHITECT, level="staff")).level_of(ARCHITECT)
    assert (level.level, level.derived) == ("staff", "senior")
    assert level.because[0] == f"Set by hand: {REASON}"


def test_a_discount_is_taken_off_both_prices():
    full, less = edited().price, edited(Override(REASON, discount=Decimal("0.1"))).price
    assert less.time_and_materials.amount == full.time_and_materials.amount * Decimal("0.9")
    assert less.fixed_fee.amount == full.fixed_fee.amount * Decimal("0.9")


@given(st.decimals("0", "0.99", places=4), USERS)
@settings(max_examples=30, deadline=None)
def test_the_stakes_of_p50_and_p80_are_the_two_prices(discount, users):
    proposal = edited(Override(REASON, discount=discount), users=users)
    by_probability = {stakes.probability: stakes.price for stakes in proposal.stakes}
    assert by_probability[50] == proposal.price.time_and_materials
    assert by_probability[80] == proposal.price.fixed_fee


@pytest.mark.parametrize(
    ("override", "key", "what"),
    [
        (Override("short", PLAN, remove=True), "reason", "at least 10 characters"),
        (Override(REASON, PLAN), "task", "say what changes"),
        (Override(REASON, PLAN, remove=True, quantity=Decimal(1)), "remove", "either removed or changed"),
        (Override(REASON, PLAN, ThreePoint(*[Decimal(10) ** 12] * 3)), "hours", "check the number"),
        (Override(REASON, PLAN, quantity=Decimal(-1)), "quantity", "from 0 to"),
        (Override(REASON, "scm-migration/prepare/dream", remove=True), "task", "there is no task"),
        (Override(REASON, risk="scm-migration/rain"), "risk", "there is no risk"),
        (Override(REASON, role=ARCHITECT, level="emperor"), "level", "has no level emperor"),
        (Override(REASON, discount=Decimal(1)), "discount", "below 1"),
    ],
)
def test_an_edit_that_makes_no_sense_is_refused_at_its_field(override, key, what):
    with pytest.raises(InvalidInput, match=what) as refused:
        edited(override)
    assert refused.value.faults[0].key == f"overrides[0].{key}"


def test_two_edits_of_one_task_contradict_each_other():
    with pytest.raises(InvalidInput, match=r"overrides\[1\].task: .* is edited already by overrides\[0\]"):
        edited(Override(REASON, PLAN, remove=True), Override(REASON, PLAN, quantity=Decimal(2)))
