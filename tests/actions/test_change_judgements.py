"""What the project manager decides about a change order: while it is open, with a reason, on record."""

import pytest

from scoping.actions.change_orders import agreed_before, judgements, needed, order_of
from scoping.actions.engagements import draft, open_engagement
from scoping.actions.judgements import judge
from scoping.actions.reviews import act, issue
from scoping.db.models import ChangeJudgement
from scoping.db.queries import find_revision, latest_revision
from scoping.domain.change_control import JUDGED
from scoping.domain.errors import InvalidInput, NotPermitted, StaleRevision, WrongState
from scoping.domain.review import Action
from tests.catalogue import discovery
from tests.people import DELIVERY, MANAGER, PROJECT, SENIOR, add


@pytest.fixture
def people(session):
    return {kind.email.split("@")[0]: add(session, kind) for kind in (MANAGER, SENIOR, DELIVERY, PROJECT)}


@pytest.fixture
def through(session, people, now):
    """Takes a revision from draft to issued."""

    def through(revision):
        act(session, revision, Action.SUBMIT, people["manager"], now)
        act(session, revision, Action.APPROVE, people["senior"], now)
        act(session, revision, Action.APPROVE, people["delivery"], now)
        issue(session, revision, people["manager"], now)

    return through


@pytest.fixture
def small(session, catalog, people, now, through):
    """A change after an issued revision that no rule asks a change order for."""
    engagement = open_engagement(session, catalog, discovery(), people["manager"], now, "first")
    through(latest_revision(session, engagement))
    changed = discovery(title="Move to GitLab.com, the second half")
    draft(session, catalog, engagement, changed, 1, people["manager"], now, "", "second")
    return latest_revision(session, engagement)


def test_the_last_decision_counts_and_issues_with_a_change_order(session, small, people, now, through):
    agreed = agreed_before(session, small)
    assert needed(session, agreed, small) == ()
    judge(session, small, True, " Their board wants it. ", people["project"], now)
    assert needed(session, agreed, small) == (JUDGED,)
    judge(session, small, False, "It does not after all.", people["manager"], now)
    assert needed(session, agreed, small) == ()
    judge(session, small, True, "It does.", people["project"], now)
    assert [each.reason for each in judgements(session, agreed.revision, small)] == [
        "It does.",
        "It does not after all.",
        "Their board wants it.",
    ]
    through(small)
    assert order_of(session, small).number == 1
    with pytest.raises(WrongState, match="Nothing is left to decide"):
        judge(session, small, False, "Too late.", people["project"], now)
    row = session.query(ChangeJudgement).first()
    row.reason = "never said"
    with pytest.raises(RuntimeError, match="never changed"):
        session.flush()


def test_only_whoever_may_decides_with_a_reason_about_the_latest_revision(session, small, people, now):
    for who in ("senior", "delivery"):
        with pytest.raises(NotPermitted):
            judge(session, small, True, "Because.", people[who], now)
    for reason in ("", "  ", "no\x00"):
        with pytest.raises(InvalidInput):
            judge(session, small, True, reason, people["project"], now)
    with pytest.raises(StaleRevision, match="Revision 2 was saved meanwhile"):
        judge(session, find_revision(session, small.engagement_id, 1), True, "Because.", people["project"], now)
    assert session.query(ChangeJudgement).count() == 0
