"""What leadership grants: a page with what holds, the forms to grant and to withdraw, and all that ever was granted."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form, TextAreaField

from scoping.actions.grants import agreed_number, grant, grants_of, withdraw
from scoping.actions.order_documents import ask_for_order
from scoping.db.models import LeadershipGrant, Revision
from scoping.domain.errors import InvalidInput
from scoping.domain.grants import GrantKind
from scoping.domain.permissions import Permission
from scoping.domain.sow.granted import AT_RISK, NAMES
from scoping.extensions import db
from scoping.web.access import letterhead, person, reference_folder, revision_of
from scoping.web.amounts import AmountField
from scoping.web.clock import now
from scoping.web.revisions import ADDRESS

blueprint = Blueprint("grants", __name__)

KINDS = ", ".join(kind.value for kind in GrantKind)


class GrantForm(Form):  # type: ignore[misc]
    """The reason, and of an exception its limits; also the reason why one is withdrawn."""

    hours = AmountField("Hours beyond what is agreed")
    amount = AmountField("Amount beyond what is agreed")
    reason = TextAreaField("Why")

    def show(self, refusal: InvalidInput) -> None:
        """Puts each fault at its field."""
        for fault in refusal.faults:
            field = self._fields[fault.key]
            field.errors = [*field.errors, f"{fault.what[:1].upper()}{fault.what[1:]}."]


@blueprint.get(f"{ADDRESS}/grants")
def show(engagement_id: int, number: int) -> ResponseReturnValue:
    """The page; it is about the latest revision, so any other leads there."""
    revision = revision_of(engagement_id, number, Permission.VIEW)
    if number != (latest := revision.engagement.latest_number):
        return redirect(url_for("grants.show", engagement_id=engagement_id, number=latest))
    return page(revision)


@blueprint.post(f"{ADDRESS}/grants/<any({KINDS}):kind>")
def give(engagement_id: int, number: int, kind: str) -> ResponseReturnValue:
    """Grants it."""
    revision = revision_of(engagement_id, number, Permission.GRANT)
    wanted, form = GrantKind(kind), _form(kind, request.form)
    try:
        if form.validate():
            limits = form.hours.data, form.amount.data
            grant(db.session, revision, wanted, form.reason.data or "", person(), now(), *limits)
            return _done(revision, f"Granted: {NAMES[wanted]}.")
    except InvalidInput as refusal:
        form.show(refusal)
    db.session.rollback()
    return page(revision_of(engagement_id, number, Permission.VIEW), form, kind), 422


@blueprint.post(f"{ADDRESS}/grants/<key:key>/withdraw")
def take_back(engagement_id: int, number: int, key: int) -> ResponseReturnValue:
    """Withdraws one."""
    revision = revision_of(engagement_id, number, Permission.GRANT)
    row = next((row for row in revision.engagement.grants if row.id == key), None) or abort(404)
    form = _form(str(key), request.form)
    try:
        withdraw(db.session, revision, row, form.reason.data or "", person(), now())
    except InvalidInput as refusal:
        form.show(refusal)
        db.session.rollback()
        return page(revision_of(engagement_id, number, Permission.VIEW), form, str(key)), 422
    return _done(revision, f"Withdrawn: {NAMES[row.kind]}.")


def page(revision: Revision, form: GrantForm | None = None, sent: str = "") -> str:
    """The page, with the form that was `sent`, by its kind or by the grant it withdraws, as it was typed."""
    listed = grants_of(db.session, revision)
    held = {each.row.kind: each.row for each in listed if each.holds}
    return render_template(
        "grants/page.html",
        revision=revision,
        tab="review",
        agreed=agreed_number(db.session, revision),
        kinds=GrantKind,
        at_risk=AT_RISK,
        held=held,
        listed=listed,
        forms={key: form if form and key == sent else _form(key) for key in _keys(held)},
    )


def _keys(held: dict[GrantKind, LeadershipGrant]) -> list[str]:
    return [str(held[kind].id) if kind in held else kind.value for kind in GrantKind]


def _form(key: str, given: Any = None) -> GrantForm:
    """The form of a kind, or of the grant it withdraws; its fields are told apart by that on the page."""
    form = GrantForm(given, prefix=f"{key}-")
    if key.isdigit():
        form.reason.label.text = "Why it is withdrawn"
    return form


def _done(revision: Revision, said: str) -> ResponseReturnValue:
    ask_for_order(db.session, revision, letterhead(), reference_folder())
    db.session.commit()
    flash(said)
    return redirect(url_for("grants.show", engagement_id=revision.engagement_id, number=revision.number), 303)
