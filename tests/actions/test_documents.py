"""The PDF of a revision: asked for with it, made once however many want it, kept while nothing behind it changes."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from time import monotonic, sleep

import pytest
from sqlalchemy import select

from scoping import jobs
from scoping.actions import documents, issued, renderings
from scoping.actions.documents import ask_for_internal, internal_progress, job_key, kept, prepare, progress, rendering
from scoping.actions.engagements import draft, open_engagement
from scoping.actions.issued import issued_document
from scoping.actions.renderings import note_download
from scoping.actions.reviews import act, issue
from scoping.db.documents import downloads, issued_documents
from scoping.db.models import Rendering, Revision
from scoping.db.queries import latest_revision
from scoping.domain.review import Action
from scoping.domain.sow import Audience
from scoping.domain.sow.copies import Copy, Form, Kind
from scoping.jobs import READY, Stage
from scoping.sow.letterhead import Letterhead, Logo, Paper
from tests import worker_process
from tests.catalogue import discovery
from tests.people import DELIVERY, MANAGER, SENIOR, add

PLAIN = Letterhead()
ROOT = Path(__file__).parents[2]


@pytest.fixture
def manager(session):
    return add(session, MANAGER)


@pytest.fixture
def revision(session, catalog, manager, now):
    found = latest_revision(session, open_engagement(session, catalog, discovery(), manager, now, "first"))
    session.commit()
    return found


@pytest.fixture
def rendered(monkeypatch):
    """The documents that were rendered, in the place of WeasyPrint, which takes its time."""
    made = []

    def render(sow, letterhead):
        made.append(sow)
        sleep(0.1)
        return b"%PDF-1.7 " + f"{sow.state} {sow.audience} {letterhead.paper} {len(made)} {sow.label}".encode()

    monkeypatch.setattr(renderings, "render_sow", render)
    monkeypatch.setattr(issued, "render_sow", render)
    return made


def test_a_saved_revision_has_asked_for_its_pdf_and_a_forgotten_one_has_not(session, catalog, manager, revision, now):
    assert progress(session, revision).stage is Stage.WAITING
    lost = draft(session, catalog, revision.engagement, discovery(), 1, manager, now, "", "second")
    key = job_key(lost)
    session.rollback()
    assert jobs.progress(session, documents.KIND, key) is None


def test_what_is_rendered_is_kept_until_something_it_comes_from_changes(session, revision, manager, now, rendered):
    assert kept(session, revision, PLAIN) is None
    first = rendering(session, revision, PLAIN, now).sha256
    assert rendering(session, revision, PLAIN, now).sha256 == first
    assert len(rendered) == 1
    act(session, revision, Action.SUBMIT, manager, now)
    session.commit()
    assert kept(session, revision, PLAIN) is None
    assert progress(session, revision).stage is Stage.WAITING  # asked for anew, by the action
    assert b"in_review" in rendering(session, revision, PLAIN, now).content
    assert session.scalars(select(Rendering.sha256)).one() != first
    for other in (
        replace(PLAIN, paper=Paper.LETTER),
        replace(PLAIN, colour="#000000"),
        replace(PLAIN, provider="Harbour"),
        replace(PLAIN, logo=Logo(b"x", "image/png")),
    ):
        assert kept(session, revision, other) is None


def test_the_internal_version_is_kept_apart(session, revision, now, rendered):
    client = rendering(session, revision, PLAIN, now)
    internal = rendering(session, revision, PLAIN, now, Audience.INTERNAL)
    assert (client.content.split()[2], internal.content.split()[2]) == (b"client", b"internal")
    assert {row.audience for row in session.scalars(select(Rendering))} == {Audience.CLIENT, Audience.INTERNAL}


def test_each_form_is_kept_apart_and_only_whole_ones_are(session, revision, now, rendered):
    assert rendering(session, revision, PLAIN, now).content.startswith(b"%PDF-")
    word = rendering(session, revision, PLAIN, now, form=Form.WORD)
    assert word.content.startswith(b"PK")
    assert rendering(session, revision, PLAIN, now, form=Form.WORD).sha256 == word.sha256
    assert {row.form for row in session.scalars(select(Rendering))} == {Form.PDF, Form.WORD}
    with pytest.raises(ValueError, match="csv"):
        rendering(session, revision, PLAIN, now, form=Form.CSV)


def test_whoever_reads_the_internal_version_has_asked_for_its_pdf_once(session, revision, now, rendered):
    assert ask_for_internal(session, revision, PLAIN)
    session.commit()
    assert internal_progress(session, revision, PLAIN).stage is Stage.WAITING
    assert not ask_for_internal(session, revision, PLAIN)
    prepare(session, revision.id, PLAIN, now, Audience.INTERNAL)
    assert internal_progress(session, revision, PLAIN) == READY
    assert not ask_for_internal(session, revision, PLAIN)
    assert [sow.audience for sow in rendered] == [Audience.INTERNAL]


def test_a_newer_revision_takes_the_place_of_what_was_kept_of_older_ones(
    session, catalog, revision, manager, now, rendered
):
    rendering(session, revision, PLAIN, now)
    newer = draft(session, catalog, revision.engagement, discovery(), 1, manager, now, "", "second")
    session.commit()
    rendering(session, newer, PLAIN, now)
    assert session.scalars(select(Rendering.revision_id)).all() == [newer.id]
    prepare(session, revision.id, PLAIN, now)  # its job comes late: nobody wants it any more
    assert session.scalars(select(Rendering.revision_id)).all() == [newer.id]


def test_however_many_ask_at_once_it_is_rendered_once(session, sessions, revision, now, rendered):
    together = Barrier(6)

    def ask(_):
        with sessions() as own:
            mine = own.get_one(Revision, revision.id)
            together.wait(timeout=20)
            return rendering(own, mine, PLAIN, now).content

    with ThreadPoolExecutor(6) as pool:
        given = set(pool.map(ask, range(6)))
    assert len(rendered) == 1
    assert len(given) == 1
    assert len(session.scalars(select(Rendering)).all()) == 1


def test_what_was_issued_and_taken_is_listed(session, revision, manager, now, rendered):
    senior, delivery = add(session, SENIOR), add(session, DELIVERY)
    session.commit()
    internal = rendering(session, revision, PLAIN, now, Audience.INTERNAL, Form.WORD)
    note_download(session, revision, Copy(Kind.STATEMENT, Audience.INTERNAL, Form.WORD), internal.sha256, manager, now)
    act(session, revision, Action.SUBMIT, manager, now)
    act(session, revision, Action.APPROVE, senior, now)
    act(session, revision, Action.APPROVE, delivery, now)
    document = issue(session, revision, manager, now)
    session.commit()
    issued_document(session, revision, PLAIN)
    note_download(session, revision, Copy(Kind.STATEMENT), document.sha256, delivery, now, issued=True)
    session.commit()
    assert [(each.revision.number, each.issued_by.name) for each in issued_documents(session, 1)] == [(1, "Manager")]
    assert [(each.person.name, each.issued, each.audience, each.form) for each in downloads(session, 1)] == [
        ("Delivery", True, "client", "pdf"),
        ("Manager", False, "internal", "docx"),
    ]


@contextmanager
def working(database, folder: Path, point: str) -> Iterator[subprocess.Popen]:
    url = database.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.worker_process", url, str(folder), point]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for(what, within: float = 90) -> None:
    until = monotonic() + within
    while not what():
        assert monotonic() < until, "waited too long"
        sleep(0.05)


@pytest.mark.parametrize("point", [worker_process.BEFORE, worker_process.BETWEEN, worker_process.AFTER])
def test_a_process_killed_at_any_point_neither_loses_nor_doubles_a_document(
    database, session, revision, now, tmp_path, point
):
    """On SQLite the server is started again; on PostgreSQL another worker is at work and takes over."""
    with working(database, tmp_path, point) as dying:
        wait_for(lambda: (tmp_path / point).exists() or dying.poll() is not None)
        assert dying.poll() is None, dying.stderr.read()
        assert progress(session, revision).stage is Stage.RUNNING
        dying.kill()
        dying.wait()
    assert progress(session, revision).stage is Stage.RUNNING
    was = session.scalars(select(Rendering.sha256)).all()
    assert len(was) == (point == worker_process.AFTER)
    with working(database, tmp_path, worker_process.NOWHERE):
        wait_for(lambda: progress(session, revision).stage is Stage.DONE)
    session.expire_all()
    found = kept(session, revision, PLAIN)
    assert found.content.startswith(b"%PDF-")
    assert session.scalars(select(Rendering.sha256)).all() == [found.sha256]
    assert was in ([], [found.sha256])
