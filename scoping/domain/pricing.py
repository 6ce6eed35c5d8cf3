"""What it costs: hours by role and level times the rate card, as time and materials and as a fixed fee."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from scoping.domain.catalog import RateCard
from scoping.domain.effort import apportion, from_quarters, quarters
from scoping.domain.errors import Fault, InvalidInput, NoRate
from scoping.domain.estimate import EstimatedTask
from scoping.domain.money import Money, total


@dataclass(frozen=True)
class PriceLine:
    """One role at one level: the planned hours (p50) and the hours a fixed fee has to cover (p80), with amounts."""

    role: str
    level: str
    rate: Money
    hours: Decimal
    amount: Money
    fixed_fee_hours: Decimal
    fixed_fee_amount: Money


@dataclass(frozen=True)
class Price:
    """The lines and their sums: time and materials is p50 × rates, fixed fee is p80 × rates, both less the discount.

    `discount` is a share of the fee; `discount_amount` what it takes off time and materials.
    """

    rate_card: str
    currency: str
    lines: tuple[PriceLine, ...]
    time_and_materials: Money
    fixed_fee: Money
    discount: Decimal = Decimal(0)
    discount_amount: Money | None = None


def rate(card: RateCard, role: str, level: str) -> Money:
    """The hourly rate; NoRate where the card has none, never a silent zero."""
    found = card.rates.get(role, {}).get(level)
    if found is None:
        raise NoRate(role, level, card.key)
    return Money(found, card.currency)


def check_currency(card: RateCard, currency: str) -> None:
    """Raises InvalidInput where the engagement's currency is not the card's: nothing converts in silence."""
    if card.currency != currency:
        raise InvalidInput(
            Fault("currency", f"rate card {card.key} is in {card.currency}, not {currency}; choose another card")
        )


def seat_hours(tasks: Iterable[EstimatedTask]) -> dict[tuple[str, str], Decimal]:
    """Planned hours by role and level."""
    hours: dict[tuple[str, str], Decimal] = {}
    for task in tasks:
        hours[task.role, task.level] = hours.get((task.role, task.level), Decimal(0)) + task.planned
    return hours


def amount_for(card: RateCard, tasks: Iterable[EstimatedTask], hours: Decimal, discount: Decimal = Decimal(0)) -> Money:
    """What these hours in all cost, shared out over roles and levels as planned, less the discount."""
    seats = seat_hours(tasks)
    parts = apportion(quarters(hours), list(seats.values()))
    lines = [
        Money(from_quarters(part) * rate(card, role, level).amount, card.currency).rounded()
        for (role, level), part in zip(seats, parts, strict=True)
    ]
    return less(total(lines, card.currency), discount)


def less(listed: Money, discount: Decimal) -> Money:
    """The amount less a discount that is rounded once, as it stands on its own line."""
    off = Money(listed.amount * discount, listed.currency).rounded()
    return Money(listed.amount - off.amount, listed.currency).rounded()


def price(
    card: RateCard, tasks: Iterable[EstimatedTask], fixed_fee_hours: Decimal, discount: Decimal = Decimal(0)
) -> Price:
    """Prices planned hours by role and level; the p80 hours are shared out in the same proportions."""
    hours = seat_hours(tasks)
    covered = apportion(quarters(fixed_fee_hours), list(hours.values()))
    lines = []
    for ((role, level), planned), part in zip(hours.items(), covered, strict=True):
        hourly = rate(card, role, level)
        ceiling = from_quarters(part)
        lines.append(
            PriceLine(
                role,
                level,
                hourly,
                planned,
                Money(planned * hourly.amount, card.currency).rounded(),
                ceiling,
                Money(ceiling * hourly.amount, card.currency).rounded(),
            )
        )
    listed = total([line.amount for line in lines], card.currency)
    due = less(listed, discount)
    fixed = total([line.fixed_fee_amount for line in lines], card.currency)
    return Price(
        card.key,
        card.currency,
        tuple(lines),
        due,
        less(fixed, discount),
        discount,
        Money(listed.amount - due.amount, card.currency) if discount else None,
    )
