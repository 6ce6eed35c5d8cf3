"""How much time people have and how much of what is booked or drafted counts: figures of the reference data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from scoping.domain.conditions import Condition

QUARTERS = 4
WHOLE = Decimal(1)


@dataclass(frozen=True)
class Trust:
    """The share of a booking that counts, by its firmness."""

    firm: Decimal = WHOLE
    tentative: Decimal = WHOLE


@dataclass(frozen=True)
class OursOnly:
    """Work that no partner's engineer may do: the role, where the condition on the answers holds, and why."""

    role: str
    when: Condition
    because: str
    source: str = ""


@dataclass(frozen=True)
class Capacity:
    """A person's hours in a year, the published trust in bookings, and how likely a draft comes by its state.

    Without reference data nothing is known of hours, and every booking and draft counts whole.
    """

    weekday_hours: Decimal = Decimal(0)
    hours_off: Mapping[str, Decimal] = field(default_factory=dict)
    trust: Trust = Trust()
    likelihood: Mapping[str, Decimal] = field(default_factory=dict)
    ours_only: tuple[OursOnly, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)

    @property
    def hours_per_quarter(self) -> Decimal:
        """Hours at work in a quarter of the year, holidays and leave taken off."""
        return (self.weekday_hours - sum(self.hours_off.values(), Decimal(0))) / QUARTERS

    def target_hours(self, utilisation: Decimal) -> Decimal:
        """Billable hours in a quarter at this target."""
        return self.hours_per_quarter * utilisation

    def likely(self, state: str) -> Decimal:
        """How likely an engagement in this state comes, 0 to 1."""
        return self.likelihood.get(state, WHOLE)
