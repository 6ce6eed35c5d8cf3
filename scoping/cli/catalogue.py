"""The reference data of the command line: which is taken, and `scoping check` with its golden scenarios."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from scoping import reference
from scoping.cli.refusals import Refused, refusing
from scoping.domain.catalog import Catalog
from scoping.domain.scenarios import Move, deviations
from scoping.domain.sow.figures import count

reference_option = click.option(
    "--reference",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Local reference data, merged over what is shipped [default: that of the instance folder].",
)


@click.command()
@click.argument("folders", metavar="[DIR]...", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--accept", is_flag=True, help="Write the outcomes of the golden scenarios as expected from now on.")
def check(folders: tuple[Path, ...], accept: bool) -> None:
    """Check the reference data and run its golden scenarios, with the folders DIR merged over what is shipped.

    Without DIR these are the instance folder's. Every scenario that comes out otherwise than accepted is a sentence.
    """
    trees = folders or tuple(local_reference())
    with refusing():
        catalog = reference.load(*trees)
        scenarios = reference.golden_scenarios(catalog, *trees)
        moved = deviations(catalog, (scenario for _, scenario in scenarios))
        if accept:
            reference.accept_outcomes(catalog, *trees)
    _tell(moved, {scenario.key: file for file, scenario in scenarios}, accept)
    tasks = sum(len(package.tasks) for service in catalog.services.values() for package in service.packages)
    counted = (
        count(len(catalog.offered), "service", "services"),
        count(len(catalog.questions), "question", "questions"),
        count(tasks, "task", "tasks"),
        count(len(catalog.rate_cards), "rate card", "rate cards"),
        count(len(scenarios), "golden scenario", "golden scenarios"),
    )
    click.echo(f"{', '.join(counted)}; nothing is wrong (catalogue {catalog.digest[:12]})")


def _tell(moved: Sequence[Move], files: Mapping[str, str], accepted: bool) -> None:
    """Each deviation with its file; refused unless it was accepted, which what has no outcome cannot be."""
    wrong = [f"{files[move.name]}: {move.sentence}" for move in moved if not accepted or move.after is None]
    if wrong:
        advice = [] if accepted else ["if this is meant, scoping check --accept writes the new outcomes down"]
        raise Refused([*wrong, *advice])
    for move in moved:
        click.echo(f"accepted: {files[move.name]}: {move.sentence}")


def load_catalog(folder: Path | None) -> Catalog:
    """The shipped reference data with the local one over it; refused where it is wrong."""
    with refusing():
        return reference.load(*([folder] if folder else local_reference()))


def local_reference() -> list[Path]:
    """The reference folder of the instance, where there is one."""
    from scoping import config

    with refusing():
        found = Path(str(config.read(instance_folder(), os.environ)["REFERENCE_DIR"]))
    return [found] if found.is_dir() else []


def instance_folder() -> Path:
    """The instance folder of the working directory where there is one, else the application's."""
    from scoping import config

    here = Path("instance").resolve()
    is_here = config.INSTANCE not in os.environ and here.is_dir()
    return here if is_here else config.instance_folder(os.environ)
