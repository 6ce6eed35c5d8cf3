"""Working days: weekends, public holidays and closed windows are off; numpy's business-day arithmetic, no clock."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scoping.domain.errors import Fault, InvalidInput
from scoping.domain.fingerprint import LATER

Days = NDArray[np.datetime64]
WORKING_WEEK = "1111100"


class Closes(StrEnum):
    """What rests in a freeze: all work, or only what changes the customer's systems."""

    ALL = "all"
    CHANGES = "changes"


@dataclass(frozen=True)
class Window:
    """Days from the first to the last, both inclusive: a freeze or blackout of the customer, an absence, a leave."""

    name: str
    starts_on: date
    ends_on: date
    closes: Closes = field(default=Closes.ALL, metadata=LATER)

    def __post_init__(self) -> None:
        if self.ends_on < self.starts_on:
            raise ValueError(f"{self.name} ends on {self.ends_on}, before it starts on {self.starts_on}")

    @property
    def closes_all(self) -> bool:
        """Whether nobody works, not only nothing changes."""
        return self.closes is Closes.ALL

    def covers(self, day: date) -> bool:
        """Whether the day lies in the window."""
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True)
class Holiday:
    """A public holiday of one country, or of one region of it (ISO 3166 code such as DE or DE-BY)."""

    on: date
    name: str
    country: str


@dataclass(frozen=True)
class CountryHolidays:
    """The public holidays of one country, or of a region with those of its country, complete from year to year."""

    country: str
    first_year: int
    last_year: int
    days: tuple[Holiday, ...]

    @cached_property
    def dates(self) -> Days:
        """The holidays as an array of days."""
        return np.array([holiday.on for holiday in self.days], dtype="datetime64[D]")


COUNTRY_CODE = re.compile("[A-Z]{2}(-[A-Z0-9]{1,3})?", re.ASCII)  # ISO 3166-1 alpha-2, or 3166-2 for a region
HolidayTable = Mapping[str, CountryHolidays]


@dataclass(frozen=True)
class Calendar:
    """The days on which an engagement's work can be done: the working week less holidays and closed windows.

    `week` marks Monday to Sunday with 1 for a working day. In a closed window that only closes changes work goes on,
    but for what `frozen` says. A calendar that leaves no working day within the years
    of a plan is found by `workday`, which raises InvalidInput.
    """

    holidays: tuple[Holiday, ...] = ()
    closed: tuple[Window, ...] = ()
    week: str = WORKING_WEEK

    @cached_property
    def arithmetic(self) -> np.busdaycalendar:
        """The same calendar for numpy's business-day functions."""
        off = [np.array([holiday.on for holiday in self.holidays], dtype="datetime64[D]")]
        off += [
            np.arange(np.datetime64(window.starts_on), np.datetime64(window.ends_on) + 1)
            for window in self.closed
            if window.closes_all
        ]
        return np.busdaycalendar(weekmask=self.week, holidays=np.concatenate(off))

    def works(self, day: date) -> bool:
        """Whether work is done on the day."""
        return bool(np.is_busday(np.datetime64(day), busdaycal=self.arithmetic))

    def workday(self, starts_on: date, index: int) -> date:
        """The working day `index` days after the first one on or after `starts_on`."""
        try:
            found: date = np.busday_offset(
                np.datetime64(starts_on), index, roll="forward", busdaycal=self.arithmetic
            ).astype(object)
        except ValueError as refused:
            raise InvalidInput(
                Fault("calendar", "no working day is left: open a day of the week or shorten a closed window")
            ) from refused
        return found

    def workdays(self, starts_on: date, ends_on: date) -> int:
        """The number of working days from the first to the last, both inclusive."""
        after_last = np.datetime64(ends_on) + 1
        return int(np.busday_count(np.datetime64(starts_on), after_last, busdaycal=self.arithmetic))

    def frozen(self, starts_on: date) -> tuple[tuple[int, int], ...]:
        """When nothing may change though people work: working days from `starts_on` on, the first and that after."""
        windows = [window for window in self.closed if not window.closes_all]
        spans = [
            (max(0, self.workdays(starts_on, it.starts_on - timedelta(days=1))), self.workdays(starts_on, it.ends_on))
            for it in windows
        ]
        return tuple((first, after) for first, after in spans if first < after)

    def days(self, starts_on: date, count: int) -> Days:
        """The first `count` working days on or after `starts_on`, ascending."""
        first = np.datetime64(self.workday(starts_on, 0))
        found: Days = np.busday_offset(first, np.arange(count), busdaycal=self.arithmetic)
        return found

    def within(self, starts_on: date, ends_on: date) -> "Calendar":
        """The same calendar with only what closes a working day from the first to the last."""
        return Calendar(
            tuple(
                holiday
                for holiday in self.holidays
                if starts_on <= holiday.on <= ends_on and self.week[holiday.on.weekday()] == "1"
            ),
            tuple(window for window in self.closed if window.starts_on <= ends_on and starts_on <= window.ends_on),
            self.week,
        )

    def why_off(self, day: date) -> str:
        """The reason why nobody works on the day, for people; empty on a working day."""
        for window in self.closed:
            if window.closes_all and window.covers(day):
                return window.name
        named = [f"{holiday.name} ({holiday.country})" for holiday in self.holidays if holiday.on == day]
        if named:
            return ", ".join(named)
        return "" if self.works(day) else "not a day of the working week"


