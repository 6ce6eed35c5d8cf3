"""Remarks about a statement of work, anchored to a place of it, their answers, and when one is settled."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scoping.actions.people import as_person
from scoping.actions.reviews import subject_of
from scoping.codec import name_fault, text_fault
from scoping.db.models import ONCE_LENGTH, PLACE_LENGTH, Comment, Person, Revision
from scoping.db.queries import hold
from scoping.domain.discovery import MAXIMUM_TEXT
from scoping.domain.errors import Fault, InvalidInput
from scoping.domain.permissions import Permission, permits, require
from scoping.domain.sow.document import StatementOfWork
from scoping.domain.sow.places import pieces


def remark(
    session: Session,
    revision: Revision,
    place: str,
    quote: str,
    text: str,
    by: Person,
    at: datetime,
    once: str,
) -> Comment:
    """A remark about a place of the document, about a section by its key, or about all of it where `place` is empty.

    `quote` are the words that stand there, see `quote_of`.

    The same `once` by the same person returns the first one. Raises NotPermitted, InvalidInput by field.
    """
    return _said(session, revision, place, quote, text, by, at, once)


def answer(
    session: Session, revision: Revision, to: Comment, text: str, by: Person, at: datetime, once: str
) -> Comment:
    """An answer to a remark; raises as `remark`."""
    return _said(session, revision, to.place, "", text, by, at, once, to.id)


def resolve(session: Session, revision: Revision, comment: Comment, by: Person, at: datetime | None) -> None:
    """Settles a remark, or opens it again where `at` is None: its author may, and whoever may edit the document.

    Raises NotPermitted.
    """
    hold(session, revision.engagement)
    require(as_person(by), Permission.COMMENT, subject_of(revision))
    if comment.author_id != by.id:
        require(as_person(by), Permission.EDIT, subject_of(revision))
    comment.resolved_at, comment.resolved_by = at, by if at else None
    session.flush()


def may_resolve(revision: Revision, comment: Comment, by: Person) -> bool:
    """Whether `resolve` lets this person."""
    return comment.author_id == by.id or permits(as_person(by), Permission.EDIT, subject_of(revision))


def quote_of(sow: StatementOfWork, place: str) -> str:
    """The words that stand at a place, the heading of a section; InvalidInput where there is no such place."""
    if not place:
        return ""
    for section in sow.sections:
        if section.key == place:
            return section.heading
        for piece in pieces(section):
            if piece.place == place:
                return " / ".join(piece.texts)
    raise InvalidInput(Fault("place", "what you commented on is gone; open the document again"))


def _said(
    session: Session,
    revision: Revision,
    place: str,
    quote: str,
    text: str,
    by: Person,
    at: datetime,
    once: str,
    answered_id: int | None = None,
) -> Comment:
    hold(session, revision.engagement)
    require(as_person(by), Permission.COMMENT, subject_of(revision))
    if what := name_fault(once, ONCE_LENGTH) or text_fault(place, PLACE_LENGTH):
        raise InvalidInput(Fault("once", what))
    sent = session.scalars(select(Comment).where(Comment.author_id == by.id, Comment.once == once)).one_or_none()
    if sent:
        return sent
    said = text.replace("\r\n", "\n").strip()
    if what := text_fault(said, MAXIMUM_TEXT, lines=True) if said else "say what you mean":
        raise InvalidInput(Fault("text", what))
    made = Comment(
        engagement_id=revision.engagement_id,
        revision_id=revision.id,
        answered_id=answered_id,
        place=place,
        quote=quote,
        author_id=by.id,
        text=said,
        at=at,
        once=once,
    )
    session.add(made)
    session.flush()
    return made
