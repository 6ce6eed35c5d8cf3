"""From folders of TOML files to one catalogue."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scoping.codec import from_toml
from scoping.domain.capacity import Capacity
from scoping.domain.catalog import Catalog, RateCard, Service, Terms
from scoping.domain.discovery import Question
from scoping.domain.errors import Fault, InvalidInput
from scoping.domain.fingerprint import fingerprint
from scoping.domain.levels import LevelRule, Role
from scoping.domain.review import ApprovalRule
from scoping.domain.skills import Skills
from scoping.reference.checking import Parts, check
from scoping.reference.files import SCENARIOS, Tree, read_files
from scoping.reference.holidays import PublicHolidays
from scoping.reference.places import Place

SHIPPED = Path(__file__).parent


@dataclass(frozen=True)
class _Questions:
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class _LevelRules:
    level_rules: tuple[LevelRule, ...] = ()


@dataclass(frozen=True)
class _ApprovalRules:
    approval_rules: tuple[ApprovalRule, ...] = ()


_CONTENT: Mapping[str, type] = {
    "terms.toml": Terms,
    "roster.toml": Capacity,
    "skills.toml": Skills,
    "levels.toml": _LevelRules,
    "approvals.toml": _ApprovalRules,
    "roles/": Role,
    "rate_cards/": RateCard,
    "questions/": _Questions,
    "services/": Service,
}
_REQUIRED = ("terms.toml", "levels.toml", "approvals.toml")


def load_trees(*trees: Tree) -> Catalog:
    """The catalogue in these trees, later ones over earlier ones: a folder merges, texts by path replace whole files.

    A missing folder is empty. Raises InvalidInput with every fault.
    """
    files, faults = read_files(trees, lambda name: not name.startswith(SCENARIOS))
    faults += [Fault(name, "this file is missing") for name in _REQUIRED if name not in files]
    parts: list[tuple[Place, Any]] = []
    for name, file in sorted(files.items()):
        type_ = _content_of(name)
        if type_ is None:
            faults.append(file.place.fault(f"nothing reads this file; there are {', '.join([*_CONTENT, SCENARIOS])}"))
            continue
        try:
            parts.append((file.place, from_toml(file.content, type_)))
        except InvalidInput as refusal:
            faults += [Place(file.place.file, fault.key).fault(fault.what) for fault in refusal.faults]
    if faults:
        raise InvalidInput(*faults)
    assembled = _assembled(parts)
    if faults := list(check(assembled)):
        raise InvalidInput(*faults)
    catalog = assembled.catalog
    return replace(catalog, digest=fingerprint(catalog), holidays=PublicHolidays())


def _content_of(name: str) -> type | None:
    folder, slash, file = name.rpartition("/")
    return _CONTENT.get(f"{folder}/" if slash else file)


def _assembled(parts: list[tuple[Place, Any]]) -> Parts:
    """The catalogue, services that every engagement contains first, because their questions are asked first."""
    questions = list(_rows(parts, _Questions, "questions"))
    level_rules = list(_rows(parts, _LevelRules, "level_rules"))
    approval_rules = list(_rows(parts, _ApprovalRules, "approval_rules"))
    services = sorted(_of(parts, Service), key=lambda item: (not item[1].always, item[1].order))
    roles = sorted(_of(parts, Role), key=lambda item: item[1].order)
    rate_cards, terms = _of(parts, RateCard), _of(parts, Terms)
    capacity, skills = _of(parts, Capacity), _of(parts, Skills)
    catalog = Catalog(
        {service.key: service for _, service in services},
        {question.key: question for _, question in questions},
        {role.key: role for _, role in roles},
        tuple(rule for _, rule in level_rules),
        tuple(rule for _, rule in approval_rules),
        {card.key: card for _, card in rate_cards},
        terms[0][1],
        capacity=capacity[0][1] if capacity else Capacity(),
        skills=skills[0][1] if skills else Skills(),
    )
    return Parts(
        catalog, services, questions, roles, level_rules, approval_rules, rate_cards, terms[0], capacity, skills
    )


def _of(parts: list[tuple[Place, Any]], type_: type) -> list[tuple[Place, Any]]:
    return [(place, part) for place, part in parts if isinstance(part, type_)]


def _rows(parts: list[tuple[Place, Any]], type_: type, name: str) -> Iterator[tuple[Place, Any]]:
    for place, part in _of(parts, type_):
        for position, row in enumerate(getattr(part, name)):
            yield place / name / position, row
