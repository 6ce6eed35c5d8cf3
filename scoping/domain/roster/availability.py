"""Free time: a person's quarter hours day by day after holidays, absences and bookings, and utilisation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from scoping.domain.calendar import Days, mondays
from scoping.domain.capacity import Trust
from scoping.domain.effort import QUARTER
from scoping.domain.roster.people import Firmness, Person, Roster

Quarters = NDArray[np.int64]
FIRM_ALONE = Trust(Decimal(1), Decimal(0))
FINE = 1000  # bookings are added up in thousandths of a quarter hour


@dataclass(frozen=True)
class Time:
    """A person's days, one number each: quarter hours of work, and thousandths of them that are booked."""

    days: Days
    works: Quarters
    fine: Quarters

    @property
    def booked(self) -> Quarters:
        """Quarter hours of bookings, rounded up day by day: what is left is free for certain."""
        return -(-self.fine // FINE)

    @property
    def free(self) -> Quarters:
        """Quarter hours left; none where bookings exceed the day."""
        free: Quarters = np.maximum(self.works - self.booked, 0)
        return free

    @property
    def off(self) -> NDArray[np.bool_]:
        """Days without work: the pattern, a holiday or an absence."""
        off: NDArray[np.bool_] = self.works == 0
        return off


def time_of(roster: Roster, person: Person, days: Days, trust: Trust | None = None) -> Time:
    """The person's time on these days; bookings take capacity away unless another trust in them is given."""
    trust = trust or roster.taken
    weekday = (days.astype(np.int64) + 3) % 7  # 1970-01-01 was a Thursday
    pattern = np.array([int(hours / QUARTER) for hours in person.week], dtype=np.int64)
    works = pattern[weekday]
    works[np.isin(days, roster.holidays[person.country].dates)] = 0
    for absence in person.absences:
        works[(days >= np.datetime64(absence.starts_on)) & (days <= np.datetime64(absence.ends_on))] = 0
    fine = np.zeros(len(days), dtype=np.int64)
    for booking in person.bookings:
        inside = (days >= np.datetime64(booking.starts_on)) & (days <= np.datetime64(booking.ends_on))
        counts = trust.firm if booking.firmness is Firmness.FIRM else trust.tentative
        share = booking.hours_per_week * counts / person.hours_per_week
        fine[inside] += (works[inside] * int((share * FINE).to_integral_value())).astype(np.int64)
    return Time(days, works, fine)


@dataclass(frozen=True)
class WeekOf:
    """Hours of one person in the week that begins on the Monday `week`."""

    week: date
    works: Decimal
    booked: Decimal

    @property
    def over(self) -> Decimal:
        """Booked hours beyond the working hours."""
        return max(self.booked - self.works, Decimal(0))


def weeks_of(roster: Roster, person: Person, starts_on: date, ends_on: date, trust: Trust) -> tuple[WeekOf, ...]:
    """Working and booked hours by week over all days from the first to the last, whatever calendar a customer has."""
    days = np.arange(np.datetime64(starts_on), np.datetime64(ends_on) + 1)
    time = time_of(roster, person, days, trust)
    weeks, place = np.unique(mondays(days), return_inverse=True)
    works, fine = np.bincount(place, time.works), np.bincount(place, time.fine)
    return tuple(
        WeekOf(week.astype(object), int(works[i]) * QUARTER, _hours(int(fine[i]))) for i, week in enumerate(weeks)
    )


@dataclass(frozen=True)
class Utilisation:
    """Billable share of a person's working hours over some weeks, before and with a plan, and the role's target."""

    person: str
    before: Decimal
    after: Decimal
    target: Decimal | None


def utilisation(roster: Roster, person: Person, starts_on: date, ends_on: date, added: Decimal) -> Utilisation:
    """Utilisation from the first to the last day with `added` hours; 0 for a person who is away all the time."""
    weeks = weeks_of(roster, person, starts_on, ends_on, roster.forecast)
    works = sum((week.works for week in weeks), Decimal(0))
    booked = sum((week.booked for week in weeks), Decimal(0))
    target = roster.roles[person.role].utilisation
    if not works:
        return Utilisation(person.key, Decimal(0), Decimal(0), target)
    return Utilisation(person.key, _share(booked, works), _share(booked + added, works), target)


def _hours(fine: int) -> Decimal:
    """To the hundredth of an hour, so that a part of a booking is neither lost nor inflated."""
    return (fine * QUARTER / FINE).quantize(Decimal("0.01"))


def _share(part: Decimal, whole: Decimal) -> Decimal:
    return (part / whole).quantize(Decimal("0.001"))


def double_bookings(roster: Roster, starts_on: date, ends_on: date) -> Mapping[str, tuple[WeekOf, ...]]:
    """The weeks in which firm bookings alone exceed somebody's hours, by person: shown, never dropped."""
    found = {
        person.key: tuple(week for week in weeks_of(roster, person, starts_on, ends_on, FIRM_ALONE) if week.over)
        for person in roster.people
    }
    return {key: weeks for key, weeks in found.items() if weeks}
