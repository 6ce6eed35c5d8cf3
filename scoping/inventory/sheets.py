"""The parts of a workbook that hold cells: shared texts, and one sheet's rows in the order in which they stand."""

from collections.abc import Iterable, Iterator

from scoping.inventory.markup import Markup, walk
from scoping.inventory.streams import refusal
from scoping.inventory.tables import Table

MOST_EMPTY = 100_000  # rows after one another without a value, each with its own format
MOST_TEXT = 100_000_000  # characters of shared texts, which are held in memory; 100,000 projects have 15 million
MOST_TEXTS = 3_000_000  # shared texts; 100,000 projects have 430,000
LONGEST_TEXT = 200_000  # characters of a cell; a spreadsheet itself stops at 32,767
MOST_PARTS = 1_000  # of the text of a cell, each of up to 8,192 bytes
COLUMNS = 16_384


def shared_strings(pieces: Iterable[bytes]) -> list[str]:
    """The texts that cells refer to by number; readings of Asian characters left out."""
    texts: list[str] = []
    parts: list[str] = []
    held, inside, aside, prefix = 0, False, False, ""

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal inside, aside, prefix
        if not texts and not parts and name.endswith("sst"):
            prefix = name[:-3]
        inside = name == prefix + "t" and not aside
        aside = aside or name == prefix + "rPh"

    def end(name: str) -> None:
        nonlocal inside, aside, held
        inside = False
        if name == prefix + "rPh":
            aside = False
        elif name == prefix + "si":
            texts.append("".join(parts))
            parts.clear()
            if held > MOST_TEXT or len(texts) > MOST_TEXTS:
                raise Markup("holds more text than fits; write the report as CSV instead")

    def text(piece: str) -> None:
        nonlocal held
        if inside:
            held += len(piece)
            parts.append(piece)

    for _ in walk(pieces, start, end, text):
        pass
    return texts


def rows(pieces: Iterable[bytes], texts: list[str], table: Table) -> Iterator[tuple[int, dict[int, str]]]:
    """Number and cells, by position from 0, of every row with a value; formulas are counted on the table, not read.

    InvalidInput names the row after which there are too many empty ones.
    """
    reading = _Sheet(texts)
    last = 0
    for _ in walk(pieces, reading.start, reading.end, reading.parts.append):
        for number, row, formulas in reading.done:
            table.formulas += formulas
            if row:
                last = number
                yield number, row
        reading.done.clear()
        reading.tidy()
        if reading.empty > MOST_EMPTY:
            what = (
                f"more than {MOST_EMPTY:,} empty rows follow; select the rows below the last entry, delete them,"
                " save and give the file again"
            )
            raise refusal(table.file, what, sheet=table.sheet, row=last + 1, column="A")


class _Sheet:
    """What the XML of a sheet has said so far.

    `start` and `end` run for each of millions of elements, so the commonest come first; text goes into `parts` without
    any code of ours, and is thrown away where it stands outside a value.
    """

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts
        self.done: list[tuple[int, dict[int, str], int]] = []
        self.parts: list[str] = []
        self.empty = self.number = self.position = self.formulas = 0
        self.row: dict[int, str] = {}
        self.kind: str | None = None
        self.value = ""
        self.inside = self.formula = False
        self.positions: dict[str, int] = {}
        self._named("")

    def _named(self, prefix: str) -> None:
        self.c, self.v, self.t, self.f, self.r = (prefix + name for name in ("c", "v", "t", "f", "row"))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == self.v or name == self.t:
            self.parts.clear()
            self.inside = True
        elif name == self.c:
            if (reference := attributes.get("r")) is None:
                self.position += 1
            elif (known := self.positions.get(reference.rstrip("0123456789"))) is not None:
                self.position = known
            else:
                self.position = self._position(reference)
            self.kind, self.value, self.formula = attributes.get("t"), "", False
        elif name == self.f:
            self.formula = True
        elif name == self.r:
            self._begin_row(attributes.get("r"))
        elif name.endswith("worksheet"):
            self._named(name.removesuffix("worksheet"))

    def end(self, name: str) -> None:
        if name == self.v or name == self.t:
            self.value += "".join(self.parts)
            self.inside = False
        elif name == self.c:
            if self.formula:
                self.formulas += 1
            elif self.value and (told := self._told() if self.kind else self.value):
                self.row[self.position] = told
        elif name == self.r:
            self.empty = 0 if self.row or self.formulas else self.empty + 1
            if self.row or self.formulas:
                self.done.append((self.number, self.row, self.formulas))

    def tidy(self) -> None:
        """Forget text outside values; Markup where a value never ends."""
        if not self.inside:
            self.parts.clear()
        elif len(self.parts) > MOST_PARTS or len(self.value) > LONGEST_TEXT:
            raise Markup(f"row {self.number:,} holds a cell of more than {LONGEST_TEXT:,} characters")

    def _begin_row(self, number: str | None) -> None:
        if number is not None and not (number.isascii() and number.isdigit() and len(number) < 9):
            raise Markup(f"is damaged after row {self.number:,}: the next row has no number")
        self.number = self.number + 1 if number is None else int(number)
        self.row, self.formulas, self.position = {}, 0, -1

    def _position(self, reference: str) -> int:
        letters, found = reference.rstrip("0123456789"), 0
        for letter in letters[:4]:
            found = found * 26 + ord(letter) - 64
        if not (letters.isascii() and letters.isalpha() and letters.isupper() and 1 <= found <= COLUMNS):
            raise Markup(f"is damaged in row {self.number:,}: “{reference[:12]}” is not a cell")
        self.positions[letters] = found - 1
        return found - 1

    def _told(self) -> str:
        if self.kind == "s":
            if not self.value.isdecimal() or (at := int(self.value[:12])) >= len(self.texts):
                raise Markup(f"is damaged in row {self.number:,}: a text is missing")
            told = self.texts[at]
            return "" if told.isspace() else told
        if self.kind == "b":
            return "True" if self.value == "1" else "False"
        return "" if self.kind == "e" or self.value.isspace() else self.value  # an error such as #REF! says nothing
