"""`match`: the best plans with named people that really differ, or in words why there is none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from scoping.domain.roster.bounds import Floor
from scoping.domain.roster.demand import Request, refuse_unplannable
from scoping.domain.roster.explain import choices
from scoping.domain.roster.formulation import Formulation, formulate
from scoping.domain.roster.goals import Goals, check_goals
from scoping.domain.roster.people import Roster, refuse_faulty
from scoping.domain.roster.plan import TeamPlan, planned
from scoping.domain.roster.problem import Piece, Solution, Weights
from scoping.domain.roster.result import Match, Proposed
from scoping.domain.roster.score import score
from scoping.domain.roster.search import prepare, solve
from scoping.domain.roster.shortage import shortage
from scoping.domain.roster.solver import Found, Limits, Outcome, Progress, never

PLANS = 3
FIRST = 0.5  # of the time, for the best plan; the others share the rest
SETTLING = 0.05  # of the time, for moving work forward that need not wait


@dataclass(frozen=True)
class MatchProgress:
    """Which of the plans is being searched, from 1, and how good it is so far, in points."""

    plan: int
    of: int
    points: int
    bound: int


def silent(_: MatchProgress) -> None:
    """Nobody watches."""


def match(
    roster: Roster,
    request: Request,
    goals: Goals = Goals(),  # noqa: B008 (a frozen value)
    limits: Limits = Limits(),  # noqa: B008 (a frozen value)
    *,
    plans: int = PLANS,
    stop: Callable[[], bool] = never,
    progress: Callable[[MatchProgress], None] = silent,
) -> Match:
    """Searches up to `plans` plans that really differ: somebody else takes part or, where nobody can, sits elsewhere.

    Raises InvalidInput with every fault of roster, request and goals. With `Limits.effort` the same inputs give the
    same plans. A stopped match keeps what it has.
    """
    formulation = formulation_of(roster, request, goals)
    prepared = prepare(formulation.problem, limits, stop)
    if prepared.impossible:
        return Match((), shortage(formulation, limits, stop), complete=True)
    formulation = replace(formulation, problem=prepared.problem)
    found: list[Proposed] = []
    earlier: list[Solution] = []
    hint, outcome, floor = prepared.hint, Outcome.NOTHING_FOUND, None
    while len(found) < plans and not (found and stop()):

        def tell(news: Progress, number: int = len(found) + 1) -> None:
            progress(MatchProgress(number, plans, news.objective, news.bound))

        part = limits.share(FIRST if not found else (1 - FIRST) / max(1, plans - 1))
        result = _another(formulation, earlier, part, stop, tell, hint, floor)
        outcome, floor = result.outcome, floor or result.floor
        if result.solution is None:
            break
        hint = settled(formulation, result.solution, limits, stop)
        earlier.append(hint)
        found.append(Proposed(planned(formulation, hint), choices(formulation, hint)))
    if not found and outcome is Outcome.IMPOSSIBLE:
        return Match((), shortage(formulation, limits, stop), complete=True)
    return Match(tuple(found), (), len(found) == plans or outcome is Outcome.IMPOSSIBLE)


def _another(
    formulation: Formulation,
    earlier: list[Solution],
    limits: Limits,
    stop: Callable[[], bool],
    tell: Callable[[Progress], None],
    hint: Solution | None,
    floor: Floor | None,
) -> Found:
    """The best plan in which somebody else takes part than in each earlier one; else with other people in a seat."""
    problem = formulation.problem
    if not earlier:
        return solve(problem, limits, stop, tell, hint)
    seats = tuple(replace(piece, kind=piece.seat) for piece in problem.pieces)
    result = Found(Outcome.NOTHING_FOUND, None)
    for pieces in (problem.pieces, seats):
        unlike = tuple(team_of(pieces, solution) for solution in earlier)
        result = solve(replace(problem, pieces=pieces, unlike=unlike), limits, stop, tell, hint, floor)
        if result.outcome is not Outcome.IMPOSSIBLE:
            break
    return result


def formulation_of(roster: Roster, request: Request, goals: Goals) -> Formulation:
    """The problem in whole numbers; InvalidInput with every fault of what goes in."""
    refuse_faulty(roster)
    refuse_unplannable(request, roster.roles)
    check_goals(goals)
    return formulate(roster, request, goals)


def best(formulation: Formulation, limits: Limits, stop: Callable[[], bool] = never) -> tuple[Found, TeamPlan | None]:
    """The single best plan of a formulation with how the search ended."""
    result = solve(formulation.problem, limits, stop)
    if result.solution is None:
        return result, None
    return result, planned(formulation, settled(formulation, result.solution, limits, stop))


def settled(formulation: Formulation, solution: Solution, limits: Limits, stop: Callable[[], bool]) -> Solution:
    """The same people and the same end, with every piece begun as early as it can: the search lets work float."""
    fixed = formulation.problem.only({i: (p,) for i, p in enumerate(solution.people) if p is not None})
    calm = replace(fixed.scored(Weights(begin=1)), slots=solution.end, origins=(solution.origin,), ends_from=0)
    early = solve(calm, limits.share(SETTLING), stop, hint=solution).solution
    if early is None:
        return solution
    moved = replace(solution, starts=early.starts, ends=early.ends)
    return replace(moved, objective=score(formulation.problem, moved))


def team_of(pieces: Sequence[Piece], solution: Solution) -> frozenset[tuple[int, int]]:
    """Who does pieces of which kind."""
    return frozenset(
        (piece.kind, person) for piece, person in zip(pieces, solution.people, strict=True) if person is not None
    )
