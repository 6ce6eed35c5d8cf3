"""What an edition of the catalogue would move, before anybody activates it: files, golden scenarios, open drafts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from difflib import unified_diff
from pathlib import Path

from sqlalchemy.orm import Session

from scoping import reference
from scoping.actions.catalogues import active_catalog, files_of, load, texts_in_force
from scoping.actions.engagements import redraft
from scoping.db.editions import count_open, open_revisions
from scoping.db.models import CatalogueEdition, Person, Revision
from scoping.domain.catalog import Catalog
from scoping.domain.difference import Difference, difference
from scoping.domain.discovery import Discovery
from scoping.domain.errors import ScopingError
from scoping.domain.proposal import propose
from scoping.domain.scenarios import Move, Outcome, Scenario, deviations, moves, outcome

PAGE = 20  # drafts looked at together; each takes some hundredths of a second


@dataclass(frozen=True)
class ChangedFile:
    """A file that the edition changes, as the lines of a unified diff without its head."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Effects:
    """`scenarios` come out otherwise than today; `unaccepted` otherwise than the edition's own files expect."""

    files: tuple[ChangedFile, ...]
    scenarios: tuple[Move, ...]
    unaccepted: tuple[Move, ...]


@dataclass(frozen=True)
class DraftMove:
    """The latest open revision of an engagement that would come out otherwise."""

    engagement_id: int
    number: int
    currency: str
    move: Move


@dataclass(frozen=True)
class DraftMoves:
    """Those of `looked_at` drafts that would move, of all that are open; `next_after` asks for the next, else None."""

    rows: tuple[DraftMove, ...]
    looked_at: int
    open: int
    next_after: int | None


def effects(session: Session, folder: Path, edition: CatalogueEdition | None) -> Effects:
    """What changes where the edition, or with None the shipped and local files alone, comes into force.

    Raises InvalidInput where its files are no longer right.
    """
    files = files_of(session, edition)
    today, then = active_catalog(session, folder), load(folder, files)
    scenarios = [scenario for _, scenario in reference.golden_scenarios(then, folder, files)]
    now = ((scenario.name, scenario.discovery, _outcome(today, scenario)) for scenario in scenarios)
    return Effects(
        tuple(_changed(texts_in_force(session, folder), reference.texts_in_force(folder, files))),
        moves(then, now),
        deviations(then, scenarios),
    )


def _outcome(catalog: Catalog, scenario: Scenario) -> Outcome:
    """What comes out today; nothing where today's catalogue does not sell this yet."""
    try:
        return outcome(propose(catalog, scenario.discovery))
    except ScopingError:
        return Outcome(Decimal(0), Decimal(0), {})


def _changed(today: Mapping[str, str], then: Mapping[str, str]) -> Iterator[ChangedFile]:
    for name in sorted({*today, *then}):
        before, after = today.get(name, ""), then.get(name, "")
        if before != after:
            lines = list(unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=1))
            yield ChangedFile(name, tuple(lines[2:]))


def draft_moves(
    session: Session, folder: Path, edition: CatalogueEdition | None, *, after: int = 0, limit: int = PAGE
) -> DraftMoves:
    """Which open drafts would move from what was saved, and by how much; `limit` of them, by engagement beyond `after`.

    Nothing is changed: an open draft moves when somebody saves it again. Raises InvalidInput as `effects`.
    """
    catalog = load(folder, files_of(session, edition))
    revisions = open_revisions(session, after, limit)
    return DraftMoves(
        tuple(found for revision in revisions if (found := _moved(catalog, revision))),
        len(revisions),
        count_open(session),
        revisions[-1].engagement_id if len(revisions) == limit else None,
    )


def _moved(catalog: Catalog, revision: Revision) -> DraftMove | None:
    engagement = revision.engagement
    name, discovery = f"{engagement.customer} · {engagement.title}", still_asked(catalog, revision.proposal.discovery)
    found = moves(catalog, [(name, discovery, outcome(revision.proposal))])
    return DraftMove(engagement.id, revision.number, revision.currency, found[0]) if found else None


def still_asked(catalog: Catalog, discovery: Discovery) -> Discovery:
    """The discovery without answers to questions that this catalogue has dropped."""
    answers = {key: answer for key, answer in discovery.answers.items() if key in catalog.questions}
    return replace(discovery, answers=answers)


def stands_on_older_catalogue(revision: Revision, catalog: Catalog) -> bool:
    """Whether the revision was made with another catalogue than this one, which is in force."""
    return revision.proposal.catalogue != catalog.digest


def difference_to_today(catalog: Catalog, revision: Revision) -> Difference:
    """What moves when the revision is saved again as it is, with the catalogue in force.

    Raises InvalidInput or NoRate where that is not possible any more.
    """
    today = propose(catalog, still_asked(catalog, revision.proposal.discovery))
    return difference(catalog, revision.proposal, today)


def move_to_today(
    session: Session, catalog: Catalog, revision: Revision, by: Person, at: datetime, once: str
) -> Revision:
    """A new revision with the same answers and the catalogue in force; raises as `draft`."""
    discovery = still_asked(catalog, revision.proposal.discovery)
    because = "The catalogue in force taken over."
    return redraft(session, catalog, revision, discovery, by, at, because, once)
