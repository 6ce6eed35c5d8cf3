"""A change order: what moved since both sides agreed, whether it takes an order and why, its document and its PDF."""

import io
from collections.abc import Sequence
from datetime import date

from flask import Blueprint, Response, abort, render_template, request, send_file
from flask.typing import ResponseReturnValue

from scoping.actions.change_orders import agreed_before, needed, next_number, order_of
from scoping.actions.documents import entry, note_download
from scoping.db.models import Revision
from scoping.domain.change_order import NOT_NEEDED, Agreed, compose_order, label
from scoping.domain.permissions import Permission
from scoping.domain.review import State
from scoping.domain.sow import ReviewEntry, StatementOfWork
from scoping.extensions import db
from scoping.sow.html import render_fragment
from scoping.sow.pdf import render_sow
from scoping.web.access import letterhead, person, revision_of
from scoping.web.clock import now
from scoping.web.differences import explained
from scoping.web.documents import file_name
from scoping.web.revisions import ADDRESS

blueprint = Blueprint("change_orders", __name__)


@blueprint.get(f"{ADDRESS}/change-order")
def show(engagement_id: int, number: int) -> ResponseReturnValue:
    """What changed, whether it takes a change order and why, and the document as it would be issued."""
    revision = revision_of(engagement_id, number, Permission.VIEW)
    agreed = agreed_before(db.session, revision)
    if agreed is None:
        abort(404)
    issued = order_of(db.session, revision)
    why = needed(agreed, revision)
    found, refused = explained(agreed.proposal, revision.proposal)
    sow = document(revision, agreed)
    return render_template(
        "change_orders/page.html",
        revision=revision,
        tab="review",
        agreed=agreed,
        issued=issued,
        label=label(issued.number if issued else next_number(db.session, engagement_id)),
        why=why,
        not_needed=NOT_NEEDED,
        found=found,
        refused=refused,
        document=render_fragment(sow, top=2) if why or issued else "",
    )


@blueprint.get(f"{ADDRESS}/change-order.pdf")
def pdf(engagement_id: int, number: int) -> ResponseReturnValue:
    """The issued bytes where there are any, else a fresh rendering with its watermark."""
    revision = revision_of(engagement_id, number, Permission.DOWNLOAD)
    issued = order_of(db.session, revision)
    agreed = agreed_before(db.session, revision)
    if issued is None and not needed(agreed, revision):
        abort(404)
    content = issued.pdf if issued else render_sow(document(revision, agreed), letterhead()) if agreed else b""
    if issued and issued.sha256 not in request.if_none_match:
        note_download(db.session, revision, issued, person(), now())
        db.session.commit()
    name = label(issued.number if issued else next_number(db.session, engagement_id))
    response: Response = send_file(
        io.BytesIO(content),
        mimetype="application/pdf",
        as_attachment="download" in request.args,
        download_name=file_name(revision).replace("SOW ", f"{name} ", 1),
        etag=issued.sha256 if issued else False,
        conditional=bool(issued),
    )
    return response


def document(
    revision: Revision,
    agreed: Agreed,
    *,
    state: State | None = None,
    entries: Sequence[ReviewEntry] = (),
    on: date | None = None,
) -> StatementOfWork:
    """The change order as the revision stands, or as it will stand after the given entries."""
    issued = order_of(db.session, revision)
    found, _ = explained(agreed.proposal, revision.proposal)
    return compose_order(
        agreed,
        revision.proposal,
        found,
        number=issued.number if issued else next_number(db.session, revision.engagement_id),
        revision=revision.number,
        state=state or revision.review.state,
        reviews=[*map(entry, revision.events), *entries],
        on=on or (issued.issued_at.date() if issued else revision.created_at.date()),
        provider=letterhead().provider,
    )
