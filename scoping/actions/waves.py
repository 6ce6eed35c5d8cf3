"""The wave plan of the kept list in the document: put in, planned again, or taken out."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from scoping.actions.engagements import redraft
from scoping.actions.reports import planned
from scoping.db.models import Person, ReportUpload, Revision
from scoping.domain.catalog import Catalog
from scoping.domain.errors import Fault, InvalidInput


def put_in(
    session: Session, catalog: Catalog, revision: Revision, kept: ReportUpload, by: Person, at: datetime, once: str
) -> Revision:
    """A new revision whose document has the table of waves as planned now.

    InvalidInput where no task moves repositories in waves or the list has nothing to move; raises as `draft`.
    """
    discovery = revision.proposal.discovery
    table = planned(session, catalog, discovery, kept)
    if table is None:
        raise InvalidInput(Fault("waves", "nothing of this list moves in waves with the chosen services and answers"))
    because = "Waves planned from the list of repositories."
    return redraft(session, catalog, revision, replace(discovery, waves=table), by, at, because, once)


def take_out(session: Session, catalog: Catalog, revision: Revision, by: Person, at: datetime, once: str) -> Revision:
    """A new revision whose document has no table of waves; raises as `draft`."""
    discovery = replace(revision.proposal.discovery, waves=None)
    because = "Table of waves taken out."
    return redraft(session, catalog, revision, discovery, by, at, because, once)
