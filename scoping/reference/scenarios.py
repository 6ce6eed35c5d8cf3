"""Golden scenarios beside the services: read, and rewritten where the catalogue's owner accepts new outcomes."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import tomlkit

from scoping.codec import discovery_from_table, from_toml
from scoping.codec.faults import faults_in
from scoping.domain.catalog import Catalog
from scoping.domain.errors import Fault, InvalidInput
from scoping.domain.scenarios import Move, Outcome, Scenario, deviations
from scoping.reference.files import SCENARIOS, Tree, read_files

CUSTOMER = "Golden scenario"
NOTHING = Outcome(Decimal(0), Decimal(0), {})


@dataclass(frozen=True)
class _File:
    scenarios: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class _Named:
    """What a scenario says about itself; the rest of its table is a discovery."""

    key: str
    name: str
    expected: Outcome = NOTHING


def read_scenarios(catalog: Catalog, *trees: Tree) -> list[tuple[str, Scenario]]:
    """Every scenario with the path of its file; one without an expected outcome expects nothing at all.

    InvalidInput names every fault by file and key.
    """
    files, faults = read_files(trees, lambda name: name.startswith(SCENARIOS))
    found: dict[str, tuple[str, Scenario]] = {}
    for name, file in sorted(files.items()):
        try:
            rows = from_toml(file.content, _File).scenarios
        except InvalidInput as refusal:
            faults += [Fault(f"{file.place.file}: {fault.key}", fault.what) for fault in refusal.faults]
            continue
        for position, row in enumerate(rows):
            place = file.place / "scenarios" / position
            try:
                scenario = _scenario(catalog, row)
            except InvalidInput as refusal:
                faults += [Fault(f"{place.file}: {fault.key}", fault.what) for fault in faults_in(refusal, place.path)]
                continue
            if scenario.key in found:
                faults.append((place / "key").fault(f"{scenario.key} is there twice; see {found[scenario.key][0]}"))
            found.setdefault(scenario.key, (name, scenario))
    if faults:
        raise InvalidInput(*faults)
    return list(found.values())


def _scenario(catalog: Catalog, row: Mapping[str, Any]) -> Scenario:
    own = {key: value for key, value in row.items() if key in ("key", "name", "expected")}
    named = from_toml(own, _Named)
    given = {"customer": CUSTOMER, "title": named.name, **{key: row[key] for key in row if key not in own}}
    offered = [service.key for service in catalog.offered]
    discovery = discovery_from_table(given, catalog.questions, offered=offered, rate_cards=list(catalog.rate_cards))
    return Scenario(named.key, named.name, discovery, named.expected)


def accept(catalog: Catalog, folder: Path, *overrides: Tree) -> tuple[Move, ...]:
    """Writes what comes out now as expected, into the scenario files below `folder`; what is refused stays.

    Returns what moved. A file that is there keeps its comments; a new one holds the outcomes alone, to be merged over
    the scenarios that it names.
    """
    scenarios = read_scenarios(catalog, *overrides)
    moved = {move.name: move for move in deviations(catalog, (scenario for _, scenario in scenarios))}
    for name in dict.fromkeys(name for name, _ in scenarios):
        outcomes = {
            scenario.key: after
            for file, scenario in scenarios
            if file == name and scenario.key in moved and (after := moved[scenario.key].after)
        }
        if outcomes:
            _write(folder / name, outcomes)
    return tuple(moved.values())


def _write(path: Path, outcomes: Mapping[str, Outcome]) -> None:
    document = tomlkit.parse(path.read_text(encoding="utf-8") if path.exists() else "")
    rows = document.setdefault("scenarios", tomlkit.aot())
    for key, outcome in outcomes.items():
        row = next((row for row in rows if row["key"] == key), None)
        if row is None:
            row = tomlkit.table()
            row["key"] = key
            rows.append(row)
        row["expected"] = _expected(outcome)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(tomlkit.dumps(document), encoding="utf-8")


def _expected(outcome: Outcome) -> tomlkit.items.Item:
    """The outcome on one line, spaced as people write it; keys of roles and levels need no quoting."""
    levels = ", ".join(f'{role} = "{level}"' for role, level in outcome.levels.items())
    spread = ", ".join(f"{hours:f}" for hours in outcome.spread)
    figures = f"hours = {outcome.hours:f}, spread = [{spread}], price = {outcome.price:f}"
    return tomlkit.value(f"{{ {figures}, levels = {{ {levels} }} }}")
