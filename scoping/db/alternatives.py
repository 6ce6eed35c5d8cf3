"""What pages read of alternatives: the list of an engagement, and some with their proposals."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, undefer

from scoping.db.models import Alternative, Engagement
from scoping.db.queries import LARGEST


def list_alternatives(session: Session, engagement_id: int) -> Sequence[Alternative]:
    """All of an engagement by name, with author and base, without their proposals; one query."""
    query = select(Alternative).options(joinedload(Alternative.author), joinedload(Alternative.base))
    return session.scalars(query.where(Alternative.engagement_id == engagement_id).order_by(Alternative.name)).all()


def find_alternatives(session: Session, engagement_id: int, ids: Collection[int]) -> list[Alternative]:
    """Those of the engagement's alternatives that have these keys, with their proposals, in the order of the keys."""
    known = {key for key in ids if 0 < key <= LARGEST}
    query = (
        select(Alternative)
        .options(
            joinedload(Alternative.author),
            joinedload(Alternative.base),
            joinedload(Alternative.engagement).joinedload(Engagement.owner),
            undefer(Alternative.proposal),
        )
        .where(Alternative.engagement_id == engagement_id, Alternative.id.in_(known))
    )
    found = {alternative.id: alternative for alternative in session.scalars(query)}
    return [found[key] for key in dict.fromkeys(ids) if key in found]
