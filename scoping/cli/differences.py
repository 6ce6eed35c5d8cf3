"""`scoping difference`: what moved between two discovery files, and why."""

import json
from decimal import Decimal
from pathlib import Path

import click

from scoping.cli.catalogue import load_catalog, reference_option
from scoping.cli.proposals import read_proposal
from scoping.cli.refusals import refusing
from scoping.codec import difference_output
from scoping.domain.difference import Difference, sentence, signed
from scoping.domain.difference import difference as explained
from scoping.domain.effort import person_days
from scoping.domain.money import Money
from scoping.domain.sow.figures import days, money


@click.command()
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for programs.")
@reference_option
def difference(before: Path, after: Path, as_json: bool, folder: Path | None) -> None:
    """Explain what moves between two discovery files, change by change: hours, levels, price and end date."""
    catalog = load_catalog(folder)
    proposals = [read_proposal(file, catalog) for file in (before, after)]
    with refusing(str(after)):
        found = explained(catalog, *proposals)
    if as_json:
        click.echo(json.dumps(difference_output(found), indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(_lines(found)))


def _lines(found: Difference) -> list[str]:
    """What moves, each in a sentence; what does not, in one; then the whole and what the changes only do together."""
    before, after = (Money(amount, found.currency) for amount in (found.price_before, found.price_after))
    lines = [sentence(part, found.currency) for part in found.parts if part.moves]
    if still := [part.because for part in found.parts if not part.moves]:
        lines.append(f"Without effect: {'; '.join(still)}")
    lines = [*(lines or ["Nothing that moves an hour, a price or a date changed."]), ""]
    lines.append(
        f"Together {days(found.hours_before)} → {days(found.hours_after)} days, {money(before)} → {money(after)}"
    )
    if days(abs(found.interaction)) != days(Decimal(0)) or found.price_interaction:
        amount = money(Money(abs(found.price_interaction), found.currency))
        rest = f"{signed(person_days(found.interaction))} days, {'−' if found.price_interaction < 0 else '+'}{amount}"
        lines.append(f"of which {rest} are more than the changes would move one by one")
    return lines
