"""When the work happens: packages in order, working day by working day, within what each role's seats can give."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from math import ceil

import numpy as np

from scoping.domain.calendar import Calendar, Days, calendar_of, monday, mondays, years_without_holidays
from scoping.domain.catalog import Catalog, Package, Position, Service
from scoping.domain.conditions import Facts
from scoping.domain.discovery import Discovery
from scoping.domain.drivers import quantity
from scoping.domain.effort import HOURS_PER_DAY, from_quarters, quarters
from scoping.domain.errors import Fault, InvalidInput
from scoping.domain.estimate import EstimatedTask

DAYS_PER_WEEK = 5
LONGEST_DAY = Decimal(12)


@dataclass(frozen=True)
class ScheduledPackage:
    """A work package with its dates, both inclusive, its hours, and the packages it waits for.

    A `critical` one has no day to spare: when it ends later, so does the engagement.
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


Loads = Mapping[tuple[str, str, str], int]


def loads(tasks: Iterable[EstimatedTask]) -> dict[tuple[str, str, str], int]:
    """Planned quarter hours by service, package and role."""
    found: dict[tuple[str, str, str], int] = defaultdict(int)
    for task in tasks:
        found[task.service, task.package, task.role] += quarters(task.planned)
    return found


def seats_for(catalog: Catalog, work: Loads) -> dict[str, int]:
    """Seats by role: one more for each started `weeks_per_seat` of full weekly hours."""
    hours: dict[str, Decimal] = defaultdict(Decimal)
    for (_, _, role), amount in work.items():
        hours[role] += from_quarters(amount)
    return {
        role: max(1, ceil(total / (catalog.roles[role].hours_per_week * catalog.terms.weeks_per_seat)))
        for role, total in hours.items()
    }


@dataclass(eq=False)
class _Open:
    """A package while it is being scheduled; quarters left by role."""

    service: Service
    package: Package
    total: int
    left: dict[str, int]
    per_day: dict[str, int]
    after: tuple[str, ...]
    first: int | None = None
    last: int = 0

    @property
    def path(self) -> str:
        return f"{self.service.key}/{self.package.key}"


def calendar_for(catalog: Catalog, discovery: Discovery) -> Calendar:
    """The working days of an engagement; InvalidInput names each country whose holidays nobody knows."""
    return calendar_of(catalog.holidays, discovery.countries, discovery.freezes)


def check_calendar(catalog: Catalog, discovery: Discovery) -> list[Fault]:
    """What is wrong with the length of the day and with the allocations of a discovery."""
    faults = []
    length = discovery.hours_per_day
    if length is not None and not (length.is_finite() and 1 <= length <= LONGEST_DAY):
        faults.append(Fault("hours_per_day", f"give from 1 to {LONGEST_DAY} hours, not {length}"))
    for allocation in discovery.allocations:
        place = f"allocations.{allocation.role}"
        if allocation.role not in catalog.roles:
            known = ", ".join(catalog.roles)
            faults.append(Fault(place, f"{allocation.role} is not a role; choose from {known}"))
        if not (allocation.share.is_finite() and Decimal("0.1") <= allocation.share <= 1):
            faults.append(Fault(place, f"give from 0.1 to 1, which is full time, not {allocation.share}"))
    return faults


def schedule(
    catalog: Catalog,
    discovery: Discovery,
    work: Loads,
    facts: Facts,
    calendar: Calendar,
    seats: Mapping[str, int] | None = None,
) -> Schedule:
    """Plans every quarter hour of the work from the first working day on or after the discovery's start.

    `seats` by role; where it is None, `seats_for` says how many.

    A package begins when all it waits for are done; packages that can run at once share the seats in the catalogue's
    order; a spread package runs evenly along the others. InvalidInput where the calendar leaves no day to work.
    """
    seats = seats_for(catalog, work) if seats is None else seats
    opened = _open_packages(catalog, discovery.services, work, facts)
    moving = [item for item in opened if item.package.position is not Position.SPREAD]
    shares = {allocation.role: allocation.share for allocation in discovery.allocations}
    length = (discovery.hours_per_day or HOURS_PER_DAY) / HOURS_PER_DAY
    per_day = {
        role: max(1, int(catalog.roles[role].hours_per_week * 4 / DAYS_PER_WEEK * length * shares.get(role, 1))) * count
        for role, count in seats.items()
    }
    used: dict[tuple[int, str], int] = defaultdict(int)
    waiting, day = list(moving), 0
    while waiting:
        unfinished = {item.path for item in waiting}
        active = [item for item in waiting if unfinished.isdisjoint(item.after)]
        _work_one_day(active, per_day, used, day)
        waiting = [item for item in waiting if any(item.left.values())]
        day += 1
    _spread(opened, max(day, 1), used)
    days = calendar.days(discovery.starts_on, max(day, 1))
    return _dated(catalog, discovery, opened, used, seats, days, calendar)


