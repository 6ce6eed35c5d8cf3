"""The review of a revision: sending, commenting, approving, issuing; who has approved and whose approval is missing."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from scoping.actions.change_orders import agreed_before, issue_order, needed
from scoping.actions.documents import ask_for
from scoping.actions.issued import ask_for_issued
from scoping.actions.people import as_person, list_people
from scoping.actions.readiness import in_document, remarks_are_answered
from scoping.codec import text_fault
from scoping.db.comments import threads
from scoping.db.models import Awaited, Document, Person, ReviewEvent, Revision
from scoping.db.queries import hold
from scoping.domain.checks import blocking
from scoping.domain.discovery import MAXIMUM_TEXT
from scoping.domain.errors import DiscoveryIncomplete, Fault, InvalidInput, MissingApprovals, StaleRevision
from scoping.domain.permissions import PERSON_ROLES, Permission, Subject, may_review, require
from scoping.domain.review import Action, Approver, RequiredApproval, State, after, outstanding

SHORTEST_COMMENT = {Action.REQUEST_CHANGES: 3, Action.COMMENT: 1}  # characters; the others need none


def act(session: Session, revision: Revision, action: Action, by: Person, at: datetime, comment: str = "") -> State:
    """Does anything but issuing to the latest revision and returns the state it leads to.

    Raises NotPermitted, StaleRevision, WrongState, InvalidInput (the comment, or findings in the document by section),
    DiscoveryIncomplete. Approving twice in one round counts once.
    """
    if action is Action.ISSUE:
        raise ValueError("issuing makes a document; call `issue`")
    _enter(session, revision, action, by)
    if action is Action.APPROVE and by.id in {event.person_id for event in _approvals(revision.events)}:
        return revision.review.state
    event = _event(revision, action, by, at, comment)
    missing = outstanding(revision.proposal.approvals, _approvers([*revision.events, event]))
    state = after(revision.review.state, action, missing)
    _check_comment(action, event.comment)
    if action is Action.SUBMIT:
        _check_ready(session, revision)
        revision.review.submitter_id = by.id
    _proceed(session, revision, event, state, missing)
    return state


def issue(session: Session, revision: Revision, by: Person, at: datetime) -> Document:
    """Closes the review of the latest revision, with a change order where the change since it was agreed takes one.

    What the customer gets is asked for in this transaction; `scoping.actions.issued` makes it. Raises NotPermitted,
    StaleRevision, MissingApprovals and, where it is issued already, WrongState.
    """
    _enter(session, revision, Action.ISSUE, by)
    missing = missing_approvals(revision)
    if missing and revision.review.state is not State.ISSUED:
        raise MissingApprovals(f"Not issued: an approval is missing from {', '.join(map(asked_of, missing))}.")
    state = after(revision.review.state, Action.ISSUE)
    document = Document(issued_at=at, issued_by=by)
    revision.document = document
    _proceed(session, revision, _event(revision, Action.ISSUE, by, at, ""), state, missing)
    agreed = agreed_before(session, revision)
    if agreed and needed(session, agreed, revision):
        issue_order(session, revision, agreed, by, at)
    ask_for_issued(session, revision)
    return document


def withdraw_unfinished(session: Session, revision: Revision, by: Person, at: datetime, comment: str) -> None:
    """Takes a revision back that is in review, since a newer one takes its place; leaves every other state alone."""
    if revision.review.state is State.IN_REVIEW:
        state = after(State.IN_REVIEW, Action.WITHDRAW)
        _proceed(session, revision, _event(revision, Action.WITHDRAW, by, at, comment), state, ())


def subject_of(revision: Revision) -> Subject:
    """Whose work it is, as permissions look at it."""
    return Subject(revision.engagement.owner_id, revision.author_id, revision.review.submitter_id)


def approvals_given(revision: Revision) -> tuple[Approver, ...]:
    """The approvals since the revision was last sent for review, as role and level at that time."""
    return _approvers(revision.events)


def missing_approvals(revision: Revision) -> tuple[RequiredApproval, ...]:
    """The approvals that the revision still needs."""
    return outstanding(revision.proposal.approvals, approvals_given(revision))


def unfillable(
    session: Session, required: Iterable[RequiredApproval], subject: Subject
) -> tuple[RequiredApproval, ...]:
    """The approvals that nobody with an active account could give, so that the review would wait for ever."""
    people = [as_person(person) for person in list_people(session)]
    approvers = [Approver(person.role, person.level) for person in people if may_review(person, subject)]
    return outstanding(required, approvers)


def asked_of(required: RequiredApproval) -> str:
    """Whose approval is required, such as "technical architect (senior or staff)"."""
    role = PERSON_ROLES.get(required.role, required.role)
    return f"{role} ({' or '.join(required.levels)})" if required.levels else role


def _enter(session: Session, revision: Revision, action: Action, by: Person) -> None:
    """What every action begins with: wait for others, then ask whether this person may do it now."""
    hold(session, revision.engagement)
    require(as_person(by), Permission(action.value), subject_of(revision))
    latest = revision.engagement.latest_number
    if revision.number != latest:
        raise StaleRevision(f"Revision {latest} was saved meanwhile, so revision {revision.number} stays as it is.")


def _event(revision: Revision, action: Action, by: Person, at: datetime, comment: str) -> ReviewEvent:
    return ReviewEvent(
        revision_id=revision.id,
        person_id=by.id,
        role=by.role,
        level=by.level,
        action=action,
        comment=comment.strip(),
        at=at,
    )


def _proceed(
    session: Session, revision: Revision, event: ReviewEvent, state: State, missing: Iterable[RequiredApproval]
) -> None:
    revision.events.append(event)
    revision.engagement.changed_at = event.at
    review = revision.review
    review.state = state
    seats = {(need.role, level) for need in missing for level in need.levels or ("",)}
    awaited = seats if state is State.IN_REVIEW else set()
    kept = [row for row in review.awaited if (row.role, row.level) in awaited]
    new = awaited - {(row.role, row.level) for row in kept}
    review.awaited = kept + [Awaited(role=role, level=level) for role, level in sorted(new)]
    session.flush()
    if state is not State.ISSUED:  # then what is issued is asked for
        ask_for(session, revision)


def _check_comment(action: Action, comment: str) -> None:
    shortest = SHORTEST_COMMENT.get(action, 0)
    if len(comment) < shortest:
        raise InvalidInput(Fault("comment", f"say in at least {shortest} characters what you mean"))
    if what := text_fault(comment, MAXIMUM_TEXT, lines=True):
        raise InvalidInput(Fault("comment", what))


def _check_ready(session: Session, revision: Revision) -> None:
    """Refuses a revision whose questions are open, whose answers cannot be sold or whose own figures do not close."""
    proposal = revision.proposal
    if proposal.unanswered:
        listed = "; ".join(f"“{question.text}”" for question in proposal.unanswered)
        raise DiscoveryIncomplete(f"Answer these first, or mark them as unknown: {listed}")
    if proposal.blocks:
        listed = " ".join(remark.text for remark in proposal.blocks)
        raise DiscoveryIncomplete(f"This cannot be sold as it is answered: {listed}")
    if findings := blocking((*remarks_are_answered(threads(session, revision.engagement_id)), *in_document(revision))):
        raise InvalidInput(*(Fault(finding.where, finding.what) for finding in findings))


def _approvals(events: Sequence[ReviewEvent]) -> list[ReviewEvent]:
    """The approvals of the current round: those after the revision was last sent for review."""
    sent = [position for position, event in enumerate(events) if event.action is Action.SUBMIT]
    since = events[sent[-1] :] if sent else events
    return [event for event in since if event.action is Action.APPROVE]


def _approvers(events: Sequence[ReviewEvent]) -> tuple[Approver, ...]:
    return tuple(Approver(event.role, event.level) for event in _approvals(events))
