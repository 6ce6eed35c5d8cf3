"""Background work on both databases: never before its commit, never twice, with progress, stopped when asked."""

from pathlib import Path
from threading import Event
from time import monotonic, sleep

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from scoping import jobs, worker
from scoping.app import create_app
from scoping.db.models import Person
from scoping.domain.errors import WrongState
from scoping.jobs import Job, Progress, Stage
from tests.conftest import NOW


@pytest.fixture
def app(database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application on the database of the test, in a hurry."""
    monkeypatch.setattr(worker, "POLL", 0.05)
    monkeypatch.setattr(worker, "LAST_WORDS", 0)
    url = database.url.render_as_string(hide_password=False)
    return create_app({"TESTING": True, "SQLALCHEMY_ENGINES": {"default": {"url": url}}}, str(tmp_path))


def over(session: Session, kind: str, key: str, within: float = 90) -> Progress:
    """The job's progress once it is over."""
    until = monotonic() + within
    while monotonic() < until:
        found = jobs.progress(session, kind, key)
        assert found, "nobody asked for it"
        if found.is_over:
            return found
        sleep(0.05)
    raise AssertionError(f"still {found}")


def test_a_job_is_done_after_its_commit_and_forgotten_with_a_rollback(app: Flask, session: Session) -> None:
    done: list[tuple[str, object]] = []

    def work(app: Flask, session: Session, job: Job) -> None:
        done.append((job.key, job.arguments["n"]))

    jobs.enqueue(session, "count", "rolled back", {"n": 1})
    session.rollback()
    with worker.working(app, {"count": work}):
        jobs.enqueue(session, "count", "kept", {"n": 2})
        assert jobs.progress(session, "count", "kept") is None
        session.commit()
        assert over(session, "count", "kept") == Progress(Stage.DONE, 1.0)
    assert done == [("kept", 2)]
    assert jobs.progress(session, "count", "rolled back") is None


def test_a_job_asked_for_twice_is_one_job(app: Flask, sessions: sessionmaker[Session]) -> None:
    done: list[str] = []

    def work(app: Flask, session: Session, job: Job) -> None:
        done.append(job.key)

    for _ in range(3):
        with sessions() as session:
            jobs.enqueue(session, "count", "once", {})
            session.commit()
    with worker.working(app, {"count": work}), sessions() as session:
        over(session, "count", "once")
        jobs.enqueue(session, "count", "once", {})
        session.commit()
        jobs.enqueue(session, "count", "last", {})
        session.commit()
        over(session, "count", "last")
    assert done == ["once", "last"]


def test_a_running_job_tells_how_far_it_is_and_ends_when_it_is_stopped(app: Flask, session: Session) -> None:
    ended = Event()

    def work(app: Flask, session: Session, job: Job) -> None:
        session.add(_person())
        while not job.is_stopped():
            job.report(0.25, "A quarter")
            sleep(0.02)
        ended.set()

    jobs.enqueue(session, "long", "1", {})
    session.commit()
    with worker.working(app, {"long": work}):
        until = monotonic() + 90
        while (found := jobs.progress(session, "long", "1")) != Progress(Stage.RUNNING, 0.25, "A quarter"):
            assert monotonic() < until, found
            sleep(0.05)
        jobs.stop(session, "long", "1")
        assert ended.wait(90)
        assert over(session, "long", "1").stage is Stage.STOPPED
    assert session.query(Person).count() == 0


def test_a_stopped_job_that_waits_is_never_begun(app: Flask, session: Session) -> None:
    jobs.enqueue(session, "count", "1", {})
    jobs.enqueue(session, "count", "2", {})
    session.commit()
    jobs.stop(session, "count", "1")
    done: list[str] = []
    with worker.working(app, {"count": lambda app, session, job: done.append(job.key)}):
        over(session, "count", "2")
    assert done == ["2"]
    assert over(session, "count", "1").stage is Stage.STOPPED


def test_a_job_that_is_refused_says_why_and_keeps_nothing(app: Flask, session: Session) -> None:
    def refused(app: Flask, session: Session, job: Job) -> None:
        session.add(_person())
        session.flush()
        raise WrongState("It was issued meanwhile.")

    def broken(app: Flask, session: Session, job: Job) -> None:
        raise ZeroDivisionError("secret detail")

    jobs.enqueue(session, "refused", "1", {})
    jobs.enqueue(session, "broken", "1", {})
    session.commit()
    with worker.working(app, {"refused": refused, "broken": broken}):
        assert over(session, "refused", "1") == Progress(Stage.FAILED, None, "It was issued meanwhile.")
        assert over(session, "broken", "1") == Progress(Stage.FAILED, None, jobs.UNEXPECTED)
    assert session.query(Person).count() == 0


def _person() -> Person:
    return Person(email="ana@example.org", name="Ana", role="delivery-manager", password_hash="", created_at=NOW)
