"""What stands beside a document that people work on: links to edit and to comment, marks, where figures come from.

All of it is links and forms; with htmx the page changes in place, without JavaScript the browser goes there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from secrets import token_urlsafe
from typing import Any
from urllib.parse import quote_plus

from flask import render_template, url_for
from markupsafe import Markup, escape

from scoping.db.models import Revision
from scoping.domain.errors import Fault
from scoping.domain.rewording import Rewording
from scoping.domain.sow.document import Block, Figure, Section, StatementOfWork, WordedEdit
from scoping.domain.sow.places import Piece, computed_from, part_names, pieces

IN_LABEL = 50  # characters of a text by which a reader knows which one a link is about
TABS = {
    "effort": "revisions.estimate",
    "effort-range": "revisions.estimate",
    "packages": "revisions.staffing",
    "staffing": "revisions.staffing",
    "staffing-grid": "revisions.staffing",
    "fees-time-and-materials": "revisions.price",
    "fees-fixed-fee": "revisions.price",
    "approvals": "reviews.show",
    "record": "reviews.show",
}


# With %, which fills a text several times as quickly as format does: a page has hundreds of these.
PLACE = Markup(' id="%s" data-piece="%s"')
TOOLS = Markup(' <span class="sow-tools">%s <span class="sow-links">%s</span></span>')
TOOL = Markup('<a class="sow-tool" href="%s#%s" hx-get="%s">%s<span class="visually-hidden">: %s</span></a>')
LOCKED = Markup(' title="Computed from the figures of this proposal; it changes with them."')


@dataclass(frozen=True)
class Opened:
    """The one form that stands open: "edit", "add" or "comment", at a place, as typed, and what is wrong with it."""

    act: str
    place: str
    texts: tuple[str, ...] | None = None
    faults: Sequence[Fault] = ()


@dataclass(frozen=True)
class Beside:
    """The margin of one page; `threads` counts the open comments of each place."""

    revision: Revision
    sow: StatementOfWork
    version: str
    editable: bool
    commentable: bool
    opened: Opened | None = None
    downloads: bool = True
    threads: Mapping[str, int] = field(default_factory=dict)

    def attributes(self, place: str) -> Markup:
        """Its identifier, and whether it was edited or waits for a decision; that it is computed, where it is."""
        if place not in self.pieces:
            return LOCKED if self.editable else Markup("")
        edits = self.edits.get(place, ())
        state = "disputed" if any(each.conflict for each in edits) else "edited" if edits else "computed"
        return PLACE % (anchor(place), state)

    def beside(self, place: str) -> Markup:
        """Who edited it, the link to edit it, and its comments."""
        if place not in self.pieces:
            return Markup("")
        links = []
        about = escape(beginning(" ".join(self.pieces[place].texts)))
        if self.editable:
            links.append(self._link("edit", place, "Edit", about))
        if self.commentable:
            count = self.threads.get(place, 0)
            links.append(self._link("comment", place, f"Comment ({count})" if count else "Comment", about))
        said, shown = self._said(place), Markup(" ").join(links)
        return TOOLS % (said, shown)

    def below(self, place: str) -> Markup:
        """The open form, where it is this place's."""
        if self.opened is None or self.opened.place != place or place not in self.pieces or not self._opens():
            return Markup("")
        section = next(each for each in self.sow.sections if each.key == place.partition("/")[0])
        shown = {"piece": self.pieces[place], "edits": self.edits.get(place, ()), "names": part_names(section, place)}
        return _rendered("wording/_open.html", beside=self, opened=self.opened, once=token_urlsafe, **shown)

    def origin(self, block: Block) -> Markup:
        """Where the figures of a table come from, with the way there for those who may change them."""
        source = computed_from(block)
        if not source or not self.editable:
            return Markup("")
        page = "revisions.estimate" if isinstance(block, Figure) else TABS.get(getattr(block, "key", ""), "")
        where: dict[str, Any] = {"engagement_id": self.revision.engagement_id}
        address = url_for(page, number=self.revision.number, **where) if page else url_for("discovery.show", **where)
        said = Markup('<p class="sow-origin">Computed from {}. <a href="{}">Change it there</a></p>')
        return said.format(source, address)

    def head(self, section: Section) -> Markup:
        """The ways to take this section along."""
        opened = self.opened if self.opened and self.opened.place == section.key else None
        return _rendered("wording/_section.html", section=section, beside=self, opened=opened, once=token_urlsafe)

    def foot(self, section: Section) -> Markup:
        """What is hidden in the section, to be shown again."""
        gone = [each for each in self.sow.wording if each.section.key == section.key and each.is_used]
        gone = [each for each in gone if each.edit.kind is Rewording.HIDE]
        if not gone or not self.editable:
            return Markup("")
        return _rendered("wording/_hidden.html", hidden=gone, beside=self, once=token_urlsafe)

    def address(self, **asked: str) -> str:
        """This page in the same version with something open in it."""
        if not asked:
            return self._page
        said = "&".join(f"{name}={quote_plus(value)}" for name, value in asked.items())
        return f"{self._page}{'&' if '?' in self._page else '?'}{said}"

    @cached_property
    def _page(self) -> str:
        return sow_address(self.revision, self.version)

    @cached_property
    def pieces(self) -> dict[str, Piece]:
        """Everything that can be edited, by place."""
        return {piece.place: piece for section in self.sow.sections for piece in pieces(section)}

    @cached_property
    def edits(self) -> dict[str, list[WordedEdit]]:
        """The edits of what stands there, by place."""
        found: dict[str, list[WordedEdit]] = {}
        for each in self.sow.wording:
            if each.is_used and each.edit.kind in (Rewording.REWORD, Rewording.ADD):
                found.setdefault(each.edit.target, []).append(each)
        return found

    def _opens(self) -> bool:
        """Whether the open form is one that stands below words, and may be sent by whoever looks."""
        act = self.opened.act if self.opened else ""
        return self.commentable if act == "comment" else self.editable and act in ("edit", "add")

    def _said(self, place: str) -> Markup:
        made = self.edits.get(place)
        if not made:
            return Markup("")
        return Markup('<span class="sow-said">{} by <bdi>{}</bdi></span>').format(
            "added" if made[0].edit.kind is Rewording.ADD else "edited", made[0].edit.by or "the discovery file"
        )

    def _link(self, act: str, place: str, word: str, about: Markup) -> Markup:
        address = escape(self.address(**{act: place}))
        return TOOL % (address, anchor(place), address, word, about)


def _rendered(template: str, **shown: Any) -> Markup:
    return Markup(render_template(template, **shown))  # noqa: S704  (the template escapes)


def sow_address(revision: Revision, version: str, **asked: Any) -> str:
    """The SOW page of a revision in a version, with something open in it."""
    where = {"engagement_id": revision.engagement_id, "number": revision.number, **asked}
    return url_for("documents.preview", version=None if version == "client" else version, **where)


def beginning(text: str) -> str:
    """The first words of a text, as many as a label takes; of one without spaces the first letters."""
    said = " ".join(text.split())
    if len(said) <= IN_LABEL:
        return said
    return f"{said[:IN_LABEL].rpartition(' ')[0] or said[: IN_LABEL - 1]}…"


def anchor(place: str) -> str:
    """The identifier of a place on the page."""
    return f"at-{place.replace('/', '-').replace('.', '-')}"
