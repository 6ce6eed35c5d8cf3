"""Answers that are more than one value: rows with columns, and files."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

MAXIMUM_ROWS = 200
MAXIMUM_CELL = 500
LARGEST_CELL = 10**12
Cell = str | int | None  # None: the cell is empty
Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Column:
    """One column of a question answered by rows: a whole number from 0 where `numeric`, else a text."""

    key: str
    label: str
    numeric: bool = False


@dataclass(frozen=True)
class File:
    """A file kept with the engagement, by the SHA-256 of its bytes; `size` counts them."""

    name: str
    size: int
    sha256: str


def rows_fault(columns: Sequence[Column], value: object) -> str:
    """What is wrong with rows, as a sentence: each has a cell for each column, and says something."""
    if not isinstance(value, tuple) or not value or not all(isinstance(row, tuple) for row in value):
        return "give rows, each with " + ", ".join(column.label.lower() for column in columns)
    if len(value) > MAXIMUM_ROWS:
        return f"give at most {MAXIMUM_ROWS} rows, not {len(value):,}"
    for number, row in enumerate(value, 1):
        if len(row) != len(columns):
            return f"row {number} has {len(row)} cells, not {len(columns)}"
        if all(cell is None for cell in row):
            return f"row {number} is empty; leave it out"
        for column, cell in zip(columns, row, strict=True):
            if cell is not None and (what := _cell_fault(column, cell)):
                return f"row {number}, {column.label}: {what}"
    return ""


def _cell_fault(column: Column, cell: Cell) -> str:
    if column.numeric:
        if not isinstance(cell, int) or isinstance(cell, bool):
            return f"give a whole number, not {cell!r}"
        return "" if 0 <= cell <= LARGEST_CELL else f"{cell:,} cannot be meant; check it"
    if not isinstance(cell, str):
        return f"give a text, not {cell!r}"
    if not cell.strip():
        return "this text is empty; leave it out"
    return f"use at most {MAXIMUM_CELL} characters, not {len(cell):,}" if len(cell) > MAXIMUM_CELL else ""


def file_fault(value: object) -> str:
    """What is wrong with a file, kept here or named by a text where it is kept elsewhere."""
    if isinstance(value, str):
        named = value
    elif isinstance(value, File):
        named = value.name
        if not _SHA256.fullmatch(value.sha256) or value.size < 0:
            return "this is not how a kept file is named; choose the file again"
    else:
        return "give a file, or the name or address of one"
    if not named.strip() or "\n" in named:
        return "give the name of the file on one line"
    return f"use at most {MAXIMUM_CELL} characters, not {len(named):,}" if len(named) > MAXIMUM_CELL else ""


_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
