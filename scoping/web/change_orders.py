"""A change order: what moved since both sides agreed, whether it takes an order and why, its document and its PDF."""

import io
from collections.abc import Sequence

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from scoping.actions.change_orders import (
    agreed_before,
    judge,
    judgements,
    needed,
    next_number,
    order_of,
    order_statement,
    what_changed,
)
from scoping.actions.documents import note_download
from scoping.actions.issued import issued_order, issued_progress
from scoping.db.models import ChangeOrder, Revision
from scoping.domain.change_control import NOT_NEEDED, left_to_judgement
from scoping.domain.errors import Fault, InvalidInput
from scoping.domain.permissions import Permission
from scoping.domain.sow import Audience, StatementOfWork
from scoping.domain.sow.amendment import label
from scoping.extensions import db
from scoping.jobs import Progress
from scoping.sow.html import render_fragment
from scoping.sow.pdf import render_sow
from scoping.web.access import letterhead, person, reference_folder, revision_of
from scoping.web.blocks import WORD
from scoping.web.clock import now
from scoping.web.documents import file_name
from scoping.web.revisions import ADDRESS
from scoping.web.sow_page import READY, version_asked

blueprint = Blueprint("change_orders", __name__)


@blueprint.get(f"{ADDRESS}/change-order")
def show(engagement_id: int, number: int) -> ResponseReturnValue:
    """What changed, whether it takes a change order and why, and the document as it would be issued."""
    return page(revision_of(engagement_id, number, Permission.VIEW))


@blueprint.post(f"{ADDRESS}/change-order/judgement")
def decide(engagement_id: int, number: int) -> ResponseReturnValue:
    """Keeps what the project manager decides, with the reason."""
    revision = revision_of(engagement_id, number, Permission.JUDGE_CHANGE)
    reason, is_needed = request.form.get("reason", ""), request.form.get("needed") == "yes"
    try:
        judge(db.session, revision, is_needed, reason, person(), now())
        db.session.commit()
    except InvalidInput as refusal:
        db.session.rollback()
        return page(revision_of(engagement_id, number, Permission.VIEW), reason, refusal.faults), 422
    flash("Decided: a change order is needed." if is_needed else "Decided: the customer’s confirmation is enough.")
    return redirect(url_for("change_orders.show", engagement_id=engagement_id, number=number), 303)


def page(revision: Revision, reason: str = "", faults: Sequence[Fault] = ()) -> str:
    """The page, with the reason that was typed and why it was refused where it was."""
    agreed = agreed_before(db.session, revision)
    if agreed is None:
        abort(404)
    issued = order_of(db.session, revision)
    why = needed(db.session, agreed, revision)
    found, refused = what_changed(db.session, revision, agreed, reference_folder())
    latest = revision.number == revision.engagement.latest_number
    sow = order_statement(db.session, revision, agreed, letterhead(), reference_folder())
    return render_template(
        "change_orders/page.html",
        revision=revision,
        tab="review",
        agreed=agreed,
        issued=issued,
        progress=order_progress(revision, issued),
        label=label(issued.number if issued else next_number(db.session, revision.engagement_id)),
        why=why,
        not_needed=NOT_NEEDED,
        left=left_to_judgement(agreed.proposal, revision.proposal) if latest and not revision.document else "",
        decided=judgements(db.session, agreed, revision),
        reason=reason,
        problems=[fault.what for fault in faults],
        found=found,
        refused=refused,
        document=render_fragment(sow, top=2) if why or issued else "",
    )


@blueprint.get(f"{ADDRESS}/change-order/pdf-progress")
def how_far(engagement_id: int, number: int) -> ResponseReturnValue:
    """How far the issued PDF is, for the page that waits for it."""
    revision = revision_of(engagement_id, number, Permission.VIEW, whole=False)
    issued = order_of(db.session, revision) or abort(404)
    progress = order_progress(revision, issued)
    return render_template("change_orders/_pdf.html", revision=revision, issued=issued, progress=progress)


@blueprint.get(f"{ADDRESS}/change-order.pdf")
def pdf(engagement_id: int, number: int) -> ResponseReturnValue:
    """The issued bytes where it is issued, else a fresh rendering with its watermark."""
    revision = revision_of(engagement_id, number, Permission.DOWNLOAD, whole=False)
    issued = order_of(db.session, revision)
    return _issued(revision, issued) if issued else _draft(revision)


def _issued(revision: Revision, order: ChangeOrder) -> Response:
    found = issued_order(db.session, order, letterhead(), reference_folder())
    content = b""  # 304: nobody gets anything, and the bytes need not be read
    if (found.sha256 or "") not in request.if_none_match:
        content = found.pdf or b""
        note_download(db.session, revision, found, person(), now())
        db.session.commit()
    return _file(revision, found.number, content, found.sha256)


def _draft(revision: Revision) -> Response:
    content = render_sow(_asked(revision, Audience.CLIENT), letterhead())
    note_download(db.session, revision, content, person(), now())
    db.session.commit()
    return _file(revision, next_number(db.session, revision.engagement_id), content)


@blueprint.get(f"{ADDRESS}/change-order-internal.pdf")
def internal_pdf(engagement_id: int, number: int) -> ResponseReturnValue:
    """The internal version with reasons, cost and margin; who took it is on record."""
    revision = revision_of(engagement_id, number, Permission.SEE_INTERNAL)
    sow = _asked(revision, Audience.INTERNAL)
    content = render_sow(sow, letterhead())
    note_download(db.session, revision, content, person(), now())
    db.session.commit()
    return _file(revision, sow.number, content, internal=True)


@blueprint.get(f"{ADDRESS}/change-order.docx")
def word(engagement_id: int, number: int) -> ResponseReturnValue:
    """The change order as Word, of the version that the address asks for."""
    from scoping.sow.word import render_word

    revision = revision_of(engagement_id, number, Permission.DOWNLOAD)
    sow = _asked(revision, version_asked(revision))
    return _file(revision, sow.number, render_word(sow, letterhead()), ending="docx", internal=sow.is_internal)


def _asked(revision: Revision, audience: Audience) -> StatementOfWork:
    """The composed change order; 404 where the revision takes none."""
    agreed = agreed_before(db.session, revision)
    if agreed is None or not needed(db.session, agreed, revision):
        abort(404)
    return order_statement(db.session, revision, agreed, letterhead(), reference_folder(), audience)


def _file(
    revision: Revision,
    number: int,
    content: bytes,
    digest: str | None = None,
    *,
    ending: str = "pdf",
    internal: bool = False,
) -> Response:
    stem = file_name(revision).replace("SOW ", f"{label(number)} ", 1).removesuffix(".pdf")
    response: Response = send_file(
        io.BytesIO(content),
        mimetype=WORD if ending == "docx" else "application/pdf",
        as_attachment="download" in request.args or ending == "docx",
        download_name=f"{stem}{' internal' * internal}.{ending}",
        etag=digest or False,
        conditional=bool(digest),
    )
    return response


def order_progress(revision: Revision, order: ChangeOrder | None) -> Progress | None:
    """How far the issued change order's PDF is; None where there is none."""
    if order is None:
        return None
    return READY if order.sha256 else issued_progress(db.session, revision)
