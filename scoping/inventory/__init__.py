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
from scoping.inventory.offers import Claim, Offer, offers, unasked
from scoping.inventory.reading import first_rows, read, read_mapped
from scoping.inventory.saved import from_saved, to_saved
from scoping.inventory.streams import LIMIT, Source

__all__ = [
    "ARCHIVED",
    "FIELDS",
    "LIMIT",
    "Claim",
    "ColumnMapping",
    "Disagreement",
    "Inventory",
    "MappedColumn",
    "Offer",
    "Prefill",
    "Repository",
    "Source",
    "Unrecognised",
    "first_rows",
    "from_saved",
    "offers",
    "output",
    "read",
    "read_mapped",
    "to_saved",
    "told_difference",
    "unasked",
]
