"""Roles with their ladders, and the minimum level of each role derived from facts by rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from scoping.domain.conditions import Condition, Facts, holds


@dataclass(frozen=True)
class Level:
    """One step of a role's ladder; `grade` is the published job grade where there is one."""

    key: str
    name: str
    initials: str
    grade: int | None = None
    duty: str = ""


@dataclass(frozen=True)
class Role:
    """What a person does, with its levels from the least to the most senior.

    `hours_per_week` is what one seat gives to the engagement; `utilisation` the published billable share; `order` the
    place in lists.
    """

    key: str
    name: str
    levels: tuple[Level, ...]
    hours_per_week: Decimal
    utilisation: Decimal | None = None
    order: int = 100
    source: str = ""
    ours: bool = False

    def rank(self, level: str) -> int:
        """Position on the ladder from 0; ValueError names a level that the ladder has not."""
        for position, step in enumerate(self.levels):
            if step.key == level:
                return position
        known = ", ".join(step.key for step in self.levels)
        raise ValueError(f"{self.key} has no level {level}; its levels are {known}")

    def level(self, key: str) -> Level:
        """The step with this key."""
        return self.levels[self.rank(key)]


@dataclass(frozen=True)
class LevelRule:
    """Where the condition holds, the role needs at least this level.

    `duty` names the published duty of the ladder it rests on; `above` compares the price by currency.
    """

    key: str
    role: str
    level: str
    because: str
    when: Condition = field(default_factory=Condition)
    above: Mapping[str, Decimal] = field(default_factory=dict)
    duty: str = ""
    source: str = ""
    ours: bool = False


@dataclass(frozen=True)
class Reason:
    """Why a level is needed: the rule that fired, its sentence and the facts that fired it."""

    rule: str
    level: str
    because: str
    facts: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    ours: bool = False


@dataclass(frozen=True)
class RequiredLevel:
    """The level a role is staffed at and every reason found, the deciding ones first.

    `derived` is the level the rules gave where a person set another one, else empty.
    """

    role: str
    level: str
    reasons: tuple[Reason, ...]
    derived: str = ""

    @property
    def because(self) -> tuple[str, ...]:
        """The reasons as sentences."""
        return tuple(reason.because for reason in self.reasons)


def fires(rule: LevelRule, facts: Facts) -> bool:
    """Whether the rule holds for these facts.

    A rule with `above` looks at `price` and `currency` of the facts; a currency without a threshold fires it, because
    an unset limit must not let a large engagement pass unseen.
    """
    if rule.above:
        threshold = rule.above.get(facts["currency"])
        if threshold is not None and facts["price"] <= threshold:
            return False
    return bool(holds(rule.when, facts))


def require(
    roles: Mapping[str, Role], rules: Iterable[LevelRule], facts: Facts, needed: Mapping[str, tuple[str, str]]
) -> tuple[RequiredLevel, ...]:
    """The minimum level of each role in `needed` (role -> its tasks' highest level and the task's name).

    The highest level wins; every rule that fired is kept as a reason, the highest level first.
    """
    fired = [rule for rule in rules if rule.role in needed and fires(rule, facts)]
    required = []
    for key, (level, task) in needed.items():
        role = roles[key]
        reasons = [Reason("tasks", level, f"The task “{task}” needs {_named(role, level)}.")] + [
            _reason(rule, facts) for rule in fired if rule.role == key
        ]
        reasons.sort(key=lambda reason: -role.rank(reason.level))
        required.append(RequiredLevel(key, reasons[0].level, tuple(reasons)))
    return tuple(required)


def _named(role: Role, level: str) -> str:
    """The level with its article; a role with one level is named by itself."""
    name = role.name.lower() if len(role.levels) == 1 else f"{role.level(level).name} {role.name.lower()}"
    return f"{'an' if name[:1] in 'AEIOUaeio' else 'a'} {name}"


def _reason(rule: LevelRule, facts: Facts) -> Reason:
    looked_at = sorted(rule.when.facts() | ({"price"} if rule.above else set()))
    shown = {fact: str(facts[fact]) for fact in looked_at if facts.get(fact) is not None}
    return Reason(rule.key, rule.level, rule.because, shown, rule.source, rule.ours)
