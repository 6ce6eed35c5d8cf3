"""One run of CP-SAT on a model: its limits, its progress, how it ended, and how it is stopped."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite
from threading import Event, Thread

from ortools.sat.python.cp_model import (
    FEASIBLE,
    INFEASIBLE,
    OPTIMAL,
    CpSolver,
    CpSolverSolutionCallback,
)

from scoping.domain.roster.bounds import Floor
from scoping.domain.roster.model import Model, read
from scoping.domain.roster.problem import Solution

LEAST = 0.1  # seconds that are left to any search
ASK_AGAIN = 0.2  # seconds between two looks at `stop`


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

    def less(self, spent: float) -> "Limits":
        """The same limits without the time that was spent, but never none."""
        return Limits(
            None if self.seconds is None else max(self.seconds - spent, LEAST),
            None if self.effort is None else max(self.effort - spent, LEAST),
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
    """The best solution with how the search ended; None where there is none.

    `bound` is in points, None where nothing is known; `spent` is in seconds of the limits' kind; `floor` is what was
    learned for the next question.
    """

    outcome: Outcome
    solution: Solution | None
    bound: int | None = None
    spent: float = 0.0
    floor: Floor | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing is left to search."""
        return self.outcome in (Outcome.PROVEN, Outcome.IMPOSSIBLE)


def never() -> bool:
    """The search is not stopped."""
    return False


def silent(_: Progress) -> None:
    """Nobody watches."""


def suggest(model: Model, plan: Solution) -> None:
    """Has the search begin from this plan, which may break a rule."""
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


def run(
    model: Model,
    limits: Limits,
    stop: Callable[[], bool],
    progress: Callable[[Progress], None] = silent,
    level: int | None = None,
    kinds: tuple[str, ...] = (),
) -> Found:
    """Searches once; `level` says how much of the model its linear relaxation holds (0 to 2, None: the usual).

    `kinds` are CP-SAT's names of the searches to run side by side; without any it chooses for itself.
    """
    solver = CpSolver()
    solver.parameters.random_seed = limits.seed
    solver.parameters.num_workers = limits.workers
    solver.parameters.cp_model_probing_level = 0  # a third of the time on questions as small as these, for nothing
    solver.parameters.symmetry_level = 0
    if limits.effort is not None:
        solver.parameters.interleave_search = limits.workers > 1
        solver.parameters.max_deterministic_time = limits.effort
    elif limits.seconds is not None:
        solver.parameters.max_time_in_seconds = limits.seconds
    if kinds:
        solver.parameters.num_workers = len(kinds)
        solver.parameters.subsolvers.extend(kinds)
    if level is not None:
        solver.parameters.linearization_level = level
    watch = _Watch(progress)
    solver.best_bound_callback = watch.bound_rose
    with _Stopping(stop, solver):
        status = solver.solve(model.cp, watch)
    spent = float(solver.wall_time if limits.effort is None else solver.response_proto.deterministic_time)
    if status == INFEASIBLE:
        return Found(Outcome.IMPOSSIBLE, None, spent=spent)
    bound = round(solver.best_objective_bound) if isfinite(solver.best_objective_bound) else None
    if status not in (OPTIMAL, FEASIBLE) or bound is None:
        return Found(Outcome.NOTHING_FOUND, None, bound, spent)
    solution = read(model, solver.value, round(solver.objective_value), bound)
    return Found(Outcome.PROVEN if status == OPTIMAL else Outcome.FOUND, solution, bound, spent)


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
