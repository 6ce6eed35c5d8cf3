"""Several people, or one person's double click, saving at the same moment: two threads with sessions of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from scoping.actions.engagements import draft, open_engagement
from scoping.actions.reviews import act, issue
from scoping.db.models import Document, Engagement, Person, Revision
from scoping.db.queries import latest_revision
from scoping.domain.errors import Refusal, StaleRevision, WrongState
from scoping.domain.review import Action, State
from tests.catalogue import discovery
from tests.people import COLLEAGUE, DELIVERY, MANAGER, SENIOR, add


@pytest.fixture
def at_once(sessions):
    """Runs each job in a thread and a session of its own, all together after each has read; commits what succeeds."""

    def run(*jobs):
        barrier = Barrier(len(jobs))

        def one(job):
            with sessions() as session:
                people = {person.email.split("@")[0]: person for person in session.scalars(select(Person))}
                engagement = session.scalars(select(Engagement)).one_or_none()
                revision = latest_revision(session, engagement) if engagement else None
                barrier.wait(timeout=20)
                try:
                    result = job(session, people, engagement, revision)
                    session.commit()
                except Refusal as refusal:
                    return refusal
                return result

        with ThreadPoolExecutor(len(jobs)) as pool:
            return list(pool.map(one, jobs))

    return run


@pytest.fixture
def engagement(session, catalog, now):
    manager = add(session, MANAGER)
    for kind in (COLLEAGUE, SENIOR, DELIVERY):
        add(session, kind)
    engagement = open_engagement(session, catalog, discovery(), manager, now, "first")
    session.commit()
    return engagement


def test_of_two_people_saving_on_the_same_base_exactly_one_wins(engagement, at_once, catalog, session, now):
    def save(who):
        return lambda session, people, engagement, _: (
            draft(session, catalog, engagement, discovery(), 1, people[who], now, "", who).number
        )

    results = at_once(save("manager"), save("colleague"))
    lost = [result for result in results if isinstance(result, StaleRevision)]
    assert sorted(map(str, results))[0] == "2"
    assert len(lost) == 1
    winner = session.scalars(select(Revision).where(Revision.number == 2)).one()
    assert f"{winner.author.name} saved revision 2 while you worked on revision 1" in str(lost[0])
    session.refresh(engagement)
    assert engagement.latest_number == 2


def test_a_draft_sent_twice_at_once_is_saved_once(engagement, at_once, catalog, session, now):
    def save(session, people, engagement, _):
        return draft(session, catalog, engagement, discovery(), 1, people["manager"], now, "", "twice").number

    assert at_once(save, save) == [2, 2]
    assert len(session.scalars(select(Revision)).all()) == 2


def test_an_engagement_sent_twice_at_once_is_opened_once(at_once, catalog, session, now):
    add(session, MANAGER)
    session.commit()

    def open_(session, people, *_):
        return open_engagement(session, catalog, discovery(), people["manager"], now, "twice").id

    assert at_once(open_, open_) == [1, 1]
    assert len(session.scalars(select(Engagement)).all()) == 1


def test_the_last_two_approvals_given_at_once_approve(engagement, at_once, session, now):
    act(session, engagement.revisions[0], Action.SUBMIT, engagement.owner, now)
    session.commit()

    def approve(who):
        return lambda session, people, _, revision: act(session, revision, Action.APPROVE, people[who], now)

    assert sorted(at_once(approve("senior"), approve("delivery"))) == [State.APPROVED, State.IN_REVIEW]
    session.expire_all()
    assert engagement.revisions[0].review.state is State.APPROVED
    assert engagement.revisions[0].review.awaited == []


def test_a_revision_issued_twice_at_once_has_one_document(engagement, at_once, session, now):
    revision = engagement.revisions[0]
    act(session, revision, Action.SUBMIT, engagement.owner, now)
    for person in session.scalars(select(Person).where(Person.role != engagement.owner.role)).all():
        act(session, revision, Action.APPROVE, person, now)
    session.commit()

    def issue_(session, people, _, revision):
        return issue(session, revision, people["manager"], now).id

    results = at_once(issue_, issue_)
    assert [type(result) for result in results].count(WrongState) == 1
    assert len(session.scalars(select(Document)).all()) == 1


def test_a_draft_over_a_revision_being_sent_leaves_no_review_behind(engagement, at_once, catalog, session, now):
    results = at_once(
        lambda session, people, _, revision: act(session, revision, Action.SUBMIT, people["manager"], now),
        lambda session, people, engagement, _: (
            draft(session, catalog, engagement, discovery(), 1, people["colleague"], now, "", "b").number
        ),
    )
    assert results[1] == 2
    session.expire_all()
    assert [revision.review.state for revision in engagement.revisions] == [State.DRAFT, State.DRAFT]
