"""The smallest changes of answers that would lower or raise a required level: one change first, then pairs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import combinations
from typing import Any

from scoping.domain.catalog import Catalog
from scoping.domain.conditions import Test, passes
from scoping.domain.discovery import Answer, Discovery, Kind, Question, fault_of
from scoping.domain.estimate import asked_now, facts_from, looked_at, work
from scoping.domain.levels import LevelRule
from scoping.domain.proposal import Proposal, required_levels

SERVICES = "services"
MOST = 5  # of each direction: more than a person compares at a glance


@dataclass(frozen=True)
class TurningPoint:
    """Changed answers by key ("services" for another service mix), and the level the role would then need."""

    changes: Mapping[str, Any]
    level: str
    sentence: str


@dataclass(frozen=True)
class Turns:
    """What would lower and what would raise the level of one role; the smallest changes first."""

    role: str
    would_lower: tuple[TurningPoint, ...]
    would_raise: tuple[TurningPoint, ...]


Changes = dict[str, Any]


@dataclass(frozen=True)
class _Trial:
    """Ranks by role for changed inputs, asked often."""

    catalog: Catalog
    discovery: Discovery
    scale: Decimal
    found: dict[str, dict[str, int]] = field(default_factory=dict)  # the same change is met on several ways

    def ranks(self, changes: Changes) -> dict[str, int]:
        asked = repr(sorted(changes.items()))
        if asked not in self.found:
            levels = required_levels(self.catalog, _changed(self.discovery, changes), self.scale)
            self.found[asked] = {it.role: self.catalog.roles[it.role].rank(it.level) for it in levels}
        return self.found[asked]


def turning_points(catalog: Catalog, proposal: Proposal) -> tuple[Turns, ...]:
    """For each staffed role with more than one level, the changes that would lower and raise its level.

    Pairs are tried only where no single change turns the level that way.
    """
    expected = sum((task.hours.expected for task in proposal.tasks), Decimal(0))
    trial = _Trial(catalog, proposal.discovery, proposal.effort.p50 / expected)
    now = trial.ranks({})
    singles = [(changes, trial.ranks(changes)) for changes in _singles(trial, now)]
    turns = []
    for role, rank in now.items():
        if len(catalog.roles[role].levels) < 2:
            continue
        lower = [(changes, ranks[role]) for changes, ranks in singles if ranks.get(role, rank) < rank]
        if not lower and rank > 0:
            lower = [(changes, ranks) for changes, ranks in _pairs(trial, role, rank, singles)]
        higher = [(changes, ranks[role]) for changes, ranks in singles if ranks.get(role, rank) > rank]
        if not higher and rank < len(catalog.roles[role].levels) - 1:
            higher = list(_pairs_up(trial, role, rank))
        turns.append(
            Turns(role, _described(trial, role, lower, "would do"), _described(trial, role, higher, "would be needed"))
        )
    return tuple(turns)


def _changed(discovery: Discovery, changes: Changes) -> Discovery:
    services = tuple(changes.get(SERVICES, discovery.services))
    answers = {key: Answer(value) for key, value in changes.items() if key != SERVICES}
    return replace(discovery, services=services, answers={**discovery.answers, **answers})


def _singles(trial: _Trial, now: dict[str, int]) -> Iterator[Changes]:
    """Every other choice, the nearest number on each side that turns a level, and one service fewer or more."""
    catalog, discovery = trial.catalog, trial.discovery
    questions = catalog.asked(discovery.services)
    facts = facts_from(questions, discovery.answers, discovery.services)
    levers = _levers(catalog, discovery, questions)
    for key, question in asked_now(questions, facts).items():
        value = facts[key]
        if key not in levers:
            continue
        if question.kind is Kind.YES_NO:
            yield {key: not value}
        elif question.kind is Kind.CHOICE:
            yield from ({key: choice.key} for choice in question.choices if choice.key != value)
        elif question.kind is Kind.NUMBER:
            yield from _numbers(trial, now, question, value)
    for dropped in discovery.services if len(discovery.services) > 1 else ():
        yield {SERVICES: [key for key in discovery.services if key != dropped]}
    for service in catalog.offered:
        if service.key not in discovery.services:
            yield {SERVICES: [*discovery.services, service.key]}


def _levers(catalog: Catalog, discovery: Discovery, questions: Mapping[str, Question]) -> frozenset[str]:
    """The questions that can turn a level at all: tasks and rules look at them, or at a question that hangs on them."""
    levers = frozenset().union(
        *(looked_at(item.task) for item in work(catalog, discovery)),
        *(rule.when.facts() for rule in catalog.level_rules),
    )
    for key, question in reversed(tuple(questions.items())):
        if key in levers:
            levers = levers.union(question.when.facts(), question.versions_apart)
    return levers


def _numbers(trial: _Trial, now: dict[str, int], question: Question, value: Any) -> Iterator[Changes]:
    """The nearest number below and above at which a level turns, found by halving the way to the extreme."""
    middle = int(value if value is not None else (question.unknown.likely or 0) if question.unknown else 0)
    for extreme in (question.minimum, question.maximum):
        if extreme is None or int(extreme) == middle:
            continue
        same, turned = middle, int(extreme)
        if trial.ranks({question.key: turned}) == now:
            continue
        while abs(turned - same) > 1:
            half = (same + turned) // 2
            same, turned = (half, turned) if trial.ranks({question.key: half}) == now else (same, half)
        yield {question.key: turned}


def _pairs(
    trial: _Trial, role: str, rank: int, singles: list[tuple[Changes, dict[str, int]]]
) -> Iterator[tuple[Changes, int]]:
    """Pairs of changes to what the role's rules look at; the services count among it."""
    rules = [rule for rule in trial.catalog.level_rules if rule.role == role]
    looked_at = {SERVICES}.union(*(rule.when.facts() for rule in rules))
    candidates = [changes for changes, _ in singles if set(changes) <= looked_at]
    candidates += [changes for rule in rules for changes in _past_thresholds(trial, rule) if changes not in candidates]
    for one, other in combinations(candidates, 2):
        if set(one) & set(other):
            continue
        ranks = trial.ranks({**one, **other})
        if ranks.get(role, rank) < rank:
            yield {**one, **other}, ranks[role]


