"""What pages read of the catalogue's editions: which is in force, all of them, and the drafts that one would move."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, undefer

from scoping.db.models import CatalogueActivation, CatalogueEdition, Engagement, Review, Revision
from scoping.db.queries import LARGEST
from scoping.domain.review import State

OPEN = (State.DRAFT, State.IN_REVIEW, State.CHANGES_REQUESTED)


def latest_activation(session: Session) -> CatalogueActivation | None:
    """The activation that counts, with its edition (without files); None where nobody ever activated one."""
    query = (
        select(CatalogueActivation)
        .options(joinedload(CatalogueActivation.edition), joinedload(CatalogueActivation.person))
        .order_by(CatalogueActivation.number.desc())
        .limit(1)
    )
    return session.scalars(query).one_or_none()


def list_activations(session: Session) -> Sequence[CatalogueActivation]:
    """All activations, the newest first, with editions and people."""
    query = select(CatalogueActivation).options(
        joinedload(CatalogueActivation.edition), joinedload(CatalogueActivation.person)
    )
    return session.scalars(query.order_by(CatalogueActivation.number.desc())).all()


def list_editions(session: Session) -> Sequence[CatalogueEdition]:
    """All editions, the newest first, with their authors and without their files."""
    query = select(CatalogueEdition).options(joinedload(CatalogueEdition.author))
    return session.scalars(query.order_by(CatalogueEdition.id.desc())).all()


def find_edition(session: Session, edition_id: int) -> CatalogueEdition | None:
    """The edition with its files."""
    if not 0 < edition_id <= LARGEST:
        return None
    query = select(CatalogueEdition).options(joinedload(CatalogueEdition.author), undefer(CatalogueEdition.files))
    return session.scalars(query.where(CatalogueEdition.id == edition_id)).one_or_none()


def count_open(session: Session) -> int:
    """How many engagements have a latest revision that is neither approved nor issued."""
    return session.scalar(select(func.count()).select_from(_latest_open().subquery())) or 0


def open_revisions(session: Session, after: int, limit: int) -> Sequence[Revision]:
    """The latest revisions that are neither approved nor issued, with proposals, by engagement beyond key `after`."""
    query = (
        _latest_open()
        .where(Engagement.id > after)
        .options(joinedload(Revision.engagement), undefer(Revision.proposal))
        .order_by(Engagement.id)
        .limit(limit)
    )
    return session.scalars(query).all()


def _latest_open() -> Select[tuple[Revision]]:
    return (
        select(Revision)
        .join(Revision.engagement)
        .join(Revision.review)
        .where(Revision.number == Engagement.latest_number, Review.state.in_(OPEN))
    )
