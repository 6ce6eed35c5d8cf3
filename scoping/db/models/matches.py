"""Matches of people to seats, and what every engagement asks of people week by week."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scoping.db.base import Model, Whole
from scoping.db.models.engagements import Engagement, Revision
from scoping.db.models.people import Person
from scoping.domain.roster.goals import Goals
from scoping.domain.roster.needs import Needs
from scoping.domain.roster.result import Findings
from scoping.domain.roster.staffed import Staffed


class Match(Model):
    """Somebody's question who could take the seats of a revision, and what was found; None while it is searched.

    `stop_asked` ends the search, which then keeps the best it has; `failed` says why there is no answer.
    """

    __tablename__ = "match"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    goals: Mapped[Goals] = mapped_column(Whole(Goals))
    needs: Mapped[Needs] = mapped_column(Whole(Needs))
    stop_asked: Mapped[bool] = mapped_column(default=False)
    findings: Mapped[Findings | None] = mapped_column(Whole(Findings), deferred=True)
    failed: Mapped[str] = mapped_column(Text, default="")

    revision: Mapped[Revision] = relationship()
    by: Mapped[Person] = relationship()


class StaffedEngagement(Model):
    """What the latest revision of an engagement asks of people: repeats its proposal, so that nobody reads them all."""

    __tablename__ = "staffed_engagement"

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), primary_key=True)
    staffed: Mapped[Staffed] = mapped_column(Whole(Staffed))

    engagement: Mapped[Engagement] = relationship()
