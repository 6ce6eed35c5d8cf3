"""`scoping inventory`: the answers that other tools' reports already hold, with the rule and rows behind each."""

import json
from pathlib import Path
from typing import Any

import click
import tomlkit

from scoping.cli.catalogue import load_catalog, reference_option
from scoping.cli.refusals import refusing

WIDTH = 28


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "form", flag_value="json", help="Print one JSON object for programs.")
@click.option("--toml", "form", flag_value="toml", help="Print the [answers] of a discovery file.")
@reference_option
def inventory(files: tuple[Path, ...], form: str | None, folder: Path | None) -> None:
    """Read inventory reports of other tools and print the answers they would fill."""
    from scoping.inventory import output, read

    asked = load_catalog(folder).questions
    with refusing():
        found = output(read(files), asked=asked)
    if form == "json":
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
    elif form == "toml":
        click.echo(_as_toml(found, set(asked)), nl=False)
    else:
        click.echo("\n".join(_lines(found)))


def _as_toml(found: dict[str, Any], asked: set[str]) -> str:
    """Answers as a discovery file holds them, each with the report as its source; the notes as comments."""
    document = tomlkit.document()
    for note in found["notes"]:
        document.add(tomlkit.comment(" ".join(note.split())))
    answers = tomlkit.table()
    for key, answer in found["answers"].items():
        if key in asked:
            entry = tomlkit.inline_table()
            entry.update({"value": answer["value"], "source": _source(answer)})
            if answer["unknown_rows"]:
                entry.update({"confidence": "thinks_so"})
            answers.add(key, entry)
    document.add("answers", answers)
    return tomlkit.dumps(document)


def _lines(found: dict[str, Any]) -> list[str]:
    lines = []
    for key, answer in found["answers"].items():
        unknown = f", {answer['unknown_rows']:,} of them unknown" if answer["unknown_rows"] else ""
        value = f"{answer['value']:,}" if type(answer["value"]) is int else str(answer["value"])
        lines.append(f"{key:<{WIDTH}} {value:>12}   {answer['rule']}; {answer['rows']:,} rows{unknown}")
        lines.append(f"{'':<{WIDTH}} {'':>12}   {_source(answer)}")
    return [*lines, *(f"Note: {note}" for note in found["notes"])]


def _source(answer: dict[str, Any]) -> str:
    from scoping.inventory.found import source_of

    return source_of(answer["file"], answer["sheet"], answer["column"])
