"""What was issued as PDF: rendered once, by its job or by whoever asks before the job is done, and never again."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from sqlalchemy.orm import Session

from scoping import jobs
from scoping.actions.change_orders import agreed_before, order_of, order_statement
from scoping.actions.documents import statement
from scoping.actions.renderings import engine_of
from scoping.db.locks import alone
from scoping.db.models import ChangeOrder, Document, Revision
from scoping.jobs import Progress
from scoping.sow.letterhead import Letterhead
from scoping.sow.pdf import render_sow

KIND = "issued"
Issued = TypeVar("Issued", Document, ChangeOrder)


def ask_for_issued(session: Session, revision: Revision) -> None:
    """Asks for what the revision is issued with, in the transaction that issues it."""
    jobs.enqueue(session, KIND, str(revision.id), {"revision": revision.id})


def issued_progress(session: Session, revision: Revision) -> Progress | None:
    """How far the job is that makes them."""
    return jobs.progress(session, KIND, str(revision.id))


def prepare_issued(session: Session, revision_id: int, letterhead: Letterhead, folder: Path) -> None:
    """What the job does: the statement of work, and the change order where there is one.

    `folder` is that of the local reference data. It may be done twice, or beside somebody who asks for the same.
    """
    revision = session.get_one(Revision, revision_id)
    issued_document(session, revision, letterhead)
    if order := order_of(session, revision):
        issued_order(session, order, letterhead, folder)


def issued_document(session: Session, revision: Revision, letterhead: Letterhead) -> Document:
    """The issued statement of work with its bytes, made now where the job has not come to it."""
    if revision.document is None:
        raise ValueError(f"revision {revision.id} is not issued")
    document = revision.document
    _made(session, document, lambda: render_sow(statement(revision, letterhead), letterhead))
    return document


def issued_order(session: Session, order: ChangeOrder, letterhead: Letterhead, folder: Path) -> ChangeOrder:
    """The change order with its bytes, made now where the job has not come to it."""

    def render() -> bytes:
        revision = order.revision
        agreed = agreed_before(session, revision)
        if agreed is None:
            raise LookupError(f"nothing was agreed before revision {revision.id}, though it has a change order")
        return render_sow(order_statement(session, revision, agreed, letterhead, folder), letterhead)

    _made(session, order, render)
    return order


def _made(session: Session, row: Issued, render: Callable[[], bytes]) -> None:
    """Gives the row its bytes unless it has them: once, however many ask at once, here or in other processes.

    They are kept in a transaction of their own, in which whoever waits finds them. Call it before the session writes
    anything: on SQLite it would wait for that transaction to end.
    """
    if row.sha256:
        return
    kind, engine = type(row), engine_of(session)
    with alone(engine, f"issued {row.__tablename__} {row.id}"), Session(engine) as own:
        mine = own.get_one(kind, row.id)
        if not mine.sha256:
            mine.pdf = render()
            mine.sha256 = sha256(mine.pdf).hexdigest()
            own.commit()
    session.refresh(row)
