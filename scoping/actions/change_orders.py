"""Change orders of an engagement: what a later revision is measured against, and the order that it is issued with."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager, joinedload, undefer

from scoping.actions.documents import entry
from scoping.actions.earlier_catalogues import catalog_of_both
from scoping.actions.people import as_person
from scoping.codec import text_fault
from scoping.db.models import ChangeJudgement, ChangeOrder, Document, Person, Revision
from scoping.db.queries import hold
from scoping.domain.change_control import left_to_judgement, reasons
from scoping.domain.change_order import compose_order, told
from scoping.domain.difference import Difference
from scoping.domain.discovery import MAXIMUM_TEXT
from scoping.domain.errors import Fault, InvalidInput, StaleRevision, WrongState
from scoping.domain.permissions import Permission, Subject, require
from scoping.domain.sow import Audience, StatementOfWork
from scoping.domain.sow.amendment import Agreed, Judgement
from scoping.sow.letterhead import Letterhead

SHORTEST = 3  # characters of a reason
MOST_KEPT = 32  # differences in memory

_kept: dict[tuple[str, str, str, Audience], tuple[Difference | None, str]] = {}  # by catalogue and both fingerprints


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
    """The change orders of an engagement, without their bytes, in the order of their numbers; one query."""
    query = select(ChangeOrder).where(ChangeOrder.engagement_id == engagement_id).order_by(ChangeOrder.number)
    beside = joinedload(ChangeOrder.issued_by), joinedload(ChangeOrder.revision), joinedload(ChangeOrder.base)
    return session.scalars(query.options(*beside)).all()


def next_number(session: Session, engagement_id: int) -> int:
    """The number that the next change order gets."""
    last = session.scalar(select(func.max(ChangeOrder.number)).where(ChangeOrder.engagement_id == engagement_id))
    return (last or 0) + 1


def needed(session: Session, agreed: Agreed | None, revision: Revision) -> tuple[str, ...]:
    """Why issuing this revision takes a change order: by which rules, or by judgement; empty where it takes none."""
    if agreed is None:
        return ()
    return reasons(agreed.proposal, revision.proposal, judgement(judgements(session, agreed, revision)))


def judgements(session: Session, agreed: Agreed, revision: Revision) -> Sequence[ChangeJudgement]:
    """What was decided about the change since it was agreed, on this revision and those before, the last one first."""
    query = (
        select(ChangeJudgement)
        .join(ChangeJudgement.revision)
        .where(Revision.engagement_id == revision.engagement_id)
        .where(Revision.number > agreed.revision, Revision.number <= revision.number)
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


def judge(session: Session, revision: Revision, is_needed: bool, reason: str, by: Person, at: datetime) -> None:
    """Decides whether the change takes a change order where the rules leave it to the project manager.

    Raises NotPermitted, StaleRevision, InvalidInput (the reason) and, where it is issued or a rule decides, WrongState.
    """
    hold(session, revision.engagement)
    require(as_person(by), Permission.JUDGE_CHANGE, Subject())
    if revision.number != (latest := revision.engagement.latest_number):
        raise StaleRevision(f"Revision {latest} was saved meanwhile; decide about that one.")
    agreed = agreed_before(session, revision)
    if revision.document or not agreed or not left_to_judgement(agreed.proposal, revision.proposal):
        raise WrongState("Nothing is left to decide here: it is issued, nothing changed, or a rule decides.")
    if len(reason.strip()) < SHORTEST:
        raise InvalidInput(Fault("reason", f"say in at least {SHORTEST} characters why"))
    if what := text_fault(reason, MAXIMUM_TEXT, lines=True):
        raise InvalidInput(Fault("reason", what))
    session.add(
        ChangeJudgement(revision_id=revision.id, is_needed=is_needed, reason=reason.strip(), person_id=by.id, at=at)
    )
    session.flush()


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
        judgement=judgement(judgements(session, agreed, revision)),
    )


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
