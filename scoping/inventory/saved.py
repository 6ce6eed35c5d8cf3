"""What was found in reports as plain data for a table, and back; the repositories have a table of their own."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from scoping.inventory.found import Disagreement, Inventory, Prefill, Unrecognised


def to_saved(inventory: Inventory) -> dict[str, Any]:
    """The inventory without its repositories, as JSON knows it."""
    return asdict(replace(inventory, repositories=()))


def from_saved(data: Mapping[str, Any]) -> Inventory:
    """The inventory that `to_saved` made `data` from, without repositories."""
    return Inventory(
        answers={key: Prefill(**each) for key, each in data["answers"].items()},
        disagreements=tuple(
            Disagreement(each["key"], tuple(Prefill(**one) for one in each["prefills"]))
            for each in data["disagreements"]
        ),
        unrecognised=tuple(
            Unrecognised(**{**each, "columns": tuple(each["columns"])}) for each in data["unrecognised"]
        ),
        notes=tuple(data["notes"]),
    )
