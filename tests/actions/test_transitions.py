"""Every state × action × person, against a table written out by hand."""

from itertools import product

import pytest

from scoping.actions.engagements import draft, open_engagement
from scoping.actions.reviews import act, issue
from scoping.db.models import Review
from scoping.db.queries import latest_revision
from scoping.domain.errors import MissingApprovals, NotPermitted, WrongState
from scoping.domain.review import Action, State
from tests.catalogue import discovery
from tests.people import COLLEAGUE, DELIVERY, INTERMEDIATE, MANAGER, SENIOR, STAFF, Kind, add

PEOPLE = {
    "owner": MANAGER,
    "author": Kind("author@scoping.example", "technical-architect", "staff"),
    "submitter": COLLEAGUE,
    "other manager": Kind("other@scoping.example", "engagement-manager"),
    "intermediate": INTERMEDIATE,
    "senior": SENIOR,
    "staff": STAFF,
    "delivery": DELIVERY,
    "inactive manager": Kind("gone@scoping.example", "engagement-manager", active=False),
    "inactive delivery": Kind("left@scoping.example", "delivery-manager", active=False),
    "unknown role": Kind("visitor@scoping.example", "visitor"),
}
MANAGERS = {"owner", "submitter", "other manager"}
REVIEWERS = {"intermediate", "senior", "staff", "delivery"}
ALLOWED = {
    Action.SUBMIT: MANAGERS,
    Action.WITHDRAW: MANAGERS,
    Action.ISSUE: MANAGERS,
    Action.APPROVE: REVIEWERS,
    Action.REQUEST_CHANGES: REVIEWERS,
    Action.COMMENT: MANAGERS | REVIEWERS | {"author"},
}
LEADS_TO = {
    (State.DRAFT, Action.SUBMIT): State.IN_REVIEW,
    (State.DRAFT, Action.COMMENT): State.DRAFT,
    (State.IN_REVIEW, Action.APPROVE): State.IN_REVIEW,
    (State.IN_REVIEW, Action.REQUEST_CHANGES): State.CHANGES_REQUESTED,
    (State.IN_REVIEW, Action.WITHDRAW): State.DRAFT,
    (State.IN_REVIEW, Action.COMMENT): State.IN_REVIEW,
    (State.CHANGES_REQUESTED, Action.SUBMIT): State.IN_REVIEW,
    (State.CHANGES_REQUESTED, Action.COMMENT): State.CHANGES_REQUESTED,
    (State.APPROVED, Action.REQUEST_CHANGES): State.CHANGES_REQUESTED,
    (State.APPROVED, Action.ISSUE): State.ISSUED,
    (State.APPROVED, Action.COMMENT): State.APPROVED,
}
APPROVING = (SENIOR, DELIVERY)


@pytest.fixture
def people(session):
    return {name: add(session, kind) for name, kind in PEOPLE.items()}


@pytest.fixture
def revisions(session, catalog, people, now):
    """A revision in each state that real actions led to, by state; nobody of `people` has approved any."""
    approvers = [add(session, kind, email=f"first-{kind.email}") for kind in APPROVING]
    made = {}
    for state in State:
        engagement = open_engagement(session, catalog, discovery(), people["owner"], now, state)
        revision = draft(session, catalog, engagement, discovery(), 1, people["author"], now, "", state)
        if state is not State.DRAFT:
            act(session, revision, Action.SUBMIT, people["submitter"], now)
        if state is State.CHANGES_REQUESTED:
            act(session, revision, Action.REQUEST_CHANGES, approvers[0], now, "Which weeks?")
        if state in (State.APPROVED, State.ISSUED):
            for approver in approvers:
                act(session, revision, Action.APPROVE, approver, now)
        if state is State.ISSUED:
            issue(session, revision, people["owner"], now)
        assert revision.review.state is state
        made[state] = revision
    session.commit()
    return made


def outcome(session, revision, action, person, now):
    """The state it leads to or the kind of refusal; changes nothing."""
    try:
        if action is Action.ISSUE:
            issue(session, revision, person, now)
        else:
            act(session, revision, action, person, now, "A comment long enough.")
        return session.get_one(Review, revision.id).state
    except (NotPermitted, WrongState, MissingApprovals) as refusal:
        return type(refusal)
    finally:
        session.rollback()


def expected(state, action, name):
    if name not in ALLOWED[action]:
        return NotPermitted
    if action is Action.ISSUE and state not in (State.APPROVED, State.ISSUED):
        return MissingApprovals
    return LEADS_TO.get((state, action), WrongState)


def test_every_state_action_and_person_ends_as_the_table_says(session, revisions, people, now):
    found = {
        (state, action, name): outcome(session, revisions[state], action, person, now)
        for (state, action), (name, person) in product(product(State, Action), people.items())
    }
    wrong = {key: result for key, result in found.items() if result != expected(*key)}
    assert wrong == {}
    assert len(found) == 5 * 6 * 11


def test_an_edit_is_for_managers_and_architects_in_every_state(session, catalog, revisions, people, now):
    writers = MANAGERS | {"author", "intermediate", "senior", "staff"}
    for (state, revision), (name, person) in product(revisions.items(), people.items()):
        try:
            saved = draft(session, catalog, revision.engagement, discovery(), 2, person, now, "", f"{state} {name}")
            assert (saved.number, saved.review.state) == (3, State.DRAFT)
            older = State.DRAFT if state is State.IN_REVIEW else state
            assert latest_revision(session, revision.engagement) is saved
            assert revision.review.state is older
            assert name in writers, (state, name)
        except NotPermitted:
            assert name not in writers, (state, name)
        finally:
            session.rollback()
