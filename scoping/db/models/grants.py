"""What leadership granted: to exceed what is agreed, or to begin before it is signed, and whether that still stands."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scoping.db.base import Immutable, Model
from scoping.db.models.engagements import Engagement, Revision
from scoping.db.models.people import Person
from scoping.domain.grants import GrantKind


class LeadershipGrant(Immutable, Model):
    """A work exception or work at risk, granted on the latest revision; it ends when it is withdrawn, with a reason.

    `hours` and `amount`, in the revision's currency, are those of an exception beyond the revision that was agreed
    then, whose number `against` is; work at risk has none of the three.
    """

    __tablename__ = "leadership_grant"
    made_later = frozenset({"withdrawn_at", "withdrawn_by_id", "withdrawn_because"})

    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    kind: Mapped[GrantKind]
    against: Mapped[int | None]
    hours: Mapped[Decimal]
    amount: Mapped[Decimal]
    reason: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_because: Mapped[str | None] = mapped_column(Text)

    engagement: Mapped[Engagement] = relationship(back_populates="grants")
    revision: Mapped[Revision] = relationship(lazy="joined")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined")
    withdrawn_by: Mapped[Person | None] = relationship(foreign_keys=[withdrawn_by_id], lazy="joined")
