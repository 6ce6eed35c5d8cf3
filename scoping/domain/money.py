"""Amounts with their currency; they never mix and are rounded once, at the line."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Money:
    """An amount in one currency (ISO 4217 code)."""

    amount: Decimal
    currency: str

    def __add__(self, other: "Money") -> "Money":
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up")
        return Money(self.amount + other.amount, self.currency)

    def rounded(self) -> "Money":
        """To the cent, half up, as on an invoice line."""
        return Money(self.amount.quantize(CENT, ROUND_HALF_UP), self.currency)


def total(amounts: list[Money], currency: str) -> Money:
    """The sum in `currency`; zero of that currency for an empty list."""
    result = Money(Decimal(0), currency)
    for amount in amounts:
        result = result + amount
    return result
