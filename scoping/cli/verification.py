"""`scoping verify`: whether a PDF still says what its own answers compute."""

import logging
from pathlib import Path

import click

from scoping.cli.catalogue import load_catalog, reference_option
from scoping.cli.refusals import Refused, refusing


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@reference_option
def verify(file: Path, folder: Path | None) -> None:
    """Compute a statement of work or change order (FILE, a PDF) again from what it carries and say whether it is equal.

    Exit status 2 with a line for each difference: other answers, another catalogue, a changed figure or sentence.
    """
    from scoping.sow.verification import verify as compared

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # a broken file is told in our words
    try:
        pdf = file.read_bytes()
    except OSError as error:
        raise Refused([f"{file}: cannot be read: {error.strerror}"]) from error
    catalog = load_catalog(folder)
    with refusing(str(file)):
        found = compared(pdf, catalog)
    if found.differences:
        raise Refused([f"{file}: {difference}" for difference in found.differences])
    click.echo(f"{file}: equal; {found.compared} figures, rows and sentences come out as printed")
