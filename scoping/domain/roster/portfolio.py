"""All engagements at once: people by week against capacity and target, and demand of drafts against supply by level."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from scoping.domain.calendar import monday
from scoping.domain.roster.availability import FIRM_ALONE, WeekOf, weeks_of
from scoping.domain.roster.people import Person, Roster


@dataclass(frozen=True)
class Row:
    """One person of the heat map: working and booked hours by week, utilisation over all weeks, the role's target.

    `overbooked` are the hours by which firm bookings alone exceed a week.
    """

    person: Person
    weeks: tuple[WeekOf, ...]
    target: Decimal | None
    overbooked: Mapping[date, Decimal]

    @property
    def utilisation(self) -> Decimal:
        """Booked share of the working hours; 0 for a person who is away all the time."""
        works = sum((week.works for week in self.weeks), Decimal(0))
        booked = sum((week.booked for week in self.weeks), Decimal(0))
        return (booked / works).quantize(Decimal("0.001")) if works else Decimal(0)


def heat_map(
    roster: Roster,
    starts_on: date,
    weeks: int,
    *,
    region: str = "",
    country: str = "",
    role: str = "",
    level: str = "",
    service: str = "",
) -> tuple[Row, ...]:
    """Active people × whole weeks from the week of `starts_on`; an empty filter lets everybody through."""
    first = monday(starts_on)
    last = first + timedelta(days=7 * weeks - 1)
    return tuple(
        Row(
            person,
            weeks_of(roster, person, first, last, roster.forecast),
            roster.roles[person.role].utilisation,
            {week.week: week.over for week in weeks_of(roster, person, first, last, FIRM_ALONE) if week.over},
        )
        for person in roster.people
        if person.active
        and (not region or person.region == region)
        and (not country or country in (person.country, person.country.partition("-")[0]))
        and (not role or person.role == role)
        and (not level or person.level == level)
        and (not service or service in person.services)
    )


@dataclass(frozen=True)
class Draft:
    """Hours of an engagement not yet staffed, by (role, level) and week, and how likely it comes by its stage (0–1)."""

    engagement: str
    likelihood: Decimal
    hours: Mapping[tuple[str, str], Mapping[date, Decimal]]


@dataclass(frozen=True)
class Balance:
    """Hours of one role at one level in one week: asked by drafts, weighted, and free at this level.

    `short` is what this level and all above it together lack, because a Senior may take an Intermediate's seat.
    """

    role: str
    level: str
    week: date
    asked: Decimal
    free: Decimal
    short: Decimal


def balances(roster: Roster, drafts: Iterable[Draft], starts_on: date, weeks: int) -> tuple[Balance, ...]:
    """Demand against supply by role, level (highest first) and week."""
    asked: dict[tuple[str, str, date], Decimal] = defaultdict(Decimal)
    for draft in drafts:
        for (role, level), by_week in draft.hours.items():
            for week, hours in by_week.items():
                asked[role, level, monday(week)] += hours * draft.likelihood
    free: dict[tuple[str, str, date], Decimal] = defaultdict(Decimal)
    rows = heat_map(roster, starts_on, weeks)
    for row in rows:
        for cell in row.weeks:
            free[row.person.role, row.person.level, cell.week] += max(cell.works - cell.booked, Decimal(0))
    first = monday(starts_on)
    found = []
    for ladder in roster.roles.values():
        for week in (first + timedelta(days=7 * number) for number in range(weeks)):
            lacking = Decimal(0)
            for step in reversed(ladder.levels):
                key = ladder.key, step.key, week
                lacking = lacking + asked[key] - free[key]
                found.append(Balance(*key, asked[key], free[key], max(lacking, Decimal(0))))
    return tuple(found)
