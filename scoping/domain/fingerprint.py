"""A digest of frozen values: the same inputs give the same SHA-256 on every machine."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

LATER = {"later": True}  # metadata of a field that came later: while it has its default, earlier fingerprints hold


def canonical(value: Any) -> Any:
    """The plain form that is hashed: dataclasses become mappings, decimals and dates become text.

    Raises TypeError for a type that has no canonical form, so that nothing is hashed by its address.
    """
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        parts = ((field, getattr(value, field.name)) for field in fields(value))
        return {f.name: canonical(part) for f, part in parts if not (f.metadata.get("later") and part == f.default)}
    if isinstance(value, Mapping):
        return {str(key): canonical(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [canonical(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical form")


def fingerprint(*values: Any) -> str:
    """SHA-256, 64 hex digits, over the canonical JSON of the values."""
    text = json.dumps(canonical(values), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def inputs_fingerprint(discovery: Any, catalogue: str, holidays: Any = ()) -> str:
    """The fingerprint of a proposal: its discovery, the digest of its catalogue, and the public holidays it keeps free.

    The holidays come from a library that learns of new ones; without any the first two decide alone.
    """
    return fingerprint(discovery, catalogue, holidays) if holidays else fingerprint(discovery, catalogue)
