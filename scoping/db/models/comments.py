"""What people say about a statement of work, where they say it, and what was answered."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scoping.db.base import Model
from scoping.db.models.engagements import Engagement, Revision
from scoping.db.models.lengths import ONCE_LENGTH, PLACE_LENGTH
from scoping.db.models.people import Person


class Comment(Model):
    """A remark about a place of the document, or about all of it where `place` is empty; or an answer to a remark.

    It belongs to the engagement and outlives the revision it was made on; `quote` are the words that stood there then.
    """

    __tablename__ = "comment"
    __table_args__ = (UniqueConstraint("author_id", "once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    answered_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"), index=True)
    place: Mapped[str] = mapped_column(String(PLACE_LENGTH))
    quote: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    once: Mapped[str] = mapped_column(String(ONCE_LENGTH))
    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    engagement: Mapped[Engagement] = relationship()
    revision: Mapped[Revision] = relationship()
    author: Mapped[Person] = relationship(foreign_keys=author_id)
    resolved_by: Mapped[Person | None] = relationship(foreign_keys=resolved_by_id)
    answers: Mapped[list["Comment"]] = relationship(order_by="Comment.id")

    @property
    def waits(self) -> bool:
        """Whether it still waits for somebody: nobody settled it, and nobody but its author said anything to it."""
        return self.resolved_at is None and all(answer.author_id == self.author_id for answer in self.answers)
