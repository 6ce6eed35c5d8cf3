"""Hours: three-point estimates, quarter hours, person-days, and shares that add up."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

HOURS_PER_DAY = Decimal(8)
QUARTER = Decimal("0.25")


@dataclass(frozen=True)
class ThreePoint:
    """Hours as optimistic, likely and pessimistic; finite, not negative, in that order."""

    optimistic: Decimal
    likely: Decimal
    pessimistic: Decimal

    def __post_init__(self) -> None:
        points = (self.optimistic, self.likely, self.pessimistic)
        if not all(point.is_finite() for point in points):
            raise ValueError("hours must be finite numbers")
        if not Decimal(0) <= self.optimistic <= self.likely <= self.pessimistic:
            raise ValueError("hours must be optimistic ≤ likely ≤ pessimistic, none below zero")

    @property
    def expected(self) -> Decimal:
        """The PERT mean (O + 4M + P) / 6 [PERT]."""
        return (self.optimistic + 4 * self.likely + self.pessimistic) / 6

    def times(self, quantity: Decimal) -> "ThreePoint":
        """n repeats of one rate move together, so every point scales by n."""
        return ThreePoint(self.optimistic * quantity, self.likely * quantity, self.pessimistic * quantity)

    def __add__(self, other: "ThreePoint") -> "ThreePoint":
        return ThreePoint(
            self.optimistic + other.optimistic, self.likely + other.likely, self.pessimistic + other.pessimistic
        )


def quarter(hours: Decimal) -> Decimal:
    """Rounded to the quarter hour, as time is entered [OPS]."""
    return (hours / QUARTER).quantize(Decimal(1), ROUND_HALF_UP) * QUARTER


def quarters(hours: Decimal) -> int:
    """Whole quarter hours; exact for hours that are already rounded to the quarter."""
    return int((hours / QUARTER).quantize(Decimal(1), ROUND_HALF_UP))


def from_quarters(count: int) -> Decimal:
    """Hours from whole quarter hours."""
    return count * QUARTER


def person_days(hours: Decimal) -> Decimal:
    """Days of eight hours."""
    return hours / HOURS_PER_DAY


def apportion(total: int, weights: Sequence[Decimal]) -> list[int]:
    """Splits `total` units over the weights so that the parts sum to it exactly (largest remainder, ties to the first).

    Weights must not be negative; where all are zero and the total is not, ValueError.
    """
    whole = sum(weights, Decimal(0))
    if not whole:
        if total:
            raise ValueError("nothing to apportion the hours to")
        return [0] * len(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [int(share) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda index: (parts[index] - exact[index], index))
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return parts
