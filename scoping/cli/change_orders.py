"""`scoping change-order`: whether a change takes a change order, by which rule, and its document."""

from datetime import date, datetime
from pathlib import Path

import click

from scoping.cli.catalogue import load_catalog, reference_option
from scoping.cli.proposals import audience_option, check_output, form, letterhead_of, page_option, read_proposal, write
from scoping.cli.refusals import Refused
from scoping.codec import name_fault
from scoping.domain.change_control import NOT_NEEDED, left_to_judgement, reasons
from scoping.domain.change_order import compose_order, told
from scoping.domain.discovery import MAXIMUM_TEXT
from scoping.domain.errors import InvalidInput
from scoping.domain.proposal import Proposal
from scoping.domain.review import State
from scoping.domain.sow import Audience
from scoping.domain.sow.amendment import Agreed, Judgement, label

day_type = click.DateTime(["%Y-%m-%d"])


@click.command("change-order")
@click.argument("issued", type=click.Path(path_type=Path))
@click.argument("amended", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "out",
    type=click.Path(path_type=Path),
    help="The file to write: a PDF, or a Word document where its name ends in .docx [default: none, only say].",
)
@click.option(
    "--number",
    type=click.IntRange(1, 10_000),
    default=1,
    show_default=True,
    help="Its number; from 2 on ISSUED is what the one before made.",
)
@click.option("--issued-on", type=day_type, help="The date on which ISSUED was agreed.")
@click.option("--on", type=day_type, help="The date on the cover [default: today].")
@click.option("--judgement", metavar="REASON", help="Why the project manager asks for one though no rule does.")
@audience_option
@page_option
@reference_option
def change_order(
    issued: Path,
    amended: Path,
    out: Path | None,
    number: int,
    issued_on: datetime | None,
    on: datetime | None,
    judgement: str | None,
    audience: str,
    page: str | None,
    folder: Path | None,
) -> None:
    """Say whether the change from ISSUED to AMENDED (TOML) takes a change order, and by which rule; write it.

    Where none is needed nothing is written, unless the project manager asks for one with --judgement.
    """
    if out:
        check_output(out)
    if judgement is not None and (what := name_fault(judgement, MAXIMUM_TEXT)):
        raise Refused([f"--judgement: {what}"])
    catalog = load_catalog(folder)
    before, after = (read_proposal(file, catalog) for file in (issued, amended))
    judged = Judgement(True, judgement, "", None) if judgement else None
    why = reasons(before, after, judged)
    click.echo("\n".join([f"A change order is needed: {label(number)}", *why] if why else _none(before, after)))
    if not why or not out:
        return
    letterhead = letterhead_of(page)
    try:
        found = told(catalog, before, after, Audience(audience))
    except InvalidInput:
        found = None
    document = compose_order(
        Agreed(before, number, issued_on.date() if issued_on else None, number - 1),
        after,
        found,
        number=number,
        revision=number + 1,
        state=State.DRAFT,
        on=on.date() if on else date.today(),  # noqa: DTZ011  (the reader's day)
        provider=letterhead.provider,
        audience=Audience(audience),
        judgement=judged,
    )
    write(out, form(document, letterhead, out.suffix.lower()))


def _none(before: Proposal, after: Proposal) -> list[str]:
    left = left_to_judgement(before, after)
    return [NOT_NEEDED, *([f"{left} Give the reason with --judgement."] if left else [])]
