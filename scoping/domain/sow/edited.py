"""The wording edits of people applied to the computed sections, each with how it stands against what is computed."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from scoping.domain.rewording import Rewording, WordingEdit
from scoping.domain.sow.document import Block, Bullets, Entry, Numbered, Paragraph, Section, Subheading, WordedEdit
from scoping.domain.sow.figures import NONE
from scoping.domain.sow.markup import Marked
from scoping.domain.sow.places import entry_place, pieces, place_of, prose_columns
from scoping.domain.sow.tables import Cell, Kind, Row, Table

T = TypeVar("T")
LABEL = re.compile(r"([A-Z]+)\d+")


def edited(
    sections: Iterable[Section], edits: Sequence[WordingEdit]
) -> tuple[tuple[Section, ...], tuple[WordedEdit, ...]]:
    """The sections as people worded them; an edit whose place is gone changes nothing and says so."""
    by_section: dict[str, list[WordingEdit]] = {}
    for edit in edits:
        by_section.setdefault(edit.target.partition("/")[0], []).append(edit)
    found: list[Section] = []
    standing: list[WordedEdit] = []
    for section in sections:
        mine = by_section.get(section.key, [])
        found.append(_Worded(section, mine).section() if mine else section)
        standing += _standing(section, mine)
    order = {id(edit): place for place, edit in enumerate(edits)}
    return tuple(found), tuple(sorted(standing, key=lambda each: order[id(each.edit)]))


def _standing(section: Section, edits: Sequence[WordingEdit]) -> Iterable[WordedEdit]:
    """Each edit against what is computed: what it was made of, and whether its places are still there."""
    computed = {piece.place: piece.texts for piece in pieces(section)}
    added = {edit.target: edit.text for edit in edits if edit.kind is Rewording.ADD}
    there = {*computed, *added, *filter(None, (place_of(section, block) for block in section.blocks))}
    for edit in edits:
        home = edit.inside == section.key or edit.inside in there
        if edit.kind is Rewording.ADD:
            yield WordedEdit(edit, section, (), home)
        else:
            now = computed.get(edit.target) or added.get(edit.target)
            used = edit.target in there and (edit.kind is not Rewording.MOVE or not edit.after or edit.after in there)
            yield WordedEdit(edit, section, now, used)


class _Worded:
    """One section with the edits of its places."""

    def __init__(self, section: Section, edits: Sequence[WordingEdit]) -> None:
        self.computed, self.edits = section, edits
        self.texts: Mapping[str, tuple[str, ...]] = {
            edit.target: edit.text for edit in edits if edit.kind is Rewording.REWORD
        }
        self.hidden = frozenset(edit.target for edit in edits if edit.kind is Rewording.HIDE)

    def section(self) -> Section:
        """Without headings that nothing stands below any more."""
        placed = [(place_of(self.computed, block), self._block(block)) for block in self.computed.blocks]
        blocks = self._arranged(placed, self.computed.key, _paragraph)
        kept = [block for block in map(self._reworded, blocks) if not _is_empty(block)]
        following = [*kept[1:], None][: len(kept)]
        return replace(
            self.computed,
            blocks=tuple(
                block
                for block, after in zip(kept, following, strict=True)
                if not isinstance(block, Subheading) or not (after is None or isinstance(after, Subheading))
            ),
        )

    def _block(self, block: Block) -> Block:
        """A list or table with its entries or rows as edited."""
        place = place_of(self.computed, block)
        match block:
            case Bullets(items=items) | Numbered(items=items) if place:
                placed = [(entry_place(place, item), item) for item in items]
                entries = self._arranged(placed, place, _entry)
                return replace(block, items=tuple(self._entry(place, item) for item in entries))
            case Table(rows=rows) if any(row.key for row in rows):
                placed_rows = [(f"{place}/{row.key}" if row.key else "", row) for row in rows]
                arranged = self._arranged(placed_rows, place, lambda edit: _row(block, edit))
                worded = [self._row(block, place, row) for row in arranged]
                return replace(block, rows=tuple(_relabelled(block, worded)))
        return block

    def _arranged(self, placed: Sequence[tuple[str, T]], inside: str, made: Callable[[WordingEdit], T]) -> list[T]:
        """What stands inside a place, added to and moved in the order people did so, without what is hidden."""
        order = list(placed)
        for edit in self.edits:
            if edit.inside != inside or edit.kind not in (Rewording.ADD, Rewording.MOVE):
                continue
            at = {place: index for index, (place, _) in enumerate(order) if place}
            if edit.kind is Rewording.ADD:
                order.insert(at.get(edit.after, len(order) - 1) + 1, (edit.target, made(edit)))
            elif edit.target in at and (not edit.after or edit.after in at):
                moved = order.pop(at[edit.target])
                behind = next((index for index, (place, _) in enumerate(order) if place == edit.after), -1)
                order.insert(behind + 1 if edit.after else 0, moved)
        return [child for place, child in order if place not in self.hidden]

    def _reworded(self, block: Block) -> Block:
        text = self.texts.get(place_of(self.computed, block))
        return replace(block, text=Marked(text[0])) if text and isinstance(block, Paragraph) else block

    def _entry(self, inside: str, item: str | Entry) -> str | Entry:
        text = self.texts.get(entry_place(inside, item))
        return replace(item, text=Marked(text[0])) if text and isinstance(item, Entry) else item

    def _row(self, table: Table, inside: str, row: Row) -> Row:
        text = self.texts.get(f"{inside}/{row.key}")
        return replace(row, cells=_cells(table, row.cells, text)) if text else row


def _paragraph(edit: WordingEdit) -> Block:
    return Paragraph(Marked("\n\n".join(edit.text)), key=edit.target.rpartition("/")[2])


def _entry(edit: WordingEdit) -> str | Entry:
    return Entry(Marked("\n\n".join(edit.text)), edit.target.rpartition("/")[2])


def _row(table: Table, edit: WordingEdit) -> Row:
    cells: tuple[Cell, ...] = tuple(NONE for _ in table.columns)
    return Row(_cells(table, cells, edit.text), key=edit.target.rpartition("/")[2])


def _cells(table: Table, cells: Sequence[Cell], texts: Sequence[str]) -> tuple[Cell, ...]:
    worded = dict(zip(prose_columns(table), map(Marked, texts), strict=False))
    return tuple(worded.get(index, cell) for index, cell in enumerate(cells))


def _relabelled(table: Table, rows: Sequence[Row]) -> Iterable[Row]:
    """The rows with their labels in order, as D1, D2, D3, where the table has labels."""
    labels = (LABEL.fullmatch(str(row.cells[0])) for row in table.rows)
    prefix = next((found[1] for found in labels if found), "")
    if table.columns[0].kind is not Kind.KEY or not prefix:
        yield from rows
        return
    for number, row in enumerate(rows, 1):
        yield replace(row, cells=(f"{prefix}{number}", *row.cells[1:]))


def _is_empty(block: Block) -> bool:
    match block:
        case Bullets(items=items) | Numbered(items=items):
            return not items
        case Table(rows=rows):
            return not rows
    return False
