"""What moved between two proposals and why: every hour and every amount attributed to one change of the inputs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from scoping.domain.catalog import Catalog
from scoping.domain.changes import changes, in_words
from scoping.domain.charge import Charge
from scoping.domain.discovery import Discovery
from scoping.domain.effort import person_days
from scoping.domain.errors import Fault, InvalidInput, ScopingError
from scoping.domain.proposal import Proposal, propose

ZERO = Decimal(0)


@dataclass(frozen=True)
class Part:
    """One change with what it moved: p50 hours, the fee as charged, hours by role, levels and the end date.

    `ranges` are the hours at p10 and p90, before and after, where the change moved them and no p50 hour.
    """

    because: str
    hours: Decimal
    price: Decimal
    hours_by_role: tuple[tuple[str, Decimal], ...] = ()
    levels: tuple[str, ...] = ()
    ended_on: date | None = None
    ends_on: date | None = None
    ranges: tuple[tuple[Decimal, Decimal], ...] = ()

    @property
    def moves(self) -> bool:
        """Whether an hour, an amount, a level, the end or the range moved."""
        moved = self.hours or self.price or self.hours_by_role or self.levels or self.ranges
        return bool(moved) or self.ended_on != self.ends_on


@dataclass(frozen=True)
class Difference:
    """The parts in the order in which they were applied; their hours and prices sum to the whole.

    `interaction` and `price_interaction` are what the changes move together beyond the sum of what each moves alone.
    """

    hours_before: Decimal
    hours_after: Decimal
    price_before: Decimal
    price_after: Decimal
    currency: str
    parts: tuple[Part, ...]
    interaction: Decimal
    price_interaction: Decimal

    @property
    def sentences(self) -> tuple[str, ...]:
        """Each part as people read it."""
        return tuple(sentence(part, self.currency) for part in self.parts)


def difference(catalog: Catalog, before: Proposal, after: Proposal) -> Difference:
    """Applies the changes one after the other: the catalogue first, then those of `changes` in their order.

    Both must be in one currency; InvalidInput otherwise, because amounts of two currencies have no difference. A change
    that makes no proposal by itself is told together with the next one.
    """
    if before.price.currency != after.price.currency:
        raise InvalidInput(
            Fault(
                "currency", f"{before.price.currency} and {after.price.currency} have no difference; use one currency"
            )
        )
    parts, alone, last = [], (ZERO, ZERO), before
    start = _proposed(catalog, before.discovery)
    if start is None or before.catalogue != catalog.digest:
        parts.append(_part("The catalogue changed", before, start or after))
        alone = _moved(before, start or after)
        last = start or after
    waiting: list[str] = []
    for change in changes(catalog, before.discovery, after.discovery) if start else ():
        if not change.moves:
            parts.append(_part(change.because, last, last))
            continue
        waiting.append(change.because)
        following = _proposed(catalog, change.together)
        if start is None or following is None:
            continue
        parts.append(_part("; ".join(waiting), last, following))
        single = _proposed(catalog, change.alone) if len(waiting) == 1 else None
        alone = _plus(alone, _moved(start, single) if single else _moved(last, following))
        waiting, last = [], following
    if waiting or (last is not after and _figures(last) != _figures(after)):
        parts.append(_part("; ".join(waiting) or "The catalogue changed", last, after))
        alone = _plus(alone, _moved(last, after))
    hours, amount = _moved(before, after)
    return Difference(
        before.effort.p50,
        after.effort.p50,
        Charge(before).due.amount,
        Charge(after).due.amount,
        after.price.currency,
        tuple(parts),
        hours - alone[0],
        amount - alone[1],
    )


def _moved(before: Proposal, after: Proposal) -> tuple[Decimal, Decimal]:
    """By how many p50 hours and how much fee the two differ."""
    was, now = Charge(before).due.amount, Charge(after).due.amount
    return after.effort.p50 - before.effort.p50, now - was


def _plus(one: tuple[Decimal, Decimal], other: tuple[Decimal, Decimal]) -> tuple[Decimal, Decimal]:
    return one[0] + other[0], one[1] + other[1]


def _proposed(catalog: Catalog, discovery: Discovery) -> Proposal | None:
    """The proposal; None where the catalogue of today or a change by itself allows none."""
    try:
        return propose(catalog, discovery, brief=True)
    except ScopingError:
        return None


def _figures(proposal: Proposal) -> tuple[object, ...]:
    return proposal.effort, Charge(proposal).due, proposal.staffing.ends_on


def _part(because: str, before: Proposal, after: Proposal) -> Part:
    roles = dict.fromkeys([role.key for role in before.roles] + [role.key for role in after.roles])
    by_role = tuple((_role(before, after, role), _hours(after, role) - _hours(before, role)) for role in roles)
    return Part(
        because,
        *_moved(before, after),
        tuple((role, hours) for role, hours in by_role if hours),
        tuple(_levels(before, after)),
        before.staffing.ends_on,
        after.staffing.ends_on,
        _ranges(before, after),
    )


def _ranges(before: Proposal, after: Proposal) -> tuple[tuple[Decimal, Decimal], ...]:
    was, now = ((found.effort.p10, found.effort.p90) for found in (before, after))
    return (was, now) if was != now and before.effort.p50 == after.effort.p50 else ()


def _role(before: Proposal, after: Proposal, key: str) -> str:
    return next(role.name for role in (*after.roles, *before.roles) if role.key == key)


def _hours(proposal: Proposal, role: str) -> Decimal:
    return sum((task.planned for task in proposal.tasks if task.role == role), ZERO)


def _levels(before: Proposal, after: Proposal) -> Iterator[str]:
    earlier = {level.role: level.level for level in before.levels}
    for now in after.levels:
        if earlier.get(now.role, now.level) != now.level:
            role = after.role(now.role)
            reason = now.because[0] if now.because else ""
            yield f"{role.name} now {role.level(now.level).name}: {reason}"


def sentence(part: Part, currency: str) -> str:
    """The part as one line: what changed, days by role, levels, price and end date; only what moved."""
    said = [f"{signed(days)} days {role.lower()}" for role, hours in part.hours_by_role if (days := _tenths(hours))]
    said += [level.rstrip(".") for level in part.levels]
    if part.price:
        said.append(f"price {'+' if part.price > 0 else '−'}{currency} {abs(part.price):,.0f}")
    if part.ended_on and part.ends_on and part.ended_on != part.ends_on:
        said.append(f"end {in_words(part.ended_on)} → {in_words(part.ends_on)}")
    if part.ranges:
        was, now = (f"{person_days(low):,.1f} to {person_days(high):,.1f}" for low, high in part.ranges)
        said.append(f"range {was} → {now} days (p10 to p90)")
    return f"{part.because}: {'; '.join(said) if said else 'moves no hour, price or date'}"


def signed(days: Decimal) -> str:
    """Days with their sign, such as "−5.0"."""
    return f"{'+' if days > 0 else '−'}{abs(days):,.1f}"


def _tenths(hours: Decimal) -> Decimal:
    return person_days(hours).quantize(Decimal("0.1"), ROUND_HALF_UP)
