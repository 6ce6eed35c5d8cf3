"""Discovery sessions: opened, changed, and named as the source of the answers that were given in them."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scoping.actions.people import as_person
from scoping.codec import name_fault, text_fault
from scoping.db.models import ONCE_LENGTH, DiscoverySession, Engagement, Person
from scoping.db.queries import hold
from scoping.domain.errors import Fault, InvalidInput, StaleSession
from scoping.domain.permissions import Permission, Subject, require
from scoping.domain.sow.figures import day

LONGEST_NOTES = 20_000
_SOURCE = re.compile(r"session (\d{1,6}),")


@dataclass(frozen=True)
class SessionEntry:
    """What a person writes about a session; `ours` and `theirs` are names, one on each line."""

    held_on: date
    ours: str
    theirs: str
    notes: str


def open_session(
    session: Session, engagement: Engagement, entry: SessionEntry, by: Person, at: datetime, once: str
) -> DiscoverySession:
    """A new session with the next number; the same `once` by the same person returns the first one.

    Raises NotPermitted and InvalidInput.
    """
    _check(engagement, entry, by)
    if what := name_fault(once, ONCE_LENGTH):
        raise InvalidInput(Fault("once", what))
    hold(session, engagement)
    same = select(DiscoverySession).where(DiscoverySession.author_id == by.id, DiscoverySession.once == once)
    if sent := session.scalars(same).one_or_none():
        return sent
    last = select(func.max(DiscoverySession.number)).where(DiscoverySession.engagement_id == engagement.id)
    opened = DiscoverySession(
        engagement=engagement,
        number=(session.scalar(last) or 0) + 1,
        **vars(entry),
        author=by,
        created_at=at,
        changed_at=at,
        once=once,
    )
    session.add(opened)
    session.flush()
    return opened


def change_session(
    session: Session, talk: DiscoverySession, entry: SessionEntry, changes: int, by: Person, at: datetime
) -> None:
    """Changes the session as it was seen after so many changes.

    Raises NotPermitted, InvalidInput, and StaleSession where somebody changed it meanwhile.
    """
    engagement = talk.engagement
    _check(engagement, entry, by)
    hold(session, engagement)
    if talk.changes != changes:
        raise StaleSession(f"Not saved: somebody changed session {talk.number} meanwhile.")
    for name, value in vars(entry).items():
        setattr(talk, name, value)
    talk.changed_at = at
    talk.changes += 1
    session.flush()


def source_of(talk: DiscoverySession) -> str:
    """How answers name the session they were given in."""
    return f"session {talk.number}, {day(talk.held_on)}"


def number_in(source: str) -> int | None:
    """The number of the session that an answer's source names; None for any other source."""
    found = _SOURCE.match(source)
    return int(found[1]) if found else None


def _check(engagement: Engagement, entry: SessionEntry, by: Person) -> None:
    require(as_person(by), Permission.EDIT, Subject(owner=engagement.owner_id))
    faults = [
        Fault(name, what)
        for name in ("ours", "theirs", "notes")
        if (what := text_fault(getattr(entry, name), LONGEST_NOTES, lines=True))
    ]
    if faults:
        raise InvalidInput(*faults)
