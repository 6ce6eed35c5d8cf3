"""Single values, read strictly: nothing is turned into another type in silence."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

from scoping.codec.faults import nearest, shown
from scoping.domain.cells import File

LARGEST = 10**12
DECIMALS = 12
Hook = Callable[[Any, Any], Any]
T = TypeVar("T")


def boolean(value: Any, type_: Any = bool) -> bool:
    """True or false, never 1 or "yes"."""
    if not isinstance(value, bool):
        raise ValueError(f"give true or false, not {shown(value)}")
    return value


def whole(value: Any, type_: Any = int) -> int:
    """A whole number within ± 10¹²; true and 3.0 are none."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"give a whole number, not {shown(value)}")
    if abs(value) > LARGEST:
        raise ValueError("this number is too large to be meant; check it")
    return value


def text(value: Any, type_: Any = str) -> str:
    """A text; numbers need quotation marks."""
    if not isinstance(value, str):
        raise ValueError(f"give a text in quotation marks, not {shown(value)}")
    return value


def word(value: Any, type_: type[StrEnum]) -> StrEnum:
    """One of an enumeration's words."""
    allowed = [member.value for member in type_]
    if not isinstance(value, str) or value not in allowed:
        near = nearest(value, allowed) if isinstance(value, str) else ""
        raise ValueError(f"{shown(value)} is not possible;{near} choose from {', '.join(allowed)}")
    return type_(value)


def number(value: Any, type_: Any = Decimal) -> Decimal:
    """A number of a TOML file read with `parse_float=Decimal`: finite, within ± 10¹², at most 12 decimals."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise ValueError(f"give a number, not {shown(value)}")
    found = Decimal(value)
    if not found.is_finite():
        raise ValueError(f"give a finite number, not {shown(value)}")
    if abs(found) > LARGEST:
        raise ValueError("this number is too large to be meant; check it")
    if found and (found.adjusted() < -DECIMALS or found.quantize(Decimal(1).scaleb(-DECIMALS)) != found):
        raise ValueError(f"give at most {DECIMALS} decimals")
    return found


def day(value: Any, type_: Any = date) -> date:
    """A date of a TOML file, without quotation marks and without a time."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueError(f"give a date such as 2027-02-01 without quotation marks, not {shown(value)}")
    return value


def moment(value: Any, type_: Any = datetime) -> datetime:
    """A time of a TOML file with its offset from UTC."""
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise ValueError(f"give a time with its offset such as 2027-02-01T09:30:00Z, not {shown(value)}")
    return value


def scalar(value: Any, type_: Any = None) -> bool | int | Decimal | str:
    """What a fact can be compared with."""
    if isinstance(value, (bool, str)):
        return value
    if isinstance(value, (int, Decimal)):
        return whole(value) if isinstance(value, int) else number(value)
    raise ValueError(f"give a text, a number, true or false, not {shown(value)}")


def plain_number(value: Any, type_: Any = Decimal) -> Decimal:
    """A number of JSON, where decimals are texts to keep every digit."""
    try:
        found = Decimal(text(value))
    except InvalidOperation:
        raise ValueError(f"give a number as text, not {shown(value)}") from None
    if not found.is_finite():
        raise ValueError(f"give a finite number, not {shown(value)}")
    return found


def plain_day(value: Any, type_: Any = date) -> date:
    """A date of JSON, as ISO text."""
    return _iso(value, date.fromisoformat, "a date such as 2027-02-01")


def plain_moment(value: Any, type_: Any = datetime) -> datetime:
    """A time of JSON, as ISO text with its offset from UTC."""
    return moment(_iso(value, datetime.fromisoformat, "a time with its offset such as 2027-02-01T09:30:00+00:00"))


def _iso(value: Any, parse: Callable[[str], T], words: str) -> T:
    try:
        return parse(text(value))
    except ValueError:
        raise ValueError(f"give {words}, not {shown(value)}") from None


def tag(value: Any) -> Any:
    """A value of several possible types as JSON: what JSON has not carries its type, `{"decimal": "1.5"}`."""
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, File):
        return {"file": {"name": value.name, "size": value.size, "sha256": value.sha256}}
    return [tag(item) for item in value] if isinstance(value, tuple) else value


def file(value: Any, type_: Any = File) -> File:
    """A file kept with an engagement, as a table of `name`, `size` in bytes and `sha256`."""
    if not isinstance(value, Mapping) or set(value) != {"name", "size", "sha256"}:
        raise ValueError(f"give a table with name, size and sha256, not {shown(value)}")
    return File(text(value["name"]), whole(value["size"]), text(value["sha256"]))


_TAGS: Mapping[str, Callable[[Any], Any]] = {"decimal": plain_number, "date": plain_day, "file": file}


def untag(value: Any, type_: Any = None) -> Any:
    """The inverse of `tag`."""
    if isinstance(value, Mapping) and len(value) == 1 and (name := next(iter(value))) in _TAGS:
        return _TAGS[name](value[name])
    if isinstance(value, list):
        return tuple(tuple(map(_cell, item)) if isinstance(item, list) else text(item) for item in value)
    if value is None or isinstance(value, (bool, int, str)):
        return value
    raise ValueError(f"give a text, a number, true, false or a list of texts, not {shown(value)}")


def _cell(value: Any) -> str | int | None:
    return value if value is None else whole(value) if isinstance(value, int) else text(value)