def monday(day: date) -> date:
    """The Monday of the day's week."""
    found: date = np.busday_offset(np.datetime64(day), 0, roll="backward", weekmask="Mon").astype(object)
    return found


def mondays(days: Days) -> Days:
    """The Monday of each day's week."""
    found: Days = np.busday_offset(days, 0, roll="backward", weekmask="Mon")
    return found


def calendar_of(
    table: HolidayTable,
    countries: Iterable[str],
    closed: Iterable[Window] = (),
    week: str = WORKING_WEEK,
    years: range | None = None,
) -> Calendar:
    """The calendar of an engagement between these countries, with the holidays of all `years` or of these.

    InvalidInput names each country without holidays.
    """
    wanted = tuple(dict.fromkeys(countries))
    unknown = unknown_countries(table, wanted)
    if unknown:
        raise InvalidInput(*unknown)
    holidays = sorted(
        (it for country in wanted for it in table[country].days if years is None or it.on.year in years),
        key=lambda holiday: (holiday.on, holiday.country),
    )
    return Calendar(tuple(holidays), tuple(closed), week)


def unknown_countries(table: HolidayTable, countries: Iterable[str], key: str = "countries") -> list[Fault]:
    """A fault for each country of which no public holidays are known, at `key`."""
    return [
        Fault(key, f"no public holidays are known for {country}; {_known_instead(table, country)}")
        for country in dict.fromkeys(countries)
        if country not in table
    ]


def _known_instead(table: HolidayTable, code: str) -> str:
    country, dash, _ = code.partition("-")
    if not dash or country not in table:
        return "give the two letters of a country, such as DE or US"
    regions = [known for known in table if known.startswith(f"{country}-")]
    return f"choose {country} or one of {', '.join(regions)}" if regions else f"give {country}, it has no regions here"


def years_without_holidays(table: HolidayTable, countries: Iterable[str], starts_on: date, ends_on: date) -> list[str]:
    """A sentence for each country whose holidays are not known for every year of the span: a plan must not guess."""
    return [
        f"The public holidays of {country} are known from {table[country].first_year} to {table[country].last_year}, "
        f"the plan runs from {starts_on.year} to {ends_on.year}."
        for country in dict.fromkeys(countries)
        if not table[country].first_year <= starts_on.year <= ends_on.year <= table[country].last_year
    ]
