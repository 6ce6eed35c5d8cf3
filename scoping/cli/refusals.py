"""Refusals as lines on standard error: `FILE: key: what is wrong`, and exit status 2."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any

import click

from scoping.domain.errors import InvalidInput, ScopingError


class Refused(click.ClickException):
    """What somebody gave cannot be used; one line for each reason."""

    exit_code = 2

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines

    def show(self, file: IO[Any] | None = None) -> None:
        """Each line by itself, to be read by people and by programs."""
        for line in self.lines:
            click.echo(printable(line), file=file, err=file is None)


@contextmanager
def refusing(given: str = "") -> Iterator[None]:
    """Turns refusals into lines that begin with what was `given`: a file, an option, or nothing."""
    before = f"{given}: " if given else ""
    try:
        yield
    except InvalidInput as refusal:
        raise Refused([f"{before}{fault}" for fault in refusal.faults]) from refusal
    except ScopingError as refusal:
        raise Refused([f"{before}{refusal}"]) from refusal


def printable(line: str) -> str:
    """The line without characters that would command a terminal."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in line)
