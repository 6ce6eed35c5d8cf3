"""The door to background work: asked for in the transaction of the change that needs it, so it is never lost.

    jobs.enqueue(session, "document", "7", {"revision": 7})  # nothing happens before the commit or after a rollback
    jobs.progress(session, "document", "7")                  # how far it is; None where nobody asked for it
    jobs.stop(session, "document", "7")                      # it ends at the next moment at which it looks

A kind and a key name one job for ever: asked for again it is still that one, so whoever wants it done anew takes
another key. What a kind does stands in `scoping.worker.KINDS`: a function of the application, a session and the `Job`;
what it writes in the session is committed once, when it returns. A process that dies leaves its job to another one,
which begins it anew, so a function writes what it makes under a key of its own. A long one calls `job.report`, asks
`job.is_stopped`, and refuses with a `ScopingError`, whose words the progress then shows.

DBOS keeps the jobs in tables of its own in the same database (`prepare` makes them) and is imported when first needed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from time import monotonic
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

if TYPE_CHECKING:
    from dbos import DBOSClient

QUEUE = "jobs"
WORKFLOW = "job"
PAUSE = 0.5  # seconds at least between two looks of a job at the database


class Stage(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


STAGES: Mapping[str, Stage] = {
    "ENQUEUED": Stage.WAITING,
    "DELAYED": Stage.WAITING,
    "PENDING": Stage.RUNNING,
    "SUCCESS": Stage.DONE,
    "CANCELLED": Stage.STOPPED,
    "ERROR": Stage.FAILED,
    "MAX_RECOVERY_ATTEMPTS_EXCEEDED": Stage.FAILED,
}
UNEXPECTED = "It could not be finished; the log of the server says why."


@dataclass(frozen=True)
class Progress:
    """How far a job is: `part` of it from 0 to 1, None where nothing was reported, and what it last said.

    `words` of a failed job say why it failed.
    """

    stage: Stage
    part: float | None = None
    words: str = ""

    @property
    def is_over(self) -> bool:
        """Nothing more will happen."""
        return self.stage not in (Stage.WAITING, Stage.RUNNING)


READY = Progress(Stage.DONE, 1.0)


@dataclass
class Job:
    """One job as its function sees it; it may report and look from any thread, as often as it likes."""

    kind: str
    key: str
    arguments: Mapping[str, Any]
    engine: Engine
    _looked: float = 0
    _said: float = 0
    _stopped: bool = False

    def report(self, part: float | None, words: str) -> None:
        """Tells those who wait how far it is; what comes too soon after the last report is left out."""
        if (now := monotonic()) - self._said >= PAUSE:
            self._said = now
            attributes = {"part": part, "words": words}
            client(self.engine).update_workflow_attributes(name_of(self.kind, self.key), attributes)

    def fail(self, why: str) -> None:
        """Says why it failed."""
        client(self.engine).update_workflow_attributes(name_of(self.kind, self.key), {"why": why})

    def is_stopped(self) -> bool:
        """Whether somebody asked it to end: return as soon as possible, nothing is kept."""
        if not self._stopped and (now := monotonic()) - self._looked >= PAUSE:
            self._looked = now
            found = _progress(self.engine, self.kind, self.key)
            self._stopped = found is not None and found.stage is Stage.STOPPED
        return self._stopped


Work = Callable[[Session, Job], None]


def enqueue(session: Session, kind: str, key: str, arguments: Mapping[str, Any]) -> None:
    """Asks for a job as part of the session's transaction; a job of this kind and key that exists stays as it is.

    `arguments` are plain JSON values.
    """
    from dbos import WorkflowSerializationFormat

    session.flush()
    client(_engine(session)).enqueue_in_transaction(
        session,
        {
            "workflow_name": WORKFLOW,
            "queue_name": QUEUE,
            "workflow_id": name_of(kind, key),
            "serialization_type": WorkflowSerializationFormat.PORTABLE,  # JSON, where DBOS's own way is pickle
        },
        kind,
        key,
        dict(arguments),
    )


def progress(session: Session, kind: str, key: str) -> Progress | None:
    """How far the job is; None where nobody asked for it, or did in a transaction that is not committed."""
    return _progress(_engine(session), kind, key)


def stop(session: Session, kind: str, key: str) -> None:
    """Ends a job at once, not with the transaction: one that waits is never begun, one that runs keeps nothing.

    A job that is over, or that nobody asked for, stays as it is. Call it before the session writes anything: on SQLite
    it would wait for that transaction to end.
    """
    client(_engine(session)).cancel_workflow(name_of(kind, key))


def name_of(kind: str, key: str) -> str:
    """Its name in DBOS."""
    return f"{kind}:{key}"


def prepare(engine: Engine) -> None:
    """Makes or upgrades DBOS's tables: on SQLite among our own, on PostgreSQL in the schema `dbos`."""
    from dbos import DBOS

    DBOS.migrate(address(engine))


def address(engine: Engine) -> str:
    """The database as DBOS wants it named, with its password."""
    kind = "postgresql" if engine.dialect.name == "postgresql" else "sqlite"
    return engine.url.set(drivername=kind).render_as_string(hide_password=False)


@lru_cache(maxsize=8)  # an application has one; tests have one after the other
def client(engine: Engine) -> "DBOSClient":
    """DBOS from outside, on our connections."""
    from dbos import DBOSClient

    return DBOSClient(system_database_engine=engine, lazy=True)


def _progress(engine: Engine, kind: str, key: str) -> Progress | None:
    found = client(engine).list_workflows(workflow_ids=[name_of(kind, key)], load_input=False)
    if not found:
        return None
    said = found[0].attributes or {}
    stage = Stage.FAILED if "why" in said else STAGES[found[0].status]
    match stage:
        case Stage.FAILED:
            return Progress(stage, None, said.get("why", UNEXPECTED))
        case Stage.DONE:
            return READY
    return Progress(stage, said.get("part"), said.get("words", ""))


def _engine(session: Session) -> Engine:
    bind = session.get_bind()
    return bind if isinstance(bind, Engine) else bind.engine
