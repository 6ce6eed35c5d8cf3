"""Uploaded reports on disk: kept in the instance folder only while a table in them waits for its mapping."""

import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath
from secrets import token_hex
from typing import IO

from flask import current_app, request

from scoping.inventory import Inventory, read
from scoping.inventory.mapped import ColumnMapping

UNPACKED = 4  # times the size allowed as uploaded, since workbooks grow when they are read
LONGEST_NAME = 150
KEPT_SECONDS = 24 * 3600
Named = tuple[str, IO[bytes]]


def given() -> list[Named]:
    """The files of the form, each with a name of its own; a field left empty counts for none."""
    found: list[Named] = []
    for file in request.files.getlist("reports"):
        if name := _name(file.filename or ""):
            alike = sum(known == name or known.startswith(f"{name} (") for known, _ in found)
            found.append((f"{name} ({alike + 1})" if alike else name, file.stream))
    return found


def read_all(files: Sequence[Named], mappings: Sequence[ColumnMapping]) -> Inventory:
    """What the files hold; InvalidInput with the place of everything that cannot be read."""
    return read(files, limit_bytes=UNPACKED * current_app.config["REPORTS_MAX_BYTES"], mappings=mappings)


def keep(files: Sequence[Named]) -> str:
    """The name of a new folder with these files in it."""
    sweep()
    folder = token_hex(16)
    place = _place(folder)
    place.mkdir(parents=True, mode=0o700)
    for number, (_, stream) in enumerate(files):
        stream.seek(0)
        with (place / str(number)).open("wb") as target:
            shutil.copyfileobj(stream, target)
    return folder


@contextmanager
def kept(folder: str, names: Sequence[str]) -> Iterator[list[Named]]:
    """The files of a folder, open, under their names; FileNotFoundError where they are no longer kept."""
    with ExitStack() as stack:
        place = _place(folder)
        if not folder or not place.is_dir():
            raise FileNotFoundError(folder)
        yield [(name, stack.enter_context((place / str(at)).open("rb"))) for at, name in enumerate(names)]


def forget(folder: str) -> None:
    """Removes a folder with its files, where there is one."""
    if folder:
        shutil.rmtree(_place(folder), ignore_errors=True)


def sweep() -> None:
    """Removes what nobody came back for within a day."""
    oldest = time.time() - KEPT_SECONDS
    for place in _root().glob("*"):
        if place.stat().st_mtime < oldest:
            shutil.rmtree(place, ignore_errors=True)


def _root() -> Path:
    return Path(current_app.instance_path) / "reports"


def _place(folder: str) -> Path:
    return _root() / folder


def _name(given_name: str) -> str:
    """The last part of a name, on one line and not without end."""
    last = PureWindowsPath(PurePosixPath(given_name).name).name
    return "".join(letter if letter.isprintable() else " " for letter in last).strip()[-LONGEST_NAME:]
