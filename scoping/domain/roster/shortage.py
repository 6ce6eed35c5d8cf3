"""Why nobody can be found, in words: which seat, which week, which skill or level is missing."""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import replace

from scoping.domain.roster.demand import Demand
from scoping.domain.roster.eligibility import Rule, obstacles
from scoping.domain.roster.explain import clash_of
from scoping.domain.roster.formulation import Formulation
from scoping.domain.roster.problem import Solution, Weights
from scoping.domain.roster.search import solve
from scoping.domain.roster.solver import Limits
from scoping.domain.roster.words import day, hours, listed

MANY = 10_000  # points of an undone piece: more than all days of a plan together
NAMES = 3


def shortage(formulation: Formulation, limits: Limits, stop: Callable[[], bool]) -> tuple[str, ...]:
    """What keeps the request from being staffed, a sentence each, found by leaving as little undone as possible."""
    nobody = [
        demand
        for demand, piece in zip(formulation.request.demands, formulation.problem.pieces, strict=True)
        if not piece.options
    ]
    if nobody:
        return _of_seats(formulation, nobody)
    if any(not people for people in formulation.problem.required):
        return (_no_senior(formulation),)
    left_open = replace(formulation.problem, ends_from=0).scored(Weights(1, left_open=MANY))
    partial = solve(left_open, limits, stop).solution
    if partial is None:
        return (_too_short(formulation),)
    undone = [index for index, person in enumerate(partial.people) if person is None]
    if not undone:
        return (_no_senior(formulation),) if formulation.problem.required else (_too_short(formulation),)
    return tuple(dict.fromkeys(_busy(formulation, partial, index) for index in undone))


def shortage_of_weeks(formulation: Formulation, limits: Limits, stop: Callable[[], bool]) -> tuple[str, ...]:
    """Who is short in how many of the weeks that the work may start in, then the `shortage` of the nearest of them.

    The nearest is the first in which the fewest parts of the work have nobody free.
    """
    problem = formulation.problem
    if len(problem.origins) == 1:
        return shortage(formulation, limits, stop)
    looked_at = f"the {len(problem.origins)} weeks from {day(formulation.date_of(problem.origins[0]))}"
    none = f"No start was found in {looked_at}"
    if any(not piece.options for piece in problem.pieces):
        return (f"{none}.", *shortage(formulation, limits, stop))
    lacking = {origin: _nobody_free(formulation, origin) for origin in problem.origins}
    nearest = min(lacking, key=lambda origin: (len(lacking[origin]), origin))
    return (
        f"{none}: {_counted(formulation, lacking.values())}.",
        f"A start on {day(formulation.date_of(nearest))} comes nearest; it lacks this.",
        *shortage(replace(formulation, problem=replace(problem, origins=(nearest,))), limits, stop),
    )


def _nobody_free(formulation: Formulation, origin: int) -> list[Demand]:
    """The parts of the work for which nobody at all is free where it starts in this slot."""
    pieces = replace(formulation.problem, origins=(origin,)).pruned().pieces
    return [demand for demand, it in zip(formulation.request.demands, pieces, strict=True) if not it.options]


def _counted(formulation: Formulation, weeks: Collection[list[Demand]]) -> str:
    """In how many weeks nobody is free at a level, and in how many somebody is free for each part alone."""
    short = Counter(seat for week in weeks for seat in {_seat_of(formulation, demand) for demand in week})
    nobody = ", ".join(f"as {seat} in {count}" for seat, count in short.most_common())
    found = [f"nobody is free {nobody} of them"] if nobody else []
    if each := sum(not week for week in weeks):
        found.append(f"in {each} somebody is free for each part, but not for all of them together")
    return "; ".join(found)


def _seat_of(formulation: Formulation, demand: Demand) -> str:
    role = formulation.roster.roles[demand.role]
    return f"{role.level(demand.level).name} {role.name.lower()}" if len(role.levels) > 1 else role.name.lower()


