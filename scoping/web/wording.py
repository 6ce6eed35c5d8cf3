"""Wording edits: each saves a new revision, or stands on the page again with what is wrong, as it was typed."""

from collections.abc import Callable, Mapping

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from scoping.actions import wording
from scoping.db.models import Revision
from scoping.domain.editing import Settlement
from scoping.domain.errors import Fault, InvalidInput, NoRate, StaleRevision
from scoping.domain.permissions import Permission
from scoping.domain.rewording import Rewording
from scoping.extensions import db
from scoping.web.access import catalog, person, revision_of
from scoping.web.clock import now
from scoping.web.margin import Opened, anchor, sow_address
from scoping.web.revisions import ADDRESS
from scoping.web.sow_page import sow_page, version_asked

blueprint = Blueprint("wording", __name__)

Saved = tuple[Revision, str]  # the new revision, and the place to show in it
OPEN = {"reword": "edit", "add": "add", "settle": "settle"}  # what stands open again where an act is refused


def _reword(revision: Revision) -> Saved:
    place, once = _field("target"), _field("once")
    return wording.reword(db.session, catalog(), revision, place, _texts(), person(), now(), once), place


def _add(revision: Revision) -> Saved:
    return wording.add(db.session, catalog(), revision, _field("target"), _texts(), person(), now(), _field("once"))


def _hide(revision: Revision) -> Saved:
    place = _field("target")
    saved = wording.hide(db.session, catalog(), revision, place, person(), now(), _field("once"))
    return saved, f"hidden-{place}"


def _move(steps: int) -> Callable[[Revision], Saved]:
    def move(revision: Revision) -> Saved:
        place, once = _field("target"), _field("once")
        return wording.move(db.session, catalog(), revision, place, steps, person(), now(), once), place

    return move


def _take_back(revision: Revision) -> Saved:
    place, kind, once = _field("target"), _kind(), _field("once")
    return wording.take_back(db.session, catalog(), revision, place, kind, person(), now(), once), place


def _settle(revision: Revision) -> Saved:
    try:
        settlement = Settlement(_field("settlement"))
    except ValueError:
        raise InvalidInput(Fault("settlement", "choose one of the three")) from None
    place, kind, texts, once = _field("target"), _kind(), _texts(), _field("once")
    saved = wording.settle(db.session, catalog(), revision, place, kind, settlement, texts, person(), now(), once)
    return saved, place


def _undo(revision: Revision) -> Saved:
    return wording.undo(db.session, catalog(), revision, person(), now(), _field("once")), ""


ACTS: Mapping[str, tuple[Callable[[Revision], Saved], str]] = {
    "reword": (_reword, "Saved"),
    "add": (_add, "Added"),
    "hide": (_hide, "Hidden"),
    "up": (_move(-1), "Moved up"),
    "down": (_move(1), "Moved down"),
    "take_back": (_take_back, "Taken back"),
    "settle": (_settle, "Settled"),
    "undo": (_undo, "The last change of words is undone"),
}


@blueprint.post(f"{ADDRESS}/sow/wording/<any({', '.join(ACTS)}):act>")
def save(engagement_id: int, number: int, act: str) -> ResponseReturnValue:
    """Saves one change of words."""
    revision = revision_of(engagement_id, number, Permission.EDIT)
    version = version_asked(revision)
    do, done = ACTS[act]
    try:
        saved, place = do(revision)
        db.session.commit()
    except (StaleRevision, InvalidInput, NoRate) as refusal:
        return _again(engagement_id, number, act, refusal)
    flash(f"{done}; this is revision {saved.number}.")
    return redirect(sow_address(saved, str(version), _anchor=anchor(place) if place else None), 303)


def _again(
    engagement_id: int, seen: int, act: str, refusal: StaleRevision | InvalidInput | NoRate
) -> ResponseReturnValue:
    """The latest revision with what was typed open in it, and why it is not saved."""
    db.session.rollback()
    latest = revision_of(engagement_id, None, Permission.EDIT)
    stale = str(refusal) if isinstance(refusal, StaleRevision) else ""
    if latest.number != seen and not stale:
        stale = f"Not saved: {latest.author.name} saved revision {latest.number} while you worked on {seen}. "
    faults = refusal.faults if isinstance(refusal, InvalidInput) else (Fault("rate_card", str(refusal)),)
    opened = Opened(OPEN.get(act, "edit"), _field("target"), _texts() or None, () if stale else faults)
    return sow_page(latest, opened, stale), 409 if stale else 422


def _field(name: str) -> str:
    return request.form.get(name, "")


def _texts() -> tuple[str, ...]:
    return tuple(request.form.getlist("text"))


def _kind() -> Rewording:
    try:
        return Rewording(_field("kind"))
    except ValueError:
        raise InvalidInput(Fault("kind", "this form is broken; open the document again")) from None
