"""Whether a catalogue makes sense as a whole: every reference leads somewhere and no figure is impossible."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from scoping.domain.capacity import Capacity
from scoping.domain.catalog import Catalog, RateCard, Service, Terms
from scoping.domain.discovery import Question
from scoping.domain.errors import Fault
from scoping.domain.levels import LevelRule, Role
from scoping.domain.review import ApprovalRule
from scoping.domain.skills import Skills
from scoping.reference.checking import people, questions, services, skills
from scoping.reference.places import Place

_KEY = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")


@dataclass(frozen=True)
class Parts:
    """A catalogue that nobody checked, and the place of each of its parts."""

    catalog: Catalog
    services: list[tuple[Place, Service]]
    questions: list[tuple[Place, Question]]
    roles: list[tuple[Place, Role]]
    level_rules: list[tuple[Place, LevelRule]]
    approval_rules: list[tuple[Place, ApprovalRule]]
    rate_cards: list[tuple[Place, RateCard]]
    terms: tuple[Place, Terms]
    capacity: list[tuple[Place, Capacity]]
    skills: list[tuple[Place, Skills]]


def check(parts: Parts) -> Iterator[Fault]:
    """Every fault, file by file."""
    catalog = parts.catalog
    yield from keys(parts.roles, "roles")
    yield from keys(parts.rate_cards, "rate cards")
    yield from keys(parts.questions, "questions")
    yield from keys(parts.services, "services")
    yield from keys(parts.level_rules, "level rules")
    yield from keys(parts.approval_rules, "approval rules")
    if not catalog.offered:
        yield Fault("services", "no service is offered; add one")
    if not catalog.rate_cards:
        yield Fault("rate_cards", "there is no rate card; add one")
    yield from people.terms(*parts.terms, catalog)
    for place, capacity in parts.capacity:
        yield from people.capacity(place, capacity, catalog)
    for place, table in parts.skills:
        yield from keys(
            [(place / "skill_rules" / row, rule) for row, rule in enumerate(table.skill_rules)], "skill rules"
        )
        rules = [(place / "clearance_rules" / row, rule) for row, rule in enumerate(table.clearance_rules)]
        yield from keys(rules, "clearance rules")
        yield from skills.skills(place, table, catalog)
    for place, role in parts.roles:
        yield from people.role(place, role)
    for place, card in parts.rate_cards:
        yield from people.rate_card(place, card, catalog)
    for place, level_rule in parts.level_rules:
        yield from people.level_rule(place, level_rule, catalog)
    for place, approval_rule in parts.approval_rules:
        yield from people.approval_rule(place, approval_rule, catalog)
    deciding = services.deciding_questions(catalog)
    for place, question in parts.questions:
        yield from questions.question(place, question, catalog, decides_hours=question.key in deciding)
    for place, service in parts.services:
        yield from services.service(place, service, catalog)
        yield from inner_keys(place, service)
    yield from services.order(parts.services)


def keys(items: Iterable[tuple[Place, Any]], noun: str) -> Iterator[Fault]:
    """Keys that are there twice, and keys that could not stand in a file, a form and an address alike."""
    first: dict[str, Place] = {}
    for place, item in items:
        if not _KEY.fullmatch(item.key):
            yield (place / "key").fault(f"{item.key!r} is no key; use small letters, digits and single - or _")
        if item.key in first:
            before = first[item.key].fault("").key
            yield (place / "key").fault(f"{item.key} is there twice among the {noun}; see {before}")
        first.setdefault(item.key, place)


def inner_keys(at: Place, service: Service) -> Iterator[Fault]:
    """The keys inside a service; tasks of packages that exclude each other may share a key and so a quantity."""
    for number, package in enumerate(service.packages):
        place = at / "packages" / number / "tasks"
        yield from keys([(place / row, task) for row, task in enumerate(package.tasks)], "tasks of this package")
    inner: dict[str, Sequence[Any]] = {
        "packages": service.packages,
        "clauses": service.clauses,
        "notes": service.notes,
    }
    for name, rows in inner.items():
        yield from keys([(at / name / position, row) for position, row in enumerate(rows)], f"{name} of this service")
