"""Rows under a header, from a CSV or a sheet, and the view of them through a layout's names and units."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from scoping.domain.errors import InvalidInput
from scoping.inventory import cells
from scoping.inventory.streams import refusal

Cells = Sequence[str | None]


@dataclass
class Table:
    """A header and the rows below it, read once; `sheet` is empty for a CSV, whose rows must be as long as the header.

    `formulas` counts the cells that hold a formula: their stored results are not trusted and come as None.
    """

    file: str
    sheet: str
    header: tuple[str, ...]
    rows: Iterator[tuple[int, Cells]]
    formulas: int = 0

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The header as `spoken` names."""
        return tuple(map(spoken, self.header))


def spoken(header: str) -> str:
    """A header without case and marks: "lfsObjectsSize", "LFS Objects Size" and "lfs_objects_size" are one column."""
    return re.sub(r"[^a-z0-9]+", "", header.lower())


@dataclass(frozen=True)
class Column:
    """A column under all the names that it has had, as `spoken`; `unit` is the bytes that a bare size counts.

    `marks` are the characters that may stand between thousands.
    """

    names: tuple[str, ...]
    unit: int = 1
    marks: str = ""


def column(*names: str, unit: int = 1, marks: str = "") -> Column:
    """A column by its names, however they are written."""
    return Column(tuple(map(spoken, names)), unit, marks)


@dataclass
class View:
    """A table seen through columns: which of them it has and where, and its lines one after the other."""

    table: Table
    columns: Mapping[str, Column]
    decimal: str = "."
    ragged: bool = False
    positions: dict[str, int] = field(init=False)
    days_unread: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        at = {name: position for position, name in reversed(list(enumerate(self.table.names)))}
        found = {key: [at[name] for name in each.names if name in at] for key, each in self.columns.items()}
        self.positions = {key: positions[0] for key, positions in found.items() if positions}

    def has(self, key: str) -> bool:
        """Whether the table has the column."""
        return key in self.positions

    def header(self, *keys: str) -> str:
        """The columns' own headers, as the report writes them."""
        return ", ".join(self.table.header[self.positions[key]] for key in keys if key in self.positions)

    def lines(self) -> Iterator["Line"]:
        """The rows that are not blank; InvalidInput names the row of a CSV that is too short or too long."""
        width = len(self.table.header)
        for number, row in self.table.rows:
            if not self.table.sheet and len(row) != width and not (self.ragged and len(row) < width):
                self._refuse_width(number, row)
            yield Line(self, number, [*row, *[None] * (width - len(row))] if len(row) < width else row)

    def _refuse_width(self, number: int, row: Cells) -> None:
        width = len(self.table.header)
        if len(row) > width and not any(row[width:]):
            return
        what = "the file may be cut off" if len(row) < width else "a name may hold a comma without quotes"
        last = self.table.header[min(len(row), width) - 1]
        raise refusal(self.table.file, f"has {len(row)} cells instead of {width}; {what}", row=number, column=last)

    def refusal(self, number: int, key: str, what: str) -> InvalidInput:
        """The refusal of one cell."""
        return refusal(self.table.file, what, sheet=self.table.sheet, row=number, column=self.header(key))


class Line:
    """One row of a view; every method returns None where the column is missing or the cell says unknown."""

    __slots__ = ("cells", "number", "positions", "view")

    def __init__(self, view: View, number: int, row: Cells) -> None:
        self.view, self.positions, self.number, self.cells = view, view.positions, number, row

    def text(self, key: str) -> str | None:
        """A text."""
        return cells.text_of(self.cells[self.positions[key]]) if key in self.positions else None

    def count(self, key: str) -> int | None:
        """A whole number."""
        if key not in self.positions:
            return None
        shape = self.view.columns[key]
        try:
            return cells.count(self.cells[self.positions[key]], decimal=self.view.decimal, marks=shape.marks)
        except ValueError as error:
            raise self.view.refusal(self.number, key, str(error)) from error

    def size(self, key: str) -> int | None:
        """Bytes."""
        if key not in self.positions:
            return None
        shape = self.view.columns[key]
        try:
            return cells.size(self.cells[self.positions[key]], shape.unit, decimal=self.view.decimal, marks=shape.marks)
        except ValueError as error:
            raise self.view.refusal(self.number, key, str(error)) from error

    def truth(self, key: str) -> bool | None:
        """Yes or no."""
        if key not in self.positions:
            return None
        try:
            return cells.truth(self.cells[self.positions[key]])
        except ValueError as error:
            raise self.view.refusal(self.number, key, str(error)) from error

    def day(self, key: str) -> date | None:
        """A day; the view counts those it cannot read, since month names follow the host's language."""
        try:
            return cells.day(self.cells[self.positions[key]]) if key in self.positions else None
        except ValueError:
            self.view.days_unread += 1
            return None
