"""How figures are written: hours, days, shares, money and dates, so that printed parts sum to the printed whole."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from scoping.domain.effort import apportion, person_days
from scoping.domain.money import Money

TENTH = Decimal("0.1")
THOUSAND = 1000
NONE, MINUS = "–", "−"


def hours(amount: Decimal) -> str:
    """Hours in a table column: always two decimals, so that the points align; a dash for none."""
    return f"{amount:,.2f}" if amount else NONE


def hours_in_prose(amount: Decimal) -> str:
    """Hours in a sentence, without needless zeros: "12.5"."""
    text = f"{amount:,.2f}"
    return text.rstrip("0").rstrip(".")


def days(amount_in_hours: Decimal) -> str:
    """Person-days of eight hours to one decimal."""
    return f"{person_days(amount_in_hours).quantize(TENTH, ROUND_HALF_UP):,}"


def days_summing(parts_in_hours: Sequence[Decimal]) -> list[str]:
    """Days to one decimal of each part, so that they sum to the days printed for all parts together."""
    whole = person_days(sum(parts_in_hours, Decimal(0))).quantize(TENTH, ROUND_HALF_UP)
    return [f"{part * TENTH:,.1f}" for part in apportion(int(whole / TENTH), parts_in_hours)]


def percentages(parts: Sequence[Decimal]) -> list[str]:
    """Whole per cent of each part, summing to 100; zeros where there is nothing to share."""
    return [str(part) for part in apportion(100 if any(parts) else 0, parts)]


def percent(share: Decimal) -> str:
    """A share as per cent without needless zeros: "7.5"."""
    return f"{(share * 100).normalize():f}"


def money(amount: Money) -> str:
    """An amount in prose: "USD 94,400", decimals only below a thousand."""
    if abs(amount.amount) >= THOUSAND:
        return f"{amount.currency} {amount.amount.quantize(Decimal(1), ROUND_HALF_UP):,}"
    return f"{amount.currency} {amount.amount:,.2f}"


def exact(amount: Money) -> str:
    """An amount that the parties sign: as in prose, but with its cents where it has any."""
    whole = amount.amount == amount.amount.to_integral_value()
    return money(amount) if whole else f"{amount.currency} {amount.amount:,.2f}"


def amount(money_amount: Money) -> str:
    """An amount in a fee table, to the cent; its currency stands in the head."""
    return f"{money_amount.amount:,.2f}"


def day(on: date) -> str:
    """A date as people write it: "14 March 2027"."""
    return f"{on.day} {on:%B %Y}"


def count(number: int, one: str, many: str) -> str:
    """A number with its noun: "1 week", "1,200 weeks"."""
    return f"{number:,} {one if number == 1 else many}"


def listed(items: Sequence[str]) -> str:
    """Names in a sentence: "a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"
