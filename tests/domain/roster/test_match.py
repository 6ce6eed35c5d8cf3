"""Plans with named people: sound by an independent verifier, never worse with more people, the same on every run."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scoping.domain.calendar import Window
from scoping.domain.errors import InvalidInput
from scoping.domain.roster.goals import Goals
from scoping.domain.roster.match import best, formulation_of, match
from scoping.domain.roster.people import Booking, Firmness
from scoping.domain.roster.solver import Limits, Outcome
from tests.domain.roster import team
from tests.domain.roster.verifier import broken_rules

LEVELS = st.sampled_from(("associate", "intermediate", "senior"))
GOALS = st.builds(Goals, *[st.integers(0, 10)] * 6)
DAY = timedelta(days=1)


@st.composite
def people(draw, number: int):
    """An engineer, or now and then an architect, with whatever can stand in their way."""
    kind = draw(st.sampled_from((team.ENGINEER, team.ENGINEER, team.ARCHITECT)))
    level = draw(LEVELS)
    if kind == team.ARCHITECT and level == "associate":
        level = "staff"
    make = draw(st.sampled_from((team.person, team.person, team.partner)))
    away = team.STARTS_ON + DAY * draw(st.integers(0, 40))
    booked = team.STARTS_ON + DAY * draw(st.integers(0, 40))
    return make(
        f"p{number}",
        role=kind,
        level=level,
        country=draw(st.sampled_from(("US", "DE"))),
        utc_offset=Decimal(draw(st.integers(-6, 6))),
        skills=draw(st.dictionaries(st.sampled_from(("kubernetes", "jenkins")), st.integers(0, 2))),
        week=tuple(map(Decimal, draw(st.sampled_from(((8, 8, 8, 8, 8, 0, 0), (6, 6, 6, 6, 0, 0, 0)))))),
        clearances=draw(st.sampled_from(((), ("secret",)))),
        absences=draw(st.sampled_from(((), (Window("leave", away, away + DAY * 4),)))),
        bookings=(
            Booking(
                "another", booked, booked + DAY * 13, Decimal(draw(st.integers(0, 40))), draw(st.sampled_from(Firmness))
            ),
        ),
        **({"vetted_by": draw(st.sampled_from(("", "p0", "senior")))} if make is team.partner else {}),
    )


@st.composite
def rosters(draw):
    count = draw(st.integers(1, 4))
    senior = team.person("senior", level="senior", skills={"kubernetes": 2, "jenkins": 2}, clearances=("secret",))
    return team.roster(senior, *(draw(people(number)) for number in range(count)))


@st.composite
def requests(draw):
    demands = []
    for number in range(draw(st.integers(1, 4))):
        role = draw(st.sampled_from((team.ENGINEER, team.ENGINEER, team.ARCHITECT)))
        days = draw(st.integers(1, 6))
        earlier = [one.key for one in demands]
        demands.append(
            team.work(
                f"t{number}",
                role,
                draw(st.sampled_from(("intermediate", "senior"))),
                days=days,
                hours=Decimal(draw(st.integers(1, 4 * 8 * days))) / 4,
                seat=f"{role}/{number % 2}",
                after=tuple(draw(st.sets(st.sampled_from(earlier), max_size=1))) if earlier else (),
                not_before=draw(st.sampled_from((0, 0, 3))),
                slack=draw(st.sampled_from((None, None, 4))),
                skills=draw(st.sampled_from(({}, {}, {"kubernetes": 1}))),
                clearances=draw(st.sampled_from(((), (), ("secret",)))),
                admin_token=draw(st.sampled_from((False, False, True))),
            )
        )
    lead = draw(st.sampled_from(("", demands[0].seat)))
    return team.request(*demands, lead=lead, calendar=team.with_holidays())


@settings(max_examples=40)
@given(rosters(), requests(), GOALS)
def test_no_plan_breaks_a_rule_and_every_impossibility_is_said_in_words(roster, request, goals):
    found = match(roster, request, goals, team.LIMITS)
    for proposed in found.plans:
        assert broken_rules(roster, request, proposed.plan) == []
    if not found.plans and found.complete:
        assert found.shortage
        assert all(sentence.endswith(".") for sentence in found.shortage)


@settings(max_examples=20)
@given(rosters(), requests(), GOALS, people(9))
def test_one_more_person_never_makes_the_best_plan_worse(roster, request, goals, another):
    before, _ = best(formulation_of(roster, request, goals), team.LIMITS)
    larger = replace(roster, people=(*roster.people, another))
    after, _ = best(formulation_of(larger, request, goals), team.LIMITS)
    if before.outcome is Outcome.PROVEN and after.outcome is Outcome.PROVEN:
        assert after.solution.objective <= before.solution.objective
    assert not (before.solution and after.outcome is Outcome.IMPOSSIBLE)


@settings(max_examples=15)
@given(rosters(), requests())
def test_the_same_inputs_and_effort_give_the_same_plans(roster, request):
    limits = Limits(effort=2.0, workers=2)
    assert match(roster, request, limits=limits) == match(roster, request, limits=limits)


@settings(max_examples=20)
@given(requests())
def test_moving_the_start_by_a_week_moves_everything_by_a_week_where_nobody_is_off(request):
    roster = team.roster(
        *(
            team.person(f"e{number}", level="senior", skills={"kubernetes": 2}, clearances=("secret",))
            for number in (1, 2)
        ),
        team.person("a1", team.ARCHITECT, "senior", skills={"kubernetes": 2}, clearances=("secret",)),
        holidays=team.NO_HOLIDAYS,
    )
    request = replace(request, calendar=team.EVERY_DAY)
    found, later = (
        match(roster, asked, limits=team.LIMITS, plans=1) for asked in (request, team.a_week_later(request))
    )
    assume(found.plans)
    moved = {item.demand: tuple(day + 7 * DAY for day in item.worked_on) for item in found.plans[0].plan.placements}
    assert moved == {item.demand: item.worked_on for item in later.plans[0].plan.placements}


def test_the_plans_differ_in_who_takes_part_and_come_best_first():
    roster = team.roster(*(team.person(f"e{n}", cost=team.Money(Decimal(100 + n), "USD")) for n in range(3)))
    plans = [proposed.plan for proposed in match(roster, team.request(team.work("a")), limits=team.LIMITS).plans]
    assert [plan.team[f"{team.ENGINEER}/intermediate/1"] for plan in plans] == [("e0",), ("e1",), ("e2",)]
    assert [plan.points for plan in plans] == sorted(plan.points for plan in plans)


def test_two_loads_that_exceed_a_day_together_are_never_laid_on_one_day_whatever_their_sizes():
    roster = team.roster(team.person("only", level="senior"))
    demands = [team.work(f"t{n}", days=4, hours=Decimal(hours), seat=f"s{n}") for n, hours in enumerate((12, 28, 28))]
    request = team.request(*demands)
    (proposed,) = match(roster, request, limits=team.LIMITS).plans
    assert broken_rules(roster, request, proposed.plan) == []


def test_a_partner_may_lead_only_beside_a_senior_of_ours():
    vetter = team.person("vetter", level="senior", services=())
    lead = team.partner("lead", vetted_by="vetter")
    request = team.request(team.work("a"), lead=f"{team.ENGINEER}/intermediate/1")
    refused = match(team.roster(vetter, lead), request, limits=team.LIMITS)
    assert refused.plans == ()
    assert "no Senior of ours can take part" in refused.shortage[0]
    senior = team.person("senior", level="senior", services=("scm-migration",))
    taken = match(team.roster(vetter, lead, senior), request, limits=team.LIMITS, plans=1).plans[0].plan
    assert taken.team == {f"{team.ENGINEER}/intermediate/1": ("senior",)}


def test_a_senior_in_an_intermediates_seat_shows_the_price():
    roster = team.roster(team.person("senior", level="senior"))
    request = team.request(team.work("a"), rates={team.ENGINEER: {"senior": Decimal(340)}})
    (proposed,) = match(roster, request, limits=team.LIMITS).plans
    (raised,) = proposed.plan.substitutions
    assert (raised.needs, raised.has, raised.hours) == ("intermediate", "senior", Decimal(40))
    assert raised.price == team.Money(Decimal("2400.00"), "USD")


def test_utilisation_is_told_before_and_after_with_the_published_trust():
    booked = Booking("another", team.STARTS_ON, team.STARTS_ON + DAY * 4, Decimal(10), Firmness.TENTATIVE)
    roster = team.roster(team.person("e", bookings=(booked,)))
    request = team.request(team.work("a", hours=Decimal(20)))
    (proposed,) = match(roster, request, limits=team.LIMITS).plans
    (shares,) = proposed.plan.utilisation
    assert (shares.before, shares.after, shares.target) == (Decimal("0.1"), Decimal("0.6"), Decimal("0.70"))


def test_each_choice_says_why_and_what_the_next_best_would_change():
    roster = team.roster(
        team.person("cheap", cost=team.Money(Decimal(100), "USD")),
        team.person("dear", cost=team.Money(Decimal(150), "USD")),
        team.person("junior", level="associate"),
    )
    (choice,) = match(roster, team.request(team.work("a")), limits=team.LIMITS, plans=1).plans[0].choices
    assert choice.person == "cheap"
    assert choice.next_best == "dear"
    assert any("costs USD 2,000.00 less than with Dear" in reason for reason in choice.because)
    assert {one.person: one.because for one in choice.passed}["junior"] == "is Associate, the seat needs Intermediate"


@pytest.mark.parametrize(
    ("staff", "needs", "words"),
    [
        ((), {}, "nobody on the roster is a professional services engineer"),
        ((team.person("e", level="associate"),), {}, "1 below Intermediate"),
        ((team.person("e", services=()),), {}, "1 not covering scm-migration"),
        (
            (team.person("e", skills={"kubernetes": 0}),),
            {"skills": {"kubernetes": 2}},
            "1 without kubernetes at level 2",
        ),
        ((team.person("e"),), {"clearances": ("secret",)}, "1 not cleared for secret"),
        ((team.partner("e"),), {}, "1 not vetted by a Senior engineer"),
        ((team.person("e", cost=None),), {}, "1 without a cost"),
        (
            (team.person("e", absences=(Window("leave", team.STARTS_ON, date(2028, 3, 1)),)),),
            {"slack": 5},
            "E may take it, but nobody of them is free",
        ),
    ],
)
def test_what_is_impossible_names_the_level_skill_or_time_that_is_missing(staff, needs, words):
    found = match(team.roster(*staff), team.request(team.work("a", **needs)), limits=team.LIMITS)
    assert (found.plans, found.complete) == ((), True)
    assert words in found.shortage[0]


def test_what_the_parts_of_a_seat_lack_alike_is_told_once():
    parts = [team.work(key, seat="one", clearances=("secret",)) for key in "abc"]
    other = team.work("d", seat="two", clearances=("secret",))
    first, second = match(team.roster(team.person("e")), team.request(*parts, other), limits=team.LIMITS).shortage
    assert first.startswith(f"{parts[0].name} and 2 more of this seat (")
    assert second.startswith(f"{other.name} (")


def test_what_is_impossible_names_the_week_in_which_the_person_is_needed_twice():
    demands = [team.work(f"t{n}", days=5, slack=0, seat=f"s{n}") for n in range(2)]
    found = match(team.roster(team.person("only", level="senior")), team.request(*demands), limits=team.LIMITS)
    assert found.plans == ()
    assert "Only works on Work t" in found.shortage[0]
    assert "in the week of 1 March 2027" in found.shortage[0]


def test_what_cannot_be_planned_is_refused_with_every_place_at_once():
    roster = team.roster(team.person("e", level="chief"), team.person("f", country="XX"), team.person("f"))
    with pytest.raises(InvalidInput) as refused:
        match(roster, team.request(team.work("a")), limits=team.LIMITS)
    assert {fault.key for fault in refused.value.faults} == {"people.f", "people.e.level", "people.f.country"}
    with pytest.raises(InvalidInput) as refused:
        match(
            team.roster(team.person("e")),
            team.request(team.work("a", after=("b",)), team.work("b", after=("a",)), days_at_most=3),
            limits=team.LIMITS,
        )
    said = {fault.key: fault.what for fault in refused.value.faults}
    assert "can never begin" in said["demands"]
    assert "the engagement has 3" in said["demands.a.days"]


def test_an_absence_or_booking_that_ends_before_it_starts_does_not_exist():
    with pytest.raises(ValueError, match="before it starts"):
        Window("leave", date(2027, 3, 2), date(2027, 3, 1))
    with pytest.raises(ValueError, match="ends on 2027-03-01"):
        Booking("x", date(2027, 3, 2), date(2027, 3, 1), Decimal(8))


def test_a_stopped_match_keeps_its_best():
    roster = team.roster(*(team.person(f"e{n}", level="senior") for n in range(3)))
    demands = [team.work(f"t{n}", seat=f"s{n}") for n in range(3)]
    found = match(roster, team.request(*demands), limits=Limits(effort=4.0, workers=1), stop=lambda: True)
    assert not found.complete
    assert len(found.plans) <= 1
