"""A first guess at who does what: work shared so that nobody carries much more than another, by pairs of people."""

from itertools import accumulate, islice
from random import Random

from scoping.domain.roster.bounds import least_span
from scoping.domain.roster.problem import Problem

ROUNDS = 5000


def balanced(problem: Problem, seed: int) -> list[int] | None:
    """A person for each piece, with the largest load made small; None where a piece has nobody.

    Loads count slots × units, with the time in which somebody is away until the least end; order is left to the solver.
    Two people's shared pieces are parted anew, as evenly as sums of their loads allow, over and over: the loads of all
    come within a unit or two of each other where skills permit. The same seed gives the same guess.
    """
    if any(not piece.options for piece in problem.pieces):
        return None
    load = [{o.person: o.duration * o.load for o in piece.options} for piece in problem.pieces]
    people = sorted({person for able in load for person in able})
    first, span = problem.origins[0], least_span(problem)
    carried = {person: problem.people[person].lost(first, first + span) for person in people}
    does = [0] * len(load)
    for index in sorted(range(len(load)), key=lambda i: (len(load[i]), -min(load[i].values()))):
        does[index] = min(load[index], key=lambda person: carried[person] + load[index][person])
        carried[does[index]] += load[index][does[index]]
    random, least = Random(seed), -(-sum(carried.values()) // len(people))  # noqa: S311 (no secret hangs on it)
    for _ in range(ROUNDS if len(people) > 1 else 0):
        most = max(carried.values())
        if most <= least:
            break
        first = random.choice([person for person in people if carried[person] == most])
        if random.random() < 0.5:
            first = random.choice(people)
        second = random.choice(people)
        if first != second:
            _part_anew(first, second, load, does, carried, random)
    return does


def _part_anew(
    first: int, second: int, load: list[dict[int, int]], does: list[int], carried: dict[int, int], random: Random
) -> None:
    """Gives the first of the two the sum of pieces nearest to half, by reachable sums as bits of one number."""
    shared = [
        index
        for index, able in enumerate(load)
        if does[index] in (first, second) and able.get(first) == able.get(second) is not None
    ]
    random.shuffle(shared)
    units = [load[index][first] for index in shared]
    sums = list(accumulate(units, lambda bits, unit: bits | bits << unit, initial=1))
    fixed = carried[first] - sum(unit for index, unit in zip(shared, units, strict=True) if does[index] == first)
    wanted = (carried[first] + carried[second]) // 2 - fixed
    away = abs(carried[first] - fixed - wanted)
    nearest_first = (total for step in range(away + 1) for total in (wanted - step, wanted + step))
    near = list(islice((total for total in nearest_first if total >= 0 and sums[-1] >> total & 1), 2))
    if not near:
        return
    left = random.choice(near)
    for position in reversed(range(len(shared))):
        index, unit = shared[position], units[position]
        may_take = left >= unit and sums[position] >> (left - unit) & 1
        may_leave = sums[position] >> left & 1
        taken = bool(may_take) and (not may_leave or random.random() < 0.5)
        left -= unit if taken else 0
        carried[does[index]] -= unit
        does[index] = first if taken else second
        carried[does[index]] += unit
