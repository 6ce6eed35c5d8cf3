"""A composed statement of work as HTML: the whole document for the PDF, or its pages for the preview."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Mapping
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Literal, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from scoping.domain.proposal import Proposal
from scoping.domain.sow.citations import Cited, Footnote
from scoping.domain.sow.document import Block, Chart, Figure, Section, StatementOfWork
from scoping.domain.sow.footnotes import cited
from scoping.domain.sow.markup import Marked, Words, parser
from scoping.domain.sow.places import entry_place, place_of
from scoping.domain.sow.tables import Badge, Cell, Row
from scoping.sow import charts
from scoping.sow.columns import shares
from scoping.sow.gantt import gantt_parts
from scoping.sow.letterhead import Letterhead, style
from scoping.sow.ranges import hours_range

ROOT = Path(__file__).parents[2]
NAMES_ROOM = 72  # characters that a running line has room for; Chinese ones take two
TAGS = {"strong", "em", "a", "ul", "ol", "li", "p", "br"}
SCHEMES = {"http", "https", "mailto"}
BOUND = re.compile(  # currency and amount, number and unit, section and number
    r"(?<=\b[A-Z]{3}) (?=\d)|(?<=\d) (?=(?:h|d|GB|MB|%|weeks?|days?|hours?)(?!\w))|(?<=\bsection) (?=\d)"
)
LOGO = "logo"  # where the PDF's renderer finds the letterhead's
DRAWINGS: Mapping[Chart, Callable[[Proposal, str], tuple[Markup, ...]]] = {
    Chart.RANGE: lambda proposal, prefix: (hours_range(proposal, prefix),),
    Chart.GANTT: gantt_parts,
    Chart.WEEKLY_STAFFING: lambda proposal, prefix: (charts.weekly_staffing(proposal, prefix),),
}


class Margin(Protocol):
    """What a page puts beside a document that people work on; paper has none."""

    def attributes(self, place: str) -> Markup:
        """What the element at a place carries: its identifier, and how it stands."""

    def beside(self, place: str) -> Markup:
        """What follows the words at a place, in their line."""

    def below(self, place: str) -> Markup:
        """What stands below a place, as a block."""

    def origin(self, block: Block) -> Markup:
        """Where a computed block comes from."""

    def head(self, section: Section) -> Markup:
        """What stands below the heading of a section."""

    def foot(self, section: Section) -> Markup:
        """What stands at the end of a section."""


def render_html(sow: StatementOfWork, *, draft: bool | None = None, letterhead: Letterhead | None = None) -> str:
    """The whole document; `draft` decides on the watermark, by default the state does."""
    letterhead = letterhead or Letterhead(sow.provider)
    logo = LOGO if letterhead.logo else ""
    own = Markup(style(letterhead))  # noqa: S704  (no text of anybody's)
    return _render("sow/document.html", sow, draft, top=1, fields=True, logo=logo, margin=None, style=own)


def render_fragment(
    sow: StatementOfWork, *, draft: bool | None = None, top: int = 2, logo: str = "", margin: Margin | None = None
) -> Markup:
    """The document's pages to stand within a web page, the title as heading of level `top`, `logo` an address.

    Needs css/sow.css and, for another colour than its own, `letterhead.style`. `margin` is what the page puts beside
    the places of the document.
    """
    pages = _render("sow/_pages.html", sow, draft, top=top, fields=False, logo=logo, margin=margin)
    return Markup(pages)  # noqa: S704  (the template escapes)


def _render(template: str, sow: StatementOfWork, draft: bool | None, **shown: object) -> str:
    return rendered(
        template,
        sow=cited(sow),
        draft=sow.is_draft if draft is None else draft,
        running_names=running_names(sow),
        foot=foot(sow),
        about=words_about(sow),
        draw=partial(draw, sow),
        **shown,
    )


def rendered(template: str, **shown: object) -> str:
    """A template of the document, filled."""
    return _environment.get_template(template).render(**shown)


def words_about(sow: StatementOfWork) -> str:
    """What a file says about itself beyond its title."""
    internal = ", internal" if sow.is_internal else ""
    return f"{sow.subtitle}, revision {sow.revision}, {sow.state_words}{internal}, fingerprint {sow.fingerprint}"


def running_names(sow: StatementOfWork) -> str:
    """Customer and title, as they stand on one line at the head of every page; a short one leaves the other more."""
    half = NAMES_ROOM // 2
    customer = shortened(sow.customer, max(half, NAMES_ROOM - breadth(sow.title)))
    return f"{customer} · {shortened(sow.title, NAMES_ROOM - min(breadth(customer), half))}"


def foot(sow: StatementOfWork) -> str:
    """What stands at the foot of every page, before its number."""
    parts = [running_names(sow), *filter(None, [sow.label]), f"revision {sow.revision}", sow.state_words]
    return " · ".join(parts + ["internal"] * sow.is_internal)


def draw(sow: StatementOfWork, figure: Figure) -> tuple[Markup, ...]:
    """The figure's pictures; a tall one comes in parts, so that it need not stand on one page."""
    return DRAWINGS[figure.chart](sow.proposal, f"sow-{figure.chart}")


