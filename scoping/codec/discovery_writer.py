"""The discovery file, written: TOML that people go on editing and that reads back as the same discovery."""

from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

import tomlkit
from tomlkit.items import InlineTable, Item, Table

from scoping.codec.answers import SOURCE
from scoping.codec.toml import number_item
from scoping.domain.discovery import Answer, Confidence, Discovery
from scoping.domain.effort import ThreePoint
from scoping.domain.overrides import AddedTask, Override
from scoping.domain.wave_table import WaveTable


def discovery_to_toml(discovery: Discovery) -> str:
    """The discovery as a file's text, which reads back as an equal discovery; empty lists are left out."""
    document = tomlkit.document()
    for key in ("customer", "title", "currency", "rate_card", "starts_on"):
        document.add(key, tomlkit.item(getattr(discovery, key)))
    document.add("services", tomlkit.item(list(discovery.services)))
    for key in ("goals", "pain_points", "constraints"):
        if lines := getattr(discovery, key):
            document.add(key, tomlkit.item(list(lines)).multiline(True))
    if discovery.contacts:
        contacts = tomlkit.array().multiline(True)
        for contact in discovery.contacts:
            contacts.append(_inline({"name": contact.name, "role": contact.role}))
        document.add("contacts", contacts)
    answers = tomlkit.table()
    for key, answer in discovery.answers.items():
        answers.add(key, _answer(answer))
    document.add("answers", answers)
    if discovery.waves:
        document.add("waves", _waves(discovery.waves))
    if discovery.overrides:
        edits = tomlkit.aot()
        for override in discovery.overrides:
            edits.append(_override(override))
        document.add("overrides", edits)
    return tomlkit.dumps(document)


def _waves(planned: WaveTable) -> Table:
    table = tomlkit.table()
    table.add("wave_size", planned.wave_size)
    table.add("archived", planned.archived)
    lines = tomlkit.array().multiline(True)
    for wave in planned.waves:
        lines.append(_inline({part.name: getattr(wave, part.name) for part in fields(wave)}))
    table.add("waves", lines)
    return table


def _answer(answer: Answer) -> Item:
    value: Item | None = tomlkit.item(_native(answer.value)) if answer.known else None
    told = {
        "confidence": answer.confidence.value if answer.confidence is not Confidence.SURE else None,
        "source": answer.source if answer.source != SOURCE else None,
        "by": answer.by or None,
        "at": answer.at,
    }
    about = {key: item for key, item in told.items() if item is not None}
    if value is not None and not about:
        return value
    return _inline({"unknown": True, **about} if value is None else {"value": value, **about})


def _native(value: Any) -> Any:
    """Numbers and lists as TOML has them; answers are whole numbers."""
    return int(value) if isinstance(value, Decimal) else list(value) if isinstance(value, tuple) else value


def _inline(entries: Mapping[str, Any]) -> InlineTable:
    table = tomlkit.inline_table()
    table.update(entries)
    return table


def _override(override: Override) -> Table:
    """One edit with what it sets; what it leaves as it is does not appear."""
    table = tomlkit.table()
    for field in fields(override):
        value = getattr(override, field.name)
        if value is not None and value is not False and value != "":
            table.add(field.name, _written(value))
    return table


def _written(value: Any) -> Item:
    if isinstance(value, ThreePoint):
        return tomlkit.item([number_item(value.optimistic), number_item(value.likely), number_item(value.pessimistic)])
    if isinstance(value, AddedTask):
        return _inline({"name": value.name, "role": value.role, "level": value.level})
    return number_item(value) if isinstance(value, Decimal) else tomlkit.item(value)
