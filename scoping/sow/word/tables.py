"""Tables in Word: heads that repeat, rows that do not break, figures at the right."""

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.table import CT_Row, CT_Tc
from docx.shared import Emu, Length, Mm, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from scoping.domain.sow.tables import Badge, Cell, Column, Kind, Row, Table, Weight
from scoping.sow.charts import step_of
from scoping.sow.columns import WIDE, WIDTHS, shares
from scoping.sow.drawing import INK, SHADES
from scoping.sow.html import spanned
from scoping.sow.word.fields import write

BADGE = Mm(12)  # from the badge to the name behind it, also on its further lines
FIGURES = (Kind.NUMBER, Kind.COUNT, Kind.MONEY)
LINE = f'<w:tcBorders {nsdecls("w")}><w:top w:val="single" w:sz="4" w:space="0" w:color="{INK[1:]}"/></w:tcBorders>'


def table(document: Document, given: Table, width: Length) -> WordTable:
    """The table as wide as the text, its name above it where it has a caption."""
    if given.captioned:
        write(document.add_paragraph(style="Table Name"), given.name)
    found: WordTable = document.add_table(0, len(given.columns), "Statement Table")
    found.autofit = False
    described(found, given.name)
    widths = widths_of(given, width)
    for column, wide in zip(found.columns, widths, strict=True):
        column.width = wide
    if given.has_head:
        _head(found, given.columns, widths)
    whole = given.is_short
    for place, row in enumerate(given.rows):
        following = given.rows[place + 1].weight if place + 1 < len(given.rows) else None
        keeps = following is not None and (
            row.weight is Weight.GROUP or following is Weight.TOTAL or place == 0 or whole
        )
        _row(found, given.columns, widths, row, keeps)
    document.add_paragraph(style="After Table")
    return found


def widths_of(given: Table, width: Length) -> list[Length]:
    """Fixed widths by what a column holds; texts share the rest, by how much they say."""
    columns = given.columns
    if len(columns) > WIDE:
        return [Emu(width // len(columns))] * len(columns)
    stated = {place: int(width * part / 100) for place, part in shares(given).items()}
    stated |= {place: Mm(WIDTHS[column.kind]) for place, column in enumerate(columns) if column.kind in WIDTHS}
    rest, free = width - sum(stated.values()), len(columns) - len(stated)
    if not free:
        return [Emu(stated[place] + rest // len(columns)) for place in range(len(columns))]
    return [Emu(stated.get(place, rest // free)) for place in range(len(columns))]


def described(found: WordTable, name: str) -> None:
    """The table's name for those who hear it."""
    about = OxmlElement("w:tblCaption")
    about.set(qn("w:val"), name)
    found._tbl.tblPr.append(about)


def _head(found: WordTable, columns: tuple[Column, ...], widths: list[Length]) -> None:
    row = _unbroken(found)
    row.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for place, (column, width) in enumerate(zip(columns, widths, strict=True)):
        text = f"{column.head}, {column.unit}" if column.unit else column.head
        paragraph = _cell(found, row, width)
        paragraph.style = "Table Head"
        _aligned(paragraph, columns, place)
        write(paragraph, text)


def _row(found: WordTable, columns: tuple[Column, ...], widths: list[Length], row: Row, keeps: bool) -> None:
    element = _unbroken(found)
    place = 0
    for content, span in spanned(row):
        paragraph = _cell(found, element, Emu(sum(widths[place : place + span])), span)
        if row.weight is Weight.TOTAL:
            element.tc_lst[-1].get_or_add_tcPr().append(parse_xml(LINE))
        paragraph.style = "Table Text"
        paragraph.paragraph_format.keep_with_next = keeps or None
        if span == 1:
            _aligned(paragraph, columns, place)
        write_cell(paragraph, content, bold=row.weight is not Weight.BODY or None)
        place += span


def write_cell(paragraph: Paragraph, content: Cell, *, bold: bool | None = None) -> None:
    """A text, or a badge in its level's shade."""
    if not isinstance(content, Badge):
        write(paragraph, str(content), bold=bold)
        return
    shade, ink = SHADES[step_of(content.level)]
    run = write(paragraph, f"\u00a0{content.initials}\u00a0", bold=True)
    run.font.color.rgb = RGBColor.from_string(ink[1:].upper())
    filled = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", shade[1:])):
        filled.set(qn(f"w:{name}"), value)
    run._r.get_or_add_rPr().insert_element_before(filled, "w:rtl")
    if not content.short:
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = BADGE, Length(-BADGE)
        write(paragraph, f"\t{content.name}", bold=bold)


def _unbroken(found: WordTable) -> CT_Row:
    row = found._tbl.add_tr()
    row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return row


def _cell(found: WordTable, row: CT_Row, width: Length, span: int = 1) -> Paragraph:
    element: CT_Tc = row.add_tc()
    element.width = width
    if span > 1:
        element.grid_span = span
    paragraph: Paragraph = _Cell(element, found).paragraphs[0]
    return paragraph


def _aligned(paragraph: Paragraph, columns: tuple[Column, ...], place: int) -> None:
    """Figures stand at the right, and what follows them keeps its distance."""
    if columns[place].kind in FIGURES:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    elif place and columns[place - 1].kind in FIGURES:
        paragraph.paragraph_format.left_indent = Mm(3)
