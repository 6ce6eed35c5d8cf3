"""A review from sending to the issued PDF: who has to approve, what is recorded, what is refused."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from scoping.actions import readiness
from scoping.actions.engagements import draft, open_engagement
from scoping.actions.issued import issued_progress
from scoping.actions.reviews import act, approvals_given, issue, missing_approvals, subject_of, unfillable
from scoping.db.models import Document
from scoping.db.queries import latest_revision
from scoping.domain.catalog import Note
from scoping.domain.checks import Finding
from scoping.domain.conditions import Condition, Test
from scoping.domain.discovery import UNKNOWN, Answer
from scoping.domain.errors import (
    DiscoveryIncomplete,
    InvalidInput,
    MissingApprovals,
    NotPermitted,
    StaleRevision,
    WrongState,
)
from scoping.domain.permissions import Subject
from scoping.domain.review import Action, Approver, State
from scoping.jobs import Stage
from tests.catalogue import discovery
from tests.people import COLLEAGUE, DELIVERY, INTERMEDIATE, MANAGER, SENIOR, STAFF, Kind, add


@pytest.fixture
def manager(session):
    return add(session, MANAGER)


@pytest.fixture
def senior(session):
    return add(session, SENIOR)


@pytest.fixture
def delivery(session):
    return add(session, DELIVERY)


@pytest.fixture
def revision(session, catalog, manager, now):
    return latest_revision(session, open_engagement(session, catalog, discovery(), manager, now, "first"))


@pytest.fixture
def sent(session, revision, manager, now):
    act(session, revision, Action.SUBMIT, manager, now)
    return revision


@pytest.fixture
def approved(session, sent, senior, delivery, now):
    act(session, sent, Action.APPROVE, senior, now)
    act(session, sent, Action.APPROVE, delivery, now)
    return sent


def test_a_revision_is_approved_with_the_last_missing_approval(session, sent, senior, delivery, now):
    assert [need.key for need in missing_approvals(sent)] == ["staffing", "delivery"]
    assert act(session, sent, Action.APPROVE, senior, now) is State.IN_REVIEW
    assert [need.key for need in missing_approvals(sent)] == ["delivery"]
    assert act(session, sent, Action.APPROVE, delivery, now) is State.APPROVED
    assert missing_approvals(sent) == ()
    assert approvals_given(sent) == (Approver("technical-architect", "senior"), Approver("delivery-manager"))


def test_answers_that_cannot_be_sold_are_not_sent_for_review_and_the_reason_is_said(session, catalog, manager, now):
    when = Condition(((Test("users", "more_than", (500,)),),))
    note = Note("crowd", "This is sold to 500 users at most. Move fewer.", when, blocking=True)
    service = replace(catalog.services["scm-migration"], notes=(note,))
    strict = replace(catalog, services={**catalog.services, service.key: service})
    engagement = open_engagement(session, strict, discovery(), manager, now, "crowd")
    with pytest.raises(DiscoveryIncomplete, match=r"cannot be sold .* This is sold to 500 users at most\. Move fewer"):
        act(session, latest_revision(session, engagement), Action.SUBMIT, manager, now)
    fewer = discovery(answers={**discovery().answers, "users": Answer(500)})
    draft(session, strict, engagement, fewer, 1, manager, now, "Fewer users", "fewer")
    assert act(session, latest_revision(session, engagement), Action.SUBMIT, manager, now) is State.IN_REVIEW


def test_an_approval_keeps_the_role_and_level_of_that_time(session, sent, senior, now):
    later = now + timedelta(hours=1)
    act(session, sent, Action.APPROVE, senior, later, "Looks right.")
    senior.role, senior.level = "delivery-manager", ""
    session.commit()
    event = sent.events[-1]
    assert (event.person, event.role, event.level) == (senior, "technical-architect", "senior")
    assert (event.action, event.comment, event.at) == (Action.APPROVE, "Looks right.", later)
    assert [need.key for need in missing_approvals(sent)] == ["delivery"]


def test_an_approval_below_the_required_level_is_recorded_and_does_not_count(session, sent, delivery, now):
    act(session, sent, Action.APPROVE, delivery, now)
    assert act(session, sent, Action.APPROVE, add(session, INTERMEDIATE), now) is State.IN_REVIEW
    assert [need.key for need in missing_approvals(sent)] == ["staffing"]


def test_a_program_needs_a_staff_architect_who_covers_the_senior_too(session, catalog, manager, senior, delivery, now):
    given = discovery(answers={"users": Answer(6000), "repositories": UNKNOWN})
    revision = latest_revision(session, open_engagement(session, catalog, given, manager, now, "program"))
    act(session, revision, Action.SUBMIT, manager, now)
    act(session, revision, Action.APPROVE, delivery, now)
    act(session, revision, Action.APPROVE, senior, now)
    assert [need.key for need in missing_approvals(revision)] == ["program"]
    assert act(session, revision, Action.APPROVE, add(session, STAFF), now) is State.APPROVED


def test_approving_twice_counts_and_is_recorded_once(session, sent, senior, delivery, now):
    act(session, sent, Action.APPROVE, senior, now)
    assert act(session, sent, Action.APPROVE, senior, now) is State.IN_REVIEW
    assert [event.action for event in sent.events] == [Action.SUBMIT, Action.APPROVE]
    act(session, sent, Action.APPROVE, delivery, now)
    assert act(session, sent, Action.APPROVE, delivery, now) is State.APPROVED


def test_a_new_round_needs_new_approvals(session, approved, manager, senior, delivery, now):
    act(session, approved, Action.REQUEST_CHANGES, delivery, now, "Which weeks?")
    act(session, approved, Action.SUBMIT, manager, now)
    assert [need.key for need in missing_approvals(approved)] == ["staffing", "delivery"]
    act(session, approved, Action.APPROVE, senior, now)
    assert act(session, approved, Action.APPROVE, delivery, now) is State.APPROVED


def test_nobody_approves_a_revision_they_wrote(session, catalog, revision, manager, senior, now):
    second = draft(session, catalog, revision.engagement, discovery(), 1, senior, now, "", "b")
    act(session, second, Action.SUBMIT, manager, now)
    with pytest.raises(NotPermitted, match="You wrote or submitted this work"):
        act(session, second, Action.APPROVE, senior, now)


def test_nobody_approves_what_they_sent_for_review_in_another_role(session, revision, now):
    colleague = add(session, COLLEAGUE)
    act(session, revision, Action.SUBMIT, colleague, now)
    assert subject_of(revision) == Subject(revision.engagement.owner_id, revision.author_id, colleague.id)
    colleague.role, colleague.level = "technical-architect", "staff"
    with pytest.raises(NotPermitted, match="You wrote or submitted this work"):
        act(session, revision, Action.APPROVE, colleague, now)


def test_unanswered_required_questions_keep_a_revision_from_review_by_name(session, catalog, manager, now):
    given = discovery(answers={"repositories": UNKNOWN})
    revision = latest_revision(session, open_engagement(session, catalog, given, manager, now, "half"))
    with pytest.raises(DiscoveryIncomplete, match=r"“How many users move\?”") as refusal:
        act(session, revision, Action.SUBMIT, manager, now)
    assert "repositories" not in str(refusal.value)
    assert (revision.review.state, revision.events) == (State.DRAFT, [])


def test_findings_in_the_document_keep_a_revision_from_review(session, revision, manager, now, monkeypatch):
    monkeypatch.setattr(readiness, "check", lambda proposal, sow: (Finding("hours.tasks", "Fees", "They differ."),))
    with pytest.raises(InvalidInput, match=r"Fees: They differ\."):
        act(session, revision, Action.SUBMIT, manager, now)


def test_a_finding_that_only_warns_keeps_nothing_from_review(session, revision, manager, now, monkeypatch):
    warning = Finding("vague.x", "Goals", "They are vague.", blocks=False)
    monkeypatch.setattr(readiness, "check", lambda proposal, sow: (warning,))
    assert act(session, revision, Action.SUBMIT, manager, now) is State.IN_REVIEW


@pytest.mark.parametrize(
    ("action", "comment"),
    [
        (Action.REQUEST_CHANGES, ""),
        (Action.REQUEST_CHANGES, " no "),
        (Action.COMMENT, "  "),
        (Action.COMMENT, "x" * 5001),
        (Action.APPROVE, "a\0b"),
    ],
)
def test_a_comment_that_says_nothing_or_cannot_be_kept_is_refused(session, sent, senior, now, action, comment):
    with pytest.raises(InvalidInput) as refusal:
        act(session, sent, action, senior, now, comment)
    assert [fault.key for fault in refusal.value.faults] == ["comment"]
    assert sent.review.state is State.IN_REVIEW
    assert len(sent.events) == 1


def test_an_older_revision_stays_as_it_is(session, catalog, sent, manager, senior, now):
    draft(session, catalog, sent.engagement, discovery(), 1, manager, now, "", "b")
    for action in (Action.APPROVE, Action.COMMENT):
        with pytest.raises(StaleRevision, match="Revision 2 was saved meanwhile"):
            act(session, sent, action, senior, now, "Hello")
    with pytest.raises(StaleRevision):
        issue(session, sent, manager, now)


def test_every_action_is_recorded_in_order_and_moves_the_engagement_up(session, approved, manager, now):
    later = now + timedelta(days=1)
    act(session, approved, Action.COMMENT, manager, later, "Sent to the customer today.")
    assert [event.action for event in approved.events] == [
        Action.SUBMIT,
        Action.APPROVE,
        Action.APPROVE,
        Action.COMMENT,
    ]
    assert approved.engagement.changed_at == later


def test_an_issued_revision_is_on_record_and_its_pdf_asked_for(session, approved, manager, now):
    issue(session, approved, manager, now)
    assert issued_progress(session, approved) is None
    session.commit()
    session.expunge_all()
    document = session.scalars(select(Document)).one()
    assert issued_progress(session, document.revision).stage is Stage.WAITING
    assert (document.pdf, document.sha256) == (None, None)
    assert (document.issued_by.name, document.issued_at) == ("Manager", now)
    assert document.revision.review.state is State.ISSUED
    assert document.revision.events[-1].action is Action.ISSUE


def test_an_issued_document_and_what_was_done_to_it_cannot_be_rewritten(session, approved, manager, now):
    document = issue(session, approved, manager, now)
    session.commit()
    document.pdf, document.sha256 = b"%PDF-1.7", "0" * 64  # what is made later is kept once
    session.commit()
    for row, name, value in (
        (document, "pdf", b"%PDF-forged"),
        (document, "sha256", "1" * 64),
        (document, "issued_at", now + timedelta(days=1)),
        (approved.events[0], "comment", "never said"),
    ):
        setattr(row, name, value)
        with pytest.raises(RuntimeError, match="never changed"):
            session.flush()
        session.rollback()


def test_a_revision_is_not_issued_before_it_is_approved_and_says_whose_approval_is_missing(
    session, revision, manager, senior, now
):
    whole = "technical architect (senior or staff), regional delivery manager"
    with pytest.raises(MissingApprovals) as refusal:
        issue(session, revision, manager, now)
    assert str(refusal.value) == f"Not issued: an approval is missing from {whole}."
    act(session, revision, Action.SUBMIT, manager, now)
    act(session, revision, Action.APPROVE, senior, now)
    with pytest.raises(MissingApprovals) as refusal:
        issue(session, revision, manager, now)
    assert str(refusal.value) == "Not issued: an approval is missing from regional delivery manager."
    assert session.scalars(select(Document)).all() == []


def test_a_revision_whose_approval_was_taken_back_is_not_issued(session, approved, manager, delivery, now):
    act(session, approved, Action.REQUEST_CHANGES, delivery, now, "Which weeks?")
    with pytest.raises((MissingApprovals, WrongState)):
        issue(session, approved, manager, now)
    assert session.scalars(select(Document)).all() == []


def test_a_revision_is_issued_once(session, approved, manager, now):
    issue(session, approved, manager, now)
    with pytest.raises(WrongState, match="nothing changes it any more"):
        issue(session, approved, manager, now)


def test_a_document_is_issued_only_by_issuing(session, approved, manager, now):
    with pytest.raises(ValueError, match="call `issue`"):
        act(session, approved, Action.ISSUE, manager, now)


@pytest.mark.parametrize(
    ("kinds", "left"),
    [
        ([], ["staffing", "delivery"]),
        ([INTERMEDIATE, DELIVERY], ["staffing"]),
        ([SENIOR], ["delivery"]),
        ([STAFF, DELIVERY], []),
        ([STAFF, Kind("gone@scoping.example", "delivery-manager", active=False)], ["delivery"]),
    ],
)
def test_approvals_that_nobody_could_give_are_told(session, revision, kinds, left):
    for kind in kinds:
        add(session, kind)
    found = unfillable(session, revision.proposal.approvals, subject_of(revision))
    assert [need.key for need in found] == left


def test_who_wrote_the_work_does_not_count_as_somebody_who_could_approve_it(
    session, catalog, revision, senior, delivery, now
):
    second = draft(session, catalog, revision.engagement, discovery(), 1, senior, now, "", "b")
    found = unfillable(session, second.proposal.approvals, subject_of(second))
    assert [(need.role, need.levels) for need in found] == [("technical-architect", ("senior", "staff"))]
