import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from scoping.domain.discovery import Answer, Contact
from scoping.domain.overrides import Override
from scoping.domain.proposal import Proposal
from scoping.domain.sow import StatementOfWork, compose
from scoping.domain.sow.citations import Footnote
from scoping.domain.sow.document import Subheading
from scoping.domain.sow.footnotes import cited, footnotes
from scoping.domain.sow.tables import Table, Weight
from scoping.sow.html import ROOT, render_html
from scoping.sow.pdf import BASE, Variant, own_files, render_pdf, render_sow
from tests.sow.catalogue import DISCOVERY, proposal
from tests.sow.secrets import secretive

SOW = compose(proposal(), revision=4, state="draft", on=date(2027, 1, 14))


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render_pdf(render_html(SOW))


def text_by_page(pdf: bytes) -> list[str]:
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(BytesIO(pdf)).pages]


@pytest.fixture(scope="module")
def opened(pdf: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(pdf)) as found:
        yield found


def below(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """The elements of the structure tree below this one, in reading order."""
    children = element.get("/K", pikepdf.Array())
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from below(child)


def figures_of(found: Proposal) -> set[str]:
    """Every hour, amount and date of a proposal as it is printed."""
    return {
        f"{found.price.time_and_materials.amount:,.2f}",
        f"{found.price.fixed_fee.amount:,.2f}",
        found.fingerprint,
        *(f"{hours:,.2f}" for hours in (found.effort.p10, found.effort.p50, found.effort.p80, found.effort.p90)),
        *(f"{task.planned:,.2f}" for task in found.tasks),
        *(f"{line.amount.amount:,.2f}" for line in found.price.lines),
        *(f"{week.hours:,.2f}" for week in found.staffing.weeks),
        *(f"{d.day} {d:%B %Y}" for p in found.schedule.packages for d in (p.starts_on, p.ends_on)),
    }


def test_every_figure_of_the_proposal_is_in_the_text(pdf: bytes) -> None:
    text = " ".join(text_by_page(pdf))
    assert [figure for figure in figures_of(SOW.proposal) if figure not in text] == []


@settings(max_examples=2)  # each sets a whole document
@given(st.integers(1, 90_000), st.decimals("0", "0.3", places=3))
def test_whatever_was_answered_the_text_says_the_figures_of_tasks_grid_and_price(
    repositories: int, discount: Decimal
) -> None:
    answers = {**DISCOVERY.answers, "repositories": Answer(repositories)}
    overrides = (Override("agreed with sales", discount=discount),)
    found = proposal(replace(DISCOVERY, answers=answers, overrides=overrides))
    set_as = render_pdf(render_html(compose(found, revision=4, state="draft", on=date(2027, 1, 14))))
    text = " ".join(text_by_page(set_as))
    assert [figure for figure in figures_of(found) if figure not in text] == []


def test_the_text_extracts_in_reading_order(pdf: bytes) -> None:
    text = " ".join(text_by_page(pdf)[2:])
    places = [text.index(f"{section.number} {section.title}") for section in SOW.sections]
    assert places == sorted(places)
    effort = SOW.table("effort")
    assert isinstance(effort, Table)
    for row in effort.rows:
        cells = [str(cell) for cell in row.cells if str(cell)]
        assert " ".join(cells) in text, row
    assert [row.weight for row in effort.rows].count(Weight.TOTAL) == 1


def test_only_a_draft_carries_the_watermark_and_it_is_no_content(pdf: bytes, opened: pikepdf.Pdf) -> None:
    assert all("DRAFT" in text for text in text_by_page(pdf))
    approved = render_pdf(render_html(replace(SOW, state="approved")))  # type: ignore[arg-type]
    assert not any("DRAFT" in text for text in text_by_page(approved))
    for page in opened.pages:
        steps = [step for step in pikepdf.parse_content_stream(page) if str(step.operator) in ("BMC", "BDC", "Do")]
        assert [str(step.operator) for step in steps[:2]] == ["BMC", "Do"]  # the first thing drawn, and an artifact
        assert str(steps[0].operands[0]) == "/Artifact"


def test_the_foot_tells_where_the_page_belongs(pdf: bytes) -> None:
    first, *others = text_by_page(pdf)
    foot = "Northwind Freight · Move to GitLab.com · revision 4 · draft ·"
    assert foot not in first
    for number, text in enumerate(others, 2):
        assert f"{foot} {number} of {len(others) + 1}" in text


def test_the_contents_give_the_page_of_each_section(pdf: bytes) -> None:
    pages = text_by_page(pdf)
    for section in SOW.sections:
        match = re.search(rf"{re.escape(section.heading)}[ .]+(\d+)", pages[1])
        assert match, section.heading
        assert section.heading in pages[int(match[1]) - 1]


def test_price_dates_and_people_stand_on_the_first_page(pdf: bytes) -> None:
    first = text_by_page(pdf)[0]
    for fact in SOW.key_facts:
        assert fact.value in first
        assert fact.note in first


def test_it_is_tagged_and_says_its_language_and_title(opened: pikepdf.Pdf) -> None:
    assert opened.Root.MarkInfo.Marked
    assert str(opened.Root.Lang) == "en"
    assert opened.Root.ViewerPreferences.DisplayDocTitle
    assert str(opened.docinfo.Title) == "Move to GitLab.com – statement of work for Northwind Freight"
    assert opened.open_metadata()["pdfuaid:part"] == "1"


def test_headings_come_in_order_and_are_bookmarks(opened: pikepdf.Pdf) -> None:
    kinds = [str(element.S) for element in below(opened.Root.StructTreeRoot)]
    levels = [int(kind[2]) for kind in kinds if re.fullmatch(r"/H[1-6]", kind)]
    assert levels[0] == 1
    assert levels.count(2) == 18  # contents, sixteen sections, signatures
    assert all(after - before <= 1 for before, after in pairwise(levels))
    with opened.open_outline() as outline:
        titles = [re.sub(r"\s+", " ", item.title) for item in outline.root[0].children]
    assert titles[1:17] == [section.heading for section in SOW.sections]


def test_tables_have_header_cells_on_every_page_and_figures_alternatives(opened: pikepdf.Pdf) -> None:
    found = list(below(opened.Root.StructTreeRoot))
    tables = [element for element in found if str(element.S) == "/Table"]
    assert len(tables) > len(list(SOW.tables()))  # one goes over the page
    for table in tables:
        assert "/TH" in [str(element.S) for element in below(table)]
    alternatives = [str(element.Alt) for element in found if str(element.S) == "/Figure"]
    assert [alternative.partition(" ")[0] for alternative in alternatives] == ["Total", "Work", "Hours"]


def test_a_table_of_five_hundred_rows_repeats_its_head_on_every_page_and_breaks_no_row() -> None:
    effort = SOW.table("effort")
    assert isinstance(effort, Table)
    body = [row for row in effort.rows if row.weight is Weight.BODY]
    rows = tuple(
        replace(body[0], cells=(f"Task {n}, which is long enough for two lines", *body[0].cells[1:]))
        for n in range(500)
    )
    blocks = tuple(replace(effort, rows=rows) if block == effort else block for block in SOW.section(10).blocks)
    sections = (*SOW.sections[:9], replace(SOW.section(10), blocks=blocks), *SOW.sections[10:])
    pdf = render_pdf(render_html(replace(SOW, sections=sections)))
    pages = text_by_page(pdf)
    on_pages = [text for text in pages if "which is long enough" in text]
    assert len(on_pages) > 12
    assert all("Optimistic, h" in text for text in on_pages)
    assert all(any(f"Task {n}, which is long enough for two lines" in text for text in on_pages) for n in range(500))
    with pikepdf.open(BytesIO(pdf)) as opened:
        for table in (element for element in below(opened.Root.StructTreeRoot) if str(element.S) == "/Table"):
            assert "/TH" in [str(element.S) for element in below(table)]


def test_the_internal_version_is_tagged_in_order_too() -> None:
    sow = compose(secretive(), revision=4, state="draft", on=date(2027, 1, 14), audience="internal")
    with pikepdf.open(BytesIO(render_sow(sow))) as opened:
        kinds = [str(element.S) for element in below(opened.Root.StructTreeRoot)]
    levels = [int(kind[2]) for kind in kinds if re.fullmatch(r"/H[1-6]", kind)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert levels.count(3) == sum(isinstance(b, Subheading) for section in sow.sections for b in section.all_blocks)


@pytest.mark.parametrize("variant", Variant)
def test_either_variant_is_a_sound_file_and_the_same_every_time(variant: Variant) -> None:
    pdf = render_sow(SOW, variant=variant)
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert opened.check_pdf_syntax() == []
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang) == "en"
    assert render_sow(SOW, variant=variant) == pdf


def test_a_list_holds_nothing_but_its_entries(opened: pikepdf.Pdf) -> None:
    for element in below(opened.Root.StructTreeRoot):
        if str(element.S) == "/L":
            assert {str(child.S) for child in element.K} == {"/LI"}


def test_fonts_are_embedded(opened: pikepdf.Pdf) -> None:
    for page in opened.pages:
        for font in page.Resources.Font.values():
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert {"/FontFile2", "/FontFile3"} & set(descriptor.keys())


def test_the_same_document_gives_the_same_bytes(pdf: bytes) -> None:
    assert render_pdf(render_html(SOW)) == pdf


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://example.org/x.png",
        "https://document.invalid/pyproject.toml",
        "https://document.invalid/static/css/../../pyproject.toml",
        "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>",
    ],
)
def test_it_loads_nothing_but_its_own_files(
    address: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked = []
    real = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: asked.append(path) or real(path))
    html = f'<html lang="en"><title>x</title><img alt="x" src="{address}"><p>text'
    assert render_pdf(html).startswith(b"%PDF-")
    assert "may not load" in caplog.text
    assert set(asked) <= set(own_files().values())
    caplog.clear()


