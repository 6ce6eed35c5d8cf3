"""Hand edits of the estimate: each saved as a new revision with its author, time, reason and what was computed."""

from dataclasses import replace
from datetime import datetime
from textwrap import shorten

from sqlalchemy.orm import Session

from scoping.actions.engagements import redraft
from scoping.codec import name_fault, text_fault
from scoping.db.models import Person, Revision
from scoping.domain.catalog import Catalog
from scoping.domain.discovery import MAXIMUM_TEXT
from scoping.domain.editing import Settlement, settled, with_edit, without_edit
from scoping.domain.edits import name_of, setting
from scoping.domain.effort import ThreePoint
from scoping.domain.errors import Fault, InvalidInput
from scoping.domain.overrides import Override

IN_HISTORY = 300  # characters of a reason that the history of revisions repeats


def edit(
    session: Session, catalog: Catalog, revision: Revision, override: Override, by: Person, at: datetime, once: str
) -> Revision:
    """A new revision on top of this one with the edit in place of an earlier one of the same target.

    Raises InvalidInput with faults by field ("hours", "reason", "added.role"), and as `draft`.
    """
    if what := text_fault(override.reason, MAXIMUM_TEXT, lines=True):
        raise InvalidInput(Fault("reason", what))
    if override.added and (what := name_fault(override.added.name)):
        raise InvalidInput(Fault("added.name", what))
    signed = replace(override, by=by.name, at=at)
    discovery = with_edit(catalog, revision.proposal.discovery, signed)
    because = f"{name_of(catalog, signed)} by hand: {setting(catalog, signed)}. {shorten(signed.reason, IN_HISTORY)}"
    return redraft(session, catalog, revision, discovery, by, at, because, once)


def take_back(
    session: Session, catalog: Catalog, revision: Revision, target: str, by: Person, at: datetime, once: str
) -> Revision:
    """A new revision without the edit of this target; raises InvalidInput where there is none, and as `draft`."""
    discovery = without_edit(revision.proposal.discovery, target)
    because = f"{_name(catalog, revision, target)} as computed again."
    return redraft(session, catalog, revision, discovery, by, at, because, once)


def resolve_conflict(
    session: Session,
    catalog: Catalog,
    revision: Revision,
    target: str,
    settlement: Settlement,
    by: Person,
    at: datetime,
    once: str,
    *,
    hours: ThreePoint | None = None,
    reason: str = "",
) -> Revision:
    """A new revision in which a conflict is settled: the edit kept, the new computation taken, or other hours typed.

    Raises InvalidInput with faults by field, and as `draft`.
    """
    before = revision.proposal.discovery
    discovery = settled(catalog, before, target, settlement, hours=hours, reason=reason, by=by.name, at=at)
    done = {
        Settlement.KEEP: "kept as edited",
        Settlement.TAKE_NEW: "taken as computed",
        Settlement.TYPE: "typed anew",
    }
    because = f"{_name(catalog, revision, target)}: {done[settlement]}."
    return redraft(session, catalog, revision, discovery, by, at, because, once)


def _name(catalog: Catalog, revision: Revision, target: str) -> str:
    return name_of(catalog, next(item for item in revision.proposal.discovery.overrides if item.target == target))
