"""What needs no database: a proposal from a discovery file and its statement of work."""

import json
import os
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import click

from scoping.cli.catalogue import instance_folder, load_catalog, reference_option
from scoping.cli.refusals import Refused, printable, refusing
from scoping.cli.summary import summary
from scoping.codec import decoded, discovery_from_toml, proposal_output
from scoping.codec.toml import MAXIMUM_BYTES
from scoping.domain import checks
from scoping.domain.catalog import Catalog
from scoping.domain.discovery import Discovery
from scoping.domain.proposal import Proposal
from scoping.domain.proposal import propose as proposed
from scoping.domain.review import State
from scoping.domain.sow import Audience, StatementOfWork, compose
from scoping.domain.turning_points import turning_points
from scoping.sow.letterhead import Letterhead, Paper

discovery_file = click.argument("file", type=click.Path(path_type=Path))
audience_option = click.option(
    "--audience",
    type=click.Choice([each.value for each in Audience]),
    default=Audience.CLIENT.value,
    show_default=True,
    help="The internal version adds reasons, hand edits, risks in hours, cost and margin.",
)
page_option = click.option(
    "--page",
    type=click.Choice(["A4", "Letter"], case_sensitive=False),
    metavar="[A4|Letter]",
    help="The paper it is set on [default: the setting PAPER].",
)


@click.command()
@discovery_file
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for programs.")
@reference_option
def propose(file: Path, as_json: bool, folder: Path | None) -> None:
    """Print the estimate, levels, staffing and price of a discovery FILE (TOML)."""
    catalog = load_catalog(folder)
    proposal = read_proposal(file, catalog)
    if as_json:
        output = proposal_output(proposal, turning_points(catalog, proposal))
        click.echo(json.dumps(output, indent=2, ensure_ascii=False))
    else:
        click.echo(summary(proposal))


@click.command()
@discovery_file
@click.option(
    "-o",
    "--output",
    "out",
    required=True,
    type=click.Path(path_type=Path),
    help="The file to write: a PDF, or a Word document where its name ends in .docx.",
)
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The date on the cover, from which the offer is valid [default: today].",
)
@audience_option
@page_option
@click.option("--archival", is_flag=True, help="Write the PDF as PDF/A-3 instead of PDF/UA-1.")
@reference_option
def sow(
    file: Path, out: Path, on: datetime | None, audience: str, page: str | None, archival: bool, folder: Path | None
) -> None:
    """Write the draft statement of work of a discovery FILE (TOML) as PDF or Word document."""
    check_output(out)
    proposal = read_proposal(file, load_catalog(folder))
    letterhead = letterhead_of(page)
    day = on.date() if on else date.today()  # noqa: DTZ011  (the reader's day)
    document = compose(proposal, revision=1, state=State.DRAFT, on=day, provider=letterhead.provider, audience=audience)
    for finding in checks.check(proposal, document):
        word = "" if finding.blocks else " (advice)"
        click.echo(printable(f"{file}: {finding.where}{word}: {finding.what}"), err=True)
    write(out, form(document, letterhead, out.suffix.lower(), archival))


def write(out: Path, written: bytes) -> None:
    """Writes the file and says how large it is."""
    try:
        out.write_bytes(written)
    except OSError as error:
        raise Refused([f"{out}: cannot be written: {error.strerror}"]) from error
    click.echo(f"{out}: {len(written) / 1000:,.0f} kB", err=True)


def check_output(out: Path) -> None:
    """Refuses, before anything is computed, a file that could not be written or has no form."""
    if out.is_dir():
        raise Refused([f"{out}: is a folder; name the file in it"])
    if not out.parent.is_dir():
        raise Refused([f"{out}: its folder does not exist"])
    if out.suffix.lower() not in ("", ".pdf", ".docx"):
        raise Refused([f"{out}: what ends in {out.suffix} cannot be written; give a name ending in .pdf or .docx"])


def letterhead_of(page: str | None) -> Letterhead:
    """How the settings of this installation want documents to look, on the paper asked for."""
    from scoping import config

    instance = instance_folder()
    with refusing():
        found = config.letterhead(instance, config.read(instance, os.environ))
    return replace(found, paper=Paper(page)) if page else found


def form(document: StatementOfWork, letterhead: Letterhead, suffix: str, archival: bool = False) -> bytes:
    """The document in the form that the file's name asks for; what makes it takes a second to import."""
    if suffix == ".docx":
        from scoping.sow.word import render_word

        return render_word(document, letterhead)
    from scoping.sow.pdf import Variant, render_sow

    return render_sow(document, letterhead, variant=Variant.ARCHIVAL if archival else Variant.ACCESSIBLE)


def read_proposal(file: Path, catalog: Catalog) -> Proposal:
    """The proposal of a discovery file; every fault is refused with the file's name."""
    try:
        with file.open("rb") as opened:
            raw = opened.read(MAXIMUM_BYTES + 1)
    except OSError as error:
        raise Refused([f"{file}: cannot be read: {error.strerror}"]) from error
    with refusing(str(file)):
        discovery = discovery_from_toml(
            decoded(raw),
            catalog.questions,
            offered=[service.key for service in catalog.offered],
            rate_cards=list(catalog.rate_cards),
        )
        _tell_unused(file, catalog, discovery)
        return proposed(catalog, discovery)


def _tell_unused(file: Path, catalog: Catalog, discovery: Discovery) -> None:
    asked = catalog.asked(discovery.services)
    for key in discovery.answers:
        if key not in asked:
            click.echo(f"{file}: answers.{key}: no chosen service asks this, so it changes nothing", err=True)