def _of_seats(formulation: Formulation, demands: Collection[Demand]) -> tuple[str, ...]:
    """A sentence for each reason: what the parts of a seat have in common is told once, of its first part."""
    told: dict[tuple[str, str], tuple[str, int]] = {}
    for demand in demands:
        why = _nobody_may(formulation, demand)
        name, more = told.get((demand.seat, why), (demand.name, -1))
        told[demand.seat, why] = name, more + 1
    return tuple(
        f"{name}{f' and {more} more of this seat' if more else ''} {why}" for (_, why), (name, more) in told.items()
    )


def _nobody_may(formulation: Formulation, demand: Demand) -> str:
    """The rule that keeps the most people out, with how many would do without it; what follows the demand's name."""
    roster, request = formulation.roster, formulation.request
    role = roster.roles[demand.role]
    seat = f"({role.name.lower()}, {role.level(demand.level).name})"
    of_role = [person for person in roster.people if person.active and person.role == demand.role]
    if not of_role:
        return f"{seat}: nobody on the roster is a {role.name.lower()}."
    kept_out = {person.key: obstacles(roster, request, demand, person) for person in of_role}
    free_to = [person for person in of_role if not kept_out[person.key]]
    if free_to:
        names = listed((person.name for person in free_to), NAMES)
        return (
            f"{seat}: {names} may take it, but nobody of them is free for {hours(demand.hours)} on {demand.days} "
            f"working days in a row before {day(formulation.date_of(formulation.problem.slots - 1))}."
        )
    rules = Counter(obstacle.rule for found in kept_out.values() for obstacle in found)
    counted = [f"{rules[rule]} {_missing(formulation, demand, rule)}" for rule, _ in rules.most_common()]
    nearest = min(of_role, key=lambda person: (len(kept_out[person.key]), person.key))
    why = ", ".join(obstacle.because for obstacle in kept_out[nearest.key])
    return f"{seat}: of {len(of_role)} on the roster {'; '.join(counted)}. The nearest, {nearest.name}, {why}."


def _missing(formulation: Formulation, demand: Demand, rule: Rule) -> str:
    skills = ", ".join(f"{skill} at level {level}" if level else skill for skill, level in demand.skills.items())
    level = formulation.roster.roles[demand.role].level(demand.level).name
    return {
        Rule.LEVEL: f"below {level}",
        Rule.SERVICE: f"not covering {formulation.request.listed(demand.services)}",
        Rule.SKILL: f"without {skills}",
        Rule.CLEARANCE: f"not cleared for {', '.join(demand.clearances)}",
        Rule.VETTING: "not vetted by a Senior engineer",
        Rule.ADMIN_TOKEN: "of a partner, who get no admin token on GitLab.com",
        Rule.COST: "without a cost in the engagement’s currency",
    }.get(rule, str(rule))


def _busy(formulation: Formulation, partial: Solution, index: int) -> str:
    """Who could take the piece by the rules and in which week each is short."""
    demand = formulation.request.demands[index]
    role = formulation.roster.roles[demand.role]
    starts_on = formulation.date_of(min(partial.starts[index], formulation.problem.slots - 1))
    able = [option.person for option in formulation.problem.pieces[index].options]
    reasons = [
        f"{formulation.people[person].name} {clash_of(formulation, partial, person, [index]) or 'is needed elsewhere'}"
        for person in able[:NAMES]
    ]
    more = [f"{len(able) - NAMES} others have no time either"] if len(able) > NAMES else []
    return (
        f"{demand.name} ({role.name.lower()}, {role.level(demand.level).name}) from {day(starts_on)}: "
        f"{hours(demand.hours)} on {demand.days} working days find nobody. "
        f"{len(able)} on the roster may take it: {'; '.join(reasons + more)}."
    )


def _no_senior(formulation: Formulation) -> str:
    return (
        f"The seat {formulation.request.lead} leads, and no Senior of ours can take part: at least one is needed "
        "where a partner or an Intermediate leads."
    )


def _too_short(formulation: Formulation) -> str:
    last = day(formulation.date_of(formulation.problem.slots - 1))
    limit = formulation.request.days_at_most
    within = f"within {limit} working days" if limit is not None else f"before {last}"
    return f"The work in its order does not end {within}, whoever does it; lengthen the engagement or split the work."
