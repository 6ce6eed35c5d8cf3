"""Change orders: what changed between an agreed revision and a later one, as it was issued, and who asked for one."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scoping.db.base import Immutable, Model
from scoping.db.models.engagements import Revision
from scoping.db.models.people import Person


class ChangeOrder(Immutable, Model):
    """A change order, issued with the revision that it agrees, and its PDF, which is made once, soon afterwards.

    `number` counts from 1; `base` is the revision that was agreed before; `sha256` is hexadecimal, of the bytes;
    without it they are not made yet.
    """

    __tablename__ = "change_order"
    made_later = frozenset({"pdf", "sha256"})
    __table_args__ = (UniqueConstraint("engagement_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"))
    number: Mapped[int]
    base_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), unique=True)
    pdf: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str | None] = mapped_column(String(64))
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    base: Mapped[Revision] = relationship(foreign_keys=[base_id])
    revision: Mapped[Revision] = relationship(foreign_keys=[revision_id])
    issued_by: Mapped[Person] = relationship()


class ChangeJudgement(Immutable, Model):
    """What somebody decided about a revision where the rules leave it to the project manager; the last one counts."""

    __tablename__ = "change_judgement"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), index=True)
    is_needed: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    revision: Mapped[Revision] = relationship()
    person: Mapped[Person] = relationship()
