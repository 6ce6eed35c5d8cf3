"""What a match starts from: what the answers ask of people, with what a person changed in the match before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scoping.domain.roster.needs import Needs
from scoping.domain.skills import Need

Place = tuple[str, str]  # role and skill, or no role and a clearance


@dataclass(frozen=True)
class Wish:
    """A skill of the people of a role at a least level, or a clearance of everybody where `role` is empty.

    `need` is what the answers ask for, None where only a person did. `kept` says that a person wanted it so in the
    match before; `level` is None where that person took it out.
    """

    role: str
    name: str
    level: int | None
    need: Need | None = None
    kept: bool = False


def wishes(now: Iterable[Need], last: Needs | None) -> tuple[Wish, ...]:
    """What the answers ask for now; where a person moved it in the last match, as that person left it."""
    before, derived = asked_in(last), {(need.role, need.name): need.level for need in last.derived} if last else {}
    found, needed = [], set()
    for need in now:
        place = need.role, need.name
        needed.add(place)
        moved = before.get(place) != derived.get(place)
        level = before.get(place) if moved else need.level
        found.append(Wish(*place, level, need, level != need.level))
    found += [
        Wish(*place, level, kept=True)
        for place, level in before.items()
        if place not in needed and derived.get(place) != level
    ]
    return tuple(found)


def asked_in(needs: Needs | None) -> Mapping[Place, int]:
    """The least levels that were asked for, and level 0 for each clearance; nothing without a match."""
    if needs is None:
        return {}
    skills = {(role, skill): level for role, levels in needs.skills.items() for skill, level in levels.items()}
    return skills | {("", clearance): 0 for clearance in needs.clearances}
