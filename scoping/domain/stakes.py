"""What is at stake at each quantile of the hours: the price and the last day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from scoping.domain.calendar import Calendar
from scoping.domain.catalog import Catalog
from scoping.domain.conditions import Facts
from scoping.domain.discovery import Discovery
from scoping.domain.edits import discount_of
from scoping.domain.effort import apportion, quarters
from scoping.domain.estimate import EstimatedTask
from scoping.domain.money import Money
from scoping.domain.pricing import amount_for
from scoping.domain.schedule import Schedule, end_of
from scoping.domain.uncertainty import Outlook
from scoping.domain.work_order import loads


@dataclass(frozen=True)
class Stakes:
    """What one quantile of the hours means: price at time and materials, and the last day."""

    probability: int
    hours: Decimal
    price: Money
    ends_on: date


def stakes(
    catalog: Catalog,
    discovery: Discovery,
    tasks: tuple[EstimatedTask, ...],
    outlook: Outlook,
    facts: Facts,
    timetable: Schedule,
    calendar: Calendar,
) -> tuple[Stakes, ...]:
    """Price and end date at p10, p50, p80 and p90: the same tasks scaled to those hours, priced and scheduled again."""
    card, discount, work = (
        catalog.rate_cards[discovery.rate_card],
        discount_of(discovery.overrides),
        loads(catalog, tasks),
    )
    found = []
    for probability in (10, 50, 80, 90):
        hours: Decimal = getattr(outlook.hours, f"p{probability}")
        amount = amount_for(card, tasks, hours, discount)
        scaled = apportion(quarters(hours), [Decimal(part) for part in work.values()])
        # more work is done by the same team: a further seat would let the worse case end sooner
        load = dict(zip(work, scaled, strict=True))
        ends_on = end_of(catalog, discovery, load, facts, calendar, timetable.seats)
        found.append(Stakes(probability, hours, amount, ends_on))
    return tuple(found)
