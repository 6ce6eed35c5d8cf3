"""What stands in a cell of a report: numbers, sizes in bytes, yes or no, days; or that nobody knows.

Every function takes the cell's text, returns None for "unknown" (blank, N/A …) and raises ValueError with a sentence
where the text is something else than expected. Nothing is guessed: a comma is a thousands or a decimal mark only where
the caller says so (`decimal`, `marks`).
"""

import re
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

UNKNOWN = frozenset(
    {"", "n/a", "#n/a", "na", "none", "null", "nan", "-", "–", "unknown", "unable to retrieve total count"}
)
LARGEST = 10**18  # bytes or pieces; a thousand times the largest estate
LONGEST = 40  # characters of anything that can be a number
ANY_MARK = ",.' \u00a0\u202f\u2019"  # between thousands, where a tool follows the host's language
KB, MB, GB = 10**3, 10**6, 10**9
KIB, MIB, GIB = 2**10, 2**20, 2**30
UNITS = {"B": 1, "KB": KB, "MB": MB, "GB": GB, "TB": 10**12, "KiB": KIB, "MiB": MIB, "GiB": GIB, "TiB": 2**40}
_STEPS = {unit.lower(): size for unit, size in UNITS.items()} | {"bytes": 1, "byte": 1, "": 1}

_PLAIN = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d{1,2})?", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([,.' \u00a0\u202f\u2019])\d{3})(?:\1\d{3})*", re.ASCII)
_AMOUNT = re.compile(r"(.*?)\s*([a-z]*)", re.IGNORECASE | re.ASCII)
_TRUTH = {"true": True, "yes": True, "y": True, "1": True, "false": False, "no": False, "n": False, "0": False}
_FIRST_SERIAL = date(1899, 12, 30)  # day 0 of a workbook, counted so that 1 March 1900 and all later days are right
_DAY_FORMS = ("%d-%b-%Y", "%a %b %d %H:%M:%S %Y", "%d %b %Y", "%Y/%m/%d", "%d.%m.%Y")


def text_of(cell: str | None) -> str | None:
    """The text without space around it; None where it says that nobody knows."""
    if cell is None:
        return None
    text = cell.strip()
    return None if text.lower() in UNKNOWN else text


def number(cell: str | None, *, decimal: str = ".", marks: str = "") -> Decimal | None:
    """A number from zero to 10^18; `marks` are the characters that may stand between thousands."""
    if (text := text_of(cell)) is None:
        return None
    if len(text) > LONGEST:
        raise ValueError(f"{shown(text)} is not a number")
    whole, point, part = (text, "", "") if decimal in marks else text.partition(decimal)
    if marks and (found := _GROUPED.fullmatch(whole)) and found.group(1) in marks:
        whole = whole.replace(found.group(1), "")
    plain = f"{whole}.{part}" if point else whole
    if not _PLAIN.fullmatch(plain) or (decimal == "," and "." in whole):
        raise ValueError(f"{shown(text)} is not a number{_comma(text)}")
    value = Decimal(plain)
    if value < 0:
        raise ValueError(f"{shown(text)} is negative, which neither a size nor a count can be")
    if value > LARGEST:
        raise ValueError(f"{shown(text)} is larger than any size or count can be")
    return value


def _comma(text: str) -> str:
    if not re.fullmatch(r"[\d.,]+", text):
        return ""
    return "; a spreadsheet seems to have rewritten decimal or thousands marks: export the report again, or map columns"


def count(cell: str | None, *, decimal: str = ".", marks: str = "") -> int | None:
    """A whole number."""
    if cell is not None and cell.isascii() and cell.isdigit() and len(cell) < 18:  # nearly every cell, quickly
        return int(cell)
    value = number(cell, decimal=decimal, marks=marks)
    if value is not None and value != int(value):
        raise ValueError(f"{shown(cell)} is not a whole number")
    return None if value is None else int(value)


def size(cell: str | None, unit: int = 1, *, decimal: str = ".", marks: str = "") -> int | None:
    """Bytes, where a bare number counts `unit` bytes; text such as "1.2GiB" or "3.1 MB" says its own unit."""
    if unit == 1 and cell is not None and cell.isascii() and cell.isdigit() and len(cell) < 18:
        return int(cell)
    if (text := text_of(cell)) is None:
        return None
    found = _AMOUNT.fullmatch(text) if len(text) <= LONGEST else None
    amount, suffix = found.groups() if found else (text, "?")
    if suffix.lower() not in _STEPS:
        raise ValueError(f"{shown(text)} is not a size")
    value = number(amount, decimal=decimal, marks=marks)
    if value is None:
        raise ValueError(f"{shown(text)} is not a size")
    if unit == 1 and not suffix and value != int(value):
        raise ValueError(f"{shown(text)} is not a whole number of bytes{_comma(text)}")
    exact = value * (_STEPS[suffix.lower()] if suffix else unit)
    if exact > LARGEST:
        raise ValueError(f"{shown(text)} is larger than any size can be")
    return int(exact.to_integral_value(ROUND_HALF_UP))


@lru_cache(maxsize=128)  # millions of cells hold one of a few words
def truth(cell: str | None) -> bool | None:
    """Yes or no, in the words that the tools and spreadsheets use."""
    if (text := text_of(cell)) is None:
        return None
    found = _TRUTH.get(text.lower())
    if found is None:
        raise ValueError(f"{shown(text)} is neither true nor false")
    return found


def day(cell: str | None) -> date | None:
    """A day; None also for the year 1, which stands for "never", and for 9 and 10 October both written 9/10/2025."""
    if (text := text_of(cell)) is None:
        return None
    try:
        found = date.fromisoformat(text[:10])
    except ValueError:
        found = _written_day(text)
    return None if found.year == 1 else found


def _written_day(text: str) -> date:
    if re.fullmatch(r"\d{5}(\.\d+)?", text, re.ASCII):  # a workbook counts days
        return _FIRST_SERIAL + timedelta(days=int(text[:5]))
    for form in _DAY_FORMS:
        for part in (text, text.split(" ")[0]):
            try:
                return datetime.strptime(part, form).date()  # noqa: DTZ007 - a day has no time zone
            except ValueError:
                continue
    if (american := re.match(r"(\d{1,2})/(\d{1,2})/(\d{4})\b", text, re.ASCII)) is None:
        raise ValueError(f"{shown(text)} is not a date this program reads")
    first, second, year = map(int, american.groups())
    month, of_month = (second, first) if first > 12 else (first, second)
    if first <= 12 and second <= 12 and first != second:
        raise ValueError(f"{shown(text)} may be two different days; write 2027-03-14")
    return date(year, month, of_month)


def shown(cell: str | None) -> str:
    """The text as a message quotes it: short, in one line."""
    text = " ".join((cell or "").split())
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"
