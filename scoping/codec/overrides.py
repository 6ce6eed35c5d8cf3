"""Hand edits as a discovery file gives them: the rows of `[[overrides]]`, each fault at its row and key."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from scoping.codec.faults import shown, under, unknown_key
from scoping.codec.plain import from_toml
from scoping.codec.texts import MAXIMUM_NAME, text_fault
from scoping.domain.discovery import MAXIMUM_TEXT
from scoping.domain.errors import Fault, InvalidInput
from scoping.domain.overrides import Override, check_overrides

POINTS = ("optimistic", "likely", "pessimistic")


def read_overrides(given: Any) -> tuple[Override, ...]:
    """The edits; hours are one number, `[optimistic, likely, pessimistic]` or a table of the three.

    InvalidInput names every fault by row and key, such as "[0].hours".
    """
    rows = given if isinstance(given, list) else []
    if faults := [fault for place, row in enumerate(rows) for fault in _table_faults(place, row)]:
        raise InvalidInput(*faults)
    found = from_toml([_row(row) for row in rows] if rows else given, tuple[Override, ...])
    wrong = [*check_overrides(found), *(fault for place, item in enumerate(found) for fault in _texts(place, item))]
    if wrong:
        raise InvalidInput(*(Fault(fault.key.removeprefix("overrides"), fault.what) for fault in wrong))
    return found


def _row(row: Any) -> Any:
    """The row with its hours as three points."""
    if not isinstance(row, Mapping):
        return row
    return {key: _points(value) if key in ("hours", "computed") else value for key, value in row.items()}


def _points(value: Any) -> Any:
    if isinstance(value, Mapping):
        return [value[point] for point in POINTS]
    is_number = isinstance(value, (int, Decimal)) and not isinstance(value, bool)
    return [value] * len(POINTS) if is_number else value


def _table_faults(place: int, row: Any) -> Iterator[Fault]:
    """Points that a table of hours lacks or has too many of."""
    for key in ("hours", "computed"):
        points = row.get(key) if isinstance(row, Mapping) else None
        if isinstance(points, Mapping):
            at = under("", place, key)
            yield from (Fault(under(at, point), "is missing") for point in POINTS if point not in points)
            yield from (Fault(under(at, point), unknown_key(point, POINTS)) for point in points if point not in POINTS)


def _texts(place: int, override: Override) -> Iterator[Fault]:
    """Texts too long or with characters that nobody could print."""
    added = ((f"added.{key}", getattr(override.added, key)) for key in ("name", "role", "level") if override.added)
    lines = ((key, getattr(override, key)) for key in ("task", "risk", "role", "level", "by", "computed_level"))
    for key, text in (*lines, *added):
        if what := text_fault(text, MAXIMUM_NAME):
            yield Fault(under("overrides", place) + f".{key}", f"{shown(text)} {what}")
    if what := text_fault(override.reason, MAXIMUM_TEXT, lines=True):
        yield Fault(under("overrides", place, "reason"), what)
