"""Golden scenarios: answers with the outcome they must have, and the outcomes that a changed catalogue moves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from scoping.domain.catalog import Catalog
from scoping.domain.charge import Charge
from scoping.domain.discovery import Discovery
from scoping.domain.effort import person_days
from scoping.domain.errors import ScopingError
from scoping.domain.proposal import Proposal, propose


@dataclass(frozen=True)
class Outcome:
    """What a proposal comes to: p50 hours, the fee as charged, level by role; p10, p80 and p90 hours where stated."""

    hours: Decimal
    price: Decimal
    levels: Mapping[str, str]
    spread: tuple[Decimal, ...] = ()


@dataclass(frozen=True)
class Scenario:
    """A discovery and the outcome that the catalogue's owner has accepted for it."""

    key: str
    name: str
    discovery: Discovery
    expected: Outcome


@dataclass(frozen=True)
class Move:
    """One scenario or draft whose outcome differs; `refused` says why where there is no outcome now."""

    name: str
    before: Outcome
    after: Outcome | None
    refused: str = ""

    @property
    def sentence(self) -> str:
        """The difference as people read it; only what moved."""
        if self.after is None:
            return f"{self.name}: refused now: {self.refused}"
        said = []
        if self.after.hours != self.before.hours:
            before, after = person_days(self.before.hours), person_days(self.after.hours)
            share = f" ({self.after.hours / self.before.hours - 1:+.1%})" if self.before.hours else ""
            said.append(f"{before:,.1f} → {after:,.1f} days{share}")
        if self.after.price != self.before.price:
            said.append(f"price {self.before.price:,.0f} → {self.after.price:,.0f}")
        if self.after.spread != self.before.spread and self.before.spread:
            said.append(f"p10, p80, p90 {_days(self.before.spread)} → {_days(self.after.spread)} days")
        roles = dict.fromkeys([*self.before.levels, *self.after.levels])
        for role in roles:
            old, new = self.before.levels.get(role, "none"), self.after.levels.get(role, "none")
            if old != new:
                said.append(f"{role} {old} → {new}")
        return f"{self.name}: {'; '.join(said)}"


def outcome(proposal: Proposal) -> Outcome:
    """The outcome of a proposal."""
    return Outcome(
        proposal.effort.p50,
        Charge(proposal).due.amount,
        {level.role: level.level for level in proposal.levels},
        (proposal.effort.p10, proposal.effort.p80, proposal.effort.p90),
    )


def _days(spread: Iterable[Decimal]) -> str:
    return ", ".join(f"{person_days(hours):,.1f}" for hours in spread)


def moves(catalog: Catalog, expected: Iterable[tuple[str, Discovery, Outcome]]) -> tuple[Move, ...]:
    """Every named discovery whose outcome under this catalogue is not the expected one; spreads only where expected."""
    found = []
    for name, discovery, before in expected:
        try:
            after = outcome(propose(catalog, discovery))
        except ScopingError as refusal:
            found.append(Move(name, before, None, str(refusal)))
            continue
        if replace(after, spread=after.spread if before.spread else ()) != before:
            found.append(Move(name, before, after))
    return tuple(found)


def deviations(catalog: Catalog, scenarios: Iterable[Scenario]) -> tuple[Move, ...]:
    """The golden scenarios that do not come out as accepted."""
    return moves(catalog, ((scenario.key, scenario.discovery, scenario.expected) for scenario in scenarios))
