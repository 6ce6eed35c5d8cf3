"""The order of work in working days from 0: steps that wait for steps and share seats, and what a slip moves."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

NOT_BEGUN = -1


@dataclass(frozen=True)
class Step:
    """Work that begins when the steps it waits for, named by their positions, are done.

    `work` holds quarter hours by role, `pace` the most of them in a day; it lasts at least `days` working days. One
    that `changes` something rests while that is shut.
    """

    after: tuple[int, ...]
    work: Mapping[str, int]
    pace: Mapping[str, int]
    days: int = 1
    changes: bool = False


class Stretch(NamedTuple):
    """The same quarter hours of one role on each of `days` days in a row."""

    first: int
    days: int
    role: str
    quarters: int


@dataclass(frozen=True)
class Run:
    """How it went: first and last day of each step, what was worked on which days, and the days of the whole."""

    first: tuple[int, ...]
    last: tuple[int, ...]
    stretches: tuple[Stretch, ...]
    days: int


Take = tuple[int, str, int]  # step, role, quarter hours of a day
Spans = Sequence[tuple[int, int]]  # first day and that after the last


def run(steps: Sequence[Step], per_day: Mapping[str, int], late: Collection[int] = (), shut: Spans = ()) -> Run:
    """Works all steps off with at most `per_day` quarter hours by role; those that can run at once share them in order.

    A `late` step is done a day after its work; one that changes something rests on `shut` days. Days that are alike are
    taken in one stride. ValueError where steps wait for each other or a role has no time.
    """
    left = [dict(step.work) for step in steps]
    first, last, lasted = [NOT_BEGUN] * len(steps), [0] * len(steps), [0] * len(steps)
    stretches: list[Stretch] = []
    waiting, done, slipping, day = list(range(len(steps))), set[int](), set[int](), 0
    while waiting or slipping:
        rests = any(begins <= day < after for begins, after in shut)
        active = [p for p in waiting if done.issuperset(steps[p].after) and not (rests and steps[p].changes)]
        takes = _takes(steps, left, active, per_day)
        edges = [edge - day for span in shut for edge in span if edge > day]
        stride = 1 if slipping else _stride(steps, left, active, takes, lasted, edges)
        for place, role, amount in takes:
            left[place][role] -= amount * stride
            stretches.append(Stretch(day, stride, role, amount))
            first[place] = day if first[place] == NOT_BEGUN else first[place]
        for place in active:
            lasted[place] += stride if first[place] != NOT_BEGUN else 0
        day += stride
        done |= slipping
        ended = [p for p in active if not any(left[p].values()) and lasted[p] >= steps[p].days]
        for place in ended:
            last[place] = day - 1
        slipping = {place for place in ended if place in late}
        done.update(place for place in ended if place not in late)
        waiting = [place for place in waiting if place not in ended]
    return Run(tuple(first), tuple(last), tuple(stretches), day)


def moving(
    steps: Sequence[Step], per_day: Mapping[str, int], groups: Iterable[Collection[int]], shut: Spans = ()
) -> list[bool]:
    """Whether the end moves when a group of steps is done a day late, for each group."""
    days = run(steps, per_day, shut=shut).days
    return [run(steps, per_day, group, shut).days > days for group in groups]


def _takes(
    steps: Sequence[Step], left: Sequence[Mapping[str, int]], active: Sequence[int], per_day: Mapping[str, int]
) -> list[Take]:
    """What is worked on one day."""
    free = dict(per_day)
    found = []
    for place in active:
        pace = steps[place].pace
        for role, amount in left[place].items():
            take = min(free.get(role, 0), amount, pace[role])
            if take > 0:
                found.append((place, role, take))
                free[role] -= take
    return found


def _stride(
    steps: Sequence[Step],
    left: Sequence[Mapping[str, int]],
    active: Sequence[int],
    takes: Sequence[Take],
    lasted: Sequence[int],
    edges: Sequence[int],
) -> int:
    """For how many days the same is worked: until some work gives out, a step has lasted, or what is shut changes."""
    ends = [left[place][role] // take for place, role, take in takes]
    ends += [steps[p].days - lasted[p] for p in active if lasted[p] and not any(left[p].values())]
    ends += edges
    if not ends:
        raise ValueError("steps wait for each other, or nobody has time for what is left")
    return min(ends)