def _open_packages(catalog: Catalog, services: Iterable[str], work: Loads, facts: Facts) -> list[_Open]:
    opened = []
    by_package: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for (service_key, package_key, role), amount in work.items():
        by_package[service_key, package_key][role] = amount
    for service in catalog.sold(services):
        for package in service.packages:
            left = by_package.get((service.key, package.key), {})
            if any(left.values()):
                days = ceil(quantity(package.days_at_least, facts)) if package.days_at_least else 1
                pace = {role: ceil(amount / max(days, 1)) for role, amount in left.items()}
                opened.append(_Open(service, package, sum(left.values()), left, pace, ()))
    present = {item.path for item in opened}
    firsts = tuple(item.path for item in opened if item.package.position is Position.FIRST)
    mains = tuple(item.path for item in opened if item.package.position is Position.MAIN)
    for item in opened:
        named = tuple(f"{item.service.key}/{key}" if "/" not in key else key for key in item.package.after)
        implied = {Position.MAIN: firsts, Position.LAST: firsts + mains}.get(item.package.position, ())
        item.after = tuple(dict.fromkeys(path for path in named + implied if path in present))
    return opened


def _work_one_day(active: list[_Open], per_day: Mapping[str, int], used: dict[tuple[int, str], int], day: int) -> None:
    for role, capacity in per_day.items():
        for item in active:
            take = min(capacity, item.left.get(role, 0), item.per_day.get(role, 0))
            if take > 0:
                item.left[role] -= take
                used[day, role] += take
                capacity -= take
                item.first = day if item.first is None else item.first
                item.last = day


def _spread(opened: list[_Open], days: int, used: dict[tuple[int, str], int]) -> None:
    for item in opened:
        if item.package.position is Position.SPREAD:
            item.first, item.last = 0, days - 1
            for role, amount in item.left.items():
                for day in range(days):
                    used[day, role] += amount * (day + 1) // days - amount * day // days


def _critical(opened: list[_Open], last_day: int) -> frozenset[str]:
    """The packages without a day to spare: those that end last, and those whose end such a one begins right after."""
    moving = [item for item in opened if item.package.position is not Position.SPREAD and item.first is not None]
    latest = {item.path: last_day for item in moving}
    for item in sorted(moving, key=lambda item: (item.first or 0, item.last), reverse=True):
        latest_start = latest[item.path] - (item.last - (item.first or 0))
        for path in item.after:
            if path in latest:
                latest[path] = min(latest[path], latest_start - 1)
    return frozenset(item.path for item in moving if latest[item.path] <= item.last)


def _dated(
    catalog: Catalog,
    discovery: Discovery,
    opened: list[_Open],
    used: Mapping[tuple[int, str], int],
    seats: Mapping[str, int],
    days: Days,
    calendar: Calendar,
) -> Schedule:
    dates: list[date] = days.astype(object).tolist()
    weeks: list[date] = mondays(days).astype(object).tolist()
    starts_on, ends_on = dates[0], dates[-1]
    unknown = years_without_holidays(catalog.holidays, discovery.countries, starts_on, ends_on)
    if unknown:
        raise InvalidInput(*(Fault("starts_on", sentence) for sentence in unknown))
    critical = _critical(opened, len(dates) - 1)
    by_week: dict[tuple[date, str], int] = defaultdict(int)
    for (day, role), amount in used.items():
        by_week[weeks[day], role] += amount
    packages = tuple(
        ScheduledPackage(
            item.service.key,
            item.package.key,
            item.package.name,
            dates[item.first or 0],
            dates[item.last],
            from_quarters(item.total),
            item.after,
            item.path in critical,
        )
        for item in opened
    )
    milestones = sorted(
        (
            Milestone(item.package.milestone, package.ends_on)
            for item, package in zip(opened, packages, strict=True)
            if item.package.milestone
        ),
        key=lambda milestone: milestone.on,
    )
    workload = tuple(
        Workload(week, role, from_quarters(amount)) for (week, role), amount in sorted(by_week.items()) if amount
    )
    within = calendar.within(discovery.starts_on, ends_on)
    return Schedule(starts_on, ends_on, packages, workload, dict(seats), within, tuple(milestones))
