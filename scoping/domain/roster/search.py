"""Solving a staffing problem: a good start, the search, its progress, and how to stop it and keep the best."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from threading import Event, Thread

from ortools.sat.python.cp_model import (
    FEASIBLE,
    INFEASIBLE,
    OPTIMAL,
    CpSolver,
    CpSolverSolutionCallback,
)

from scoping.domain.roster.balance import balanced
from scoping.domain.roster.bounds import least_span, load_decides
from scoping.domain.roster.model import Model, build, read
from scoping.domain.roster.problem import Problem, Solution

ASK_AGAIN = 0.2  # seconds between two looks at `stop`
ENDS, ALONE, FIRST_PLAN = 0.3, 0.5, 0.15  # parts of the time
TRIES = 5
ATTEMPTS = 4


@dataclass(frozen=True)
class Limits:
    """How long to search. With `effort` (deterministic seconds) the same problem always gives the same plan; without it
    the clock decides, which is quicker on large problems and not repeatable. `workers` are kinds of search.
    """

    seconds: float | None = None
    effort: float | None = 10.0
    workers: int = 4
    seed: int = 1

    def share(self, part: float) -> "Limits":
        """The same limits with this part of the time."""
        return Limits(
            None if self.seconds is None else self.seconds * part,
            None if self.effort is None else self.effort * part,
            self.workers,
            self.seed,
        )


@dataclass(frozen=True)
class Progress:
    """A better plan or a better bound was found; both in points, fewer are better."""

    objective: int
    bound: int


class Outcome(StrEnum):
    """How a search ended."""

    PROVEN = "proven"
    FOUND = "found"
    IMPOSSIBLE = "impossible"
    NOTHING_FOUND = "nothing found"


@dataclass(frozen=True)
class Found:
    """The best solution with how the search ended; None where there is none."""

    outcome: Outcome
    solution: Solution | None

    @property
    def ended(self) -> bool:
        """Whether nothing is left to search."""
        return self.outcome in (Outcome.PROVEN, Outcome.IMPOSSIBLE)


def never() -> bool:
    """The search is not stopped."""
    return False


def silent(_: Progress) -> None:
    """Nobody watches."""


def solve(
    problem: Problem,
    limits: Limits,
    stop: Callable[[], bool] = never,
    progress: Callable[[Progress], None] = silent,
    hint: Solution | None = None,
) -> Found:
    """Searches within the limits; a stopped search returns its best. ValueError where pieces wait for each other."""
    prepared = prepare(problem, limits, stop, hint)
    if prepared.impossible:
        return Found(Outcome.IMPOSSIBLE, None)
    return _search(build(prepared.problem), limits, stop, progress, prepared.hint)


@dataclass(frozen=True)
class Prepared:
    """A problem that knows how early it can end at all, with a plan to begin from."""

    problem: Problem
    hint: Solution | None
    impossible: bool = False


def prepare(
    problem: Problem, limits: Limits, stop: Callable[[], bool] = never, hint: Solution | None = None
) -> Prepared:
    """Where more than the end counts, searches the earliest end alone first: knowing it proves the rest."""
    problem = problem.pruned()
    if any(not piece.options for piece in problem.pieces) and problem.weights.left_open is None:
        return Prepared(problem, None, impossible=True)
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
        _suggest(model, hint)
    if limits.effort is None:
        return _afresh(model, limits, stop, progress)
    alone = _run(model, replace(limits.share(ALONE), workers=1), stop, progress)
    if alone.ended or stop() or limits.workers == 1:
        return alone
    if alone.solution is not None:
        _suggest(model, alone.solution)
    together = _run(model, limits.share(1 - ALONE), stop, progress)
    return together if together.solution is not None else alone


def _afresh(model: Model, limits: Limits, stop: Callable[[], bool], progress: Callable[[Progress], None]) -> Found:
    """Several searches from different seeds: one that is stuck stays stuck, another often finds more at once."""
    best = Found(Outcome.NOTHING_FOUND, None)
    for attempt in range(ATTEMPTS):
        found = _run(model, replace(limits.share(1 / ATTEMPTS), seed=limits.seed + attempt), stop, progress)
        if best.solution is None or (found.solution and found.solution.objective < best.solution.objective):
            best = found
        if found.ended or stop():
            break
        model.cp.clear_hints()  # type: ignore[no-untyped-call]
    return best


def _suggest(model: Model, plan: Solution) -> None:
    model.cp.clear_hints()  # type: ignore[no-untyped-call]
    model.cp.add_hint(model.origin, plan.origin)
    model.cp.add_hint(model.end, plan.end)
    for start, value in zip(model.starts, plan.starts, strict=True):
        model.cp.add_hint(start, value)
    for (index, person), does in model.does.items():
        model.cp.add_hint(does, plan.people[index] == person)
    for (index, person, pause), rests in model.rests.items():
        size = plan.ends[index] - plan.starts[index] - pause
        option = next(o for o in model.problem.pieces[index].options if o.person == person)
        if option.pauses is not None:
            model.cp.add_hint(rests, plan.people[index] == person and size == option.duration)
    for (seat, person), takes in model.takes.items():
        pieces = model.problem.pieces
        model.cp.add_hint(takes, any(pieces[i].seat == seat for i, who in enumerate(plan.people) if who == person))


def _run(model: Model, limits: Limits, stop: Callable[[], bool], progress: Callable[[Progress], None]) -> Found:
    solver = CpSolver()
    solver.parameters.random_seed = limits.seed
    solver.parameters.num_workers = limits.workers
    if limits.effort is not None:
        solver.parameters.interleave_search = limits.workers > 1
        solver.parameters.max_deterministic_time = limits.effort
    elif limits.seconds is not None:
        solver.parameters.max_time_in_seconds = limits.seconds
    watch = _Watch(progress)
    solver.best_bound_callback = watch.bound_rose
    with _Stopping(stop, solver):
        status = solver.solve(model.cp, watch)
    if status == INFEASIBLE:
        return Found(Outcome.IMPOSSIBLE, None)
    if status not in (OPTIMAL, FEASIBLE):
        return Found(Outcome.NOTHING_FOUND, None)
    objective, bound = round(solver.objective_value), round(solver.best_objective_bound)
    solution = read(model, solver.value, objective, bound)
    return Found(Outcome.PROVEN if status == OPTIMAL else Outcome.FOUND, solution)


class _Watch(CpSolverSolutionCallback):
    """Tells `progress` of each better plan and bound."""

    def __init__(self, progress: Callable[[Progress], None]) -> None:
        super().__init__()
        self._progress = progress
        self._best: int | None = None

    def on_solution_callback(self) -> None:
        self._best = round(self.objective_value)
        self._progress(Progress(self._best, round(self.best_objective_bound)))

    def bound_rose(self, bound: float) -> None:
        if self._best is not None:
            self._progress(Progress(self._best, round(bound)))


class _Stopping:
    """Asks `stop` now and then while the solver runs: its own callbacks come only with news."""

    def __init__(self, stop: Callable[[], bool], solver: CpSolver) -> None:
        self._stop, self._solver, self._done = stop, solver, Event()
        self._thread = Thread(target=self._look, daemon=True)

    def __enter__(self) -> None:
        if self._stop is not never:
            self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._done.set()
        if self._thread.is_alive():
            self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(ASK_AGAIN):
            if self._stop():
                self._solver.stop_search()
                return
