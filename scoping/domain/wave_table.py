"""A wave plan in few lines: which wave moves how many repositories of what size, as the statement of work prints it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from scoping.domain.waves import Repository, WavePlan

MOST_LINES = 40  # of a table; more waves, or days of large repositories, share lines
MOST_GROUPS = 3  # named in a line
MB = 1_000_000
LARGEST_MB = 10**11  # in a line, a hundred exabytes: only a faulty report says more, and a saved revision holds no more
LONGEST_GROUP = 60  # characters of a group's name in a line


@dataclass(frozen=True)
class Wave:
    """One line: its name, what moves in it, how many repositories in how many started MB, and how many of unknown size.

    A MB is 1,000,000 bytes.
    """

    name: str
    what: str
    repositories: int
    size_mb: int
    size_unknown: int = 0


@dataclass(frozen=True)
class WaveTable:
    """The lines in order, the repositories that one wave holds, and how many archived ones stay behind."""

    wave_size: int
    waves: tuple[Wave, ...]
    archived: int = 0

    @property
    def repositories(self) -> int:
        """All that move."""
        return sum(wave.repositories for wave in self.waves)

    @property
    def size_mb(self) -> int:
        """MB of all whose size is known."""
        return sum(wave.size_mb for wave in self.waves)

    @property
    def size_unknown(self) -> int:
        """Repositories whose size nobody knows."""
        return sum(wave.size_unknown for wave in self.waves)


def wave_table(plan: WavePlan, wave_size: int, most: int = MOST_LINES) -> WaveTable:
    """The plan's lines; with more waves than `most`, several that follow each other share one."""
    lines: list[Wave] = []
    if plan.pilot:
        lines.append(_line("Pilot", "a mix of small ones of every kind", plan.pilot))
    lines += _lines("Wave", "Waves", plan.waves, most)
    lines += _lines("Large, day", "Large, days", plan.large_days, most)
    return WaveTable(wave_size, tuple(lines), len(plan.archived))


def _lines(one: str, many: str, batches: Sequence[tuple[Repository, ...]], most: int) -> Iterator[Wave]:
    step = max(1, ceil(len(batches) / most))
    for start in range(0, len(batches), step):
        together = batches[start : start + step]
        first, last = start + 1, start + len(together)
        name = f"{one} {first}" if first == last else f"{many} {first} to {last}"
        repositories = [each for batch in together for each in batch]
        yield _line(name, _groups(repositories), repositories)


def _line(name: str, what: str, repositories: Sequence[Repository]) -> Wave:
    sizes = [each.size_bytes for each in repositories if each.size_bytes is not None]
    size_mb = min(-(-sum(sizes) // MB), LARGEST_MB)
    return Wave(name, what, len(repositories), size_mb, len(repositories) - len(sizes))


def _groups(repositories: Sequence[Repository]) -> str:
    """The groups that the repositories belong to, the first ones by name; blank where they have none."""
    groups = list(dict.fromkeys(each.group for each in repositories if each.group))
    named = [group if len(group) <= LONGEST_GROUP else f"{group[: LONGEST_GROUP - 1]}…" for group in groups]
    rest = len(named) - MOST_GROUPS
    return ", ".join(named[:MOST_GROUPS]) + (f" and {rest:,} more" if rest > 0 else "")
