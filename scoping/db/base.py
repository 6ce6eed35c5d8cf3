"""What all tables share: names of constraints, column types that lose nothing, and how SQLite connections behave."""

import enum
import sqlite3
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Enum,
    MetaData,
    event,
    inspect,
    or_,
    select,
)
from sqlalchemy.orm import DeclarativeBase, Mapper, ORMExecuteState, Session
from sqlalchemy.types import TypeDecorator

from scoping.codec import from_plain, to_plain


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, kept in UTC; SQLite keeps no zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """In UTC; ValueError for a time without a zone."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """In UTC, whatever zone the server's session has."""
        return value and (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC))


class Hundredths(TypeDecorator[Decimal]):
    """An exact decimal of two places, kept as a whole number of hundredths: SQLite's own decimals are floats."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Whole hundredths; ValueError rather than rounding."""
        if value is None:
            return None
        hundredths = Decimal(value).scaleb(2)
        if hundredths != hundredths.to_integral_value():
            raise ValueError(f"{value} has more than two decimal places")
        return int(hundredths)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """With its two places."""
        return None if value is None else Decimal(value).scaleb(-2)


class Whole(TypeDecorator[Any]):
    """A domain value of one type, kept whole.

    Plain JSON on PostgreSQL too: JSONB would reorder the keys, so that a list printed from a mapping read otherwise
    than on SQLite. Nothing queries inside; what lists need stands in columns of its own.
    """

    impl = JSON
    cache_ok = True

    def __init__(self, kept: type) -> None:
        super().__init__()
        self.kept = kept

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """As plain data."""
        return None if value is None else to_plain(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """As the value it was."""
        return None if value is None else from_plain(value, self.kept)


class Model(DeclarativeBase):
    """Root of all tables."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012  # SQLAlchemy reads a plain class attribute
        datetime: UtcDateTime,
        Decimal: Hundredths,
        enum.Enum: Enum(
            enum.Enum, native_enum=False, length=32, values_callable=lambda kind: [member.value for member in kind]
        ),
    }


class ImmutableRow(RuntimeError):
    """Somebody tried to change what is never changed; a fault of the program, not of its user."""


class Immutable:
    """Mixed into a table whose rows stay as they were written; only columns `made_later` may be filled, once."""

    made_later: ClassVar[frozenset[str]] = frozenset()


@event.listens_for(Immutable, "before_update", propagate=True)
def _refuse_change(mapper: Mapper[Any], connection: Connection, row: Any) -> None:
    attributes = inspect(row).attrs
    changed = {column.key for column in mapper.column_attrs if attributes[column.key].history.has_changes()}
    if changed - row.made_later or (changed and _is_made(mapper, connection, row)):
        _refuse_deletion(mapper, connection, row)


def _is_made(mapper: Mapper[Any], connection: Connection, row: Any) -> bool:
    """Whether the row in the database, which this one may not have read, has anything of what is made later."""
    table = mapper.local_table
    keys = zip(table.primary_key, mapper.primary_key_from_instance(row), strict=True)
    key = [column == value for column, value in keys]
    filled = or_(*(mapper.columns[name].is_not(None) for name in row.made_later))
    return bool(connection.scalar(select(filled).select_from(table).where(*key)))


@event.listens_for(Immutable, "before_delete", propagate=True)
def _refuse_deletion(mapper: Mapper[Any], connection: Connection, row: Any) -> None:
    key = ", ".join(map(str, mapper.primary_key_from_instance(row)))
    raise ImmutableRow(f"{mapper.class_.__name__} {key} is never changed; write a new one")


@event.listens_for(Session, "do_orm_execute")
def _refuse_change_of_many(state: ORMExecuteState) -> None:
    if (state.is_update or state.is_delete) and state.bind_mapper and issubclass(state.bind_mapper.class_, Immutable):
        raise ImmutableRow(f"Rows of {state.bind_mapper.class_.__name__} are never changed")


_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "WITH", "CREATE", "ALTER", "DROP", "SAVEPOINT")


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, record: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None  # the driver's own BEGIN leaves out DDL and savepoints
        for pragma in ("busy_timeout = 10000", "journal_mode = WAL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "before_cursor_execute")
def _begin_on_sqlite(
    connection: Connection, cursor: Any, statement: str, parameters: Any, context: Any, many: bool
) -> None:
    """Begins with the first write, and for writing.

    A transaction that began by reading could not wait for another writer: SQLite refuses it at once, whatever the busy
    timeout. Until the first write every statement sees what was committed last, as on PostgreSQL.
    """
    driver = connection.connection.dbapi_connection
    writes = statement.lstrip()[:9].upper().startswith(_WRITES)
    if writes and isinstance(driver, sqlite3.Connection) and not driver.in_transaction:
        cursor.execute("BEGIN IMMEDIATE")


def render_item(kind: str, item: Any, context: Any) -> str | bool:
    """Writes our column types into migrations as the plain types they are made of, so that none imports the program."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False
