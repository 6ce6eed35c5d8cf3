"""CSV as the tools write it and spreadsheets save it: comma, semicolon, tab or bar; refused where quotes break."""

import csv
from collections.abc import Iterator

from scoping.inventory.streams import Opened, refusal
from scoping.inventory.tables import Cells, Table

DELIMITERS = ",;\t|"


def table(opened: Opened) -> Table:
    """The one table of a CSV file; InvalidInput names the row and column at which it breaks."""
    lines = opened.lines()
    first, skipped = "", 0
    for line in lines:
        if line.strip(" \r\n,;\t\"'"):
            first = line
            break
        skipped += 1
    if not first:
        raise refusal(opened.name, "is empty; the tool found nothing or was stopped")
    delimiter = max(DELIMITERS, key=lambda mark: (_cells_in(first, mark), -DELIMITERS.index(mark)))
    rows = _rows(opened, first, lines, delimiter, skipped)
    _, header = next(rows, (0, []))
    if not any(header):
        raise refusal(opened.name, "has no header", row=skipped + 1)
    return Table(opened.name, "", tuple(cell or "" for cell in header), rows)


def _cells_in(line: str, delimiter: str) -> int:
    try:
        return len(next(csv.reader([line], delimiter=delimiter)))
    except (csv.Error, StopIteration):
        return 0


def _rows(
    opened: Opened, first: str, lines: Iterator[str], delimiter: str, skipped: int
) -> Iterator[tuple[int, Cells]]:
    recent = [""]

    def remembered() -> Iterator[str]:
        recent[0] = first
        yield first
        for line in lines:
            recent[0] = line
            yield line

    reader = csv.reader(remembered(), delimiter=delimiter, strict=True)
    while True:
        start = reader.line_num + skipped + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            column, what = _broken(recent[0], delimiter, str(error))
            raise refusal(opened.name, what, row=start, column=column) from error
        if any(map(str.strip, row)):
            yield start, row


def _broken(line: str, delimiter: str, error: str) -> tuple[str, str]:
    """The column (by number) at which the quotes of a line break, and what to say."""
    if "limit" in error:
        return "", "a cell never ends; a quote may be missing or the file may be cut off"
    if "unexpected end" in error:
        return "", "a quoted cell never ends; the file is cut off, or a quote is missing"
    quoted, column = False, 1
    for before, mark, after in zip(" " + line, line, line[1:] + "\n", strict=False):
        if mark == '"':
            if quoted and after not in f'{delimiter}"\r\n' and before != '"':
                return str(column), "a quote stands inside a quoted cell; write it twice, or rename what holds it"
            quoted = not quoted
        elif mark == delimiter and not quoted:
            column += 1
    return "", f"is not CSV: {error}"
