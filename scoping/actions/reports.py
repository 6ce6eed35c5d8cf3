"""Reports given for an engagement: what they hold waits for a person to take all, some or none of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from itertools import islice

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from scoping.actions.engagements import draft
from scoping.actions.people import as_person
from scoping.codec import name_fault, to_plain
from scoping.db.models import (
    NAME_LENGTH,
    Engagement,
    ListedRepository,
    Person,
    ReportUpload,
    Revision,
    SavedMapping,
)
from scoping.db.queries import hold, latest_revision
from scoping.db.reports import AT_ONCE, listed
from scoping.domain.catalog import Catalog
from scoping.domain.discovery import Answer, Discovery
from scoping.domain.errors import Fault, InvalidInput
from scoping.domain.permissions import Permission, Subject, require
from scoping.domain.wave_rules import WaveRules, wave_rules
from scoping.domain.wave_table import WaveTable, wave_table
from scoping.domain.waves import Repository, WavePlan, wave_plan
from scoping.inventory import ColumnMapping, Inventory, from_saved, offers, to_saved

NAMED = 5  # files in the reason of a revision
_TOLD = tuple(field.name for field in fields(Repository))


def keep(
    session: Session,
    engagement: Engagement,
    inventory: Inventory,
    files: Sequence[str],
    folder: str,
    by: Person,
    at: datetime,
) -> ReportUpload:
    """What was found, kept until it is decided, in place of what this person had waiting; NotPermitted."""
    require(as_person(by), Permission.EDIT, Subject(owner=engagement.owner_id))
    hold(session, engagement)
    waiting = select(ReportUpload.id).where(
        ReportUpload.engagement_id == engagement.id,
        ReportUpload.author_id == by.id,
        ReportUpload.taken_at.is_(None),
    )
    _throw_away(session, session.scalars(waiting).all())
    upload = ReportUpload(
        engagement_id=engagement.id,
        author_id=by.id,
        created_at=at,
        taken_at=None,
        files=list(files),
        folder=folder,
        found=to_saved(inventory),
        repositories=len(inventory.repositories),
    )
    session.add(upload)
    session.flush()
    rows = (_row(upload.id, *each) for each in enumerate(inventory.repositories, 1))
    while some := list(islice(rows, AT_ONCE)):
        session.execute(insert(ListedRepository), some)
    return upload


def take(
    session: Session,
    catalog: Catalog,
    upload: ReportUpload,
    chosen: Mapping[str, int],
    *,
    with_list: bool,
    base: int,
    by: Person,
    at: datetime,
    once: str,
) -> Revision | None:
    """A new revision with the chosen claims, by question and position, as answers; None where nothing changes.

    `with_list` keeps the list of repositories in place of an earlier one and plans its waves; without it the upload
    is thrown away. Raises as `draft`, and InvalidInput for a claim that is not there or that its question refuses.
    """
    engagement = session.get_one(Engagement, upload.engagement_id)
    before = latest_revision(session, engagement).proposal.discovery
    discovery = replace(before, answers={**before.answers, **_taken(catalog, before, upload, chosen, by, at)})
    if with_list:
        discovery = replace(discovery, waves=planned(session, catalog, discovery, upload))
    saved = None
    if discovery != before:
        saved = draft(session, catalog, engagement, discovery, base, by, at, _because(upload.files), once)
    else:  # nothing of anybody's is overwritten, whatever was saved meanwhile
        require(as_person(by), Permission.EDIT, Subject(owner=engagement.owner_id))
        hold(session, engagement)
    earlier = select(ReportUpload.id).where(
        ReportUpload.engagement_id == engagement.id, ReportUpload.taken_at.is_not(None)
    )
    if with_list:
        _throw_away(session, [key for key in session.scalars(earlier) if key != upload.id])
        session.execute(update(ReportUpload).where(ReportUpload.id == upload.id).values(taken_at=at, folder=""))
    else:
        _throw_away(session, [upload.id])
    return saved


def forget(session: Session, upload: ReportUpload, by: Person) -> None:
    """Throws a preview or a kept list away; answers taken from it stay. NotPermitted."""
    engagement = session.get_one(Engagement, upload.engagement_id)
    require(as_person(by), Permission.EDIT, Subject(owner=engagement.owner_id))
    _throw_away(session, [upload.id])


def plan_of(
    session: Session, catalog: Catalog, discovery: Discovery, upload: ReportUpload
) -> tuple[WaveRules, WavePlan] | None:
    """The kept list in waves by the estimate's own rules; None where no task moves repositories in waves."""
    if (rules := wave_rules(catalog, discovery)) is None:
        return None
    repositories: Iterable[Repository] = listed(session, upload)
    return rules, wave_plan(repositories, wave_size=rules.wave_size, large_per_day=rules.large_per_day)


def planned(session: Session, catalog: Catalog, discovery: Discovery, upload: ReportUpload) -> WaveTable | None:
    """The wave plan as the document prints it; None where there is nothing to plan."""
    found = plan_of(session, catalog, discovery, upload)
    table = wave_table(found[1], found[0].wave_size) if found else None
    return table if table and table.waves else None


def save_mapping(session: Session, mapping: ColumnMapping, by: Person, at: datetime) -> SavedMapping:
    """The mapping under its name, in place of an earlier one of that name; InvalidInput for a name that cannot be."""
    require(as_person(by), Permission.EDIT, Subject())
    if what := name_fault(mapping.name, NAME_LENGTH):
        raise InvalidInput(Fault("name", what))
    saved = session.scalars(select(SavedMapping).where(SavedMapping.name == mapping.name)).one_or_none()
    if saved is None:
        saved = SavedMapping(name=mapping.name)
        session.add(saved)
    saved.mapping, saved.author, saved.changed_at = to_plain(mapping), by, at
    session.flush()
    return saved


def forget_mapping(session: Session, saved: SavedMapping, by: Person) -> None:
    """Throws a saved mapping away; NotPermitted."""
    require(as_person(by), Permission.EDIT, Subject())
    session.delete(saved)
    session.flush()


def _taken(
    catalog: Catalog, discovery: Discovery, upload: ReportUpload, chosen: Mapping[str, int], by: Person, at: datetime
) -> dict[str, Answer]:
    questions = catalog.asked(discovery.services)
    found = {offer.question.key: offer for offer in offers(questions, discovery.answers, from_saved(upload.found))}
    taken, faults = {}, []
    for key, position in chosen.items():
        offer = found.get(key)
        if offer is None or not 0 <= position < len(offer.claims):
            faults.append(Fault(f"answers.{key}", "the reports say nothing about it; open the preview again"))
        elif what := offer.claims[position].fault:
            faults.append(Fault(f"answers.{key}", what))
        elif not offer.agrees:
            taken[key] = offer.claims[position].answer(by.name, at)
    if faults:
        raise InvalidInput(*faults)
    return taken


def _because(files: Sequence[str]) -> str:
    rest = len(files) - NAMED
    named = ", ".join(files[:NAMED]) + (f" and {rest} more" if rest > 0 else "")
    return f"Filled from reports: {named}"


def _throw_away(session: Session, keys: Sequence[int]) -> None:
    if keys:
        session.execute(delete(ListedRepository).where(ListedRepository.upload_id.in_(keys)))
        session.execute(delete(ReportUpload).where(ReportUpload.id.in_(keys)))


def _row(upload_id: int, position: int, repository: Repository) -> dict[str, object]:
    flags = "\n".join(repository.flags)
    told = {name: getattr(repository, name) for name in _TOLD}
    return {**told, "upload_id": upload_id, "position": position, "flags": flags}
