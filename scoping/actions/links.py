"""Links for customers: made, revoked and answered; what came through them is taken into a revision or declined."""

import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from scoping.actions.engagements import draft
from scoping.actions.people import as_person
from scoping.codec import name_fault, text_fault
from scoping.db.links import find_answers, find_by_hash, is_usable, latest, said
from scoping.db.models import NAME_LENGTH, ONCE_LENGTH, CustomerAnswer, CustomerLink, Engagement, Person, Revision
from scoping.db.queries import hold, latest_revision
from scoping.domain.catalog import Catalog
from scoping.domain.discovery import MAXIMUM_TEXT, Answer, Answers, Discovery, Kind, Question, fault_of
from scoping.domain.errors import Fault, InvalidInput, LinkClosed, StaleAnswers
from scoping.domain.estimate import asked_now, facts_from
from scoping.domain.permissions import Permission, Subject, require

SOURCE = "the customer through the link"
NOT_ASKED = frozenset({Kind.FILE})  # nobody without an account leaves files here
MOST_CHANGES = 20  # of each question on average; somebody who sends more is not answering


def hash_of(token: str) -> str:
    """What is kept of a token: its SHA-256 in hexadecimal. Tokens are random, so no salt is needed."""
    return sha256(token.encode()).hexdigest()


def make(
    session: Session,
    catalog: Catalog,
    revision: Revision,
    keys: Collection[str],
    recipient: str,
    days: int,
    by: Person,
    at: datetime,
    once: str,
) -> tuple[CustomerLink, str]:
    """A link to these questions of the engagement, open for `days`, with its token, which is told this once.

    Questions that only follow from one of these come along. The same `once` by the same person returns the link it
    made, with an empty token. Raises NotPermitted, InvalidInput ("questions", "recipient").
    """
    _permit(revision.engagement, by)
    hold(session, by)
    if what := name_fault(once, ONCE_LENGTH):
        raise InvalidInput(Fault("once", what))
    sent = select(CustomerLink).where(CustomerLink.author_id == by.id, CustomerLink.once == once)
    if made := session.scalars(sent).one_or_none():
        return made, ""
    discovery = latest_revision(session, revision.engagement).proposal.discovery
    offered = askable(catalog, discovery)
    faults = [Fault("questions", f"{key} is not asked of a customer here") for key in keys if key not in offered]
    if not keys:
        faults.append(Fault("questions", "choose at least one question"))
    if recipient.strip() and (what := name_fault(recipient.strip(), NAME_LENGTH)):
        faults.append(Fault("recipient", what))
    if faults:
        raise InvalidInput(*faults)
    token = secrets.token_urlsafe(32)
    link = CustomerLink(
        engagement=revision.engagement,
        token_hash=hash_of(token),
        recipient=recipient.strip(),
        questions=with_those_that_follow(offered, keys, discovery.answers),
        author=by,
        created_at=at,
        expires_at=at + timedelta(days=days),
        once=once,
    )
    session.add(link)
    session.flush()
    return link, token


def askable(catalog: Catalog, discovery: Discovery) -> dict[str, Question]:
    """Every question of the chosen services that a customer can answer on a page without an account."""
    asked = catalog.asked(discovery.services)
    return {key: question for key, question in asked.items() if question.kind not in NOT_ASKED}


def missing(catalog: Catalog, discovery: Discovery) -> set[str]:
    """The questions asked now that nobody answered, be it with "not known"."""
    questions = askable(catalog, discovery)
    return {key for key in _asked(catalog, discovery, {}) if key in questions and key not in discovery.answers}


def with_those_that_follow(offered: Mapping[str, Question], keys: Collection[str], answers: Answers) -> list[str]:
    """The chosen questions, and those unanswered whose condition looks at one of them, in the order of asking."""
    found = set(keys)
    for key, question in offered.items():  # a question stands behind those it depends on
        if key not in answers and question.when.facts() & found:
            found.add(key)
    return [key for key in offered if key in found]


def asked_of(catalog: Catalog, discovery: Discovery, link: CustomerLink) -> dict[str, Question]:
    """The link's questions that apply, given what the engagement and the customer answered."""
    now, offered = _asked(catalog, discovery, said(link)), askable(catalog, discovery)
    return {key: question for key, question in now.items() if key in link.questions and key in offered}


def _asked(catalog: Catalog, discovery: Discovery, further: Answers) -> dict[str, Question]:
    questions = catalog.asked(discovery.services)
    return asked_now(questions, facts_from(questions, {**discovery.answers, **further}, discovery.services))


def revoke(session: Session, link: CustomerLink, by: Person, at: datetime) -> None:
    """Closes the link at once; what came through it stays. One revoked before stays as it was. Raises NotPermitted."""
    _permit(link.engagement, by)
    hold(session, link.engagement)
    if link.revoked_at is None:
        link.revoked_at, link.revoked_by_id = at, by.id
    session.flush()


def open_by(session: Session, token: str, at: datetime) -> CustomerLink | None:
    """The link of this token; None for a token that was never given out, LinkClosed for one that opens no more."""
    link = find_by_hash(session, hash_of(token))
    if link is not None and not is_usable(link, at):
        raise LinkClosed("This link is no longer open.")
    return link


