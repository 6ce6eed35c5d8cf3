"""What pages read of discovery sessions."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from scoping.db.models import DiscoverySession
from scoping.db.queries import LARGEST


def list_sessions(session: Session, engagement_id: int) -> Sequence[DiscoverySession]:
    """All of an engagement, the latest first; one query."""
    query = select(DiscoverySession).where(DiscoverySession.engagement_id == engagement_id)
    return session.scalars(
        query.options(joinedload(DiscoverySession.author)).order_by(
            DiscoverySession.held_on.desc(), DiscoverySession.number.desc()
        )
    ).all()


def find_session(session: Session, engagement_id: int, number: int) -> DiscoverySession | None:
    """The session of an engagement with this number."""
    if not 0 < number <= LARGEST:
        return None
    query = select(DiscoverySession).where(
        DiscoverySession.engagement_id == engagement_id, DiscoverySession.number == number
    )
    return session.scalars(query.options(joinedload(DiscoverySession.author))).one_or_none()
