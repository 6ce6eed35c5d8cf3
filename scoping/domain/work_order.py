"""What of the sold work waits for what: packages, and tasks where a package gives them an order, as steps."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil

from scoping.domain.catalog import Catalog, Package, Position
from scoping.domain.conditions import Facts
from scoping.domain.drivers import Driver, quantity
from scoping.domain.effort import quarters
from scoping.domain.estimate import EstimatedTask
from scoping.domain.sequence import Step

Loads = Mapping[tuple[str, str, str, str], int]
Sold = Mapping[str, tuple[str, Package]]  # service and package by path
Parts = Mapping[
    str, Mapping[str, int]
]  # quarter hours by task and role; one part without a name where tasks go together


def loads(catalog: Catalog, tasks: Iterable[EstimatedTask]) -> dict[tuple[str, str, str, str], int]:
    """Planned quarter hours by service, package, task and role; no task is named where a package's go together."""
    parted = {
        (service.key, package.key)
        for service in catalog.services.values()
        for package in service.packages
        if package.parted
    }
    found: dict[tuple[str, str, str, str], int] = defaultdict(int)
    for task in tasks:
        part = task.key if (task.service, task.package) in parted else ""
        found[task.service, task.package, part, task.role] += quarters(task.planned)
    return found


@dataclass(frozen=True)
class Piece:
    """A package that has work: its quarter hours by role, the packages it waits for, and its steps.

    `places` are those of its steps among the steps of all packages; a spread package has none.
    """

    service: str
    package: Package
    work: Mapping[str, int]
    after: tuple[str, ...]
    steps: tuple[Step, ...]
    places: range

    @property
    def path(self) -> str:
        """Names the package within a proposal: service/package."""
        return f"{self.service}/{self.package.key}"

    @property
    def days(self) -> int:
        """The fewest working days that its longest step takes, whoever works on it."""
        return max((step.days for step in self.steps), default=1)

    @property
    def ends(self) -> tuple[int, ...]:
        """The places of the steps with which it ends."""
        inner = {place for step in self.steps for place in step.after}
        return tuple(place for place in self.places if place not in inner)


def pieces(catalog: Catalog, services: Iterable[str], work: Loads, facts: Facts) -> tuple[Piece, ...]:
    """The packages of the chosen services that have work, in the catalogue's order."""
    sold = {
        f"{service.key}/{package.key}": (service.key, package)
        for service in catalog.sold(services)
        for package in service.packages
    }
    parts: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for (service, package, part, role), amount in work.items():
        if amount:
            parts[f"{service}/{package}"][part][role] = amount
    places = _places(sold, parts)
    return tuple(_piece(sold, path, parts[path], places, facts) for path in places)


def _places(sold: Sold, parts: Mapping[str, Parts]) -> dict[str, range]:
    places, start = {}, 0
    for path, (_, package) in sold.items():
        if path in parts:
            count = 0 if package.position is Position.SPREAD else len(parts[path])
            places[path] = range(start, start + count)
            start += count
    return places


def _piece(sold: Sold, path: str, parts: Parts, places: Mapping[str, range], facts: Facts) -> Piece:
    service, package = sold[path]
    work: dict[str, int] = defaultdict(int)
    for amounts in parts.values():
        for role, amount in amounts.items():
            work[role] += amount
    after = tuple(dict.fromkeys(_before(sold, path, places)))
    waits = tuple(place for before in after for place in places[before])
    steps = tuple(_steps(package, parts, waits, places[path], facts)) if places[path] else ()
    return Piece(service, package, dict(work), after, steps, places[path])


def _before(sold: Sold, path: str, present: Collection[str]) -> Iterator[str]:
    """The packages with work that this one waits for; for one without work, those that it would wait for."""
    service, package = sold[path]
    for key in package.after:
        named = key if "/" in key else f"{service}/{key}"
        if named in present:
            yield named
        elif named in sold:
            yield from _before(sold, named, present)
    first = package.position is Position.LAST, package.position is Position.MAIN
    for other in present:
        position = sold[other][1].position
        if (any(first) and position is Position.FIRST) or (first[0] and position is Position.MAIN):
            yield other


def _steps(package: Package, parts: Parts, waits: tuple[int, ...], places: range, facts: Facts) -> Iterator[Step]:
    if not package.parted:
        ((_, work),) = parts.items()
        yield _step(package, work, package.days_at_least, waits, facts)
        return
    tasks = {task.key: task for task in package.tasks}
    place_of = dict(zip(parts, places, strict=True))
    for part, work in parts.items():
        task = tasks.get(part)  # None for one that was added by hand: it waits for nothing within the package
        own = tuple(place_of[key] for key in dict.fromkeys(_tasks_before(package, part, parts)))
        yield _step(package, work, task.days_at_least if task else None, waits + own, facts)


def _tasks_before(package: Package, key: str, present: Collection[str]) -> Iterator[str]:
    for named in next((task.after for task in package.tasks if task.key == key), ()):
        if named in present:
            yield named
        else:
            yield from _tasks_before(package, named, present)


def _step(
    package: Package, work: Mapping[str, int], shape: Driver | None, after: tuple[int, ...], facts: Facts
) -> Step:
    days = max(1, ceil(quantity(shape, facts))) if shape else 1
    return Step(after, work, {role: ceil(amount / days) for role, amount in work.items()}, days, package.changes)
