"""Checks of services: questions, work packages, tasks with their drivers, and the order of it all."""

from collections.abc import Iterator, Sequence
from graphlib import CycleError, TopologicalSorter

from scoping.codec.faults import nearest
from scoping.domain.catalog import Catalog, Package, Position, Service, Task
from scoping.domain.discovery import Question
from scoping.domain.drivers import Driver, Share, facts_of
from scoping.domain.errors import Fault
from scoping.reference.checking import wording
from scoping.reference.checking.drivers import driver_faults
from scoping.reference.checking.facts import Known, Stage, condition_faults, known_facts
from scoping.reference.checking.formulas import falling
from scoping.reference.checking.people import known_level, provenance
from scoping.reference.places import Place


def deciding_questions(catalog: Catalog) -> set[str]:
    """The questions on which the hours of some task hang."""
    facts: set[str] = set()
    for item in catalog.services.values():
        for package in item.packages:
            shapes = (package.days_at_least, *(task.days_at_least for task in package.tasks))
            facts |= {fact for shape in shapes if shape for fact in facts_of(shape)}
            for task in package.tasks:
                conditions = (task.when, *(factor.when for factor in task.factors))
                facts |= facts_of(task.driver).union(*(condition.facts() for condition in conditions))
    return facts


def service(at: Place, item: Service, catalog: Catalog) -> Iterator[Fault]:
    """Everything wrong inside one service."""
    yield from _questions(at / "questions", item, catalog)
    if any(key not in catalog.questions for key in item.questions):
        return  # every task that looks at the missing question would be reported as well
    asked = catalog.asked([item.key])
    for position, key in enumerate(item.questions):
        yield from _order_of_questions(at / "questions" / position, catalog.questions[key], list(asked))
    answers = known_facts(catalog, Stage.ANSWERS)
    for position, package in enumerate(item.packages):
        yield from _package(at / "packages" / position, package, catalog, asked, answers)
    yield from wording.wording(at, item, catalog, asked)
    if not 0 <= item.correlation <= 1:
        yield (at / "correlation").fault("give a share from 0 to 1")
    yield from provenance(at / "correlation", item.source, item.ours)


def _questions(at: Place, item: Service, catalog: Catalog) -> Iterator[Fault]:
    for position, key in enumerate(item.questions):
        if key not in catalog.questions:
            yield (at / position).fault(f"there is no question {key};{nearest(key, catalog.questions)}".rstrip(";"))
        elif key in item.questions[:position]:
            yield (at / position).fault(f"{key} is there twice")


def _order_of_questions(at: Place, question: Question, asked: Sequence[str]) -> Iterator[Fault]:
    """A question can only depend on one that is asked before it, whichever other services are sold."""
    earlier = asked[: asked.index(question.key)]
    for fact in sorted((question.when.facts() | {*question.versions_apart}) - {"services", "service_count"}):
        if fact not in earlier:
            where = "is asked after it; swap them" if fact in asked else "is not asked by this service; add it before"
            yield at.fault(f"{question.key} depends on {fact}, which {where}")


def _package(at: Place, package: Package, catalog: Catalog, asked: Known, answers: Known) -> Iterator[Fault]:
    if not package.tasks:
        yield (at / "tasks").fault("a work package needs at least one task")
    yield from _shape(at / "days_at_least", package.days_at_least, asked)
    for position, task in enumerate(package.tasks):
        yield from _task(at / "tasks" / position, task, catalog, asked, answers)
        yield from _shape(at / "tasks" / position / "days_at_least", task.days_at_least, asked)
    yield from _order_of_tasks(at, package)
    if package.position is Position.SPREAD and package.days_at_least:
        yield (at / "days_at_least").fault("it runs along all others from start to end; leave the days out")
    elif package.parted and package.days_at_least:
        yield (at / "days_at_least").fault("its tasks are planned one by one; give the days to them")


def _shape(at: Place, shape: Driver | None, asked: Known) -> Iterator[Fault]:
    if isinstance(shape, Share):
        yield at.fault("a share gives no days; use another kind of driver")
    elif shape:
        yield from driver_faults(at, shape, asked)


def _order_of_tasks(at: Place, package: Package) -> Iterator[Fault]:
    """Tasks that wait for what is not there, for each other, or where all run along the others anyway."""
    keys = [task.key for task in package.tasks]
    for position, task in enumerate(package.tasks):
        place = at / "tasks" / position
        if package.position is Position.SPREAD and (task.after or task.days_at_least):
            yield place.fault("a task that runs along all others has no order and no days; leave after and days out")
        for number, key in enumerate(task.after):
            if key not in keys:
                yield (place / "after" / number).fault(
                    f"there is no task {key} in this work package;{nearest(key, keys)}".rstrip(";")
                )
    try:
        TopologicalSorter({task.key: {*task.after} & {*keys} for task in package.tasks}).prepare()
    except CycleError as error:
        cycle: list[str] = error.args[1]
        place = at / "tasks" / keys.index(cycle[0]) / "after"
        yield place.fault(f"tasks wait for each other: {' → '.join(reversed(cycle))}")


def _task(at: Place, task: Task, catalog: Catalog, asked: Known, answers: Known) -> Iterator[Fault]:
    yield from known_level(at, task.role, task.level, catalog)
    wrong = list(driver_faults(at / "driver", task.driver, asked))
    wrong += condition_faults(task.when, answers, at / "when")
    yield from wrong
    if not wrong:
        yield from falling(at, task, asked)
    if isinstance(task.driver, Share):
        if task.hours is not None:
            yield (at / "hours").fault("a share takes its hours from all other tasks; leave them out")
        if task.factors:
            yield (at / "factors").fault("a share has no quantity to multiply; leave them out")
    elif task.hours is None:
        yield (at / "hours").fault("is missing; only a share does without")
    elif task.hours.pessimistic <= 0:
        yield (at / "hours").fault("give more than no hours, or leave the task out")
    yield from provenance(at, task.source, task.ours)
    for position, factor in enumerate(task.factors):
        place = at / "factors" / position
        yield from condition_faults(factor.when, answers, place / "when")
        if factor.multiply <= 0:
            yield (place / "multiply").fault("give a number above 0; a condition on the task takes it out")
        yield from provenance(place, factor.source, factor.ours)


def order(services: Sequence[tuple[Place, Service]]) -> Iterator[Fault]:
    """Work packages that wait for what is not there, for what runs along everything, or for each other."""
    places = {
        f"{item.key}/{package.key}": (at / "packages" / position, package, item)
        for at, item in services
        for position, package in enumerate(item.packages)
    }
    by_position: dict[Position, list[str]] = {position: [] for position in Position}
    for path, (_, package, _) in places.items():
        by_position[package.position].append(path)
    firsts, mains = by_position[Position.FIRST], by_position[Position.MAIN]
    implied = {Position.MAIN: firsts, Position.LAST: [*firsts, *mains]}
    graph: dict[str, set[str]] = {}
    for path, (at, package, item) in places.items():
        graph[path] = set(implied.get(package.position, ()))
        for number, key in enumerate(package.after):
            named = key if "/" in key else f"{item.key}/{key}"
            if named not in places:
                yield (at / "after" / number).fault(
                    f"there is no work package {key};{nearest(named, places)}".rstrip(";")
                )
            elif places[named][1].position is Position.SPREAD:
                yield (at / "after" / number).fault(f"{key} runs along all others and is never done before them")
            else:
                graph[path].add(named)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        cycle: list[str] = error.args[1]
        yield places[cycle[0]][0].fault(f"work packages wait for each other: {' → '.join(reversed(cycle))}")
