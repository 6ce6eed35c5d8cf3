"""Who sits where: seats by role and level with their hours in every week."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from scoping.domain.effort import apportion, from_quarters, quarters
from scoping.domain.levels import RequiredLevel
from scoping.domain.schedule import Schedule


@dataclass(frozen=True)
class Seat:
    """One place in the plan, numbered from 1 within its role and level."""

    role: str
    level: str
    number: int


@dataclass(frozen=True)
class SeatHours:
    """The hours of one seat in one week."""

    role: str
    level: str
    number: int
    hours: Decimal


@dataclass(frozen=True)
class StaffingWeek:
    """The week that begins on the Monday `week`; seats without hours are left out."""

    week: date
    seats: tuple[SeatHours, ...]

    @property
    def hours(self) -> Decimal:
        """All seats together."""
        return sum((seat.hours for seat in self.seats), Decimal(0))


@dataclass(frozen=True)
class StaffingPlan:
    """The weekly grid; its hours sum to the planned hours of the schedule."""

    starts_on: date
    ends_on: date
    seats: tuple[Seat, ...]
    weeks: tuple[StaffingWeek, ...]

    @property
    def hours(self) -> Decimal:
        """All weeks together."""
        return sum((week.hours for week in self.weeks), Decimal(0))

    def hours_of(self, role: str, level: str) -> Decimal:
        """All hours of one role at one level."""
        return sum(
            (seat.hours for week in self.weeks for seat in week.seats if (seat.role, seat.level) == (role, level)),
            Decimal(0),
        )


def staff(
    schedule: Schedule, required: Iterable[RequiredLevel], gives: Mapping[str, Sequence[int]] | None = None
) -> StaffingPlan:
    """Seats each role at its required level and shares its weekly hours among them, to the quarter hour.

    `gives` says how much time each seat of a role gives beside the others of that role; without it all give the same.
    """
    levels: Mapping[str, str] = {item.role: item.level for item in required}
    seats = tuple(
        Seat(role, level, number)
        for role, level in levels.items()
        for number in range(1, schedule.seats.get(role, 0) + 1)
    )
    workload = {(item.week, item.role): item.hours for item in schedule.workload}
    weeks = []
    for week in schedule.weeks:
        cells: list[SeatHours] = []
        for role, level in levels.items():
            count = schedule.seats.get(role, 0)
            hours = workload.get((week, role), Decimal(0))
            if count and hours:
                weights = (gives or {}).get(role) or [1] * count
                parts = apportion(quarters(hours), [Decimal(weight) for weight in weights])
                cells += [SeatHours(role, level, n + 1, from_quarters(part)) for n, part in enumerate(parts) if part]
        weeks.append(StaffingWeek(week, tuple(cells)))
    return StaffingPlan(schedule.starts_on, schedule.ends_on, seats, tuple(weeks))
