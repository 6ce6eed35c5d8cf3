"""Reviews of revisions: where each stands, whom it waits for, and what was done."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scoping.db.base import Immutable, Model
from scoping.db.models.engagements import Revision
from scoping.db.models.people import Person
from scoping.domain.review import Action, State


class Review(Model):
    """Where a revision stands and who sent it for review last."""

    __tablename__ = "review"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    state: Mapped[State] = mapped_column(default=State.DRAFT)
    submitter_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    revision: Mapped[Revision] = relationship(back_populates="review")
    awaited: Mapped[list["Awaited"]] = relationship(cascade="all, delete-orphan")


class Awaited(Model):
    """Whose approval a revision in review still waits for: a role at a level, or at any when `level` is empty."""

    __tablename__ = "awaited"

    revision_id: Mapped[int] = mapped_column(ForeignKey("review.revision_id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(40), primary_key=True)
    level: Mapped[str] = mapped_column(String(40), primary_key=True)


class ReviewEvent(Immutable, Model):
    """One thing somebody did to a revision, with the role and level they had at that time."""

    __tablename__ = "review_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(40))
    level: Mapped[str] = mapped_column(String(40))
    action: Mapped[Action]
    comment: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]

    revision: Mapped[Revision] = relationship(back_populates="events")
    person: Mapped[Person] = relationship()
