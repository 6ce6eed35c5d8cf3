"""What surrounds the sections in Word: cover, contents, signatures, running lines and the watermark."""

from io import BytesIO

from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from docx.section import _Header
from docx.shared import Emu, Length, Mm, Pt
from docx.table import _Cell

from scoping.domain.sow.document import StatementOfWork
from scoping.sow.html import foot, rendered, running_names
from scoping.sow.letterhead import Letterhead
from scoping.sow.word.blocks import room
from scoping.sow.word.fields import begin_field, bookmark, end_field, field, flush, link, write
from scoping.sow.word.frame import RULE

LOGO_HEIGHT = Mm(16)
SIGNATURES = "signatures"
LONG, ONE_FEE = (
    60,
    3,
)  # characters of a name that is set smaller, as in css/sow.css; the facts that make one stand alone
FACTS, SIDES = Mm(4), Mm(10)  # between two columns of a grid
MARGINS = (
    f'<w:tblCellMar {nsdecls("w")}><w:left w:w="0" w:type="dxa"/><w:right w:w="{{}}" w:type="dxa"/></w:tblCellMar>'
)


def running_lines(document: Document, sow: StatementOfWork, letterhead: Letterhead, draft: bool) -> None:
    """Names and section at the head, state and page number at the foot; the cover has neither, the watermark all."""
    page = document.sections[0]
    page.different_first_page_header_footer = True
    head = page.header.paragraphs[0]
    write(head, f"{running_names(sow)}\t", turns=False)
    field(head, 'STYLEREF "heading 1"', sow.called)  # what stands there where the field is not known
    line = page.footer.paragraphs[0]
    write(line, f"{foot(sow)} · ", turns=False)
    field(line, "PAGE", "2")
    write(line, " of ")
    field(line, "NUMPAGES", "2")
    for place, part in enumerate((page.header, page.first_page_header) if draft else ()):
        _watermark(part, place)


def _watermark(part: _Header, place: int) -> None:
    part.paragraphs[0]._p.append(parse_xml(rendered("sow/word/watermark.xml", place=place)))


def cover(document: Document, sow: StatementOfWork, letterhead: Letterhead) -> None:
    """What it is, for whom, and price, dates and people at a glance."""
    if letterhead.logo:
        run = document.add_paragraph().add_run()
        flush(run.add_picture(BytesIO(letterhead.logo.content), height=LOGO_HEIGHT), letterhead.provider)
    write(document.add_paragraph(style="Cover Kind"), sow.called)
    if sow.is_internal:
        write(document.add_paragraph(style="Cover Warning"), "Internal: not for the customer")
    for style, text, smaller in (("Title", sow.title, Pt(19)), ("Subtitle", sow.customer, Pt(12))):
        run = write(document.add_paragraph(style=style), text)
        if len(text) > LONG:
            run.font.size = smaller
    write(document.add_paragraph(style="Cover Note"), sow.subtitle)
    cells = _grid(document, 2, 2)
    if (lone := sow.lone_fact) is not None:
        cells[lone : lone + 2] = [cells[lone].merge(cells[lone + 1])]
    for fact, cell in zip(sow.key_facts, cells, strict=False):
        _ruled(cell, letterhead.colour[1:])
        for style, text in (("Fact Label", fact.label), ("Fact Value", fact.value), ("Fact Note", fact.note)):
            _say(cell, text, style)
    document.add_paragraph(style="Cover Note")
    for (label, text), cell in zip(imprint(sow), _grid(document, 1, 5), strict=True):
        _ruled(cell, RULE[1:])
        _say(cell, label, "Fact Label")
        _say(cell, text, "Table Text")


def imprint(sow: StatementOfWork) -> tuple[tuple[str, str], ...]:
    """The small facts at the foot of the cover."""
    return (
        ("Revision", str(sow.revision)),
        ("State", sow.state_words),
        ("Date", sow.date_words),
        ("Valid until", sow.validity_words),
        ("Prepared by", sow.provider),
    )


def contents(document: Document, sow: StatementOfWork) -> None:
    """A contents field: the titles as links now, with page numbers as soon as Word computes it.

    Until then there are neither numbers nor dots that lead to none: what is not laid out yet has no pages, and those of
    the PDF would be wrong.
    """
    write(document.add_paragraph(style="Contents Heading"), "Contents")
    entries = [(section.anchor, f"{section.number}\t{section.title}") for section in sow.sections]
    entries.append((SIGNATURES, "\tSignatures"))
    for place, (anchor, text) in enumerate(entries):
        paragraph = document.add_paragraph(style="toc 1")
        if place == 0:
            begin_field(paragraph, r'TOC \o "1-1" \h \z \u', stale=True)
        link(paragraph, anchor, text)
        if place == len(entries) - 1:
            end_field(paragraph)


def signatures(document: Document, sow: StatementOfWork) -> None:
    """Both sides sign below the fee they choose."""
    heading = document.add_paragraph(style="Heading 1")
    write(heading, "Signatures")
    bookmark(heading, SIGNATURES, len(sow.sections) + 1)
    above = [sow.agreement, *(f"☐ {fact.label}, {fact.value}" for fact in sow.choices)]
    for text in above:
        paragraph = document.add_paragraph(style="Body Text")
        write(paragraph, text)
        paragraph.paragraph_format.keep_with_next = True
    document.add_paragraph(style="After Table").paragraph_format.keep_with_next = True
    sides = (("customer", sow.customer), ("provider", sow.provider))
    cells = _grid(document, 2, 2, SIDES)  # the lines in a row of their own, which stand level however long a name is
    for (role, name), party, lines in zip(sides, cells[:2], cells[2:], strict=True):
        _say(party, f"For the {role}", "Body Text")
        _say(party, name, "Body Text", bold=True)
        for paragraph in party.paragraphs:
            paragraph.paragraph_format.keep_with_next = True
        for line in ("Signature", "Name", "Title", "Date"):
            _say(lines, line, "Signature Line")


def _grid(document: Document, rows: int, columns: int, between: Length = FACTS) -> list[_Cell]:
    """The cells of a table that only lays out, row by row, flush with the text; no row breaks."""
    width = room(document)
    table = document.add_table(rows, columns)
    table.autofit = False
    table._tbl.tblPr.insert_element_before(parse_xml(MARGINS.format(between.twips)), "w:tblLook")
    for column in table.columns:
        column.width = Emu(width // columns)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return [cell for row in table.rows for cell in row.cells]


def _ruled(cell: _Cell, colour: str) -> None:
    """A line above the cell."""
    line = f'<w:tcBorders {nsdecls("w")}><w:top w:val="single" w:sz="6" w:space="0" w:color="{colour}"/></w:tcBorders>'
    cell._tc.get_or_add_tcPr().append(parse_xml(line))


def _say(cell: _Cell, text: str, style: str, *, bold: bool | None = None) -> None:
    """A paragraph in a cell; the first one is there already."""
    first = cell.paragraphs[0]
    paragraph = cell.add_paragraph() if first.text else first
    paragraph.style = style
    write(paragraph, text, bold=bold)
