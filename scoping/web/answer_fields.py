"""Form fields of answers that are more than one text: rows with columns, and files kept with the engagement."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from wtforms import Field

from scoping.domain.cells import Cell, Column, File, Row
from scoping.web.fields import whole_number

SPARE = 2  # empty rows that stand ready below those that are filled


class RowsField(Field):  # type: ignore[misc]
    """Rows of cells, all sent under one name, row by row; an empty row counts for nothing."""

    def __init__(self, label: str, columns: Sequence[Column], **options: object) -> None:
        super().__init__(label, **options)
        self.columns = columns

    @property
    def typed(self) -> list[list[str]]:
        """The rows as they were typed, the empty ones left out."""
        cells = [str(cell) for cell in self.raw_data or ()]
        width = len(self.columns)
        rows = [list(row) for row in zip_longest(*[iter(cells)] * width, fillvalue="")]
        return [row for row in rows if any(cell.strip() for cell in row)]

    @property
    def shown(self) -> list[list[str]]:
        """The rows to print, with empty ones to go on."""
        return [*self.typed, *([""] * len(self.columns) for _ in range(SPARE))]

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """The rows; ValueError names row and column of a number that cannot be read."""
        self.data = tuple(self._row(number, cells) for number, cells in enumerate(self.typed, 1)) or None

    def _row(self, number: int, cells: list[str]) -> Row:
        return tuple(self._cell(number, column, cell) for column, cell in zip(self.columns, cells, strict=True))

    def _cell(self, number: int, column: Column, cell: str) -> Cell:
        if not cell.strip():
            return None
        try:
            return whole_number(cell) if column.numeric else cell.strip()
        except ValueError as error:
            raise ValueError(f"Row {number}, {column.label}: {error}") from error


class KeptFileField(Field):  # type: ignore[misc]
    """A file as "SHA-256/bytes/name" where it is kept here, else its name or address."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """The file, or nothing."""
        text = valuelist[0].strip() if valuelist else ""
        self.data = file_in(text) if text else None

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else ""


def file_in(text: str) -> File | str:
    """The file that a field's text names."""
    digest, _, rest = text.partition("/")
    size, _, name = rest.partition("/")
    if len(digest) == 64 and size.isdecimal() and len(size) < 12 and name:
        return File(name, int(size), digest)
    return text


def file_text(file: File | str) -> str:
    """The text of a field that names this file."""
    return f"{file.sha256}/{file.size}/{file.name}" if isinstance(file, File) else file


def row_texts(rows: Sequence[Row]) -> Iterator[str]:
    """The cells of rows as a field sends them."""
    for row in rows:
        for cell in row:
            yield "" if cell is None else f"{cell:,}" if isinstance(cell, int) else cell
