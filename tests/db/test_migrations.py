"""Migrations lead from nothing to exactly the models and back, on both databases, without importing the program."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_alembic import Alembic
from sqlalchemy import Engine, create_engine, inspect, text

from scoping.db.base import render_item
from scoping.db.models import Model

MIGRATIONS = Path(__file__).parents[2] / "scoping/db/migrations"
FILES = sorted(MIGRATIONS.glob("*.py"))
BYTES = {"sqlite": "BLOB", "postgresql": "BYTEA"}


@pytest.fixture
def empty_sqlite(tmp_path: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    yield engine
    engine.dispose()


@pytest.fixture
def empty_postgresql(postgresql_server: Engine) -> Iterator[Engine]:
    """A schema of its own, found first, beside the tables of the other tests."""
    with postgresql_server.begin() as connection:
        connection.execute(text("DROP SCHEMA IF EXISTS migrated CASCADE"))
        connection.execute(text("CREATE SCHEMA migrated"))
    engine = create_engine(postgresql_server.url, connect_args={"options": "-c search_path=migrated"})
    yield engine
    engine.dispose()


@pytest.fixture(params=["empty_sqlite", "empty_postgresql"])
def empty(request: pytest.FixtureRequest) -> Engine:
    engine: Engine = request.getfixturevalue(request.param)
    return engine


@pytest.fixture
def alembic(empty: Engine) -> Iterator[Alembic]:
    """Migrations bound as the application binds them."""
    app = Flask("scoping")
    app.config["ALEMBIC"] = {"script_location": str(MIGRATIONS)}
    app.config["ALEMBIC_CONTEXT"] = {"render_as_batch": True, "render_item": render_item}
    migrations = Alembic(app, metadatas=Model.metadata, engines=empty, run_mkdir=False)
    with app.app_context():
        yield migrations


def test_migrations_from_nothing_give_exactly_the_models(alembic):
    alembic.upgrade()
    assert alembic.compare_metadata() == []


def test_a_column_without_a_migration_would_be_noticed(alembic, empty):
    alembic.upgrade()
    with empty.begin() as connection:
        connection.execute(text("ALTER TABLE person DROP COLUMN level"))
    assert [change[0] for change in alembic.compare_metadata()] == ["add_column"]


def test_migrations_lead_back_to_nothing(alembic, empty):
    alembic.upgrade()
    alembic.downgrade("base")
    assert inspect(empty).get_table_names() == ["alembic_version"]


def test_there_is_one_latest_migration(alembic):
    assert len(alembic.heads()) == 1


def test_column_types_of_the_program_are_written_as_plain_ones():
    written = {render_item("type", column.type, None) for column in Model.metadata.tables["revision"].columns}
    assert written == {"sa.DateTime(timezone=True)", "sa.BigInteger()", "sa.JSON()", False}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_migration_imports_nothing_of_the_program(path):
    imported = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(node.module or ".")
    assert imported
    assert not [name for name in imported if name.split(".")[0] in ("scoping", "")]


ISSUED_BEFORE = """
INSERT INTO person (id, email, name, role, level, password_hash, active, created_at)
  VALUES (1, 'a@b.example', 'Ana', 'engagement-manager', '', '', TRUE, '2026-11-24 09:00:00');
INSERT INTO engagement (id, customer, title, folded, owner_id, latest_number, created_at, changed_at)
  VALUES (1, 'Northwind', 'Move', 'northwind move', 1, 1, '2026-11-24 09:00:00', '2026-11-24 09:00:00');
INSERT INTO revision (id, engagement_id, number, author_id, created_at, because, once, proposal, fingerprint,
  p50_hours, price, currency, architect_level, unanswered)
  VALUES (1, 1, 1, 1, '2026-11-24 09:00:00', '', 'a', '{}', 'f', 100, 100, 'USD', '', 0),
         (2, 1, 2, 1, '2026-11-24 09:00:00', '', 'b', '{}', 'f', 100, 100, 'USD', '', 0);
INSERT INTO document (id, revision_id, pdf, sha256, issued_at, issued_by_id)
  VALUES (1, 1, CAST('of the PDF' AS BYTES), 'abc', '2026-11-24 09:00:00', 1)
"""
ISSUED_SINCE = """
INSERT INTO document (id, revision_id, issued_at, issued_by_id) VALUES (2, 2, '2026-11-24 10:00:00', 1)
"""


def test_a_document_issued_before_keeps_its_bytes_and_one_not_made_yet_its_record_on_the_way_back(alembic, empty):
    alembic.upgrade("0011")
    with empty.begin() as connection:
        for statement in ISSUED_BEFORE.replace("BYTES", BYTES[empty.dialect.name]).split(";"):
            connection.exec_driver_sql(statement)
    alembic.upgrade("0012")
    with empty.begin() as connection:
        connection.exec_driver_sql(ISSUED_SINCE)
    alembic.downgrade("0011")
    with empty.begin() as connection:
        kept = connection.execute(text("SELECT revision_id, pdf, sha256 FROM document ORDER BY id")).all()
    assert [(row[0], bytes(row[1]), row[2]) for row in kept] == [(1, b"of the PDF", "abc"), (2, b"", "")]


TAKEN_BEFORE = """
INSERT INTO download (id, revision_id, person_id, at, sha256, issued)
  VALUES (1, 1, 1, '2026-11-24 10:00:00', 'abc', TRUE)
"""
TAKEN_SINCE = """
INSERT INTO download (id, revision_id, person_id, at, sha256, issued, kind, audience, form, part)
  VALUES (2, 1, 1, '2026-11-30 10:00:00', 'def', FALSE, 'statement_of_work', 'internal', 'docx', 'section 5')
"""


def test_what_was_taken_before_was_a_pdf_of_a_version_that_nobody_wrote_down(alembic, empty):
    alembic.upgrade("0013")
    with empty.begin() as connection:
        for statement in (*ISSUED_BEFORE.replace("BYTES", BYTES[empty.dialect.name]).split(";"), TAKEN_BEFORE):
            connection.exec_driver_sql(statement)
    alembic.upgrade("0014")
    with empty.begin() as connection:
        connection.exec_driver_sql(TAKEN_SINCE)
        taken = connection.execute(text("SELECT kind, audience, form, part FROM download ORDER BY id")).all()
    assert taken[0] == (None, None, "pdf", "")
    alembic.downgrade("0013")
    with empty.begin() as connection:
        assert connection.execute(text("SELECT sha256 FROM download ORDER BY id")).scalars().all() == ["abc", "def"]
