"""Part-time seats: how much of their time the people of a role give an engagement, and what of it makes no sense."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from scoping.domain.errors import Fault
from scoping.domain.fingerprint import LATER

LEAST_SHARE = Decimal("0.1")
MOST_SEATS = 20


@dataclass(frozen=True)
class Allocation:
    """How much of their time the people of a role give the engagement: above 0, 1 for full time.

    `share` holds for every seat of the role. With `further` it is that of the first seat, and they are those of the
    next ones: the plan then has at least so many seats, and what is beyond them is full time.
    """

    role: str
    share: Decimal
    further: tuple[Decimal, ...] = field(default=(), metadata=LATER)

    @property
    def shares(self) -> tuple[Decimal, ...]:
        """Those that are stated."""
        return (self.share, *self.further)

    def of(self, seat: int) -> Decimal:
        """The share of a seat, counted from 1."""
        if not self.further:
            return self.share
        return self.shares[seat - 1] if seat <= len(self.shares) else Decimal(1)


def allocated(allocations: Iterable[Allocation], role: str) -> Allocation:
    """What is stated for the role; full time where nothing is."""
    return next((stated for stated in allocations if stated.role == role), Allocation(role, Decimal(1)))


def check_allocations(allocations: Iterable[Allocation], roles: Iterable[str]) -> list[Fault]:
    """Every allocation of a role that is not one of `roles`, of too little or too much time, or of too many seats."""
    faults = []
    for allocation in allocations:
        at = f"allocations.{allocation.role}"
        if allocation.role not in roles:
            faults.append(Fault(at, f"{allocation.role} is not a role; choose from {', '.join(roles)}"))
        wrong = [share for share in allocation.shares if not (share.is_finite() and LEAST_SHARE <= share <= 1)]
        if wrong:
            faults.append(Fault(at, f"give from {LEAST_SHARE} to 1, which is full time, not {wrong[0]}"))
        if len(allocation.shares) > MOST_SEATS:
            faults.append(Fault(at, f"{len(allocation.shares)} seats are stated; state at most {MOST_SEATS}"))
    return faults
