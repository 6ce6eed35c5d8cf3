from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoping.domain.catalog import Section
from scoping.domain.checks import NEEDED, Mend, blocking, check
from scoping.domain.checks.questions import discovery_is_complete
from scoping.domain.discovery import Answer, Contact
from scoping.domain.fee_basis import Shape
from scoping.domain.money import Money
from scoping.domain.overrides import Override
from scoping.domain.proposal import Proposal
from scoping.domain.rewording import Rewording, WordingEdit
from scoping.domain.sow import compose
from scoping.domain.sow.document import StatementOfWork
from scoping.domain.sow.plain_text import plain_text
from scoping.domain.sow.tables import Table
from tests.sow.catalogue import CATALOG, DISCOVERY, proposal

PROPOSAL = proposal()


def composed(found: Proposal) -> StatementOfWork:
    return compose(found, revision=4, state="draft", on=date(2027, 1, 14))


def keys(found: Proposal, sow: StatementOfWork | None = None) -> set[str]:
    return {finding.key for finding in check(found, sow or composed(found))}


MIXES = [*combinations(DISCOVERY.services, 1), DISCOVERY.services]


@settings(max_examples=30)
@given(st.sampled_from(MIXES), st.integers(1, 90_000), st.decimals("0", "0.99", places=4))
def test_what_propose_and_compose_make_has_nothing_to_mend(
    services: tuple[str, ...], repositories: int, discount: Decimal
) -> None:
    answers = {**DISCOVERY.answers, "repositories": Answer(repositories)}
    overrides = (Override("agreed with sales", discount=discount),)
    found = proposal(replace(DISCOVERY, services=services, answers=answers, overrides=overrides))
    assert check(found, composed(found)) == ()


def test_hours_that_do_not_sum_to_the_estimate_are_found_at_each_place() -> None:
    tasks = (replace(PROPOSAL.tasks[0], planned=Decimal(1)), *PROPOSAL.tasks[1:])
    assert keys(replace(PROPOSAL, tasks=tasks)) == {"hours.tasks", "printed.effort.planned"}
    staffing = replace(PROPOSAL.staffing, weeks=PROPOSAL.staffing.weeks[1:])
    assert "hours.staffing" in keys(replace(PROPOSAL, staffing=staffing))
    packages = replace(PROPOSAL.schedule, packages=PROPOSAL.schedule.packages[1:])
    assert "hours.packages" in keys(replace(PROPOSAL, schedule=packages))
    price = replace(PROPOSAL.price, lines=PROPOSAL.price.lines[1:])
    assert {"hours.price", "hours.fixed-fee"} <= keys(replace(PROPOSAL, price=price))


def test_an_amount_that_is_not_hours_times_rate_is_found() -> None:
    first, *rest = PROPOSAL.price.lines
    wrong = replace(first, amount=Money(first.amount.amount + 1, "USD"))
    found = keys(replace(PROPOSAL, price=replace(PROPOSAL.price, lines=(wrong, *rest))))
    assert {f"amount.{first.role}", "total.time-and-materials", "column.fees-time-and-materials.3"} <= found


def test_a_total_that_is_not_the_sum_of_its_lines_is_found() -> None:
    price = replace(PROPOSAL.price, fixed_fee=Money(Decimal(1), "USD"))
    assert "total.fixed-fee" in keys(replace(PROPOSAL, price=price))


def test_a_seat_without_a_rate_is_found() -> None:
    card = replace(PROPOSAL.rate_card, rates={"technical-architect": {}})
    found = keys(replace(PROPOSAL, rate_card=card))
    assert "rate.technical-architect.senior" in found


def test_a_paid_discovery_of_other_services_is_warned_about() -> None:
    terms = replace(CATALOG.terms, discovery_service=DISCOVERY.services[0])
    paid = replace(DISCOVERY, shape=Shape.PAID_DISCOVERY)
    with_more = proposal(paid, replace(CATALOG, terms=terms))
    alone = proposal(replace(paid, services=DISCOVERY.services[:1]), replace(CATALOG, terms=terms))
    assert "paid-discovery" in keys(with_more)
    assert "paid-discovery" not in keys(alone) | keys(PROPOSAL)


