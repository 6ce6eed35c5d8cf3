"""What somebody has seen of an engagement: the last revision that they saved, reviewed or commented."""

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from scoping.db.models import Comment, ReviewEvent, Revision


def last_look(session: Session, engagement_id: int, person_id: int, until: int) -> int | None:
    """The highest number up to `until` of a revision that this person had a hand in; None where there is none."""
    said = select(ReviewEvent).where(ReviewEvent.revision_id == Revision.id, ReviewEvent.person_id == person_id)
    remarked = select(Comment).where(Comment.revision_id == Revision.id, Comment.author_id == person_id)
    query = (
        select(func.max(Revision.number))
        .where(Revision.engagement_id == engagement_id, Revision.number <= until)
        .where(or_(Revision.author_id == person_id, said.exists(), remarked.exists()))
    )
    return session.scalar(query)
