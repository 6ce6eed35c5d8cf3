"""The statement of work of a revision: its preview and its PDF, issued or rendered, and the list of what was issued."""

import io
import unicodedata

from flask import Blueprint, Response, abort, make_response, render_template, request, send_file
from flask.typing import ResponseReturnValue

from scoping.actions.change_orders import list_orders
from scoping.actions.documents import note_download, rendering
from scoping.actions.issued import issued_document
from scoping.db.documents import downloads, issued_documents
from scoping.db.models import Revision
from scoping.domain.permissions import Permission
from scoping.domain.review import State
from scoping.domain.sow.amendment import label
from scoping.extensions import db
from scoping.sow.letterhead import style
from scoping.web.access import letterhead, may, person, revision_of
from scoping.web.clock import now
from scoping.web.revisions import ADDRESS
from scoping.web.sow_page import opened_by_address, pdf_progress, sow_page

blueprint = Blueprint("documents", __name__)

NAME_ROOM = 60  # characters of customer and title each in a file name
UNSAFE = frozenset('/\\:*?"<>|')


@blueprint.get(f"{ADDRESS}/sow")
def preview(engagement_id: int, number: int) -> ResponseReturnValue:
    """The document itself, on paper width, with its sections beside it."""
    revision = revision_of(engagement_id, number, Permission.VIEW)
    page = make_response(sow_page(revision, opened_by_address()))
    if request.headers.get("HX-Request"):
        page.headers["HX-Replace-Url"] = request.full_path.rstrip("?")
    return page


@blueprint.get(f"{ADDRESS}/sow/pdf-progress")
def how_far(engagement_id: int, number: int) -> ResponseReturnValue:
    """How far the PDF is, for the page that waits for it."""
    revision = revision_of(engagement_id, number, Permission.VIEW, whole=False)
    return render_template("documents/_progress.html", revision=revision, progress=pdf_progress(revision))


@blueprint.get(f"{ADDRESS}/sow.pdf")
def pdf(engagement_id: int, number: int) -> ResponseReturnValue:
    """The issued bytes where there are any, else the kept rendering, which is made now where there is none yet."""
    revision = revision_of(engagement_id, number, Permission.DOWNLOAD, whole=False)
    found = (
        issued_document(db.session, revision, letterhead())
        if revision.document
        else rendering(db.session, revision, letterhead(), now())
    )
    unchanged = (found.sha256 or "") in request.if_none_match  # 304: the bytes need not be read, and nobody gets them
    response: Response = send_file(
        io.BytesIO(b"" if unchanged else found.pdf or b""),
        mimetype="application/pdf",
        as_attachment="download" in request.args,
        download_name=file_name(revision),
        etag=found.sha256 or False,
        conditional=True,
    )
    if not unchanged:
        note_download(db.session, revision, found, person(), now())
        db.session.commit()  # last, because what is read after a commit is read from the database again
    return response


@blueprint.get("/engagements/<key:engagement_id>/documents")
def list_page(engagement_id: int) -> ResponseReturnValue:
    """Every issued document and change order, the newest first, and for whoever may see it, who took what."""
    latest = revision_of(engagement_id, None, Permission.VIEW)
    documents, orders = issued_documents(db.session, engagement_id), list_orders(db.session, engagement_id)
    return render_template(
        "documents/list.html",
        revision=latest,
        tab="sow",
        rows=sorted([*reversed(orders), *documents], key=lambda each: each.issued_at, reverse=True),
        current=documents[0] if documents else None,
        orders={order.sha256: label(order.number) for order in orders if order.sha256},
        downloads=downloads(db.session, engagement_id) if may(Permission.SEE_DOWNLOADS, latest) else None,
    )


@blueprint.get("/letterhead.css")
def letterhead_style() -> ResponseReturnValue:
    """The colour of the settings, after css/sow.css; a page may carry no style of its own."""
    response = Response(style(letterhead()), mimetype="text/css")
    response.add_etag()
    return response.make_conditional(request)


@blueprint.get("/letterhead/logo")
def logo() -> ResponseReturnValue:
    """The provider's logo, for the preview."""
    found = letterhead().logo
    if not found:
        abort(404)
    response = Response(found.content, mimetype=found.media_type)
    response.add_etag()
    return response.make_conditional(request)


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
