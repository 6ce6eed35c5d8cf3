"""Engagements, their revisions and the alternatives to them."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scoping.db.base import Immutable, Model, Whole
from scoping.db.models.lengths import NAME_LENGTH, ONCE_LENGTH
from scoping.db.models.people import Person
from scoping.domain.proposal import Proposal

if TYPE_CHECKING:
    from scoping.db.models.documents import Document
    from scoping.db.models.grants import LeadershipGrant
    from scoping.db.models.reviews import Review, ReviewEvent


class Engagement(Model):
    """One piece of client work. Customer and title are its latest revision's; `folded` is both, folded for search."""

    __tablename__ = "engagement"
    __table_args__ = (Index(None, "changed_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer: Mapped[str] = mapped_column(String(NAME_LENGTH))
    title: Mapped[str] = mapped_column(String(NAME_LENGTH))
    folded: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    latest_number: Mapped[int]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    owner: Mapped[Person] = relationship()
    revisions: Mapped[list["Revision"]] = relationship(back_populates="engagement", order_by="Revision.number")
    grants: Mapped[list["LeadershipGrant"]] = relationship(back_populates="engagement", order_by="LeadershipGrant.id")


class Revision(Immutable, Model):
    """A saved proposal. The columns beside it repeat what lists show, so that they need not read it.

    `price` is time and materials in `currency`, `unanswered` counts required questions, `because` is the author's note,
    `once` the token of the form it came from.
    """

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("engagement_id", "number"), UniqueConstraint("author_id", "once"))

    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"))
    number: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    because: Mapped[str] = mapped_column(Text)
    once: Mapped[str] = mapped_column(String(ONCE_LENGTH))
    proposal: Mapped[Proposal] = mapped_column(Whole(Proposal), deferred=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    p50_hours: Mapped[Decimal]
    price: Mapped[Decimal]
    currency: Mapped[str] = mapped_column(String(3))
    architect_level: Mapped[str] = mapped_column(String(40))
    unanswered: Mapped[int]

    engagement: Mapped[Engagement] = relationship(back_populates="revisions")
    author: Mapped[Person] = relationship()
    review: Mapped["Review"] = relationship(back_populates="revision", passive_deletes="all")
    events: Mapped[list["ReviewEvent"]] = relationship(
        back_populates="revision", order_by="ReviewEvent.id", passive_deletes="all"
    )
    document: Mapped["Document | None"] = relationship(back_populates="revision", passive_deletes="all")


class Alternative(Model):
    """A copy of the revision `base` that people change to compare it: other services, answers, rate card or start.

    It may be changed and thrown away, as a revision may not; `changes` counts its changes from 0. The columns beside
    the proposal repeat what lists show.
    """

    __tablename__ = "alternative"
    __table_args__ = (UniqueConstraint("engagement_id", "name"), UniqueConstraint("author_id", "once"))

    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"))
    base_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    changes: Mapped[int] = mapped_column(default=0)
    once: Mapped[str] = mapped_column(String(ONCE_LENGTH))
    proposal: Mapped[Proposal] = mapped_column(Whole(Proposal), deferred=True)
    p50_hours: Mapped[Decimal]
    price: Mapped[Decimal]
    currency: Mapped[str] = mapped_column(String(3))

    engagement: Mapped[Engagement] = relationship()
    base: Mapped[Revision] = relationship()
    author: Mapped[Person] = relationship()
