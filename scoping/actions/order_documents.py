"""A change order as it stands: rendered once and kept, as the statement of work is, and asked for when it changes."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scoping import jobs
from scoping.actions import documents
from scoping.actions.catalogues import active_catalog
from scoping.actions.change_orders import (
    agreed_before,
    base_of,
    judgements,
    needed,
    next_number,
    order_of,
    order_statement,
)
from scoping.actions.granted import mark_of
from scoping.actions.renderings import as_it_stands, hash_of, once, rendered
from scoping.db.models import CatalogueEdition, Rendering, Revision
from scoping.domain.sow import Audience
from scoping.domain.sow.copies import Copy, Form, Kind
from scoping.jobs import READY, Progress, Stage
from scoping.sow.letterhead import Letterhead
from scoping.sow.recipe import recipe

KIND = "order"
DRAFT = Copy(Kind.ORDER)


def order_rendering(
    session: Session,
    revision: Revision,
    letterhead: Letterhead,
    folder: Path,
    at: datetime,
    audience: Audience = Audience.CLIENT,
    form: Form = Form.PDF,
) -> Rendering | None:
    """The kept rendering, PDF or Word, made now where there is none, see `once`; None where no order is needed.

    `folder` is that of the local reference data.
    """
    copy = Copy(Kind.ORDER, audience, form)
    key = made_from(session, revision, letterhead, folder, copy)
    if found := session.get(Rendering, key):  # whoever made it has seen that an order is needed
        return found
    agreed = agreed_before(session, revision)
    if agreed is None or not needed(session, agreed, revision):
        return None

    def render() -> bytes:
        sow = order_statement(session, revision, agreed, letterhead, folder, audience)
        return rendered(sow, letterhead, form)

    return once(session, revision, copy, key, at, render)


def ask_for_order(session: Session, revision: Revision, letterhead: Letterhead, folder: Path) -> None:
    """Asks for the client's PDF, in the transaction that decides something about the order.

    What a new revision or its review changes needs no asking: the job of the statement of work makes both.
    """
    key = made_from(session, revision, letterhead, folder, DRAFT)
    jobs.enqueue(session, KIND, key, {"revision": revision.id})


def order_progress(session: Session, revision: Revision, letterhead: Letterhead, folder: Path) -> Progress | None:
    """How far the client's PDF is: ready where it is kept, else what a job says that is at it; None for neither."""
    key = made_from(session, revision, letterhead, folder, DRAFT)
    if session.get(Rendering, key):
        return READY
    found = jobs.progress(session, KIND, key) or documents.progress(session, revision)
    return None if found and found.stage is Stage.DONE else found


def prepare_order(session: Session, revision_id: int, letterhead: Letterhead, folder: Path, at: datetime) -> None:
    """What the job does, where an order is needed and no newer revision or issued document has taken its place."""
    revision = session.get_one(Revision, revision_id)
    if revision.number == revision.engagement.latest_number and not revision.document:
        order_rendering(session, revision, letterhead, folder, at)


def made_from(session: Session, revision: Revision, letterhead: Letterhead, folder: Path, copy: Copy) -> str:
    """The hash of everything that the order's content comes from, without reading a proposal."""
    base, before = base_of(session, revision) or (None, 0)
    order = order_of(session, revision)
    since = base.number if base else 0
    return hash_of(
        Kind.ORDER,
        recipe(letterhead),
        *as_it_stands(revision),
        base.fingerprint if base else "",
        since,
        base.document.issued_at if base and base.document else "",
        before,
        order.number if order else next_number(session, revision.engagement_id),
        order.issued_at if order else "",
        [each.id for each in judgements(session, since, revision)],
        *mark_of(revision),
        active_catalog(session, folder).digest,
        session.scalar(select(func.max(CatalogueEdition.id))),  # one may hold the catalogue that both were made with
        copy.audience,
        copy.form,
    )
