"""What rules, conditions and clauses may look at beyond the answers: extent, price, quantities, how it is charged."""

from collections.abc import Iterable
from decimal import Decimal
from math import ceil
from typing import Any

from scoping.domain.catalog import RateCard, Terms
from scoping.domain.conditions import Facts
from scoping.domain.discovery import Discovery
from scoping.domain.estimate import EstimatedTask, ScopedTask
from scoping.domain.fee_basis import billed
from scoping.domain.pricing import rate
from scoping.domain.schedule import Schedule


def iterations(timetable: Schedule, terms: Terms) -> int:
    """Iterations of the agreed length, the last one rounded up."""
    return ceil(len(timetable.weeks) / terms.iteration_weeks)


def computed(
    discovery: Discovery,
    facts: Facts,
    tasks: Iterable[EstimatedTask],
    timetable: Schedule,
    card: RateCard,
    terms: Terms,
) -> dict[str, Any]:
    """What rules may look at beyond the answers.

    `price` is taken at the least level each task needs, so that raising a level can not be its own reason.
    """
    amount = sum((task.planned * rate(card, task.role, task.needs).amount for task in tasks), Decimal(0))
    return {
        **facts,
        **_extent(timetable, terms),
        "price": amount,
        "currency": discovery.currency,
        "rate_card": discovery.rate_card,
        **_charged(discovery),
    }


def worded(
    discovery: Discovery,
    facts: Facts,
    scoped: Iterable[ScopedTask],
    tasks: Iterable[EstimatedTask],
    timetable: Schedule,
    terms: Terms,
) -> dict[str, Any]:
    """What the conditions and placeholders of clauses may look at."""
    return {**facts, **_counts(scoped, tasks), **_extent(timetable, terms), **_charged(discovery)}


def _charged(discovery: Discovery) -> dict[str, str]:
    """How it is charged and billed, as conditions look at it."""
    return {"shape": discovery.shape.value, "billing": billed(discovery.shape, discovery.billing).value}


def _extent(timetable: Schedule, terms: Terms) -> dict[str, int]:
    return {"weeks": len(timetable.weeks), "iterations": iterations(timetable, terms)}


def _counts(scoped: Iterable[ScopedTask], tasks: Iterable[EstimatedTask]) -> dict[str, Decimal]:
    """The quantity of every task for the wording; zero where the answers leave no work in it."""
    found = {item.task.key: Decimal(0) for item in scoped} | {task.key: task.quantity for task in tasks}
    return {f"quantity_of_{key.replace('-', '_')}": amount for key, amount in found.items()}