def test_its_own_files_are_the_style_sheet_the_watermark_and_fonts() -> None:
    kinds = {Path(address).suffix for address in own_files()}
    assert kinds == {".css", ".svg", ".woff", ".woff2"}
    assert all(address.startswith(BASE) and path.is_file() for address, path in own_files().items())


def test_names_of_any_length_and_script_print() -> None:
    long = "Ünïted Freight & Sons <b>Incorporated</b> of the Northern Territories " * 5
    contacts = (Contact("محمد", "مدير"), Contact("Łukasz Ångström", "Đặng Văn Lâm"), Contact("x" * 400, "Юрий"))
    changed = replace(DISCOVERY, customer=long[:300], title="شركة الشحن الشمالية " * 6, contacts=contacts)
    text = " ".join(text_by_page(render_pdf(render_html(compose(proposal(changed), revision=4, state="in_review")))))
    for written in (
        "Łukasz Ångström",
        "Đặng Văn Lâm",
        "Юрий",
        "محمد",
        "شركة الشحن",
        "<b>Incorporated</b>",
        "in review",
    ):
        assert written in text, written


def test_emoji_and_arabic_come_in_fonts_of_our_own() -> None:
    changed = replace(DISCOVERY, customer="شركة الشحن", goals=("One platform ✅ 🚢",))
    pdf = render_sow(compose(proposal(changed), revision=4, state="draft"))
    with pikepdf.open(BytesIO(pdf)) as opened:
        fonts = {str(font.BaseFont).partition("+")[2] for page in opened.pages for font in page.Resources.Font.values()}
    assert {"Noto-Sans-Arabic", "Noto-Emoji"} <= {font.removesuffix(",") for font in fonts}
    assert "✅ 🚢" in " ".join(text_by_page(pdf))


