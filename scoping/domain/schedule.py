"""When the work happens: packages in order, working day by working day, within what each role's seats can give."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from math import ceil

import numpy as np

from scoping.domain.calendar import Calendar, Days, monday, mondays
from scoping.domain.catalog import Catalog
from scoping.domain.conditions import Facts
from scoping.domain.discovery import Discovery
from scoping.domain.effort import from_quarters
from scoping.domain.errors import Fault, InvalidInput
from scoping.domain.sequence import Run, moving, run
from scoping.domain.timing import day_quarters, named_seats, refuse_unknown_years
from scoping.domain.work_order import Loads, Piece, pieces


@dataclass(frozen=True)
class ScheduledPackage:
    """A work package with its dates, both inclusive, its hours, and the packages it waits for.

    A `critical` one has no day to spare: when it ends a working day later, so does the engagement.
    """

    service: str
    key: str
    name: str
    starts_on: date
    ends_on: date
    hours: Decimal
    after: tuple[str, ...]
    critical: bool = False

    @property
    def path(self) -> str:
        """Names the package within a proposal: service/package."""
        return f"{self.service}/{self.key}"


@dataclass(frozen=True)
class Milestone:
    """What is reached at the end of a day."""

    name: str
    on: date


@dataclass(frozen=True)
class Workload:
    """Hours of one role in the week that begins on `week`, a Monday."""

    week: date
    role: str
    hours: Decimal


@dataclass(frozen=True)
class Schedule:
    """The dated packages and each role's hours by week; the hours sum to the planned hours of all tasks.

    `calendar` holds the public holidays and closed windows from start to end.
    """

    starts_on: date
    ends_on: date
    packages: tuple[ScheduledPackage, ...]
    workload: tuple[Workload, ...]
    seats: Mapping[str, int]
    calendar: Calendar = field(default_factory=Calendar)
    milestones: tuple[Milestone, ...] = ()

    @property
    def weeks(self) -> tuple[date, ...]:
        """The Mondays of all weeks from start to end, those without work included."""
        first, last = np.datetime64(monday(self.starts_on)), np.datetime64(monday(self.ends_on))
        days: list[date] = np.arange(first, last + 1, 7).astype(object).tolist()
        return tuple(days)


def seats_for(catalog: Catalog, discovery: Discovery, work: Loads) -> dict[str, int]:
    """Seats by role: one more for each started `weeks_per_seat` of full weekly hours, and all whose share is stated."""
    hours: dict[str, Decimal] = defaultdict(Decimal)
    for (_, _, _, role), amount in work.items():
        hours[role] += from_quarters(amount)
    return {
        role: max(
            1,
            named_seats(role, discovery),
            ceil(total / (catalog.roles[role].hours_per_week * catalog.terms.weeks_per_seat)),
        )
        for role, total in hours.items()
    }


def schedule(
    catalog: Catalog,
    discovery: Discovery,
    work: Loads,
    facts: Facts,
    calendar: Calendar,
    seats: Mapping[str, int] | None = None,
    *,
    marked: bool = False,
) -> Schedule:
    """Plans every quarter hour of the work from the first working day on or after the discovery's start.

    `seats` by role; where it is None, `seats_for` says how many. The critical packages are told where `marked`, which
    takes as long as planning once for each package.

    A package begins when all it waits for are done; packages that can run at once share the seats in the catalogue's
    order; a spread package runs evenly along the others. InvalidInput where the calendar leaves no day to work, and
    where a package by itself takes longer than the engagement may.
    """
    seats = seats_for(catalog, discovery, work) if seats is None else seats
    per_day = {role: sum(day_quarters(catalog.roles[role], discovery, count)) for role, count in seats.items()}
    ordered = pieces(catalog, discovery.services, work, facts)
    _refuse_too_long(discovery, ordered, calendar)
    steps = [step for piece in ordered for step in piece.steps]
    shut = calendar.frozen(discovery.starts_on)
    went = run(steps, per_day, shut=shut)
    days = max(went.days, 1)
    dates = calendar.days(discovery.starts_on, days)
    refuse_unknown_years(catalog, discovery, dates[0].astype(object), dates[-1].astype(object))
    stepped = [piece for piece in ordered if piece.steps] if marked else []
    late = moving(steps, per_day, [piece.ends for piece in stepped], shut) if marked else ()
    critical = {piece.path for piece, moves in zip(stepped, late, strict=True) if moves}
    return _dated(discovery, ordered, went, critical, _workload(ordered, went, dates), seats, dates, calendar)


def end_of(
    catalog: Catalog, discovery: Discovery, work: Loads, facts: Facts, calendar: Calendar, seats: Mapping[str, int]
) -> date:
    """The last day of the plan that `schedule` makes of the same, without the plan."""
    per_day = {role: sum(day_quarters(catalog.roles[role], discovery, count)) for role, count in seats.items()}
    steps = [step for piece in pieces(catalog, discovery.services, work, facts) for step in piece.steps]
    return calendar.workday(
        discovery.starts_on, max(run(steps, per_day, shut=calendar.frozen(discovery.starts_on)).days, 1) - 1
    )


def _refuse_too_long(discovery: Discovery, ordered: Iterable[Piece], calendar: Calendar) -> None:
    if discovery.ends_by is None:
        return
    days = range(calendar.workdays(discovery.starts_on, discovery.ends_by))
    shut = {day for first, after in calendar.frozen(discovery.starts_on) for day in range(first, after)}
    faults = [
        Fault(
            "ends_by",
            f"{piece.package.name} takes at least {piece.days} working days, and from the start to {discovery.ends_by} "
            f"there are {room}; want a later end, or an earlier start",
        )
        for piece in ordered
        if piece.days > (room := len(set(days) - shut if piece.package.changes else days))
    ]
    if faults:
        raise InvalidInput(*faults)


def _workload(ordered: Iterable[Piece], went: Run, dates: Days) -> tuple[Workload, ...]:
    """The hours of every role by week: what was worked in stretches, and spread work evenly over all days."""
    days = len(dates)
    used: dict[str, np.ndarray[tuple[int], np.dtype[np.int64]]] = defaultdict(lambda: np.zeros(days, dtype=np.int64))
    for stretch in went.stretches:
        used[stretch.role][stretch.first : stretch.first + stretch.days] += stretch.quarters
    for piece in ordered:
        for role, amount in () if piece.steps else piece.work.items():
            used[role] += np.diff(amount * np.arange(days + 1) // days)
    weeks, place = np.unique(mondays(dates), return_inverse=True)
    by_week = {role: np.bincount(place, quarters) for role, quarters in used.items()}
    return tuple(
        Workload(week, role, from_quarters(int(by_week[role][index])))
        for index, week in enumerate(weeks.astype(object))
        for role in sorted(by_week)
        if by_week[role][index]
    )


def _dated(
    discovery: Discovery,
    ordered: Iterable[Piece],
    went: Run,
    critical: set[str],
    workload: tuple[Workload, ...],
    seats: Mapping[str, int],
    days: Days,
    calendar: Calendar,
) -> Schedule:
    dates: list[date] = days.astype(object).tolist()
    packages, milestones = [], []
    for piece in ordered:
        first = min((went.first[place] for place in piece.places), default=0)
        last = max((went.last[place] for place in piece.places), default=len(dates) - 1)
        packages.append(
            ScheduledPackage(
                piece.service,
                piece.package.key,
                piece.package.name,
                dates[first],
                dates[last],
                from_quarters(sum(piece.work.values())),
                piece.after,
                piece.path in critical,
            )
        )
        if piece.package.milestone:
            milestones.append(Milestone(piece.package.milestone, dates[last]))
    return Schedule(
        dates[0],
        dates[-1],
        tuple(packages),
        workload,
        dict(seats),
        calendar.within(discovery.starts_on, dates[-1]),
        tuple(sorted(milestones, key=lambda milestone: milestone.on)),
    )


def closings(timetable: Schedule, week: date) -> tuple[str, ...]:
    """Why nobody works, or nothing changes, on some days of the week that begins on this Monday, each reason once."""
    calendar = timetable.calendar
    days = (week + timedelta(days=number) for number in range(len(calendar.week)))
    open_days = [day for day in days if calendar.week[day.weekday()] == "1"]
    off = [why for day in open_days if (why := calendar.why_off(day))]
    frozen = [it for it in calendar.closed if not it.closes_all and any(map(it.covers, open_days))]
    return tuple(dict.fromkeys([*off, *(f"{window.name}: nothing changes" for window in frozen)]))
