"""The demonstration: what it makes from the shipped reference data, and when it keeps its hands off."""

import pytest
from sqlalchemy import select

from scoping.actions.demo import ACCOUNTS, ensure_demo
from scoping.actions.people import authenticate, list_people
from scoping.actions.reviews import act, issue, missing_approvals, subject_of, unfillable
from scoping.db.models import Engagement, Person
from scoping.db.queries import Group, latest_revision, list_engagements
from scoping.domain.errors import NotPermitted
from scoping.domain.review import Action, State
from scoping.reference import shipped
from tests.people import MANAGER, add


@pytest.fixture
def people(session, now):
    """The demo people by the part of their address before the @."""
    ensure_demo(session, shipped(), now)
    session.commit()
    return {person.email.split("@")[0]: person for person in list_people(session)}


def test_every_account_signs_in_with_the_password_it_is_told_with(session, now):
    for account in ensure_demo(session, shipped(), now):
        person = authenticate(session, account.email, account.password)
        assert (person.name, person.role, person.level) == (account.name, account.role, account.level)
    assert [(account.role, account.level) for account in ACCOUNTS] == [
        ("engagement-manager", ""),
        ("technical-architect", "senior"),
        ("technical-architect", "staff"),
        ("delivery-manager", ""),
        ("project-manager", ""),
        ("director", ""),
        ("catalogue-owner", ""),
    ]


def test_the_manager_finds_one_engagement_that_is_theirs(session, people):
    (row,) = list_engagements(session, people["em"]).rows
    assert (row.group, row.customer, row.title) == (Group.MINE, "Northwind Freight", "Move to GitLab.com")
    assert (row.state, row.number, row.unanswered) == (State.DRAFT, 1, 0)


def test_the_demo_people_can_bring_it_from_draft_to_issued(session, people, now):
    revision = latest_revision(session, session.scalars(select(Engagement)).one())
    assert unfillable(session, revision.proposal.approvals, subject_of(revision)) == ()
    act(session, revision, Action.SUBMIT, people["em"], now)
    for name in ("senior", "staff", "delivery"):
        if missing_approvals(revision):
            act(session, revision, Action.APPROVE, people[name], now)
    issue(session, revision, people["em"], now)
    assert revision.review.state is State.ISSUED


def test_started_again_it_keeps_what_is_there(session, people, now):
    people["em"].name, people["staff"].active = "Renamed", False
    act(session, latest_revision(session, session.scalars(select(Engagement)).one()), Action.SUBMIT, people["em"], now)
    session.commit()
    assert ensure_demo(session, shipped(), now) == ACCOUNTS
    assert len(list_people(session)) == len(ACCOUNTS)
    assert (people["em"].name, people["staff"].active) == ("Renamed", False)
    assert list_engagements(session, people["em"]).rows[0].state is State.IN_REVIEW


def test_started_again_without_its_manager_it_still_starts(session, people, now):
    people["em"].active = False
    session.commit()
    assert ensure_demo(session, shipped(), now) == ACCOUNTS
    assert len(session.scalars(select(Engagement)).all()) == 1


def test_a_missing_account_is_added_again(session, people, now):
    session.delete(people["catalogue"])
    session.commit()
    ensure_demo(session, shipped(), now)
    assert len(list_people(session)) == len(ACCOUNTS)


@pytest.mark.parametrize("email", ["erin@company.example", "erin@notscoping.example"])
def test_no_public_password_is_put_beside_accounts_of_people(session, now, email):
    add(session, MANAGER, email=email)
    with pytest.raises(NotPermitted, match="a database of its own"):
        ensure_demo(session, shipped(), now)
    assert [person.email for person in session.scalars(select(Person))] == [email]
