"""What no plan can undercut, and what no person can do alone: certain before any search."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scoping.domain.roster.problem import Option, Problem, shortest

GROUPS = 60


@dataclass(frozen=True)
class Floor:
    """Points without those of the end that no plan undercuts: at all, without hand-overs, and if it ends by a slot.

    It holds for every further question that only adds rules.
    """

    rest: int
    unshared: int
    by_end: Mapping[int, int]


def least_span(problem: Problem) -> int:
    """Slots from start to end that no plan can undercut."""
    return max(longest_chain(problem), shared_load(problem))


def load_decides(problem: Problem) -> bool:
    """Whether sharing the work evenly matters more to the end than its order."""
    return problem.weights.end > 0 and shared_load(problem) >= longest_chain(problem)


def longest_chain(problem: Problem) -> int:
    """Slots of the longest chain of pieces that wait for each other."""
    heads, tails = problem.heads, problem.tails
    return max((heads[i] + shortest(piece) + tails[i] for i, piece in enumerate(problem.pieces)), default=0)


def shared_load(problem: Problem) -> int:
    """Slots that some group of people needs for all the work that only its members can do, shared evenly.

    With one possible start the free time of each day counts, else full capacity. 0 where pieces may be left undone.
    """
    if problem.weights.left_open is not None:
        return 0
    return max((_span_of(problem, group) for group in _groups(problem)), default=0)


def _groups(problem: Problem) -> set[frozenset[int]]:
    """The sets of people able to do some piece, everybody, and unions of two sets as long as they are few."""
    able = {frozenset(option.person for option in piece.options) for piece in problem.pieces if piece.options}
    found = able | {frozenset().union(*able)}
    if len(able) ** 2 <= GROUPS:
        found |= {first | second for first in able for second in able}
    return found


def _span_of(problem: Problem, group: frozenset[int]) -> int:
    own = [
        index
        for index, piece in enumerate(problem.pieces)
        if piece.options and group.issuperset(option.person for option in piece.options)
    ]
    work = sum(min(o.duration * o.load for o in problem.pieces[index].options) for index in own)
    head, tail = min(problem.heads[index] for index in own), min(problem.tails[index] for index in own)
    capacity = sum(problem.people[person].capacity for person in group)
    if len(problem.origins) > 1:
        return head + -(-work // capacity) + tail if capacity else 0
    first, slots = problem.origins[0] + head, problem.slots
    lost = [0] * (slots + 1)
    for person in group:
        for begins, ends, units in problem.people[person].short:
            for slot in range(max(begins, first), min(ends + 1, slots)):
                lost[slot] += units
    for slot in range(first, slots):
        work -= capacity - lost[slot]
        if work <= 0:
            return slot + 1 - problem.origins[0] + tail
    return slots


def holds_alone(problem: Problem, pieces: Iterable[int], person: int) -> bool:
    """Whether the person may be able to do all these pieces: each in turn fits behind those before it in its window.

    False is certain; true is not, because other pieces and other people are not looked at.
    """
    ends: dict[int, int] = {}
    wanted = set(pieces)
    for index in (index for index in problem.order if index in wanted):
        piece = problem.pieces[index]
        option = next((option for option in piece.options if option.person == person), None)
        if option is None:
            return False
        ready = max([problem.origins[0] + piece.earliest, *(ends[before] for before in piece.after if before in ends)])
        end = earliest_end(option, ready, problem.slots if piece.latest is None else problem.origins[-1] + piece.latest)
        if end is None:
            return False
        ends[index] = end
    return True


def earliest_end(option: Option, ready: int, latest: int) -> int | None:
    """The least slot after the option's last one when it begins from `ready` to `latest`; None where it can not."""
    if option.pauses is None:
        return ready + option.duration if ready <= latest else None
    ends = [
        max(ready, first) + option.duration + pause
        for pause, spans in option.pauses.items()
        for first, last in spans
        if max(ready, first) <= min(last, latest)
    ]
    return min(ends, default=None)
