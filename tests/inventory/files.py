"""Where reports for the tests are, and workbooks written cell by cell as the tests need them."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest

FIXTURES = Path(__file__).parent / "fixtures"
SAMPLES = Path(__file__).parents[2].parent / "shared" / "samples"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"{SAMPLES.name} are not beside this checkout")

Cell = str | int | float | bool | None
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def fixture(name: str) -> Path:
    """A report of our own."""
    return FIXTURES / name


def sample(name: str) -> Path:
    """A report beside the checkout."""
    return SAMPLES / name


def named(name: str, content: str | bytes) -> tuple[str, io.BytesIO]:
    """A file that was uploaded."""
    return name, io.BytesIO(content.encode() if isinstance(content, str) else content)


def letters(position: int) -> str:
    """A column's letters by its position from 0."""
    found = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        found = chr(65 + rest) + found
    return found


def cell_xml(value: Cell, row: int, column: int, shared: list[str] | None, prefix: str = "") -> str:
    """A cell; text beginning with = is a formula whose stored result is 0, as the tools write it."""
    at = f'r="{letters(column)}{row}"'
    if isinstance(value, bool):
        return f'<{prefix}c {at} t="b"><{prefix}v>{int(value)}</{prefix}v></{prefix}c>'
    if isinstance(value, (int, float)):
        return f"<{prefix}c {at}><{prefix}v>{value}</{prefix}v></{prefix}c>"
    if value is None:
        return ""
    if value.startswith("="):
        return f"<{prefix}c {at}><{prefix}f>{escape(value[1:])}</{prefix}f><{prefix}v>0</{prefix}v></{prefix}c>"
    if shared is None:
        return (
            f'<{prefix}c {at} t="inlineStr"><{prefix}is><{prefix}t>{escape(value)}</{prefix}t></{prefix}is></{prefix}c>'
        )
    if value not in shared:
        shared.append(value)
    return f'<{prefix}c {at} t="s"><{prefix}v>{shared.index(value)}</{prefix}v></{prefix}c>'


def sheet_xml(rows: Sequence[Sequence[Cell]], shared: list[str] | None, prefix: str = "") -> str:
    """A sheet's part."""
    body = "".join(
        f'<{prefix}row r="{number}">'
        + "".join(cell_xml(value, number, column, shared, prefix) for column, value in enumerate(row))
        + f"</{prefix}row>"
        for number, row in enumerate(rows, 1)
    )
    name = f'xmlns:{prefix[:-1]}="{_MAIN}"' if prefix else f'xmlns="{_MAIN}"'
    return f"<{prefix}worksheet {name}><{prefix}sheetData>{body}</{prefix}sheetData></{prefix}worksheet>"


def workbook(sheets: Mapping[str, Sequence[Sequence[Cell]] | str], *, inline: bool = False, prefix: str = "") -> bytes:
    """A workbook with these sheets, each as rows or as the XML of its part."""
    shared: list[str] | None = None if inline else []
    parts = [each if isinstance(each, str) else sheet_xml(each, shared, prefix) for each in sheets.values()]
    entries = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(sheets, 1)
    )
    links = "".join(
        f'<Relationship Id="rId{number}" Target="worksheets/sheet{number}.xml"/>' for number in range(1, len(parts) + 1)
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}"><sheets>{entries}</sheets></workbook>',
        )
        archive.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{links}</Relationships>")
        if shared:
            texts = "".join(f"<si><t>{escape(text)}</t></si>" for text in shared)
            archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{_MAIN}">{texts}</sst>')
        for number, part in enumerate(parts, 1):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", part)
    return out.getvalue()
