import csv
import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from scoping.codec.formulas import FORMULA
from scoping.domain.sow import compose
from scoping.domain.sow.document import Bullets, Numbered, Paragraph, Section, Subheading
from scoping.domain.sow.plain_text import plain_text
from scoping.domain.sow.tables import Badge, Column, Kind, Row, Table
from scoping.sow.blocks import as_csv, clipboard, markdown, tables_as_csv
from tests.sow.catalogue import DISCOVERY, proposal
from tests.sow.test_html import Reading, words

SOW = compose(proposal(), revision=4, state="draft", on=date(2027, 1, 14))
TRICKY = "# not *a* heading | <b>[x](y)</b> `code` \\ 1. & _z_ ~s~"


def parts(section: Section) -> list[str]:
    """Every sentence, entry and cell of a section."""
    whole = plain_text(replace(SOW, sections=(section,))).partition(section.heading)[2]
    found = [part for line in whole.splitlines() for part in re.split(r" \| |\[|\]", line.removeprefix("- "))]
    return [words(part).strip() for part in found if part.strip()]


def shown(text: str) -> str:
    """What a reader sees of Markdown."""
    return words(Reading(MarkdownIt("gfm-like", {"linkify": False}).enable("table").render(text)).text)


@pytest.mark.parametrize("section", SOW.sections, ids=lambda section: section.title)
def test_markdown_and_clipboard_say_every_word_of_a_section(section: Section) -> None:
    said, copied = shown(markdown(SOW, section)), words(Reading(str(clipboard(SOW, section))).text)
    for form in (said, copied):
        assert [part for part in parts(section) if part not in form] == []


def test_tables_stay_tables_in_markdown() -> None:
    page = Reading(MarkdownIt("gfm-like", {"linkify": False}).render(markdown(SOW, SOW.section(12))))
    assert [tag for tag, _ in page.elements].count("table") == 2
    assert [tag for tag, _ in page.elements].count("h3") == 4


@pytest.mark.parametrize(
    "block", [Paragraph(TRICKY), Bullets((TRICKY,)), Numbered("C", (TRICKY,)), Subheading("1.1", TRICKY)], ids=type
)
def test_marks_in_a_text_stay_text(block: Paragraph | Bullets | Numbered | Subheading) -> None:
    section = Section(1, TRICKY, (block, Table("t", TRICKY, (Column(TRICKY),), (Row((TRICKY,)),), captioned=True)))
    assert shown(markdown(SOW, section)).count(words(TRICKY)) == 5
    page = Reading(str(clipboard(SOW, section)))
    assert page.text.count(TRICKY) == 5


@given(st.text(st.characters(codec="utf-8", exclude_categories=("C",)), min_size=1).map(lambda t: " ".join(t.split())))
def test_any_text_reads_the_same_in_markdown(text: str) -> None:
    assert shown(markdown(SOW, Section(1, "x", (Paragraph(text),)))).strip() == words(f"1 x {text}").strip()


def test_the_clipboard_brings_its_pictures_with_words_and_no_classes() -> None:
    page = Reading(str(clipboard(SOW, SOW.section(11))))
    pictures = [attributes for tag, attributes in page.elements if tag == "img"]
    assert len(pictures) == 2
    assert all(str(picture["src"]).startswith("data:image/png;base64,") and picture["alt"] for picture in pictures)
    assert not [attributes for _, attributes in page.elements if {"class", "id"} & set(attributes)]


def test_csv_gives_numbers_that_sum() -> None:
    found = tables_as_csv(SOW.section(12))
    assert set(found) == {"fees-time-and-materials", "fees-fixed-fee"}
    head, *rows = csv.reader(io.StringIO(found["fees-time-and-materials"]))
    assert head == ["Role and level", "Rate, USD/h", "Hours, h", "Amount, USD"]
    amounts = [Decimal(row[3]) for row in rows]
    assert sum(amounts[:-1]) == amounts[-1] == SOW.proposal.price.time_and_materials.amount


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "\r=1", "＝1"])
def test_a_spreadsheet_computes_no_text(text: str) -> None:
    table = Table("t", text, (Column(text), Column("n", Kind.NUMBER)), (Row((text, text)),))
    for row in csv.reader(io.StringIO(as_csv(table), newline="")):
        assert not [cell for cell in row if cell.startswith(FORMULA)]


def test_figures_lose_their_separators_and_keep_their_sign() -> None:
    columns = (Column("Role"), Column("Hours", Kind.NUMBER, "h"), Column("Amount", Kind.MONEY, "USD"))
    rows = (Row((Badge("senior", "TA S", "Senior technical architect"), "–", "−1,250.50")), Row(("x", "3.25", "0.00")))
    lines = as_csv(Table("t", "n", columns, rows)).splitlines()
    assert lines == ['Role,"Hours, h","Amount, USD"', "TA S Senior technical architect,,-1250.50", "x,3.25,0.00"]


def test_markup_in_a_field_is_text_on_the_clipboard() -> None:
    sow = compose(proposal(replace(DISCOVERY, goals=("<script>alert(1)</script>",))), revision=1, state="draft")
    page = Reading(str(clipboard(sow, sow.section(2))))
    assert "script" not in {tag for tag, _ in page.elements}
    assert "<script>alert(1)</script>" in page.text
