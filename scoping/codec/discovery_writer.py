"""The discovery file, written: TOML that people go on editing and that reads back as the same discovery."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

import tomlkit
from tomlkit.items import InlineTable, Item, Table

from scoping.codec.answers import SOURCE
from scoping.codec.toml import number_item
from scoping.domain.cells import File
from scoping.domain.discovery import Answer, Confidence, Discovery
from scoping.domain.effort import ThreePoint
from scoping.domain.fee_basis import Billing, Shape
from scoping.domain.overrides import AddedTask, Override
from scoping.domain.rewording import WordingEdit
from scoping.domain.team import Team
from scoping.domain.wave_table import WaveTable


def discovery_to_toml(discovery: Discovery) -> str:
    """The discovery as a file's text, which reads back as an equal discovery; empty lists are left out."""
    document = tomlkit.document()
    for key in ("customer", "title", "currency", "rate_card", "starts_on"):
        document.add(key, tomlkit.item(getattr(discovery, key)))
    document.add("services", tomlkit.item(list(discovery.services)))
    for key, value in _charged(discovery):
        document.add(key, tomlkit.item(value))
    for key in ("goals", "pain_points", "constraints"):
        if lines := getattr(discovery, key):
            document.add(key, tomlkit.item(list(lines)).multiline(True))
    if discovery.contacts:
        contacts = tomlkit.array().multiline(True)
        for contact in discovery.contacts:
            contacts.append(_inline({"name": contact.name, "role": contact.role}))
        document.add("contacts", contacts)
    if discovery.countries:
        document.add("countries", tomlkit.item(list(discovery.countries)))
    if discovery.hours_per_day is not None:
        document.add("hours_per_day", number_item(discovery.hours_per_day))
    if discovery.minimum_hours_per_week is not None:
        document.add("minimum_hours_per_week", number_item(discovery.minimum_hours_per_week))
    if discovery.ends_by is not None:
        document.add("ends_by", tomlkit.item(discovery.ends_by))
    if discovery.freezes:
        freezes = tomlkit.array().multiline(True)
        for freeze in discovery.freezes:
            closes = {} if freeze.closes_all else {"closes": freeze.closes.value}
            days = {"starts_on": freeze.starts_on, "ends_on": freeze.ends_on}
            freezes.append(_inline({"name": freeze.name, **days, **closes}))
        document.add("freezes", freezes)
    if discovery.allocations:
        shares = {
            allocation.role: list(map(number_item, allocation.shares))
            if allocation.further
            else number_item(allocation.share)
            for allocation in discovery.allocations
        }
        document.add("allocations", _inline(shares))
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
    if discovery.wording:
        wording = tomlkit.aot()
        for edit in discovery.wording:
            wording.append(_wording(edit))
        document.add("wording", wording)
    if discovery.team is not None:
        document.add("team", _team(discovery.team))
    return tomlkit.dumps(document)


def _charged(discovery: Discovery) -> Iterator[tuple[str, str | int]]:
    """Shape, billing and their figures, where they are not the default."""
    if discovery.shape is not Shape.OPEN:
        yield "shape", discovery.shape.value
    if discovery.billing is not Billing.BY_SHAPE:
        yield "billing", discovery.billing.value
    for key in ("cap", "hours_per_week", "retained_weeks"):
        if (number := getattr(discovery, key)) is not None:
            yield key, int(number)


def _team(team: Team) -> Table:
    """The people of a plan, seat by seat and week by week."""
    table = tomlkit.table()
    told = {
        "starts_on": team.starts_on,
        "ends_on": team.ends_on,
        "currency": team.currency,
        "by": team.by,
        "at": team.at,
    }
    for key, value in told.items():
        if value is not None:
            table.add(key, tomlkit.item(value))
    members = tomlkit.aot()
    for member in team.members:
        one = tomlkit.table()
        for key in ("seat", "person", "name", "level", "company"):
            one.add(key, getattr(member, key))
        one.add("cost", number_item(member.cost))
        if member.services:
            one.add("services", tomlkit.item(list(member.services)))
        weeks = tomlkit.array().multiline(True)
        for week in member.hours_by_week:
            weeks.append(_inline({"week": week.week, "hours": number_item(week.hours)}))
        one.add("hours_by_week", weeks)
        members.append(one)
    table.add("members", members)
    return table


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
    if value is not None and not about and not isinstance(answer.value, File):
        return value
    return _inline({"unknown": True, **about} if value is None else {"value": value, **about})


def _native(value: Any) -> Any:
    """Numbers, lists and files as TOML has them; answers are whole numbers, and an empty cell is an empty text."""
    if isinstance(value, tuple):
        return ["" if item is None else _native(item) for item in value]
    if isinstance(value, File):
        return _inline({"name": value.name, "size": value.size, "sha256": value.sha256})
    return int(value) if isinstance(value, Decimal) else value


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


def _wording(edit: WordingEdit) -> Table:
    """One wording edit; a text of one part stands alone."""
    table = tomlkit.table()
    table.add("target", edit.target)
    table.add("kind", edit.kind.value)
    for key, parts in (("text", edit.text), ("base", edit.base)):
        if parts:
            table.add(key, parts[0] if len(parts) == 1 else list(parts))
    for key in ("after", "by", "at"):
        if value := getattr(edit, key):
            table.add(key, value)
    return table


def _written(value: Any) -> Item:
    if isinstance(value, ThreePoint):
        return tomlkit.item([number_item(value.optimistic), number_item(value.likely), number_item(value.pessimistic)])
    if isinstance(value, AddedTask):
        return _inline({"name": value.name, "role": value.role, "level": value.level})
    return number_item(value) if isinstance(value, Decimal) else tomlkit.item(value)
