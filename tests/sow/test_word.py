"""Word from the same composed document: read back with the library, and by LibreOffice where it is installed."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table as WordTable

from scoping.domain.discovery import Contact
from scoping.domain.fee_basis import Shape
from scoping.domain.sow import Audience, StatementOfWork, compose
from scoping.domain.sow.document import Bullets, Figure
from scoping.domain.sow.footnotes import cited
from scoping.domain.sow.plain_text import plain_text
from scoping.domain.sow.tables import Table
from scoping.sow.html import render_html
from scoping.sow.letterhead import Letterhead, Logo, Paper
from scoping.sow.word import render_section, render_word
from tests.sow.catalogue import DISCOVERY, proposal
from tests.sow.secrets import secretive
from tests.sow.test_layout import example
from tests.sow.test_letterhead import logo_file

SOW = compose(proposal(), revision=4, state="draft", on=date(2027, 1, 14))
# The order in which the standard wants the parts of properties; Word calls a file with another one damaged.
ORDER = {
    "pPr": """pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs bidi spacing ind
    contextualSpacing jc outlineLvl rPr sectPr""",
    "rPr": "rStyle rFonts b bCs i iCs caps noProof color spacing sz szCs shd rtl cs lang",
    "tcPr": "tcW gridSpan vMerge tcBorders shd vAlign",
    "trPr": "cantSplit tblHeader",
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook tblCaption tblDescription",
}


@pytest.fixture(scope="module")
def content() -> bytes:
    return render_word(SOW)


@pytest.fixture(scope="module")
def opened(content: bytes) -> Document:
    return docx.Document(BytesIO(content))


def paragraphs(document: Document) -> Iterator[str]:
    """The text of every paragraph and cell, in order."""
    for part in document.iter_inner_content():
        if isinstance(part, WordTable):
            for row in part._tbl.tr_lst:
                yield from ("".join(text.text or "" for text in cell.iter(qn("w:t"))) for cell in row.tc_lst)
        else:
            yield "".join(found.text or "\t" for found in part._p.iter(qn("w:t"), qn("w:tab")))


def squeezed(text: str) -> str:
    return re.sub(r"[\s•–]+", "", text)


def sentences(sow: StatementOfWork) -> list[str]:
    """Every sentence, entry and cell of the sections, with the labels of the assumptions they rest on."""
    lines = plain_text(cited(sow)).partition("\n1 Parties")[2].splitlines()
    return [part for line in lines for part in re.split(r" \| |\[|\]", line.removeprefix("- ")) if squeezed(part)]


@pytest.mark.parametrize("audience", Audience)
def test_every_sentence_and_figure_is_in_the_document(audience: Audience) -> None:
    sow = compose(secretive(), revision=4, state="draft", on=date(2027, 1, 14), audience=audience)
    text = squeezed("".join(paragraphs(docx.Document(BytesIO(render_word(sow))))))
    assert [part for part in sentences(sow) if squeezed(part) not in text] == []
    for fact in sow.key_facts:
        assert squeezed(fact.label + fact.value + fact.note) in text


def test_headings_are_headings_with_their_numbers(opened: Document) -> None:
    found = [p.text for p in opened.paragraphs if p.style and p.style.name == "Heading 1"]
    assert found == [f"{section.number}\t{section.title}" for section in SOW.sections] + ["Signatures"]
    assert next(p.text for p in opened.paragraphs if p.style and p.style.name == "Heading 2") == "2.1\tGoals"


def test_lists_are_lists(opened: Document) -> None:
    found = [p.text for p in opened.paragraphs if p.style and p.style.name == "List Bullet"]
    assert found == [
        str(item)
        for s in cited(SOW).sections
        for block in s.blocks
        if isinstance(block, Bullets)
        for item in block.items
    ]


def test_tables_are_tables_whose_heads_repeat_and_whose_rows_do_not_break(opened: Document) -> None:
    found = [table for table in opened.tables if table.style and table.style.name == "Statement Table"]
    composed = list(SOW.tables())
    assert len(found) == len(composed)
    for table, given in zip(found, composed, strict=True):
        rows = table._tbl.tr_lst
        assert len(rows) == len(given.rows) + given.has_head
        assert all(row.trPr is not None and row.trPr.find(qn("w:cantSplit")) is not None for row in rows)
        repeated = [row.trPr is not None and row.trPr.find(qn("w:tblHeader")) is not None for row in rows]
        assert repeated == [given.has_head and place == 0 for place in range(len(rows))]
        widths = {sum(int(cell.width or 0) for cell in row.tc_lst) for row in rows}
        assert max(widths) - min(widths) < 20_000  # half a millimetre


def test_an_assumption_stands_below_what_first_refers_to_it(opened: Document) -> None:
    texts = [(p.style.name if p.style else "", p.text) for p in opened.paragraphs]
    noted = "[A1] Up to 1,500 repositories are migrated. More of them start a change order."
    at = texts.index(("Note", noted))
    assert texts[at - 1] == (
        "List Bullet",
        "Move 1,500\u00a0[A1] repositories with history, branches and merge requests.",
    )
    assert [text for _, text in texts].count(noted) == 1


def test_figures_are_pictures_with_words(opened: Document) -> None:
    captions = [block.caption for section in SOW.sections for block in section.blocks if isinstance(block, Figure)]
    assert [shape._inline.docPr.get("title") for shape in opened.inline_shapes] == captions
    assert all(len(shape._inline.docPr.get("descr") or "") > 40 for shape in opened.inline_shapes)


def test_an_assumption_below_a_table_stays_with_its_last_row() -> None:
    document = docx.Document(BytesIO(render_word(example("quick-start"))))
    found = [table for table in document.tables if "[A" in table.rows[-1].cells[0].text]
    assert found
    for table in found:
        assert all(p.paragraph_format.keep_with_next for cell in table.rows[-1].cells for p in cell.paragraphs)
        between = table._tbl.getnext()
        assert between.pPr.find(qn("w:keepNext")) is not None


def test_pictures_stand_flush_with_the_text(opened: Document) -> None:
    for shape in opened.inline_shapes:
        assert {shape._inline.get(side) for side in ("distT", "distB", "distL", "distR")} == {"0"}


def test_what_both_sides_sign_stays_on_one_page_and_line_beside_line() -> None:
    sow = compose(proposal(replace(DISCOVERY, customer="Freight " * 25)), revision=4, state="draft")
    document = docx.Document(BytesIO(render_word(sow)))
    parties, lines = document.tables[-1].rows
    assert [cell.text.split("\n")[0] for cell in parties.cells] == ["For the customer", "For the provider"]
    assert [cell.text for cell in lines.cells] == ["Signature\nName\nTitle\nDate"] * 2
    for row in (parties, lines):
        assert row._tr.trPr is not None
        assert row._tr.trPr.find(qn("w:cantSplit")) is not None
    assert all(p.paragraph_format.keep_with_next for cell in parties.cells for p in cell.paragraphs)
    above = [p.text for p in document.paragraphs].index("Signatures") + 1
    assert all(paragraph.paragraph_format.keep_with_next for paragraph in document.paragraphs[above:])


def test_a_long_name_leaves_room_for_the_facts_on_the_cover() -> None:
    sow = compose(proposal(replace(DISCOVERY, title="Move " * 40)), revision=4, state="draft")
    sizes = {}
    for document in (docx.Document(BytesIO(render_word(each))) for each in (SOW, sow)):
        (title,) = [p for p in document.paragraphs if p.style and p.style.name == "Title"]
        sizes[len(title.text)] = title.runs[0].font.size
    assert list(sizes.values()) == [None, Pt(19)]


def test_contents_and_page_numbers_are_fields(content: bytes, opened: Document) -> None:
    with ZipFile(BytesIO(content)) as archive:
        instructions = {
            name: re.findall(r"<w:instrText[^>]*>\s*(.*?)\s*</w:instrText>", archive.read(name).decode())
            for name in archive.namelist()
            if re.fullmatch(r"word/(document|header\d|footer\d)\.xml", name)
        }
    assert sorted(instruction for found in instructions.values() for instruction in found) == sorted(
        [r"TOC \o &quot;1-1&quot; \h \z \u".replace("&quot;", '"'), 'STYLEREF "heading 1"', "PAGE", "NUMPAGES"]
    )
    anchors = [link.get(qn("w:anchor")) for link in opened.element.body.iter(qn("w:hyperlink"))]
    marks = [mark.get(qn("w:name")) for mark in opened.element.body.iter(qn("w:bookmarkStart"))]
    assert anchors == marks
    assert len(anchors) == 17


def test_the_foot_tells_where_the_page_belongs_and_the_cover_has_none(opened: Document) -> None:
    page = opened.sections[0]
    assert page.different_first_page_header_footer
    assert "".join(p.text for p in page.footer.paragraphs).startswith(
        "Northwind Freight · Move to GitLab.com · revision 4 · draft · "
    )
    assert "".join(p.text for p in page.first_page_footer.paragraphs) == ""


def test_a_name_from_right_to_left_does_not_turn_the_running_lines() -> None:
    changed = replace(DISCOVERY, customer="شركة الشحن", title="الانتقال")
    page = docx.Document(BytesIO(render_word(compose(proposal(changed), revision=4, state="draft")))).sections[0]
    for part in (page.header, page.footer):
        assert "شركة الشحن" in part.paragraphs[0].text
        assert part._element.find(f".//{qn('w:bidi')}") is None


@pytest.mark.parametrize(("shape", "alone"), [(Shape.OPEN, None), (Shape.FIXED_FEE, 0)])
def test_an_odd_figure_on_the_cover_has_a_row_of_its_own(shape: Shape, alone: int | None) -> None:
    sow = compose(proposal(replace(DISCOVERY, shape=shape)), revision=4, state="draft")
    assert sow.lone_fact == alone
    assert ('class="sow-alone"' in render_html(sow)) == (alone is not None)
    facts = docx.Document(BytesIO(render_word(sow))).tables[0]
    spans = [[cell.grid_span for cell in row._tr.tc_lst] for row in facts.rows]
    assert spans == ([[2], [1, 1]] if alone == 0 else [[1, 1], [1, 1]])
    two_fees = replace(
        sow, key_facts=(*compose(proposal(), revision=4, state="draft").key_facts[:2], sow.key_facts[-1])
    )
    assert two_fees.lone_fact == 2


def test_only_a_draft_carries_the_watermark(content: bytes) -> None:
    def marked(document: bytes) -> int:
        with ZipFile(BytesIO(document)) as archive:
            return sum(b'string="DRAFT"' in archive.read(name) for name in archive.namelist() if "header" in name)

    assert marked(content) == 2
    assert marked(render_word(replace(SOW, state="approved"))) == 0  # type: ignore[arg-type]
    assert marked(render_word(SOW, draft=False)) == 0


def test_it_says_its_language_title_and_provider(opened: Document) -> None:
    about = opened.core_properties
    assert about.title == "Move to GitLab.com – statement of work for Northwind Freight"
    assert (about.author, about.language, about.revision) == ("Professional Services", "en-GB", 4)
    assert about.created.date() == date(2027, 1, 14)  # type: ignore[union-attr]
    (language,) = opened.styles.element.iter(qn("w:lang"))
    assert language.get(qn("w:val")) == "en-GB"


def test_it_is_set_on_the_letterheads_paper_with_its_logo_and_colour(tmp_path: Path) -> None:
    logo = Logo(logo_file(tmp_path).read_bytes(), "image/png")
    document = docx.Document(BytesIO(render_word(SOW, Letterhead("Harbour", "#0b6b4f", logo, Paper.LETTER))))
    assert (document.sections[0].page_width or 0) == 7772400
    assert len(document.inline_shapes) == 4
    assert str(document.styles["Heading 1"].font.color.rgb) == "0B6B4F"  # type: ignore[attr-defined]


def test_the_same_document_gives_the_same_bytes(content: bytes) -> None:
    assert render_word(SOW) == content


def test_nothing_of_the_librarys_template_stays(content: bytes) -> None:
    with ZipFile(BytesIO(content)) as archive:
        assert not [name for name in archive.namelist() if re.search("customXml|thumbnail|Effects", name)]
        assert b'w:val="15"' in archive.read("word/settings.xml")


def test_properties_stand_in_the_order_of_the_standard() -> None:
    contacts = (Contact("محمد", "مدير"), Contact("Łukasz", "管理者"))
    changed = replace(DISCOVERY, contacts=contacts, goals=("منصة واحدة",), customer="شركة الشحن")
    sow = compose(proposal(changed), revision=4, state="draft", audience="internal")
    document = docx.Document(BytesIO(render_word(sow)))
    roots = [document.element, document.styles.element, document.sections[0].header._element]
    for root in roots:
        for name, order in ORDER.items():
            wanted = order.split()
            for found in root.iter(qn(f"w:{name}")):
                places = [wanted.index(child.tag.rpartition("}")[2]) for child in found]
                assert places == sorted(places), [child.tag for child in found]
    assert document.element.body.findall(f".//{qn('w:bidi')}")


def test_a_large_table_and_letters_that_xml_forbids_are_written() -> None:
    effort = SOW.table("effort")
    assert effort is not None
    large = replace(effort, rows=effort.rows * 40)
    blocks = tuple(large if block == effort else block for block in SOW.section(10).blocks)
    section = replace(SOW.section(10), blocks=blocks, title="Effort \x0b and \x00 more")
    text = "".join(paragraphs(docx.Document(BytesIO(render_section(SOW, section)))))
    assert "Effort \ufffd and \ufffd more" in text
    assert text.count("Convert pipelines") == 40


@pytest.mark.parametrize("number", [1, 7, 8, 11])
def test_a_section_alone_holds_just_itself(number: int) -> None:
    section = SOW.section(number)
    document = docx.Document(BytesIO(render_section(SOW, section)))
    assert document.paragraphs[0].text == f"{number}\t{section.title}"
    tables = [block for block in section.blocks if isinstance(block, Table)]
    assert len(document.tables) == len(tables)


@pytest.mark.skipif(not (shutil.which("soffice") or os.environ.get("CI")), reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_reads_every_sentence(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "sow.docx").write_bytes(content)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "sow.docx")], check=True, capture_output=True, timeout=120)
    text = squeezed((tmp_path / "sow.txt").read_text(encoding="utf-8-sig"))
    assert [part for part in sentences(SOW) if squeezed(part) not in text] == []


@pytest.mark.parametrize("shape", Shape)
def test_the_cover_carries_the_facts_of_every_shape_of_fee(shape: Shape) -> None:
    weekly = Decimal(12) if shape is Shape.RETAINER else None
    charged = proposal(replace(DISCOVERY, shape=shape, hours_per_week=weekly))
    sow = compose(charged, revision=2, state="draft", on=date(2027, 1, 14))
    told = "".join(paragraphs(docx.Document(BytesIO(render_word(sow)))))
    assert all(fact.label in told and fact.value in told for fact in sow.key_facts)
