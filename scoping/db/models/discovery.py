"""What belongs to an engagement's discovery beside its revisions: sessions, what is typed, files given as answers."""

from datetime import date, datetime

from sqlalchemy import JSON, Date, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scoping.db.base import Immutable, Model
from scoping.db.models.engagements import Engagement
from scoping.db.models.lengths import ONCE_LENGTH
from scoping.db.models.people import Person


class DiscoverySession(Model):
    """A talk in which questions were answered: when, with whom and what was noted.

    `ours` and `theirs` are the people of the provider and of the customer, one on each line. Answers name the session
    by its number; `changes` counts its changes from 0, `once` is the token of the form it came from.
    """

    __tablename__ = "discovery_session"
    __table_args__ = (UniqueConstraint("engagement_id", "number"), UniqueConstraint("author_id", "once"))

    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"))
    number: Mapped[int]
    held_on: Mapped[date] = mapped_column(Date)
    ours: Mapped[str] = mapped_column(Text)
    theirs: Mapped[str] = mapped_column(Text)
    notes: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    changes: Mapped[int] = mapped_column(default=0)
    once: Mapped[str] = mapped_column(String(ONCE_LENGTH))

    engagement: Mapped[Engagement] = relationship()
    author: Mapped[Person] = relationship()


class TypedAnswers(Model):
    """What one person typed into one engagement's discovery and has not saved: the form's fields as they were sent.

    No draft stands there where `fields` is empty. `version` only grows, so that a page knows whether another one of the
    same person wrote meanwhile; `page` is the token of the page that wrote last, empty after a choice between two.
    `base` is the revision that the person saw; a dropped draft can be put back.
    """

    __tablename__ = "typed_answers"

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    version: Mapped[int]
    base: Mapped[int]
    fields: Mapped[list[list[str]]] = mapped_column(JSON)
    typed_at: Mapped[datetime]
    dropped: Mapped[bool] = mapped_column(default=False)
    page: Mapped[str | None] = mapped_column(String(ONCE_LENGTH))


class AnswerFile(Immutable, Model):
    """A file given as an answer, kept once in an engagement however often it is named."""

    __tablename__ = "answer_file"
    __table_args__ = (UniqueConstraint("engagement_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(500))
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
