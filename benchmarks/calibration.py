"""How well the range that is shipped covers real projects of which first estimate and actual effort are both known.

The recorded first estimate is taken as p50. How far the ends of the range are drawn apart (`[estimating]` in
terms.toml) is chosen on half of the projects, drawn by a fixed seed: so far that their p10 and p90, at (n + 1)p as for
a value not seen yet, are those of the engine. It is judged on the other half, the other way round, and on the judged
halves of 100 other splits. Usage: python benchmarks/calibration.py [FILE.arff] [--seed 20261123]
"""

import argparse
import csv
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np

from scoping.codec import discovery_from_toml
from scoping.domain.catalog import Catalog
from scoping.domain.distributions import Array
from scoping.domain.estimating import Estimating
from scoping.domain.proposal import propose
from scoping.reference import shipped

KITCHENHAM = Path("../shared/samples/effort-datasets/kitchenham.arff")
AIM = 0.80
TOLERANCE = 0.05
EXAMPLES = Path(__file__).parent.parent / "examples"
JUDGED_BY = "combined"  # all of its answers are known, and three services are sold
NOT_ESTIMATED = ("training",)  # classes alone: their hours stand for a list price
Points = tuple[float, float, float]


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


def engine_points(catalog: Catalog, example: str) -> Points | None:
    """p10, p80 and p90 over p50 as the engine gives them; None where the example leaves an answer open."""
    text = (EXAMPLES / f"{example}.toml").read_text(encoding="utf-8")
    proposal = propose(catalog, discovery_from_toml(text, catalog.questions))
    effort = proposal.effort
    low, high, highest = (float(hours / effort.p50) for hours in (effort.p10, effort.p80, effort.p90))
    return None if proposal.outlook.open_questions else (low, high, highest)


def covered(found: Array, points: Points) -> tuple[float, float, float, float]:
    """The shares of projects inside p10–p90, below p80, below p10 and below p90, with the estimate as p50."""
    p10, p80, p90 = points
    inside = float(np.mean((found >= p10) & (found <= p90)))
    return inside, float(np.mean(found <= p80)), float(np.mean(found < p10)), float(np.mean(found <= p90))


def chosen(found: Array, parts: Points) -> Estimating:
    """What brings the p10 and p90 that the parts alone give to those of these projects."""
    p10, p90 = np.quantile(found, [0.1, 0.9], method="weibull")
    under = np.log(p10 / parts[0]) / np.log(0.2)
    over = np.log(p90 / parts[2]) / np.log(2)
    return Estimating(*(Decimal(str(round(max(float(power), 0.0), 2))) for power in (under, over)))


def spread_by(estimating: Estimating, parts: Points) -> Points:
    """The three points with both ends drawn apart."""
    p10, p80, p90 = (float(point) for point in np.array(parts) * estimating.factors(np.array([0.1, 0.8, 0.9])))
    return p10, p80, p90


def halves(found: Array, seed: int) -> tuple[Array, Array]:
    """The projects in two halves, drawn by the seed."""
    order = np.random.default_rng(seed).permutation(len(found))
    return found[order[: len(found) // 2]], found[order[len(found) // 2 :]]


def tell(name: str, found: Array, points: Points) -> None:
    """One line of coverage, with what chance alone does to a share of 80 % of so many projects (one standard error)."""
    inside, below, under_p10, under_p90 = covered(found, points)
    chance = float(np.sqrt(AIM * (1 - AIM) / len(found)))
    met = "in the aim" if max(abs(inside - AIM), abs(below - AIM)) <= TOLERANCE else "outside the aim"
    print(
        f"  {name:<32} inside p10–p90 {inside:6.1%}   below p80 {below:6.1%}   ({met}; chance alone ± {chance:.1%}; "
        f"below p10 {under_p10:.1%}, below p90 {under_p90:.1%})"
    )


def tell_the_choice(found: Array, seed: int, parts: Points) -> None:
    """What is chosen on one half and how it does on the other, both ways round, then over 100 other splits."""
    print(f"without it, engine's p10, p80, p90 ÷ p50 = {_listed(parts)}")
    tell(f"all {len(found)}", found, parts)
    learned, judged = halves(found, seed)
    once: list[float] = []
    for name, one, other in (("", learned, judged), (", the other way round", judged, learned)):
        estimating = chosen(one, parts)
        points = spread_by(estimating, parts)
        print(f"chosen on {len(one)}{name}: under {estimating.under}, over {estimating.over} → {_listed(points)}")
        tell(f"chosen on {len(one)}", one, points)
        tell(f"judged on the other {len(other)}", other, points)
        once.extend(len(other) * share for share in covered(other, points)[:2])
    inside, below = (sum(once[place::2]) / len(found) for place in (0, 1))
    print(f"  each judged once without itself  inside p10–p90 {inside:6.1%}   below p80 {below:6.1%}")
    splits = [halves(found, other) for other in range(100)]
    shares = np.array([covered(other, spread_by(chosen(one, parts), parts)) for one, other in splits])
    inside, below, under_p10, under_p90 = shares.mean(axis=0)
    print(
        f"100 other splits, judged halves    inside p10–p90 {inside:6.1%}   below p80 {below:6.1%}   "
        f"(below p10 {under_p10:.1%}, below p90 {under_p90:.1%}) on average"
    )


def _listed(points: Points) -> str:
    return ", ".join(f"{point:.3f}" for point in points)


def main() -> None:
    """Prints the choice and its coverage, then that of the engine as shipped by each example with all answers known."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=KITCHENHAM)
    parser.add_argument("--seed", type=int, default=20261123)
    arguments = parser.parse_args()
    found, catalog = ratios(arguments.file), shipped()
    quantiles = ", ".join(f"{value:.3f}" for value in np.quantile(found, [0.1, 0.5, 0.8, 0.9]))
    print(f"{arguments.file.name}: {len(found)} with both figures, actual ÷ estimate p10, p50, p80, p90 = {quantiles}")
    bare = replace(catalog, terms=replace(catalog.terms, estimating=Estimating()))
    if (parts := engine_points(bare, JUDGED_BY)) is not None:
        tell_the_choice(found, arguments.seed, parts)
    stated = catalog.terms.estimating
    print(f"engine as shipped (under {stated.under}, over {stated.over}), by example:")
    learned, judged = halves(found, arguments.seed)
    for path in sorted(EXAMPLES.glob("*.toml"), key=lambda path: (path.stem != JUDGED_BY, path.stem)):
        points = engine_points(catalog, path.stem)
        if points is None or path.stem in NOT_ESTIMATED:
            continue
        print(f" {path.stem}: p10, p80, p90 ÷ p50 = {_listed(points)}")
        tell(f"all {len(found)}", found, points)
        if path.stem == JUDGED_BY:
            tell(f"the {len(learned)} it was chosen on", learned, points)
            tell(f"the other {len(judged)}", judged, points)


if __name__ == "__main__":
    main()
