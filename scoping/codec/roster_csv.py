"""The roster as CSV: one row a person, read leniently and refused row by row with the line and the column."""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from scoping.codec import roster_cells as cells
from scoping.codec.formulas import neutral, runs
from scoping.codec.texts import MAXIMUM_NAME, name_fault, text_fault
from scoping.domain.errors import Fault, InvalidInput
from scoping.domain.money import Money
from scoping.domain.roster.people import Employment, Person, Vetting, VettingState

COLUMNS = (
    "key",
    "name",
    "role",
    "level",
    "country",
    "region",
    "services",
    "skills",
    "utc_offset",
    "week",
    "employment",
    "company",
    "vetting",
    "vetted_by",
    "vetted_on",
    "clearances",
    "rate",
    "cost",
    "currency",
    "absences",
    "bookings",
    "active",
)
NEEDED = ("name", "role", "level", "country")
MOST_PEOPLE = 2000
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Row:
    """One row: the line it begins at, and the person in it or what is wrong with it, by column."""

    line: int
    name: str
    person: Person | None
    faults: tuple[Fault, ...] = field(default=())


def roster_from_csv(text: str, known: Mapping[str, Person] | None = None) -> tuple[Row, ...]:
    """Every row with a person or its faults; InvalidInput where the file as a whole can not be read.

    What the file has no column for stays as it is with whom `known` holds by key; an empty cell empties it.
    """
    lines = text.lstrip("\ufeff").splitlines(keepends=True)
    head = lines[0] if lines else ""
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        columns = tuple(name.strip().lower().replace(" ", "_") for name in next(reader, ()))
        _check_head(columns)
        found = []
        line = reader.line_num + 1
        for row in reader:
            if any(cell.strip() for cell in row):
                found.append(_row(line, columns, row, known or {}))
            line = reader.line_num + 1
            if len(found) > MOST_PEOPLE:
                raise InvalidInput(Fault("file", f"has more than {MOST_PEOPLE:,} people; split it"))
    except csv.Error as error:
        raise InvalidInput(Fault(f"line {reader.line_num}", f"is not CSV: {error}")) from error
    return tuple(found)


def _check_head(columns: tuple[str, ...]) -> None:
    faults = [Fault(f"column {name}", "nothing reads it; remove it or correct the name") for name in columns if name]
    faults = [fault for fault in faults if fault.key.removeprefix("column ") not in COLUMNS]
    faults += [Fault(f"column {name}", "stands there twice") for name in set(columns) if columns.count(name) > 1]
    faults += [Fault(f"column {name}", "is missing") for name in NEEDED if name not in columns]
    if faults:
        raise InvalidInput(*faults)


def _row(line: int, columns: tuple[str, ...], row: list[str], known: Mapping[str, Person]) -> Row:
    given = {name: cell.strip() for name, cell in zip(columns, row, strict=False) if name}
    faults = formulas_in(given)
    if len(row) > len(columns):
        faults.append(Fault("", f"has {len(row)} cells, the head has {len(columns)}"))
    same = known.get(given.get("key") or key_of(given.get("name", "")))
    person = None if faults else person_from({**texts_of(same), **given} if same else given, faults)
    return Row(line, given.get("name", "")[:MAXIMUM_NAME], person, tuple(faults))


def formulas_in(given: Mapping[str, str]) -> list[Fault]:
    """A fault for each text that a spreadsheet would run."""
    return [
        Fault(name, f"“{cell[:40]}” would run as a formula in a spreadsheet; write it as text")
        for name, cell in given.items()
        if runs(cell)
    ]


