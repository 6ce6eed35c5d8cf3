"""Reference data: what is sold, who does it, what it costs and who approves, read from TOML and checked."""

from functools import cache
from pathlib import Path

from scoping.domain.catalog import Catalog
from scoping.domain.scenarios import Move, Scenario
from scoping.reference.files import Tree, texts
from scoping.reference.loading import SHIPPED, load_trees
from scoping.reference.scenarios import accept, read_scenarios

__all__ = ["SHIPPED", "Tree", "accept_outcomes", "golden_scenarios", "load", "shipped", "texts_in_force"]


def load(*overrides: Tree) -> Catalog:
    """The shipped reference data with local folders merged over it by key, the later ones winning.

    Texts by path, such as uploaded files, replace the whole file of that path instead.

    Raises InvalidInput with every fault; its keys are "FILE: path", such as "levels.toml: level_rules[2].level".
    """
    return load_trees(SHIPPED, *overrides)


def golden_scenarios(catalog: Catalog, *overrides: Tree) -> tuple[tuple[str, Scenario], ...]:
    """The scenarios of the same trees, each with its file.

    InvalidInput as `load`, such as "scenarios/ci-cd.toml: scenarios[0].answers.users".
    """
    return tuple(read_scenarios(catalog, SHIPPED, *overrides))


def accept_outcomes(catalog: Catalog, *overrides: Path) -> tuple[Move, ...]:
    """Writes what comes out now as expected into the last of the folders, the shipped one where there is no other."""
    return accept(catalog, overrides[-1] if overrides else SHIPPED, SHIPPED, *overrides)


def texts_in_force(*overrides: Tree) -> dict[str, str]:
    """Every reference file by its path with its text, scenarios included; InvalidInput as `load`."""
    return texts(SHIPPED, *overrides)


@cache
def shipped() -> Catalog:
    """The shipped reference data alone, read once."""
    return load()
