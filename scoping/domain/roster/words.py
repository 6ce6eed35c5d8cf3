"""Sentences about people, weeks and money in a plan."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from scoping.domain.money import Money


def day(on: date) -> str:
    """Such as 14 March 2027."""
    return f"{on.day} {on:%B %Y}"


def hours(amount: Decimal) -> str:
    """Such as 7.5 h."""
    return f"{amount.normalize():f} h"


def money(amount: Money) -> str:
    """Such as USD 1,440.00."""
    return f"{amount.currency} {amount.amount:,.2f}"


def days(count: int) -> str:
    """Such as 1 working day, 3 working days."""
    return f"{count} working day{'' if count == 1 else 's'}"


def listed(words: Iterable[str], most: int = 4) -> str:
    """Such as Ana, Ben and Cora; beyond `most` the rest is counted."""
    names = list(words)
    if len(names) > most:
        names = [*names[: most - 1], f"{len(names) - most + 1} others"]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""
