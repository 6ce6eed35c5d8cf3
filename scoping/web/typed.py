"""What is typed into a discovery, kept while somebody types: its address, its state, the choice between two pages."""

from dataclasses import dataclass

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from scoping.actions.typed_answers import (
    Fields,
    clear_typed,
    differs,
    drop_typed,
    fields_of,
    keep_typed,
    saved_from,
    settle_typed,
    typed_answers,
)
from scoping.db.models import Revision, TypedAnswers
from scoping.domain.errors import StaleTyping
from scoping.domain.permissions import Permission
from scoping.extensions import db
from scoping.web import conflict
from scoping.web.access import LARGEST_KEY, catalog, may, person, revision_of
from scoping.web.clock import now
from scoping.web.typed_conflict import typed_disagreements

blueprint = Blueprint("typed", __name__)

ADDRESS = "/engagements/<key:engagement_id>/discovery/typed"
NOT_TYPED = conflict.NOT_CARRIED | {"typed"}
SHOWN = 3  # differences that the state names before it only counts


@dataclass(frozen=True)
class State:
    """What a page says about the draft of what is typed: its version, when it was kept, and who saved meanwhile.

    `base` is the revision that the next save goes on top of.
    """

    version: int
    base: int
    row: TypedAnswers | None = None
    newer: Revision | None = None
    items: tuple[conflict.Disagreement, ...] = ()


@blueprint.post(ADDRESS)
def keep(engagement_id: int) -> ResponseReturnValue:
    """Keeps what is typed; answers with the state to show, 409 where another page typed something else."""
    latest = revision_of(engagement_id, None, Permission.EDIT)
    fields, base, seen = typed_fields(request.form), _number("base"), _number("typed")
    page = _page_of(request.form)
    if "held" in request.args and _says_nothing_new(latest, fields, base):
        row = typed_answers(db.session, engagement_id, person())
        return _state(State(row.version if row else 0, latest.number), saved=True)
    try:
        row = keep_typed(db.session, latest.engagement, fields, base, seen, person(), now(), page)
        db.session.commit()
    except StaleTyping:
        db.session.rollback()
        latest = revision_of(engagement_id, None, Permission.EDIT)
        row = typed_answers(db.session, engagement_id, person())
        items = _differences(latest, fields, row)
        if row is None or items:
            return _state(State(seen, base, row, items=items), status=409)
        settle_typed(db.session, row, fields, now(), page)  # only written in another way, such as 1500 and 1,500
    state = state_of(row, revision_of(engagement_id, None, Permission.EDIT))
    row.base = state.base
    db.session.commit()
    return _state(state)


@blueprint.post(f"{ADDRESS}/choose")
def choose(engagement_id: int) -> ResponseReturnValue:
    """Both values of everything in which two pages differ; what the person chooses is kept as their draft."""
    latest = revision_of(engagement_id, None, Permission.EDIT)
    row = typed_answers(db.session, engagement_id, person())
    undecided = conflict.undecided(request.form)
    if row is None or undecided or "seen_version" not in request.form or row.version != _number("seen_version"):
        return ask(latest, row, request.form, undecided)
    chosen = conflict.resolved(request.form, fields_of(row))
    settle_typed(db.session, row, typed_fields(chosen), now())
    db.session.commit()
    flash("Both are put together here. Read it, then save it.")
    return redirect(url_for("discovery.show", engagement_id=engagement_id), 303)


@blueprint.post(f"{ADDRESS}/<any(drop, 'put-back'):act>")
def drop(engagement_id: int, act: str) -> ResponseReturnValue:
    """Takes the draft away, or puts it back."""
    latest = revision_of(engagement_id, None, Permission.EDIT)
    drop_typed(db.session, latest.engagement, person(), dropped=act == "drop")
    db.session.commit()
    return redirect(url_for("discovery.show", engagement_id=engagement_id), 303)


def row_of(latest: Revision) -> TypedAnswers | None:
    """What the person typed into this engagement, where they may edit it."""
    return typed_answers(db.session, latest.engagement_id, person()) if may(Permission.EDIT, latest) else None


