"""What Word computes itself: page numbers, the running section title, the contents; texts and pictures in a line."""

import re

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shape import InlineShape
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from scoping.sow.html import direction

FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML 1.0
AFTER_BIDI = ("w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl", "w:rPr", "w:sectPr")  # in w:pPr


def write(paragraph: Paragraph, text: str, *, bold: bool | None = None, turns: bool = True) -> Run:
    """Adds a text; a right-to-left one turns its paragraph, unless it is only named in a line of other words."""
    run = paragraph.add_run(FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text))
    run.bold = bold
    if turns and direction(text) == "rtl":
        run.font.rtl = True
        properties = paragraph._p.get_or_add_pPr()
        if properties.find(qn("w:bidi")) is None:
            properties.insert_element_before(OxmlElement("w:bidi"), *AFTER_BIDI)
    return run


def flush(picture: InlineShape, shows: str, title: str = "") -> None:
    """Says what a picture shows, and sets it flush: programs add space around it where none is stated."""
    about = picture._inline.docPr
    about.set("descr", shows)
    if title:
        about.set("title", title)
    for side in ("distT", "distB", "distL", "distR"):
        picture._inline.set(side, "0")


def field(paragraph: Paragraph, instruction: str, shown: str, *, stale: bool = False) -> None:
    """A field with what it shows until Word computes it; a stale one is computed when the document is opened."""
    begin_field(paragraph, instruction, stale=stale)
    write(paragraph, shown)
    end_field(paragraph)


def begin_field(paragraph: Paragraph, instruction: str, *, stale: bool = False) -> None:
    """Everything up to the end of the field is what it shows."""
    begin = _character("begin")
    if stale:
        begin.set(qn("w:dirty"), "true")
    paragraph.add_run()._r.append(begin)
    text = OxmlElement("w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = f" {instruction} "
    paragraph.add_run()._r.append(text)
    paragraph.add_run()._r.append(_character("separate"))


def end_field(paragraph: Paragraph) -> None:
    """Ends what `begin_field` began."""
    paragraph.add_run()._r.append(_character("end"))


def _character(kind: str) -> BaseOxmlElement:
    found = OxmlElement("w:fldChar")
    found.set(qn("w:fldCharType"), kind)
    return found


def bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Marks the whole paragraph as a place that links lead to."""
    begin, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (begin, end):
        element.set(qn("w:id"), str(number))
    begin.set(qn("w:name"), name)
    runs = paragraph._p.r_lst
    runs[0].addprevious(begin)
    runs[-1].addnext(end)


def link(paragraph: Paragraph, name: str, text: str) -> None:
    """A text that leads to a bookmark."""
    found = OxmlElement("w:hyperlink")
    found.set(qn("w:anchor"), name)
    found.set(qn("w:history"), "1")
    paragraph._p.append(found)
    found.append(write(paragraph, text)._r)
