"""The list of engagements: whose comes first, what is found, and how pages follow each other."""

from contextlib import suppress
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, insert

from scoping.actions.engagements import draft, open_engagement
from scoping.actions.reviews import act
from scoping.db.models import Awaited, Engagement, Review, Revision
from scoping.db.queries import Group, find_engagement, find_revision, history, latest_revision, list_engagements
from scoping.domain.discovery import Answer
from scoping.domain.errors import InvalidInput
from scoping.domain.proposal import propose
from scoping.domain.review import Action, State
from tests.catalogue import discovery
from tests.people import COLLEAGUE, DELIVERY, INTERMEDIATE, MANAGER, SENIOR, add


@pytest.fixture
def manager(session):
    return add(session, MANAGER)


@pytest.fixture
def colleague(session):
    return add(session, COLLEAGUE)


def opened(session, catalog, by, at, customer="Northwind Freight", title="Move", **answers) -> Engagement:
    given_ = discovery(customer, title)
    if answers:
        given_ = discovery(customer, title, answers={key: Answer(value) for key, value in answers.items()})
    return open_engagement(session, catalog, given_, by, at, f"{customer} {title} {at:%H%M%S}")


@pytest.fixture
def statements(database):
    """Counts what is sent to the database."""
    sent = []

    def count(connection, cursor, statement, parameters, context, many):
        sent.append(statement)

    event.listen(database, "before_cursor_execute", count)
    yield sent
    event.remove(database, "before_cursor_execute", count)


def many(session, catalog, owner, now, count) -> None:
    """Engagements in bulk in an empty database, numbered from 1; pairs were changed at the same moment."""
    proposal = propose(catalog, discovery())
    numbers = range(1, count + 1)
    engagement = {"title": "Move", "folded": "", "owner_id": owner.id, "latest_number": 1, "created_at": now}
    revision = {"number": 1, "author_id": owner.id, "created_at": now, "because": "", "proposal": proposal}
    revision |= {"fingerprint": "f", "p50_hours": Decimal("10.25"), "price": Decimal("3075.00"), "currency": "USD"}
    revision |= {"architect_level": "senior", "unanswered": 0}
    changed = {number: now + timedelta(minutes=(number + 1) // 2) for number in numbers}
    session.execute(insert(Engagement), [engagement | {"customer": str(n), "changed_at": changed[n]} for n in numbers])
    session.execute(insert(Revision), [revision | {"engagement_id": n, "once": str(n)} for n in numbers])
    session.execute(insert(Review), [{"revision_id": n, "state": State.DRAFT} for n in numbers])
    session.commit()


def test_a_line_shows_the_latest_revision(session, catalog, manager, now):
    engagement = opened(session, catalog, manager, now)
    changed = now + timedelta(hours=2)
    half = discovery("Northwind", "Bigger move", answers={"users": Answer(6000)})
    revision = draft(session, catalog, engagement, half, 1, manager, changed, "More users", "b")
    session.commit()
    (row,) = list_engagements(session, manager).rows
    assert (row.customer, row.title, row.owner, row.number) == ("Northwind", "Bigger move", "Manager", 2)
    assert (row.p50_hours, row.price, row.currency) == (revision.p50_hours, revision.price, "USD")
    assert (row.architect_level, row.unanswered, row.changed_at, row.state) == ("staff", 1, changed, State.DRAFT)


def test_mine_come_first_then_what_waits_for_me_then_the_rest_each_by_change(session, catalog, manager, colleague, now):
    senior = add(session, SENIOR)
    for minute, (owner, customer, sent) in enumerate(
        [(manager, "A", True), (manager, "B", False), (colleague, "C", True), (colleague, "D", False)]
    ):
        engagement = opened(session, catalog, owner, now, customer)
        if sent:
            at = now + timedelta(minutes=minute)
            act(session, latest_revision(session, engagement), Action.SUBMIT, owner, at)
    session.commit()
    assert [(row.group, row.customer) for row in list_engagements(session, senior).rows] == [
        (Group.WAITS_FOR_ME, "C"),
        (Group.WAITS_FOR_ME, "A"),
        (Group.REST, "D"),
        (Group.REST, "B"),
    ]
    assert [(row.group, row.customer) for row in list_engagements(session, colleague).rows] == [
        (Group.MINE, "C"),
        (Group.MINE, "D"),
        (Group.REST, "B"),
        (Group.REST, "A"),
    ]


def test_a_review_waits_only_for_those_whose_approval_is_still_missing(session, catalog, manager, now):
    senior, other = add(session, SENIOR), add(session, SENIOR, email="other@scoping.example")
    intermediate, delivery = add(session, INTERMEDIATE), add(session, DELIVERY)
    revision = latest_revision(session, opened(session, catalog, manager, now))

    def waiting():
        people = (senior, other, intermediate, delivery)
        return [p for p in people if list_engagements(session, p).rows[0].group is Group.WAITS_FOR_ME]

    assert waiting() == []
    act(session, revision, Action.SUBMIT, manager, now)
    assert waiting() == [senior, other, delivery]
    act(session, revision, Action.APPROVE, senior, now)
    assert waiting() == [delivery]
    act(session, revision, Action.REQUEST_CHANGES, delivery, now, "Which weeks?")
    assert waiting() == []
    act(session, revision, Action.SUBMIT, manager, now)
    assert waiting() == [senior, other, delivery]
    act(session, revision, Action.WITHDRAW, manager, now)
    assert session.query(Awaited).count() == 0


def test_an_architect_is_not_asked_to_approve_what_they_wrote(session, catalog, manager, now):
    senior = add(session, SENIOR)
    engagement = opened(session, catalog, manager, now)
    revision = draft(session, catalog, engagement, discovery(), 1, senior, now, "", "b")
    act(session, revision, Action.SUBMIT, manager, now)
    assert list_engagements(session, senior).rows[0].group is Group.REST


def test_the_list_can_be_narrowed_to_a_state(session, catalog, manager, now):
    opened(session, catalog, manager, now, "Draft")
    act(session, latest_revision(session, opened(session, catalog, manager, now, "Sent")), Action.SUBMIT, manager, now)
    assert [row.customer for row in list_engagements(session, manager, state=State.IN_REVIEW).rows] == ["Sent"]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", ["100% Straße", "ÅNGSTRÖM_labs", "Northwind"]),
        ("north", ["Northwind"]),
        ("MOVE north", ["Northwind"]),
        ("ångström", ["ÅNGSTRÖM_labs"]),
        ("a\u030angstro\u0308m", ["ÅNGSTRÖM_labs"]),
        ("STRASSE", ["100% Straße"]),
        ("%", ["100% Straße"]),
        ("_", ["ÅNGSTRÖM_labs"]),
        ("\\", []),
        ("' OR 1=1 --", []),
    ],
)
def test_search_disregards_case_and_takes_every_character_for_itself(session, catalog, manager, now, search, found):
    for minute, customer in enumerate(["Northwind", "ÅNGSTRÖM_labs", "100% Straße"]):
        opened(session, catalog, manager, now + timedelta(minutes=minute), customer)
    assert [row.customer for row in list_engagements(session, manager, search=search).rows] == found


