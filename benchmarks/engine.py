"""Milliseconds of the engine for the combined example: `propose`, the ranking of questions, the turning points.

Usage: python benchmarks/engine.py [FILE] [--runs 30]
"""

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scoping.codec import discovery_from_toml
from scoping.domain.difference import difference
from scoping.domain.discovery import UNKNOWN
from scoping.domain.proposal import propose
from scoping.domain.turning_points import turning_points
from scoping.reference import shipped

EXAMPLES = Path(__file__).parent.parent / "examples"


def measured(name: str, action: Callable[[], Any], runs: int) -> float:
    """Prints and returns the median milliseconds of one action after a warm-up."""
    action()
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        action()
        times.append((time.perf_counter() - started) * 1000)
    median = statistics.median(times)
    print(f"{name:<58} median {median:8.1f} ms   p95 {statistics.quantiles(times, n=20)[18]:8.1f} ms")
    return median


def main() -> None:
    """Measures and prints; nothing is asserted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=EXAMPLES / "combined.toml")
    parser.add_argument("--runs", type=int, default=30)
    arguments = parser.parse_args()
    catalog = shipped()
    discovery = discovery_from_toml(arguments.file.read_text(encoding="utf-8"), catalog.questions)
    answers = {**discovery.answers, **dict.fromkeys(catalog.asked(discovery.services), UNKNOWN)}
    unknown = type(discovery)(**{**vars(discovery), "answers": answers})
    proposal, open_proposal = propose(catalog, discovery), propose(catalog, unknown)
    services, tasks = len(discovery.services), len(proposal.tasks)
    print(f"{arguments.file.name}: {services} services, {tasks} tasks, {len(proposal.schedule.packages)} packages")
    known = measured("propose, 10,000 draws", lambda: propose(catalog, discovery), arguments.runs)
    ranked = len(open_proposal.outlook.open_questions)
    everything = measured(
        f"propose, nothing known, {ranked} open questions ranked", lambda: propose(catalog, unknown), arguments.runs
    )
    print(f"{'the ranking of the open questions costs at most':<58} {everything - known:15.1f} ms")
    measured("turning points of all levels", lambda: turning_points(catalog, proposal), max(3, arguments.runs // 10))
    measured(
        "difference between all unknown and all answered",
        lambda: difference(catalog, open_proposal, proposal),
        max(3, arguments.runs // 10),
    )


if __name__ == "__main__":
    main()
