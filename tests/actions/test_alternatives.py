"""Alternatives to a revision: copied, changed, compared, thrown away, one of them chosen."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from scoping.actions.alternatives import MOST, change, choose, copy, discard, side_by_side
from scoping.actions.engagements import draft, open_engagement
from scoping.db.alternatives import find_alternatives, list_alternatives
from scoping.db.models import Alternative
from scoping.db.queries import latest_revision
from scoping.domain.discovery import Answer
from scoping.domain.errors import InvalidInput, NotPermitted, StaleAlternative, StaleRevision
from tests.catalogue import discovery
from tests.people import COLLEAGUE, DELIVERY, MANAGER, SENIOR, add

LATER = replace(discovery(), starts_on=date(2027, 4, 5), answers={"users": Answer(300), "repositories": Answer(1500)})


@pytest.fixture
def manager(session):
    return add(session, MANAGER)


@pytest.fixture
def revision(session, catalog, manager, now):
    return latest_revision(session, open_engagement(session, catalog, discovery(), manager, now, "first"))


@pytest.fixture
def spring(session, revision, manager, now):
    return copy(session, revision, " In spring ", manager, now, "spring")


def test_an_alternative_begins_as_the_revision_is(session, spring, revision, manager):
    session.commit()
    assert (spring.name, spring.base, spring.author, spring.changes) == ("In spring", revision, manager, 0)
    assert (spring.proposal, spring.p50_hours, spring.price) == (
        revision.proposal,
        revision.p50_hours,
        revision.price,
    )
    assert list_alternatives(session, revision.engagement_id) == [spring]


def test_a_changed_alternative_moves_and_its_revision_does_not(session, catalog, spring, revision, manager, now):
    before, later = revision.proposal, now + timedelta(hours=1)
    changed = change(session, catalog, spring, LATER, 0, manager, later)
    session.commit()
    session.expire_all()
    assert (changed.changes, changed.changed_at, changed.created_at) == (1, later, now)
    assert changed.proposal.discovery == LATER
    assert changed.p50_hours == changed.proposal.effort.p50 < revision.p50_hours
    assert revision.proposal == before
    assert revision.engagement.latest_number == 1


def test_the_same_form_sent_again_makes_one_alternative(session, spring, revision, manager, now):
    assert copy(session, revision, "Another name", manager, now, "spring") is spring


def test_two_of_one_name_cannot_be_told_apart(session, spring, revision, manager, now):
    with pytest.raises(InvalidInput, match="name: there is an alternative “In spring” already"):
        copy(session, revision, "In spring", manager, now, "again")


@pytest.mark.parametrize("name", ["", "  ", "x" * 201, "a\nb"])
def test_a_name_that_cannot_be_kept_is_refused(session, revision, manager, now, name):
    with pytest.raises(InvalidInput) as refusal:
        copy(session, revision, name, manager, now, "named")
    assert [fault.key for fault in refusal.value.faults] == ["name"]


def test_there_is_an_end_to_alternatives(session, revision, manager, now):
    for number in range(MOST):
        copy(session, revision, f"{number}", manager, now, f"{number}")
    with pytest.raises(InvalidInput, match="throw one away first"):
        copy(session, revision, "one more", manager, now, "more")


def test_delivery_managers_make_no_alternatives(session, catalog, spring, revision, now):
    delivery = add(session, DELIVERY)
    for refused in (
        lambda: copy(session, revision, "Mine", delivery, now, "a"),
        lambda: change(session, catalog, spring, LATER, 0, delivery, now),
        lambda: discard(session, spring, 0, delivery),
        lambda: choose(session, catalog, spring, 0, 1, delivery, now, "a"),
    ):
        with pytest.raises(NotPermitted):
            refused()


def test_what_cannot_be_proposed_is_refused_and_the_alternative_stays(session, catalog, spring, manager, now):
    with pytest.raises(InvalidInput, match="users"):
        change(session, catalog, spring, replace(LATER, answers={"users": Answer(-1)}), 0, manager, now)
    session.refresh(spring)
    assert spring.changes == 0


def test_a_change_on_top_of_another_than_was_seen_is_refused(session, catalog, spring, manager, now):
    change(session, catalog, spring, LATER, 0, add(session, SENIOR), now)
    with pytest.raises(StaleAlternative, match="somebody changed “In spring” meanwhile"):
        change(session, catalog, spring, LATER, 0, manager, now)
    with pytest.raises(StaleAlternative):
        choose(session, catalog, spring, 0, 1, manager, now, "a")


def test_one_thrown_away_by_somebody_else_is_gone(sessions, session, catalog, spring, manager, now):
    session.commit()
    with sessions() as other:
        theirs = other.get_one(Alternative, spring.id)
        assert theirs.name
        discard(session, spring, 0, manager)
        session.commit()
        with pytest.raises(StaleAlternative, match="threw “In spring” away"):
            change(other, catalog, theirs, LATER, 0, other.merge(manager), now)


def test_up_to_three_stand_side_by_side(session, catalog, spring, revision, manager, now):
    autumn = copy(session, revision, "In autumn", manager, now, "autumn")
    change(session, catalog, spring, LATER, 0, manager, now)
    chosen = find_alternatives(session, revision.engagement_id, [autumn.id, spring.id, 999_999, -1])
    assert chosen == [autumn, spring]
    found = side_by_side(revision, chosen)
    assert found.names == ("Revision 1", "In autumn", "In spring")
    start = next(row for row in found.rows if row.name == "Start")
    assert start.cells == ("1 February 2027", "1 February 2027", "5 April 2027")
    with pytest.raises(InvalidInput, match="choose one to 3"):
        side_by_side(revision, [*chosen, autumn])


def test_the_chosen_one_is_the_next_draft(session, catalog, spring, revision, manager, now):
    change(session, catalog, spring, LATER, 0, manager, now)
    made = choose(session, catalog, spring, 1, 1, manager, now, "chosen")
    session.commit()
    assert (made.number, made.because) == (2, "Alternative “In spring” chosen.")
    assert made.proposal.discovery == LATER
    assert choose(session, catalog, spring, 1, 1, manager, now, "chosen") is made


def test_choosing_on_top_of_a_revision_that_is_not_the_latest_is_refused(session, catalog, spring, revision, now):
    colleague = add(session, COLLEAGUE)
    draft(session, catalog, revision.engagement, discovery(), 1, colleague, now, "", "other")
    with pytest.raises(StaleRevision, match="Colleague saved revision 2"):
        choose(session, catalog, spring, 0, 1, revision.author, now, "chosen")


def test_an_alternative_can_be_thrown_away(session, spring, revision, manager):
    discard(session, spring, 0, manager)
    session.commit()
    assert list_alternatives(session, revision.engagement_id) == []
