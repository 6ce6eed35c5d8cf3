"""A change order: what moved since both sides agreed, whether it takes an order and why, its document and its PDF."""

from collections.abc import Sequence

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from scoping.actions.change_orders import (
    agreed_before,
    base_of,
    judgements,
    needed,
    next_number,
    order_of,
    order_statement,
    what_changed,
)
from scoping.actions.granted import exception_of
from scoping.actions.issued import issued_order, issued_progress
from scoping.actions.judgements import judge
from scoping.actions.order_documents import (
    DRAFT,
    ask_for_order,
    order_progress,
    order_rendering,
)
from scoping.db.models import ChangeOrder, Revision
from scoping.domain.change_control import NOT_NEEDED, exception_says, left_to_judgement
from scoping.domain.errors import Fault, InvalidInput
from scoping.domain.permissions import Permission
from scoping.domain.sow import Audience
from scoping.domain.sow.amendment import label
from scoping.domain.sow.copies import Copy, Form, Kind
from scoping.extensions import db
from scoping.jobs import READY, Progress
from scoping.sow.html import render_fragment
from scoping.web.access import letterhead, person, reference_folder, revision_of
from scoping.web.clock import now
from scoping.web.copies import hand_out
from scoping.web.revisions import ADDRESS
from scoping.web.sow_page import version_asked

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
        ask_for_order(db.session, revision, letterhead(), reference_folder())
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
    issued, exception = order_of(db.session, revision), exception_of(revision, agreed.revision)
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
        progress=progress(revision, issued) if why or issued else None,
        label=label(issued.number if issued else next_number(db.session, revision.engagement_id)),
        why=why,
        exception=exception_says(agreed.proposal, revision.proposal, exception),
        not_needed=NOT_NEEDED,
        left=left_to_judgement(agreed.proposal, revision.proposal, exception)
        if latest and not revision.document
        else "",
        decided=judgements(db.session, agreed.revision, revision),
        reason=reason,
        problems=[fault.what for fault in faults],
        found=found,
        refused=refused,
        document=render_fragment(sow, top=2) if why or issued else "",
    )


@blueprint.get(f"{ADDRESS}/change-order/pdf-progress")
def how_far(engagement_id: int, number: int) -> ResponseReturnValue:
    """How far the PDF is, for the page that waits for it; 404 where nothing was agreed before."""
    revision = revision_of(engagement_id, number, Permission.VIEW, whole=False)
    if base_of(db.session, revision) is None:
        abort(404)
    issued = order_of(db.session, revision)
    return render_template(
        "change_orders/_pdf.html",
        revision=revision,
        issued=issued,
        progress=progress(revision, issued),
        label=label(issued.number if issued else next_number(db.session, engagement_id)),
    )


@blueprint.get(f"{ADDRESS}/change-order.pdf")
def pdf(engagement_id: int, number: int) -> ResponseReturnValue:
    """The issued bytes where it is issued, else the kept draft with its watermark, made now where there is none."""
    revision = revision_of(engagement_id, number, Permission.DOWNLOAD, whole=False)
    if order := order_of(db.session, revision):
        found = issued_order(db.session, order, letterhead(), reference_folder())
        return hand_out(
            revision,
            DRAFT,
            found.sha256 or "",
            lambda: found.pdf or b"",
            name=label(found.number),
            attachment="download" in request.args,
            issued=True,
        )
    return _kept(revision, DRAFT, attachment="download" in request.args)


@blueprint.get(f"{ADDRESS}/change-order-internal.pdf")
def internal_pdf(engagement_id: int, number: int) -> ResponseReturnValue:
    """The internal version with reasons, cost and margin."""
    revision = revision_of(engagement_id, number, Permission.SEE_INTERNAL, whole=False)
    return _kept(revision, Copy(Kind.ORDER, Audience.INTERNAL), attachment="download" in request.args)


@blueprint.get(f"{ADDRESS}/change-order.docx")
def word(engagement_id: int, number: int) -> ResponseReturnValue:
    """The change order as Word, of the version that the address asks for."""
    revision = revision_of(engagement_id, number, Permission.DOWNLOAD, whole=False)
    return _kept(revision, Copy(Kind.ORDER, version_asked(revision), Form.WORD), attachment=True)


def _kept(revision: Revision, copy: Copy, *, attachment: bool) -> Response:
    """The rendering; 404 where the revision takes no change order."""
    found = order_rendering(
        db.session, revision, letterhead(), reference_folder(), now(), copy.audience, copy.form
    ) or abort(404)
    order = order_of(db.session, revision)
    number = order.number if order else next_number(db.session, revision.engagement_id)
    return hand_out(revision, copy, found.sha256, lambda: found.content, name=label(number), attachment=attachment)


def progress(revision: Revision, issued: ChangeOrder | None) -> Progress | None:
    """How far the PDF is: ready where it is kept, else what its job says; None where nobody asked for it."""
    if issued:
        return READY if issued.sha256 else issued_progress(db.session, revision)
    return order_progress(db.session, revision, letterhead(), reference_folder())
