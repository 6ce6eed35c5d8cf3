"""Workbooks (.xlsx) sheet by sheet, formulas as unknown, whatever a file claims about its own size.

Measured with 100,000 rows of 48 columns: openpyxl needs 16 s, calamine 303 MB and cannot tell a formula from a value,
so sheets are read with the standard library's own zip and XML parsers (benchmarks/inventory.py).
"""

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from itertools import chain, islice

from scoping.inventory.markup import Markup, walk
from scoping.inventory.sheets import rows, shared_strings
from scoping.inventory.streams import Opened, refusal
from scoping.inventory.tables import Table

MOST_RATIO = 200  # times a part may grow when unpacked; sheets of equal cells reach about 40, a bomb 1,000
MOST_EXEMPT = 10_000_000  # bytes up to which a part may grow as it likes
MOST_PARTS = 5_000_000  # bytes of the list of parts, about 60,000 of them
TITLES = 20  # rows above the header that may hold a title
PIECE = 1 << 16
DAMAGED = "is damaged or cut off; write or copy it again"
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,  # an encrypted part
    UnicodeError,
)


def tables(opened: Opened) -> Iterator[Table]:
    """The sheets that hold something; InvalidInput where the workbook is damaged, a bomb or none at all."""
    try:
        _check_list_of_parts(opened)
        with zipfile.ZipFile(opened.stream) as archive:
            yield from _Workbook(archive, opened).tables()
    except Markup as error:
        raise refusal(opened.name, str(error)) from error
    except _BROKEN as error:
        raise refusal(opened.name, DAMAGED) from error


def _check_list_of_parts(opened: Opened) -> None:
    """The library reads the list of parts at once, so its length is looked at first."""
    length = opened.stream.seek(0, io.SEEK_END)
    opened.stream.seek(max(0, length - 66_000))
    tail = opened.stream.read()
    at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) < at + 22:
        raise refusal(opened.name, "is cut off: the end of the workbook is missing; copy it again")
    if int.from_bytes(tail[at + 12 : at + 16], "little") > MOST_PARTS:
        raise refusal(opened.name, "has more parts than a workbook can have")
    opened.stream.seek(0)


class _Workbook:
    """An open archive and the parts in it."""

    def __init__(self, archive: zipfile.ZipFile, opened: Opened) -> None:
        self.archive, self.opened = archive, opened
        self.parts = {part.filename.lstrip("/"): part for part in archive.infolist()}
        if "xl/workbook.xml" not in self.parts:
            raise refusal(opened.name, "is an archive but not a workbook; give .xlsx or CSV files one by one")

    def pieces(self, part: str) -> Iterator[bytes]:
        """The unpacked bytes of a part."""
        found = self.parts[part]
        if found.file_size > MOST_EXEMPT and found.file_size > MOST_RATIO * found.compress_size:
            what = f"grows more than {MOST_RATIO} times when unpacked, which no report does"
            raise refusal(self.opened.name, what, sheet=part)
        with self.archive.open(found) as stream:
            while piece := stream.read(PIECE):
                self.opened.budget.spend(len(piece), self.opened.name)
                yield piece

    def tables(self) -> Iterator[Table]:
        """The sheets in the workbook's order."""
        links = dict(self._named("xl/_rels/workbook.xml.rels", "Relationship", "Id", "Target"))
        texts: list[str] = []
        if "xl/sharedStrings.xml" in self.parts:
            texts = shared_strings(self.pieces("xl/sharedStrings.xml"))
        for sheet, link in self._named("xl/workbook.xml", "sheet", "name", ":id"):
            part = posixpath.normpath(posixpath.join("xl", links.get(link, "."))).lstrip("/")
            if part in self.parts:
                yield from self._table(sheet, part, texts)

    def _named(self, part: str, element: str, key: str, value: str) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            if name.rpartition(":")[2] == element and key in attributes:
                values = [text for each, text in attributes.items() if each.endswith(value)]
                found.append((attributes[key], values[0] if values else ""))

        for _ in walk(self.pieces(part), start, lambda _: None, lambda _: None):
            pass
        return found

    def _table(self, sheet: str, part: str, texts: list[str]) -> Iterator[Table]:
        table = Table(self.opened.name, sheet, (), iter(()))
        found = self._rows(part, texts, table)
        above = []
        for number, row in islice(found, TITLES):
            above.append((number, row))
            if len(row) > 1:
                break
        if not above:
            return
        at = len(above) - 1 if len(above[-1][1]) > 1 else 0
        header, below = above[at][1], above[at + 1 :]
        width = max(header) + 1
        table.header = tuple(header.get(position, "") for position in range(width))
        table.rows = ((number, [row.get(spot) for spot in range(width)]) for number, row in chain(below, found))
        yield table

    def _rows(self, part: str, texts: list[str], table: Table) -> Iterator[tuple[int, dict[int, str]]]:
        try:
            yield from rows(self.pieces(part), texts, table)
        except Markup as error:
            raise refusal(self.opened.name, str(error), sheet=table.sheet) from error
        except _BROKEN as error:
            raise refusal(self.opened.name, DAMAGED, sheet=table.sheet) from error
