"""Opening engagements and saving revisions."""

from dataclasses import replace

import pytest

from scoping.actions.engagements import draft, open_engagement
from scoping.actions.reviews import act, issue
from scoping.db.models import Engagement, Revision
from scoping.db.queries import latest_revision
from scoping.domain.charge import Charge
from scoping.domain.discovery import Answer
from scoping.domain.errors import InvalidInput, NotPermitted, StaleRevision
from scoping.domain.fee_basis import Shape
from scoping.domain.proposal import propose
from scoping.domain.review import Action, State
from tests.catalogue import discovery
from tests.people import COLLEAGUE, DELIVERY, MANAGER, SENIOR, add


@pytest.fixture
def manager(session):
    return add(session, MANAGER)


@pytest.fixture
def engagement(session, catalog, manager, now):
    return open_engagement(session, catalog, discovery(), manager, now, "first")


def save(session, catalog, engagement, by, now, base=1, once="second", because="", given=None):
    return draft(session, catalog, engagement, given or discovery(), base, by, now, because, once)


def test_an_opened_engagement_has_one_revision_a_draft_of_its_opener(engagement, catalog, manager, now):
    (revision,) = engagement.revisions
    assert (engagement.customer, engagement.title, engagement.owner) == (
        "Northwind Freight",
        "Move to GitLab.com",
        manager,
    )
    assert (engagement.created_at, engagement.changed_at, engagement.latest_number) == (now, now, 1)
    assert (revision.number, revision.author, revision.review.state) == (1, manager, State.DRAFT)
    proposal = propose(catalog, discovery())
    assert revision.proposal == proposal
    assert (revision.fingerprint, revision.p50_hours) == (proposal.fingerprint, proposal.effort.p50)
    assert (revision.price, revision.currency) == (Charge(proposal).due.amount, "USD")
    assert (revision.architect_level, revision.unanswered) == ("senior", 0)


def test_a_revision_names_the_fee_as_it_is_charged(session, catalog, manager, now):
    fixed = replace(discovery(), shape=Shape.FIXED_FEE)
    (revision,) = open_engagement(session, catalog, fixed, manager, now, "fixed").revisions
    assert (
        revision.price == revision.proposal.price.fixed_fee.amount > revision.proposal.price.time_and_materials.amount
    )


def test_the_same_form_sent_again_opens_no_second_engagement(session, catalog, engagement, manager, now):
    again = open_engagement(session, catalog, discovery("Somebody else"), manager, now, "first")
    assert again is engagement
    assert engagement.customer == "Northwind Freight"


def test_two_people_may_happen_to_send_the_same_token(session, catalog, engagement, now):
    other = open_engagement(session, catalog, discovery(), add(session, COLLEAGUE), now, "first")
    assert other is not engagement


@pytest.mark.parametrize("kind", [SENIOR, DELIVERY], ids=lambda kind: kind.role)
def test_only_engagement_managers_open_engagements(session, catalog, kind, now):
    with pytest.raises(NotPermitted, match="may not open engagement"):
        open_engagement(session, catalog, discovery(), add(session, kind), now, "a")


def test_a_new_revision_counts_on_and_keeps_the_older_ones(session, catalog, engagement, now):
    senior = add(session, SENIOR)
    given = discovery("Northwind", "Bigger", {"users": Answer(6000)})
    revision = save(session, catalog, engagement, senior, now, because="More users", given=given)
    session.commit()
    assert (revision.number, revision.author, revision.because) == (2, senior, "More users")
    assert (revision.architect_level, revision.unanswered) == ("staff", 1)
    assert (engagement.customer, engagement.title, engagement.latest_number) == ("Northwind", "Bigger", 2)
    assert [item.proposal.discovery.customer for item in engagement.revisions] == ["Northwind Freight", "Northwind"]


@pytest.mark.parametrize("base", [0, 1, 3])
def test_a_revision_on_a_base_that_is_not_the_latest_is_refused(session, catalog, engagement, manager, now, base):
    save(session, catalog, engagement, add(session, COLLEAGUE), now)
    with pytest.raises(StaleRevision, match="Colleague saved revision 2"):
        save(session, catalog, engagement, manager, now, base=base, once="third")


