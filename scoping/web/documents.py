"""The statement of work of a revision: its preview and its PDF, issued or rendered, and the list of what was issued."""

from flask import Blueprint, Response, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue

from scoping.actions.change_orders import list_orders
from scoping.actions.documents import ask_for_internal, rendering
from scoping.actions.issued import issued_document
from scoping.db.documents import downloads, issued_documents
from scoping.domain.permissions import Permission
from scoping.domain.sow import Audience
from scoping.domain.sow.amendment import label
from scoping.domain.sow.copies import Copy, Form, Kind
from scoping.extensions import db
from scoping.sow.letterhead import style
from scoping.web.access import letterhead, may, revision_of
from scoping.web.clock import now
from scoping.web.copies import hand_out
from scoping.web.revisions import ADDRESS
from scoping.web.sow_page import opened_by_address, pdf_progress, sow_page, version_asked

blueprint = Blueprint("documents", __name__)

CLIENT = Copy(Kind.STATEMENT)
KINDS = {Kind.STATEMENT: "Statement of work", Kind.ORDER: "Change order", None: "A document"}
FORMS = {Form.PDF: "PDF", Form.WORD: "Word", Form.HTML: "HTML", Form.MARKDOWN: "Markdown", Form.CSV: "CSV"}
VERSIONS = {Audience.CLIENT: "Client", Audience.INTERNAL: "Internal", None: "Not recorded"}


@blueprint.get(f"{ADDRESS}/sow")
def preview(engagement_id: int, number: int) -> ResponseReturnValue:
    """The document itself, on paper width, with its sections beside it."""
    revision = revision_of(engagement_id, number, Permission.VIEW)
    if version_asked(revision) is Audience.INTERNAL and ask_for_internal(db.session, revision, letterhead()):
        db.session.commit()
    page = make_response(sow_page(revision, opened_by_address()))
    if request.headers.get("HX-Request"):
        page.headers["HX-Replace-Url"] = request.full_path.rstrip("?")
    return page


@blueprint.get(f"{ADDRESS}/sow/pdf-progress")
def how_far(engagement_id: int, number: int) -> ResponseReturnValue:
    """How far the PDF of a version is, for the page that waits for it."""
    revision = revision_of(engagement_id, number, Permission.VIEW, whole=False)
    audience = version_asked(revision)
    return render_template(
        "documents/_progress.html",
        revision=revision,
        progress=pdf_progress(revision, audience),
        internal=audience is Audience.INTERNAL,
    )


@blueprint.get(f"{ADDRESS}/sow.pdf")
def pdf(engagement_id: int, number: int) -> ResponseReturnValue:
    """The issued bytes where there are any, else the kept rendering, which is made now where there is none yet."""
    revision = revision_of(engagement_id, number, Permission.DOWNLOAD, whole=False)
    attachment = "download" in request.args
    if revision.document:
        document = issued_document(db.session, revision, letterhead())
        return hand_out(
            revision, CLIENT, document.sha256 or "", lambda: document.pdf or b"", attachment=attachment, issued=True
        )
    found = rendering(db.session, revision, letterhead(), now())
    return hand_out(revision, CLIENT, found.sha256, lambda: found.content, attachment=attachment)


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
        kinds=KINDS,
        forms=FORMS,
        versions=VERSIONS,
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
