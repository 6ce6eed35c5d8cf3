"""What pages read of customer links: those of an engagement with what came through them, and the one of a token."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from scoping.db.models import CustomerAnswer, CustomerLink, Engagement
from scoping.db.queries import LARGEST
from scoping.domain.discovery import Answer


class LinkState(StrEnum):
    """Where a link stands; one that is answered stays open until it expires."""

    OPEN = "open"
    ANSWERED = "answered"
    EXPIRED = "expired"
    REVOKED = "revoked"


def state_of(link: CustomerLink, asked: Collection[str], at: datetime) -> LinkState:
    """Revoked by a person, expired by the clock, answered to the last question that is asked now, or open."""
    if link.revoked_at is not None:
        return LinkState.REVOKED
    if at >= link.expires_at:
        return LinkState.EXPIRED
    return LinkState.ANSWERED if asked and set(asked) <= set(said(link)) else LinkState.OPEN


def is_usable(link: CustomerLink, at: datetime) -> bool:
    """Whether the customer may still read and answer."""
    return link.revoked_at is None and at < link.expires_at


def latest(link: CustomerLink, up_to: int = LARGEST) -> dict[str, CustomerAnswer]:
    """The last answer to each question, of those whose key is at most `up_to`: what a page showed at that time."""
    return {row.key: row for row in link.answers if row.id <= up_to}


def said(link: CustomerLink, up_to: int = LARGEST) -> dict[str, Answer]:
    """What the customer's answers are, without those taken back."""
    return {key: row.answer for key, row in latest(link, up_to).items() if row.answer is not None}


def list_links(session: Session, engagement_id: int) -> Sequence[CustomerLink]:
    """All links of an engagement, the newest first, with people, answers and where those went; two queries."""
    query = (
        select(CustomerLink)
        .options(
            joinedload(CustomerLink.author),
            joinedload(CustomerLink.revoked_by),
            selectinload(CustomerLink.answers).joinedload(CustomerAnswer.decided_by),
            selectinload(CustomerLink.answers).joinedload(CustomerAnswer.revision),
        )
        .where(CustomerLink.engagement_id == engagement_id)
        .order_by(CustomerLink.id.desc())
    )
    return session.scalars(query).all()


def find_link(session: Session, engagement_id: int, key: int) -> CustomerLink | None:
    """One link of this engagement, none of another."""
    query = select(CustomerLink).where(CustomerLink.engagement_id == engagement_id, CustomerLink.id == key)
    return session.scalars(query).one_or_none()


def find_by_hash(session: Session, token_hash: str) -> CustomerLink | None:
    """The link whose token has this SHA-256, with its engagement and answers; two queries."""
    query = (
        select(CustomerLink)
        .options(
            joinedload(CustomerLink.engagement).joinedload(Engagement.owner),
            joinedload(CustomerLink.author),
            selectinload(CustomerLink.answers),
        )
        .where(CustomerLink.token_hash == token_hash)
    )
    return session.scalars(query).one_or_none()


def find_answers(session: Session, engagement_id: int, keys: Collection[int]) -> Sequence[CustomerAnswer]:
    """Those of the engagement's answers that have these keys, in the order in which they were sent."""
    query = (
        select(CustomerAnswer)
        .join(CustomerAnswer.link)
        .where(CustomerLink.engagement_id == engagement_id)
        .where(CustomerAnswer.id.in_({key for key in keys if 0 < key <= LARGEST}))
        .order_by(CustomerAnswer.id)
    )
    return session.scalars(query).all()


def count_waiting(session: Session, engagement_id: int) -> int:
    """How many answers of the customer nobody took or declined yet."""
    query = (
        select(func.count())
        .select_from(CustomerAnswer)
        .join(CustomerAnswer.link)
        .where(CustomerLink.engagement_id == engagement_id, CustomerAnswer.decided_at.is_(None))
    )
    return session.scalar(query) or 0