def person_from(given: Mapping[str, str], faults: list[Fault]) -> Person | None:
    """The person that these texts describe; None with a fault at each field that does not."""

    def read(name: str, reader: Callable[[str], Any], empty: Any = "") -> Any:
        try:
            return reader(given[name]) if given.get(name) else empty
        except ValueError as error:
            faults.append(Fault(name, str(error)))
            return empty

    name = given.get("name", "")
    if what := name_fault(name):
        faults.append(Fault("name", what))
    for column in ("role", "level", "country"):
        if not given.get(column):
            faults.append(Fault(column, "is empty; every person has one"))
    currency = given.get("currency", "") or "USD"
    if not re.fullmatch("[A-Z]{3}", currency):
        faults.append(Fault("currency", f"“{currency[:20]}” is no currency; use three capital letters such as USD"))
    read_money = _money(currency)
    found = {
        "key": read("key", _key) or key_of(name),
        "name": name,
        "role": given.get("role", ""),
        "level": given.get("level", ""),
        "country": given.get("country", "").upper(),
        "region": read("region", _line),
        "services": read("services", cells.names_in, ()),
        "skills": read("skills", cells.skills_in, {}),
        "utc_offset": read("utc_offset", _number, Decimal(0)),
        "week": read("week", cells.week_in, None),
        "employment": read("employment", _one_of(Employment), Employment.EMPLOYEE),
        "company": read("company", _line),
        "vetting": Vetting(
            read("vetting", _one_of(VettingState), VettingState.OPEN),
            read("vetted_by", _key),
            read("vetted_on", _date, None),
        ),
        "clearances": read("clearances", cells.names_in, ()),
        "rate": read("rate", read_money, None),
        "cost": read("cost", read_money, None),
        "absences": read("absences", cells.absences_in, ()),
        "bookings": read("bookings", cells.bookings_in, ()),
        "active": read("active", _yes_or_no, True),
    }
    if found["week"] is None:
        del found["week"]
    return None if faults else Person(**found)


def key_of(name: str) -> str:
    """A key made of a name: "Ana Silva" becomes ana-silva; a name without Latin letters becomes its code points."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")[:80].rstrip("-") or "-".join(f"{ord(c):x}" for c in name[:16])


def _key(text: str) -> str:
    if not KEY.fullmatch(text) or len(text) > 80:
        raise ValueError(f"“{text[:40]}” is no key; use small letters, digits and single hyphens")
    return text


def _one_of(kind: type[StrEnum]) -> Callable[[str], StrEnum]:
    def read(text: str) -> StrEnum:
        if text.lower() not in tuple(kind):
            raise ValueError(f"“{text[:40]}” is not offered; choose from {', '.join(kind)}")
        return kind(text.lower())

    return read


def _line(text: str) -> str:
    if what := text_fault(text, MAXIMUM_NAME):
        raise ValueError(what)
    return text


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(f"“{text[:40]}” is not a number; write it in digits, such as 5.5") from error
    if not number.is_finite():
        raise ValueError(f"“{text[:40]}” is not a number; write it in digits, such as 5.5")
    if number.as_tuple().exponent < -2:  # type: ignore[operator]  # finite ones have a number
        raise ValueError(f"“{text[:40]}” has more than two decimal places")
    return number


def _money(currency: str) -> Callable[[str], Money]:
    return lambda text: Money(_number(text), currency)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"“{text[:40]}” is not a day; write it as 2027-03-14") from error


def _yes_or_no(text: str) -> bool:
    if text.lower() not in ("yes", "no"):
        raise ValueError(f"“{text[:40]}” is neither yes nor no")
    return text.lower() == "yes"


def texts_of(person: Person) -> dict[str, str]:
    """A person as texts by column; `person_from` reads them back."""
    money = person.cost or person.rate
    return {
        "key": person.key,
        "name": person.name,
        "role": person.role,
        "level": person.level,
        "country": person.country,
        "region": person.region,
        "services": "; ".join(person.services),
        "skills": "; ".join(cells.skill_lines(person.skills)),
        "utc_offset": f"{person.utc_offset:f}",
        "week": cells.week_line(person.week),
        "employment": person.employment.value,
        "company": person.company,
        "vetting": person.vetting.state.value if person.is_partner else "",
        "vetted_by": person.vetting.by,
        "vetted_on": person.vetting.on.isoformat() if person.vetting.on else "",
        "clearances": "; ".join(person.clearances),
        "rate": f"{person.rate.amount:f}" if person.rate else "",
        "cost": f"{person.cost.amount:f}" if person.cost else "",
        "currency": money.currency if money else "",
        "absences": "; ".join(cells.absence_lines(person.absences)),
        "bookings": "; ".join(cells.booking_lines(person.bookings)),
        "active": "yes" if person.active else "no",
    }


def roster_to_csv(people: Iterable[Person]) -> str:
    """The people as CSV that `roster_from_csv` reads back; no cell runs as a formula."""
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(COLUMNS)
    for person in people:
        texts = texts_of(person)
        rows.writerow(texts[name] if not runs(texts[name]) else neutral(texts[name]) for name in COLUMNS)
    return written.getvalue()
