"""How well a default spread covers real projects of which first estimate and actual effort are both known.

The recorded first estimate is taken as p50 and spread by the engine's own beta-PERT. The spread (optimistic and
pessimistic as multiples of the likely hours) is chosen on half of the projects, drawn by a fixed seed, and judged on
the other half. Beside it stands what the engine's shipped three points give for a whole engagement, where the
deviations of single tasks partly cancel out. Usage: python benchmarks/calibration.py [FILE.arff] [--seed 20261123]
"""

import argparse
import csv
from pathlib import Path

import numpy as np

from scoping.codec import discovery_from_toml
from scoping.domain.distributions import Array, pert
from scoping.domain.proposal import propose
from scoping.reference import shipped

KITCHENHAM = Path("../shared/samples/effort-datasets/kitchenham.arff")
NORMAL_P10, NORMAL_P50, NORMAL_P80, NORMAL_P90 = -1.2815516, 0.0, 0.8416212, 1.2815516
AIM = 0.80
Spread = tuple[float, float]
Points = tuple[float, ...]
COMBINED = Path(__file__).parent.parent / "examples" / "combined.toml"
GRID = [(float(o), float(p)) for o in np.arange(0.02, 0.60, 0.02) for p in np.arange(1.10, 2.60, 0.05)]


def ratios(path: Path) -> Array:
    """Actual ÷ first estimate of all that have both: an ARFF file of projects, or a CSV file of single tasks."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            tasks = {row["TaskNumber"]: (row["HoursActual"], row["HoursEstimate"]) for row in csv.DictReader(file)}
        return np.array([float(done) / float(said) for done, said in tasks.values() if float(said) and float(done)])
    head, _, body = path.read_text(encoding="utf-8-sig").partition("@data")
    names = [line.split()[1] for line in head.splitlines() if line.startswith("@attribute")]
    actual, estimate = names.index("Actual.effort"), names.index("First.estimate")
    rows = [line.split(",") for line in body.splitlines() if line.count(",") == len(names) - 1]
    pairs = [(row[actual], row[estimate]) for row in rows if "?" not in (row[actual], row[estimate])]
    return np.array([float(done) / float(said) for done, said in pairs])


def coverage(found: Array, spread: Spread) -> tuple[float, float]:
    """The share of projects inside p10–p90 and the share below p80, with the estimate as p50."""
    normal = np.array([NORMAL_P10, NORMAL_P50, NORMAL_P80, NORMAL_P90])
    p10, p50, p80, p90 = pert(spread[0], 1.0, spread[1], normal)
    return covered(found, (p10 / p50, p80 / p50, p90 / p50))


def covered(found: Array, points: Points) -> tuple[float, float]:
    """The same for p10, p80 and p90 as multiples of p50."""
    p10, p80, p90 = points
    return float(np.mean((found >= p10) & (found <= p90))), float(np.mean(found <= p80))


def shipped_points() -> Points:
    """What the engine gives for the combined example, all of whose answers are known: p10, p80 and p90 over p50."""
    catalog = shipped()
    discovery = discovery_from_toml(COMBINED.read_text(encoding="utf-8"), catalog.questions)
    effort = propose(catalog, discovery).effort
    return tuple(float(hours / effort.p50) for hours in (effort.p10, effort.p80, effort.p90))


def chosen(found: Array) -> Spread:
    """The spread whose worse coverage is nearest to the aim."""
    return min(GRID, key=lambda spread: max(abs(share - AIM) for share in coverage(found, spread)))


def halves(found: Array, seed: int) -> tuple[Array, Array]:
    """The projects in two halves, drawn by the seed."""
    order = np.random.default_rng(seed).permutation(len(found))
    return found[order[: len(found) // 2]], found[order[len(found) // 2 :]]


def _tell(name: str, half: Array, shares: tuple[float, float]) -> None:
    """One line, with what chance alone does to a share of 80 % of so many projects (one standard error)."""
    chance = float(np.sqrt(AIM * (1 - AIM) / len(half)))
    print(f"  {name:<10} inside p10–p90 {shares[0]:6.1%}   below p80 {shares[1]:6.1%}   (chance alone: ± {chance:.1%})")


def main() -> None:
    """Prints the chosen spread and its coverage on both halves, and how far the split itself moves the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=KITCHENHAM)
    parser.add_argument("--seed", type=int, default=20261123)
    arguments = parser.parse_args()
    found = ratios(arguments.file)
    quantiles = ", ".join(f"{value:.3f}" for value in np.quantile(found, [0.1, 0.5, 0.8, 0.9]))
    print(f"{arguments.file.name}: {len(found)} with both figures, actual ÷ estimate p10, p50, p80, p90 = {quantiles}")
    learned, judged = halves(found, arguments.seed)
    spread = chosen(learned)
    print(f"spread chosen on {len(learned)} of them: optimistic × {spread[0]:.2f}, pessimistic × {spread[1]:.2f}")
    for name, half in (("chosen on", learned), ("judged on", judged)):
        _tell(name, half, coverage(half, spread))
    points = shipped_points()
    print("engine as shipped, combined example: p10, p80, p90 ÷ p50 =", ", ".join(f"{point:.3f}" for point in points))
    for name, half in (("judged on", judged), ("all", found)):
        _tell(name, half, covered(half, points))
    splits = [(halves(found, seed)) for seed in range(100)]
    judged_all = np.array([coverage(other, chosen(one)) for one, other in splits])
    inside, below = judged_all.mean(axis=0)
    print(f"100 other splits, judged halves: inside p10–p90 {inside:6.1%} on average, below p80 {below:6.1%}")


if __name__ == "__main__":
    main()
