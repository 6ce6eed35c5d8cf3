"""What leadership grants: by a director, with a reason and limits, against what is agreed, until it is withdrawn."""

from datetime import timedelta
from decimal import Decimal

import pytest

from scoping.actions.change_orders import agreed_before, needed, order_of
from scoping.actions.documents import made_from
from scoping.actions.engagements import draft, open_engagement
from scoping.actions.granted import at_risk_of
from scoping.actions.grants import grant, grants_of, withdraw
from scoping.actions.judgements import judge
from scoping.actions.reviews import act, issue
from scoping.db.models import LeadershipGrant
from scoping.db.queries import latest_revision
from scoping.domain.discovery import Answer
from scoping.domain.errors import InvalidInput, NotPermitted, StaleRevision, WrongState
from scoping.domain.grants import GrantKind
from scoping.domain.review import Action
from scoping.domain.sow import Audience
from scoping.domain.sow.copies import Copy, Kind
from scoping.sow.letterhead import Letterhead
from tests.catalogue import ANSWERS, discovery
from tests.people import DELIVERY, LEADER, MANAGER, PROJECT, SENIOR, add

EXCEPTION, AT_RISK = GrantKind.EXCEPTION, GrantKind.AT_RISK
WHY = "They pay for it next year."
HOURS, AMOUNT = Decimal(400), Decimal(90_000)


@pytest.fixture
def people(session):
    return {kind.email.split("@")[0]: add(session, kind) for kind in (MANAGER, SENIOR, DELIVERY, PROJECT, LEADER)}


@pytest.fixture
def engagement(session, catalog, people, now):
    return open_engagement(session, catalog, discovery(), people["manager"], now, "first")


@pytest.fixture
def through(session, people):
    def through(revision, at):
        act(session, revision, Action.SUBMIT, people["manager"], at)
        act(session, revision, Action.APPROVE, people["senior"], at)
        act(session, revision, Action.APPROVE, people["delivery"], at)
        issue(session, revision, people["manager"], at)

    return through


@pytest.fixture
def change(session, catalog, engagement, people):
    """Saves the next revision, for so many repositories."""

    def change(repositories, at):
        changed = discovery(answers={**ANSWERS, "repositories": Answer(repositories)})
        number = engagement.latest_number
        draft(session, catalog, engagement, changed, number, people["manager"], at, "", f"after {number}")
        return latest_revision(session, engagement)

    return change


@pytest.fixture
def larger(session, engagement, through, change, now):
    """More work than was issued before it."""
    through(latest_revision(session, engagement), now)
    return change(1900, now)


@pytest.fixture
def is_needed(session):
    return lambda revision: bool(needed(session, agreed_before(session, revision), revision))


def test_within_a_work_exception_no_change_order_is_needed_beyond_it_one_is(
    session, larger, people, now, change, through, is_needed
):
    assert is_needed(larger)
    grant(session, larger, EXCEPTION, f" {WHY} ", people["director"], now, HOURS, AMOUNT)
    assert not is_needed(larger)
    assert is_needed(change(9000, now))
    small = change(1950, now)
    assert not is_needed(small)
    through(small, now)
    assert order_of(session, small) is None


def test_withdrawn_it_counts_no_more_but_what_was_issued_within_it_stays_as_it_was(
    session, larger, people, now, change, through, is_needed
):
    row = grant(session, larger, EXCEPTION, WHY, people["director"], now, HOURS, AMOUNT)
    through(larger, now + timedelta(hours=1))
    later = now + timedelta(hours=2)
    withdraw(session, larger, row, "The budget came through.", people["director"], later)
    withdraw(session, larger, row, "The budget came through.", people["director"], later)  # a double click
    assert (row.withdrawn_because, row.withdrawn_by.name) == ("The budget came through.", "Director")
    assert not is_needed(larger)
    assert is_needed(change(1900, later))
    row.reason = "never said"
    with pytest.raises(RuntimeError, match="never changed"):
        session.flush()


def test_a_change_order_ends_the_exception_and_another_can_be_granted(
    session, larger, people, now, change, through, is_needed
):
    row = grant(session, larger, EXCEPTION, WHY, people["director"], now, HOURS, Decimal(1))
    assert (row.against, row.revision.number) == (1, 2)
    with pytest.raises(WrongState, match="Director granted one that still holds"):
        grant(session, larger, EXCEPTION, WHY, people["director"], now, HOURS, AMOUNT)
    through(larger, now)
    assert order_of(session, larger).number == 1
    assert [each.holds for each in grants_of(session, larger)] == [False]
    again = grant(session, larger, EXCEPTION, WHY, people["director"], now, HOURS, AMOUNT)
    assert again.against == 2
    assert not is_needed(change(2100, now))


