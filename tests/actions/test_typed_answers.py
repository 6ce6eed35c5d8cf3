"""Typed answers and discovery sessions on both databases: one row for each person, versions that only grow."""

from dataclasses import replace
from datetime import date

import pytest

from scoping.actions.engagements import open_engagement
from scoping.actions.sessions import SessionEntry, change_session, number_in, open_session, source_of
from scoping.actions.typed_answers import clear_typed, drop_typed, fields_of, keep_typed, typed_answers
from scoping.domain.errors import InvalidInput, NotPermitted, StaleSession, StaleTyping
from tests.catalogue import discovery
from tests.people import COLLEAGUE, DELIVERY, MANAGER, add

FIELDS = [("answers-users-value", "900"), ("services", "a"), ("services", "b")]
OTHER = [("answers-users-value", "950")]
ENTRY = SessionEntry(date(2027, 3, 14), "Erin\nSena", "Ana Silva", "LFS later")


@pytest.fixture
def manager(session):
    return add(session, MANAGER)


@pytest.fixture
def engagement(session, catalog, manager, now):
    return open_engagement(session, catalog, discovery(), manager, now, "first")


def test_what_is_typed_comes_back_in_its_order_and_only_to_its_person(session, engagement, manager, now):
    keep_typed(session, engagement, FIELDS, 1, 0, manager, now)
    session.commit()
    session.expire_all()
    row = typed_answers(session, engagement.id, manager)
    assert (fields_of(row), row.base, row.version, row.typed_at) == (FIELDS, 1, 1, now)
    assert typed_answers(session, engagement.id, add(session, COLLEAGUE)) is None


def test_a_page_that_saw_an_older_version_overwrites_nothing(session, engagement, manager, now):
    keep_typed(session, engagement, FIELDS, 1, 0, manager, now)
    with pytest.raises(StaleTyping):
        keep_typed(session, engagement, OTHER, 1, 0, manager, now)
    assert keep_typed(session, engagement, OTHER, 1, 1, manager, now).version == 2


def test_what_was_saved_or_dropped_is_in_nobodys_way_and_versions_never_return(session, engagement, manager, now):
    keep_typed(session, engagement, FIELDS, 1, 0, manager, now)
    drop_typed(session, engagement, manager, dropped=True)
    assert keep_typed(session, engagement, OTHER, 1, 0, manager, now).version == 3
    clear_typed(session, engagement, manager)
    row = keep_typed(session, engagement, FIELDS, 1, 0, manager, now)
    assert (row.version, fields_of(row)) == (5, FIELDS)


def test_who_may_not_edit_keeps_nothing_and_a_form_has_an_end(session, engagement, manager, now):
    with pytest.raises(NotPermitted):
        keep_typed(session, engagement, FIELDS, 1, 0, add(session, DELIVERY), now)
    with pytest.raises(InvalidInput, match="at most 5,000 fields"):
        keep_typed(session, engagement, FIELDS * 2000, 1, 0, manager, now)
    with pytest.raises(InvalidInput, match="no such revision"):
        keep_typed(session, engagement, FIELDS, 2, 0, manager, now)


def test_sessions_are_numbered_and_named_by_the_answers_given_in_them(session, engagement, manager, now):
    first, again, second = (open_session(session, engagement, ENTRY, manager, now, once) for once in "aab")
    session.commit()
    assert (first.number, again, second.number) == (1, first, 2)
    assert source_of(second) == "session 2, 14 March 2027"
    assert number_in(source_of(second)) == 2
    assert number_in("typed") is None


def test_a_session_changed_meanwhile_is_not_overwritten(session, engagement, manager, now):
    talk = open_session(session, engagement, ENTRY, manager, now, "a")
    change_session(session, talk, replace(ENTRY, notes="first"), 0, manager, now)
    with pytest.raises(StaleSession):
        change_session(session, talk, replace(ENTRY, notes="second"), 0, manager, now)
    assert (talk.notes, talk.changes) == ("first", 1)