def test_the_same_form_sent_again_returns_the_revision_it_made_even_after_others(
    session, catalog, engagement, manager, now
):
    first = save(session, catalog, engagement, manager, now)
    save(session, catalog, engagement, add(session, COLLEAGUE), now, base=2)
    assert save(session, catalog, engagement, manager, now) is first
    assert len(engagement.revisions) == 3


def test_a_form_of_another_engagement_makes_nothing_here(session, catalog, engagement, manager, now):
    other = open_engagement(session, catalog, discovery(), manager, now, "other")
    with pytest.raises(InvalidInput, match="once: this form was sent for another engagement"):
        save(session, catalog, other, manager, now, once="first")


def test_delivery_managers_do_not_write(session, catalog, engagement, now):
    with pytest.raises(NotPermitted):
        save(session, catalog, engagement, add(session, DELIVERY), now)


@pytest.mark.parametrize(
    ("given", "key"),
    [
        (discovery(customer="   "), "customer"),
        (discovery(customer="<b>" + "\u202eل" * 149), "customer"),
        (discovery(title="x" * 201), "title"),
        (discovery(title="a\0b"), "title"),
        (discovery(answers={"users": Answer(1, source="a\0b")}), "answers.users.source"),
        (discovery(answers={"users": Answer(1, source="x" * 5001)}), "answers.users.source"),
        (discovery(answers={"users": Answer(-5)}), "answers.users"),
        (discovery(answers={"usres": Answer(5)}), "answers.usres"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_place(session, catalog, engagement, manager, now, given, key):
    with pytest.raises(InvalidInput) as refusal:
        save(session, catalog, engagement, manager, now, given=given)
    assert [fault.key for fault in refusal.value.faults] == [key]
    session.rollback()
    assert session.query(Revision).count() == 0


def test_markup_and_right_to_left_names_are_kept_as_they_are(session, catalog, manager, now):
    name = "<script>alert(1)</script> شركة الشحن & Söhne 北風"
    engagement = open_engagement(session, catalog, discovery(customer=name), manager, now, "a")
    session.commit()
    assert session.get_one(Engagement, engagement.id).customer == name


@pytest.mark.parametrize("once", ["", " ", "x" * 65, "a\0"])
def test_a_token_that_is_none_is_refused(session, catalog, manager, now, once):
    with pytest.raises(InvalidInput) as refusal:
        open_engagement(session, catalog, discovery(), manager, now, once)
    assert [fault.key for fault in refusal.value.faults] == ["once"]


@pytest.mark.parametrize("because", ["x" * 5001, "a\0b"])
def test_a_note_that_cannot_be_kept_is_refused(session, catalog, engagement, manager, now, because):
    with pytest.raises(InvalidInput) as refusal:
        save(session, catalog, engagement, manager, now, because=because)
    assert [fault.key for fault in refusal.value.faults] == ["because"]


def test_a_new_revision_withdraws_the_older_one_from_review(session, catalog, engagement, manager, now):
    first = latest_revision(session, engagement)
    act(session, first, Action.SUBMIT, manager, now)
    senior = add(session, SENIOR)
    second = save(session, catalog, engagement, senior, now)
    assert (first.review.state, second.review.state) == (State.DRAFT, State.DRAFT)
    assert first.review.awaited == []
    withdrawn = first.events[-1]
    assert (withdrawn.action, withdrawn.person, withdrawn.comment) == (
        Action.WITHDRAW,
        senior,
        "Revision 2 was saved.",
    )


def test_a_new_revision_leaves_an_issued_one_as_it_is(session, catalog, engagement, manager, now):
    first = latest_revision(session, engagement)
    act(session, first, Action.SUBMIT, manager, now)
    for kind in (SENIOR, DELIVERY):
        act(session, first, Action.APPROVE, add(session, kind), now)
    issue(session, first, manager, now)
    second = save(session, catalog, engagement, manager, now)
    assert (first.review.state, second.review.state) == (State.ISSUED, State.DRAFT)
    assert first.events[-1].action is Action.ISSUE


def test_actions_leave_the_commit_to_the_caller(session, catalog, engagement, manager, now):
    act(session, latest_revision(session, engagement), Action.SUBMIT, manager, now)
    save(session, catalog, engagement, manager, now)
    session.rollback()
    assert session.query(Engagement).count() == 0