def test_pages_follow_each_other_without_gaps_and_twins(session, catalog, manager, colleague, now):
    many(session, catalog, manager, now, 25)
    opened(session, catalog, colleague, now)
    whole = list_engagements(session, colleague, limit=100).rows
    read, key = [], ""
    while True:
        page = list_engagements(session, colleague, limit=4, after=key)
        read += page.rows
        key = page.next_key
        if not key:
            break
        assert len(page.rows) == 4
    assert read == list(whole)
    assert len({row.id for row in read}) == 26


def test_what_changes_meanwhile_does_not_shift_the_next_page(session, catalog, manager, now):
    many(session, catalog, manager, now, 6)
    first = list_engagements(session, manager, limit=3)
    opened(session, catalog, manager, now + timedelta(days=1), "New")
    second = list_engagements(session, manager, limit=3, after=first.next_key)
    assert [row.id for row in (*first.rows, *second.rows)] == [6, 5, 4, 3, 2, 1]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    st.text()
    | st.from_regex(r"\A\d+~.*~\d+\Z")
    | st.just("0~2026-11-23T09:00:00~1")
    | st.just(f"0~2026-11-23T09:00:00+00:00~{2**63}")
)
def test_a_key_that_somebody_made_up_is_answered_or_refused(sessions, key):
    with sessions() as session:
        person = add(session, MANAGER)
        with suppress(InvalidInput):
            list_engagements(session, person, after=key)


def test_a_long_list_takes_one_statement(session, catalog, manager, now, statements):
    many(session, catalog, manager, now, 300)
    session.refresh(manager)
    statements.clear()
    page = list_engagements(session, manager, limit=300)
    assert (len(page.rows), page.next_key, len(statements)) == (300, "", 1)


def test_a_history_takes_as_many_statements_however_long_it_is(session, catalog, manager, now, statements):
    engagement = opened(session, catalog, manager, now)
    taken = []
    for number in (1, 2, 3):
        act(session, latest_revision(session, engagement), Action.SUBMIT, manager, now)
        draft(session, catalog, engagement, discovery(), number, manager, now, "", f"d{number}")
        session.commit()
        engagement_id = engagement.id
        session.expunge_all()
        manager, engagement = session.merge(manager), session.get(Engagement, engagement_id)
        statements.clear()
        revisions = history(session, engagement_id)
        for revision in revisions:
            assert (revision.author.name, revision.document) == ("Manager", None)
            assert [(e.person.name, e.action) for e in revision.events] == (
                [("Manager", Action.SUBMIT), ("Manager", Action.WITHDRAW)] if revision.number <= number else []
            )
            assert revision.review.state is State.DRAFT
        taken.append(len(statements))
    assert [revision.number for revision in revisions] == [4, 3, 2, 1]
    assert len(set(taken)) == 1


def test_a_revision_is_found_by_its_number_within_the_engagement(session, catalog, manager, now):
    engagement = opened(session, catalog, manager, now)
    revision = draft(session, catalog, engagement, discovery(), 1, manager, now, "", "b")
    assert find_revision(session, engagement.id, 2) is revision
    assert find_revision(session, engagement.id, 3) is None
    assert find_revision(session, engagement.id + 1, 1) is None
    assert find_engagement(session, engagement.id) is engagement


@pytest.mark.parametrize("number", [0, -1, 2**31, 2**63, 10**30])
def test_a_number_that_nothing_has_finds_nothing(session, number):
    assert find_engagement(session, number) is None
    assert find_revision(session, number, 1) is None
    assert find_revision(session, 1, number) is None
