"""Where something stands in a statement of work, by names that stay when answers change: section/block/entry.

A place is named after its subject and the clause it prints, never after its position.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from scoping.domain.fingerprint import fingerprint
from scoping.domain.sow.document import (
    Block,
    Bullets,
    Entry,
    Figure,
    Kind,
    Numbered,
    Paragraph,
    Row,
    Section,
    Subheading,
    Table,
)

LONGEST_KEY = 40
COMPUTED: dict[str, str] = {
    "parties": "the particulars of discovery and this revision",
    "answers": "the answers of discovery",
    "contacts": "the contacts in discovery",
    "staffing": "the estimate and the staffing plan",
    "effort": "the estimate",
    "effort-range": "the simulation of the estimate",
    "unknown": "the open questions of discovery",
    "packages": "the schedule",
    "staffing-grid": "the staffing plan",
    "fees-time-and-materials": "the price",
    "fees-fixed-fee": "the price",
    "approvals": "the approval rules and the review",
    "record": "the review",
}


@dataclass(frozen=True)
class Piece:
    """Something that can be edited: its place, the place of the block it stands in, and its prose, cell by cell."""

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


def pieces(section: Section) -> Iterator[Piece]:
    """Everything that can be edited in a section, in order."""
    for block in section.blocks:
        place = place_of(section, block)
        match block:
            case Paragraph(text=text) if place:
                yield Piece(place, section.key, (text,))
            case Bullets(items=items) | Numbered(items=items) if place:
                yield from (Piece(f"{place}/{it.key}", place, (it.text,)) for it in items if isinstance(it, Entry))
            case Table(rows=rows):
                yield from (Piece(f"{place}/{row.key}", place, prose_of(block, row)) for row in rows if row.key)


def prose_of(table: Table, row: Row) -> tuple[str, ...]:
    """The cells of a row that hold prose."""
    return tuple(str(row.cells[index]) for index in prose_columns(table))


def prose_columns(table: Table) -> tuple[int, ...]:
    """Which columns of a table hold prose: not labels, not figures."""
    return tuple(index for index, column in enumerate(table.columns) if column.kind is Kind.TEXT)


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