def test_an_exception_from_before_a_change_order_does_not_count_after_it(
    session, larger, people, now, change, through, is_needed
):
    grant(session, larger, EXCEPTION, WHY, people["director"], now, HOURS, AMOUNT)
    judge(session, larger, True, "They want it signed.", people["project"], now)
    through(larger, now)
    assert order_of(session, larger).number == 1
    assert is_needed(change(2100, now))


def test_the_project_manager_may_still_ask_for_an_order(session, larger, people, now, is_needed):
    with pytest.raises(WrongState):
        judge(session, larger, True, "They want it signed.", people["project"], now)
    grant(session, larger, EXCEPTION, WHY, people["director"], now, HOURS, AMOUNT)
    judge(session, larger, True, "They want it signed.", people["project"], now)
    assert is_needed(larger)


def test_work_may_begin_at_risk_before_anything_is_issued(session, engagement, people, now, through):
    revision = latest_revision(session, engagement)
    assert at_risk_of(revision) == ""
    row = grant(session, revision, AT_RISK, WHY, people["director"], now, HOURS, AMOUNT)
    assert (row.hours, row.amount, row.against) == (0, 0, None)
    assert "nothing is billed until then" in at_risk_of(revision)
    through(revision, now)
    assert [each.holds for each in grants_of(session, revision)] == [True]
    withdraw(session, revision, row, "They have signed it.", people["director"], now)
    assert at_risk_of(revision) == ""


def test_the_same_again_is_the_same(session, engagement, people, now):
    revision = latest_revision(session, engagement)
    first = grant(session, revision, AT_RISK, WHY, people["director"], now)
    assert grant(session, revision, AT_RISK, f"{WHY} ", people["director"], now) is first


def test_only_a_director_grants_and_only_with_a_reason_on_the_latest_revision(session, larger, people, now):
    for who in ("manager", "senior", "delivery", "project"):
        with pytest.raises(NotPermitted):
            grant(session, larger, AT_RISK, WHY, people[who], now)
    for reason in ("", "too short", " short     ", f"{WHY}\x00"):
        with pytest.raises(InvalidInput) as refused:
            grant(session, larger, AT_RISK, reason, people["director"], now)
        assert [fault.key for fault in refused.value.faults] == ["reason"]
    row = grant(session, larger, AT_RISK, WHY, people["director"], now)
    with pytest.raises(NotPermitted):
        withdraw(session, larger, row, "They have signed it.", people["manager"], now)
    with pytest.raises(InvalidInput):
        withdraw(session, larger, row, "Signed.", people["director"], now)
    first = larger.engagement.revisions[0]
    with pytest.raises(StaleRevision, match="Revision 2 was saved meanwhile"):
        grant(session, first, AT_RISK, WHY, people["director"], now)
    assert session.query(LeadershipGrant).count() == 1


@pytest.mark.parametrize(
    ("hours", "amount", "keys"),
    [
        (None, None, ["hours", "amount"]),
        (None, Decimal(5), ["hours"]),
        (Decimal(0), Decimal(0), ["hours"]),
        (Decimal("1e9"), Decimal("1e12"), ["hours", "amount"]),
        (Decimal("0.125"), Decimal("0.001"), ["hours", "amount"]),
        (Decimal(-1), Decimal(5), ["hours"]),
    ],
)
def test_an_exception_has_limits_that_can_be_kept(session, larger, people, now, hours, amount, keys):
    with pytest.raises(InvalidInput) as refused:
        grant(session, larger, EXCEPTION, WHY, people["director"], now, hours, amount)
    assert [fault.key for fault in refused.value.faults] == keys


def test_nothing_can_be_exceeded_before_something_is_agreed(session, engagement, people, now):
    with pytest.raises(WrongState, match="nothing agreed"):
        grant(session, latest_revision(session, engagement), EXCEPTION, WHY, people["director"], now, HOURS, AMOUNT)


def test_a_grant_makes_the_internal_document_anew_and_leaves_the_clients(session, engagement, people, now):
    def hashes():
        copies = (Copy(Kind.STATEMENT, audience) for audience in (Audience.CLIENT, Audience.INTERNAL))
        return [made_from(latest_revision(session, engagement), Letterhead(), copy) for copy in copies]

    client, internal = hashes()
    row = grant(session, latest_revision(session, engagement), AT_RISK, WHY, people["director"], now)
    assert hashes()[0] == client
    granted = hashes()[1]
    assert granted != internal
    withdraw(session, row.revision, row, "They have signed it.", people["director"], now)
    assert hashes()[1] not in (internal, granted)