def send(
    session: Session,
    link: CustomerLink,
    questions: Mapping[str, Question],
    answers: Answers,
    seen: int,
    by: str,
    at: datetime,
) -> int:
    """Keeps what the customer changed of the questions shown, and says how many; `seen` is the last row they saw.

    An answer they emptied is taken back. Raises LinkClosed; InvalidInput ("by", "answers.users"); StaleAnswers with
    the keys that a colleague of theirs answered otherwise meanwhile.
    """
    hold(session, link.engagement)
    if not is_usable(link, at):
        raise LinkClosed("This link is no longer open.")
    if faults := [*_name_faults(by), *_answer_faults(questions, answers)]:
        raise InvalidInput(*faults)
    before, now = latest(link, seen), latest(link)
    changed = [key for key in questions if _value(answers.get(key)) != _value(_answer(before, key))]
    changed = [key for key in changed if _value(answers.get(key)) != _value(_answer(now, key))]
    if overtaken := [key for key in changed if now.get(key) is not before.get(key)]:
        raise StaleAnswers(*overtaken)
    if len(link.answers) + len(changed) > MOST_CHANGES * len(link.questions):
        raise LinkClosed("This link was changed too often.")
    for key in changed:
        _overtake(now.get(key), at)
        answer = answers.get(key)
        signed = replace(answer, source=SOURCE, by=by.strip(), at=at) if answer else None
        row = CustomerAnswer(key=key, answer=signed, sent_at=at, decided_at=None if signed else at)
        link.answers.append(row)
    session.flush()
    return len(changed)


def _overtake(row: CustomerAnswer | None, at: datetime) -> None:
    if row is not None and row.decided_at is None:
        row.decided_at = at


def _answer(rows: Mapping[str, CustomerAnswer], key: str) -> Answer | None:
    return rows[key].answer if key in rows else None


def _value(answer: Answer | None) -> object:
    """What counts as the same: who said it and when does not."""
    return answer and (answer.value, answer.confidence)


def _name_faults(by: str) -> Iterable[Fault]:
    if what := name_fault(by.strip(), NAME_LENGTH):
        yield Fault("by", what)


def _answer_faults(questions: Mapping[str, Question], answers: Answers) -> Iterable[Fault]:
    for key, answer in answers.items():
        what = "" if key in questions else "this link does not ask it"
        if not what and answer.value is not None:
            what = fault_of(questions[key], answer.value)
        if not what:
            what = next(filter(None, (text_fault(text, MAXIMUM_TEXT, lines=True) for text in _texts(answer.value))), "")
        if what:
            yield Fault(f"answers.{key}", what)


def _texts(value: object) -> Iterator[str]:
    """Every text in a value, those in the cells of rows included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)


def take(
    session: Session,
    catalog: Catalog,
    revision: Revision,
    keys: Collection[int],
    by: Person,
    at: datetime,
    once: str,
) -> Revision:
    """A new revision on top of this one with these answers of the customer in place of what stood there.

    Raises StaleAnswers where one of them no longer waits, InvalidInput where two answer one question, and as `draft`.
    The same `once` by the same person returns the revision it made.
    """
    _permit(revision.engagement, by)
    engagement, base = revision.engagement, revision.number
    hold(session, engagement)
    rows = find_answers(session, engagement.id, keys)
    made = {row.revision for row in rows}
    if rows and len(made) == 1 and (taken := made.pop()) and (taken.author_id, taken.once) == (by.id, once):
        return taken
    _check_waiting(rows, keys)
    answers = {row.key: row.answer for row in rows if row.answer is not None}
    if len(answers) < len(rows):
        twice = next(row.key for row in rows if [other.key for other in rows].count(row.key) > 1)
        raise InvalidInput(Fault(f"answers.{twice}", "two answers to this question are chosen; choose one of them"))
    before = latest_revision(session, engagement).proposal.discovery
    discovery = replace(before, answers={**before.answers, **answers})
    because = f"Taken from the customer: {', '.join(key.replace('_', ' ') for key in answers)}."
    saved = draft(session, catalog, engagement, discovery, base, by, at, because[:MAXIMUM_TEXT], once)
    for row in rows:
        row.decided_at, row.decided_by_id, row.revision_id = at, by.id, saved.id
    session.flush()
    return saved


def decline(session: Session, engagement: Engagement, keys: Collection[int], by: Person, at: datetime) -> None:
    """Leaves these answers out; they stay on record. Raises NotPermitted, StaleAnswers."""
    _permit(engagement, by)
    hold(session, engagement)
    rows = find_answers(session, engagement.id, keys)
    _check_waiting(rows, keys)
    for row in rows:
        row.decided_at, row.decided_by_id = at, by.id
    session.flush()


def _check_waiting(rows: Collection[CustomerAnswer], keys: Collection[int]) -> None:
    if not keys:
        raise InvalidInput(Fault("", "choose at least one answer"))
    if len(rows) < len(set(keys)) or any(row.decided_at for row in rows):
        raise StaleAnswers(*(row.key for row in rows if row.decided_at))


def _permit(engagement: Engagement, by: Person) -> None:
    require(as_person(by), Permission.ASK_CUSTOMER, Subject(owner=engagement.owner_id))
