"""How wide the columns of a table are: by what they hold, and those of prose by how much they say."""

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import product
from math import ceil

from scoping.domain.sow.tables import Badge, Cell, Kind, Table, Weight

ROOM = 162.0  # millimetres between the margins, on A4; a little more on Letter
WIDTHS: Mapping[Kind, int] = {  # in millimetres, as in css/sow.css
    Kind.KEY: 15,
    Kind.SHORT: 40,
    Kind.WORD: 20,
    Kind.NUMBER: 21,
    Kind.COUNT: 15,
    Kind.MONEY: 29,
    Kind.DATE: 34,
}
WIDE = 7  # columns; a table with more shares the width evenly
LETTER = 1.6  # millimetres of a letter, about, at the size of tables
BETWEEN, BADGE = 5.0, 13.0  # millimetres between two columns, with some to spare; from a badge to the name behind it
AFTER_FIGURES = 6.0  # millimetres more, so that a text does not meet the figure at its left
FIGURES = (Kind.NUMBER, Kind.COUNT, Kind.MONEY)
STEP, LEAST = 5, 20  # per cent of the table's width: the widths tried, and the narrowest of them
WORTH = 0.95  # of the lines of even columns: what saves less is not worth the uneven ones
MOST = 3  # columns of prose; more of them stay even

Rows = list[list[Cell]]


def shares(table: Table) -> dict[int, int]:
    """Per cent of the table's width by the place of each column of prose but the last, which takes the rest.

    The widths with which the rows take the fewest lines; empty where even ones do as well.
    """
    prose = [place for place, column in enumerate(table.columns) if column.kind is Kind.TEXT]
    if not 2 <= len(prose) <= MOST or len(table.columns) > WIDE:
        return {}
    used = [BETWEEN + AFTER_FIGURES * (place > 0 and table.columns[place - 1].kind in FIGURES) for place in prose]
    rows = [[row.cells[place] for place in prose] for row in table.rows if row.weight is Weight.BODY]
    rest = 100 - 100 * sum(WIDTHS.get(column.kind, 0) for column in table.columns) / ROOM
    even = rest / len(prose)
    found = min(_tried(rest, len(prose)), key=partial(_cost, rows, used, even), default=())
    if not found or _lines(rows, used, found) >= WORTH * _lines(rows, used, (even,) * len(prose)):
        return {}
    return dict(zip(prose[:-1], map(int, found[:-1]), strict=True))


def _tried(rest: float, columns: int) -> Iterator[tuple[float, ...]]:
    for firsts in product(range(LEAST, 100, STEP), repeat=columns - 1):
        last = rest - sum(firsts)
        if last >= LEAST:
            yield (*firsts, last)


def _cost(rows: Rows, used: list[float], even: float, widths: tuple[float, ...]) -> tuple[int, float]:
    """Lines first, then how uneven it is."""
    return _lines(rows, used, widths), sum(abs(width - even) for width in widths)


def _lines(rows: Rows, used: list[float], widths: tuple[float, ...]) -> int:
    letters = [(width / 100 * ROOM - spaces) / LETTER for width, spaces in zip(widths, used, strict=True)]
    return sum(max(_height(cell, most) for cell, most in zip(row, letters, strict=True)) for row in rows)


def _height(cell: Cell, letters: float) -> int:
    if isinstance(cell, Badge):
        return ceil(len(cell.name) / max(letters - BADGE / LETTER, 1))
    return ceil(len(str(cell)) / letters)
