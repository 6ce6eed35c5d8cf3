"""The catalogue under control: editions of its files are uploaded, looked at, activated, and left again.

In force are the shipped files, the local ones merged over them, and in place of both the files of the active edition.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from scoping import reference
from scoping.actions.people import as_person
from scoping.codec import decoded, name_fault, text_fault
from scoping.db.editions import find_edition, latest_activation
from scoping.db.models import ONCE_LENGTH, CatalogueActivation, CatalogueEdition, Person
from scoping.db.queries import hold
from scoping.domain.catalog import Catalog
from scoping.domain.discovery import MAXIMUM_TEXT
from scoping.domain.errors import Fault, InvalidInput, StaleCatalogue
from scoping.domain.permissions import Permission, Subject, require

MOST_FILES = 100
MOST_KEPT = 8

_kept: dict[tuple[Path, str], Catalog] = {}  # by folder and digest: reading all files would double every request


def active_catalog(session: Session, folder: Path) -> Catalog:
    """The catalogue in force over the local reference folder; one query, the catalogue itself is kept.

    Raises InvalidInput where files that once were right no longer are, such as after a new release of the program.
    """
    activation = latest_activation(session)
    edition = activation.edition if activation else None
    key = (folder, edition.digest if edition else "")
    if key not in _kept:
        loaded = load(folder, files_of(session, edition))
        for oldest in list(_kept)[: max(0, len(_kept) - MOST_KEPT + 1)]:
            _kept.pop(oldest, None)
        _kept[key] = loaded
    return _kept[key]


def load(folder: Path, files: Mapping[str, str]) -> Catalog:
    """The catalogue with these files in place of shipped and local ones; InvalidInput with every fault by key."""
    return reference.load(folder, files)


def files_of(session: Session, edition: CatalogueEdition | None) -> dict[str, str]:
    """The texts of an edition's files by path; none for the shipped and local files alone."""
    found = find_edition(session, edition.id) if edition else None
    return dict(found.files) if found else {}


def active_files(session: Session) -> dict[str, str]:
    """The texts of the active edition's files."""
    activation = latest_activation(session)
    return files_of(session, activation.edition if activation else None)


def texts_in_force(session: Session, folder: Path) -> dict[str, str]:
    """Every reference file as it is in force: what somebody downloads, changes and uploads again."""
    return reference.texts_in_force(folder, active_files(session))


def upload(
    session: Session, folder: Path, given: Mapping[str, bytes], note: str, by: Person, at: datetime, once: str
) -> CatalogueEdition:
    """A new edition: the active one's files and these, each whole and named by its path such as "terms.toml".

    It is in force only after `activate`. The same `once` by the same person returns the edition it made. Raises
    NotPermitted and InvalidInput with every fault by file and key, those of golden scenarios included.
    """
    require(as_person(by), Permission.CHANGE_CATALOGUE, Subject())
    hold(session, by)
    if what := name_fault(once, ONCE_LENGTH):
        raise InvalidInput(Fault("once", what))
    sent = select(CatalogueEdition).where(CatalogueEdition.author_id == by.id, CatalogueEdition.once == once)
    if made := session.scalars(sent).one_or_none():
        return made
    if what := text_fault(note, MAXIMUM_TEXT, lines=True):
        raise InvalidInput(Fault("note", what))
    files = {**active_files(session), **_texts(given)}
    catalog = load(folder, files)
    reference.golden_scenarios(catalog, folder, files)
    in_force = texts_in_force(session, folder)
    if all(in_force.get(name) == files[name] for name in given):
        raise InvalidInput(Fault("files", "exactly these files are in force already; nothing would change"))
    edition = CatalogueEdition(
        author=by, created_at=at, note=note.strip(), once=once, files=files, digest=catalog.digest
    )
    session.add(edition)
    session.flush()
    return edition


def _texts(given: Mapping[str, bytes]) -> dict[str, str]:
    if not 1 <= len(given) <= MOST_FILES:
        raise InvalidInput(Fault("files", f"choose one to {MOST_FILES} files, not {len(given):,}"))
    faults, texts = [], {}
    for name, raw in given.items():
        try:
            texts[name] = decoded(raw)
        except InvalidInput as refusal:
            faults += [Fault(f"{name}: {fault.key}".removesuffix(": "), fault.what) for fault in refusal.faults]
    if faults:
        raise InvalidInput(*faults)
    return texts


def activate(
    session: Session, folder: Path, edition: CatalogueEdition | None, seen: int, by: Person, at: datetime
) -> CatalogueActivation:
    """Puts the edition in force, or with None the shipped and local files alone; saved revisions stay as they are.

    `seen` is the number of the activation that was in force when this was decided, 0 for none. Raises NotPermitted,
    StaleCatalogue where another one is in force by now, InvalidInput where the files are no longer right.
    """
    require(as_person(by), Permission.CHANGE_CATALOGUE, Subject())
    load(folder, files_of(session, edition))
    latest = latest_activation(session)
    if (latest.number if latest else 0) != seen:
        raise StaleCatalogue(_overtaken(latest))
    activation = CatalogueActivation(number=seen + 1, edition=edition, person=by, at=at)
    try:
        with session.begin_nested():
            session.add(activation)
    except IntegrityError as error:  # somebody else was a moment earlier
        raise StaleCatalogue(_overtaken(None)) from error
    return activation


def _overtaken(latest: CatalogueActivation | None) -> str:
    who = latest.person.name if latest else "Somebody"
    return f"Not activated: {who} activated another edition meanwhile. Look at the effects again."
