"""The order in which repositories move: a pilot, waves, and the large ones apart."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

PILOT = 20  # repositories: suggested, with a wide mix of cases [CONG-TPL]
LARGE_OVER = 5_000_000_000  # bytes: the limit of a push to or an import into GitLab.com [SM2SAAS] [CONG-FAQ]
LARGE_PER_DAY = 2  # imports of large repositories [SM2SAAS]
PILOT_PART = 4  # ours: the pilot takes at most every fourth repository, so that a small estate keeps a main phase


@dataclass(frozen=True, slots=True)
class Repository:
    """One repository of an inventory, without data about people; None where the report does not know.

    `flags` are peculiarities in words, such as "more than 1,000 branches".
    """

    name: str
    size_bytes: int | None = None
    archived: bool | None = None
    fork: bool | None = None
    lfs: bool | None = None
    empty: bool | None = None
    last_activity_on: date | None = None
    personal: bool | None = None
    flags: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """What the name says before its last part: group, project or organisation; empty where there is none."""
        return self.name.rpartition("/")[0]


@dataclass(frozen=True)
class WavePlan:
    """Who moves when: each wave is a day's work, `large_days` are the days of the large ones, archived ones stay."""

    pilot: tuple[Repository, ...]
    waves: tuple[tuple[Repository, ...], ...]
    large_days: tuple[tuple[Repository, ...], ...]
    archived: tuple[Repository, ...]
    size_unknown: int

    def days(self) -> int:
        """Calendar days that the moves alone take: the pilot, one a wave, the large ones; not effort."""
        return bool(self.pilot) + len(self.waves) + len(self.large_days)


def wave_plan(
    repositories: Iterable[Repository],
    *,
    wave_size: int,
    pilot: int = PILOT,
    large_over: int = LARGE_OVER,
    large_per_day: int = LARGE_PER_DAY,
) -> WavePlan:
    """The plan for these repositories, whatever their order; ValueError where a wave would hold none.

    The pilot is a wide mix of small ones. Waves keep a group together and go from groups of little data to groups of
    much, so that the method is settled when the heavy ones come; repositories of unknown size come last.
    """
    if wave_size < 1 or large_per_day < 1 or pilot < 0:
        raise ValueError("a wave and a day of large repositories hold at least one, a pilot none or more")
    everything = sorted(repositories, key=order)
    archived = tuple(each for each in everything if each.archived)
    moving = [each for each in everything if not each.archived]
    large = [each for each in moving if (each.size_bytes or 0) > large_over]
    ordinary = [each for each in moving if (each.size_bytes or 0) <= large_over]
    positions = _pilot(ordinary, min(pilot, ceil(len(ordinary) / PILOT_PART)))
    chosen = set(positions)
    rest = [each for position, each in enumerate(ordinary) if position not in chosen]
    return WavePlan(
        pilot=tuple(ordinary[position] for position in positions),
        waves=tuple(_batches(_by_group(rest), wave_size)),
        large_days=tuple(_batches(sorted(large, key=_size), large_per_day)),
        archived=archived,
        size_unknown=sum(each.size_bytes is None for each in moving),
    )


def order(repository: Repository) -> tuple[object, ...]:
    """What sorts repositories by name, and equal names always in the same way."""
    each = repository
    marks = f"{each.archived} {each.fork} {each.lfs} {each.empty} {each.personal} {each.last_activity_on}"
    return each.name, each.size_bytes is not None, each.size_bytes or 0, marks, each.flags


def _size(repository: Repository) -> tuple[bool, int, str]:
    return repository.size_bytes is None, repository.size_bytes or 0, repository.name


def _pilot(repositories: Sequence[Repository], most: int) -> list[int]:
    """Positions of the chosen ones: the smallest of every kind in turn, kinds being group and peculiarities."""
    kinds: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for position in sorted(range(len(repositories)), key=lambda index: (*_size(repositories[index]), index)):
        each = repositories[position]
        if not each.empty and each.size_bytes is not None:  # an empty one proves nothing, an unknown one may be large
            kinds[(bool(each.lfs), bool(each.fork), bool(each.personal), each.flags)].append(position)
    chosen: list[int] = []
    while len(chosen) < most and any(kinds.values()):
        seen = {repositories[position].group for position in chosen}
        for waiting in kinds.values():
            if waiting and len(chosen) < most:
                fresh = next((spot for spot in waiting if repositories[spot].group not in seen), waiting[0])
                waiting.remove(fresh)
                chosen.append(fresh)
                seen.add(repositories[fresh].group)
    return sorted(chosen, key=lambda position: (*_size(repositories[position]), position))


def _by_group(repositories: Sequence[Repository]) -> list[Repository]:
    weight: dict[str, int] = defaultdict(int)
    for each in repositories:
        weight[each.group] += each.size_bytes or 0
    return sorted(repositories, key=lambda each: (each.size_bytes is None, weight[each.group], each.group, each.name))


def _batches(repositories: Sequence[Repository], size: int) -> Iterator[tuple[Repository, ...]]:
    for start in range(0, len(repositories), size):
        yield tuple(repositories[start : start + size])
