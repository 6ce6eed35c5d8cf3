"""What leadership granted for an engagement, as the rules of change orders and the internal documents look at it."""

from collections.abc import Sequence

from scoping.db.models import LeadershipGrant, Revision
from scoping.domain.grants import Grant, GrantKind
from scoping.domain.money import Money
from scoping.domain.sow.granted import sentence


def as_grant(row: LeadershipGrant) -> Grant:
    """The row as a value."""
    amount = Money(row.amount, row.revision.currency)
    return Grant(row.kind, row.reason, row.person.name, row.at.date(), row.hours, amount)


def exception_of(revision: Revision, agreed: int) -> Grant | None:
    """The work exception for the change since the revision with number `agreed`, as it stood when this was issued."""
    until = revision.document.issued_at if revision.document else None
    found = [
        row
        for row in revision.engagement.grants
        if row.kind is GrantKind.EXCEPTION and row.against == agreed and row.revision.number <= revision.number
        if (until is None or row.at <= until)
        and (row.withdrawn_at is None or (until is not None and row.withdrawn_at > until))
    ]
    return as_grant(found[-1]) if found else None


def at_risk_of(revision: Revision) -> str:
    """That the work may begin before it is signed, and who granted it; empty where nobody did."""
    found = [as_grant(row) for row in _in_force(revision) if row.kind is GrantKind.AT_RISK]
    return sentence(found[-1]) if found else ""


def printed(revision: Revision) -> tuple[Grant, ...]:
    """What the internal documents of a revision tell: all that was granted up to it and is not withdrawn."""
    return tuple(map(as_grant, _in_force(revision)))


def mark_of(revision: Revision) -> Sequence[tuple[int, bool]]:
    """By what it can be seen that anything was granted or withdrawn."""
    return [(row.id, row.withdrawn_at is None) for row in revision.engagement.grants]


def _in_force(revision: Revision) -> list[LeadershipGrant]:
    return [
        row for row in revision.engagement.grants if row.withdrawn_at is None and row.revision.number <= revision.number
    ]
