"""Local reference data over shipped data: tables by key, lists of keyed rows row by row, anything else replaces."""

from collections.abc import Mapping
from typing import Any

Table = dict[str, Any]
_WHOLE = ("when", "expected")


def merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> Table:
    """The table `below` with what `above` says; neither is changed.

    A condition is one thing, so `when` replaces; so do the `expected` outcome of a scenario and a driver of another
    kind, whose keys would not fit.
    """
    result: Table = dict(below)
    for key, value in above.items():
        result[key] = _over(result[key], value) if key in result and key not in _WHOLE else value
    return result


def _over(below: Any, above: Any) -> Any:
    if isinstance(below, dict) and isinstance(above, dict):
        is_another_kind = "kind" in above and above["kind"] != below.get("kind")
        return above if is_another_kind else merged(below, above)
    if _are_rows(below) and _are_rows(above):
        rows = {row["key"]: row for row in below}
        new = [row for row in above if row["key"] not in rows]
        rows |= {row["key"]: merged(rows[row["key"]], row) for row in above if row["key"] in rows}
        return [*rows.values(), *new]
    return above


def _are_rows(value: Any) -> bool:
    """Whether this is a list of tables that all have a key of their own."""
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        return False
    keys = [row.get("key") for row in value]
    return all(isinstance(key, str) for key in keys) and len(set(keys)) == len(keys)
