"""How full the pages of a PDF are and what stands at their feet, read from where its texts stand."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import pairwise
from typing import Any, NamedTuple

import pytest
from pypdf import PdfReader

from scoping.codec import discovery_from_toml
from scoping.domain.fee_basis import Shape
from scoping.domain.proposal import propose
from scoping.domain.sow import StatementOfWork, compose
from scoping.domain.sow.document import Subheading
from scoping.reference import shipped
from scoping.sow.html import ROOT
from scoping.sow.letterhead import Letterhead, Paper
from scoping.sow.pdf import render_sow
from tests.sow.catalogue import DISCOVERY, proposal

MILLIMETRE = 72 / 25.4
BOTTOM = 24 * MILLIMETRE  # the margin
NOTE = 8.0  # points of running lines and footnotes
CALLS = (7.2, 6.5)  # points of what refers to a footnote, in prose and in tables
LETTERING = 6.9, 7.4  # points of the letters in pictures, as wide as the paper makes them
PROSE = (8.5, 9.0, 10.0)  # points of paragraphs, lists, tables and captions
EMPTY = 85 * MILLIMETRE  # a third of what a page holds; a picture with its heading takes about as much


class Text(NamedTuple):
    """A piece of text with the height of its base line, in points from the foot of the page, and its size."""

    text: str
    at: float
    size: float


def texts(page: Any) -> Iterator[Text]:
    found: list[Text] = []

    def visit(text: str, cm: list[float], tm: list[float], _: object, size: float) -> None:
        if text.strip():
            found.append(Text(text.strip(), tm[5] * cm[3] + cm[5], round(size * abs(tm[3] * cm[3]), 1)))

    page.extract_text(visitor_text=visit)
    yield from found


def example(name: str, audience: str = "client", shape: Shape = Shape.OPEN) -> StatementOfWork:
    discovery = discovery_from_toml(
        (ROOT / "examples" / f"{name}.toml").read_text(encoding="utf-8"), shipped().questions
    )
    found = propose(shipped(), replace(discovery, shape=shape))
    return compose(found, revision=1, state="draft", on=date(2027, 1, 14), audience=audience)


DOCUMENTS: dict[str, tuple[Callable[[], StatementOfWork], Paper]] = {
    "everything": (lambda: compose(proposal(), revision=4, state="draft", on=date(2027, 1, 14)), Paper.A4),
    "a program": (lambda: example("program"), Paper.A4),
    "a program on Letter": (lambda: example("program"), Paper.LETTER),
    "half answered": (lambda: example("half-answered"), Paper.LETTER),
    "for internal readers": (lambda: example("training", "internal"), Paper.LETTER),
    "one fee": (lambda: example("combined", shape=Shape.FIXED_FEE), Paper.A4),
}


@pytest.fixture(scope="module", params=DOCUMENTS)
def made(request: pytest.FixtureRequest) -> tuple[StatementOfWork, list[list[Text]]]:
    """A document with the texts of its pages after cover and contents."""
    composed, paper = DOCUMENTS[request.param]
    sow = composed()
    pdf = render_sow(sow, Letterhead(paper=paper))
    return sow, [list(texts(page)) for page in PdfReader(BytesIO(pdf)).pages][2:]


def headings(sow: StatementOfWork) -> set[str]:
    subheadings = (b for section in sow.sections for b in section.all_blocks if isinstance(b, Subheading))
    return {section.title for section in sow.sections} | {each.text for each in subheadings} | {"Signatures"}


def body(page: list[Text], titles: set[str]) -> list[Text]:
    """What is read, headings included, without running lines, footnotes and the letters of pictures."""
    return [text for text in page if text.size in PROSE or (text.text in titles and text.size > max(PROSE))]


def test_no_page_but_the_last_and_the_one_before_the_signatures_is_left_a_third_empty(
    made: tuple[StatementOfWork, list[list[Text]]],
) -> None:
    sow, pages = made
    titles = headings(sow)
    for page, following in pairwise(pages):
        if body(following, titles)[0].text == "Signatures":
            continue
        notes = [text.at for text in page if text.size == NOTE and BOTTOM < text.at < 200]
        drawn = [text for text in page if LETTERING[0] < text.size < LETTERING[1]]
        lowest = min(text.at for text in (*body(page, titles), *drawn))
        assert lowest - max(notes, default=BOTTOM) < EMPTY, page[-1]


def test_no_heading_and_no_words_that_lead_up_to_something_end_a_page(
    made: tuple[StatementOfWork, list[list[Text]]],
) -> None:
    sow, pages = made
    titles = headings(sow)
    for page in pages:
        last = min(body(page, titles), key=lambda text: text.at)
        assert last.text not in titles
        assert not last.text.endswith(":")


def test_what_both_sides_sign_stands_on_one_page(made: tuple[StatementOfWork, list[list[Text]]]) -> None:
    (page,) = [page for page in made[1] if any(text.text == "For the customer" for text in page)]
    said = [text.text for text in page]
    assert said.count("Date") >= 2
    assert "Signatures" in said
    assert made[0].agreement in " ".join(said)


def test_a_footnote_stands_on_the_page_that_refers_to_it(made: tuple[StatementOfWork, list[list[Text]]]) -> None:
    _, pages = made
    for page in pages:
        called, told = (
            {found[0] for text in page if text.size in sizes and (found := re.match(r"A\d+", text.text))}
            for sizes in (CALLS, (NOTE,))
        )
        assert called == told


def test_both_sides_sign_line_beside_line_however_long_a_name_is() -> None:
    sow = compose(proposal(replace(DISCOVERY, customer="Northern Freight " * 12)), revision=4, state="draft")
    page = list(texts(PdfReader(BytesIO(render_sow(sow))).pages[-1]))
    for line in ("Signature", "Name", "Title", "Date"):
        left, right = [text.at for text in page if text.text == line]
        assert left == pytest.approx(right, abs=0.1)