def _pairs_up(trial: _Trial, role: str, rank: int) -> Iterator[tuple[Changes, int]]:
    """Pairs of changes that make a rule hold of which two tests fail now, where that raises the level."""
    catalog, discovery = trial.catalog, trial.discovery
    questions = catalog.asked(discovery.services)
    facts = facts_from(questions, discovery.answers, discovery.services)
    ladder = catalog.roles[role]
    for rule in catalog.level_rules:
        if rule.role != role or ladder.rank(rule.level) <= rank:
            continue
        for clause in rule.when.clauses:
            failing = [test for test in clause if not passes(test, facts)]
            pairs = [_to_pass(catalog, discovery, questions, test) for test in failing]
            if len(pairs) != 2 or not all(pairs) or set(pairs[0]) & set(pairs[1]):
                continue
            changes = {**pairs[0], **pairs[1]}
            if (found := trial.ranks(changes).get(role, rank)) > rank:
                yield changes, found


def _to_pass(catalog: Catalog, discovery: Discovery, questions: Mapping[str, Question], test: Test) -> Changes:
    """The nearest change of one answer, or of the services, with which the test holds; none where no person sets it."""
    value = test.value[0]
    if test.fact == SERVICES and test.operator == "one_of":
        return {SERVICES: [*discovery.services, value]} if str(value) in catalog.services else {}
    question = questions.get(test.fact)
    if question is None:
        return {}
    if question.kind is Kind.NUMBER:
        tried = [int(Decimal(str(value))) + step for step in (-1, 0, 1)]
        allowed = [number for number in tried if not fault_of(question, number) and passes(test, {test.fact: number})]
        return {test.fact: allowed[0]} if allowed else {}
    offered = [True, False] if question.kind is Kind.YES_NO else [choice.key for choice in question.choices]
    wanted = [item for item in offered if question.kind is not Kind.CHOICES and passes(test, {test.fact: item})]
    return {test.fact: wanted[0]} if wanted else {}


def _past_thresholds(trial: _Trial, rule: LevelRule) -> Iterator[Changes]:
    """The nearest numbers at which the rule, which holds now, holds no longer."""
    questions = trial.catalog.asked(trial.discovery.services)
    facts = facts_from(questions, trial.discovery.answers, trial.discovery.services)
    for test in (test for clause in rule.when.clauses for test in clause):
        question, now = questions.get(test.fact), facts.get(test.fact)
        if question is None or question.kind is not Kind.NUMBER or now is None or not passes(test, facts):
            continue
        threshold = int(Decimal(str(test.value[0])))
        near = sorted((threshold - 1, threshold, threshold + 1), key=lambda value: abs(value - int(now)))
        yield {test.fact: next(value for value in near if not passes(test, {test.fact: value}))}


def _described(trial: _Trial, role: str, found: list[tuple[Changes, int]], ending: str) -> tuple[TurningPoint, ...]:
    ladder = trial.catalog.roles[role]
    points = []
    for changes, rank in sorted(found, key=lambda item: len(item[0]))[:MOST]:
        level = ladder.levels[rank]
        what = " and ".join(_in_words(trial, key, value) for key, value in changes.items())
        article = "An" if level.name[:1] in "AEIOU" else "A"
        points.append(TurningPoint(changes, level.key, f"{article} {level.name} {ending} {what}"))
    return tuple(points)


def _in_words(trial: _Trial, key: str, value: Any) -> str:
    if key == SERVICES:
        before, services = trial.discovery.services, trial.catalog.services
        gone = [f"without {services[service].name}" for service in before if service not in value]
        return " and ".join(
            [*gone, *(f"with {services[service].name} too" for service in value if service not in before)]
        )
    question = trial.catalog.questions[key]
    return f"with “{question.label_of(value)}” for “{question.text}”"
