"""Whether a change order is needed, and what its document says."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from scoping.domain.change_control import (
    JUDGED,
    NOT_NEEDED,
    exceeded,
    exception_says,
    left_to_judgement,
    months_between,
    reasons,
)
from scoping.domain.change_order import compose_order
from scoping.domain.charge import Charge
from scoping.domain.difference import difference
from scoping.domain.discovery import Answer
from scoping.domain.fee_basis import Shape
from scoping.domain.grants import Grant, GrantKind
from scoping.domain.money import Money
from scoping.domain.overrides import Override
from scoping.domain.proposal import Proposal
from scoping.domain.review import State
from scoping.domain.sow import StatementOfWork
from scoping.domain.sow.amendment import Agreed, Judgement, label
from scoping.domain.sow.figures import exact
from scoping.domain.sow.granted import extent
from scoping.domain.sow.plain_text import plain_text
from scoping.domain.sow.tables import Weight
from tests.sow.catalogue import CATALOG, DISCOVERY, proposal

BEFORE = proposal()
SECRET = "their director insists on it"


def changed(**particulars: Any) -> Proposal:
    return proposal(replace(DISCOVERY, **particulars))


def with_repositories(number: int, **particulars: Any) -> Proposal:
    return changed(answers={**DISCOVERY.answers, "repositories": Answer(number)}, **particulars)


def order(after: Proposal, before: Proposal = BEFORE, number: int = 1, since: int = 0) -> StatementOfWork:
    agreed = Agreed(before, 3, date(2027, 1, 14), since)
    found = difference(CATALOG, before, after)
    return compose_order(
        agreed, after, found, number=number, revision=5, state=State.APPROVED, on=date(2027, 2, 10), provider="PS"
    )


def test_more_budget_needs_a_change_order() -> None:
    (why,) = reasons(BEFORE, with_repositories(1700))[:1]
    assert why.startswith("More budget is needed: the fee rises from USD ")


def test_less_work_within_the_dates_needs_none() -> None:
    assert reasons(BEFORE, with_repositories(1200)) == ()
    assert reasons(BEFORE, BEFORE) == ()


@pytest.mark.parametrize(("days", "is_needed"), [(28, False), (56, False), (63, True), (200, True)])
def test_a_push_of_two_months_needs_one_a_shorter_one_the_customers_confirmation(days: int, is_needed: bool) -> None:
    after = changed(starts_on=DISCOVERY.starts_on + timedelta(days=days))
    assert any("two months or more" in why for why in reasons(BEFORE, after)) is is_needed


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [
        (date(2027, 3, 8), date(2027, 5, 8), 2),
        (date(2027, 3, 8), date(2027, 5, 7), 1),
        (date(2026, 12, 31), date(2027, 2, 28), 1),
        (date(2026, 12, 31), date(2027, 3, 1), 2),
        (date(2027, 5, 8), date(2027, 3, 8), 0),
    ],
)
def test_months_count_from_day_to_day(earlier: date, later: date, months: int) -> None:
    assert months_between(earlier, later) == months


@pytest.mark.parametrize(
    ("was", "now", "is_needed"),
    [
        (Shape.TIME_AND_MATERIALS, Shape.FIXED_FEE, True),
        (Shape.FIXED_FEE, Shape.TIME_AND_MATERIALS, True),
        (Shape.FIXED_FEE, Shape.FIXED_FEE, False),
        (Shape.OPEN, Shape.TIME_AND_MATERIALS, False),
    ],
)
def test_another_way_of_charging_needs_one(was: Shape, now: Shape, is_needed: bool) -> None:
    found = reasons(changed(shape=was), changed(shape=now))
    assert any("way of charging" in why for why in found) is is_needed


def test_choosing_the_offered_fixed_fee_takes_no_more_budget() -> None:
    fixed = changed(shape=Shape.FIXED_FEE)
    assert BEFORE.discovery.shape is Shape.OPEN
    assert (reasons(BEFORE, fixed), reasons(fixed, BEFORE)) == ((), ())
    (why,) = reasons(BEFORE, with_repositories(1700, shape=Shape.FIXED_FEE))
    assert why.startswith(f"More budget is needed: the fixed fee rises from {exact(BEFORE.price.fixed_fee)} to ")


def test_a_higher_cap_is_more_budget() -> None:
    was, now = (changed(shape=Shape.CAPPED, cap=Decimal(cap)) for cap in (200_000, 250_000))
    assert reasons(was, now) == ("More budget is needed: the cap rises from USD 200,000 to USD 250,000.",)


def exception(hours: object, amount: object, currency: str = "USD") -> Grant:
    money = Money(Decimal(str(amount)), currency)
    return Grant(GrantKind.EXCEPTION, SECRET, "Dara Quinn", date(2027, 2, 9), Decimal(str(hours)), money)


def test_a_work_exception_stands_in_for_a_change_order_within_its_limits_only() -> None:
    after = with_repositories(1700)
    hours, amount = exceeded(BEFORE, after)
    assert hours == after.effort.p50 - BEFORE.effort.p50
    rises = Charge(after).due.amount - Charge(BEFORE).due.amount, after.price.fixed_fee.amount
    assert amount.amount == max(rises[0], rises[1] - BEFORE.price.fixed_fee.amount)
    cent = Decimal("0.01")
    enough = exception(hours, amount.amount)
    assert reasons(BEFORE, after, exception=enough) == ()
    said = exception_says(BEFORE, after, enough)
    assert said.startswith("A work exception by Dara Quinn of 9 February 2027 covers up to ")
    assert f" beyond what is agreed, and this change takes {hours.normalize():f} hours and USD " in said
    assert SECRET not in said
    for short in (
        exception(hours - cent, amount.amount),
        exception(hours, amount.amount - cent),
        exception(hours, amount.amount, "EUR"),
    ):
        assert reasons(BEFORE, after, exception=short) == reasons(BEFORE, after)
        assert ", but this change takes" in exception_says(BEFORE, after, short)


def test_a_work_exception_changes_nothing_where_something_else_asks_for_an_order() -> None:
    wide = exception(100_000, 10_000_000)
    later = with_repositories(1700, starts_on=date(2027, 6, 1))
    assert reasons(BEFORE, later, exception=wide) == reasons(BEFORE, later)
    assert "More budget is needed" in reasons(BEFORE, later, exception=wide)[0]
    wanted = Judgement(True, SECRET, "Ana", date(2027, 2, 9))
    more = with_repositories(1700)
    assert reasons(BEFORE, more, wanted, wide) == (JUDGED,)
    assert "may hold a change order necessary" in left_to_judgement(BEFORE, more, wide)


def test_a_change_that_exceeds_nothing_needs_no_exception() -> None:
    wide = exception(100, 1000)
    assert exception_says(BEFORE, with_repositories(1200), wide) == ""
    assert exception_says(BEFORE, with_repositories(1700), None) == ""
    euros = changed(currency="EUR", rate_card="by-level-eur") if "by-level-eur" in CATALOG.rate_cards else None
    if euros:
        assert exceeded(BEFORE, euros)[1].amount == 0


def test_an_extent_names_what_is_more_than_nothing() -> None:
    assert extent(Decimal(40), Money(Decimal(10_000), "USD")) == "40 hours and USD 10,000"
    assert extent(Decimal(1), Money(Decimal(0), "USD")) == "1 hour"
    assert extent(Decimal(0), Money(Decimal("12500.50"), "EUR")) == "EUR 12,500.50"


def test_the_document_says_what_each_change_moves_and_its_rows_sum_to_the_whole() -> None:
    after = with_repositories(1700, starts_on=date(2027, 3, 1))
    sow = order(after)
    table = sow.table("changes")
    assert table is not None
    amounts = [str(row.cells[3]).replace(",", "").replace("−", "-") for row in table.rows]
    *parts, whole = [Decimal(0 if cell == "–" else cell) for cell in amounts]
    assert table.rows[-1].weight is Weight.TOTAL
    assert sum(parts, Decimal(0)) == whole
    assert whole == Charge(after).due.amount - Charge(BEFORE).due.amount
    text = plain_text(sow)
    assert "Repositories 1,500 → 1,700" in text
    assert "Start 1 February 2027 → 1 March 2027" in text
    assert f"Change order {label(1)} to the statement of work (revision 3, issued on 14 January 2027)" in text
    assert [section.number for section in sow.sections] == list(range(1, 8))
    assert "N/A" not in text


def test_every_figure_stands_with_its_difference() -> None:
    after = with_repositories(1700, starts_on=date(2027, 3, 1))
    table = order(after).table("figures")
    assert table is not None
    rows = {str(row.cells[0]): tuple(map(str, row.cells[1:])) for row in table.rows}
    was, now = Charge(BEFORE).price.fixed_fee, Charge(after).price.fixed_fee
    more = Money(now.amount - was.amount, "USD")
    assert rows["Fixed fee"] == (exact(was), exact(now), f"+{exact(more)}")
    assert rows["Start"] == ("1 February 2027", "1 March 2027", "+28 days")
    assert rows["Charged"][1:] == ("unchanged", "–")
    less = order(BEFORE, after).table("figures")
    assert less is not None
    assert less.rows[1].cells[3] == f"−{exact(more)}"


def test_changed_words_stand_beside_the_agreed_ones() -> None:
    table = order(with_repositories(1700)).table("wording")
    assert table is not None
    cells = {(str(row.cells[0]), str(row.cells[1])) for row in table.rows}
    assert "4 Scope: activities by workstream" in {
        str(row.cells[0]) for row in table.rows if row.weight is Weight.GROUP
    }
    move = "Move {} repositories with history, branches and merge requests."
    assert (move.format("1,500"), move.format("1,700")) in cells


def test_a_sentence_stands_beside_what_stood_at_its_own_place_however_many_are_new() -> None:
    after = proposal(replace(DISCOVERY, services=("scm-migration",)))
    table = order(BEFORE, after).table("wording")  # the conversion of pipelines comes in before the moved repositories
    assert table is not None
    pairs = {(str(row.cells[0]), str(row.cells[1])) for row in table.rows if row.weight is Weight.BODY}
    assert ("–", "Convert 60 pipelines and coach two teams.") in pairs
    assert not [pair for pair in pairs if "pipelines" in pair[1] and "repositories" in pair[0]]


def test_what_moves_nothing_is_told_in_a_sentence() -> None:
    answers = {**DISCOVERY.answers, "repositories": Answer(1700), "contact_style": Answer("weekly call")}
    text = plain_text(order(changed(answers=answers)))
    assert "Without effect on hours, price and dates: contact style not answered → weekly call." in text


def test_a_long_one_has_contents_and_a_short_one_has_none() -> None:
    sow = order(with_repositories(1700))
    table = sow.table("changes")
    assert table is not None
    assert not sow.has_contents
    long = replace(sow.section(4), blocks=(replace(table, rows=table.rows * 40),))
    assert replace(sow, sections=(*sow.sections[:3], long, *sow.sections[4:])).has_contents


def test_the_second_one_is_against_the_state_after_the_first() -> None:
    first, second = with_repositories(1700), with_repositories(1900)
    text = plain_text(order(second, first, number=2, since=1))
    assert "Change order CO-2 to change order CO-1 (revision 3" in text
    assert "Repositories 1,700 → 1,900" in text
    assert "1,500" not in text


def test_no_reason_of_a_hand_edit_reaches_the_customer() -> None:
    edits = (Override(SECRET, role="technical-architect", level="staff"), Override(SECRET, discount=Decimal("0.05")))
    text = plain_text(order(with_repositories(1700, overrides=edits)))
    assert SECRET not in text
    assert "Staff technical architect" in text


def test_one_fee_names_no_hours_in_its_change_order_either() -> None:
    was, now = changed(shape=Shape.FIXED_FEE), with_repositories(1700, shape=Shape.FIXED_FEE)
    sow = order(now, was)
    assert sow.table("changes") is None
    assert "Planned days" not in plain_text(sow)
    assert "Repositories 1,500 → 1,700" in plain_text(sow)


def test_beyond_the_rules_the_project_manager_may_ask_for_one() -> None:
    less = with_repositories(1200)
    assert left_to_judgement(BEFORE, BEFORE) == ""
    assert left_to_judgement(BEFORE, with_repositories(1700)) == ""
    assert "may hold a change order necessary" in left_to_judgement(BEFORE, less)
    fixed = changed(shape=Shape.FIXED_FEE), with_repositories(1200, shape=Shape.FIXED_FEE)
    assert "leave it to the project manager" in left_to_judgement(*fixed)
    wanted, spared = (Judgement(it, SECRET, "Ana", date(2027, 2, 9)) for it in (True, False))
    assert reasons(BEFORE, less, wanted) == (JUDGED,)
    assert reasons(BEFORE, less, spared) == ()
    assert reasons(BEFORE, with_repositories(1700), spared) == reasons(BEFORE, with_repositories(1700))


def test_what_to_do_without_one_is_said() -> None:
    assert "File the customer’s written confirmation" in NOT_NEEDED