def is_draft(row: TypedAnswers | None, latest: Revision) -> bool:
    """Whether the row says anything but what the revision says on which it was typed; a dropped one counts too."""
    if row is None or not row.fields:
        return False
    base = saved_fields(revision_of(latest.engagement_id, row.base, Permission.EDIT))
    return bool(typed_disagreements(catalog(), base, base, fields_of(row)))


def state_of(row: TypedAnswers | None, latest: Revision) -> State:
    """The state of a draft beside the latest revision.

    A newer revision in which nobody else changed an answer, such as one with a hand edit, becomes the base in silence.
    """
    if row is None or not row.fields or row.base == latest.number:
        return State(row.version if row else 0, latest.number, row)
    base = saved_fields(revision_of(latest.engagement_id, row.base, Permission.EDIT))
    found = typed_disagreements(catalog(), base, saved_fields(latest), fields_of(row))
    theirs = tuple(item for item in found if item.chosen != "mine")
    if not theirs:
        return State(row.version, latest.number, row)
    return State(row.version, row.base, row, latest, theirs)


def rival_page(latest: Revision, posted: MultiDict[str, str]) -> TypedAnswers | None:
    """The draft of another page of the same person that a posted form would overwrite."""
    row, mine = typed_answers(db.session, latest.engagement_id, person()), typed_fields(posted)
    stale = differs(row, mine, _number("typed", posted), _page_of(posted))
    return row if stale and _differences(latest, mine, row) else None


def forget(revision: Revision) -> None:
    """Forgets the draft that a revision holds now."""
    clear_typed(db.session, revision.engagement, person())


def ask(
    latest: Revision, row: TypedAnswers | None, posted: MultiDict[str, str], undecided: tuple[str, ...] = ()
) -> ResponseReturnValue:
    """The page on which the person chooses between what this page and another one of theirs says."""
    mine = typed_fields(posted)
    page = render_template(
        "discovery/typed_conflict.html",
        revision=latest,
        tab="discovery",
        row=row,
        fields=[*conflict.carried(posted), ("seen_version", str(row.version if row else 0))],
        held=_page_of(posted),
        items=_differences(latest, mine, row),
        undecided=undecided,
        chosen={key: posted.get(conflict.TAKE + key) for key in posted.getlist(conflict.DISPUTED)},
    )
    return make_response(page, 422 if undecided else 409)


def typed_fields(posted: MultiDict[str, str]) -> Fields:
    """What a person typed, without what every page brings anew."""
    left_out = NOT_TYPED | {"seen_version", "held", "then"}
    return [
        (name, value)
        for name, value in posted.items(multi=True)
        if name not in left_out and not name.startswith(conflict.TAKE)
    ]


def saved_fields(revision: Revision) -> Fields:
    """A revision as the form's fields."""
    return list(conflict.whole(revision.proposal.discovery, catalog()))


def _differences(latest: Revision, mine: Fields, row: TypedAnswers | None) -> tuple[conflict.Disagreement, ...]:
    base = saved_fields(latest)
    return typed_disagreements(catalog(), base, fields_of(row) if row else base, mine)


def _says_nothing_new(latest: Revision, fields: Fields, base: int) -> bool:
    """Whether a form that a browser held back says what a revision says: the one made from it, or the one it saw."""
    made = saved_from(db.session, person(), request.form.get("once", ""))
    known = made.number if made and made.engagement_id == latest.engagement_id else base
    if not 1 <= known <= latest.number:
        return False
    saved = saved_fields(revision_of(latest.engagement_id, known, Permission.EDIT))
    return not typed_disagreements(catalog(), saved, saved, fields)


def _state(state: State, *, status: int = 200, saved: bool = False) -> ResponseReturnValue:
    page = render_template("discovery/_typed_state.html", state=state, status=status, saved=saved, SHOWN=SHOWN)
    return make_response(page, status)


def _page_of(posted: MultiDict[str, str]) -> str:
    """The token of the page in which a form was typed; a choice between two versions brings it as "held"."""
    return posted.get("held") or posted.get("once", "")


def _number(name: str, posted: MultiDict[str, str] | None = None) -> int:
    """A number of the form, -1 where there is none that a database holds."""
    found = (request.form if posted is None else posted).get(name, type=int)
    return found if found is not None and 0 <= found <= LARGEST_KEY else -1
