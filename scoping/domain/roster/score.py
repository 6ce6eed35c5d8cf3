"""What a solution is worth and whether it still holds when people change places: the model's rules without a solver."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from scoping.domain.roster.problem import Option, Problem, Solution


def score(problem: Problem, solution: Solution) -> int:
    """The points of a solution, goal by goal as the model adds them up; fewer are better."""
    weights = problem.weights
    points = weights.end * solution.end + weights.begin * sum(solution.starts)
    in_seat: dict[int, set[int]] = defaultdict(set)
    for piece, option in zip(problem.pieces, chosen(problem, solution), strict=True):
        if option is None:
            points += weights.left_open or 0
            continue
        points += option.points
        in_seat[piece.seat].add(option.person)
    points += weights.hand_over * sum(len(people) - 1 for people in in_seat.values())
    points += weights.off_target * off_targets(problem, solution)
    done = set(enumerate(solution.people))
    return points - sum(
        reward.points for reward in problem.rewards if (reward.piece, reward.person) in done and reward.beside & done
    )


def off_targets(problem: Problem, solution: Solution) -> int:
    """Units by which everybody together is further from their targets than without this work; negative is nearer."""
    units: dict[int, int] = defaultdict(int)
    for option in chosen(problem, solution):
        if option is not None:
            units[option.person] += option.duration * option.load
    return sum(
        abs(target.base + units[target.person] - target.target) - abs(target.base - target.target)
        for target in problem.targets
    )


def chosen(problem: Problem, solution: Solution) -> list[Option | None]:
    """The option that each piece is done by."""
    return [
        next((option for option in piece.options if option.person == person), None)
        for piece, person in zip(problem.pieces, solution.people, strict=True)
    ]


def exchanged(problem: Problem, solution: Solution, places: Mapping[int, int]) -> Solution | None:
    """The solution with other people in the given places (piece → person) at the same starts.

    None where an end moves beyond what follows or somebody can not begin then; capacity is the caller's to check.
    """
    people, ends = list(solution.people), list(solution.ends)
    for index, person in places.items():
        option = next((option for option in problem.pieces[index].options if option.person == person), None)
        pause = None if option is None else pause_at(option, solution.starts[index])
        if option is None or pause is None:
            return None
        people[index], ends[index] = person, solution.starts[index] + option.duration + pause
    for index, piece in enumerate(problem.pieces):
        if any(ends[before] > solution.starts[index] for before in piece.after):
            return None
    changed = replace(solution, people=tuple(people), ends=tuple(ends))
    latest = problem.slots if problem.span is None else min(problem.slots, solution.origin + problem.span)
    if changed.end > latest or any(not required & set(people) for required in problem.required):
        return None
    return replace(changed, objective=score(problem, changed))


def pause_at(option: Option, start: int) -> int | None:
    """The slots of rest within when the option begins at `start`; None where it can not."""
    if option.pauses is None:
        return 0
    for pause, spans in option.pauses.items():
        if any(first <= start <= last for first, last in spans):
            return pause
    return None
