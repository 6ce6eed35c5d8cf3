"""A small firm for tests: three roles, two countries with a few holidays, and people and work made in one line each."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from scoping.domain.calendar import Calendar, CountryHolidays, Holiday, calendar_of
from scoping.domain.capacity import Trust
from scoping.domain.levels import Level, Role
from scoping.domain.money import Money
from scoping.domain.roster.demand import Demand, Request
from scoping.domain.roster.people import Employment, Person, Roster, Vetting, VettingState
from scoping.domain.roster.solver import Limits

ARCHITECT, ENGINEER, LEAD = "technical-architect", "professional-services-engineer", "project-manager"
STARTS_ON = date(2027, 3, 1)
TRUST = Trust(Decimal("0.90"), Decimal("0.40"))
LIMITS = Limits(effort=4.0, workers=1)
RATES = {"associate": 230, "intermediate": 280, "senior": 340, "staff": 430}


def ladder(*keys: str) -> tuple[Level, ...]:
    return tuple(Level(key, key.capitalize(), key[0].upper()) for key in keys)


ROLES = {
    ARCHITECT: Role(
        ARCHITECT, "Technical architect", ladder("intermediate", "senior", "staff"), Decimal(20), Decimal("0.55")
    ),
    ENGINEER: Role(
        ENGINEER,
        "Professional services engineer",
        ladder("associate", "intermediate", "senior"),
        Decimal(40),
        Decimal("0.70"),
    ),
    LEAD: Role(LEAD, "Project manager", ladder("intermediate"), Decimal(40), Decimal("0.70")),
}
HOLIDAYS = {
    "US": CountryHolidays("US", 2026, 2028, (Holiday(date(2027, 3, 8), "President’s day off", "US"),)),
    "DE": CountryHolidays("DE", 2026, 2028, (Holiday(date(2027, 3, 12), "Friday off", "DE"),)),
}
NO_HOLIDAYS = {"US": CountryHolidays("US", 2026, 2028, ()), "DE": CountryHolidays("DE", 2026, 2028, ())}
EVERY_DAY = Calendar()


def person(key: str, role: str = ENGINEER, level: str = "intermediate", **more: Any) -> Person:
    """An employee in Germany at half the list rate who covers migrations."""
    given = {
        "country": "DE",
        "services": ("scm-migration",),
        "utc_offset": Decimal(1),
        "cost": Money(Decimal(RATES.get(level, 0)) / 2, "USD"),
        **more,
    }
    return Person(key, key.capitalize(), role, level, **given)


def partner(key: str, vetted_by: str = "", **more: Any) -> Person:
    vetting = Vetting(VettingState.APPROVED, vetted_by) if vetted_by else Vetting()
    return person(key, employment=Employment.PARTNER, company="Partner Ltd", vetting=vetting, **more)


def roster(*people: Person, holidays: Any = None) -> Roster:
    return Roster(people, ROLES, HOLIDAYS if holidays is None else holidays, TRUST)


def work(key: str, role: str = ENGINEER, level: str = "intermediate", *, days: int = 5, **more: Any) -> Demand:
    """Full days of one seat unless told otherwise."""
    given = {"seat": f"{role}/{level}/1", "hours": Decimal(8 * days), "services": ("scm-migration",), **more}
    return Demand(key=key, name=f"Work {key}", role=role, level=level, days=days, rate=Decimal(RATES[level]), **given)


def request(*demands: Demand, **more: Any) -> Request:
    given = {"currency": "USD", "utc_offset": Decimal(0), "weeks_ahead": 8, **more}
    return Request("Northwind", given.pop("starts_on", STARTS_ON), given.pop("calendar", EVERY_DAY), demands, **given)


def a_week_later(asked: Request) -> Request:
    return replace(asked, starts_on=asked.starts_on + timedelta(days=7))


def with_holidays() -> Calendar:
    return calendar_of(HOLIDAYS, ("US",))
