"""Being the only one at something, among all threads and processes on a database; who dies lets go."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from sqlalchemy import Connection, Engine, text

HOLD = text("SELECT pg_advisory_lock(hashtextextended(:name, 0))")
TRY = text("SELECT pg_try_advisory_lock(hashtextextended(:name, 0))")
LET_GO = text("SELECT pg_advisory_unlock(hashtextextended(:name, 0))")

_in_memory = Lock()


@contextmanager
def alone(engine: Engine, name: str) -> Iterator[None]:
    """Waits until nobody else on this database holds this name, and holds it meanwhile.

    On PostgreSQL on a connection of its own; on SQLite by a lock on a file beside the database, where all names share
    one: its processes are few.
    """
    if engine.dialect.name == "postgresql":
        with on_its_own(engine) as connection:
            connection.execute(HOLD, {"name": name})
            try:
                yield
            finally:
                connection.execute(LET_GO, {"name": name})
    elif engine.url.database in (None, "", ":memory:"):
        with _in_memory:
            yield
    else:
        with Path(f"{engine.url.database}.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # released when the file is closed, by us or by our death
            yield


def on_its_own(engine: Engine) -> Connection:
    """A connection to PostgreSQL without transactions, whose locks last until they are let go or it is closed."""
    return engine.connect().execution_options(isolation_level="AUTOCOMMIT")


def try_hold(connection: Connection, name: str) -> bool:
    """Holds the name on PostgreSQL where it is free; whether it was."""
    return bool(connection.execute(TRY, {"name": name}).scalar())
