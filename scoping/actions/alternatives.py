"""Alternatives to a revision: copied, changed, compared, thrown away, and one of them chosen as the next draft."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scoping.actions.engagements import checked_proposal, draft
from scoping.actions.people import as_person
from scoping.codec import name_fault
from scoping.db.models import NAME_LENGTH, ONCE_LENGTH, Alternative, Engagement, Person, Revision
from scoping.db.queries import hold
from scoping.domain.catalog import Catalog
from scoping.domain.charge import Charge
from scoping.domain.comparison import Comparison, compare
from scoping.domain.discovery import Discovery
from scoping.domain.errors import Fault, InvalidInput, StaleAlternative
from scoping.domain.permissions import Permission, Subject, require
from scoping.domain.proposal import Proposal

MOST = 20  # of one engagement; what nobody compares any more can be thrown away


def copy(session: Session, revision: Revision, name: str, by: Person, at: datetime, once: str) -> Alternative:
    """An alternative that begins as this revision is; the same `once` by the same person returns the one it made.

    Raises NotPermitted, InvalidInput (the name).
    """
    _permit(revision.engagement, by)
    hold(session, revision.engagement)
    if what := name_fault(once, ONCE_LENGTH):
        raise InvalidInput(Fault("once", what))
    sent = select(Alternative).where(Alternative.author_id == by.id, Alternative.once == once)
    if made := session.scalars(sent).one_or_none():
        return made
    name = name.strip()
    _check_name(session, revision.engagement, name)
    alternative = Alternative(
        engagement=revision.engagement, base=revision, name=name, author=by, created_at=at, changes=0, once=once
    )
    session.add(_with(alternative, revision.proposal, at))
    session.flush()
    return alternative


def change(
    session: Session,
    catalog: Catalog,
    alternative: Alternative,
    discovery: Discovery,
    changes: int,
    by: Person,
    at: datetime,
) -> Alternative:
    """The alternative with another discovery, proposed with today's catalogue; `changes` is the count that was seen.

    Raises NotPermitted, StaleAlternative where somebody changed it meanwhile, InvalidInput and what `propose` raises.
    """
    current = _seen(session, alternative, changes, by)
    _with(current, checked_proposal(catalog, discovery), at)
    current.changes += 1
    session.flush()
    return current


def discard(session: Session, alternative: Alternative, changes: int, by: Person) -> None:
    """Throws the alternative away as it was seen; revisions made from it stay. Raises as `change`."""
    session.delete(_seen(session, alternative, changes, by))
    session.flush()


def choose(
    session: Session,
    catalog: Catalog,
    alternative: Alternative,
    changes: int,
    base: int,
    by: Person,
    at: datetime,
    once: str,
) -> Revision:
    """A new draft revision with the alternative's discovery as it was seen, on top of revision number `base`.

    Raises StaleAlternative, and as `draft`.
    """
    current = _seen(session, alternative, changes, by)
    because = f"Alternative “{current.name}” chosen."
    return draft(session, catalog, current.engagement, current.proposal.discovery, base, by, at, because, once)


def side_by_side(revision: Revision, alternatives: Sequence[Alternative]) -> Comparison:
    """The revision and up to two alternatives, or up to three as `compare` allows; InvalidInput for more."""
    named = [(f"Revision {revision.number}", revision.proposal)]
    return compare([*named, *((alternative.name, alternative.proposal) for alternative in alternatives)])


def _seen(session: Session, alternative: Alternative, changes: int, by: Person) -> Alternative:
    """The alternative, held, where it still is as it was seen."""
    key, name, engagement = alternative.id, alternative.name, alternative.engagement
    _permit(engagement, by)
    hold(session, engagement)
    current = session.get(Alternative, key, populate_existing=True)
    if current is None:
        raise StaleAlternative(f"Not done: somebody threw “{name}” away meanwhile.")
    if current.changes != changes:
        raise StaleAlternative(f"Not done: somebody changed “{name}” meanwhile. Look at it again.")
    return current


def _permit(engagement: Engagement, by: Person) -> None:
    require(as_person(by), Permission.EDIT, Subject(owner=engagement.owner_id))


def _check_name(session: Session, engagement: Engagement, name: str) -> None:
    if what := name_fault(name, NAME_LENGTH):
        raise InvalidInput(Fault("name", what))
    names = session.scalars(select(Alternative.name).where(Alternative.engagement_id == engagement.id)).all()
    if name in names:
        raise InvalidInput(Fault("name", f"there is an alternative “{name}” already; give another name"))
    if len(names) >= MOST:
        raise InvalidInput(Fault("name", f"there are {MOST} alternatives already; throw one away first"))


def _with(alternative: Alternative, proposal: Proposal, at: datetime) -> Alternative:
    alternative.proposal = proposal
    alternative.p50_hours = proposal.effort.p50
    alternative.price, alternative.currency = Charge(proposal).due.amount, proposal.price.currency
    alternative.changed_at = at
    return alternative