def test_a_hand_edit_made_against_other_figures_keeps_the_document_from_review() -> None:
    task = PROPOSAL.tasks[0]
    then = task.hours.times(Decimal(2))
    override = Override("the customer does half", task=task.path, hours=task.hours, computed=then)
    found = proposal(replace(PROPOSAL.discovery, overrides=(override,)))
    (finding,) = check(found, composed(found))
    assert (finding.key, finding.where) == (f"conflict.{task.path}", task.name)
    settled = proposal(replace(PROPOSAL.discovery, overrides=(replace(override, computed=task.hours),)))
    assert check(settled, composed(settled)) == ()


@pytest.mark.parametrize("section", NEEDED)
def test_a_sold_service_without_such_a_clause_is_found(section: Section) -> None:
    wording = tuple(words for words in PROPOSAL.wording if (words.service, words.section) != ("ci-cd", section))
    (finding,) = check(replace(PROPOSAL, wording=wording), composed(PROPOSAL))
    assert (finding.key, finding.where) == (f"clause.ci-cd.{section}", "CI/CD")
    assert NEEDED[section] in finding.what


def test_a_document_of_other_answers_is_found_by_every_figure() -> None:
    other = proposal(replace(DISCOVERY, starts_on=date(2027, 5, 3), answers={"repositories": Answer(400)}))
    found = keys(PROPOSAL, composed(other))
    assert {
        "printed.staffing-grid.together",
        "printed.fees-fixed-fee.amount",
        "printed.start",
        "printed.end",
        "printed.time and materials",
        "printed.fingerprint",
    } <= found


def test_a_printed_column_that_does_not_sum_is_found() -> None:
    sow = composed(PROPOSAL)
    blocks = tuple(_doctored(block) for block in sow.section(11).blocks)
    sections = (*sow.sections[:10], replace(sow.section(11), blocks=blocks), *sow.sections[11:])
    assert keys(PROPOSAL, replace(sow, sections=sections)) == {"column.staffing-grid.4"}


def _doctored(block):  # type: ignore[no-untyped-def]
    if isinstance(block, Table) and block.key == "staffing-grid":
        row = replace(block.rows[1], cells=(*block.rows[1].cells[:-1], "1,000.00"))
        return replace(block, rows=(block.rows[0], row, *block.rows[2:]))
    return block


TERMS = replace(
    PROPOSAL.terms,
    vague_words=("as needed", "etc.", "best effort"),
    customer_names={"champion": ("champion", "sponsor"), "technical contact": ("engineer",)},
)


def warned(**told: object) -> dict[str, str]:
    """What is found with these particulars, by key; nothing of it blocks."""
    found = proposal(replace(DISCOVERY, **told), replace(CATALOG, terms=TERMS))
    findings = check(found, composed(found))
    assert blocking(findings) == ()
    return {finding.key: finding.what for finding in findings if not finding.key.startswith("contact.")}


@pytest.mark.parametrize(
    ("constraint", "words"),
    [
        ("Cleaning up of repositories AS NEEDED, issues etc.", ["AS NEEDED", "etc."]),
        ("Best effort for old branches", ["Best effort"]),
        ("The fetcher is needed; etcetera; /etc.d/passwd stays", []),
    ],
)
def test_vague_words_are_found_as_whole_words_where_they_would_bind(constraint: str, words: list[str]) -> None:
    found = warned(constraints=(constraint,))
    assert [word for word in words if f"“{word}”" not in found.get("vague.constraints.1", "")] == []
    assert bool(found) is bool(words)


def test_a_vague_word_in_a_clause_is_mended_in_its_service() -> None:
    words = replace(PROPOSAL.wording[-1], text="Pipelines are converted as needed.")
    found = replace(PROPOSAL, wording=(*PROPOSAL.wording[:-1], words), terms=replace(TERMS, customer_names={}))
    (finding,) = check(found, composed(PROPOSAL))
    assert (finding.mend, finding.at, finding.blocks) == (Mend.CATALOGUE, words.service, False)


@pytest.mark.parametrize(
    "goal",
    ["Live by 14 March 2027", "Moved by the end of June", "Done in Q3", "Ready on 2027-06-30", "Off May 3rd, 2027"],
)
def test_a_date_in_a_goal_reads_like_a_promise(goal: str) -> None:
    assert list(warned(goals=(goal,))) == ["date.goals.1"]


def test_computed_dates_months_as_words_and_freezes_in_constraints_are_no_promise() -> None:
    starts_on = PROPOSAL.schedule.starts_on
    goals = (f"Begin on {starts_on.day} {starts_on:%B %Y}", "March together", "40 teams may decide")
    assert warned(goals=goals, constraints=("Nothing moves from 20 December to 3 January",)) == {}


