"""Proving a plan best end by end: for each end that could still be better, whether the rest can be cheap enough.

With the last slot fixed the work hardly floats, so each of these questions is a small one. What is asked of the rest
is known from a relaxation: the points of who does what if nothing waited for anything.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TypeVar

from ortools.sat.python.cp_model import LinearExpr

from scoping.domain.roster.bounds import Floor, least_span
from scoping.domain.roster.model import Model, build
from scoping.domain.roster.problem import Problem, Solution, Weights
from scoping.domain.roster.score import score
from scoping.domain.roster.solver import Found, Limits, Outcome, Progress, run, suggest

# Deterministic seconds, found by trying: a plan for an end is found at once or hardly at all, and what is proven takes
# one of the two linear relaxations.
GLANCE, SLIDE, REST, UNSHARED = 0.05, 0.05, 0.3, 0.1
# Every nth end, level, effort; little at first, because a plan for one end rules out many others.
PASSES = ((4, 1, 0.05), (2, 1, 0.05), (1, 1, 0.1), (1, 1, 0.3), (1, 2, 0.3), (1, 1, 1.0), (1, 2, 1.0))
ENDS_ONLY = ((4, 0, 0.1), (1, 0, 0.2), (1, 0, 1.0), (1, 0, 4.0))  # the same where nothing but the end counts
TOGETHER = 2  # ends looked at side by side
BY_CLOCK = ("no_lp", "quick_restart_no_lp")  # tight ends are found by clause learning, not by linear relaxations
SLOW = 20  # seconds a deterministic second may take
PART = 0.8  # of the effort, before the whole is searched at once

Asked = TypeVar("Asked")


def suits(problem: Problem, limits: Limits) -> bool:
    """Whether the end counts, everything has to be done and the start is given; by the clock nothing else may count."""
    weights = problem.weights
    counts = weights.end > 0 and weights.left_open is None and not weights.begin and len(problem.origins) == 1
    return counts and (limits.effort is not None or problem.only_the_end_counts)


@dataclass(frozen=True)
class Early:
    """A plan that ends early, None where none was found or exists; none ends before `least`. `spent` as in `Found`."""

    least: int
    solution: Solution | None
    impossible: bool = False
    spent: float = 0.0


def early(problem: Problem, limits: Limits, stop: Callable[[], bool]) -> Early:
    """Looks at ends from the least possible one in growing steps until there is a plan."""
    last = problem.slots if problem.span is None else min(problem.slots, problem.origins[0] + problem.span)
    least = max(problem.ends_from, problem.origins[0] + least_span(problem))
    calm, spent = problem.scored(Weights()), 0.0
    if all(piece.latest is not None for piece in problem.pieces):  # hardly any choice: seen at once if there is none
        found = _within(calm, last, _alone(limits, REST), stop)
        spent += found.spent
        if found.outcome is Outcome.IMPOSSIBLE:
            return Early(least, None, impossible=True, spent=spent)
    end, step = min(least, last), 1
    while not stop():
        found = _within(calm, end, _alone(limits, GLANCE if end < last else REST), stop)
        spent += found.spent
        if found.solution is not None:
            return Early(least, found.solution, spent=spent)
        if found.outcome is Outcome.IMPOSSIBLE:
            least = max(least, end + 1)
        if end >= last:
            return Early(least, None, found.outcome is Outcome.IMPOSSIBLE, spent)
        end, step = min(end + step, last), 2 * step
    return Early(least, None, spent=spent)


def _alone(limits: Limits, effort: float) -> Limits:
    """One search at a time with this effort; by the clock with what it takes a slow machine."""
    if limits.effort is None:
        return replace(limits, seconds=min(effort * SLOW, limits.seconds or 0), workers=1)
    return replace(limits, effort=effort, workers=1)


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
        return [end for end in range(last, self.least - 1, -1) if self.allowed(end) >= self.least_rest(end)]

    def least_rest(self, end: int) -> int:
        """The least points of the rest until this end: a later end asks for no more."""
        return max((points for later, points in self.known.items() if later >= end), default=self.rest)

    def allowed(self, end: int) -> int:
        """The most points of the rest with which a plan until this end is better than the best."""
        return self.points - 1 - self.problem.weights.end * end

    @property
    def bound(self) -> int:
        """Points that no plan undercuts."""
        weight = self.problem.weights.end
        return min([self.points, *(weight * end + self.least_rest(end) for end in self.open)])


def prove(
    problem: Problem,
    limits: Limits,
    stop: Callable[[], bool],
    progress: Callable[[Progress], None],
    start: Early,
    floor: Floor | None = None,
) -> Found:
    """The best plan as far as a part of the effort goes, with what was spent; `start` holds a plan of this problem.

    `floor` is what a question with fewer rules has taught.
    """
    if start.solution is None:
        outcome = Outcome.IMPOSSIBLE if start.impossible else Outcome.NOTHING_FOUND
        return Found(outcome, None, spent=start.spent)
    state = _State(
        problem, limits, stop, start.solution, score(problem, start.solution), start.least, spent=start.spent
    )
    if floor is not None:
        state.rest, state.unshared, state.known = floor.rest, floor.unshared, dict(floor.by_end)
    elif not problem.only_the_end_counts and not _look_at_the_rest(state):
        return Found(Outcome.NOTHING_FOUND, None, spent=state.spent)
    if limits.effort is None:
        _by_clock(state, progress)
    else:
        _in_passes(state, PART * limits.effort, progress)
    outcome = Outcome.FOUND if state.open else Outcome.PROVEN
    learned = Floor(state.rest, state.unshared, state.known)
    best = replace(state.best, objective=state.points, bound=state.bound)
    return Found(outcome, best, state.bound, state.spent, learned)


def _in_passes(state: _State, effort_given: float, progress: Callable[[Progress], None]) -> None:
    """All open ends with little effort first, then what is left of them with more."""
    together = min(state.limits.workers, TOGETHER)
    for stride, level, effort in ENDS_ONLY if state.problem.only_the_end_counts else PASSES:
        ends = state.open[::stride]
        while ends and not state.stop() and state.spent < effort_given:
            before, asked = state.points, ends[:together]
            _ask(state, asked, level, effort)
            if state.points < before:
                progress(Progress(state.points, state.bound))
            ends = [end for end in ends[together:] if end in state.open]


def _by_clock(state: _State, progress: Callable[[Progress], None]) -> None:
    """One end earlier after the other, each as long as it takes, until one does not yield."""
    given = PART * (state.limits.seconds or 0)
    while state.open and not state.stop() and state.spent < given:
        end = state.best.end - 1
        limits = replace(state.limits, seconds=given - state.spent)
        model = _until(state, end)
        found = Found(Outcome.IMPOSSIBLE, None) if model is None else run(model, limits, state.stop, kinds=BY_CLOCK)
        state.spent += found.spent
        if found.solution is not None:
            state.best, state.points = found.solution, score(state.problem, found.solution)
            progress(Progress(state.points, state.bound))
        elif found.outcome is Outcome.IMPOSSIBLE:
            state.least = end + 1
        else:
            break


def _look_at_the_rest(state: _State) -> bool:
    """The least points of who does what, with and without hand-overs; its people are tried in order of their work."""
    problem, weights = state.problem, state.problem.weights
    free = replace(
        problem, pieces=tuple(replace(piece, after=()) for piece in problem.pieces), weights=replace(weights, end=0)
    )
    asked = [(free, REST)]
    if weights.hand_over:
        asked.append((replace(free, weights=replace(free.weights, hand_over=0)), UNSHARED))

    def search(question: tuple[Problem, float]) -> Found:
        limits = replace(state.limits, effort=question[1], workers=1)
        return run(build(question[0]), limits, state.stop, level=2)

    answers = _side_by_side(state, search, asked)
    found, without = answers[0], answers[-1]
    if found.bound is None or without.bound is None:
        return False
    state.rest, state.unshared = found.bound, without.bound
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

    answers = _side_by_side(state, search, ends)
    for end, found in zip(ends, answers, strict=True):
        if found.ended:
            state.known[end] = state.allowed(end) + 1 if found.solution is None else found.solution.objective
        elif found.bound is not None:
            state.known[end] = max(state.least_rest(end), found.bound)
    for found in answers:
        if found.solution is not None and score(state.problem, found.solution) < state.points:
            _slide(state, found.solution, found.solution)


def _side_by_side(state: _State, search: Callable[[Asked], Found], asked: Sequence[Asked]) -> list[Found]:
    """The answers in the order asked, whatever each takes; a processor each if there are workers for it."""
    with ThreadPoolExecutor(min(state.limits.workers, len(asked))) as pool:
        answers = list(pool.map(search, asked))
    state.spent += sum(found.spent for found in answers)
    return answers


def _until(state: _State, end: int) -> Model | None:
    """The model of plans until this end that are better than the best; None where somebody's work can not end then."""
    weights, most = state.problem.weights, state.allowed(end)
    cut = replace(state.problem, slots=end, ends_from=0, weights=replace(weights, end=0)).pruned()
    if any(not piece.options for piece in cut.pieces):
        return None
    model = build(cut)
    model.cp.add_linear_constraint(LinearExpr.sum(model.terms), state.least_rest(end), most)
    if weights.hand_over:
        seats = len({piece.seat for piece in cut.pieces})
        shared = (most - state.unshared) // weights.hand_over
        model.cp.add(LinearExpr.sum(list(model.takes.values())) <= seats + shared)
    return model
