"""What was said about a statement of work: each remark with its answers, in a fixed number of queries."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from scoping.db.models import Comment


def threads(session: Session, engagement_id: int) -> Sequence[Comment]:
    """Every remark of an engagement with its answers, the oldest first."""
    query = (
        select(Comment)
        .where(Comment.engagement_id == engagement_id, Comment.answered_id.is_(None))
        .order_by(Comment.id)
        .options(
            joinedload(Comment.author),
            joinedload(Comment.revision),
            joinedload(Comment.resolved_by),
            selectinload(Comment.answers).joinedload(Comment.author),
        )
    )
    return session.scalars(query).all()


def find_comment(session: Session, engagement_id: int, key: int) -> Comment | None:
    """A remark of this engagement; None for one of another engagement, and for an answer."""
    found = session.get(Comment, key)
    ours = found and found.engagement_id == engagement_id and found.answered_id is None
    return found if ours else None
