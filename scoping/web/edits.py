"""Hand edits: each saves a new revision, or stands on the page again with what is wrong, as it was typed."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from scoping.actions.edits import edit, resolve_conflict, take_back
from scoping.db.models import Revision
from scoping.domain.errors import Fault, InvalidInput, NoRate, StaleRevision
from scoping.domain.overrides import Override
from scoping.domain.permissions import Permission
from scoping.extensions import db
from scoping.web.access import catalog, person, revision_of
from scoping.web.clock import now
from scoping.web.edit_forms import KINDS, AddedForm, DiscountForm, EditForm, SettleForm
from scoping.web.estimate import estimate_page, price_page
from scoping.web.revisions import ADDRESS

blueprint = Blueprint("edits", __name__)


@blueprint.post(f"{ADDRESS}/edits/<any({', '.join(KINDS)}):kind>")
def save(engagement_id: int, number: int, kind: str) -> ResponseReturnValue:
    """Saves one edit."""
    revision = revision_of(engagement_id, number, Permission.EDIT)
    form = KINDS[kind](catalog(), revision.proposal.discovery, request.form)
    if not form.validate():
        return _again(revision, form)
    try:
        override = form.override()
        saved = edit(db.session, catalog(), revision, override, person(), now(), form.once.data)
        if not _holds(saved, override):
            raise StaleRevision(f"Not saved: this form made revision {saved.number} already. Save it again.")
        db.session.commit()
    except (StaleRevision, InvalidInput, NoRate) as refusal:
        return _again(revision, form, refusal)
    flash(f"Saved as revision {saved.number}.")
    return redirect(_place(saved, form), 303)


@blueprint.post(f"{ADDRESS}/edits/take-back")
def withdraw(engagement_id: int, number: int) -> ResponseReturnValue:
    """Takes an edit back: the figure is computed again."""
    revision = revision_of(engagement_id, number, Permission.EDIT)
    form = EditForm(catalog(), revision.proposal.discovery, request.form)
    try:
        target = form.target.data or ""
        saved = take_back(db.session, catalog(), revision, target, person(), now(), form.once.data)
        db.session.commit()
    except (StaleRevision, InvalidInput, NoRate) as refusal:
        return _again(revision, form, refusal)
    flash(f"The edit is taken back; saved as revision {saved.number}.")
    return redirect(_place(saved, form), 303)


@blueprint.post(f"{ADDRESS}/edits/settle")
def settle(engagement_id: int, number: int) -> ResponseReturnValue:
    """Settles an edit against which something else is computed now."""
    revision = revision_of(engagement_id, number, Permission.EDIT)
    form = SettleForm(catalog(), revision.proposal.discovery, request.form)
    if not form.validate():
        return _again(revision, form)
    try:
        saved = resolve_conflict(
            db.session,
            catalog(),
            revision,
            form.target.data or "",
            form.decision,
            person(),
            now(),
            form.once.data,
            hours=form.hours,
            reason=form.why,
        )
        db.session.commit()
    except (StaleRevision, InvalidInput, NoRate) as refusal:
        return _again(revision, form, refusal)
    flash(f"Settled; saved as revision {saved.number}.")
    return redirect(_place(saved, form), 303)


def _holds(saved: Revision, override: Override) -> bool:
    """Whether the revision has this edit; one that the same form made earlier may have another."""
    found = next((one for one in saved.proposal.discovery.overrides if one.target == override.target), None)
    if found is None:
        return override.remove
    return replace(found, by="", at=None, computed=None, computed_level="", added=override.added) == override


def _again(
    seen: Revision, form: EditForm, refusal: StaleRevision | InvalidInput | NoRate | None = None
) -> ResponseReturnValue:
    """The latest revision with the form as it was typed open in it, and why it is not saved."""
    where = seen.engagement_id, seen.number
    db.session.rollback()
    latest, stale = revision_of(where[0], None, Permission.EDIT), ""
    if isinstance(refusal, InvalidInput):
        form.show(refusal.faults)
    elif isinstance(refusal, NoRate):
        form.show((Fault("rate_card", str(refusal)),))
    elif isinstance(refusal, StaleRevision):
        stale = str(refusal)
    if latest.number != where[1] and not stale:
        stale = f"Not saved: {latest.author.name} saved revision {latest.number} while you worked on {where[1]}. "
    page = price_page if _is_discount(form) else estimate_page
    return page(latest, form, stale), 409 if stale else 422


def _is_discount(form: EditForm) -> bool:
    return isinstance(form, DiscountForm) or form.target.data == "discount"


def _place(saved: Revision, form: EditForm) -> str:
    """The row that was edited, in the new revision."""
    page = "revisions.price" if _is_discount(form) else "revisions.estimate"
    prefix = "package" if isinstance(form, AddedForm) else "row"
    anchor = None if _is_discount(form) else f"{prefix}-{(form.target.data or '').replace('/', '-')}"
    return url_for(page, engagement_id=saved.engagement_id, number=saved.number, _anchor=anchor)
