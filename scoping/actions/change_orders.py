"""Change orders of an engagement: what a later revision is measured against, and the order that it is issued with."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager, defer, joinedload, undefer

from scoping.actions.documents import entry
from scoping.actions.earlier_catalogues import catalog_of_both
from scoping.actions.granted import exception_of, printed
from scoping.db.models import ChangeJudgement, ChangeOrder, Document, Person, Revision
from scoping.domain.change_control import reasons
from scoping.domain.change_order import compose_order, told
from scoping.domain.difference import Difference
from scoping.domain.errors import InvalidInput
from scoping.domain.sow import Audience, StatementOfWork
from scoping.domain.sow.amendment import Agreed, Judgement
from scoping.sow.letterhead import Letterhead

MOST_KEPT = 32  # differences in memory

_kept: dict[tuple[str, str, str, Audience], tuple[Difference | None, str]] = {}  # by catalogue and both fingerprints


def agreed_before(session: Session, revision: Revision) -> Agreed | None:
    """What both sides agreed before this revision; None where nothing was issued before it.

    That is the last change order, else the first issued revision: one that was issued again without a change order had
    only the customer's confirmation, and many small changes must not add up unseen.
    """
    found = base_of(session, revision, whole=True)
    if found is None:
        return None
    base, order = found
    return Agreed(base.proposal, base.number, base.document.issued_at.date() if base.document else None, order)


def base_of(session: Session, revision: Revision, *, whole: bool = False) -> tuple[Revision, int] | None:
    """The revision of `agreed_before`, with its proposal where it is wanted `whole`, and the order's number or 0."""
    if revision.number == 1:
        return None
    last = _last_order(session, revision, whole)
    base = last.revision if last else _first_issued(session, revision, whole)
    return (base, last.number if last else 0) if base and base.document else None


def order_of(session: Session, revision: Revision) -> ChangeOrder | None:
    """The change order that this revision was issued with."""
    return session.scalars(select(ChangeOrder).where(ChangeOrder.revision_id == revision.id)).one_or_none()


def list_orders(session: Session, engagement_id: int) -> Sequence[ChangeOrder]:
    """The change orders of an engagement, without their bytes, in the order of their numbers; one query."""
    query = select(ChangeOrder).where(ChangeOrder.engagement_id == engagement_id).order_by(ChangeOrder.number)
    beside = joinedload(ChangeOrder.issued_by), joinedload(ChangeOrder.revision), joinedload(ChangeOrder.base)
    return session.scalars(query.options(*beside)).all()


def next_number(session: Session, engagement_id: int) -> int:
    """The number that the next change order gets."""
    last = session.scalar(select(func.max(ChangeOrder.number)).where(ChangeOrder.engagement_id == engagement_id))
    return (last or 0) + 1


def needed(session: Session, agreed: Agreed | None, revision: Revision) -> tuple[str, ...]:
    """Why issuing this revision takes a change order: by which rules, or by judgement.

    Empty where it takes none, or where a work exception stands in for one.
    """
    if agreed is None:
        return ()
    judged = judgement(judgements(session, agreed.revision, revision))
    return reasons(agreed.proposal, revision.proposal, judged, exception_of(revision, agreed.revision))


def judgements(session: Session, since: int, revision: Revision) -> Sequence[ChangeJudgement]:
    """What was decided on this revision and those after number `since`, which is agreed; the last one first."""
    query = (
        select(ChangeJudgement)
        .join(ChangeJudgement.revision)
        .where(Revision.engagement_id == revision.engagement_id)
        .where(Revision.number > since, Revision.number <= revision.number)
        .order_by(ChangeJudgement.id.desc())
        .options(contains_eager(ChangeJudgement.revision), joinedload(ChangeJudgement.person))
    )
    return session.scalars(query).all()


def judgement(decided: Sequence[ChangeJudgement]) -> Judgement | None:
    """The last decision, which counts."""
    if not decided:
        return None
    last = decided[0]
    return Judgement(last.is_needed, last.reason, last.person.name, last.at.date())


def issue_order(session: Session, revision: Revision, agreed: Agreed, by: Person, at: datetime) -> ChangeOrder:
    """The change order that a revision is issued with, in the transaction that issues it.

    Who may issue, whether everybody approved and whether the revision is the latest is settled by `reviews.issue`,
    which holds the engagement, so that no number is given twice.
    """
    base = session.scalars(
        select(Revision).where(Revision.engagement_id == revision.engagement_id, Revision.number == agreed.revision)
    ).one()
    order = ChangeOrder(
        engagement_id=revision.engagement_id,
        number=next_number(session, revision.engagement_id),
        base_id=base.id,
        revision_id=revision.id,
        issued_at=at,
        issued_by=by,
    )
    session.add(order)
    session.flush()
    return order


def what_changed(
    session: Session, revision: Revision, agreed: Agreed, folder: Path, audience: Audience = Audience.CLIENT
) -> tuple[Difference | None, str]:
    """The difference as the order tells it, or why there is none; kept, since many changes take seconds to try."""
    before, after = agreed.proposal, revision.proposal
    catalog = catalog_of_both(session, folder, before, after)
    key = (catalog.digest, before.fingerprint, after.fingerprint, audience)
    found = _kept.get(key)
    if found is None:
        try:
            found = told(catalog, before, after, audience), ""
        except InvalidInput as refusal:
            found = None, "; ".join(fault.what for fault in refusal.faults)
        for oldest in list(_kept)[: max(0, len(_kept) - MOST_KEPT + 1)]:
            _kept.pop(oldest, None)
        _kept[key] = found
    return found


def order_statement(
    session: Session,
    revision: Revision,
    agreed: Agreed,
    letterhead: Letterhead,
    folder: Path,
    audience: Audience = Audience.CLIENT,
) -> StatementOfWork:
    """The composed change order as the revision stands; `folder` is that of the local reference data."""
    issued = order_of(session, revision)
    found, _ = what_changed(session, revision, agreed, folder, audience)
    return compose_order(
        agreed,
        revision.proposal,
        found,
        number=issued.number if issued else next_number(session, revision.engagement_id),
        revision=revision.number,
        state=revision.review.state,
        reviews=[*map(entry, revision.events)],
        on=issued.issued_at.date() if issued else revision.created_at.date(),
        provider=letterhead.provider,
        audience=audience,
        judgement=judgement(judgements(session, agreed.revision, revision)),
        grants=printed(revision) if audience is Audience.INTERNAL else (),
    )


def _last_order(session: Session, revision: Revision, whole: bool) -> ChangeOrder | None:
    query = (
        select(ChangeOrder)
        .join(ChangeOrder.revision)
        .where(ChangeOrder.engagement_id == revision.engagement_id, Revision.number < revision.number)
        .order_by(ChangeOrder.number.desc())
        .limit(1)
        .options(
            joinedload(ChangeOrder.revision).options(
                joinedload(Revision.document), (undefer if whole else defer)(Revision.proposal)
            )
        )
    )
    return session.scalars(query).one_or_none()


def _first_issued(session: Session, revision: Revision, whole: bool) -> Revision | None:
    query = (
        select(Revision)
        .join(Document, Document.revision_id == Revision.id)
        .where(Revision.engagement_id == revision.engagement_id, Revision.number < revision.number)
        .order_by(Revision.number)
        .limit(1)
        .options(joinedload(Revision.document), (undefer if whole else defer)(Revision.proposal))
    )
    return session.scalars(query).one_or_none()
