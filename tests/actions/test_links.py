"""Links for customers on both databases: who makes them, what may come through, and what becomes of it."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest

from scoping.actions import links
from scoping.actions.engagements import draft, open_engagement
from scoping.db.links import LinkState, count_waiting, find_by_hash, list_links, state_of
from scoping.db.models import CustomerAnswer, CustomerLink
from scoping.db.queries import latest_revision
from scoping.domain.discovery import UNKNOWN, Answer, Confidence
from scoping.domain.errors import InvalidInput, LinkClosed, NotPermitted, StaleAnswers, StaleRevision
from tests.catalogue import discovery
from tests.people import COLLEAGUE, DELIVERY, MANAGER, OWNER, SENIOR, add

KEYS = ["users", "repositories"]


@pytest.fixture
def manager(session):
    return add(session, MANAGER)


@pytest.fixture
def engagement(session, catalog, manager, now):
    return open_engagement(session, catalog, discovery(answers={}), manager, now, "first")


@pytest.fixture
def revision(session, engagement):
    return latest_revision(session, engagement)


@pytest.fixture
def made(session, catalog, revision, manager, now):
    return links.make(session, catalog, revision, KEYS, "Noor Haddad", 7, manager, now, "link")


@pytest.fixture
def link(made):
    return made[0]


def send(session, catalog, link, answers, at, *, seen=0, by="Noor Haddad"):
    discovered = latest_revision(session, link.engagement).proposal.discovery
    questions = links.asked_of(catalog, discovered, link)
    return links.send(session, link, questions, answers, seen, by, at)


def rows(session, link):
    session.expire_all()
    return {row.key: row for row in link.answers if row.decided_at is None}


def test_the_token_is_told_once_and_only_its_hash_is_kept(session, catalog, revision, made, manager, now):
    link, token = made
    assert len(token) >= 43
    assert link.token_hash == sha256(token.encode()).hexdigest()
    again = links.make(session, catalog, revision, KEYS, "Noor Haddad", 7, manager, now, "link")
    assert again == (link, "")
    assert links.open_by(session, token, now) is link
    assert links.open_by(session, token[:-1], now) is None
    assert links.open_by(session, "", now) is None


def test_two_links_never_share_a_token(session, catalog, revision, made, manager, now):
    other = links.make(session, catalog, revision, KEYS, "", 7, manager, now, "other")
    assert other[1] != made[1]


@pytest.mark.parametrize("kind", [SENIOR, DELIVERY, OWNER], ids=lambda kind: kind.role)
def test_only_an_engagement_manager_makes_revokes_takes_and_declines(session, catalog, revision, link, kind, now):
    other = add(session, kind)
    send(session, catalog, link, {"users": Answer(900)}, now)
    keys = [row.id for row in link.answers]
    with pytest.raises(NotPermitted):
        links.make(session, catalog, revision, KEYS, "", 7, other, now, "x")
    with pytest.raises(NotPermitted):
        links.revoke(session, link, other, now)
    with pytest.raises(NotPermitted):
        links.take(session, catalog, revision, keys, other, now, "x")
    with pytest.raises(NotPermitted):
        links.decline(session, link.engagement, keys, other, now)


@pytest.mark.parametrize(("keys", "what"), [([], "at least one"), (["margin"], "margin is not asked")])
def test_a_link_asks_nothing_that_is_not_in_the_questionnaire(session, catalog, revision, manager, now, keys, what):
    with pytest.raises(InvalidInput, match=what):
        links.make(session, catalog, revision, keys, "", 7, manager, now, "x")


def test_missing_are_the_questions_that_nobody_answered_be_it_with_unknown(catalog):
    assert links.missing(catalog, discovery(answers={"users": Answer(5)})) == {"repositories", "source_scm"}
    assert links.missing(catalog, discovery(answers={"users": UNKNOWN})) == {"repositories", "source_scm"}


def test_a_link_is_open_until_it_expires_is_revoked_or_fully_answered(session, catalog, made, manager, now):
    link, token = made
    week = timedelta(days=7)
    assert state_of(link, KEYS, now) is LinkState.OPEN
    send(session, catalog, link, {"users": UNKNOWN}, now)
    assert state_of(link, KEYS, now) is LinkState.OPEN
    send(session, catalog, link, {"users": UNKNOWN, "repositories": Answer(3)}, now, seen=link.answers[-1].id)
    assert state_of(link, KEYS, now) is LinkState.ANSWERED
    assert links.open_by(session, token, now + week - timedelta(seconds=1)) is link
    assert state_of(link, KEYS, now + week) is LinkState.EXPIRED
    with pytest.raises(LinkClosed):
        links.open_by(session, token, now + week)
    links.revoke(session, link, manager, now)
    links.revoke(session, link, manager, now + week)
    assert (state_of(link, KEYS, now), link.revoked_at, link.revoked_by) == (LinkState.REVOKED, now, manager)
    with pytest.raises(LinkClosed):
        links.open_by(session, token, now)
    with pytest.raises(LinkClosed):
        send(session, catalog, link, {"users": Answer(1)}, now)


def test_answers_keep_value_confidence_name_time_and_where_they_came_from(session, catalog, link, now):
    given = {"users": Answer(900, Confidence.GUESS), "repositories": UNKNOWN}
    assert send(session, catalog, link, given, now, by=" Noor Haddad ") == 2
    session.expire_all()
    assert [row.answer for row in link.answers] == [
        Answer(900, Confidence.GUESS, "the customer through the link", "Noor Haddad", now),
        Answer(None, Confidence.SURE, "the customer through the link", "Noor Haddad", now),
    ]
    assert count_waiting(session, link.engagement_id) == 2
    assert latest_revision(session, link.engagement).number == 1


@pytest.mark.parametrize(
    ("answers", "by", "place"),
    [
        ({"source_scm": Answer("git")}, "Noor", "answers.source_scm"),
        ({"users": Answer(0)}, "Noor", "answers.users"),
        ({"users": Answer(5)}, " ", "by"),
        ({"users": Answer(5)}, "N" * 201, "by"),
    ],
)
def test_what_cannot_be_used_is_refused_at_its_place_and_nothing_is_kept(
    session, catalog, link, now, answers, by, place
):
    with pytest.raises(InvalidInput) as refused:
        send(session, catalog, link, answers, now, by=by)
    assert [fault.key for fault in refused.value.faults] == [place]
    assert link.answers == []


def test_a_change_is_a_further_answer_and_the_earlier_one_waits_no_more(session, catalog, link, now):
    send(session, catalog, link, {"users": Answer(900)}, now)
    first = link.answers[0]
    assert send(session, catalog, link, {"users": Answer(900)}, now, seen=first.id) == 0
    assert send(session, catalog, link, {"users": Answer(950)}, now, seen=first.id) == 1
    assert [row.answer.value for row in rows(session, link).values()] == [950]
    assert (first.decided_at, first.decided_by) == (now, None)
    last = link.answers[-1].id
    assert send(session, catalog, link, {}, now, seen=last) == 1
    assert rows(session, link) == {}
    assert count_waiting(session, link.engagement_id) == 0


def test_a_colleague_who_answered_meanwhile_is_not_overwritten(session, catalog, link, now):
    send(session, catalog, link, {"users": Answer(900)}, now, by="Ana")
    assert send(session, catalog, link, {"repositories": Answer(3)}, now, by="Ben") == 1  # Ben's page showed no users
    with pytest.raises(StaleAnswers) as stale:
        send(session, catalog, link, {"users": Answer(800), "repositories": Answer(3)}, now, by="Ben")
    assert stale.value.keys == ("users",)
    assert {key: row.answer.value for key, row in rows(session, link).items()} == {"users": 900, "repositories": 3}


def test_nobody_fills_the_database_through_a_link(session, catalog, link, now):
    for number in range(links.MOST_CHANGES * len(link.questions)):
        seen = max((row.id for row in link.answers), default=0)
        send(session, catalog, link, {"users": Answer(1 + number)}, now, seen=seen)
    with pytest.raises(LinkClosed, match="too often"):
        send(session, catalog, link, {"users": Answer(5000)}, now, seen=link.answers[-1].id)
    assert len(link.answers) == links.MOST_CHANGES * len(link.questions)


def test_taken_answers_become_a_revision_with_their_provenance(session, catalog, revision, link, manager, now):
    send(session, catalog, link, {"users": Answer(900, Confidence.THINKS_SO), "repositories": Answer(40)}, now)
    waiting = rows(session, link)
    later = now + timedelta(hours=1)
    taken = links.take(session, catalog, revision, [waiting["users"].id], manager, later, "take")
    assert (taken.number, taken.author, taken.because) == (2, manager, "Taken from the customer: users.")
    answers = taken.proposal.discovery.answers
    assert answers == {"users": Answer(900, Confidence.THINKS_SO, "the customer through the link", "Noor Haddad", now)}
    assert (waiting["users"].revision, waiting["users"].decided_by, waiting["users"].decided_at) == (
        taken,
        manager,
        later,
    )
    assert list(rows(session, link)) == ["repositories"]


def test_taking_twice_from_one_form_makes_one_revision(session, catalog, revision, link, manager, now):
    send(session, catalog, link, {"users": Answer(900)}, now)
    keys = [row.id for row in link.answers]
    first = links.take(session, catalog, revision, keys, manager, now, "take")
    assert links.take(session, catalog, revision, keys, manager, now, "take") is first
    with pytest.raises(StaleAnswers):
        links.take(session, catalog, first, keys, manager, now, "another")
    assert first.engagement.latest_number == 2


def test_an_answer_that_the_customer_changed_since_is_not_taken_unseen(session, catalog, revision, link, manager, now):
    send(session, catalog, link, {"users": Answer(900)}, now)
    shown = link.answers[0].id
    send(session, catalog, link, {"users": Answer(90)}, now, seen=shown)
    with pytest.raises(StaleAnswers):
        links.take(session, catalog, revision, [shown], manager, now, "take")
    with pytest.raises(StaleAnswers):
        links.decline(session, revision.engagement, [shown], manager, now)


def test_a_revision_saved_meanwhile_keeps_answers_waiting(session, catalog, revision, link, manager, now):
    send(session, catalog, link, {"users": Answer(900)}, now)
    colleague = add(session, COLLEAGUE)
    changed = replace(revision.proposal.discovery, answers={"users": Answer(5)})
    draft(session, catalog, revision.engagement, changed, 1, colleague, now, "", "theirs")
    with pytest.raises(StaleRevision):
        links.take(session, catalog, revision, [row.id for row in link.answers], manager, now, "take")
    assert count_waiting(session, link.engagement_id) == 1


def test_two_answers_to_one_question_are_never_taken_together(session, catalog, revision, link, manager, now):
    other, _ = links.make(session, catalog, revision, ["users"], "Ben", 7, manager, now, "other")
    send(session, catalog, link, {"users": Answer(900)}, now)
    send(session, catalog, other, {"users": Answer(800)}, now, by="Ben")
    keys = [row.id for row in (*link.answers, *other.answers)]
    with pytest.raises(InvalidInput, match="two answers to this question"):
        links.take(session, catalog, revision, keys, manager, now, "take")


def test_a_declined_answer_stays_on_record_and_changes_nothing(session, catalog, revision, link, manager, now):
    send(session, catalog, link, {"users": Answer(900)}, now)
    links.decline(session, revision.engagement, [link.answers[0].id], manager, now)
    row = link.answers[0]
    assert (row.answer.value, row.decided_by, row.revision) == (900, manager, None)
    assert (count_waiting(session, link.engagement_id), revision.engagement.latest_number) == (0, 1)


def test_answers_of_another_engagement_are_out_of_reach(session, catalog, revision, link, manager, now):
    other = open_engagement(session, catalog, discovery("Other", answers={}), manager, now, "second")
    foreign, _ = links.make(session, catalog, latest_revision(session, other), KEYS, "", 7, manager, now, "foreign")
    send(session, catalog, foreign, {"users": Answer(900)}, now)
    keys = [foreign.answers[0].id]
    with pytest.raises(StaleAnswers):
        links.take(session, catalog, revision, keys, manager, now, "take")
    with pytest.raises(StaleAnswers):
        links.decline(session, revision.engagement, keys, manager, now)
    assert [found.id for found in list_links(session, revision.engagement_id)] == [link.id]


def test_links_and_answers_are_read_back_as_they_were_written(session, catalog, made, now):
    link, token = made
    send(session, catalog, link, {"users": Answer(900)}, now)
    session.commit()
    session.expire_all()
    found = find_by_hash(session, links.hash_of(token))
    assert found is not None
    assert (found.questions, found.expires_at) == (KEYS, now + timedelta(days=7))
    assert session.query(CustomerLink).count() == session.query(CustomerAnswer).count() == 1
