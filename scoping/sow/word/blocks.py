"""The blocks of a section in Word, each in its style."""

from io import BytesIO

from docx.document import Document
from docx.shared import Length, Pt, RGBColor

from scoping.domain.sow.document import (
    Block,
    Bullets,
    Figure,
    Numbered,
    Paragraph,
    Section,
    StatementOfWork,
    Subheading,
)
from scoping.domain.sow.footnotes import footnotes
from scoping.domain.sow.tables import Table
from scoping.sow.html import draw
from scoping.sow.pictures import alternative, png
from scoping.sow.word.fields import bookmark, flush, write
from scoping.sow.word.frame import WARNING
from scoping.sow.word.tables import table

GAP = Pt(7)  # between a list, with the assumptions it refers to, and a table


def section(document: Document, sow: StatementOfWork, given: Section, *, new_page: bool = False) -> None:
    """The section under its heading; what only the internal version has stands under red headings below."""
    heading = document.add_paragraph(style="Heading 1")
    if new_page:
        heading.paragraph_format.page_break_before = True
        heading.paragraph_format.space_before = Pt(0)
    write(heading, f"{given.number}\t{given.title}")
    bookmark(heading, given.anchor, given.number)
    for each, following in zip(given.blocks, (*given.blocks[1:], None), strict=True):
        block(document, sow, each)
        if isinstance(each, Paragraph) and each.leads and isinstance(following, Table | Figure | Bullets):
            document.paragraphs[-1].paragraph_format.keep_with_next = True
        if isinstance(each, Bullets) and isinstance(following, Table):
            document.paragraphs[-1].paragraph_format.space_after = GAP
    for each in given.internal:
        block(document, sow, each, internal=True)


def block(document: Document, sow: StatementOfWork, given: Block, *, internal: bool = False) -> None:
    """One block."""
    match given:
        case Paragraph(text=text, note=note):
            write(document.add_paragraph(style="Note" if note else "Body Text"), str(text))
        case Subheading(number=number, text=text):
            run = write(document.add_paragraph(style="Heading 2"), f"{number}\t{text}")
            if internal:
                run.font.color.rgb = RGBColor.from_string(WARNING[1:].upper())
        case Bullets(items=items):
            for item in items:
                write(document.add_paragraph(style="List Bullet"), str(item))
        case Numbered(prefix=prefix, items=items):
            for place, item in enumerate(items, 1):
                paragraph = document.add_paragraph(style="Labelled Entry")
                write(paragraph, f"{prefix}{place}\t", bold=True)
                write(paragraph, str(item))
        case Table():
            made = table(document, given, room(document))
            if footnotes(given):  # which stay with the last row
                for cell in made.rows[-1].cells:
                    cell.paragraphs[0].paragraph_format.keep_with_next = True
        case Figure():
            figure(document, sow, given)
    cited = footnotes(given)
    if cited:
        document.paragraphs[-1].paragraph_format.keep_with_next = True
    for footnote in cited:
        paragraph = document.add_paragraph(style="Note")
        write(paragraph, f"[{footnote.label}] {footnote.text}")
        paragraph.paragraph_format.space_after = GAP if footnote is cited[-1] else Pt(0)


def figure(document: Document, sow: StatementOfWork, given: Figure) -> None:
    """The same pictures as in the PDF, with their caption and with what each shows in words."""
    for drawn in draw(sow, given):
        content, shown = BytesIO(png(drawn)), document.add_paragraph(style="Figure").add_run()
        flush(shown.add_picture(content, room(document)), alternative(drawn), given.caption)
    write(document.add_paragraph(style="Caption"), given.caption)


def room(document: Document) -> Length:
    """From the left to the right margin."""
    page = document.sections[0]
    return Length((page.page_width or 0) - (page.left_margin or 0) - (page.right_margin or 0))
