"""The empty Word document: its paper, its styles and what it says about itself; and how it is written."""

from datetime import datetime, time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm

from scoping.domain.sow.document import StatementOfWork
from scoping.sow.attachments import UNDATED
from scoping.sow.drawing import FAINT, INK
from scoping.sow.html import rendered, words_about
from scoping.sow.letterhead import Letterhead, Paper

SANS, SERIF = "Calibri", "Georgia"  # on every machine that has Word; others have fonts of the same widths
LANGUAGE = "en-GB"
SIZES = {Paper.A4: (Mm(210), Mm(297)), Paper.LETTER: (Mm(215.9), Mm(279.4))}
LEFT, RIGHT, TOP, BOTTOM = Mm(26), Mm(22), Mm(26), Mm(24)
WARNING, RULE, HAIR = "#a3231f", "#c9cdd6", "#e3e5eb"
# Styles of our own, which Word must not take for built-in ones.
CUSTOM = """Note, Contents Heading, Labelled Entry, Table Name, Table Text, Table Head, After Table, Figure, Cover Kind,
Cover Warning, Cover Note, Fact Label, Fact Value, Fact Note, Signature Line"""
BULLETS = f"""<w:numbering {nsdecls("w")}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:pStyle w:val="ListBullet"/><w:lvlText w:val="•"/>
<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="284" w:hanging="227"/></w:pPr><w:rPr><w:color w:val="{FAINT[1:]}"/></w:rPr>
</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""
LEFT_OUT = ("stylesWithEffects", "customXml", "thumbnail")  # of the library's template
UNIX_FILE = 0o600 << 16


def frame(sow: StatementOfWork, letterhead: Letterhead) -> Document:
    """A document without content on this letterhead's paper, in its colour."""
    document = docx.Document()
    for part in (document.part, document.part.package):
        for key, relation in list(part.rels.items()):
            if relation.reltype.rpartition("/")[2] in LEFT_OUT:
                del part.rels[key]
    section = document.sections[0]
    section.page_width, section.page_height = SIZES[letterhead.paper]
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = LEFT, RIGHT, TOP, BOTTOM
    section.header_distance = section.footer_distance = Mm(13)
    _refill(document.styles.element, styles(letterhead))
    _refill(document.part.numbering_part.element, BULLETS)
    _modern(document.settings.element)
    _describe(document, sow, letterhead)
    return document


def text_width(letterhead: Letterhead) -> Length:
    """From the left to the right margin."""
    return Length(SIZES[letterhead.paper][0] - LEFT - RIGHT)


def styles(letterhead: Letterhead) -> str:
    """The style sheet of a document (word/styles.xml)."""
    right_edge = text_width(letterhead).twips
    return rendered(
        "sow/word/styles.xml",
        custom=[name.strip() for name in CUSTOM.split(",")],
        sans_font=SANS,
        serif_font=SERIF,
        language=LANGUAGE,
        accent=letterhead.colour[1:],
        ink=INK[1:],
        faint=FAINT[1:],
        warning=WARNING[1:],
        rule=RULE[1:],
        hair=HAIR[1:],
        running_tabs=f'<w:tabs><w:tab w:val="right" w:pos="{right_edge}"/></w:tabs>',
        contents_tabs=f'<w:tabs><w:tab w:val="left" w:pos="624"/><w:tab w:val="right" w:leader="dot" '
        f'w:pos="{right_edge}"/></w:tabs>',
    )


def _refill(element: BaseOxmlElement, xml: str) -> None:
    for child in list(element):
        element.remove(child)
    for child in list(parse_xml(xml)):
        element.append(child)


def _modern(settings: BaseOxmlElement) -> None:
    """Word would open the library's template in its compatibility mode of 2010."""
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    for name in ("w:rsids", "w:savePreviewPicture", "w:proofState"):
        for found in settings.findall(qn(name)):
            settings.remove(found)


def _describe(document: Document, sow: StatementOfWork, letterhead: Letterhead) -> None:
    about = document.core_properties
    about.title = f"{sow.title} – {sow.kind.lower()}{f' {sow.label}' if sow.label else ''} for {sow.customer}"[:255]
    about.author = about.last_modified_by = letterhead.provider[:255]
    about.subject = words_about(sow)[:255]
    about.comments = about.keywords = ""
    about.language = LANGUAGE
    about.revision = sow.revision
    about.created = about.modified = datetime.combine(sow.on or UNDATED, time())


def saved(document: Document, sow: StatementOfWork) -> bytes:
    """The bytes of the document; the same document gives the same ones, so no file of it carries today's date."""
    written, again = BytesIO(), BytesIO()
    document.save(written)
    on = max(sow.on or UNDATED, UNDATED.replace(year=1980))  # the first year that a ZIP archive knows
    with ZipFile(written) as given, ZipFile(again, "w", ZIP_DEFLATED) as kept:
        for name in given.namelist():
            about = ZipInfo(name, (on.year, on.month, on.day, 0, 0, 0))
            about.compress_type, about.external_attr = ZIP_DEFLATED, UNIX_FILE
            kept.writestr(about, given.read(name))
    return again.getvalue()
