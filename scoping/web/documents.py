"""The statement of work of a revision: its preview and its PDF, from the store once it is issued."""

import io
import unicodedata
from collections.abc import Sequence
from datetime import date

from flask import Blueprint, Response, render_template, request, send_file
from flask.typing import ResponseReturnValue

from scoping.actions.readiness import to_mend
from scoping.db.models import ReviewEvent, Revision
from scoping.domain.permissions import Permission
from scoping.domain.review import NEXT, Action, State
from scoping.domain.sow import ReviewEntry, StatementOfWork, compose
from scoping.sow.html import render_fragment
from scoping.sow.pdf import render_sow
from scoping.web.access import revision_of
from scoping.web.checks import mendings
from scoping.web.revisions import ADDRESS

blueprint = Blueprint("documents", __name__)

NAME_ROOM = 60  # characters of customer and title each in a file name
UNSAFE = frozenset('/\\:*?"<>|')


@blueprint.get(f"{ADDRESS}/sow")
def preview(engagement_id: int, number: int) -> ResponseReturnValue:
    """The document itself, on paper width, with its sections beside it."""
    revision = revision_of(engagement_id, number, Permission.VIEW)
    sow = statement(revision)
    checked = revision.number == revision.engagement.latest_number and (sow.state, Action.SUBMIT) in NEXT
    return render_template(
        "revisions/sow.html",
        revision=revision,
        tab="sow",
        sow=sow,
        mendings=mendings(revision, to_mend(revision, sow) if checked else ()),
        document=render_fragment(sow, top=2),
    )


@blueprint.get(f"{ADDRESS}/sow.pdf")
def pdf(engagement_id: int, number: int) -> ResponseReturnValue:
    """The issued bytes where there are any, else a fresh rendering with its watermark."""
    revision = revision_of(engagement_id, number, Permission.DOWNLOAD)
    issued = revision.document
    content = issued.pdf if issued else render_sow(statement(revision))
    response: Response = send_file(
        io.BytesIO(content),
        mimetype="application/pdf",
        as_attachment="download" in request.args,
        download_name=file_name(revision),
        etag=issued.sha256 if issued else False,
        conditional=bool(issued),
    )
    return response


def statement(
    revision: Revision, *, state: State | None = None, entries: Sequence[ReviewEntry] = (), on: date | None = None
) -> StatementOfWork:
    """The composed document as the revision stands, or as it will stand after the given entries."""
    issued = revision.document.issued_at.date() if revision.document else None
    return compose(
        revision.proposal,
        revision=revision.number,
        state=state or revision.review.state,
        reviews=[*map(entry, revision.events), *entries],
        on=on or issued or revision.created_at.date(),
    )


def entry(event: ReviewEvent) -> ReviewEntry:
    """A review event as it is printed."""
    return ReviewEntry(event.person.name, event.role, event.level, event.action, event.at.date())


def file_name(revision: Revision) -> str:
    """What the file is called when it is saved: readable, and allowed on every system."""
    engagement = revision.engagement
    parts = ["SOW", _allowed(engagement.customer), _allowed(engagement.title), f"r{revision.number}"]
    if revision.review.state not in (State.APPROVED, State.ISSUED):
        parts.append("draft")
    return f"{' '.join(part for part in parts if part)}.pdf"


def _allowed(text: str) -> str:
    kept = "".join(
        " " if character in UNSAFE else character for character in text if unicodedata.category(character)[0] != "C"
    )
    return " ".join(kept.split())[:NAME_ROOM].strip(" .")
