"""Editions of the catalogue and when each was in force."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scoping.db.base import Immutable, Model
from scoping.db.models.lengths import ONCE_LENGTH
from scoping.db.models.people import Person


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
