"""Links through which a customer answers chosen questions, and what came through them."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scoping.db.base import Model, Whole
from scoping.db.models.engagements import Engagement, Revision
from scoping.db.models.lengths import KEY_LENGTH, NAME_LENGTH, ONCE_LENGTH
from scoping.db.models.people import Person
from scoping.domain.discovery import Answer


class CustomerLink(Model):
    """An address for somebody without an account; `questions` are the keys they may answer.

    `token_hash` is the SHA-256 of the token in hexadecimal: who reads the database cannot open the page.
    """

    __tablename__ = "customer_link"
    __table_args__ = (UniqueConstraint("author_id", "once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    recipient: Mapped[str] = mapped_column(String(NAME_LENGTH))
    questions: Mapped[list[str]] = mapped_column(JSON)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    once: Mapped[str] = mapped_column(String(ONCE_LENGTH))
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    engagement: Mapped[Engagement] = relationship()
    author: Mapped[Person] = relationship(foreign_keys=author_id)
    revoked_by: Mapped[Person | None] = relationship(foreign_keys=revoked_by_id)
    answers: Mapped[list["CustomerAnswer"]] = relationship(back_populates="link", order_by="CustomerAnswer.id")


class CustomerAnswer(Model):
    """One answer as the customer sent it; none where they took an earlier one back. A change is a further row.

    It waits until `decided_at`: then it was taken into `revision`, declined by `decided_by`, or, with neither,
    overtaken by a later row.
    """

    __tablename__ = "customer_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("customer_link.id"), index=True)
    key: Mapped[str] = mapped_column(String(KEY_LENGTH))
    answer: Mapped[Answer | None] = mapped_column(Whole(Answer))
    sent_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id"))

    link: Mapped[CustomerLink] = relationship(back_populates="answers")
    decided_by: Mapped[Person | None] = relationship()
    revision: Mapped[Revision | None] = relationship()
