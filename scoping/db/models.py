"""The tables: people, engagements, their revisions and alternatives, reviews, and editions of the catalogue."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scoping.db.base import Immutable, Model, Whole
from scoping.domain.proposal import Proposal
from scoping.domain.review import Action, State

__all__ = [
    "Alternative",
    "Awaited",
    "CatalogueActivation",
    "CatalogueEdition",
    "Document",
    "Engagement",
    "Model",
    "Person",
    "Review",
    "ReviewEvent",
    "Revision",
]

NAME_LENGTH = 200
ONCE_LENGTH = 64


class Person(Model):
    """Who signs in. `email` is in lower case; `level` is empty for roles without a ladder."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    role: Mapped[str] = mapped_column(String(40))
    level: Mapped[str] = mapped_column(String(40), default="")
    password_hash: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]


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


class Document(Immutable, Model):
    """The PDF of an issued revision, as it was issued; `sha256` is hexadecimal, of its bytes."""

    __tablename__ = "document"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), unique=True)
    pdf: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    revision: Mapped[Revision] = relationship(back_populates="document")
    issued_by: Mapped[Person] = relationship()


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


class CatalogueEdition(Immutable, Model):
    """Reference files that somebody uploaded, by their path; each takes the place of the shipped or local file.

    `files` are all that differ from shipped and local ones, those of earlier editions included; `digest` is that of the
    whole catalogue with them.
    """

    __tablename__ = "catalogue_edition"
    __table_args__ = (UniqueConstraint("author_id", "once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(Text)
    once: Mapped[str] = mapped_column(String(ONCE_LENGTH))
    files: Mapped[dict[str, str]] = mapped_column(JSON, deferred=True)
    digest: Mapped[str] = mapped_column(String(64))

    author: Mapped[Person] = relationship()


class CatalogueActivation(Immutable, Model):
    """From when on which edition was in force; none means the shipped and local files alone. The last one counts."""

    __tablename__ = "catalogue_activation"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("catalogue_edition.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    edition: Mapped[CatalogueEdition | None] = relationship()
    person: Mapped[Person] = relationship()
