"""Does the background work that `scoping.jobs` is asked for: inside the web process, or in processes of its own.

Every process that works here is an executor of DBOS under a name of its own and holds a lock of that name as long as it
lives. On PostgreSQL the others look every few seconds whether a lock has come free, and take over what its holder left
unfinished; on SQLite there is one process, which takes up its own work when it starts again.
"""

import logging
import os
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from uuid import uuid4

from flask import Flask
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from scoping import jobs
from scoping.actions import documents, issued, matches, order_documents
from scoping.actions.catalogues import active_catalog
from scoping.db.locks import HOLD, LET_GO, on_its_own, try_hold
from scoping.domain.errors import ScopingError
from scoping.domain.sow import Audience
from scoping.extensions import db
from scoping.jobs import Job

log = logging.getLogger(__name__)

Work = Callable[[Flask, Session, Job], None]


def prepare_document(app: Flask, session: Session, job: Job) -> None:
    """The PDF of a revision, for those who will ask for it; with the client's its change order's where it takes one."""
    audience = Audience(job.arguments.get("audience", Audience.CLIENT))
    letterhead, at = app.extensions["scoping.letterhead"], datetime.now(UTC)
    documents.prepare(session, job.arguments["revision"], letterhead, at, audience)
    if audience is Audience.CLIENT:
        prepare_order(app, session, job)


def prepare_order(app: Flask, session: Session, job: Job) -> None:
    """The PDF of a change order as it stands."""
    folder, letterhead = Path(app.config["REFERENCE_DIR"]), app.extensions["scoping.letterhead"]
    order_documents.prepare_order(session, job.arguments["revision"], letterhead, folder, datetime.now(UTC))


def prepare_issued(app: Flask, session: Session, job: Job) -> None:
    """The PDFs that a revision is issued with."""
    folder, letterhead = Path(app.config["REFERENCE_DIR"]), app.extensions["scoping.letterhead"]
    issued.prepare_issued(session, job.arguments["revision"], letterhead, folder)


def match_people(app: Flask, session: Session, job: Job) -> None:
    """Who could take the seats of a revision."""
    catalog = active_catalog(session, Path(app.config["REFERENCE_DIR"]))
    matches.run(session, catalog, job)


KINDS: Mapping[str, Work] = {
    documents.KIND: prepare_document,
    order_documents.KIND: prepare_order,
    issued.KIND: prepare_issued,
    matches.KIND: match_people,
}

AT_ONCE = 2  # jobs of a process: a long one does not keep the documents waiting
POLL = 0.5  # seconds between two looks for waiting jobs
TAKE_OVER = 5.0  # seconds between two looks for processes that died
LAST_WORDS = 10  # seconds that running jobs are given when the process ends
RECOVERIES = 5  # a job that kills its process each time is given up
VERSION = "1"  # DBOS gives a job to this version of its workflow only; ours is one function that never changes


@contextmanager
def working(app: Flask, kinds: Mapping[str, Work] = KINDS) -> Iterator[None]:
    """Does jobs in threads of this process meanwhile; its database has DBOS's tables."""
    from dbos import DBOS, WorkflowSerializationFormat

    with app.app_context():
        engine = db.engine
    alone = engine.dialect.name != "postgresql"
    me = "web" if alone else f"{socket.gethostname()}-{os.getpid()}-{uuid4().hex[:8]}"
    DBOS(
        config={
            "name": "scoping",
            "system_database_url": jobs.address(engine),
            "executor_id": me,
            "application_version": VERSION,
            "log_level": "WARNING",
            "run_migrations": False,
        }
    )

    @DBOS.workflow(
        name=jobs.WORKFLOW,
        max_recovery_attempts=RECOVERIES,
        serialization_type=WorkflowSerializationFormat.PORTABLE,
    )
    def job(kind: str, key: str, arguments: Mapping[str, object]) -> None:
        do(kind, key, arguments)

    @DBOS.step(retries_allowed=True, should_retry=lambda error: isinstance(error, OperationalError))
    def do(kind: str, key: str, arguments: Mapping[str, object]) -> None:
        perform(app, kinds, Job(kind, key, arguments, engine))

    watched = nullcontext() if alone else _alive(engine, me)
    with watched:
        try:
            DBOS.launch()
            DBOS.register_queue(jobs.QUEUE, worker_concurrency=AT_ONCE, polling_interval_sec=POLL)
            yield
        finally:
            DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=LAST_WORDS)


def perform(app: Flask, kinds: Mapping[str, Work], job: Job) -> None:
    """Does a job and commits what it wrote, unless it was stopped; why it failed is kept for those who wait."""
    try:
        with app.app_context(), Session(job.engine) as session:
            kinds[job.kind](app, session, job)
            if not job.is_stopped():
                session.commit()
    except OperationalError:  # the database went away, perhaps not for long
        raise
    except ScopingError as refusal:
        job.fail(str(refusal))
    except Exception:
        log.exception("Job %s of kind %s failed", job.key, job.kind)
        job.fail(jobs.UNEXPECTED)


@contextmanager
def _alive(engine: Engine, me: str) -> Iterator[None]:
    """Holds the lock that says we live, and watches those of the others."""
    held, over = Event(), Event()
    thread = Thread(target=_watch, args=(engine, me, held, over), name="watch", daemon=True)
    thread.start()
    held.wait(TAKE_OVER)
    try:
        yield
    finally:
        over.set()
        thread.join()


def _watch(engine: Engine, me: str, held: Event, over: Event) -> None:
    while not over.is_set():
        try:
            with on_its_own(engine) as connection:
                connection.execute(HOLD, {"name": me})
                held.set()
                while not over.wait(TAKE_OVER):
                    _take_over(connection, me)
                connection.execute(LET_GO, {"name": me})
        except DBAPIError:
            log.warning("The database went away; looking for it again", exc_info=True)
            over.wait(TAKE_OVER)


def _take_over(connection: Connection, me: str) -> None:
    """Hands the unfinished work of the dead to whoever is free."""
    from dbos import DBOS

    running = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
    for other in {str(workflow.executor_id) for workflow in running} - {me}:
        if try_hold(connection, other):
            log.warning("%s has died; its work is done by others", other)
            DBOS._recover_pending_workflows([other])  # as DBOS's own console would ask for
            connection.execute(LET_GO, {"name": other})
