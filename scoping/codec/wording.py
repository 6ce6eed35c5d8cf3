"""Wording edits as a discovery file gives them: the rows of `[[wording]]`, each fault at its row and key."""

from collections.abc import Iterator, Mapping
from typing import Any

from scoping.codec.faults import shown, under
from scoping.codec.plain import from_toml
from scoping.codec.texts import MAXIMUM_NAME, text_fault
from scoping.domain.discovery import MAXIMUM_TEXT
from scoping.domain.errors import Fault, InvalidInput
from scoping.domain.rewording import WordingEdit, check_wording


def read_wording(given: Any) -> tuple[WordingEdit, ...]:
    """The edits; `text` and `base` are one text, or a list with one for each cell of a row.

    InvalidInput names every fault by row and key, such as "[0].text".
    """
    rows = [_row(row) for row in given] if isinstance(given, list) else given
    found = from_toml(rows, tuple[WordingEdit, ...])
    wrong = [*check_wording(found), *(fault for place, edit in enumerate(found) for fault in _texts(place, edit))]
    if wrong:
        raise InvalidInput(*(Fault(fault.key.removeprefix("wording"), fault.what) for fault in wrong))
    return found


def _row(row: Any) -> Any:
    """The row with its texts as lists."""
    if not isinstance(row, Mapping):
        return row
    return {key: [value] if key in ("text", "base") and isinstance(value, str) else value for key, value in row.items()}


def _texts(place: int, edit: WordingEdit) -> Iterator[Fault]:
    """Texts too long or with characters that nobody could print."""
    for key, text in (("target", edit.target), ("after", edit.after), ("by", edit.by)):
        if what := text_fault(text, MAXIMUM_NAME):
            yield Fault(under("wording", place, key), f"{shown(text)} {what}")
    for key, parts in (("text", edit.text), ("base", edit.base)):
        for part in parts:
            if what := text_fault(part, MAXIMUM_TEXT, lines=True):
                yield Fault(under("wording", place, key), what)
