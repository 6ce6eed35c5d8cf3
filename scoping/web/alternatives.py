"""Alternatives of an engagement: copies of a revision to change, compare side by side and choose from."""

from collections.abc import Sequence
from dataclasses import replace
from secrets import token_urlsafe

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from scoping.actions.alternatives import change, choose, copy, discard, side_by_side
from scoping.db.alternatives import find_alternatives, list_alternatives
from scoping.db.models import Alternative, Revision
from scoping.domain.comparison import MOST
from scoping.domain.errors import Fault, InvalidInput, NoRate, StaleAlternative
from scoping.domain.permissions import Permission
from scoping.extensions import db
from scoping.web import conflict
from scoping.web.access import catalog, may, person, revision_of
from scoping.web.answer_files import with_uploads
from scoping.web.clock import now
from scoping.web.particulars import DiscoveryForm, problems
from scoping.web.sheet import Figures, discovery_form, entered, figures, parts

blueprint = Blueprint("alternatives", __name__)

ADDRESS = "/engagements/<key:engagement_id>/alternatives"
ONE = f"{ADDRESS}/<key:key>"


@blueprint.get(ADDRESS)
def list_page(engagement_id: int) -> ResponseReturnValue:
    """All alternatives, with what can be done with each."""
    return _list(revision_of(engagement_id, None, Permission.VIEW))


@blueprint.post(ADDRESS)
def make(engagement_id: int) -> ResponseReturnValue:
    """Copies the latest revision under a name, with other services where some are given, and goes on to its change."""
    revision = revision_of(engagement_id, None, Permission.EDIT)
    name, services = request.form.get("name", ""), tuple(request.form.getlist("services"))
    try:
        made = copy(db.session, revision, name, person(), now(), request.form.get("once", ""))
        if services and not made.changes:
            discovery = replace(made.proposal.discovery, services=services)
            change(db.session, catalog(), made, discovery, made.changes, person(), now())
        db.session.commit()
    except InvalidInput as refusal:
        db.session.rollback()
        return _list(revision_of(engagement_id, None, Permission.EDIT), name, refusal.faults), 422
    return redirect(url_for("alternatives.show", engagement_id=engagement_id, key=made.id), 303)


@blueprint.get(ONE)
def show(engagement_id: int, key: int) -> ResponseReturnValue:
    """Its services, rate card, start and answers, to be changed."""
    revision, alternative = _found(engagement_id, key, Permission.VIEW)
    form = discovery_form(catalog(), MultiDict(conflict.whole(alternative.proposal.discovery, catalog())))
    form.base.data = alternative.changes
    return _page(revision, alternative, form, Figures(alternative.proposal), 200)


@blueprint.post(ONE)
def save(engagement_id: int, key: int) -> ResponseReturnValue:
    """Saves what was changed; the alternative keeps no history of its own."""
    revision, alternative = _found(engagement_id, key, Permission.EDIT)
    form = discovery_form(catalog(), with_uploads(request.form, revision.engagement))
    before = alternative.proposal.discovery
    if not form.validate():
        return _page(revision, alternative, form, figures(catalog(), form, before), 422)
    seen = int(form.base.data) if (form.base.data or "").isdecimal() else -1
    try:
        discovery = entered(form, before, catalog(), person().name, now())
        change(db.session, catalog(), alternative, discovery, seen, person(), now())
        db.session.commit()
    except (InvalidInput, NoRate, StaleAlternative) as refusal:
        db.session.rollback()
        return _refused(engagement_id, key, form, refusal)
    flash(f"Saved “{alternative.name}”.")
    return redirect(url_for("alternatives.list_page", engagement_id=engagement_id), 303)


@blueprint.get(f"{ADDRESS}/compare")
def compare(engagement_id: int) -> ResponseReturnValue:
    """The latest revision and up to two alternatives, figure by figure."""
    revision = revision_of(engagement_id, None, Permission.VIEW)
    keys = [int(key) for key in request.args.getlist("with") if key.isdecimal()]
    chosen = find_alternatives(db.session, engagement_id, keys[:MOST])
    try:
        found = side_by_side(revision, chosen)
    except InvalidInput as refusal:
        return _list(revision, faults=refusal.faults), 422
    return render_template(
        "alternatives/compare.html",
        revision=revision,
        tab="alternatives",
        found=found,
        chosen=chosen,
        **_marks(revision),
    )


@blueprint.post(f"{ONE}/choose")
def take(engagement_id: int, key: int) -> ResponseReturnValue:
    """Makes it the next revision."""
    _, alternative = _found(engagement_id, key, Permission.EDIT)
    changes, base = (request.form.get(name, type=int, default=-1) for name in ("changes", "base"))
    once = request.form.get("once", "")
    saved = choose(db.session, catalog(), alternative, changes, base, person(), now(), once)
    db.session.commit()
    flash(f"Saved as revision {saved.number}.")
    return redirect(url_for("revisions.estimate", engagement_id=engagement_id, number=saved.number), 303)


@blueprint.post(f"{ONE}/discard")
def throw_away(engagement_id: int, key: int) -> ResponseReturnValue:
    """Throws it away."""
    _, alternative = _found(engagement_id, key, Permission.EDIT)
    name = alternative.name
    discard(db.session, alternative, request.form.get("changes", type=int, default=-1), person())
    db.session.commit()
    flash(f"Thrown away: “{name}”.")
    return redirect(url_for("alternatives.list_page", engagement_id=engagement_id), 303)


def _found(engagement_id: int, key: int, permission: Permission) -> tuple[Revision, Alternative]:
    revision = revision_of(engagement_id, None, permission)
    found = find_alternatives(db.session, engagement_id, [key])
    if not found:
        abort(404)
    return revision, found[0]


def _marks(revision: Revision) -> dict[str, object]:
    return {"editable": may("edit", revision), "once": lambda: token_urlsafe(16)}


def _list(revision: Revision, name: str = "", faults: Sequence[Fault] = ()) -> str:
    return render_template(
        "alternatives/list.html",
        revision=revision,
        tab="alternatives",
        alternatives=list_alternatives(db.session, revision.engagement_id),
        name=name,
        name_faults=[fault.what for fault in faults if fault.key == "name"],
        faults=[fault.what for fault in faults if fault.key != "name"],
        **_marks(revision),
    )


def _refused(
    engagement_id: int, key: int, form: DiscoveryForm, refusal: InvalidInput | NoRate | StaleAlternative
) -> ResponseReturnValue:
    """The page again with what was typed; one that somebody changed meanwhile may be saved over on purpose."""
    revision, alternative = _found(engagement_id, key, Permission.EDIT)
    stale = isinstance(refusal, StaleAlternative)
    if isinstance(refusal, StaleAlternative):
        form.form_errors.append(f"{refusal} What you typed stands below.")
        form.base.data = str(alternative.changes)
    else:
        form.show(refusal)
    before = alternative.proposal.discovery
    return _page(revision, alternative, form, figures(catalog(), form, before), 409 if stale else 422)


def _page(
    revision: Revision, alternative: Alternative, form: DiscoveryForm, beside: Figures, status: int
) -> ResponseReturnValue:
    found = list(problems(form))
    page = render_template(
        "alternatives/change.html",
        **parts(catalog(), form, revision, beside),
        tab="alternatives",
        alternative=alternative,
        to_mend=found,
        editable=may("edit", revision),
    )
    return page, status
