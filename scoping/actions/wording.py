"""Wording edits of a statement of work: each saved as a new revision with its author, its time and what stood there."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from textwrap import shorten

from sqlalchemy.orm import Session

from scoping.actions.engagements import redraft
from scoping.codec import text_fault
from scoping.db.models import Person, Revision
from scoping.db.queries import find_revision
from scoping.domain.catalog import Catalog
from scoping.domain.discovery import MAXIMUM_TEXT, Discovery
from scoping.domain.editing import Settlement
from scoping.domain.errors import Fault, InvalidInput
from scoping.domain.rewording import Rewording
from scoping.domain.sow import rewording

IN_HISTORY = 120  # characters of a text that the history of revisions repeats
MARK = "Wording: "  # what the reason of such a revision begins with


def reword(
    session: Session,
    catalog: Catalog,
    revision: Revision,
    place: str,
    text: Sequence[str],
    by: Person,
    at: datetime,
    once: str,
) -> Revision:
    """A new revision with other words at a place; the computed ones again take the edit back.

    Raises InvalidInput with faults by field ("text", "target"), and as `draft`.
    """
    said = _tidied(text)
    discovery = rewording.reworded(revision.proposal, place, said, by.name, at)
    return _drafted(session, catalog, revision, discovery, by, at, f"“{_cut(said)}”", once)


def add(
    session: Session,
    catalog: Catalog,
    revision: Revision,
    after: str,
    text: Sequence[str],
    by: Person,
    at: datetime,
    once: str,
) -> tuple[Revision, str]:
    """A new revision with something more behind a place, and the place it has; raises as `reword`."""
    said = _tidied(text)
    discovery, place = rewording.added(revision.proposal, after, said, by.name, at)
    return _drafted(session, catalog, revision, discovery, by, at, f"added “{_cut(said)}”", once), place


def hide(
    session: Session, catalog: Catalog, revision: Revision, place: str, by: Person, at: datetime, once: str
) -> Revision:
    """A new revision that does not print a place; raises as `reword`."""
    discovery = rewording.hidden(revision.proposal, place, by.name, at)
    return _drafted(session, catalog, revision, discovery, by, at, f"hidden “{_cut(discovery.wording[-1].base)}”", once)


def move(
    session: Session, catalog: Catalog, revision: Revision, place: str, steps: int, by: Person, at: datetime, once: str
) -> Revision:
    """A new revision with a place one step up (-1) or down (1) in its list, table or section; raises as `reword`."""
    discovery = rewording.moved(revision.proposal, place, steps, by.name, at)
    return _drafted(session, catalog, revision, discovery, by, at, f"moved {'up' if steps < 0 else 'down'}", once)


def take_back(
    session: Session,
    catalog: Catalog,
    revision: Revision,
    place: str,
    kind: Rewording,
    by: Person,
    at: datetime,
    once: str,
) -> Revision:
    """A new revision without this edit; raises as `reword`."""
    discovery = rewording.taken_back(revision.proposal.discovery, place, kind)
    said = "shown again" if kind is Rewording.HIDE else "taken back"
    return _drafted(session, catalog, revision, discovery, by, at, said, once)


def settle(
    session: Session,
    catalog: Catalog,
    revision: Revision,
    place: str,
    kind: Rewording,
    settlement: Settlement,
    text: Sequence[str],
    by: Person,
    at: datetime,
    once: str,
) -> Revision:
    """A new revision in which a conflict is settled: edit kept, computed words taken, others typed; as `reword`."""
    said = _tidied(text) if settlement is Settlement.TYPE else ()
    discovery = rewording.settled(revision.proposal, place, kind, settlement, said, by.name, at)
    done = {
        Settlement.KEEP: "kept as edited",
        Settlement.TAKE_NEW: "taken as computed",
        Settlement.TYPE: f"“{_cut(said)}”",
    }
    return _drafted(session, catalog, revision, discovery, by, at, done[settlement], once)


def undo(session: Session, catalog: Catalog, revision: Revision, by: Person, at: datetime, once: str) -> Revision:
    """A new revision with the words of the one before; undone again, it has those of now.

    Raises InvalidInput where anything but words changed since, and as `draft`.
    """
    before = find_revision(session, revision.engagement_id, revision.number - 1)
    now = revision.proposal.discovery
    if before is None or not may_undo(revision, before):
        what = "the last change was not one of words alone; edit the words where they stand"
        raise InvalidInput(Fault("target", what))
    discovery = replace(now, wording=before.proposal.discovery.wording)
    return _drafted(session, catalog, revision, discovery, by, at, "the last change undone", once)


def may_undo(revision: Revision, before: Revision) -> bool:
    """Whether words alone changed from the one to the other."""
    earlier, now = before.proposal.discovery, revision.proposal.discovery
    return earlier.wording != now.wording and replace(earlier, wording=now.wording) == now


def _tidied(text: Sequence[str]) -> tuple[str, ...]:
    """The texts without blanks around them; InvalidInput where one could not be kept or printed, or says nothing."""
    said = tuple(part.replace("\r\n", "\n").strip() for part in text)
    faults = [Fault("text", what) for part in said if (what := text_fault(part, MAXIMUM_TEXT, lines=True))]
    if not all(said):
        faults.append(Fault("text", "say what is to be printed; to print nothing, hide it"))
    if faults:
        raise InvalidInput(*faults)
    return said


def _cut(text: Sequence[str]) -> str:
    return shorten(" / ".join(text), IN_HISTORY, placeholder="…")


def _drafted(
    session: Session,
    catalog: Catalog,
    revision: Revision,
    discovery: Discovery,
    by: Person,
    at: datetime,
    because: str,
    once: str,
) -> Revision:
    return redraft(session, catalog, revision, discovery, by, at, f"{MARK}{because}.", once)
