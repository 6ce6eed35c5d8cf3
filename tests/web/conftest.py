"""An application of its own for each test, with people in it, and a browser for each of them."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from secrets import token_hex
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session

from scoping import jobs
from scoping.actions import links
from scoping.actions.alternatives import copy
from scoping.actions.comments import remark
from scoping.actions.edits import edit
from scoping.actions.engagements import draft, open_engagement
from scoping.actions.people import add_person, find_person
from scoping.actions.roster import add
from scoping.actions.sessions import SessionEntry, open_session
from scoping.app import create_app
from scoping.db.models import Engagement, Model, Person, Revision, RosterPerson
from scoping.db.queries import latest_revision
from scoping.domain.discovery import Answer, Contact, Discovery
from scoping.domain.money import Money
from scoping.domain.overrides import Override
from scoping.domain.rewording import WordingEdit
from scoping.domain.roster.people import Person as Somebody
from scoping.extensions import db
from tests import people
from tests.web import catalogue
from tests.web.pages import Browser

PASSWORD = "a password for tests"
UNLIMITED = {"RATELIMIT_SIGN_IN": "1000 per minute", "RATELIMIT_CUSTOMER_LINK": "1000 per minute"}
EVERYBODY = (
    people.MANAGER,
    people.COLLEAGUE,
    people.INTERMEDIATE,
    people.SENIOR,
    people.STAFF,
    people.DELIVERY,
    people.OWNER,
    people.PROJECT,
    people.LEADER,
)
AnswersOf = Callable[..., Discovery]


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with empty tables, to be copied."""
    path = tmp_path_factory.mktemp("web") / "empty.sqlite"
    engine = create_engine(f"sqlite:///{path}")
    Model.metadata.create_all(engine)
    jobs.prepare(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """What Jinja made of the templates, so that not every test compiles them anew."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(
    empty_database: Path,
    compiled_templates: FileSystemBytecodeCache,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Flask:
    """The application on an empty database, with the wide test catalogue and everybody in it."""
    shutil.copy(empty_database, tmp_path / "scoping.sqlite")
    monkeypatch.setattr("scoping.app.reference", SimpleNamespace(load=lambda *folders: catalogue.catalog()))
    made = create_app({"TESTING": True, **UNLIMITED}, str(tmp_path))
    made.jinja_env.bytecode_cache = compiled_templates
    monkeypatch.setattr("scoping.actions.catalogues.load", lambda folder, files: made.extensions["scoping.catalog"])
    with made.app_context():
        for kind in EVERYBODY:
            name = kind.email.split("@")[0].title()
            add_person(
                db.session,
                made.extensions["scoping.catalog"],
                email=kind.email,
                name=name,
                role=kind.role,
                level=kind.level,
                password=PASSWORD,
                at=datetime.now(UTC),
            )
        db.session.commit()
    return made


@pytest.fixture
def anonymous(app: Flask) -> Browser:
    """Nobody is signed in."""
    return Browser(app.test_client())


@pytest.fixture
def browse(app: Flask) -> Callable[[people.Kind], Browser]:
    """Signs somebody in and gives their browser."""

    def browse(kind: people.Kind) -> Browser:
        browser = Browser(app.test_client())
        browser.sign_in(kind.email, PASSWORD)
        return browser

    return browse


@pytest.fixture
def manager(browse: Callable[[people.Kind], Browser]) -> Browser:
    """The engagement manager's browser."""
    return browse(people.MANAGER)


@pytest.fixture
def colleague(browse: Callable[[people.Kind], Browser]) -> Browser:
    """Another engagement manager's browser."""
    return browse(people.COLLEAGUE)


class Store:
    """What stands in the database, read and written past the pages."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.catalog = app.extensions["scoping.catalog"]

    @contextmanager
    def session(self) -> Iterator[Session]:
        with self.app.app_context():
            yield db.session
            db.session.commit()

    def engagement(
        self,
        *,
        by: people.Kind = people.MANAGER,
        customer: str = "Northwind Freight",
        title: str = "Move to GitLab.com",
        answers: dict[str, Answer] | None = None,
        contacts: tuple[Contact, ...] = (),
        at: datetime | None = None,
    ) -> int:
        """A new engagement, all required questions answered unless other answers are given."""
        with self.session() as session:
            person = self.person(session, by)
            at = at or datetime.now(UTC) - timedelta(hours=2)
            inputs = catalogue.catalogue.discovery(
                customer, title, catalogue.catalogue.ANSWERS if answers is None else answers
            )
            inputs = replace(inputs, contacts=contacts)
            opened = open_engagement(session, self.catalog, inputs, person, at, token_hex())
            return opened.id

    def revise(self, engagement_id: int, answers: dict[str, Answer], *, by: people.Kind = people.COLLEAGUE) -> int:
        """A further revision in which these answers differ."""
        with self.session() as session:
            engagement = session.get_one(Engagement, engagement_id)
            number = engagement.latest_number
            latest = session.query(Revision).filter_by(engagement_id=engagement_id, number=number).one()
            before = latest.proposal.discovery
            inputs = replace(before, answers={**before.answers, **answers})
            person, at = self.person(session, by), datetime.now(UTC) - timedelta(minutes=5)
            return draft(session, self.catalog, engagement, inputs, number, person, at, "", token_hex()).number

    def edit(self, engagement_id: int, override: Override, *, by: people.Kind = people.MANAGER) -> int:
        """A further revision with this hand edit."""
        with self.session() as session:
            revision = latest_revision(session, session.get_one(Engagement, engagement_id))
            person, at = self.person(session, by), datetime.now(UTC) - timedelta(minutes=9)
            return edit(session, self.catalog, revision, override, person, at, token_hex()).number

    def on_roster(self, key: str = "ana-silva", **more: object) -> RosterPerson:
        """A senior engineer, or somebody else, on the roster."""
        given = {
            "name": key.replace("-", " ").title(),
            "role": catalogue.catalogue.ENGINEER,
            "level": "senior",
            "country": "DE",
            "services": ("scm-migration",),
            "cost": Money(Decimal(150), "USD"),
            **more,
        }
        with self.session() as session:
            by, at = self.person(session, people.DELIVERY), datetime.now(UTC) - timedelta(hours=1)
            return add(session, self.catalog, Somebody(key, **given), by, at)

    def talk(self, engagement_id: int, notes: str = "", *, by: people.Kind = people.MANAGER) -> int:
        """A discovery session; gives its number."""
        with self.session() as session:
            entry = SessionEntry(date(2027, 3, 14), "Manager", "Ana Silva", notes)
            engagement, person = session.get_one(Engagement, engagement_id), self.person(session, by)
            return open_session(session, engagement, entry, person, datetime.now(UTC), token_hex()).number

    def word(self, engagement_id: int, *, by: people.Kind = people.MANAGER, **edit: Any) -> int:
        """A further revision with this wording edit, as a discovery file could bring it."""
        with self.session() as session:
            revision = latest_revision(session, session.get_one(Engagement, engagement_id))
            before = revision.proposal.discovery
            inputs = replace(before, wording=(*before.wording, WordingEdit(**edit)))
            person, at = self.person(session, by), datetime.now(UTC) - timedelta(minutes=2)
            number = revision.number
            return draft(session, self.catalog, revision.engagement, inputs, number, person, at, "", token_hex()).number

    def comment(self, engagement_id: int, text: str = "Why so many?", *, by: people.Kind = people.MANAGER) -> int:
        """A remark about the whole document."""
        with self.session() as session:
            revision = latest_revision(session, session.get_one(Engagement, engagement_id))
            at = datetime.now(UTC) - timedelta(minutes=4)
            return remark(session, revision, "", "", text, self.person(session, by), at, token_hex()).id

    def alternative(self, engagement_id: int, name: str = "Another way", *, by: people.Kind = people.MANAGER) -> int:
        """A copy of the latest revision."""
        with self.session() as session:
            revision = latest_revision(session, session.get_one(Engagement, engagement_id))
            person, at = self.person(session, by), datetime.now(UTC) - timedelta(minutes=3)
            return copy(session, revision, name, person, at, token_hex()).id

    def link(self, engagement_id: int, keys: Sequence[str] = ("users", "worries"), *, days: int = 7) -> str:
        """The token of a new link to these questions."""
        with self.session() as session:
            revision = latest_revision(session, session.get_one(Engagement, engagement_id))
            person, at = self.person(session, people.MANAGER), datetime.now(UTC)
            return links.make(session, self.catalog, revision, keys, "Noor Haddad", days, person, at, token_hex())[1]

    def customer_says(self, token: str, answers: dict[str, Answer]) -> None:
        """What somebody sends through a link."""
        with self.session() as session:
            at = datetime.now(UTC)
            link = links.open_by(session, token, at)
            assert link
            questions = {key: self.catalog.questions[key] for key in link.questions}
            links.send(session, link, questions, answers, 0, "Noor Haddad", at)

    def catalog_was(self, engagement_id: int, digest: str) -> int:
        """A further revision that names another catalogue."""
        with self.session() as session:
            engagement = session.get_one(Engagement, engagement_id)
            revision = latest_revision(session, engagement)
            person, at = self.person(session, people.MANAGER), datetime.now(UTC) - timedelta(minutes=1)
            older, inputs = replace(self.catalog, digest=digest), revision.proposal.discovery
            return draft(session, older, engagement, inputs, revision.number, person, at, "", token_hex()).number

    def person(self, session: Session, kind: people.Kind) -> Person:
        found = find_person(session, kind.email)
        assert found
        return found

    def answers(self, engagement_id: int) -> dict[str, Answer]:
        """The answers of the latest revision."""
        return dict(self.discovery(engagement_id).answers)

    def discovery(self, engagement_id: int) -> Discovery:
        with self.session() as session:
            engagement = session.get_one(Engagement, engagement_id)
            latest = session.query(Revision).filter_by(engagement_id=engagement_id, number=engagement.latest_number)
            return latest.one().proposal.discovery

    def count(self, kind: type) -> int:
        with self.session() as session:
            return session.query(kind).count()


@pytest.fixture
def store(app: Flask) -> Store:
    """The database past the pages."""
    return Store(app)


@pytest.fixture
def statements(app: Flask) -> Callable[[Callable[[], object]], int]:
    """How many statements the database gets while something is done."""

    def counted(do: Callable[[], object]) -> int:
        with app.app_context():
            engine = db.engine
        seen: list[str] = []

        def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
            seen.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        try:
            do()
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return len(seen)

    return counted
