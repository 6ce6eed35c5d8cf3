"""Named people in the seats of a plan: found by a match, taken by a person, kept in the discovery of a revision."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from scoping.domain.fingerprint import LATER
from scoping.domain.money import Money


@dataclass(frozen=True)
class WeekHours:
    """Hours in the week that begins on the Monday `week`."""

    week: date
    hours: Decimal


@dataclass(frozen=True)
class Member:
    """One person in one seat: the key and the name on the roster, the level, week by week, and what the hours cost.

    `seat` is role/level/number of the plan; `company` is that of a partner's engineer, `services` are
    those in which the person has experience.
    """

    seat: str
    person: str
    name: str
    level: str
    hours_by_week: tuple[WeekHours, ...]
    cost: Decimal
    company: str = ""
    services: tuple[str, ...] = field(default=(), metadata=LATER)

    @property
    def hours(self) -> Decimal:
        """All weeks together."""
        return sum((week.hours for week in self.hours_by_week), Decimal(0))


@dataclass(frozen=True)
class Team:
    """The people of an engagement with first and last day of work, who took the plan and when."""

    members: tuple[Member, ...]
    starts_on: date
    ends_on: date
    currency: str
    by: str = ""
    at: datetime | None = None

    @property
    def cost(self) -> Money:
        """What all hours cost the provider."""
        return Money(sum((member.cost for member in self.members), Decimal(0)), self.currency)

    @property
    def is_names_only(self) -> bool:
        """Whether it says who sits where and nothing of the hours: the client's copy."""
        return not any(member.hours_by_week for member in self.members)

    @property
    def hours_by_seat(self) -> Mapping[str, Decimal]:
        """All hours of each seat."""
        found: dict[str, Decimal] = {}
        for member in self.members:
            found[member.seat] = found.get(member.seat, Decimal(0)) + member.hours
        return found

    def of(self, seat: str) -> tuple[Member, ...]:
        """Who sits in a seat, in the order in which they work."""
        return tuple(member for member in self.members if member.seat == seat)
