"""Form fields of an engagement's calendar: freeze windows, countries, the length of a day and part-time seats."""

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from wtforms import StringField, TextAreaField

from scoping.codec.texts import MAXIMUM_NAME
from scoping.domain.allocation import Allocation
from scoping.domain.calendar import COUNTRY_CODE, Closes, Window
from scoping.domain.sow.figures import percent
from scoping.web.fields import calendar_day, numbered_lines

UNTIL = re.compile(r"\s+(?:to|until|–|-)\s+")
CHANGES_ONLY = "changes only"
SHARE = re.compile(r"(?P<role>.+?)[\s:]+(?P<shares>\d{1,3}(?:\.\d+)?\s*%(?:\s*,\s*\d{1,3}(?:\.\d+)?\s*%)*)")


class FreezesField(TextAreaField):  # type: ignore[misc]
    """Windows, one on each line as "2027-03-25 to 2027-04-07, quarter end"; a single day stands alone.

    Where only changes rest, ", changes only" stands at the end of the line.
    """

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """The windows; ValueError names the line that cannot be read."""
        self.data = tuple(_window(number, line) for number, line in numbered_lines(valuelist[0] if valuelist else ""))

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else "\n".join(map(freeze_line, self.data or ()))


class CountriesField(StringField):  # type: ignore[misc]
    """Countries or their regions by ISO code, parted by commas or blanks."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """The codes in capital letters, each once; ValueError for what is none."""
        codes = re.split(r"[\s,;]+", (valuelist[0] if valuelist else "").strip().upper())
        wrong = [code for code in codes if code and not COUNTRY_CODE.fullmatch(code)]
        if wrong:
            raise ValueError(
                f"“{wrong[0][:40]}” is not a country; write two letters, such as DE, or a region as DE-BY."
            )
        self.data = tuple(dict.fromkeys(filter(None, codes)))

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else ", ".join(self.data or ())


class HoursField(StringField):  # type: ignore[misc]
    """Hours, or nothing."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """The hours; ValueError for what is no number."""
        text = (valuelist[0] if valuelist else "").strip()
        try:
            self.data = Decimal(text) if text else None
        except InvalidOperation as error:
            raise ValueError(f"“{text[:40]}” is not a number of hours; write it as 7.5.") from error

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else "" if self.data is None else f"{self.data:f}"


class AllocationsField(TextAreaField):  # type: ignore[misc]
    """Roles that give less than full time, a line each: "Technical architect 50 %", or "… 100 %, 50 %" seat by seat."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """The allocations; ValueError names the line that cannot be read. Which roles there are, the domain says."""
        self.data = tuple(
            _allocation(number, line) for number, line in numbered_lines(valuelist[0] if valuelist else "")
        )

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else "\n".join(map(allocation_line, self.data or ()))


def freeze_line(window: Window) -> str:
    """A window as it is typed."""
    rests = "" if window.closes_all else f", {CHANGES_ONLY}"
    return f"{window.starts_on} to {window.ends_on}, {window.name}{rests}"


def allocation_line(allocation: Allocation) -> str:
    """An allocation as it is typed."""
    shares = ", ".join(f"{percent(share)} %" for share in allocation.shares)
    return f"{allocation.role.replace('-', ' ').capitalize()} {shares}"


def _window(number: int, line: str) -> Window:
    days, *names = (part.strip() for part in line.split(","))
    rests = len(names) > 0 and names[-1].casefold() == CHANGES_ONLY
    name = ", ".join(names[:-1] if rests else names)
    try:
        first, *last = [calendar_day(day) for day in UNTIL.split(days)]
        if len(last) > 1 or len(name) > MAXIMUM_NAME:
            raise ValueError(f"write two days and a name of at most {MAXIMUM_NAME} characters.")
        return Window(name or "Freeze", first, last[0] if last else first, Closes.CHANGES if rests else Closes.ALL)
    except ValueError as error:
        raise ValueError(f"Line {number}: {error}") from error


def _allocation(number: int, line: str) -> Allocation:
    found = SHARE.fullmatch(line)
    if found is None:
        raise ValueError(f"Line {number}: write a role and its share of full time, such as “Project manager 50 %”.")
    first, *further = [Decimal(share.strip(" %\t")) / 100 for share in found["shares"].split(",")]
    return Allocation("-".join(found["role"].casefold().split()), first, tuple(further))
