"""Who may take a seat by role, level, skills, partner and clearance rules, and in words why somebody may not."""

from dataclasses import dataclass
from enum import StrEnum

from scoping.domain.roster.demand import Demand, Request
from scoping.domain.roster.people import Person, Roster


class Rule(StrEnum):
    """The hard rules that have nothing to do with dates."""

    INACTIVE = "inactive"
    ROLE = "role"
    LEVEL = "level"
    SERVICE = "service"
    SKILL = "skill"
    CLEARANCE = "clearance"
    VETTING = "vetting"
    ADMIN_TOKEN = "admin token"  # noqa: S105 (a rule's name)
    COST = "cost"


@dataclass(frozen=True)
class Obstacle:
    """A rule that keeps a person from a seat; `because` continues a sentence that begins with the person's name."""

    rule: Rule
    because: str


def obstacles(roster: Roster, request: Request, demand: Demand, person: Person) -> tuple[Obstacle, ...]:
    """Every rule that keeps the person from this work; none where the person may do it."""
    if not person.active:
        return (Obstacle(Rule.INACTIVE, "is not active"),)
    if person.role != demand.role:
        return (Obstacle(Rule.ROLE, f"is a {roster.roles[person.role].name.lower()}"),)
    found = _of_level_and_skills(roster, request, demand, person)
    missing = [clearance for clearance in demand.clearances if clearance not in person.clearances]
    if missing:
        found.append(Obstacle(Rule.CLEARANCE, f"is not cleared for {', '.join(missing)}"))
    if not roster.is_vetted(person):
        found.append(Obstacle(Rule.VETTING, "is a partner’s engineer without the approval of a Senior engineer"))
    if demand.admin_token and person.is_partner:
        found.append(Obstacle(Rule.ADMIN_TOKEN, "works for a partner and gets no admin token on GitLab.com"))
    if person.cost is None:
        found.append(Obstacle(Rule.COST, "has no cost per hour on the roster"))
    elif person.cost.currency != request.currency:
        found.append(Obstacle(Rule.COST, f"costs {person.cost.currency}, the engagement is in {request.currency}"))
    return tuple(found)


def _of_level_and_skills(roster: Roster, request: Request, demand: Demand, person: Person) -> list[Obstacle]:
    role = roster.roles[demand.role]
    found = []
    if roster.rank(person) < role.rank(demand.level):
        has, needs = role.level(person.level).name, role.level(demand.level).name
        found.append(Obstacle(Rule.LEVEL, f"is {has}, the seat needs {needs}"))
    if uncovered := [service for service in demand.services if service not in person.services]:
        found.append(Obstacle(Rule.SERVICE, f"does not cover {request.listed(uncovered)}"))
    for skill, level in demand.skills.items():
        if skill not in person.skills:
            found.append(Obstacle(Rule.SKILL, f"lacks {skill}"))
        elif person.skills[skill] < level:
            found.append(Obstacle(Rule.SKILL, f"has {skill} at level {person.skills[skill]}, not {level}"))
    return found