def test_chinese_and_japanese_come_in_a_font_of_our_own() -> None:
    changed = replace(DISCOVERY, customer="北方货运有限公司", title="長い顧客の名前", goals=("統一平臺",))
    pdf = render_sow(compose(proposal(changed), revision=4, state="draft"))
    with pikepdf.open(BytesIO(pdf)) as opened:
        fonts = {str(font.BaseFont).partition("+")[2] for page in opened.pages for font in page.Resources.Font.values()}
    assert {"Noto-Sans-SC", "Noto-Sans-SC-Semi-Bold"} <= fonts
    text = " ".join(text_by_page(pdf))
    assert all(written in text for written in ("北方货运有限公司", "長い顧客の名前", "統一平臺"))


def test_a_validator_finds_nothing_to_say_against_pdf_ua(tmp_path: Path) -> None:
    file = tmp_path / "sow.pdf"
    file.write_bytes(render_sow(SOW))
    done = subprocess.run([sys.executable, "-m", "pdfua", "check", file], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "PASS (no findings)" in done.stdout


def test_a_process_makes_a_document_within_250_megabytes(tmp_path: Path) -> None:
    """Most of it is the interpreter with WeasyPrint; what this process holds does not count."""
    page = tmp_path / "sow.html"
    page.write_text(render_html(SOW), encoding="utf-8")
    ballast = bytearray(250_000_000)
    command = [sys.executable, "-m", "benchmarks.pdf", "--peak", page]
    done = subprocess.run(command, capture_output=True, check=True, text=True, cwd=ROOT)
    assert len(ballast) > 1024 * int(done.stdout) > 50_000_000


def test_every_header_cell_says_what_it_heads(opened: pikepdf.Pdf) -> None:
    for cell in below(opened.Root.StructTreeRoot):
        if str(cell.S) == "/TH":
            in_head = str(cell.P.P.S) == "/THead"
            assert str(cell.A.Scope) == ("/Column" if in_head else "/Row")


def footnotes_of(sow: StatementOfWork) -> list[tuple[Footnote, ...]]:
    return [footnotes(block) for section in cited(sow).sections for block in section.blocks]


def test_a_footnote_stands_on_the_page_that_refers_to_it(pdf: bytes) -> None:
    pages = text_by_page(pdf)
    (page,) = [page for page in pages if "Move 1,500 A1 repositories" in page or "Move 1,500A1 repositories" in page]
    assert "A1 Up to 1,500 repositories are migrated. More of them start a change order." in page
    assert page.index("A1 Up to 1,500") > page.index("repositories with history")


def test_footnotes_are_notes_with_identifiers_outside_the_text_and_lead_to_their_assumption(
    opened: pikepdf.Pdf,
) -> None:
    root = opened.Root.StructTreeRoot
    notes = [element for element in below(root) if str(element.S) == "/Note"]
    assert len(notes) == sum(map(len, footnotes_of(SOW)))
    assert [str(note.ID) for note in notes] == [str(name) for name in list(root.IDTree.Names)[::2]]
    assert len({str(note.ID) for note in notes}) == len(notes)
    targets = [str(name) for name in list(opened.Root.Names.Dests.Names)[::2]]
    assert {"assumption-A1", "assumption-A2"} <= set(targets)


def test_a_link_is_one_annotation_called_by_its_words(opened: pikepdf.Pdf) -> None:
    links = [annotation for page in opened.pages for annotation in page.get("/Annots", ())]
    said = [str(link.Contents) for link in links if str(link.Subtype) == "/Link"]
    cited = [note.label for section in footnotes_of(SOW) for note in section]
    assert cited
    assert said == [*(section.heading for section in SOW.sections), "Signatures", *cited]
    numbers = list(opened.Root.StructTreeRoot.ParentTree.Nums)
    holders = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    for link in links:
        holder = holders[int(link.StructParent)]
        assert str(holder.S) in ("/Link", "/Form")
        assert str(holder.P.S) not in ("/Link", "/Form")


@pytest.mark.parametrize("variant", Variant)
def test_both_sides_find_a_field_to_sign(variant: Variant) -> None:
    with pikepdf.open(BytesIO(render_sow(SOW, variant=variant))) as opened:
        form = opened.Root.AcroForm
        assert "/NeedAppearances" not in form
        assert [(str(field.FT), str(field.T), str(field.TU)) for field in form.Fields] == [
            ("/Sig", "signature-customer", "Signature for the customer, Northwind Freight"),
            ("/Sig", "signature-provider", f"Signature for the provider, {SOW.provider}"),
        ]
        for field in form.Fields:
            left, bottom, right, top = map(float, field.Rect)
            assert right - left > 150
            assert 20 < top - bottom < 60
            assert "/N" in field.AP
        assert not opened.Root.Metadata.get("/Filter")


def test_letters_without_a_font_do_not_stop_the_document() -> None:
    changed = replace(DISCOVERY, customer="長い顧客の名前", goals=("🚢 \ue000",))
    sow = compose(proposal(changed), revision=4, state="draft")
    assert len(text_by_page(render_pdf(render_html(sow)))) >= len(text_by_page(render_pdf(render_html(SOW))))
