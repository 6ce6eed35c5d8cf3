"""Readers of other tools' reports: files in, answers with their source and the list of repositories out."""

from scoping.domain.waves import Repository
from scoping.inventory.found import (
    ARCHIVED,
    Disagreement,
    Inventory,
    Prefill,
    Unrecognised,
    output,
    told_difference,
)
from scoping.inventory.mapped import FIELDS, ColumnMapping, MappedColumn
from scoping.inventory.reading import read, read_mapped
from scoping.inventory.streams import LIMIT, Source

__all__ = [
    "ARCHIVED",
    "FIELDS",
    "LIMIT",
    "ColumnMapping",
    "Disagreement",
    "Inventory",
    "MappedColumn",
    "Prefill",
    "Repository",
    "Source",
    "Unrecognised",
    "output",
    "read",
    "read_mapped",
    "told_difference",
]
