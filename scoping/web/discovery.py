"""The questionnaire of an engagement, with the estimate recalculated beside it while somebody types."""

import secrets

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from scoping.actions.engagements import draft
from scoping.actions.sessions import source_of
from scoping.actions.typed_answers import fields_of
from scoping.db.links import count_waiting
from scoping.db.models import Revision, TypedAnswers
from scoping.db.sessions import find_session, list_sessions
from scoping.domain.discovery import Discovery
from scoping.domain.errors import InvalidInput, NoRate, StaleRevision
from scoping.domain.permissions import Permission
from scoping.extensions import db
from scoping.web import conflict, typed
from scoping.web.access import LARGEST_KEY, catalog, person, revision_of
from scoping.web.answer_files import with_uploads
from scoping.web.clock import now
from scoping.web.particulars import DiscoveryForm, problems
from scoping.web.sheet import Figures, discovery_form, entered, figures, parts

blueprint = Blueprint("discovery", __name__)

ADDRESS = "/engagements/<key:engagement_id>/discovery"


@blueprint.get(ADDRESS)
def show(engagement_id: int) -> ResponseReturnValue:
    """The questions with the answers of the latest revision; read-only for those who may not edit."""
    revision = revision_of(engagement_id, None, Permission.VIEW)
    row = typed.row_of(revision)
    kept = row if typed.is_draft(row, revision) else None
    if kept and not kept.dropped:
        before = revision_of(engagement_id, typed.state_of(kept, revision).base, Permission.EDIT)
        form = discovery_form(catalog(), MultiDict(fields_of(kept)))
        form.base.data = before.number
        return _page(revision, form, figures(catalog(), form, before.proposal.discovery), 200, row, draft=kept)
    form = discovery_form(catalog(), MultiDict(conflict.whole(revision.proposal.discovery, catalog())))
    form.base.data = revision.number
    form.session.data = request.args.get("session", "")
    return _page(revision, form, Figures(revision.proposal), 200, row, dropped=kept)


@blueprint.post(ADDRESS)
def save(engagement_id: int) -> ResponseReturnValue:
    """Saves a new revision on top of the one that the person saw."""
    seen = _revision_in("base", engagement_id)
    before = seen.proposal.discovery
    undecided = conflict.undecided(request.form)
    given = with_uploads(request.form, seen.engagement)
    posted = given if undecided else conflict.resolved(given, conflict.whole(before, catalog()))
    if rival := typed.rival_page(seen, posted):
        return typed.ask(revision_of(engagement_id, None, Permission.EDIT), rival, posted)
    form = discovery_form(catalog(), posted)
    if not form.validate():
        return _page(seen, form, figures(catalog(), form, before), 422, typed.row_of(seen))
    discovery = entered(form, before, catalog(), person().name, now(), _source(engagement_id, form))
    if undecided:
        return _ask(seen, _revision_in("seen", engagement_id), posted, discovery, undecided)
    if discovery == before and seen.number == seen.engagement.latest_number:
        typed.forget(seen)
        db.session.commit()
        flash(f"Nothing to save: this is what revision {seen.number} says already.")
        return redirect(_next(engagement_id, seen.number), 303)
    try:
        saved = _draft(seen, discovery, form)
        typed.forget(saved)
        db.session.commit()
    except StaleRevision:
        db.session.rollback()
        return _ask(revision_of(engagement_id, None, Permission.EDIT), seen, posted, discovery)
    except (InvalidInput, NoRate) as refusal:
        db.session.rollback()
        form.show(refusal)
        return _page(seen, form, figures(catalog(), form, before), 422, typed.row_of(seen))
    flash(f"Saved as revision {saved.number}.")
    return redirect(_next(engagement_id, saved.number), 303)


@blueprint.post(f"{ADDRESS}/estimate")
def estimate(engagement_id: int) -> ResponseReturnValue:
    """The estimate of what is typed so far, with the questions that appear or go; saves nothing."""
    revision = revision_of(engagement_id, None, Permission.EDIT)
    form = discovery_form(catalog(), request.form)
    shown = set(request.form.get("shown", "").split())
    found = parts(catalog(), form, revision, figures(catalog(), form, revision.proposal.discovery))
    slots = [slot for group in found["groups"] for slot in group.slots]
    turned = [slot for slot in slots if slot.asked != (slot.question.key in shown)]
    return render_template("discovery/_typed.html", **found, turned=turned, oob=True)


def _revision_in(name: str, engagement_id: int) -> Revision:
    """The revision whose number a hidden field holds."""
    number = request.form.get(name, type=int)
    if number is None or not 1 <= number <= LARGEST_KEY:
        abort(400)
    return revision_of(engagement_id, number, Permission.EDIT)


def _draft(seen: Revision, discovery: Discovery, form: DiscoveryForm) -> Revision:
    """The saved revision.

    A form sent twice gives the revision it made first; one whose page was gone back to and changed since is stale.
    """
    because = (form.because.data or "").strip()
    saved = draft(
        db.session, catalog(), seen.engagement, discovery, seen.number, person(), now(), because, form.once.data
    )
    if conflict.disagreements(catalog(), discovery, saved.proposal.discovery, discovery):
        raise StaleRevision(f"Revision {saved.number} came from this form already.")
    return saved


def _ask(
    theirs: Revision, seen: Revision, posted: MultiDict[str, str], mine: Discovery, undecided: tuple[str, ...] = ()
) -> ResponseReturnValue:
    """Both values of everything that differs; the person chooses, nothing is overwritten."""
    page = render_template(
        "discovery/conflict.html",
        revision=theirs,
        tab="discovery",
        fields=[
            *conflict.carried(posted),
            ("base", str(theirs.number)),
            ("seen", str(seen.number)),
            ("once", secrets.token_urlsafe(16)),
        ],
        items=conflict.disagreements(catalog(), seen.proposal.discovery, theirs.proposal.discovery, mine),
        held=posted.get("held") or posted.get("once", ""),
        undecided=undecided,
        chosen={key: request.form.get(conflict.TAKE + key) for key in request.form.getlist("disputed")},
    )
    return page, 422 if undecided else 409


def _source(engagement_id: int, form: DiscoveryForm) -> str:
    """Where the answers come from: the session that the person chose, else typed."""
    number = (form.session.data or "").strip()
    talk = find_session(db.session, engagement_id, int(number)) if number.isdecimal() and len(number) < 7 else None
    return source_of(talk) if talk else "typed"


def _next(engagement_id: int, number: int) -> str:
    if request.form.get("then") == "estimate":
        return url_for("revisions.estimate", engagement_id=engagement_id, number=number)
    return url_for("discovery.show", engagement_id=engagement_id)


def _page(
    revision: Revision,
    form: DiscoveryForm,
    beside: Figures,
    status: int,
    row: TypedAnswers | None,
    **drafts: TypedAnswers | None,
) -> ResponseReturnValue:
    """The page; `draft` is what it shows where that was typed and not saved, `dropped` a draft that can be put back."""
    found = list(problems(form))
    page = render_template(
        "discovery/page.html",
        **parts(catalog(), form, revision, beside),
        tab="discovery",
        **{"draft": None, "dropped": None, **drafts},
        state=typed.state_of(row, revision),
        talks=list_sessions(db.session, revision.engagement_id),
        arrived=count_waiting(db.session, revision.engagement_id),
        to_mend=found,
        particulars_faulty=any(not problem.id.startswith("answers-") for problem in found),
    )
    return page, status