def shortened(text: str, room: int) -> str:
    """The text on one line, cut with an ellipsis where it is broader than `room` characters.

    Right-to-left text is isolated, so that it does not reorder what stands beside it.
    """
    line = " ".join(text.split())
    if breadth(line) > room:
        kept = bisect_right(list(accumulate(map(breadth, line))), room - 1)
        line = line[:kept].rstrip() + "…"
    return f"\u2067{line}\u2069" if direction(line) == "rtl" else line


def breadth(text: str) -> int:
    """Characters, the broad ones of Chinese, Japanese and Korean counted twice."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def direction(text: str) -> Literal["ltr", "rtl"]:
    """The direction of the first strongly directed character, as `dir="auto"` finds it; WeasyPrint has no auto."""
    for character in text:
        match unicodedata.bidirectional(character):
            case "L":
                return "ltr"
            case "R" | "AL":
                return "rtl"
    return "ltr"


def turned(text: str) -> Markup:
    """The attribute that turns an element with right-to-left text; nothing for other text."""
    return Markup(' dir="rtl"') if direction(text) == "rtl" else Markup("")


def words(text: Words) -> Markup:
    """A text as HTML: what a person wrote as Markdown with its marks and nothing else, any other text as it stands."""
    if isinstance(text, Cited):
        return Markup("").join(bound(part) if isinstance(part, str) else footnote(part) for part in text.parts)
    if not isinstance(text, Marked):
        return escape(bound(str(text)))
    import nh3

    html = nh3.clean(
        parser().render(text.source),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes=SCHEMES,
        url_relative="deny",
    ).strip()
    return Markup(html.removeprefix("<p>").removesuffix("</p>") if text.is_single else html)  # noqa: S704  (sanitised)


def bound(text: str) -> str:
    """The text without line ends between what belongs together."""
    return BOUND.sub("\u00a0", text)


def footnote(given: Footnote) -> Markup:
    """The link to a numbered assumption, and its words for the foot of the page; a web page shows the link alone."""
    call = Markup('<a class="sow-reference" href="#assumption-{}" title="{}">{}</a>')
    note = Markup('<span class="sow-footnote"><span class="sow-label">{}</span> {}</span>')
    return call.format(given.label, given.text, given.label) + note.format(given.label, given.text)


def kind(block: Block | Cell) -> str:
    """The name by which a template chooses the macro of a block or cell."""
    return type(block).__name__.lower()


def spanned(row: Row) -> list[tuple[Cell, int]]:
    """The cells with their spans: the first one spans the empty ones that follow it in rows that are not plain."""
    if row.weight == "body":
        return [(cell, 1) for cell in row.cells]
    rest = next((place for place, cell in enumerate(row.cells) if place and cell), len(row.cells))
    return [(row.cells[0], rest), *((cell, 1) for cell in row.cells[rest:])]


def step(badge: Badge) -> int:
    """The shade of a badge's level, as in the charts."""
    return charts.step_of(badge.level)


_environment = Environment(
    loader=FileSystemLoader(ROOT / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.globals |= {"place_of": place_of, "entry_place": entry_place}
_environment.filters |= {
    "words": words,
    "kind": kind,
    "spanned": spanned,
    "step": step,
    "turned": turned,
    "shares": shares,
}
