"""What a person writes as Markdown: its subset is set, everything else is text, and no HTML comes through."""

from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from scoping.domain.rewording import Rewording, WordingEdit
from scoping.domain.sow import StatementOfWork, compose
from scoping.domain.sow.document import Entry, Paragraph, Section
from scoping.domain.sow.markup import Marked
from scoping.domain.sow.places import pieces
from scoping.domain.sow.plain_text import plain_text
from scoping.sow.blocks import clipboard, markdown
from scoping.sow.html import render_html, words
from scoping.sow.pdf import render_sow
from scoping.sow.verification import verify
from scoping.sow.word import render_word
from tests.sow.catalogue import CATALOG, DISCOVERY, proposal

EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)> [go](javascript:alert(1)) **bold**"


def edited(text: str) -> StatementOfWork:
    sow = compose(proposal(), revision=1, state="draft")
    entry = next(each for s in sow.sections for each in pieces(s) if each.place.startswith("duties/duties/"))
    row = next(each for s in sow.sections for each in pieces(s) if each.inside == "deliverables/deliverables")
    edits = (
        WordingEdit(entry.place, Rewording.REWORD, (text,), base=entry.texts),
        WordingEdit("exclusions/rest", Rewording.REWORD, (text,)),
        WordingEdit(row.place, Rewording.REWORD, (text, text), base=row.texts),
    )
    return compose(proposal(replace(DISCOVERY, wording=edits)), revision=1, state="draft")


@pytest.mark.parametrize(
    ("source", "html", "plain"),
    [
        ("a **b** *c* a_b_c", "a <strong>b</strong> <em>c</em> a_b_c", "a b c a_b_c"),
        ("1 < 2 & 3", "1 &lt; 2 &amp; 3", "1 < 2 & 3"),
        ("# no heading", "# no heading", "# no heading"),
        ("- one\n- **two**", "<ul>\n<li>one</li>\n<li><strong>two</strong></li>\n</ul>", "- one\n- two"),
        ("one\ntwo", "one<br>\ntwo", "one\ntwo"),
        (
            "[us](https://example.com/?a=1&b=2)",
            '<a href="https://example.com/?a=1&amp;b=2" rel="noopener noreferrer">us</a>',
            "us (https://example.com/?a=1&b=2)",
        ),
        ("![x](https://example.com/x.png)", None, "!x (https://example.com/x.png)"),
        ("[x](/inside)", '<a rel="noopener noreferrer">x</a>', "x (/inside)"),
    ],
)
def test_the_subset_is_set_and_all_else_is_text(source: str, html: str | None, plain: str) -> None:
    assert str(Marked(source)) == plain
    assert html is None or str(words(Marked(source))) == html


def test_what_nobody_edited_is_no_markdown() -> None:
    assert str(words("a **b** <i>")) == "a **b** &lt;i&gt;"


@given(st.text(max_size=60))
def test_no_text_becomes_an_element_beyond_the_subset(text: str) -> None:
    found = str(words(Marked(text)))
    left = found
    for tag in ("strong", "em", "ul", "ol", "li", "p", "br"):
        left = left.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    assert "<" not in left.replace("</a>", "").replace('<a href="', "").replace('<a rel="', "")


def test_markup_in_an_edit_is_text_in_every_form() -> None:
    sow = edited(EVIL)
    section = sow.section(5)
    for html in (render_html(sow), str(clipboard(sow, section)), str(clipboard(sow, sow.section(6)))):
        assert "<script" not in html
        assert "<img src=x" not in html
        assert "<strong>bold</strong>" in html
        assert 'href="javascript' not in html
    assert "\\<script>" in markdown(sow, section)
    assert "**bold**" in markdown(sow, section)
    assert "<script>alert(1)</script>" in plain_text(sow)
    assert render_word(sow)


def test_an_edited_document_is_verified_as_printed() -> None:
    sow = edited("You name **one** decider,\n\n- today\n- with [us](https://example.com)")
    pdf = render_sow(sow)
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    assert "You name one decider" in text
    assert verify(pdf, CATALOG).differences == ()


def test_the_markdown_of_a_block_keeps_marks_and_gains_none() -> None:
    text = Marked("# a\n**b** | `c`\n--- d")
    section = Section(5, "x", (Paragraph(text),))
    assert "\\# a\n  **b** \\| \\`c\\`\n  \\--- d" in markdown(compose(proposal(), revision=1, state="draft"), section)
    assert str(Entry(text, "k")).startswith("# a")
