"""One section alone, for a paper of the customer's: HTML for the clipboard, Markdown, and its tables as CSV.

`scoping.sow.word.render_section` gives the same as Word document.
"""

import csv
import io
import re
from base64 import b64encode
from functools import partial

from markupsafe import Markup

from scoping.codec.formulas import neutral
from scoping.domain.sow.document import (
    Block,
    Bullets,
    Entry,
    Figure,
    Numbered,
    Paragraph,
    Section,
    StatementOfWork,
    Subheading,
)
from scoping.domain.sow.figures import MINUS, NONE
from scoping.domain.sow.markup import Marked, Words
from scoping.domain.sow.tables import Cell, Column, Kind, Row, Table
from scoping.sow.html import draw, rendered
from scoping.sow.pictures import alternative, png

FIGURES = (Kind.NUMBER, Kind.COUNT, Kind.MONEY)
NUMBER = re.compile(r"-?\d+(\.\d+)?")
MARKED = re.compile(r"([\\`*_\[\]<>|~&])")
MARKUP = re.compile(r"(?<!\\)([<&`~|]|!(?=\[))")  # what GitLab and GitHub read beyond the subset
BLOCK_START = re.compile(r"(?m)^(\s*)([#=]|-{2})")
LINE_START = re.compile(r"^([#+-]|\d{1,9}(?=[.)](?:\s|$)))")


def clipboard(sow: StatementOfWork, section: Section) -> Markup:
    """The section as HTML that word processors take from the clipboard: no classes, pictures within."""
    return Markup(rendered("sow/clipboard.html", section=section, figures=FIGURES, pictures=partial(pictures, sow)))  # noqa: S704  (the template escapes)


def pictures(sow: StatementOfWork, figure: Figure) -> list[tuple[str, str]]:
    """The parts of a figure, each as address of its own and what it shows in words."""
    return [
        (f"data:image/png;base64,{b64encode(png(drawn)).decode()}", alternative(drawn)) for drawn in draw(sow, figure)
    ]


def markdown(sow: StatementOfWork, section: Section) -> str:
    """The section as Markdown with tables as GitLab and GitHub write them; figures are told in words."""
    parts = [f"## {section.number} {_plain(section.title)}", *(_markdown(sow, block) for block in section.all_blocks)]
    return "\n\n".join(parts) + "\n"


def tables_as_csv(section: Section) -> dict[str, str]:
    """Every table of the section by its key."""
    return {block.key: as_csv(block) for block in section.all_blocks if isinstance(block, Table)}


def as_csv(table: Table) -> str:
    """A table for spreadsheets (write it with a byte order mark): plain numbers, units in the head, no formulas."""
    written = io.StringIO()
    rows = csv.writer(written)
    if table.has_head:
        rows.writerow([neutral(head_of(column)) for column in table.columns])
    for row in table.rows:
        rows.writerow(_value(cell, column) for cell, column in zip(row.cells, table.columns, strict=True))
    return written.getvalue()


def head_of(column: Column) -> str:
    """The head of a column with its unit."""
    return f"{column.head}, {column.unit}" if column.unit else column.head


def _value(cell: Cell, column: Column) -> str:
    text = str(cell)
    if column.kind in FIGURES:
        number = "" if text == NONE else text.replace(",", "").replace(MINUS, "-")
        return number if NUMBER.fullmatch(number) else neutral(number)
    return neutral(text)


def _markdown(sow: StatementOfWork, block: Block) -> str:
    match block:
        case Paragraph(text=text):
            return _marked(text)
        case Subheading(number=number, text=text):
            return f"### {number} {_plain(text)}"
        case Bullets(items=items):
            return "\n".join(f"- {_entry(item)}" for item in items)
        case Numbered(prefix=prefix, items=items):
            return "\n".join(f"- **{prefix}{place}** {_entry(item)}" for place, item in enumerate(items, 1))
        case Table():
            return _table(block)
        case Figure(caption=caption):
            return f"*{_plain(caption)}.* {_plain('. '.join(map(alternative, draw(sow, block))))}."


def _table(table: Table) -> str:
    heads = [_plain(head_of(column)) for column in table.columns]
    rules = ["---:" if column.kind in FIGURES else "---" for column in table.columns]
    lines = [heads, rules, *(_cells(row) for row in table.rows)]
    name = f"**{_plain(table.name)}**\n\n" if table.captioned else ""
    return name + "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _cells(row: Row) -> list[str]:
    cells = [_plain(str(cell)) for cell in row.cells]
    return cells if row.weight == "body" else [f"**{cell}**" if cell else "" for cell in cells]


def _entry(item: str | Entry) -> str:
    return _marked(item.text if isinstance(item, Entry) else item)


def _marked(text: Words) -> str:
    """What a person wrote as Markdown with its marks, though not with HTML; any other text without any."""
    if not isinstance(text, Marked):
        return _plain(str(text))
    line_starts = BLOCK_START.sub(r"\1\\\2", MARKUP.sub(r"\\\1", text.source.strip()))
    return line_starts.replace("\n", "\n  ")


def _plain(text: str) -> str:
    """Text on one line that Markdown does not read as marks."""
    line = MARKED.sub(r"\\\1", " ".join(text.split()))
    return LINE_START.sub(lambda found: f"\\{found[1]}" if not found[1].isdigit() else found[1] + "\\", line)
