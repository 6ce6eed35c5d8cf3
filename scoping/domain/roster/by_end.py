"""Proving a plan best end by end: for each end that could still be better, whether the rest can be cheap enough.

With the last slot fixed the work hardly floats, so each of these questions is a small one. What is asked of the rest
is known from a relaxation: the points of who does what if nothing waited for anything.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from ortools.sat.python.cp_model import LinearExpr

from scoping.domain.roster.bounds import least_span
from scoping.domain.roster.model import Model, build
from scoping.domain.roster.problem import Problem, Solution, Weights
from scoping.domain.roster.score import score
from scoping.domain.roster.solver import Found, Limits, Outcome, Progress, run, suggest

# Deterministic seconds, found by trying: a plan for an end is found at once or hardly at all, and what is proven takes
# one of the two linear relaxations.
GLANCE, SLIDE, REST, UNSHARED = 0.05, 0.05, 0.3, 0.1
PASSES = ((4, 1, 0.1), (2, 1, 0.1), (1, 1, 0.2), (1, 2, 0.3), (1, 1, 1.0), (1, 2, 1.0))  # every nth end, level, effort
ENDS_ONLY = ((4, 0, 0.1), (1, 0, 0.2), (1, 0, 1.0), (1, 0, 4.0))  # the same where nothing but the end counts
TOGETHER = 2  # ends looked at side by side
PART = 0.8  # of the effort, before the whole is searched at once


def suits(problem: Problem, limits: Limits) -> bool:
    """Whether the end counts, everything has to be done and the start is given."""
    weights = problem.weights
    counts = weights.end > 0 and weights.left_open is None and not weights.begin
    return counts and limits.effort is not None and len(problem.origins) == 1


@dataclass(frozen=True)
class Early:
    """A plan that ends early, None where none was found or exists; none ends before `least`."""

    least: int
    solution: Solution | None
    impossible: bool = False


def early(problem: Problem, limits: Limits, stop: Callable[[], bool]) -> Early:
    """Looks at ends from the least possible one in growing steps until there is a plan."""
    last = problem.slots if problem.span is None else min(problem.slots, problem.origins[0] + problem.span)
    least = max(problem.ends_from, problem.origins[0] + least_span(problem))
    end, step = min(least, last), 1
    while not stop():
        effort = GLANCE if end < last else REST
        found = _within(problem.scored(Weights()), end, replace(limits, effort=effort, workers=1), stop)
        if found.solution is not None:
            return Early(least, found.solution)
        if found.outcome is Outcome.IMPOSSIBLE:
            least = max(least, end + 1)
        if end >= last:
            return Early(least, None, found.outcome is Outcome.IMPOSSIBLE)
        end, step = min(end + step, last), 2 * step
    return Early(least, None)


def _within(problem: Problem, end: int, limits: Limits, stop: Callable[[], bool]) -> Found:
    """Some plan until this end."""
    cut = replace(problem, slots=end, ends_from=0).pruned()
    if any(not piece.options for piece in cut.pieces):
        return Found(Outcome.IMPOSSIBLE, None)
    return run(build(cut), limits, stop, level=0)


@dataclass
class _State:
    """The best plan so far with its points, and what is known: by end, the least points of the rest."""

    problem: Problem
    limits: Limits
    stop: Callable[[], bool]
    best: Solution
    points: int
    least: int
    rest: int = 0
    unshared: int = 0
    spent: float = 0.0
    known: dict[int, int] = field(default_factory=dict)

    @property
    def open(self) -> list[int]:
        """The ends, latest first, at which a better plan may still exist."""
        last = min((self.points - 1 - self.rest) // self.problem.weights.end, self.problem.slots)
        return [end for end in range(last, self.least - 1, -1) if self.allowed(end) >= self.known.get(end, self.rest)]

    def allowed(self, end: int) -> int:
        """The most points of the rest with which a plan until this end is better than the best."""
        return self.points - 1 - self.problem.weights.end * end

    @property
    def bound(self) -> int:
        """Points that no plan undercuts."""
        weight = self.problem.weights.end
        return min([self.points, *(weight * end + self.known.get(end, self.rest) for end in self.open)])


def prove(
    problem: Problem,
    limits: Limits,
    stop: Callable[[], bool],
    progress: Callable[[Progress], None],
    start: Early,
) -> Found:
    """The best plan as far as a part of the effort goes, with what was spent; `start` holds a plan of this problem."""
    if start.solution is None or limits.effort is None:
        return Found(Outcome.IMPOSSIBLE if start.impossible else Outcome.NOTHING_FOUND, None)
    state = _State(problem, limits, stop, start.solution, score(problem, start.solution), start.least)
    if not problem.only_the_end_counts and not _look_at_the_rest(state):
        return Found(Outcome.NOTHING_FOUND, None, spent=state.spent)
    together = min(limits.workers, TOGETHER)
    for stride, level, effort in ENDS_ONLY if problem.only_the_end_counts else PASSES:
        ends = state.open[::stride]
        while ends and not stop() and state.spent < PART * limits.effort:
            before, asked = state.points, ends[:together]
            _ask(state, asked, level, effort)
            if state.points < before:
                progress(Progress(state.points, state.bound))
            ends = [end for end in ends[together:] if end in state.open]
    outcome = Outcome.FOUND if state.open else Outcome.PROVEN
    return Found(outcome, replace(state.best, objective=state.points, bound=state.bound), state.bound, state.spent)


def _look_at_the_rest(state: _State) -> bool:
    """The least points of who does what, with and without hand-overs; its people are tried in order of their work."""
    problem, weights = state.problem, state.problem.weights
    free = replace(
        problem, pieces=tuple(replace(piece, after=()) for piece in problem.pieces), weights=replace(weights, end=0)
    )
    found = run(build(free), replace(state.limits, effort=REST, workers=1), state.stop, level=2)
    state.spent += found.spent
    if found.bound is None:
        return False
    state.rest = state.unshared = found.bound
    if weights.hand_over:
        alone = replace(free, weights=replace(free.weights, hand_over=0))
        without = run(build(alone), replace(state.limits, effort=UNSHARED, workers=1), state.stop, level=2)
        state.spent += without.spent
        if without.bound is None:
            return False
        state.unshared = without.bound
    if found.solution is not None:
        _slide(state, found.solution)
    return True


def _slide(state: _State, solution: Solution, known: Solution | None = None) -> None:
    """Keeps the people with the earliest end found for them, if that is better; `known` is such a plan already."""
    ends_only = state.problem.ends_only().only(
        {index: (who,) for index, who in enumerate(solution.people) if who is not None}
    )
    model = build(ends_only)
    if known is not None:
        suggest(model, known)
    found = run(model, replace(state.limits, effort=SLIDE, workers=1), state.stop, level=0)
    state.spent += found.spent
    for plan in (found.solution, known):
        if plan is not None and (points := score(state.problem, plan)) < state.points:
            state.best, state.points = plan, points


def _ask(state: _State, ends: Sequence[int], level: int, effort: float) -> None:
    """Searches a better plan until each of the ends, some at a time: the same ones whatever each takes."""
    limits = replace(state.limits, effort=effort, workers=1)

    def search(end: int) -> Found:
        model = _until(state, end)
        return Found(Outcome.IMPOSSIBLE, None) if model is None else run(model, limits, state.stop, level=level)

    with ThreadPoolExecutor(len(ends)) as pool:
        answers = list(pool.map(search, ends))
    for end, found in zip(ends, answers, strict=True):
        state.spent += found.spent
        if found.ended:
            state.known[end] = state.allowed(end) + 1 if found.solution is None else found.solution.objective
        elif found.bound is not None:
            state.known[end] = max(state.known.get(end, state.rest), found.bound)
    for found in answers:
        if found.solution is not None and score(state.problem, found.solution) < state.points:
            _slide(state, found.solution, found.solution)


def _until(state: _State, end: int) -> Model | None:
    """The model of plans until this end that are better than the best; None where somebody's work can not end then."""
    weights, most = state.problem.weights, state.allowed(end)
    cut = replace(state.problem, slots=end, ends_from=0, weights=replace(weights, end=0)).pruned()
    if any(not piece.options for piece in cut.pieces):
        return None
    model = build(cut)
    model.cp.add_linear_constraint(LinearExpr.sum(model.terms), state.rest, most)
    if weights.hand_over:
        seats = len({piece.seat for piece in cut.pieces})
        shared = (most - state.unshared) // weights.hand_over
        model.cp.add(LinearExpr.sum(list(model.takes.values())) <= seats + shared)
    return model
