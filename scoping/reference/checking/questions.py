"""Checks of questions: kinds with what they need, and stand-ins for unknown answers that could be answers."""

from collections.abc import Iterator
from dataclasses import replace

from scoping.codec.faults import listed, nearest
from scoping.domain.catalog import Catalog
from scoping.domain.discovery import Assumption, Kind, Question
from scoping.domain.errors import Fault
from scoping.reference.checking.facts import Stage, condition_faults, known_facts
from scoping.reference.checking.people import provenance
from scoping.reference.places import Place

_CHOOSING = (Kind.CHOICE, Kind.CHOICES)
_ESTIMABLE = (Kind.NUMBER, Kind.CHOICE, Kind.YES_NO)


def question(at: Place, item: Question, catalog: Catalog, *, decides_hours: bool) -> Iterator[Fault]:
    """Everything wrong with one question; `decides_hours` says that a task's quantity hangs on it."""
    computed = known_facts(replace(catalog, questions={}), Stage.APPROVALS)
    if item.key in computed or item.key.startswith("quantity_of_") or "-" in item.key:
        yield (at / "key").fault(f"{item.key} cannot be a question; use letters, digits and _, no computed fact's name")
    for name in ("text", "why"):
        if not getattr(item, name).strip():
            yield (at / name).fault("is empty")
    yield from _bounds(at, item)
    yield from _choices(at, item)
    yield from _columns(at / "columns", item)
    yield from condition_faults(item.when, known_facts(catalog, Stage.ANSWERS), at / "when")
    yield from _versions(at / "versions_apart", item, catalog)
    if item.unknown is not None:
        yield from _stand_in(at / "unknown", item, item.unknown)
        yield from provenance(at / "unknown", item.source, item.ours)
    elif decides_hours and item.required and item.kind in _ESTIMABLE:
        yield (at / "unknown").fault("is missing; the hours hang on this answer, so say what stands in for it")


def _versions(at: Place, item: Question, catalog: Catalog) -> Iterator[Fault]:
    if item.versions_apart and (item.kind is not Kind.NUMBER or len(item.versions_apart) != 2):
        yield at.fault("answers a number with the distance of two versions; name the older and the newer one")
    for position, key in enumerate(item.versions_apart):
        if key not in catalog.questions:
            yield (at / position).fault(f"there is no question {key};{nearest(key, catalog.questions)}".rstrip(";"))
        elif catalog.questions[key].kind is not Kind.VERSION:
            yield (at / position).fault(f"{key} is answered by {catalog.questions[key].kind.value}, not by a version")


def _bounds(at: Place, item: Question) -> Iterator[Fault]:
    low, high = item.minimum, item.maximum
    for name, bound in (("minimum", low), ("maximum", high)):
        if item.kind is Kind.NUMBER and bound is None:
            yield (at / name).fault("is missing; a number needs its bounds")
        elif item.kind is not Kind.NUMBER and bound is not None:
            yield (at / name).fault(f"means nothing for a question of kind {item.kind.value}; leave it out")
        elif bound is not None and bound != bound.to_integral_value():
            yield (at / name).fault("give a whole number; answers are whole numbers")
    if low is not None and high is not None and low > high:
        yield (at / "minimum").fault(f"{low:,} is above the maximum of {high:,}")


def _choices(at: Place, item: Question) -> Iterator[Fault]:
    keys = [choice.key for choice in item.choices]
    if item.kind in _CHOOSING and len(keys) < 2:
        yield (at / "choices").fault("offer at least two choices")
    if item.kind not in _CHOOSING and keys:
        yield (at / "choices").fault(f"means nothing for a question of kind {item.kind.value}; leave it out")
    for position, key in enumerate(keys):
        if key in keys[:position]:
            yield (at / "choices" / position / "key").fault(f"{key} is there twice")


def _columns(at: Place, item: Question) -> Iterator[Fault]:
    keys = [column.key for column in item.columns]
    if item.kind is Kind.ROWS and len(keys) < 2:
        yield at.fault("name at least two columns; one alone is a text with lines")
    if item.kind is not Kind.ROWS and keys:
        yield at.fault(f"means nothing for a question of kind {item.kind.value}; leave it out")
    for position, key in enumerate(keys):
        if key in keys[:position]:
            yield (at / position / "key").fault(f"{key} is there twice")


def _stand_in(at: Place, item: Question, unknown: Assumption) -> Iterator[Fault]:
    points = (unknown.low, unknown.likely, unknown.high)
    if item.kind not in _ESTIMABLE:
        yield at.fault(f"a question of kind {item.kind.value} has no stand-in; leave it out")
    elif item.kind is Kind.NUMBER:
        if unknown.weights:
            yield (at / "weights").fault("means nothing for a number; give low, likely and high")
        low, likely, high = (point for point in points)
        if low is None or likely is None or high is None:
            yield at.fault("give low, likely and high")
        elif not low <= likely <= high:
            yield at.fault("low, likely and high are out of order")
        elif (item.minimum is not None and low < item.minimum) or (item.maximum is not None and high > item.maximum):
            yield at.fault(f"reaches beyond what can be answered, {item.minimum} to {item.maximum}")
        elif likely != likely.to_integral_value():
            yield (at / "likely").fault("give a whole number; answers are whole numbers")
    else:
        if any(point is not None for point in points):
            yield at.fault("low, likely and high mean nothing here; give weights")
        yield from _weights(at / "weights", item, unknown)


def _weights(at: Place, item: Question, unknown: Assumption) -> Iterator[Fault]:
    offered = ["yes", "no"] if item.kind is Kind.YES_NO else [choice.key for choice in item.choices]
    for key, weight in unknown.weights.items():
        if key not in offered:
            near = nearest(key, offered) or f" choose from {listed(offered)}"
            yield (at / key).fault(f"is not offered;{near}")
        if weight < 0:
            yield (at / key).fault("give a weight, not below 0")
    if sum(unknown.weights.values()) <= 0:
        yield at.fault("give at least one weight above 0")
