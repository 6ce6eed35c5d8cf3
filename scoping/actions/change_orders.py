"""Change orders of an engagement: what a later revision is measured against, and the order that it is issued with."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, undefer

from scoping.db.models import ChangeOrder, Document, Person, Revision
from scoping.domain.change_order import Agreed, label, reasons
from scoping.domain.errors import WrongState


def agreed_before(session: Session, revision: Revision) -> Agreed | None:
    """What both sides agreed before this revision; None where nothing was issued before it.

    That is the last change order, else the first issued revision: one that was issued again without a change order had
    only the customer's confirmation, and many small changes must not add up unseen.
    """
    if revision.number == 1:
        return None
    last = _last_order(session, revision)
    base = last.revision if last else _first_issued(session, revision)
    if base is None or base.document is None:
        return None
    return Agreed(base.proposal, base.number, base.document.issued_at.date(), last.number if last else 0)


def order_of(session: Session, revision: Revision) -> ChangeOrder | None:
    """The change order that this revision was issued with."""
    return session.scalars(select(ChangeOrder).where(ChangeOrder.revision_id == revision.id)).one_or_none()


def list_orders(session: Session, engagement_id: int) -> Sequence[ChangeOrder]:
    """The change orders of an engagement, without their bytes, in the order of their numbers."""
    query = select(ChangeOrder).where(ChangeOrder.engagement_id == engagement_id).order_by(ChangeOrder.number)
    return session.scalars(query.options(joinedload(ChangeOrder.issued_by))).all()


def next_number(session: Session, engagement_id: int) -> int:
    """The number that the next change order gets."""
    last = session.scalar(select(func.max(ChangeOrder.number)).where(ChangeOrder.engagement_id == engagement_id))
    return (last or 0) + 1


def needed(agreed: Agreed | None, revision: Revision) -> tuple[str, ...]:
    """Why issuing this revision takes a change order; empty where it takes none."""
    return reasons(agreed.proposal, revision.proposal) if agreed else ()


def keep(
    session: Session, revision: Revision, agreed: Agreed, number: int, by: Person, at: datetime, pdf: bytes
) -> ChangeOrder:
    """The change order with the bytes as issued, in the transaction that issues the revision.

    Who may issue, whether everybody approved and whether the revision is the latest is settled by `reviews.issue`,
    which holds the engagement. Raises WrongState where somebody else took the `number` that the bytes say.
    """
    if revision.document is None:
        raise ValueError("a change order is issued with its revision; issue that first")
    if number != next_number(session, revision.engagement_id):
        raise WrongState(f"Not issued: somebody issued {label(number)} meanwhile. Open the change order again.")
    base = session.scalars(
        select(Revision).where(Revision.engagement_id == revision.engagement_id, Revision.number == agreed.revision)
    ).one()
    order = ChangeOrder(
        engagement_id=revision.engagement_id,
        number=number,
        base_id=base.id,
        revision_id=revision.id,
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
        issued_at=at,
        issued_by=by,
    )
    session.add(order)
    session.flush()
    return order


def _last_order(session: Session, revision: Revision) -> ChangeOrder | None:
    query = (
        select(ChangeOrder)
        .join(ChangeOrder.revision)
        .where(ChangeOrder.engagement_id == revision.engagement_id, Revision.number < revision.number)
        .order_by(ChangeOrder.number.desc())
        .limit(1)
        .options(
            joinedload(ChangeOrder.revision).options(undefer(Revision.proposal), joinedload(Revision.document)),
        )
    )
    return session.scalars(query).one_or_none()


def _first_issued(session: Session, revision: Revision) -> Revision | None:
    query = (
        select(Revision)
        .join(Document, Document.revision_id == Revision.id)
        .where(Revision.engagement_id == revision.engagement_id, Revision.number < revision.number)
        .order_by(Revision.number)
        .limit(1)
        .options(undefer(Revision.proposal), joinedload(Revision.document))
    )
    return session.scalars(query).one_or_none()
