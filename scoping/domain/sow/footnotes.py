"""Which figures of the document rest on which numbered assumption: each is cited once, where its figure stands first.

Made when a document is printed; what people edit, compare and check is the text without them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from scoping.domain.sow.citations import Cited, Footnote
from scoping.domain.sow.clauses import key_of
from scoping.domain.sow.document import Block, Bullets, Entry, Numbered, Paragraph, Section, StatementOfWork
from scoping.domain.sow.markup import Words
from scoping.domain.sow.tables import Cell, Row, Table, Weight
from scoping.domain.wording import Wording

SCOPE, ASSUMPTIONS, SCHEDULE = 4, 7, 11  # sections
WEEKS = "weeks"  # the amount that section 11 states first
WEEKS_SAID = re.compile(r"\d+ weeks?")
TOTALS = {  # assumptions without an amount, and the tables whose total rests on them
    "engagement.assumption-scope-complete": ("effort",),
    "engagement.assumption-fixed-quantities": ("fees-one",),
    "engagement.assumption-retained-hours": ("fees-retainer",),
    "scm-migration.assumption-pace": ("waves",),
}


def cited(sow: StatementOfWork) -> StatementOfWork:
    """The document with its footnotes; a text that somebody reworded carries none."""
    pending = _Pending.of(sow)
    sections = tuple(
        section if section.number < SCOPE or section.number == ASSUMPTIONS else _section(section, pending)
        for section in sow.sections
    )
    return replace(sow, sections=sections)


def footnotes(block: Block) -> tuple[Footnote, ...]:
    """Those that a block refers to, in order."""
    texts: list[Cell] = []
    match block:
        case Paragraph(text=text):
            texts = [text]
        case Bullets(items=items) | Numbered(items=items):
            texts = [item.text for item in items if isinstance(item, Entry)]
        case Table(rows=rows):
            texts = [cell for row in rows for cell in row.cells]
    return tuple(footnote for text in texts if isinstance(text, Cited) for _, footnote in text.footnotes)


@dataclass
class _Pending:
    """What is still to be cited: footnotes by the amount or by the table they belong to; clauses by their text."""

    amounts: dict[str, Footnote] = field(default_factory=dict)
    totals: dict[str, Footnote] = field(default_factory=dict)
    clauses: Mapping[str, Wording] = field(default_factory=dict)

    @classmethod
    def of(cls, sow: StatementOfWork) -> "_Pending":
        found = cls(clauses={words.text: words for words in sow.proposal.wording if words.stated})
        by_key = {key_of(words): words for words in sow.proposal.wording}
        table = sow.table("assumptions")
        for row in table.rows if table else ():
            label, *said = (str(cell) for cell in row.cells)
            footnote = Footnote(label, " ".join(said))
            for table_key in TOTALS.get(row.key, ()):
                found.totals[table_key] = footnote
            for stated in by_key[row.key].stated if row.key in by_key else ():
                found.amounts.setdefault(stated.fact, footnote)
        return found

    def taken(self, text: str) -> Iterator[tuple[int, Footnote]]:
        """The footnotes for the amounts that a printed clause states, which are cited with this."""
        words = self.clauses.get(text) or next((it for it in self.clauses.values() if text.startswith(it.text)), None)
        for stated in words.stated if words else ():
            if footnote := self.amounts.pop(stated.fact, None):
                yield stated.end, footnote


def _section(section: Section, pending: _Pending) -> Section:
    if section.number == SCHEDULE:
        section = _with_weeks(section, pending)
    return replace(section, blocks=tuple(_block(block, pending) for block in section.blocks))


def _with_weeks(section: Section, pending: _Pending) -> Section:
    """How many weeks the work takes stands in the section's first sentence, which is computed."""
    first, *rest = section.blocks or (None,)
    text = first.text if isinstance(first, Paragraph) else ""
    said = WEEKS_SAID.search(text) if isinstance(text, str) and WEEKS in pending.amounts else None
    if not said or not isinstance(first, Paragraph):
        return section
    found = Cited(said.string, ((said.end(), pending.amounts.pop(WEEKS)),))
    return replace(section, blocks=(replace(first, text=found), *rest))


def _block(block: Block, pending: _Pending) -> Block:
    match block:
        case Paragraph(text=text):
            return replace(block, text=_text(text, pending))
        case Bullets(items=items) | Numbered(items=items):
            return replace(block, items=tuple(_entry(item, pending) for item in items))
        case Table(rows=rows):
            rows = tuple(replace(row, cells=tuple(_cell(cell, row, pending) for cell in row.cells)) for row in rows)
            return replace(block, rows=_totalled(rows, pending.totals.pop(block.key, None)))
    return block


def _entry(item: str | Entry, pending: _Pending) -> str | Entry:
    return replace(item, text=_text(item.text, pending)) if isinstance(item, Entry) else item


def _cell(cell: Cell, row: Row, pending: _Pending) -> Cell:
    return _text(cell, pending) if row.key and isinstance(cell, str) else cell


def _text(text: Words, pending: _Pending) -> Words:
    found = tuple(pending.taken(text)) if isinstance(text, str) else ()
    return Cited(str(text), found) if found else text


def _totalled(rows: tuple[Row, ...], footnote: Footnote | None) -> tuple[Row, ...]:
    """The footnote stands behind the name of the total, so that figures stay in line."""
    if not footnote or not rows or rows[-1].weight is not Weight.TOTAL:
        return rows
    *before, total = rows
    name = str(total.cells[0])
    return (*before, replace(total, cells=(Cited(name, ((len(name), footnote),)), *total.cells[1:])))
