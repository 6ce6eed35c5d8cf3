"""Which skills and clearances the answers ask of people: rules of the reference data, and what they come to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scoping.domain.conditions import Condition, Facts, holds


@dataclass(frozen=True)
class SkillRule:
    """The people of a role need a skill at a level (0 to 9) or above where the condition holds.

    `because` ends a sentence that names the skill. `source` says where the need is from; `ours` marks our own level.
    """

    key: str
    role: str
    skill: str
    level: int
    when: Condition
    because: str
    source: str = ""
    ours: bool = False


@dataclass(frozen=True)
class ClearanceRule:
    """Everybody needs a clearance where the condition holds; otherwise as a skill rule."""

    key: str
    clearance: str
    when: Condition
    because: str
    source: str = ""
    ours: bool = False


@dataclass(frozen=True)
class Skills:
    """The rules, and the names of skills that they may use, so that a slip of the pen asks for nothing."""

    names: tuple[str, ...] = ()
    skill_rules: tuple[SkillRule, ...] = ()
    clearance_rules: tuple[ClearanceRule, ...] = ()


@dataclass(frozen=True)
class Need:
    """A skill of the people of a role, at the least level, or a clearance of everybody where `role` is empty."""

    role: str
    name: str
    level: int
    because: str
    source: str = ""
    ours: bool = False


def needs_of(skills: Skills, facts: Facts, roles: Iterable[str]) -> tuple[Need, ...]:
    """What the answers ask of people of these roles; of several rules for one skill the highest level counts."""
    found: dict[tuple[str, str], Need] = {}
    for need in _all_needs(skills, facts, set(roles)):
        before = found.get((need.role, need.name))
        if before is None or before.level < need.level:
            found[need.role, need.name] = need
    return tuple(found.values())


def _all_needs(skills: Skills, facts: Facts, roles: set[str]) -> Iterator[Need]:
    for rule in skills.skill_rules:
        if rule.role in roles and holds(rule.when, facts):
            yield Need(rule.role, rule.skill, rule.level, rule.because, rule.source, rule.ours)
    for asked in skills.clearance_rules:
        if holds(asked.when, facts):
            yield Need("", asked.clearance, 0, asked.because, asked.source, asked.ours)
