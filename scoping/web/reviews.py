"""The review of a revision: what it still needs, what was said, and the actions open to this person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from scoping.actions.change_orders import agreed_before, needed, order_of
from scoping.actions.comments import remark
from scoping.actions.granted import at_risk_of, exception_of
from scoping.actions.readiness import to_mend
from scoping.actions.reviews import act, asked_of, issue, subject_of, unfillable
from scoping.db.comments import threads
from scoping.db.looks import last_look
from scoping.db.models import Person, ReviewEvent, Revision
from scoping.domain.change_control import exception_says, left_to_judgement
from scoping.domain.checks import blocking
from scoping.domain.errors import Fault, InvalidInput
from scoping.domain.permissions import Permission
from scoping.domain.review import NEXT, Action, Approver, RequiredApproval, satisfies
from scoping.extensions import db
from scoping.web.access import may, person, revision_of
from scoping.web.checks import mendings
from scoping.web.clock import now
from scoping.web.revisions import ADDRESS
from scoping.web.sow_page import talk

blueprint = Blueprint("reviews", __name__)

DONE = {
    Action.SUBMIT: "Sent for review.",
    Action.REQUEST_CHANGES: "Changes requested.",
    Action.APPROVE: "Approved by you.",
    Action.WITHDRAW: "Taken back; it is a draft again.",
    Action.COMMENT: "Comment saved.",
    Action.ISSUE: "Issued. Its PDF is being made; once stored it does not change any more.",
}
TWICE = timedelta(minutes=1)  # the same again within this time is a double click


@dataclass(frozen=True)
class Approval:
    """A required approval, with whoever gave it."""

    required: RequiredApproval
    asked: str
    by: ReviewEvent | None


@blueprint.get(f"{ADDRESS}/review")
def show(engagement_id: int, number: int) -> ResponseReturnValue:
    """The review page."""
    return page(revision_of(engagement_id, number, Permission.VIEW))


@blueprint.post(f"{ADDRESS}/review/<any({', '.join(action.value for action in Action)}):action>")
def take(engagement_id: int, number: int, action: str) -> ResponseReturnValue:
    """Does what the button says, once, and shows the review again."""
    revision = revision_of(engagement_id, number, Permission(action))
    step, comment = Action(action), request.form.get("comment", "")
    here = url_for("reviews.show", engagement_id=engagement_id, number=number)
    if done_already(revision.events, step, comment, person(), now()):
        return redirect(here, 303)
    try:
        if step is Action.ISSUE:
            issue(db.session, revision, person(), now())
        elif step is Action.COMMENT:
            remark(db.session, revision, "", "", comment, person(), now(), request.form.get("once", ""))
        else:
            act(db.session, revision, step, person(), now(), comment)
        db.session.commit()
    except InvalidInput as refusal:
        db.session.rollback()
        return page(revision_of(engagement_id, number, Permission.VIEW), comment, refusal.faults), 422
    flash(DONE[step])
    return redirect(here, 303)


def page(revision: Revision, comment: str = "", faults: Sequence[Fault] = ()) -> str:
    """The page, with what was typed and why it was refused where an action was."""
    state = revision.review.state
    latest = revision.number == revision.engagement.latest_number
    required = approvals(revision)
    missing = [approval.required for approval in required if approval.by is None]
    actions = [action for action in Action if latest and (state, action) in NEXT and may(action.value, revision)]
    mine = {approval.by.person_id for approval in required if approval.by}
    if Action.APPROVE in actions and (person().id in mine or not wanted(missing)):
        actions.remove(Action.APPROVE)
    remarks = threads(db.session, revision.engagement_id)
    found = to_mend(revision, remarks=remarks) if latest and (state, Action.SUBMIT) in NEXT else ()
    blocked = bool(blocking(found))
    agreed = agreed_before(db.session, revision)
    exception = exception_of(revision, agreed.revision) if agreed else None
    looked = last_look(db.session, revision.engagement_id, person().id, revision.number)
    return render_template(
        "reviews/page.html",
        looked=looked,
        seen=(looked or 1) if (looked or 1) < revision.number else None,
        revision=revision,
        tab="review",
        latest=latest,
        agreed=agreed,
        changes=needed(db.session, agreed, revision),
        order=order_of(db.session, revision) if agreed else None,
        left=left_to_judgement(agreed.proposal, revision.proposal, exception)
        if agreed and not revision.document
        else "",
        exception=exception_says(agreed.proposal, revision.proposal, exception) if agreed else "",
        at_risk=at_risk_of(revision),
        approvals=required,
        missing=missing,
        mendings=mendings(revision, found),
        stuck=[asked_of(need) for need in unfillable(db.session, missing, subject_of(revision))],
        actions=[action for action in actions if not (blocked and action is Action.SUBMIT)],
        **talk(revision, remarks),
        comment=comment,
        problems=[fault.what for fault in faults if fault.key in ("comment", "text")],
    )


def approvals(revision: Revision) -> tuple[Approval, ...]:
    """Every required approval with the first one of the current round that satisfies it."""
    given = current_approvals(revision.events)
    return tuple(
        Approval(
            need,
            asked_of(need),
            next((event for event in given if satisfies(Approver(event.role, event.level), need)), None),
        )
        for need in revision.proposal.approvals
    )


def current_approvals(events: Sequence[ReviewEvent]) -> list[ReviewEvent]:
    """The approvals since the revision was last sent for review."""
    sent = [place for place, event in enumerate(events) if event.action is Action.SUBMIT]
    return [event for event in events[sent[-1] if sent else 0 :] if event.action is Action.APPROVE]


def wanted(missing: Sequence[RequiredApproval]) -> bool:
    """Whether this person's approval would count for one that is missing."""
    me = person()
    return any(satisfies(Approver(me.role, me.level), need) for need in missing)


def done_already(events: Sequence[ReviewEvent], action: Action, comment: str, by: Person, at: datetime) -> bool:
    """Whether the last thing said is the same, by the same person, a moment ago."""
    last = events[-1] if events else None
    return bool(
        last
        and (last.person_id, last.action, last.comment) == (by.id, action, comment.strip())
        and at - last.at < TWICE
    )
