"""Form fields that read what people type leniently and refuse it aloud: numbers, days, lines and contacts."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from wtforms import StringField, TextAreaField
from wtforms.widgets import TextInput

from scoping.codec.texts import MAXIMUM_LINE, MAXIMUM_LINES, MAXIMUM_NAME
from scoping.domain.discovery import Contact

LONGEST_NUMBER = 15  # digits; more is a slip, and Python refuses to read some thousand
SPACES = re.compile(r"[\s\u00a0\u2009\u202f_'’]")
GROUPED = re.compile(r"[-−]?\d{1,3}(,\d{3})+")
PLAIN = re.compile(r"[-−]?\d+")
DAY_FORMATS = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y")


def whole_number(text: str) -> int:
    """Reads "1500", "1,500" and "1 500"; ValueError says what to type instead of anything that can be misread."""
    given = SPACES.sub("", text.strip())
    if GROUPED.fullmatch(given):
        given = given.replace(",", "")
    if re.fullmatch(r"\d{1,3}(\.\d{3})+", given):
        raise ValueError(f"“{text}” can be read in two ways; write {given.replace('.', '')} for thousands.")
    if not PLAIN.fullmatch(given):
        raise ValueError(f"“{text[:40]}” is not a whole number; write it in digits, such as 1500 or 1,500.")
    if len(given) > LONGEST_NUMBER:
        raise ValueError("This number is too long to be meant; check it.")
    return int(given.replace("−", "-"))


def calendar_day(text: str) -> date:
    """Reads "2027-03-14" and "14 March 2027"; ValueError for anything else."""
    for form in DAY_FORMATS:
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007  (a day has no time zone)
        except ValueError:
            continue
    raise ValueError(f"“{text[:40]}” is not a day of the calendar; write it as 2027-03-14 or 14 March 2027.")


class NumberField(StringField):  # type: ignore[misc]
    """A whole number, or nothing."""

    widget = TextInput()

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Keeps what was typed beside the number it means."""
        text = valuelist[0] if valuelist else ""
        self.data = whole_number(text) if text.strip() else None

    def _value(self) -> str:
        if self.data is not None and not self.process_errors:
            return f"{self.data:,}"
        return self.raw_data[0] if self.raw_data else ""


class DayField(StringField):  # type: ignore[misc]
    """A day, or nothing; a text that is no day stays in a plain text box, since a date box would drop it."""

    widget = TextInput()

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Keeps what was typed beside the day it means."""
        text = valuelist[0] if valuelist else ""
        self.data = calendar_day(text) if text.strip() else None

    @property
    def input_type(self) -> str:
        """`date` unless that would hide what was typed."""
        return "text" if self.process_errors else "date"

    def _value(self) -> str:
        if isinstance(self.data, date):
            return self.data.isoformat()
        return self.raw_data[0] if self.raw_data else ""


class LinesField(TextAreaField):  # type: ignore[misc]
    """Texts, one on each line; empty lines count for nothing."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """The lines without surrounding blanks; ValueError for more or longer ones than a discovery file takes."""
        self.data = tuple(line for _, line in numbered_lines(valuelist[0] if valuelist else ""))

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else "\n".join(self.data or ())


class ContactsField(TextAreaField):  # type: ignore[misc]
    """People of the customer, one on each line as "name, role"; the role may be missing."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """The contacts; ValueError names the line that has no name."""
        self.data = contacts_in(valuelist[0] if valuelist else "")

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else "\n".join(map(contact_line, self.data or ()))


def contacts_in(text: str) -> tuple[Contact, ...]:
    """The contacts of a text; ValueError as for the field."""
    found = []
    for number, line in numbered_lines(text):
        name, _, role = (part.strip() for part in line.partition(","))
        if not name:
            raise ValueError(f"Line {number}: write the name before the comma, such as “Ana Silva, CTO”.")
        if max(len(name), len(role)) > MAXIMUM_NAME:
            raise ValueError(f"Line {number}: use at most {MAXIMUM_NAME} characters for a name or a role.")
        found.append(Contact(name, role))
    return tuple(found)


def contact_line(contact: Contact) -> str:
    """A contact as it is typed."""
    return f"{contact.name}, {contact.role}" if contact.role else contact.name


def numbered_lines(text: str) -> list[tuple[int, str]]:
    """The lines that say something, with their numbers."""
    numbered = enumerate(text.splitlines(), 1)
    found = [(number, line.strip()) for number, line in numbered if line.strip()]
    if len(found) > MAXIMUM_LINES:
        raise ValueError(f"Use at most {MAXIMUM_LINES} lines, not {len(found):,}.")
    for number, line in found:
        if len(line) > MAXIMUM_LINE:
            raise ValueError(f"Line {number}: use at most {MAXIMUM_LINE} characters, not {len(line):,}.")
    return found
