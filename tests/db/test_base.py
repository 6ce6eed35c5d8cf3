"""Column types, immutable rows, and how SQLite connections behave."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, delete, select, text, update
from sqlalchemy.exc import IntegrityError

from scoping.actions.engagements import open_engagement
from scoping.db.base import Hundredths, ImmutableRow, UtcDateTime
from scoping.db.models import Engagement, Person, Review, Revision
from scoping.domain.proposal import propose
from scoping.domain.review import State
from tests.catalogue import discovery
from tests.people import MANAGER, add

SQLITE = create_engine("sqlite://").dialect


@given(st.decimals(places=2, allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12))
def test_hundredths_come_back_to_the_digit(amount):
    column = Hundredths()
    kept = column.process_bind_param(amount, SQLITE)
    assert isinstance(kept, int)
    assert column.process_result_value(kept, SQLITE) == amount


@pytest.mark.parametrize("amount", [Decimal("0.005"), Decimal("NaN"), Decimal("Infinity")])
def test_hundredths_refuse_what_they_would_have_to_round(amount):
    with pytest.raises((ValueError, ArithmeticError)):
        Hundredths().process_bind_param(amount, SQLITE)


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        UtcDateTime().process_bind_param(datetime(2026, 11, 23, 9, 0), SQLITE)  # noqa: DTZ001


def test_times_come_back_in_utc_whatever_zone_they_were_given_in(session, now):
    there = now.astimezone(timezone(timedelta(hours=-8)))
    add(session, MANAGER, at=there)
    session.commit()
    found = session.scalars(select(Person.created_at)).one()
    assert found == now
    assert found.tzinfo is UTC


def test_a_price_with_cents_stays_exact_in_the_database(session, catalog, now):
    engagement = open_engagement(session, catalog, discovery(), add(session, MANAGER), now, "a")
    session.commit()
    revision = engagement.revisions[0]
    assert isinstance(revision.price, Decimal)
    assert revision.price == revision.proposal.price.time_and_materials.amount


def test_a_proposal_comes_back_equal_from_the_database(session, catalog, now):
    open_engagement(session, catalog, discovery(), add(session, MANAGER), now, "a")
    session.commit()
    session.expire_all()
    assert session.scalars(select(Revision)).one().proposal == propose(catalog, discovery())


def test_the_keys_of_a_proposal_keep_their_order(session, catalog, now):
    answers = dict(reversed(discovery().answers.items()))
    open_engagement(session, catalog, discovery(answers=answers), add(session, MANAGER), now, "a")
    session.commit()
    session.expire_all()
    assert list(session.scalars(select(Revision)).one().proposal.discovery.answers) == list(answers)


def test_reading_a_revision_does_not_read_its_proposal(session, catalog, now):
    open_engagement(session, catalog, discovery(), add(session, MANAGER), now, "a")
    session.commit()
    session.expunge_all()
    assert "proposal" not in session.scalars(select(Revision)).one().__dict__


def test_states_are_kept_by_their_value(session, catalog, now):
    open_engagement(session, catalog, discovery(), add(session, MANAGER), now, "a")
    session.flush()
    session.scalars(select(Review)).one().state = State.IN_REVIEW
    session.flush()
    assert session.scalar(text("SELECT state FROM review")) == "in_review"


@pytest.fixture
def revision(session, catalog, now) -> Revision:
    engagement = open_engagement(session, catalog, discovery(), add(session, MANAGER), now, "a")
    session.commit()
    return engagement.revisions[0]


def test_a_saved_revision_cannot_be_changed(session, revision):
    revision.because = "on second thought"
    with pytest.raises(ImmutableRow, match="Revision 1 is never changed"):
        session.flush()


def test_a_saved_revision_cannot_be_deleted(session, revision):
    session.delete(revision)
    with pytest.raises(ImmutableRow):
        session.flush()


@pytest.mark.parametrize("statement", [update(Revision).values(because="all"), delete(Revision)])
def test_revisions_cannot_be_changed_or_deleted_together_either(session, revision, statement):
    with pytest.raises(ImmutableRow):
        session.execute(statement)


def test_an_engagement_needs_an_owner_that_exists(session, now):
    session.add(
        Engagement(customer="C", title="T", folded="", owner_id=99, latest_number=1, created_at=now, changed_at=now)
    )
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_number_is_given_once_in_an_engagement(session, revision):
    same = {
        column.key: getattr(revision, column.key) for column in Revision.__mapper__.column_attrs if column.key != "id"
    }
    session.add(Revision(**same | {"once": "b"}))
    with pytest.raises(IntegrityError):
        session.flush()


def test_sqlite_keeps_a_write_ahead_log_and_waits_for_locks(sqlite):
    with sqlite.connect() as connection:
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
        assert connection.scalar(text("PRAGMA busy_timeout")) >= 5000


def test_sqlite_tables_that_are_rolled_back_are_gone(sqlite):
    with sqlite.connect() as connection:
        connection.execute(text("create table passing (id integer)"))
        connection.rollback()
        assert connection.scalar(text("SELECT count(*) FROM sqlite_master WHERE name = 'passing'")) == 0


def test_a_savepoint_rolls_back_its_part_and_the_whole_rolls_back_the_rest(session):
    add(session, MANAGER)
    with session.begin_nested() as part:
        add(session, MANAGER, email="second@scoping.example")
        part.rollback()
    assert len(session.scalars(select(Person)).all()) == 1
    session.rollback()
    assert session.scalars(select(Person)).all() == []
