"""The time an engagement has: its working days, the length of a day, part-time seats, and what of it makes no sense."""

from datetime import date
from decimal import Decimal

from scoping.domain.allocation import allocated, check_allocations
from scoping.domain.calendar import Calendar, calendar_of, years_without_holidays
from scoping.domain.catalog import Catalog
from scoping.domain.discovery import Discovery
from scoping.domain.effort import HOURS_PER_DAY, from_quarters
from scoping.domain.errors import Fault, InvalidInput
from scoping.domain.levels import Role

DAYS_PER_WEEK = 5
LONGEST_DAY = Decimal(12)
MOST_A_WEEK = Decimal(60)
LONGEST_FREEZE = 366
YEARS_AHEAD = 20  # whose holidays a plan may need


def calendar_for(catalog: Catalog, discovery: Discovery) -> Calendar:
    """The working days of an engagement; InvalidInput names each country whose holidays nobody knows."""
    years = range(discovery.starts_on.year, discovery.starts_on.year + YEARS_AHEAD)
    return calendar_of(catalog.holidays, discovery.countries, discovery.freezes, years=years)


def refuse_unknown_years(catalog: Catalog, discovery: Discovery, starts_on: date, ends_on: date) -> None:
    """Raises InvalidInput where the plan reaches years whose holidays nobody knows."""
    unknown = years_without_holidays(catalog.holidays, discovery.countries, starts_on, ends_on)
    if unknown:
        raise InvalidInput(*(Fault("starts_on", sentence) for sentence in unknown))


def day_quarters(role: Role, discovery: Discovery, seats: int) -> tuple[int, ...]:
    """Quarter hours that each of these seats of the role gives on a working day, at least one."""
    stated = allocated(discovery.allocations, role.key)
    length = (discovery.hours_per_day or HOURS_PER_DAY) / HOURS_PER_DAY
    full = role.hours_per_week * 4 / DAYS_PER_WEEK * length
    return tuple(max(1, int(full * stated.of(seat))) for seat in range(1, seats + 1))


def named_seats(role: str, discovery: Discovery) -> int:
    """How many seats of the role have a share of their own; 0 where one holds for all."""
    stated = allocated(discovery.allocations, role)
    return len(stated.shares) if stated.further else 0


def week_hours(role: Role, discovery: Discovery, seat: int = 1) -> Decimal:
    """Hours that a seat of the role, counted from 1, gives in a week without a day off."""
    return from_quarters(day_quarters(role, discovery, seat)[-1] * DAYS_PER_WEEK)


def check_calendar(catalog: Catalog, discovery: Discovery) -> list[Fault]:
    """What is wrong with the freezes, hours, wanted end and allocations of a discovery."""
    faults = []
    for place, freeze in enumerate(discovery.freezes):
        closed = (freeze.ends_on - freeze.starts_on).days + 1
        if closed > LONGEST_FREEZE:
            what = f"{freeze.name} closes {closed:,} days; a freeze lasts at most {LONGEST_FREEZE}"
            faults.append(Fault(f"freezes[{place}]", what))
    length = discovery.hours_per_day
    if length is not None and not (length.is_finite() and 1 <= length <= LONGEST_DAY):
        faults.append(Fault("hours_per_day", f"give from 1 to {LONGEST_DAY} hours, not {length}"))
    least = discovery.minimum_hours_per_week
    if least is not None and not (least.is_finite() and 0 <= least <= MOST_A_WEEK):
        faults.append(Fault("minimum_hours_per_week", f"give from 0 to {MOST_A_WEEK} hours, not {least}"))
    if discovery.ends_by is not None and discovery.ends_by < discovery.starts_on:
        faults.append(Fault("ends_by", f"{discovery.ends_by} lies before the start, {discovery.starts_on}; swap them"))
    return faults + check_allocations(discovery.allocations, catalog.roles)
