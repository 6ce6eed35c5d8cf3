"""The tables of a statement of work: rows of texts and badges under columns that say what they hold."""

from dataclasses import dataclass
from enum import StrEnum

from scoping.domain.sow.markup import Words

LETTERS, SHORT = 50, 7  # what a line of a cell holds, about; the lines of a table that stays on one page


class Kind(StrEnum):
    """What a table column holds; it decides width and alignment."""

    KEY = "key"
    TEXT = "text"
    SHORT = "short"
    WORD = "word"
    NUMBER = "number"
    COUNT = "count"
    MONEY = "money"
    DATE = "date"


@dataclass(frozen=True)
class Column:
    """A column; its unit stands in the head, not in the cells. A table whose heads are all empty prints none."""

    head: str
    kind: Kind = Kind.TEXT
    unit: str = ""


@dataclass(frozen=True)
class Badge:
    """A role at a level in a cell: its name behind its initials in the level's shade; a short one has no name."""

    level: str
    initials: str
    name: str
    short: bool = False

    def __str__(self) -> str:
        return self.initials if self.short else f"{self.initials} {self.name}"


Cell = Words | Badge


class Weight(StrEnum):
    """How a row stands out."""

    BODY = "body"
    GROUP = "group"
    TOTAL = "total"


@dataclass(frozen=True)
class Row:
    """The cells of one row; a group row begins a group, its first cell spans the empty ones that follow.

    A `key` names it within its table, so that its prose can be edited; a computed row has none.
    """

    cells: tuple[Cell, ...]
    weight: Weight = Weight.BODY
    key: str = ""


@dataclass(frozen=True)
class Table:
    """Rows under columns; `key` names the table for checks, `name` for people.

    The name is printed as a caption where `captioned`, that is, where the heading above does not already say it.
    """

    key: str
    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    captioned: bool = False

    @property
    def has_head(self) -> bool:
        """Whether any column has a head."""
        return any(column.head for column in self.columns)

    @property
    def is_short(self) -> bool:
        """Whether it stays on one page: about seven lines, which leave no large gap where they do not fit any more."""
        return sum(max(1, *(-(-len(str(cell)) // LETTERS) for cell in row.cells)) for row in self.rows) <= SHORT
