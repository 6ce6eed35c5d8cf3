"""Making, taking back and settling hand edits: each gives the discovery that the next revision is made from."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from scoping.domain.catalog import Catalog
from scoping.domain.discovery import Discovery
from scoping.domain.edits import override_targets
from scoping.domain.effort import ThreePoint
from scoping.domain.errors import Fault, InvalidInput
from scoping.domain.overrides import NO_HOURS, Edit, Override, check_overrides
from scoping.domain.proposal import Proposal, propose


class Settlement(StrEnum):
    """What a person decides where the engine now says something else than when the edit was made."""

    KEEP = "keep"
    TAKE_NEW = "take_new"
    TYPE = "type"


def conflicts(proposal: Proposal) -> tuple[Edit, ...]:
    """The edits that wait for a decision."""
    return tuple(edit for edit in proposal.edits if edit.conflict)


def with_edit(catalog: Catalog, discovery: Discovery, override: Override) -> Discovery:
    """The discovery with this edit, in place of an earlier one of the same target.

    Fills in what the engine computes today, the base of later merges. An added task that is edited stays an added one,
    and goes when it is removed. Raises InvalidInput with faults by field of the override, and what `propose` raises.
    """
    earlier = next((edit for edit in discovery.overrides if edit.target == override.target), None)
    if earlier and earlier.added and not override.added:
        if override.remove:
            return without_edit(discovery, override.target)
        override = replace(override, added=earlier.added)
    if faults := [*check_overrides([override]), *override_targets(catalog, [override])]:
        raise InvalidInput(*(Fault(fault.key.removeprefix("overrides[0]."), fault.what) for fault in faults))
    others = _others(discovery.overrides, override.target)
    proposal = propose(catalog, replace(discovery, overrides=(*others, override)))
    return replace(discovery, overrides=(*others, _against_today(proposal, override)))


def without_edit(discovery: Discovery, target: str) -> Discovery:
    """The discovery as the engine computes it at this target; InvalidInput where nothing is edited there."""
    others = _others(discovery.overrides, target)
    if len(others) == len(discovery.overrides):
        raise InvalidInput(Fault("target", f"{target} is not edited; somebody took the edit back meanwhile"))
    return replace(discovery, overrides=others)


def settled(
    catalog: Catalog,
    discovery: Discovery,
    target: str,
    settlement: Settlement,
    *,
    hours: ThreePoint | None = None,
    reason: str = "",
    by: str = "",
    at: datetime | None = None,
) -> Discovery:
    """The discovery after a person's decision on a conflict; only typed hours take a new reason, author and time.

    Raises InvalidInput where nothing is edited there, no hours are typed, or `propose` refuses them.
    """
    if settlement is Settlement.TAKE_NEW:
        return without_edit(discovery, target)
    without_edit(discovery, target)
    kept = next(edit for edit in discovery.overrides if edit.target == target)
    if settlement is Settlement.TYPE and kept.role:
        raise InvalidInput(
            Fault("settlement", "set another level where the level stands; here it is kept or taken back")
        )
    if settlement is Settlement.TYPE:
        if hours is None:
            raise InvalidInput(Fault("hours", "type the hours: one figure, or optimistic, likely and pessimistic"))
        kept = Override(reason or kept.reason, task=kept.task, hours=hours, added=kept.added, by=by, at=at)
    return with_edit(catalog, discovery, kept)


def _others(overrides: Iterable[Override], target: str) -> tuple[Override, ...]:
    return tuple(edit for edit in overrides if edit.target != target)


def _against_today(proposal: Proposal, override: Override) -> Override:
    """The edit with what the engine says today as its base; what adds, switches or grants something has none."""
    if override.added or not (override.task or override.role):
        return replace(override, computed=None)
    today = next((edit for edit in proposal.edits if edit.override.target == override.target), None)
    if override.role:
        return replace(override, computed_level=today.now_level if today else "")
    return replace(override, computed=(today and today.now) or NO_HOURS)