@pytest.mark.parametrize(
    ("goal", "key"),
    [
        ("All 1,800 repositories at one place", "count.goals.1"),
        ("All 1500 repositories at one place", ""),
        ("60 pipelines for 1,500 repositories and 40 teams", ""),
        ("Stay below USD 6,750", "money.goals.1"),
        ("Stay below $40k", "money.goals.1"),
        ("Follow ISO 27001 and RFC 2119", ""),
    ],
)
def test_a_count_or_an_amount_that_differs_from_the_computed_one_is_found(goal: str, key: str) -> None:
    assert list(warned(goals=(goal,))) == [key] * bool(key)


@pytest.mark.parametrize(
    ("goal", "keys"),
    [
        ("Both repositories and 2 pipelines", ["count.goals.1"]),
        ("1 pipeline first", []),
        ("60 Pipelines", ["count.goals.1"]),
    ],
)
def test_an_answer_of_one_is_held_against_a_plural(goal: str, keys: list[str]) -> None:
    answers = {**DISCOVERY.answers, "pipelines": Answer(1)}
    found = proposal(replace(DISCOVERY, answers=answers, goals=(goal,)))
    assert [finding.key for finding in check(found, composed(found)) if finding.key.startswith("count")] == keys


def test_names_that_the_customer_owes_are_asked_for_and_printed_as_owed() -> None:
    found = proposal(catalog=replace(CATALOG, terms=TERMS))
    (finding,) = check(found, composed(found))
    assert (finding.key, finding.mend, finding.at) == ("contact.technical contact", Mend.DISCOVERY, "contacts")
    assert "The customer names its technical contact before" in plain_text(composed(found))
    named = (*DISCOVERY.contacts, Contact("Alan Mathison", "Platform engineer"))
    found = proposal(replace(DISCOVERY, contacts=named), replace(CATALOG, terms=TERMS))
    assert check(found, composed(found)) == ()


def test_an_unanswered_question_names_the_field_where_it_is_answered() -> None:
    found = proposal(replace(DISCOVERY, answers={"repositories": Answer(20)}))
    assert [(each.key, each.at) for each in discovery_is_complete(found)] == [
        ("question.source_scm", "slot-source_scm")
    ]


def reworded(target: str, base: str, text: str) -> set[str]:
    edit = WordingEdit(target, Rewording.REWORD, (text,), base=(base,))
    found = proposal(replace(DISCOVERY, wording=(edit,)), replace(CATALOG, terms=TERMS))
    return {finding.key.partition(".")[0] for finding in check(found, composed(found))}


def added(section: str, text: str) -> set[str]:
    place = f"{section}/{section}"
    edit = WordingEdit(f"{place}/added", Rewording.ADD, (text,), after=f"{place}/first")
    found = proposal(replace(DISCOVERY, wording=(edit,)))
    return {finding.key.partition(".")[0] for finding in check(found, composed(found))}


def test_a_count_or_an_amount_in_an_added_text_is_held_against_the_computed_one() -> None:
    assert {"count", "money"} <= added("assumptions", "1,800 repositories move for USD 9,999.")
    assert "count" not in added("assumptions", "1,500 repositories move.")
    assert "money" not in added("fees", "Travel up to USD 900.")


def test_what_was_reworded_and_then_hidden_is_not_checked() -> None:
    target = "assumptions/scm-migration.cap"
    base = ("Up to 1,500 repositories are migrated.",)
    edits = (
        WordingEdit(target, Rewording.REWORD, ("Up to 1,800 repositories by 14 March 2027.",), base=base),
        WordingEdit(target, Rewording.HIDE, base=base),
    )
    found = proposal(replace(DISCOVERY, wording=edits))
    keys = {finding.key for finding in check(found, composed(found))}
    assert not {f"number.{target}.repositories", f"date.{target}"} & keys


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Up to 1,800 repositories are migrated.", {"number"}),
        ("Up to 1,500 repositories are migrated, 20 repositories first.", set()),
        ("The repositories are migrated by 14 March 2027 as needed.", {"vague", "date"}),
    ],
)
def test_words_typed_into_the_document_are_checked_like_computed_ones(text: str, kinds: set[str]) -> None:
    found = reworded("assumptions/scm-migration.cap", "Up to 1,500 repositories are migrated.", text)
    assert found - {"contact", "wording"} == kinds
