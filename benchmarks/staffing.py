"""The roster's own solver on iMOPSE instances, on a typical engagement and on a portfolio.

Usage: python benchmarks/staffing.py FILE.def… [--seconds 60] [--objective makespan|cost] [--out DIR]
       python benchmarks/staffing.py --product
An instance's tasks need one person with a skill at a level, level 0 included; salaries are per unit of duration.
Prints per instance makespan, bound, cost and seconds; DIR gets a CSV with task, resource and start of each.
"""

import argparse
import csv
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from rosters import booked, engagement, grid, roster

from scoping.domain.roster.bounds import least_span
from scoping.domain.roster.goals import Goals
from scoping.domain.roster.match import best, formulation_of, match
from scoping.domain.roster.plan import TeamPlan
from scoping.domain.roster.problem import Option, Piece, Problem, Solution, Supply, Weights
from scoping.domain.roster.search import solve
from scoping.domain.roster.solver import Limits
from scoping.domain.roster.what_if import earliest_start

SKILL = re.compile(r"(Q\d+):\s*(-?\d+)")
CENTS = 100


@dataclass(frozen=True)
class Instance:
    """An iMOPSE file: ids and salaries of resources, ids of tasks, and the problem they make with costs as points."""

    name: str
    tasks: tuple[str, ...]
    resources: tuple[str, ...]
    problem: Problem

    def cost(self, solution: Solution) -> Decimal:
        """Salary × duration of all tasks."""
        points = (
            option.points
            for piece, person in zip(self.problem.pieces, solution.people, strict=True)
            for option in piece.options
            if option.person == person
        )
        return Decimal(sum(points)) / CENTS


class Unreadable(ValueError):
    """A line of an instance file that is not in the format."""


def read(path: Path) -> Instance:
    """Reads an instance; Unreadable names the file and the line."""
    rows: dict[str, list[tuple[str, Decimal, dict[str, int], tuple[str, ...]]]] = {"ResourceID": [], "TaskID": []}
    table = ""
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        words = line.split()
        if words and words[0] in rows:
            table = words[0]
        elif words and words[0].isdigit() and table:
            skills = {skill: int(level) for skill, level in SKILL.findall(line)}
            rest = SKILL.sub(" ", line).split()
            try:
                rows[table].append((rest[0], Decimal(rest[1]), skills, tuple(rest[2:])))
            except (IndexError, ArithmeticError) as wrong:
                raise Unreadable(f"{path.name}: line {number}: a {table} row needs an id and a number") from wrong
    if not rows["ResourceID"] or not rows["TaskID"]:
        raise Unreadable(f"{path.name}: no tables ResourceID and TaskID; is this an iMOPSE definition?")
    return Instance(
        path.stem,
        tuple(row[0] for row in rows["TaskID"]),
        tuple(row[0] for row in rows["ResourceID"]),
        _problem(path.name, rows["ResourceID"], rows["TaskID"]),
    )


def _problem(
    name: str,
    resources: Sequence[tuple[str, Decimal, dict[str, int], tuple[str, ...]]],
    tasks: Sequence[tuple[str, Decimal, dict[str, int], tuple[str, ...]]],
) -> Problem:
    at = {task[0]: position for position, task in enumerate(tasks)}
    pieces = []
    for position, (task, length, needs, after) in enumerate(tasks):
        unknown = [before for before in after if before not in at]
        if unknown:
            raise Unreadable(f"{name}: task {task} waits for {', '.join(unknown)}, which is not in the file")
        options = tuple(
            Option(person, int(length), points=int(salary * length * CENTS))
            for person, (_, salary, skills, _) in enumerate(resources)
            if all(skill in skills and skills[skill] >= level for skill, level in needs.items())
        )
        before = tuple(at[key] for key in after)
        pieces.append(Piece(task, int(length), options, before, seat=position, kind=position))
    horizon = sum(piece.duration for piece in pieces)
    return Problem(horizon, (Supply(),) * len(resources), tuple(pieces), Weights(end=1))


def shortest(instance: Instance, limits: Limits) -> Solution | None:
    """The schedule with the earliest end, whatever it costs."""
    return solve(instance.problem.ends_only(), limits).solution


def cheapest(instance: Instance, limits: Limits) -> Solution | None:
    """The schedule of least cost and among those the earliest end: each task stays with its cheapest people."""
    by_cost = replace(instance.problem, weights=Weights())
    least = solve(by_cost, limits.share(0.2)).solution
    people = {
        index: [o.person for o in piece.options if o.points == min(other.points for other in piece.options)]
        for index, piece in enumerate(instance.problem.pieces)
    }
    if least is None or instance.cost(least) * CENTS != _sum_of_cheapest(instance):
        return least
    return solve(instance.problem.ends_only().only(people), limits.share(0.8)).solution or least


