"""Remarks and answers as actions, on both databases: who may, once, and what keeps a revision from review."""

import pytest

from scoping.actions.comments import answer, quote_of, remark, resolve
from scoping.actions.engagements import draft, open_engagement
from scoping.actions.reviews import act
from scoping.db.comments import find_comment, threads
from scoping.db.queries import latest_revision
from scoping.domain.errors import InvalidInput, NotPermitted
from scoping.domain.review import Action, State
from scoping.domain.sow import compose
from tests.catalogue import discovery
from tests.people import DELIVERY, MANAGER, SENIOR, add

DUTY = "duties/duties/scm-migration.contact"


@pytest.fixture
def manager(session):
    return add(session, MANAGER)


@pytest.fixture
def first(session, catalog, manager, now):
    return latest_revision(session, open_engagement(session, catalog, discovery(), manager, now, "first"))


def say(session, revision, by, now, once="a"):
    quote = quote_of(compose(revision.proposal, revision=1, state="draft"), DUTY)
    return remark(session, revision, DUTY, quote, "Why one?", by, now, once)


def test_a_remark_keeps_the_words_it_is_about_and_is_saved_once(session, first, manager, now):
    said = say(session, first, manager, now)
    assert say(session, first, manager, now) is said
    session.commit()
    session.expire_all()
    (found,) = threads(session, first.engagement_id)
    assert (found.quote, found.place, found.waits) == ("The customer names one contact.", DUTY, True)


def test_a_place_that_is_not_there_has_no_words(first):
    with pytest.raises(InvalidInput, match="is gone"):
        quote_of(compose(first.proposal, revision=1, state="draft"), "duties/duties/none")


def test_an_open_remark_keeps_every_later_revision_from_review_until_somebody_else_answers(
    session, catalog, first, manager, now
):
    said = say(session, first, add(session, SENIOR), now)
    second = draft(session, catalog, first.engagement, discovery(), 1, manager, now, "", "second")
    with pytest.raises(InvalidInput, match="nobody answered"):
        act(session, second, Action.SUBMIT, manager, now)
    answer(session, second, said, "One decides.", manager, now, "b")
    assert not said.waits
    assert act(session, second, Action.SUBMIT, manager, now) is State.IN_REVIEW


def test_settling_is_the_authors_and_the_editors(session, first, manager, now):
    said = say(session, first, manager, now)
    with pytest.raises(NotPermitted):
        resolve(session, first, said, add(session, DELIVERY), now)
    resolve(session, first, said, manager, now)
    assert (said.waits, said.resolved_by) == (False, manager)
    resolve(session, first, said, manager, None)
    assert (said.waits, said.resolved_by) == (True, None)


def test_an_answer_and_a_remark_of_another_engagement_are_not_found(session, first, manager, now):
    said = say(session, first, manager, now)
    reply = answer(session, first, said, "Because.", manager, now, "b")
    assert find_comment(session, first.engagement_id, said.id) is said
    assert find_comment(session, first.engagement_id, reply.id) is None
    assert find_comment(session, first.engagement_id + 1, said.id) is None
