"""Opening an engagement and saving its revisions."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scoping.actions.documents import ask_for
from scoping.actions.people import as_person
from scoping.actions.portfolio import keep
from scoping.actions.reviews import withdraw_unfinished
from scoping.codec import name_fault, text_fault, to_plain
from scoping.db.models import NAME_LENGTH, ONCE_LENGTH, Engagement, Person, Review, Revision
from scoping.db.queries import folded, hold, latest_revision
from scoping.domain.catalog import Catalog
from scoping.domain.charge import Charge
from scoping.domain.discovery import MAXIMUM_TEXT, Discovery
from scoping.domain.errors import Fault, InvalidInput, StaleRevision
from scoping.domain.permissions import Permission, Subject, require
from scoping.domain.proposal import ARCHITECT, Proposal, propose


def open_engagement(
    session: Session, catalog: Catalog, discovery: Discovery, by: Person, at: datetime, once: str
) -> Engagement:
    """A new engagement with its first revision, a draft; the same `once` by the same person returns the first one.

    Raises NotPermitted, InvalidInput and what `propose` raises.
    """
    require(as_person(by), Permission.OPEN_ENGAGEMENT, Subject())
    hold(session, by)
    if sent := _sent_before(session, by, once):
        return sent.engagement
    proposal = checked_proposal(catalog, discovery)
    engagement = Engagement(owner_id=by.id, created_at=at)
    session.add(engagement)
    _save(session, engagement, proposal, number=1, by=by, at=at, because="", once=once)
    return engagement


def draft(
    session: Session,
    catalog: Catalog,
    engagement: Engagement,
    discovery: Discovery,
    base: int,
    by: Person,
    at: datetime,
    because: str,
    once: str,
) -> Revision:
    """A new revision on top of revision number `base`; an unfinished review of the older one is withdrawn.

    The same `once` by the same person returns the revision it made. Raises StaleRevision where `base` is no longer the
    latest one, NotPermitted, InvalidInput and what `propose` raises.
    """
    require(as_person(by), Permission.EDIT, Subject(owner=engagement.owner_id))
    hold(session, engagement)
    if sent := _sent_before(session, by, once):
        if sent.engagement_id != engagement.id:
            raise InvalidInput(Fault("once", "this form was sent for another engagement; open it again"))
        return sent
    if base != engagement.latest_number:
        raise StaleRevision(_overtaken(latest_revision(session, engagement), base))
    if what := text_fault(because, MAXIMUM_TEXT, lines=True):
        raise InvalidInput(Fault("because", what))
    proposal = checked_proposal(catalog, discovery)
    number = base + 1
    withdraw_unfinished(session, latest_revision(session, engagement), by, at, f"Revision {number} was saved.")
    return _save(session, engagement, proposal, number=number, by=by, at=at, because=because, once=once)


def redraft(
    session: Session,
    catalog: Catalog,
    revision: Revision,
    discovery: Discovery,
    by: Person,
    at: datetime,
    because: str,
    once: str,
) -> Revision:
    """A new revision of a discovery made from this one; raises as `draft`."""
    return draft(session, catalog, revision.engagement, discovery, revision.number, by, at, because, once)


def _overtaken(latest: Revision, base: int) -> str:
    return (
        f"Not saved: {latest.author.name} saved revision {latest.number} while you worked on revision {base}. "
        "Compare both and save again on top of the newer one."
    )


def _sent_before(session: Session, by: Person, once: str) -> Revision | None:
    """What this form made when it was sent before."""
    if what := name_fault(once, ONCE_LENGTH):
        raise InvalidInput(Fault("once", what))
    return session.scalars(select(Revision).where(Revision.author_id == by.id, Revision.once == once)).one_or_none()


def checked_proposal(catalog: Catalog, discovery: Discovery) -> Proposal:
    """The proposal of a discovery whose texts can be kept and printed; InvalidInput and what `propose` raises."""
    if faults := tuple(_text_faults(to_plain(discovery))):
        raise InvalidInput(*faults)
    return propose(catalog, discovery)


def _text_faults(plain: Any, key: str = "") -> Iterator[Fault]:
    """Every text inside a discovery's plain data that could not be kept or printed."""
    if isinstance(plain, str):
        is_name = key in ("customer", "title")
        if what := name_fault(plain, NAME_LENGTH) if is_name else text_fault(plain, MAXIMUM_TEXT, lines=True):
            yield Fault(key, what)
    elif isinstance(plain, dict):
        for name, item in plain.items():
            yield from _text_faults(item, f"{key}.{name}" if key else name)
    elif isinstance(plain, list):
        for position, item in enumerate(plain):
            yield from _text_faults(item, f"{key}[{position}]")


def _save(
    session: Session,
    engagement: Engagement,
    proposal: Proposal,
    *,
    number: int,
    by: Person,
    at: datetime,
    because: str,
    once: str,
) -> Revision:
    discovery = proposal.discovery
    engagement.customer, engagement.title = discovery.customer, discovery.title
    engagement.folded = folded(f"{discovery.customer} {discovery.title}")
    engagement.latest_number, engagement.changed_at = number, at
    revision = Revision(
        engagement=engagement,
        number=number,
        author=by,
        created_at=at,
        because=because,
        once=once,
        proposal=proposal,
        fingerprint=proposal.fingerprint,
        p50_hours=proposal.effort.p50,
        price=Charge(proposal).due.amount,
        currency=proposal.price.currency,
        architect_level=next((level.level for level in proposal.levels if level.role == ARCHITECT), ""),
        unanswered=len(proposal.unanswered),
        review=Review(),
    )
    session.add(revision)
    session.flush()
    keep(session, engagement, proposal)
    ask_for(session, revision)
    return revision
