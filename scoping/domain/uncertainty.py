"""The range of the whole: simulated task rates, risks and unknown answers, and what each adds to the range."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from scoping.domain.catalog import Catalog, Clause, Task
from scoping.domain.conditions import Facts, holds
from scoping.domain.discovery import Answers, Assumption, Confidence, Kind, Question
from scoping.domain.distributions import DRAWS, Array, normals, pert, rates, uniforms, weighted
from scoping.domain.drivers import Share
from scoping.domain.effort import ThreePoint, apportion, quarter
from scoping.domain.estimate import ScopedTask, looked_at, units
from scoping.domain.estimating import PLACES, Estimating

BINS = 24
_QUANTILES = (0.1, 0.5, 0.8, 0.9)
_WIDTH = (0.1, 0.8)  # between these an open question counts


@dataclass(frozen=True)
class Range:
    """Hours that the work stays below with 10, 50, 80 and 90 % probability; each to the quarter hour."""

    p10: Decimal
    p50: Decimal
    p80: Decimal
    p90: Decimal


@dataclass(frozen=True)
class Bin:
    """One bar of the histogram: how many of the draws fell between these hours."""

    low: Decimal
    high: Decimal
    draws: int


def drawn_span(bins: Sequence[Bin]) -> tuple[Decimal, Decimal]:
    """The hours from and to which a picture reaches: a bar at either end is drawn as wide as the second one at most."""
    width = bins[1].high - bins[1].low if len(bins) > 2 else bins[-1].high - bins[0].low
    return max(bins[0].low, bins[0].high - width), min(bins[-1].high, bins[-1].low + width)


@dataclass(frozen=True)
class OpenQuestion:
    """An unknown or uncertain answer and the hours of p80 − p10 that knowing it would take off."""

    key: str
    hours: Decimal


@dataclass(frozen=True)
class Outlook:
    """The simulated hours; the shares say how much of their variance comes from where and sum to one (or are zero).

    `estimating_share` is the part that no answer, task or risk explains; `named_width` are the hours between p10 and
    p80 without it. Proposals made before it was measured have neither.
    """

    hours: Range
    histogram: tuple[Bin, ...]
    unknown_share: Decimal
    task_share: Decimal
    risk_share: Decimal
    open_questions: tuple[OpenQuestion, ...]
    estimating_share: Decimal = Decimal(0)
    named_width: Decimal = Decimal(0)

    @property
    def percents(self) -> tuple[int, int, int, int]:
        """Open answers, tasks, risks and estimating in whole percent that sum to 100 (or are zero)."""
        shares = self.unknown_share, self.task_share, self.risk_share, self.estimating_share
        unknown, tasks, risks, missed = apportion(100 if any(shares) else 0, shares)
        return unknown, tasks, risks, missed


@dataclass(frozen=True)
class _Line:
    """A task with its drawn rate, or a risk with its drawn hours (then `task` is None); `looked_at` are its facts.

    The hours of a class stand for its list price: nobody estimated them.
    """

    task: Task | None
    drawn: Array
    expected: float
    looked_at: frozenset[str] = frozenset()
    is_class: bool = False

    def hours(self, facts: Facts) -> Any:
        """An array of draws, or 0.0 where the task does not apply."""
        if self.task is None:
            return self.drawn
        amount = units(self.task, facts)
        return amount * self.drawn if np.any(amount) else 0.0

    def hours_expected(self, facts: Facts) -> Any:
        """The expected hours with these facts, drawn ones or single ones; of a risk with its probability."""
        return self.expected if self.task is None else units(self.task, facts) * self.expected


def simulate(
    catalog: Catalog,
    scoped: Iterable[ScopedTask],
    facts: Facts,
    missing: Mapping[str, Question],
    answers: Answers,
    switched_off: Set[str] = frozenset(),
    *,
    explained: bool = True,
) -> Outlook:
    """10,000 draws of the total hours; `explained` says whether to work out where the range comes from.

    Each task's rate is beta-PERT [PERT] and shared by all repeats of its driver; tasks share the part of their variance
    that their service states; risks happen or not; unknown answers are drawn from their question's range, uncertain
    ones around their value. What the catalogue says that estimates miss draws the ends of the total apart. `facts` are
    scalar with the likely stand-ins for `missing` filled in; `switched_off` names risks (service/key) that a person
    took out.
    """
    drawn = _drawn_answers(catalog, facts, missing, answers)
    lines, uplift = _lines(tuple(scoped), facts, switched_off)
    uncertain = {**facts, **drawn}
    parts = [line.hours(uncertain) for line in lines]
    total = uplift * sum(parts, np.zeros(DRAWS))
    estimating, estimated = catalog.terms.estimating, _estimated(lines, facts)
    apart = estimating.factors(np.array(_WIDTH), estimated)
    named_low, named_high = named = np.quantile(total, _WIDTH)
    low, high = named * apart
    ranking = []
    for key in drawn if explained else ():
        sure = {**uncertain, key: facts[key]}
        change = sum(
            (line.hours(sure) - part for line, part in zip(lines, parts, strict=True) if key in line.looked_at),
            np.zeros(DRAWS),
        )
        sure_low, sure_high = np.quantile(total + uplift * change, _WIDTH) * apart
        ranking.append(OpenQuestion(key, _hours(max(0.0, (high - low) - (sure_high - sure_low)))))
    ranking.sort(key=lambda question: -question.hours)
    missed = estimating.factors(PLACES, estimated)
    unknown, task, risk, beyond = _shares(lines, facts, uncertain, missed) if explained else (Decimal(0),) * 4
    return Outlook(
        _range(total, estimating, estimated),
        _histogram(np.sort(total) * missed),
        unknown,
        task,
        risk,
        tuple(ranking),
        beyond,
        _hours(named_high - named_low),
    )


def _lines(scoped: tuple[ScopedTask, ...], facts: Facts, switched_off: Set[str]) -> tuple[list[_Line], float]:
    """Everything that adds hours, and the factor by which shares such as project management raise the sum."""
    lines, uplift = [], 1.0
    for item in scoped:
        if isinstance(item.task.driver, Share):
            uplift += float(item.task.driver.share) if holds(item.task.when, facts) else 0.0
        elif item.task.hours is not None:
            low, likely, high = _floats(item.task.hours)
            drawn = rates(item.path, float(item.service.correlation), low, likely, high)
            expected = float(item.task.hours.expected)
            lines.append(_Line(item.task, drawn, expected, looked_at(item.task), item.service.education))
    for service in {item.service.key: item.service for item in scoped}.values():
        for clause in service.clauses:
            if clause.hours and f"{service.key}/{clause.key}" not in switched_off and holds(clause.when, facts):
                lines.append(_risk(service.key, clause))
    return lines, uplift


def _risk(service: str, clause: Clause) -> _Line:
    name, hours, probability = f"{service}/{clause.key}", clause.hours, float(clause.probability or 0)
    if hours is None:
        raise ValueError(f"{name} has no hours to draw")
    happens = uniforms(f"{name}/happens") < probability
    return _Line(None, happens * pert(*_floats(hours), normals(name)), probability * float(hours.expected))


def _floats(hours: ThreePoint) -> tuple[float, float, float]:
    return float(hours.optimistic), float(hours.likely), float(hours.pessimistic)


def _drawn_answers(
    catalog: Catalog, facts: Facts, missing: Mapping[str, Question], answers: Answers
) -> dict[str, Array]:
    """Arrays in place of the facts that are unknown or only believed."""
    drawn = {key: _draw_unknown(question) for key, question in missing.items()}
    for key, answer in answers.items():
        spread = float(catalog.terms.confidence_spread.get(answer.confidence, Decimal(0)))
        value = facts.get(key)
        if answer.confidence is Confidence.SURE or not spread or key in missing:
            continue
        if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            middle = float(value)
            drawn[key] = np.rint(pert(middle * (1 - spread), middle, middle * (1 + spread), normals(f"answer/{key}")))
    return drawn


def _draw_unknown(question: Question) -> Array:
    stand_in, name = question.unknown or Assumption(), f"answer/{question.key}"
    if question.kind is Kind.NUMBER:
        low, likely, high = (float(value or 0) for value in (stand_in.low, stand_in.likely, stand_in.high))
        return np.rint(pert(low, likely, high, normals(name)))
    chosen = weighted({key: float(weight) for key, weight in stand_in.weights.items()}, uniforms(name))
    return chosen == "yes" if question.kind is Kind.YES_NO else chosen


def _estimated(lines: list[_Line], facts: Facts) -> float:
    """The part of the expected hours that somebody estimated: all but those of classes."""
    whole = sum(line.hours_expected(facts) for line in lines)
    return float(sum(line.hours_expected(facts) for line in lines if not line.is_class) / whole) if whole else 1.0


def _shares(lines: list[_Line], facts: Facts, uncertain: Facts, missed: Array) -> tuple[Decimal, ...]:
    """The variance that open answers, task rates, risks and what estimates miss would each cause alone, as shares."""
    tasks = [line for line in lines if line.task is not None]
    none = np.zeros(DRAWS)
    causes: list[Any] = [
        sum((line.hours_expected(uncertain) for line in tasks), none),
        sum((line.hours(facts) for line in tasks), none),
        sum((line.drawn for line in lines if line.task is None), none),
        sum(line.hours_expected(facts) for line in lines) * missed,
    ]
    variances = [float(np.var(cause)) for cause in causes]
    whole = sum(variances) or 1.0
    return tuple(Decimal(str(round(variance / whole, 4))) for variance in variances)


def _range(total: Array, estimating: Estimating, estimated: float) -> Range:
    quantiles = np.quantile(total, _QUANTILES) * estimating.factors(np.array(_QUANTILES), estimated)
    p10, p50, p80, p90 = (_hours(quantile) for quantile in quantiles)
    return Range(p10, p50, p80, p90)


def _histogram(total: Array) -> tuple[Bin, ...]:
    """Bins of one width around p10 to p90, and one at either end for the rest, however far that reaches.

    A few draws of a thousand hours would otherwise leave all the others in one bar.
    """
    p10, p90 = np.quantile(total, [0.1, 0.9])
    low, high = max(total.min(), 2 * p10 - p90), min(total.max(), 2 * p90 - p10)
    inner = np.linspace(low, high, BINS - 1) if high > low else np.histogram_bin_edges(total, bins=BINS)
    edges = np.unique([min(total.min(), inner[0]), *inner, max(total.max(), inner[-1])])
    counts, _ = np.histogram(total, bins=edges)
    bins = [
        Bin(_hours(left), _hours(right), int(count))
        for left, right, count in zip(edges[:-1], edges[1:], counts, strict=True)
    ]
    return tuple(bar for bar in bins if bar.draws or bar.low < bar.high)


def _hours(value: float) -> Decimal:
    return quarter(Decimal(str(round(float(value), 4))))
