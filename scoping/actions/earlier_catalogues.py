"""The catalogue that saved revisions were made with, where its files are still at hand, and what moved since."""

from functools import lru_cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from scoping.actions.catalogues import active_catalog, load
from scoping.db.models import CatalogueEdition
from scoping.domain.catalog import Catalog
from scoping.domain.difference import Difference, difference
from scoping.domain.errors import InvalidInput
from scoping.domain.proposal import Proposal

KEPT = 4


def earlier_catalog(session: Session, folder: Path, digest: str) -> Catalog | None:
    """The catalogue with this digest: that of an edition, or the shipped and local files alone; None where neither is.

    Local files may have changed since, so what comes out is compared with the digest again.
    """
    query = select(CatalogueEdition.id).where(CatalogueEdition.digest == digest).order_by(CatalogueEdition.id.desc())
    edition_id = session.scalars(query.limit(1)).first()
    edition = session.get(CatalogueEdition, edition_id) if edition_id else None
    return _loaded(folder, digest, tuple(sorted(edition.files.items())) if edition else ())


def catalog_of_both(session: Session, folder: Path, before: Proposal, after: Proposal) -> Catalog:
    """The catalogue that both were made with, where it is at hand, else today's."""
    found = active_catalog(session, folder)
    if before.catalogue == after.catalogue != found.digest:
        found = earlier_catalog(session, folder, after.catalogue) or found
    return found


def explained(session: Session, folder: Path, before: Proposal, after: Proposal) -> tuple[Difference | None, str]:
    """The difference, or why there is none."""
    try:
        return difference(catalog_of_both(session, folder, before, after), before, after), ""
    except InvalidInput as refusal:
        return None, "; ".join(fault.what for fault in refusal.faults)


@lru_cache(maxsize=KEPT)
def _loaded(folder: Path, digest: str, files: tuple[tuple[str, str], ...]) -> Catalog | None:
    try:
        found = load(folder, dict(files))
    except InvalidInput:
        return None
    return found if found.digest == digest else None
