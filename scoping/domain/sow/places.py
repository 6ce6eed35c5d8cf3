"""Where something stands in a statement of work, by names that stay when answers change: section/block/entry.

A place is named after its subject and the clause it prints, never after its position.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from scoping.domain.fingerprint import fingerprint
from scoping.domain.sow.document import Block, Bullets, Entry, Figure, Numbered, Paragraph, Section, Subheading
from scoping.domain.sow.markup import source_of
from scoping.domain.sow.tables import Badge, Kind, Row, Table

LONGEST_KEY = 40
COMPUTED: dict[str, str] = {
    "parties": "the particulars of discovery and this revision",
    "answers": "the answers of discovery",
    "contacts": "the contacts in discovery",
    "staffing": "the estimate and the staffing plan",
    "effort": "the estimate",
    "effort-range": "the simulation of the estimate",
    "unknown": "the open questions of discovery",
    "closed-days": "the calendar of discovery",
    "packages": "the schedule",
    "milestones": "the schedule",
    "staffing-grid": "the staffing plan",
    "fees-time-and-materials": "the price",
    "fees-fixed-fee": "the price",
    "fees-time-and-materials-education": "the price",
    "fees-fixed-fee-education": "the price",
    "fees-retainer": "the price",
    "fees-retainer-education": "the price",
    "fees-one": "the price",
    "fee-milestones": "the price and the schedule",
    "hours-by-package": "the estimate",
    "approvals": "the approval rules and the review",
    "record": "the review",
}


@dataclass(frozen=True)
class Piece:
    """Something that can be edited: its place, that of the block it stands in, and its prose as edited, by cells."""

    place: str
    inside: str
    texts: tuple[str, ...]


def slug(text: str) -> str:
    """A key made of a text's first letters and digits: "Clean up, by hand" gives clean-up-by-hand."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    found = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:LONGEST_KEY].strip("-")
    return found or fingerprint(text)[:12]


def place_of(section: Section, block: Block) -> str:
    """The place of a block; empty for a computed paragraph or list, which nothing can be attached to."""
    match block:
        case Paragraph(key=key) | Bullets(key=key) | Numbered(key=key) | Table(key=key):
            name = key
        case Subheading(text=text):
            name = f"heading-{slug(text)}"
        case Figure(chart=chart):
            name = f"figure-{chart}"
    return f"{section.key}/{name}" if name else ""


def entry_place(inside: str, item: str | Entry) -> str:
    """The place of an entry of the list at this place; empty for a computed one."""
    return f"{inside}/{item.key}" if isinstance(item, Entry) else ""


def pieces(section: Section) -> Iterator[Piece]:
    """Everything that can be edited in a section, in order."""
    for block in section.blocks:
        place = place_of(section, block)
        match block:
            case Paragraph(text=text) if place:
                yield Piece(place, section.key, (source_of(text),))
            case Bullets(items=items) | Numbered(items=items) if place:
                yield from (
                    Piece(entry_place(place, item), place, (source_of(item.text),))
                    for item in items
                    if isinstance(item, Entry)
                )
            case Table(rows=rows):
                yield from (Piece(f"{place}/{row.key}", place, prose_of(block, row)) for row in rows if row.key)


def inside(section: Section, home: str) -> list[str]:
    """The places that stand inside a section, list or table, in order."""
    blocks = [(place_of(section, block), block) for block in section.blocks]
    if home == section.key:
        return [place for place, _ in blocks if place]
    match next((block for place, block in blocks if place == home), None):
        case Bullets(items=items) | Numbered(items=items):
            return [entry_place(home, item) for item in items if isinstance(item, Entry)]
        case Table(rows=rows):
            return [f"{home}/{row.key}" for row in rows if row.key]
    return []


def prose_of(table: Table, row: Row) -> tuple[str, ...]:
    """The cells of a row that hold prose."""
    cells = (row.cells[index] for index in prose_columns(table))
    return tuple(str(cell) if isinstance(cell, Badge) else source_of(cell) for cell in cells)


def part_names(section: Section, place: str) -> tuple[str, ...]:
    """What the parts of the prose at a place are called: the heads of a row's columns, "Text" for all else."""
    home = place.rpartition("/")[0]
    tables = [block for block in section.blocks if isinstance(block, Table) and place_of(section, block) == home]
    return tuple(tables[0].columns[index].head for index in prose_columns(tables[0])) if tables else ("Text",)


def prose_columns(table: Table) -> tuple[int, ...]:
    """Which columns of a table hold prose: not labels, not figures."""
    return tuple(index for index, column in enumerate(table.columns) if column.kind is Kind.TEXT)


def labels(section: Section) -> dict[str, str]:
    """The label printed before each row of the section's labelled tables, by the row's key: "D1"."""
    return {
        row.key: str(row.cells[0])
        for block in section.blocks
        if isinstance(block, Table) and block.columns[0].kind is Kind.KEY
        for row in block.rows
        if row.key
    }


def computed_from(block: Block) -> str:
    """Where a table or figure without anything to edit comes from; empty for what people write."""
    match block:
        case Table(key=key, rows=rows) if not any(row.key for row in rows):
            return COMPUTED.get(key, "the estimate")
        case Figure():
            return "the figures of the proposal"
    return ""


def keyed(section: Section) -> Section:
    """The section with keys that are its own alone: the second of two equal ones gets a number behind it."""
    seen: dict[str, int] = {}

    def own(key: str, inside: str = "") -> str:
        if not key:
            return ""
        number = seen[f"{inside}/{key}"] = seen.get(f"{inside}/{key}", 0) + 1
        return key if number == 1 else f"{key}-{number}"

    def entry(item: str | Entry, inside: str) -> str | Entry:
        return replace(item, key=own(item.key, inside)) if isinstance(item, Entry) else item

    def block(given: Block) -> Block:
        match given:
            case Paragraph(key=key):
                return replace(given, key=own(key))
            case Bullets(items=items, key=key) | Numbered(items=items, key=key):
                name = own(key)
                return replace(given, key=name, items=tuple(entry(item, name) for item in items))
            case Table(key=key, rows=rows):
                return replace(given, rows=tuple(replace(row, key=own(row.key, key)) for row in rows))
        return given

    return replace(section, blocks=tuple(map(block, section.blocks)))
