"""Checks of the skills and clearances that answers ask for: names, levels, roles and facts that are there."""

from collections.abc import Iterator

from scoping.codec.faults import listed, nearest
from scoping.codec.roster_cells import HIGHEST, names_in, skills_in
from scoping.domain.catalog import Catalog
from scoping.domain.errors import Fault
from scoping.domain.skills import Skills
from scoping.reference.checking.facts import Stage, condition_faults, known_facts
from scoping.reference.checking.people import provenance
from scoping.reference.places import Place


def skills(at: Place, item: Skills, catalog: Catalog) -> Iterator[Fault]:
    """Skills that are not named or that nobody could type, roles that are not there, and rules on unknown facts."""
    known = known_facts(catalog, Stage.ANSWERS)
    for position, name in enumerate(item.names):
        place = at / "names" / position
        if name in item.names[:position]:
            yield place.fault(f"{name} is there twice")
        elif not _typed(name):
            yield place.fault(f"“{name}” cannot be typed as one skill; use small letters and no number at its end")
    for position, rule in enumerate(item.skill_rules):
        place = at / "skill_rules" / position
        if rule.skill not in item.names:
            near = nearest(rule.skill, item.names) or f" add it to names, or choose from {listed(item.names)}"
            yield (place / "skill").fault(f"there is no skill {rule.skill};{near}")
        if rule.role not in catalog.roles:
            near = nearest(rule.role, catalog.roles) or f" choose from {listed(catalog.roles)}"
            yield (place / "role").fault(f"there is no role {rule.role};{near}")
        if not 0 <= rule.level <= HIGHEST:
            yield (place / "level").fault(f"give a level from 0 to {HIGHEST}")
        yield from condition_faults(rule.when, known, place / "when")
        yield from provenance(place, rule.source, rule.ours)
    for position, asked in enumerate(item.clearance_rules):
        place = at / "clearance_rules" / position
        if names_in(asked.clearance) != (asked.clearance,):
            yield (place / "clearance").fault("give one name, without semicolons")
        yield from condition_faults(asked.when, known, place / "when")
        yield from provenance(place, asked.source, asked.ours)


def _typed(name: str) -> bool:
    """Whether a person who types the skill with a level on a line gets this skill."""
    try:
        return skills_in(f"{name} 1") == {name: 1}
    except ValueError:
        return False
