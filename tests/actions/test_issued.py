"""What a revision is issued with: its PDF and its change order's, made once, however many ask and whoever dies."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep

import pytest
from sqlalchemy import select

from scoping.actions import issued
from scoping.actions.change_orders import order_of
from scoping.actions.engagements import draft, open_engagement
from scoping.actions.issued import issued_document, issued_order, issued_progress, prepare_issued
from scoping.actions.reviews import act, issue
from scoping.db.models import ChangeOrder, Document, Revision
from scoping.db.queries import latest_revision
from scoping.domain.discovery import Answer
from scoping.domain.review import Action
from scoping.jobs import Stage
from scoping.sow.letterhead import Letterhead
from tests import worker_process
from tests.actions.test_documents import wait_for, working
from tests.catalogue import ANSWERS, discovery
from tests.people import DELIVERY, MANAGER, SENIOR, add

PLAIN = Letterhead()


@pytest.fixture
def amended(session, catalog, now):
    """The second revision, issued with a change order, of which nothing is made yet."""
    manager, senior, delivery = (add(session, kind) for kind in (MANAGER, SENIOR, DELIVERY))
    engagement = open_engagement(session, catalog, discovery(), manager, now, "first")
    for number, users in enumerate((800, 1900), 1):
        if number == 2:
            changed = discovery(answers={**ANSWERS, "repositories": Answer(users)})
            draft(session, catalog, engagement, changed, 1, manager, now, "", "second")
        revision = latest_revision(session, engagement)
        act(session, revision, Action.SUBMIT, manager, now)
        act(session, revision, Action.APPROVE, senior, now)
        act(session, revision, Action.APPROVE, delivery, now)
        issue(session, revision, manager, now)
    session.commit()
    return revision


@pytest.fixture
def rendered(monkeypatch):
    """The documents that were rendered, in the place of WeasyPrint, which takes its time."""
    made = []

    def render(sow, letterhead):
        made.append(sow)
        sleep(0.05)
        return b"%PDF-1.7 " + f"{sow.kind} {sow.label} {sow.state}".encode()

    monkeypatch.setattr(issued, "render_sow", render)
    return made


def test_issuing_renders_nothing_and_asks_for_both_in_its_own_transaction(session, amended, rendered):
    assert rendered == []
    assert issued_progress(session, amended).stage is Stage.WAITING
    order = order_of(session, amended)
    assert (order.number, order.sha256, amended.document.sha256) == (1, None, None)


def test_the_job_makes_both_and_done_again_changes_nothing(session, amended, rendered, tmp_path):
    prepare_issued(session, amended.id, PLAIN, tmp_path)
    prepare_issued(session, amended.id, PLAIN, tmp_path)
    assert [(sow.kind, sow.label, sow.state) for sow in rendered] == [
        ("Statement of work", "", "issued"),
        ("Change order", "CO-1", "issued"),
    ]
    assert amended.document.pdf == b"%PDF-1.7 Statement of work  issued"
    assert order_of(session, amended).pdf == b"%PDF-1.7 Change order CO-1 issued"
    assert [entry.action for entry in amended.events][-1] is Action.ISSUE


def test_asked_for_before_the_job_each_is_made_once_however_many_ask(session, sessions, amended, rendered, tmp_path):
    together = Barrier(6)

    def ask(place):
        with sessions() as own:
            mine = own.get_one(Revision, amended.id)
            together.wait(timeout=20)
            if place % 2:
                return issued_document(own, mine, PLAIN).pdf
            return issued_order(own, order_of(own, mine), PLAIN, tmp_path).pdf

    with ThreadPoolExecutor(6) as pool:
        given = set(pool.map(ask, range(6)))
    assert sorted(sow.kind for sow in rendered) == ["Change order", "Statement of work"]
    assert len(given) == 2
    prepare_issued(session, amended.id, PLAIN, tmp_path)  # the job comes late
    assert len(rendered) == 2


def test_a_process_killed_between_the_two_neither_loses_nor_doubles_one(database, session, amended, tmp_path):
    with working(database, tmp_path, worker_process.ONE_OF_TWO) as dying:
        wait_for(lambda: (tmp_path / worker_process.ONE_OF_TWO).exists() or dying.poll() is not None)
        assert dying.poll() is None, dying.stderr.read()
        dying.kill()
        dying.wait()
    assert issued_progress(session, amended).stage is Stage.RUNNING
    document, order = kept(session)
    assert document
    assert not order
    with working(database, tmp_path, worker_process.NOWHERE):
        wait_for(lambda: issued_progress(session, amended).stage is Stage.DONE)
    assert kept(session)[0] == document
    assert kept(session)[1]
    assert session.scalars(select(ChangeOrder.number)).all() == [1]


def kept(session):
    """The digests of the last document and of its change order."""
    session.rollback()
    digests = select(Document.sha256).order_by(Document.id.desc())
    return session.scalars(digests).first(), session.scalars(select(ChangeOrder.sha256)).first()
