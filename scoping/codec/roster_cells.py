"""A person's lists as people write them, in a cell or one on each line: skills, week, absences and bookings."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from scoping.codec.texts import MAXIMUM_LINES, MAXIMUM_NAME, name_fault
from scoping.domain.calendar import Window
from scoping.domain.roster.people import Booking, Firmness

DAYS = 7
HIGHEST = 9
_SPAN = r"(?P<first>\d{4}-\d{2}-\d{2})\s*(?:\.\.|to|–)\s*(?P<last>\d{4}-\d{2}-\d{2})"
_ABSENCE = re.compile(rf"(?:(?P<name>.*\S)\s+)?{_SPAN}")
_BOOKING = re.compile(rf"(?P<name>.*\S)\s+{_SPAN}\s+(?P<hours>\d+(?:\.\d+)?)\s*h(?:/week)?\s+(?P<firmness>\w+)")


def parts(text: str) -> list[str]:
    """What stands between semicolons or on lines of its own; ValueError for more than a person can have."""
    found = [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]
    if len(found) > MAXIMUM_LINES:
        raise ValueError(f"give at most {MAXIMUM_LINES}, not {len(found)}")
    for part in found:
        if what := name_fault(part, 2 * MAXIMUM_NAME):
            raise ValueError(f"“{part[:40]}” {what}")
    return found


def names_in(text: str) -> tuple[str, ...]:
    """Each name once, in the order given."""
    return tuple(dict.fromkeys(parts(text)))


def skills_in(text: str) -> dict[str, int]:
    """Skills with a level from 0 to 9, such as "kubernetes 2"; without a level it is 0."""
    found: dict[str, int] = {}
    for part in parts(text):
        name, _, level = part.rpartition(" ")
        known = bool(name) and level.isdecimal()
        skill = (name if known else part).strip().lower()
        if known and len(level) > 1:
            raise ValueError(f"“{part}”: a level goes from 0 to {HIGHEST}")
        if skill in found:
            raise ValueError(f"{skill} stands there twice; keep one of them")
        found[skill] = int(level) if known else 0
    return found


def week_in(text: str) -> tuple[Decimal, ...]:
    """Working hours of Monday to Sunday, such as "8 8 8 8 8 0 0"; five numbers leave the weekend free."""
    given = re.split(r"[\s;/]+", text.strip())
    try:
        hours = tuple(Decimal(item) for item in given)
    except InvalidOperation as error:
        raise ValueError(f"“{text[:60]}” is no week; give hours such as 8 8 8 8 8 0 0") from error
    if len(hours) == DAYS - 2:
        hours += (Decimal(0), Decimal(0))
    if len(hours) != DAYS or not all(hour.is_finite() and 0 <= hour <= 24 for hour in hours):
        raise ValueError(f"“{text[:60]}” is no week; give the hours of seven days, each from 0 to 24")
    return hours


def absences_in(text: str) -> tuple[Window, ...]:
    """Such as "leave 2027-03-01..2027-03-12"; ValueError names what is no span of days."""
    found = []
    for part in parts(text):
        match = _ABSENCE.fullmatch(part)
        if match is None:
            raise ValueError(f"“{part[:80]}” is no absence; write it as leave 2027-03-01..2027-03-12")
        found.append(Window(match["name"] or "absence", _day(match["first"]), _day(match["last"])))
    return tuple(found)


def bookings_in(text: str) -> tuple[Booking, ...]:
    """Such as "Contoso 2027-01-11..2027-02-05 20h firm"; hours are those of a week."""
    found = []
    for part in parts(text):
        match = _BOOKING.fullmatch(part)
        if match is None or match["firmness"] not in tuple(Firmness):
            raise ValueError(
                f"“{part[:80]}” is no booking; write it as Contoso 2027-01-11..2027-02-05 20h firm (or tentative)"
            )
        hours = Decimal(match["hours"])
        if hours > 24 * DAYS:
            raise ValueError(f"“{part[:80]}”: a week has no {match['hours']} hours")
        firmness = Firmness(match["firmness"])
        found.append(Booking(match["name"], _day(match["first"]), _day(match["last"]), hours, firmness))
    return tuple(found)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text} is not a day of the calendar") from error


def skill_lines(skills: Mapping[str, int]) -> Iterator[str]:
    """As `skills_in` reads them."""
    return (f"{skill} {level}" for skill, level in skills.items())


def week_line(week: Iterable[Decimal]) -> str:
    """As `week_in` reads it."""
    return " ".join(f"{hours.normalize():f}" for hours in week)


def absence_lines(absences: Iterable[Window]) -> Iterator[str]:
    """As `absences_in` reads them."""
    return (f"{absence.name} {absence.starts_on}..{absence.ends_on}" for absence in absences)


def booking_lines(bookings: Iterable[Booking]) -> Iterator[str]:
    """As `bookings_in` reads them."""
    return (
        f"{booking.engagement} {booking.starts_on}..{booking.ends_on} "
        f"{booking.hours_per_week.normalize():f}h {booking.firmness}"
        for booking in bookings
    )
