"""A change order that is not issued yet: made once, kept while nothing behind it changes, and only where one is due."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from time import sleep
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from scoping import worker
from scoping.actions import renderings
from scoping.actions.engagements import draft, open_engagement
from scoping.actions.grants import grant
from scoping.actions.judgements import judge
from scoping.actions.order_documents import (
    DRAFT,
    ask_for_order,
    made_from,
    order_progress,
    order_rendering,
    prepare_order,
)
from scoping.actions.reviews import act, issue
from scoping.db.models import Rendering, Revision
from scoping.db.queries import latest_revision
from scoping.domain.discovery import Answer
from scoping.domain.grants import GrantKind
from scoping.domain.review import Action
from scoping.domain.sow import Audience
from scoping.domain.sow.copies import Form, Kind
from scoping.jobs import READY, Job, Stage
from scoping.sow.letterhead import Letterhead
from tests.catalogue import ANSWERS, discovery
from tests.people import DELIVERY, LEADER, MANAGER, SENIOR, add

PLAIN = Letterhead()


@pytest.fixture
def manager(session):
    return add(session, MANAGER)


@pytest.fixture
def engagement(session, catalog, manager, now):
    """With its first revision issued."""
    senior, delivery = add(session, SENIOR), add(session, DELIVERY)
    found = open_engagement(session, catalog, discovery(), manager, now, "first")
    revision = latest_revision(session, found)
    act(session, revision, Action.SUBMIT, manager, now)
    act(session, revision, Action.APPROVE, senior, now)
    act(session, revision, Action.APPROVE, delivery, now)
    issue(session, revision, manager, now)
    session.commit()
    return found


@pytest.fixture
def change(session, catalog, engagement, manager, now):
    """Saves the next revision, for so many repositories."""

    def change(repositories):
        changed = discovery(answers={**ANSWERS, "repositories": Answer(repositories)})
        number = engagement.latest_number
        draft(session, catalog, engagement, changed, number, manager, now, "", f"after {number}")
        session.commit()
        return latest_revision(session, engagement)

    return change


@pytest.fixture
def made(monkeypatch):
    """The documents that were rendered, in the place of WeasyPrint, which takes its time."""
    made = []

    def render(sow, letterhead):
        made.append(sow)
        sleep(0.05)
        return f"%PDF-1.7 {sow.called} {sow.state} {sow.audience} {len(made)}".encode()

    monkeypatch.setattr(renderings, "render_sow", render)
    return made


@pytest.fixture
def kept(session, tmp_path):
    """What is kept of the client's PDF as the revision stands."""
    return lambda revision: session.get(Rendering, made_from(session, revision, PLAIN, tmp_path, DRAFT))


def test_an_order_is_kept_until_something_it_comes_from_changes(session, change, manager, now, made, kept, tmp_path):
    revision = change(1900)
    place = PLAIN, tmp_path
    assert kept(revision) is None
    first = order_rendering(session, revision, *place, now)
    assert order_rendering(session, revision, *place, now).sha256 == first.sha256
    assert first.content == b"%PDF-1.7 Change order CO-1 draft client 1"
    assert order_rendering(session, revision, *place, now, Audience.INTERNAL).content.split()[5] == b"internal"
    assert order_rendering(session, revision, *place, now, form=Form.WORD).content.startswith(b"PK")
    act(session, revision, Action.SUBMIT, manager, now)
    session.commit()
    assert kept(revision) is None
    assert b"in_review" in order_rendering(session, revision, *place, now).content
    newer = change(2100)
    assert order_rendering(session, newer, *place, now).revision_id == newer.id
    assert session.scalars(select(Rendering.revision_id)).all() == [newer.id]


def test_however_many_ask_at_once_it_is_rendered_once(session, sessions, change, now, made, tmp_path):
    revision = change(1900)
    together = Barrier(6)

    def ask(_):
        with sessions() as own:
            mine = own.get_one(Revision, revision.id)
            together.wait(timeout=20)
            return order_rendering(own, mine, PLAIN, tmp_path, now).content

    with ThreadPoolExecutor(6) as pool:
        given = set(pool.map(ask, range(6)))
    assert (len(made), len(given)) == (1, 1)


def test_where_no_order_is_needed_nothing_is_made(session, engagement, change, now, made, tmp_path):
    first = latest_revision(session, engagement)
    prepare_order(session, first.id, PLAIN, tmp_path, now)
    assert order_rendering(session, first, PLAIN, tmp_path, now) is None
    assert order_rendering(session, change(700), PLAIN, tmp_path, now) is None
    assert made == []


def test_what_somebody_decides_asks_for_the_order_anew(session, change, manager, now, made, kept, tmp_path):
    revision = change(700)
    place = PLAIN, tmp_path
    judge(session, revision, True, "Their board wants it.", manager, now)
    ask_for_order(session, revision, *place)
    session.commit()
    assert order_progress(session, revision, *place).stage is Stage.WAITING
    prepare_order(session, revision.id, *place, now)
    assert kept(revision).content.startswith(b"%PDF-1.7 Change order CO-1")
    judge(session, revision, False, "It does not after all.", manager, now)
    session.commit()
    assert kept(revision) is None
    assert order_rendering(session, revision, *place, now) is None


def test_a_work_exception_that_covers_the_change_takes_the_order_away(
    session, change, manager, now, made, kept, tmp_path
):
    revision, director = change(1900), add(session, LEADER)
    session.commit()
    place = PLAIN, tmp_path
    assert order_rendering(session, revision, *place, now)
    why = "They pay for it next year."
    grant(session, revision, GrantKind.EXCEPTION, why, director, now, Decimal(400), Decimal(90_000))
    session.commit()
    assert kept(revision) is None
    assert order_rendering(session, revision, *place, now) is None


def test_the_job_of_a_saved_revision_makes_both_documents_and_a_late_one_neither(
    session, engagement, change, now, made, tmp_path, catalog
):
    app = SimpleNamespace(config={"REFERENCE_DIR": tmp_path}, extensions={"scoping.letterhead": PLAIN})
    revision = change(1900)
    job = Job("document", "", {"revision": revision.id}, renderings.engine_of(session))
    worker.KINDS[job.kind](app, session, job)
    assert {row.kind for row in session.scalars(select(Rendering))} == {Kind.STATEMENT, Kind.ORDER}
    assert order_progress(session, revision, PLAIN, tmp_path) == READY
    internal = Job("document", "", {"revision": revision.id, "audience": "internal"}, job.engine)
    worker.KINDS[job.kind](app, session, internal)
    assert [(sow.called, sow.is_internal) for sow in made[2:]] == [("Statement of work", True)]
    change(2000)
    worker.KINDS[job.kind](app, session, job)
    assert len(made) == 3
