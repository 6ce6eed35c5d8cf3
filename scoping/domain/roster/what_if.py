"""What would happen if: the earliest start with a team, and what one more Senior would change."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from math import ceil

from scoping.domain.money import Money
from scoping.domain.roster.bounds import least_span
from scoping.domain.roster.demand import Request
from scoping.domain.roster.explain import differences
from scoping.domain.roster.formulation import Formulation
from scoping.domain.roster.goals import Goals
from scoping.domain.roster.match import best, formulation_of
from scoping.domain.roster.people import SENIOR, Person, Roster
from scoping.domain.roster.plan import TeamPlan, planned
from scoping.domain.roster.problem import Piece, Problem, Solution, Weights, starts
from scoping.domain.roster.search import solve
from scoping.domain.roster.shortage import shortage_of_weeks
from scoping.domain.roster.solver import Limits, never

WEEKS = 26
LONGER = Decimal("1.2")  # ours: work without fixed weeks may take a fifth longer than the shortest possible
HAND_OVER = 5  # ours: working days later that one hand-over less is worth here
FEW = 12
ANY_GOALS = Goals()


@dataclass(frozen=True)
class EarliestStart:
    """The first week in which the work can start; without a plan, `shortage` says in words what is missing."""

    plan: TeamPlan | None
    shortage: tuple[str, ...] = ()

    @property
    def starts_on(self) -> date | None:
        """The first day of work."""
        return self.plan.starts_on if self.plan else None


def earliest_start(
    roster: Roster,
    request: Request,
    limits: Limits,
    *,
    team: Mapping[str, tuple[str, ...]] | None = None,
    weeks: int = WEEKS,
    stop: Callable[[], bool] = never,
) -> EarliestStart:
    """The earliest of the next `weeks` weeks in which the request can be staffed, by `team` (seat → people) if given.

    Goals play no part. Raises InvalidInput with every fault of roster and request.
    """
    formulation = formulation_of(roster, replace(request, start_within_weeks=weeks), ANY_GOALS)
    problem = formulation.problem
    if team is not None:
        problem = problem.only(_of_team(formulation, team))
    span = problem.span
    if span is None and any(demand.slack is None for demand in request.demands):
        span = ceil(least_span(problem) * LONGER) + request.rest_at_most
    problem = replace(problem, span=span).scored(Weights(end=1, hand_over=HAND_OVER))
    for origin in problem.origins:
        found = _first(replace(problem, origins=(origin,)).pruned(), limits, stop)
        if found is not None:
            return EarliestStart(planned(formulation, found))
        if stop():
            return EarliestStart(None)
    return EarliestStart(None, shortage_of_weeks(replace(formulation, problem=problem), limits, stop))


def _first(problem: Problem, limits: Limits, stop: Callable[[], bool]) -> Solution | None:
    """A plan with this start: among a few people per piece if they suffice, else among all."""
    if any(not piece.options for piece in problem.pieces):
        return None
    few = problem.only(dict(enumerate(_likely(problem))))
    found = solve(few, limits, stop).solution
    return found if found is not None or few == problem else solve(problem, limits, stop).solution


def _likely(problem: Problem) -> list[tuple[int, ...]]:
    """For each piece some people who can do most of its seat, with the most days to begin on."""
    fit: dict[tuple[int, int], tuple[int, int]] = {}
    for piece in problem.pieces:
        for option in piece.options:
            pieces, days = fit.get((piece.seat, option.person), (0, 0))
            fit[piece.seat, option.person] = (pieces + 1, days + starts(option))

    def rank(piece: Piece, person: int) -> tuple[int, int, int]:
        pieces, days = fit[piece.seat, person]
        return -pieces, -days, person

    return [
        tuple(sorted((option.person for option in piece.options), key=partial(rank, piece))[:FEW])
        for piece in problem.pieces
    ]


def _of_team(formulation: Formulation, team: Mapping[str, tuple[str, ...]]) -> Mapping[int, tuple[int, ...]]:
    index = {person.key: position for position, person in enumerate(formulation.people)}
    return {
        position: tuple(index[key] for key in team[demand.seat] if key in index)
        for position, demand in enumerate(formulation.request.demands)
        if demand.seat in team
    }


@dataclass(frozen=True)
class OneMore:
    """The best plan with and without one more Senior of a role; `changes` are in words, empty where nothing moves."""

    role: str
    without: TeamPlan | None
    plan: TeamPlan | None
    changes: tuple[str, ...]


def one_more_senior(
    roster: Roster,
    request: Request,
    goals: Goals,
    limits: Limits,
    *,
    stop: Callable[[], bool] = never,
) -> tuple[OneMore, ...]:
    """For each role of the request that has Seniors: what one more of them, free all the time, would change."""
    _, without = best(formulation_of(roster, request, goals), limits, stop)
    found = []
    for role in dict.fromkeys(demand.role for demand in request.demands):
        if SENIOR not in {level.key for level in roster.roles[role].levels} or stop():
            continue
        larger = replace(roster, people=(*roster.people, _newcomer(roster, request, role)))
        formulation: Formulation = formulation_of(larger, request, goals)
        _, plan = best(formulation, limits, stop)
        found.append(OneMore(role, without, plan, _changes(without, plan)))
    return tuple(found)


def _changes(without: TeamPlan | None, plan: TeamPlan | None) -> tuple[str, ...]:
    if plan is None:
        return ()
    if without is None:
        return ("makes the engagement possible",)
    return differences(without, plan)


def _newcomer(roster: Roster, request: Request, role: str) -> Person:
    """Somebody who can do everything asked of the role, at the highest cost known of a Senior of that role."""
    wanted = [demand for demand in request.demands if demand.role == role]
    known = [
        person
        for person in roster.people
        if person.role == role and person.cost is not None and person.cost.currency == request.currency
    ]
    seniors = [person for person in known if roster.is_senior(person)] or known
    dearest = max((person.cost.amount for person in seniors if person.cost), default=request.fee / request.hours)
    skills: dict[str, int] = {}
    for demand in wanted:
        for skill, level in demand.skills.items():
            skills[skill] = max(level, skills.get(skill, 0))
    return Person(
        key=f"one-more-senior-{role}",
        name=f"one more Senior {roster.roles[role].name.lower()}",
        role=role,
        level=SENIOR,
        country=next(iter(roster.holidays)),
        services=tuple(dict.fromkeys(service for demand in wanted for service in demand.services)),
        skills=skills,
        utc_offset=request.utc_offset or Decimal(0),
        clearances=tuple(dict.fromkeys(clearance for demand in wanted for clearance in demand.clearances)),
        cost=Money(dearest, request.currency),
    )
