"""The wave plan as CSV for spreadsheets."""

import csv
import io
from collections.abc import Iterator

from scoping.codec.formulas import neutral
from scoping.domain.waves import Repository, WavePlan

COLUMNS = ("wave", "repository", "size_bytes", "last_activity_on", "fork", "lfs", "empty", "personal", "flags")


def waves_csv(plan: WavePlan) -> str:
    """The plan as CSV, one row a repository; unknown is blank; no cell can be taken for a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for label, repositories in _labelled(plan):
        for each in repositories:
            marks = (_word(mark) for mark in (each.fork, each.lfs, each.empty, each.personal))
            size = "" if each.size_bytes is None else each.size_bytes
            cells = (label, each.name, size, each.last_activity_on or "", *marks, "; ".join(each.flags))
            writer.writerow(neutral(str(cell)) for cell in cells)
    return text.getvalue()


def _labelled(plan: WavePlan) -> Iterator[tuple[str, tuple[Repository, ...]]]:
    yield "pilot", plan.pilot
    yield from ((f"wave {number}", wave) for number, wave in enumerate(plan.waves, 1))
    yield from ((f"large, day {number}", day) for number, day in enumerate(plan.large_days, 1))
    yield "archived, not moved", plan.archived


def _word(mark: bool | None) -> str:
    return {None: "", True: "yes", False: "no"}[mark]
