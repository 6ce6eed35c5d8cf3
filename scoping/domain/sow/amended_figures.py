"""Money, dates and people of a change order: what is agreed so far, what holds from now on, and the difference."""

from collections.abc import Iterator
from datetime import date

from scoping.domain.difference import signed
from scoping.domain.effort import person_days
from scoping.domain.fee_basis import ONE_FEE, SHAPES
from scoping.domain.money import Money
from scoping.domain.proposal import Proposal
from scoping.domain.sow import fee_facts
from scoping.domain.sow.document import KeyFact
from scoping.domain.sow.figures import MINUS, NONE, count, day, days, exact
from scoping.domain.sow.seats import seat_name
from scoping.domain.sow.tables import Column, Kind, Row, Table

Line = tuple[str, str, str, str]  # what, so far, from now on, difference


def key_facts(before: Proposal, after: Proposal) -> tuple[KeyFact, ...]:
    """The fees and the end, each with what it was so far."""
    was, now = before.schedule.ends_on, after.schedule.ends_on
    old = {fact.label: fact.value for fact in fee_facts(before)}
    fees = tuple(
        KeyFact(
            fact.label,
            fact.value,
            f"so far {old[fact.label]}" if fact.label in old else "so far charged otherwise",
            fact.amount,
        )
        for fact in fee_facts(after)
    )
    return (*fees, KeyFact("End", day(now), "unchanged" if was == now else f"so far {day(was)}"))


def figures(before: Proposal, after: Proposal) -> Table:
    """Everything that both sides agreed in figures, changed or not."""
    columns = (
        Column("What", Kind.SHORT),
        Column("Agreed so far"),
        Column("From now on"),
        Column("Difference", Kind.NUMBER),
    )
    lines = (*_fees(before, after), *_effort(before, after), *_dates(before, after), *_levels(before, after))
    rows = tuple(Row((what, old, "unchanged" if new == old else new, moved)) for what, old, new, moved in lines)
    return Table("figures", "Money, dates and people", columns, rows)


def _fees(before: Proposal, after: Proposal) -> Iterator[Line]:
    old = {fact.label: fact for fact in fee_facts(before)}
    for fact in fee_facts(after):
        was = old.get(fact.label)
        moved = _more(was.amount, fact.amount) if was and was.amount and fact.amount else NONE
        yield fact.label, was.value if was else NONE, fact.value, moved
    shapes = SHAPES[before.discovery.shape], SHAPES[after.discovery.shape]
    yield "Charged", *shapes, NONE


def _more(was: Money, now: Money) -> str:
    if was.currency != now.currency or was == now:
        return NONE
    more = now.amount - was.amount
    return f"{'+' if more > 0 else MINUS}{exact(Money(abs(more), now.currency))}"


def _effort(before: Proposal, after: Proposal) -> Iterator[Line]:
    """The planned days; whoever pays one fee reads none."""
    if not {before.discovery.shape, after.discovery.shape} & set(ONE_FEE):
        was, now = before.effort.p50, after.effort.p50
        moved = f"{signed(person_days(now - was))} days" if days(was) != days(now) else NONE
        yield "Planned work", f"{days(was)} days", f"{days(now)} days", moved


def _dates(before: Proposal, after: Proposal) -> Iterator[Line]:
    was, now = before.schedule, after.schedule
    for name, old, new in (("Start", was.starts_on, now.starts_on), ("End", was.ends_on, now.ends_on)):
        yield name, day(old), day(new), _later(old, new)
    weeks = len(was.weeks), len(now.weeks)
    longer = weeks[1] - weeks[0]
    moved = f"{'+' if longer > 0 else MINUS}{count(abs(longer), 'week', 'weeks')}" if longer else NONE
    yield "Length", count(weeks[0], "week", "weeks"), count(weeks[1], "week", "weeks"), moved


def _later(old: date, new: date) -> str:
    """By how many calendar days it moves."""
    moved = (new - old).days
    return f"{'+' if moved > 0 else MINUS}{count(abs(moved), 'day', 'days')}" if moved else NONE


def _levels(before: Proposal, after: Proposal) -> Iterator[Line]:
    """The staffed roles with their levels."""
    names = {role.key: role.name for role in (*before.roles, *after.roles)}
    held = [
        {
            level.role: seat_name(each.role(level.role), each.role(level.role).level(level.level))
            for level in each.levels
        }
        for each in (before, after)
    ]
    for key, name in names.items():
        yield name, held[0].get(key, NONE), held[1].get(key, NONE), NONE
