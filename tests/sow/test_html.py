import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from scoping.domain.discovery import Contact
from scoping.domain.sow import StatementOfWork, compose
from scoping.domain.sow.footnotes import cited
from scoping.domain.sow.plain_text import plain_text
from scoping.sow.html import (
    NAMES_ROOM,
    bound,
    breadth,
    direction,
    render_fragment,
    render_html,
    running_names,
    shortened,
)
from tests.sow.catalogue import DISCOVERY, proposal

MARKUP = "<script>alert(1)</script><img src=http://example.org/x> & \"quoted\" 'single'"
VOID = {"input", "meta", "link", "br", "col", "img"}


def sow_of(**changes: object) -> StatementOfWork:
    return compose(proposal(replace(DISCOVERY, **changes)), revision=4, state="draft", on=date(2027, 1, 14))  # type: ignore[arg-type]


class Reading(HTMLParser):
    """What a page consists of: its elements with attributes, its text, and whether every element is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def words(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_every_element_is_closed_and_every_id_is_unique() -> None:
    page = Reading(render_html(sow_of()))
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert page.open == []
    assert len(ids) == len(set(ids))
    named = {name for _, a in page.elements for name in str(a.get("aria-labelledby") or "").split()}
    assert named <= set(ids)


def test_every_cell_and_sentence_of_the_composed_text_is_on_the_page() -> None:
    sow = sow_of()
    text = words(Reading(render_html(sow)).text)
    for line in plain_text(cited(sow)).partition("1 Parties")[2].splitlines():
        for part in re.split(r" \| |\[|\]", line.removeprefix("- ")):
            assert words(part).strip() in text, part


def test_markup_in_any_field_is_text() -> None:
    sow = sow_of(
        customer=MARKUP,
        title=MARKUP,
        goals=(MARKUP,),
        pain_points=(MARKUP,),
        constraints=(MARKUP,),
        contacts=(Contact(MARKUP, MARKUP),),
    )
    for html in (render_html(sow), str(render_fragment(sow))):
        page = Reading(html)
        assert {tag for tag, _ in page.elements} & {"script", "img"} == set()
        assert page.open == []
        assert page.text.count(MARKUP) >= 8


def test_the_fragment_is_the_documents_own_pages_one_heading_lower() -> None:
    sow = sow_of()
    whole, fragment = Reading(render_html(sow)), Reading(render_fragment(sow))
    assert words(fragment.text).strip() in words(whole.text)
    assert {tag for tag, _ in fragment.elements} & {"h1", "html", "body", "style", "script"} == set()
    assert "h1" in {tag for tag, _ in whole.elements}
    assert not [a for _, a in fragment.elements if "style" in a]  # a strict content security policy would drop it


def test_the_watermark_follows_the_state_unless_told_otherwise() -> None:
    sow = sow_of()
    assert 'class="sow sow-draft"' in render_html(sow)
    assert 'class="sow"' in render_html(replace(sow, state="approved"))  # type: ignore[arg-type]
    assert 'class="sow"' in render_html(sow, draft=False)


def test_headings_skip_no_level() -> None:
    levels = [int(tag[1]) for tag, _ in Reading(render_html(sow_of())).elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_tables_have_headers_for_columns_and_rows() -> None:
    page = Reading(render_html(sow_of()))
    cells = [(tag, attributes) for tag, attributes in page.elements if tag in ("th", "tr")]
    for (tag, _), (following, attributes) in pairwise(cells):
        if tag == "tr":
            assert following == "th"
            assert attributes["scope"] in ("row", "col")


@pytest.mark.parametrize(
    ("text", "found"),
    [("Northwind", "ltr"), ("مرحبا Northwind", "rtl"), ("(123) שלום", "rtl"), ("長い名前", "ltr"), ("", "ltr")],
)
def test_the_first_strong_character_decides_the_direction(text: str, found: str) -> None:
    assert direction(text) == found


def test_a_name_is_cut_to_its_room() -> None:
    assert shortened("x " * 300, 20).endswith("…")
    assert len(shortened("x" * 300, 20)) == 20
    assert breadth(shortened("北方货运" * 20, 20)) in (19, 20)
    assert shortened("Northwind\n Freight", 20) == "Northwind Freight"


@pytest.mark.parametrize(("customer", "title"), [("x" * 200, "y" * 200), ("short", "y" * 200), ("北" * 200, "short")])
def test_the_running_line_has_room_for_customer_and_title(customer: str, title: str) -> None:
    line = running_names(sow_of(customer=customer, title=title))
    assert NAMES_ROOM - 2 <= breadth(line.replace(" · ", "")) <= NAMES_ROOM
    assert "short" in line or line.count("…") == 2


def test_the_preview_links_a_figure_to_the_assumption_it_rests_on() -> None:
    pages = render_fragment(sow_of())
    assert '<a class="sow-reference" href="#assumption-A1" title="Up to 1,500 repositories are migrated.' in pages
    assert pages.count('id="assumption-A1"') == 1
    assert "sow-paper" not in pages


def test_no_line_ends_between_what_belongs_together() -> None:
    said = bound("USD 72,000 for 2 weeks and 40 GB, 5 groups; section 15 says how, 80 % at most, 24 hours.")
    assert said.replace("\u00a0", "_") == (
        "USD_72,000 for 2_weeks and 40_GB, 5 groups; section_15 says how, 80_% at most, 24_hours."
    )
