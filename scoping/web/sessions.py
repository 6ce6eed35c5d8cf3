"""Discovery sessions of an engagement: who talked when, what was noted, and which answers were given in them."""

import secrets
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length

from scoping.actions.sessions import (
    LONGEST_NOTES,
    SessionEntry,
    change_session,
    number_in,
    open_session,
)
from scoping.db.models import DiscoverySession, Revision
from scoping.db.sessions import find_session, list_sessions
from scoping.domain.discovery import Answer, Question
from scoping.domain.errors import InvalidInput, StaleSession
from scoping.domain.permissions import Permission
from scoping.extensions import db
from scoping.web.access import catalog, person, revision_of
from scoping.web.clock import now
from scoping.web.fields import DayField, LinesField
from scoping.web.particulars import problems

blueprint = Blueprint("sessions", __name__)

ADDRESS = "/engagements/<key:engagement_id>/sessions"
ONE = f"{ADDRESS}/<key:number>"
FIELDS = ("ours", "theirs", "notes")


class SessionForm(FlaskForm):  # type: ignore[misc]
    """A session; `changes` says which state of it the person saw, `once` marks the form of a new one."""

    once = HiddenField()
    changes = HiddenField()
    held_on = DayField("Date", [InputRequired("The date is missing; write it here.")])
    ours = LinesField("Who took part of ours")
    theirs = LinesField("Who took part of the customer’s")
    notes = TextAreaField("Notes", [Length(max=LONGEST_NOTES, message="Use at most %(max)d characters.")])

    @property
    def entry(self) -> SessionEntry:
        """What the valid form says."""
        if self.held_on.data is None:
            raise ValueError("only a valid form has an entry")
        notes = (self.notes.data or "").replace("\r\n", "\n").strip()
        return SessionEntry(self.held_on.data, "\n".join(self.ours.data), "\n".join(self.theirs.data), notes)


@blueprint.get(ADDRESS)
def list_page(engagement_id: int) -> ResponseReturnValue:
    """All sessions with their number of answers, and the form of a new one."""
    revision = revision_of(engagement_id, None, Permission.VIEW)
    form = SessionForm(None)
    form.once.data, form.held_on.data = secrets.token_urlsafe(16), now().date()
    form.ours.data = (person().name,)
    form.theirs.data = tuple(contact.name for contact in revision.proposal.discovery.contacts)
    return _list(revision, form)


@blueprint.post(ADDRESS)
def make(engagement_id: int) -> ResponseReturnValue:
    """Opens a session and goes on to the questions, whose answers come from it."""
    revision = revision_of(engagement_id, None, Permission.EDIT)
    form = SessionForm(request.form)
    if not form.validate():
        return _list(revision, form), 422
    try:
        made = open_session(db.session, revision.engagement, form.entry, person(), now(), form.once.data or "")
        db.session.commit()
    except InvalidInput as refusal:
        db.session.rollback()
        _show(form, refusal)
        return _list(revision_of(engagement_id, None, Permission.EDIT), form), 422
    flash(f"Session {made.number} is open. What you answer now comes from it.")
    return redirect(url_for("discovery.show", engagement_id=engagement_id, session=made.number), 303)


@blueprint.get(ONE)
def show(engagement_id: int, number: int) -> ResponseReturnValue:
    """One session with its notes and the answers given in it."""
    revision, talk = _found(engagement_id, number, Permission.VIEW)
    form = SessionForm(None)
    form.held_on.data, form.notes.data, form.changes.data = talk.held_on, talk.notes, talk.changes
    form.ours.data, form.theirs.data = tuple(talk.ours.splitlines()), tuple(talk.theirs.splitlines())
    return _page(revision, talk, form)


@blueprint.post(ONE)
def save(engagement_id: int, number: int) -> ResponseReturnValue:
    """Saves what was changed; where somebody else changed it meanwhile, both stand there and the person decides."""
    revision, talk = _found(engagement_id, number, Permission.EDIT)
    form = SessionForm(request.form)
    if not form.validate():
        return _page(revision, talk, form), 422
    seen = int(form.changes.data) if (form.changes.data or "").isdecimal() else -1
    try:
        change_session(db.session, talk, form.entry, seen, person(), now())
        db.session.commit()
    except (InvalidInput, StaleSession) as refusal:
        db.session.rollback()
        revision, talk = _found(engagement_id, number, Permission.EDIT)
        if isinstance(refusal, StaleSession):
            form.changes.data = talk.changes
            return _page(revision, talk, form, theirs=talk), 409
        _show(form, refusal)
        return _page(revision, talk, form), 422
    flash(f"Saved session {number}.")
    return redirect(url_for("sessions.show", engagement_id=engagement_id, number=number), 303)


def given_in(revision: Revision, number: int) -> list[tuple[Question, Answer]]:
    """The answers of a revision that were given in a session, with their questions."""
    known = catalog().questions
    return [
        (known[key], answer)
        for key, answer in revision.proposal.discovery.answers.items()
        if key in known and number_in(answer.source) == number
    ]


def _found(engagement_id: int, number: int, permission: Permission) -> tuple[Revision, DiscoverySession]:
    revision = revision_of(engagement_id, None, permission)
    talk = find_session(db.session, engagement_id, number)
    if talk is None:
        abort(404)
    return revision, talk


def _show(form: SessionForm, refusal: InvalidInput) -> None:
    for fault in refusal.faults:
        field = form._fields.get(fault.key, form.notes)
        field.errors = [*field.errors, f"{fault.what[:1].upper()}{fault.what[1:]}."]


def _list(revision: Revision, form: SessionForm) -> str:
    talks = list_sessions(db.session, revision.engagement_id)
    return _rendered(
        "sessions/list.html",
        revision,
        form,
        talks=[(talk, len(given_in(revision, talk.number))) for talk in talks],
    )


def _page(revision: Revision, talk: DiscoverySession, form: SessionForm, theirs: DiscoverySession | None = None) -> str:
    given = given_in(revision, talk.number)
    return _rendered("sessions/session.html", revision, form, talk=talk, given=given, theirs=theirs)


def _rendered(template: str, revision: Revision, form: SessionForm, **shown: Any) -> str:
    return render_template(
        template, revision=revision, tab="discovery", form=form, to_mend=list(problems(form)), **shown
    )