def _sum_of_cheapest(instance: Instance) -> int:
    return sum(min(option.points for option in piece.options) for piece in instance.problem.pieces)


def run(paths: Sequence[Path], seconds: float, objective: str, out: Path | None) -> int:
    """Solves one file after the other; the number of files without a schedule."""
    print(f"{'instance':<22}{'tasks':>6}{'people':>7}{'makespan':>10}{'bound':>8}{'cost':>13}{'seconds':>9}")
    failed = 0
    for path in paths:
        started = time.perf_counter()
        try:
            instance = read(path)
        except (Unreadable, OSError) as wrong:
            print(wrong, file=sys.stderr)
            failed += 1
            continue
        limits = Limits(seconds=seconds, effort=None)
        solution = (cheapest if objective == "cost" else shortest)(instance, limits)
        taken = time.perf_counter() - started
        if solution is None:
            stuck = [piece.key for piece in instance.problem.pieces if not piece.options]
            why = f"nobody can do task {', '.join(stuck)}" if stuck else "no schedule within the time"
            print(f"{instance.name}: {why}", file=sys.stderr)
            failed += 1
            continue
        bound = solution.bound if objective == "makespan" else least_span(instance.problem)
        print(
            f"{instance.name:<22}{len(instance.tasks):>6}{len(instance.resources):>7}{solution.end:>10}{bound:>8}"
            f"{instance.cost(solution):>13,.1f}{taken:>9.1f}",
            flush=True,
        )
        if out is not None:
            write(instance, solution, out / f"{instance.name}.csv")
    return failed


def write(instance: Instance, solution: Solution, path: Path) -> None:
    """Writes `task,resource,start` with the ids of the file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(("task", "resource", "start"))
        for task, person, start in zip(instance.tasks, solution.people, solution.starts, strict=True):
            rows.writerow((task, "" if person is None else instance.resources[person], start))


def product() -> None:
    """The product's own questions: a typical engagement and the earliest start in a full portfolio."""
    everybody = roster(12, 41)
    for seed in range(1, 5):
        asked = engagement(f"typical {seed}", 40, everybody, seed)
        for name, goals in (("earliest end", Goals(10, 0, 0, 0, 0, 0)), ("all goals", Goals())):
            started = time.perf_counter()
            found, plan = best(formulation_of(everybody, asked, goals), Limits())
            figures = f"ends {plan.ends_on}, {plan.cost.amount:,.0f} USD" if plan else "no plan"
            seconds = time.perf_counter() - started
            print(f"40 tasks, 12 people, {name:<13} {found.outcome:<8} {seconds:5.2f} s  {figures}")
    started = time.perf_counter()
    plans = match(everybody, asked, Goals()).plans
    print(f"three plans with reasons: {len(plans)} in {time.perf_counter() - started:.2f} s")
    portfolio()


def portfolio() -> None:
    """Places 60 engagements on 200 people one after another, each at its earliest start."""
    everybody, times, placed = roster(200, 7), [], 0
    for number in range(60):
        asked = grid(f"engagement {number}", number)
        started = time.perf_counter()
        plan = earliest_start(everybody, asked, Limits()).plan
        times.append(time.perf_counter() - started)
        if plan is not None:
            placed += 1
            everybody = booked(everybody, asked.engagement, spans(plan), number)
    print(
        f"earliest start among 200 people with up to 60 engagements: {placed} placed, "
        f"median {sorted(times)[30]:.2f} s, slowest {max(times):.2f} s"
    )


def spans(plan: TeamPlan) -> dict[str, list[tuple[date, date, Decimal]]]:
    """First day, last day and hours a week of every piece by person."""
    found: dict[str, list[tuple[date, date, Decimal]]] = {}
    for item in plan.placements:
        pace = item.hours / len(item.worked_on) * 5
        found.setdefault(item.person, []).append((item.starts_on, item.ends_on, pace))
    return found


def main() -> int:
    """Measures and prints; nothing is asserted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE.def")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--objective", choices=("makespan", "cost"), default="makespan")
    parser.add_argument("--out", type=Path, metavar="DIR")
    parser.add_argument("--product", action="store_true", help="a typical engagement and a portfolio")
    arguments = parser.parse_args()
    failed = run(arguments.files, arguments.seconds, arguments.objective, arguments.out) if arguments.files else 0
    if arguments.product or not arguments.files:
        product()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
