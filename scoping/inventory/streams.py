"""Files as they come: a name and bytes that are read once, in pieces, never more of them than allowed."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from scoping.domain.errors import Fault, InvalidInput

LIMIT = 500_000_000  # bytes of all files together
MOST_AT_ONCE = 50_000_000  # bytes of a JSON file, which cannot be read in pieces
LONGEST_LINE = 1_000_000  # bytes; the longest cells are lists of languages of a few kilobytes
PIECE = 1 << 16
_BOM = b"\xef\xbb\xbf"
_WIDE = (b"\xff\xfe", b"\xfe\xff")

Source = Path | str | tuple[str, IO[bytes]]


def refusal(file: str, what: str, *, sheet: str = "", row: int = 0, column: str = "") -> InvalidInput:
    """The refusal of a file, with the place as "FILE: sheet S, row R, column C"."""
    return InvalidInput(Fault(place(file, sheet=sheet, row=row, column=column), what))


def place(file: str, *, sheet: str = "", row: int = 0, column: str = "") -> str:
    """Where something stands, in words; parts that are not known are left out."""
    parts = ((sheet, f"sheet {sheet}"), (row, f"row {row:,}"), (column, f"column {column}"))
    inside = ", ".join(words for known, words in parts if known)
    return f"{file}: {inside}" if inside else file


@dataclass
class Budget:
    """How many bytes may still be read, over all files of one reading."""

    limit: int
    spent: int = field(default=0)

    def spend(self, amount: int, file: str) -> None:
        """Count bytes; InvalidInput once they are too many."""
        self.spent += amount
        if self.spent > self.limit:
            raise refusal(file, f"the files hold more than {self.limit:,} bytes; give fewer files at a time")


@dataclass
class Opened:
    """A file that is being read: its name for messages and its bytes from the start."""

    name: str
    stream: IO[bytes]
    budget: Budget

    def head(self, length: int = 4096) -> bytes:
        """The first bytes; the stream stands at the start again."""
        self.stream.seek(0)
        found = self.stream.read(length)
        self.stream.seek(0)
        return found

    def whole(self) -> bytes:
        """All bytes of a file that can only be read at once; InvalidInput where that is too many."""
        self.stream.seek(0)
        found = self.stream.read(MOST_AT_ONCE + 1)
        if len(found) > MOST_AT_ONCE:
            raise refusal(self.name, f"is larger than {MOST_AT_ONCE:,} bytes; write the report as CSV instead")
        self.budget.spend(len(found), self.name)
        return found

    def text(self) -> str:
        """All text of a small file."""
        found = self.whole()
        encoding = "utf-16" if found.startswith(_WIDE) else "utf-8-sig"
        try:
            return found.decode(encoding)
        except UnicodeDecodeError as error:
            row = found.count(b"\n", 0, error.start) + 1
            raise refusal(self.name, _NOT_UTF8, row=row) from error

    def pieces(self) -> Iterator[bytes]:
        """All bytes, one piece after the other."""
        self.stream.seek(0)
        while piece := self.stream.read(PIECE):
            self.budget.spend(len(piece), self.name)
            yield piece

    def lines(self) -> Iterator[str]:
        """The lines with their ends, UTF-8 or marked UTF-16; InvalidInput names the row that is not text."""
        for number, line in enumerate(self._decoded(), 1):
            if "\0" in line:
                raise refusal(self.name, "holds a NUL byte; the file is damaged or is not text", row=number)
            yield line

    def _decoded(self) -> Iterator[str]:
        wide = self.head(2) in _WIDE
        stream = io.BytesIO(self.text().encode()) if wide else self.stream
        number = 0
        while line := stream.readline(LONGEST_LINE + 1):
            number += 1
            if not wide:
                self.budget.spend(len(line), self.name)
            if len(line) > LONGEST_LINE:
                raise refusal(self.name, f"the line is longer than {LONGEST_LINE:,} bytes", row=number)
            if number == 1 and line.startswith(_BOM):
                line = line[len(_BOM) :]
            try:
                yield line.decode()
            except UnicodeDecodeError as error:
                before = line[: error.start].decode()
                column = 1 + max(before.count(mark) for mark in ",;\t|")
                raise refusal(self.name, _NOT_UTF8, row=number, column=str(column)) from error


_NOT_UTF8 = "is not UTF-8 text; save the file as CSV UTF-8, or as a workbook"


@contextmanager
def opened(source: Source, name: str, budget: Budget) -> Iterator[Opened]:
    """The file under its name, closed afterwards where it is a path; InvalidInput where it cannot be opened."""
    if isinstance(source, tuple):
        yield Opened(name, source[1], budget)
        return
    try:
        stream = open(source, "rb")  # noqa: SIM115 - closed below; only the opening may be refused here
    except OSError as error:
        raise refusal(name, f"cannot be read: {error.strerror or 'no such file'}") from error
    with stream:
        yield Opened(name, stream, budget)


def names(sources: Sequence[Source]) -> list[str]:
    """What to call each file: its own name, or the path as given where two have the same name."""
    full = [source[0] if isinstance(source, tuple) else str(source) for source in sources]
    short = [Path(each).name or each for each in full]
    return [long if short.count(name) > 1 else name for name, long in zip(short, full, strict=True)]
