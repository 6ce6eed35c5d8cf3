"""Granting a work exception or work at risk, and withdrawing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from scoping.actions.change_orders import base_of, order_of
from scoping.actions.people import as_person
from scoping.codec import text_fault
from scoping.db.models import LeadershipGrant, Person, Revision
from scoping.db.queries import hold
from scoping.domain.discovery import MAXIMUM_TEXT
from scoping.domain.errors import Fault, InvalidInput, StaleRevision, WrongState
from scoping.domain.grants import GrantKind
from scoping.domain.permissions import Permission, Subject, require

SHORTEST = 10  # characters of a reason
MOST_HOURS = Decimal(100_000)
MOST = Decimal(1_000_000_000)  # of an amount
CENT = Decimal("0.01")
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Listed:
    """A grant and whether it holds: it is not withdrawn, and what it exceeds is still what is agreed."""

    row: LeadershipGrant
    holds: bool


def grants_of(session: Session, revision: Revision) -> Sequence[Listed]:
    """All that was granted for the engagement, the last first; `revision` is its latest."""
    if not revision.engagement.grants:
        return ()
    agreed = agreed_number(session, revision)
    return [Listed(row, _holds(row, agreed)) for row in reversed(revision.engagement.grants)]


def agreed_number(session: Session, revision: Revision) -> int | None:
    """The number of the revision that both sides agreed last: this one, or one before; None for none."""
    base = base_of(session, revision)
    if revision.document and (base is None or order_of(session, revision)):
        return revision.number
    return base[0].number if base else None


def grant(
    session: Session,
    revision: Revision,
    kind: GrantKind,
    reason: str,
    by: Person,
    at: datetime,
    hours: Decimal | None = None,
    amount: Decimal | None = None,
) -> LeadershipGrant:
    """Grants it on the latest revision; `hours` and `amount`, in its currency, are the limits of an exception.

    The same again while it holds is that one. Raises NotPermitted, StaleRevision, InvalidInput by field, and
    WrongState where nothing is agreed that could be exceeded, or where one of this kind holds.
    """
    hold(session, revision.engagement)
    require(as_person(by), Permission.GRANT, Subject())
    if revision.number != (latest := revision.engagement.latest_number):
        raise StaleRevision(f"Revision {latest} was saved meanwhile; look at that one before you grant anything.")
    agreed = agreed_number(session, revision)
    faults = _reason_faults(reason)
    if kind is GrantKind.EXCEPTION:
        if agreed is None:
            raise WrongState("Nothing is issued yet, so there is nothing agreed that could be exceeded.")
        faults += _limit_faults(hours, amount)
    if faults:
        raise InvalidInput(*faults)
    limits = (hours or NOTHING, amount or NOTHING) if kind is GrantKind.EXCEPTION else (NOTHING, NOTHING)
    for row in revision.engagement.grants:
        if row.kind is kind and _holds(row, agreed):
            if (row.person_id, row.reason, row.hours, row.amount) == (by.id, reason.strip(), *limits):
                return row
            raise WrongState(f"{row.person.name} granted one that still holds; withdraw it before you grant another.")
    row = LeadershipGrant(
        revision_id=revision.id,
        kind=kind,
        against=agreed if kind is GrantKind.EXCEPTION else None,
        hours=limits[0],
        amount=limits[1],
        reason=reason.strip(),
        person_id=by.id,
        at=at,
    )
    revision.engagement.grants.append(row)
    session.flush()
    return row


def withdraw(
    session: Session, revision: Revision, row: LeadershipGrant, because: str, by: Person, at: datetime
) -> None:
    """Ends a grant, with the reason; what is withdrawn already stays as it is.

    Raises NotPermitted and InvalidInput (the reason).
    """
    hold(session, revision.engagement)
    require(as_person(by), Permission.GRANT, Subject())
    if row.withdrawn_at:
        return
    if faults := _reason_faults(because):
        raise InvalidInput(*faults)
    row.withdrawn_at, row.withdrawn_by_id, row.withdrawn_because = at, by.id, because.strip()
    session.flush()


def _holds(row: LeadershipGrant, agreed: int | None) -> bool:
    return row.withdrawn_at is None and row.against in (None, agreed)


def _reason_faults(reason: str) -> list[Fault]:
    if len(reason.strip()) < SHORTEST:
        return [Fault("reason", f"say in at least {SHORTEST} characters why")]
    what = text_fault(reason, MAXIMUM_TEXT, lines=True)
    return [Fault("reason", what)] if what else []


def _limit_faults(hours: Decimal | None, amount: Decimal | None) -> list[Fault]:
    faults = []
    for key, given, most in (("hours", hours, MOST_HOURS), ("amount", amount, MOST)):
        if given is None:
            faults.append(Fault(key, "say how much; 0 where nothing more is granted"))
        elif not 0 <= given <= most:
            faults.append(Fault(key, f"use a number from 0 to {most:,}"))
        elif given != given.quantize(CENT):
            faults.append(Fault(key, "use at most two decimals"))
    if not faults and not hours and not amount:
        faults.append(Fault("hours", "grant hours, an amount or both; an exception of nothing is none"))
    return faults
