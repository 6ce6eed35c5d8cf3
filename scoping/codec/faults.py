"""What is wrong with plain data, said for people: sentences, places, and "did you mean"."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from difflib import get_close_matches

from cattrs.errors import (
    AttributeValidationNote,
    BaseValidationError,
    ForbiddenExtraKeysError,
    IterableValidationNote,
)

from scoping.domain.errors import Fault, InvalidInput

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_LISTED = 16


def shown(value: object) -> str:
    """A given value as it stands in a sentence, cut to a length that can be read."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, (list, tuple)):
        return "a list"
    if value is None:
        return "nothing"
    text = value.isoformat() if isinstance(value, date) else value if isinstance(value, str) else f"{value}"
    text = text if len(text) <= 40 else f"{text[:39]}…"
    return repr(text) if isinstance(value, str) else text


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant, as a question with a leading space; empty where none is near."""
    found = get_close_matches(word, list(known), n=1)
    return f" did you mean {found[0]}?" if found else ""


def unknown_key(key: str, allowed: Iterable[str]) -> str:
    """The sentence for a key that nobody reads."""
    return f"unknown key;{nearest(key, allowed)} allowed are {listed(allowed)}"


def listed(words: Iterable[str]) -> str:
    """Words with commas; the rest of a long list is only counted."""
    every = list(words)
    more = len(every) - _LISTED
    return ", ".join(every) if more <= 1 else f"{', '.join(every[:_LISTED])} and {more} more"


def under(place: str, *steps: str | int) -> str:
    """The path of something inside `place`: names with dots, positions from 0 in brackets."""
    for step in steps:
        if isinstance(step, int):
            place = f"{place}[{step}]"
        else:
            name = step if _BARE.fullmatch(step) else repr(step)
            place = f"{place}.{name}" if place else name
    return place


def faults_in(error: Exception, place: str = "") -> Iterator[Fault]:
    """Every fault inside an exception that reading plain data raised, each at its place below `place`."""
    if isinstance(error, BaseValidationError):
        for inner in error.exceptions:
            yield from faults_in(inner, _inside(place, inner))
    elif isinstance(error, InvalidInput):
        for fault in error.faults:
            yield Fault(f"{place}{'.' if place and fault.key[:1] not in ('', '[') else ''}{fault.key}", fault.what)
    elif isinstance(error, ForbiddenExtraKeysError):
        allowed = [field.name for field in fields(error.cl)]
        for key in sorted(error.extra_fields):
            yield Fault(under(place, key), unknown_key(key, allowed))
    elif isinstance(error, KeyError):
        yield Fault(place, "is missing")
    else:
        yield Fault(place, str(error))


def _inside(place: str, error: BaseException) -> str:
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            return under(place, note.name)
        if isinstance(note, IterableValidationNote):
            return under(place, note.index)
    return place
