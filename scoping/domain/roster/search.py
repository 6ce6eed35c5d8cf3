"""Solving a staffing problem: a good start, then the search that suits its question."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from scoping.domain.roster.balance import balanced
from scoping.domain.roster.bounds import Floor, least_span, load_decides
from scoping.domain.roster.by_end import Early, early, prove, suits
from scoping.domain.roster.model import Model, build
from scoping.domain.roster.problem import Problem, Solution
from scoping.domain.roster.solver import Found, Limits, Outcome, Progress, never, run, silent, suggest

ENDS, ALONE, FIRST_PLAN = 0.3, 0.5, 0.15  # parts of the time
TRIES = 5
ATTEMPTS = 4


def solve(
    problem: Problem,
    limits: Limits,
    stop: Callable[[], bool] = never,
    progress: Callable[[Progress], None] = silent,
    hint: Solution | None = None,
    floor: Floor | None = None,
) -> Found:
    """Searches within the limits; a stopped search returns its best. ValueError where pieces wait for each other.

    `floor` comes from the same question with fewer rules.
    """
    prepared = prepare(problem, limits, stop, hint)
    if prepared.impossible:
        return Found(Outcome.IMPOSSIBLE, None)
    problem, hint, limits = prepared.problem, prepared.hint, limits.less(prepared.spent)
    if not suits(problem, limits):
        return _search(build(problem), limits, stop, progress, hint)
    known = hint is not None and not problem.unlike
    least = max(problem.ends_from, problem.origins[0] + least_span(problem))
    start = Early(least, hint) if known else early(problem, limits, stop)
    found = prove(problem, limits, stop, progress, start, floor)
    if found.ended or (found.solution is not None and stop()):
        return found
    left = limits.less(found.spent)
    return _better(found, _search(build(problem), left, stop, progress, found.solution or hint))


def _better(first: Found, second: Found) -> Found:
    """The better plan of two searches, with the higher bound of both."""
    if first.solution is None or second.ended:
        return replace(second, floor=first.floor)
    best = first.solution
    if second.solution is not None and second.solution.objective < best.objective:
        best = second.solution
    bound = max(found.bound for found in (first, second) if found.bound is not None)
    outcome = Outcome.PROVEN if best.objective <= bound else Outcome.FOUND
    return Found(outcome, replace(best, bound=min(bound, best.objective)), bound, floor=first.floor)


@dataclass(frozen=True)
class Prepared:
    """A problem that knows how early it can end at all, with a plan to begin from."""

    problem: Problem
    hint: Solution | None
    impossible: bool = False
    spent: float = 0.0


def prepare(
    problem: Problem, limits: Limits, stop: Callable[[], bool] = never, hint: Solution | None = None
) -> Prepared:
    """Where more than the end counts, searches the earliest end alone first: knowing it proves the rest."""
    problem = problem.pruned()
    if any(not piece.options for piece in problem.pieces) and problem.weights.left_open is None:
        return Prepared(problem, None, impossible=True)
    if suits(problem, limits) and not (limits.effort is None and load_decides(problem)):
        if hint is not None and problem.ends_from:
            return Prepared(problem, hint)
        start = early(problem, limits, stop)
        if start.impossible:
            return Prepared(problem, None, impossible=True)
        return Prepared(replace(problem, ends_from=start.least), start.solution, spent=start.spent)
    if hint is None and load_decides(problem):
        hint = _first_plan(problem, limits, stop)
    ends_only = problem.ends_only()
    if problem.ends_from or not problem.weights.end or problem == ends_only:
        return Prepared(problem, hint)
    ends = _search(build(ends_only), limits.share(ENDS), stop, silent, hint)
    if ends.solution is None:
        return Prepared(problem, hint, impossible=ends.outcome is Outcome.IMPOSSIBLE)
    return Prepared(replace(problem, ends_from=ends.solution.bound), ends.solution)


def _first_plan(problem: Problem, limits: Limits, stop: Callable[[], bool]) -> Solution | None:
    """Loads balanced among those able, then put in order by the same model: near the best where the load decides."""
    ends_only, least, best = problem.ends_only(), least_span(problem), None
    for seed in range(limits.seed, limits.seed + TRIES):
        people = balanced(problem, seed)
        if people is None or stop():
            return best
        fixed = ends_only.only({index: (person,) for index, person in enumerate(people)})
        found = _search(build(fixed), limits.share(FIRST_PLAN / TRIES), stop, silent, None).solution
        if found and (best is None or found.end < best.end):
            best = found
        if best and best.end - best.origin <= least:
            return best
    return best


def _search(
    model: Model, limits: Limits, stop: Callable[[], bool], progress: Callable[[Progress], None], hint: Solution | None
) -> Found:
    """By the clock all workers at once; else one alone, which proves quickest, then all in turns, which find more."""
    if hint is not None:
        suggest(model, hint)
    if limits.effort is None:
        return _afresh(model, limits, stop, progress)
    alone = run(model, replace(limits.share(ALONE), workers=1), stop, progress)
    if alone.ended or stop() or limits.workers == 1:
        return alone
    if alone.solution is not None:
        suggest(model, alone.solution)
    together = run(model, limits.share(1 - ALONE), stop, progress)
    return together if together.solution is not None else alone


def _afresh(model: Model, limits: Limits, stop: Callable[[], bool], progress: Callable[[Progress], None]) -> Found:
    """Several searches from different seeds: one that is stuck stays stuck, another often finds more at once."""
    best = Found(Outcome.NOTHING_FOUND, None)
    for attempt in range(ATTEMPTS):
        found = run(model, replace(limits.share(1 / ATTEMPTS), seed=limits.seed + attempt), stop, progress)
        if best.solution is None or (found.solution and found.solution.objective < best.solution.objective):
            best = found
        if found.ended or stop():
            break
        model.cp.clear_hints()  # type: ignore[no-untyped-call]
    return best
