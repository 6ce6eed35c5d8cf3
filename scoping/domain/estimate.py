"""From answers to tasks with hours: which tasks apply, how much of each, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import numpy as np

from scoping.domain.catalog import Catalog, Package, Service, Task
from scoping.domain.conditions import ALWAYS, Facts, holds
from scoping.domain.discovery import Answers, Discovery, Question, assumed, minors_apart
from scoping.domain.drivers import Fixed, Share, explain, facts_of, multiplier, quantity
from scoping.domain.effort import ThreePoint
from scoping.domain.overrides import Edit, Override

PLACES = Decimal("0.0001")
ZERO = Decimal(0)


@dataclass(frozen=True)
class EstimatedTask:
    """A task with its hours for this engagement and the reason of its quantity.

    `needs` is the least level that can do it, `level` the one it is staffed at; `planned` are its quarter hours of p50.
    """

    service: str
    package: str
    key: str
    name: str
    role: str
    level: str
    needs: str
    quantity: Decimal
    hours: ThreePoint
    because: str
    planned: Decimal = Decimal(0)
    edit: Edit | None = None
    source: str = ""
    ours: bool = False

    @property
    def path(self) -> str:
        """Names the task within a proposal: service/package/task."""
        return f"{self.service}/{self.package}/{self.key}"


def facts_from(questions: Mapping[str, Question], answers: Answers, services: tuple[str, ...]) -> dict[str, Any]:
    """What is known: answers by key, None where unknown or where the question does not apply, and the services.

    Questions stand in the order in which they depend on each other; an answer whose question went away drives nothing.
    """
    facts: dict[str, Any] = {"services": services, "service_count": len(services)}
    for key, question in questions.items():
        applies = (key in answers or question.versions_apart) and holds(question.when, facts)
        facts[key] = answers[key].value if applies and key in answers else None
        if applies and facts[key] is None:
            facts[key] = _distance(question, facts)
    return facts


def _distance(question: Question, facts: Facts) -> int | None:
    """Minor versions between the two versions that the question names, where both are known."""
    versions = [facts[key] for key in question.versions_apart if facts.get(key) is not None]
    return minors_apart(*versions) if len(versions) == 2 else None


def asked_now(questions: Mapping[str, Question], facts: Facts) -> dict[str, Question]:
    """The questions whose condition holds; one that depends on an unknown answer stays away."""
    return {key: question for key, question in questions.items() if holds(question.when, facts) is True}


def unknowns(questions: Mapping[str, Question], facts: Facts) -> dict[str, Question]:
    """Questions that are asked, not answered, and have a stand-in that the estimate uses."""
    return {
        key: question
        for key, question in asked_now(questions, facts).items()
        if facts.get(key) is None and question.unknown is not None
    }


def with_assumptions(facts: Facts, missing: Mapping[str, Question]) -> dict[str, Any]:
    """The facts with the likely stand-in for everything unknown: what quantities are computed from."""
    return {**facts, **{key: assumed(question) for key, question in missing.items()}}


@dataclass(frozen=True)
class ScopedTask:
    """A task of a chosen service, after a person's edit of it, with the task as the catalogue has it."""

    service: Service
    package: Package
    task: Task
    override: Override | None = None
    computed: Task | None = None

    @property
    def path(self) -> str:
        """Names the task within a proposal: service/package/task."""
        return f"{self.service.key}/{self.package.key}/{self.task.key}"


def work(catalog: Catalog, discovery: Discovery) -> tuple[ScopedTask, ...]:
    """Every task the chosen services contain, in the catalogue's order, edited, removed and added as people said."""
    by_task = {override.task: override for override in discovery.overrides if override.task}
    scoped = []
    for service in catalog.sold(discovery.services):
        for package in service.packages:
            for task in package.tasks:
                item = ScopedTask(service, package, task, by_task.get(f"{service.key}/{package.key}/{task.key}"))
                scoped.append(_edited(item) if item.override else item)
            scoped += [
                ScopedTask(service, package, _added(override, path.rpartition("/")[2]), override)
                for path, override in by_task.items()
                if override.added and path.rpartition("/")[0] == f"{service.key}/{package.key}"
            ]
    return tuple(scoped)


def _edited(item: ScopedTask) -> ScopedTask:
    override, task = item.override, item.task
    if override is None or override.added:
        return replace(item, override=None)
    if override.quantity is not None and task.hours:
        hours = task.hours.times(override.quantity)
    else:
        hours = override.hours or ThreePoint(ZERO, ZERO, ZERO)
    return replace(item, task=replace(task, hours=hours, driver=Fixed(), factors=(), when=ALWAYS), computed=task)


def _added(override: Override, key: str) -> Task:
    if override.added is None:
        raise ValueError(f"{override.target} adds nothing")
    added = override.added
    return Task(key, added.name, added.role, added.level, hours=override.hours, source="added by hand")


def looked_at(task: Task) -> frozenset[str]:
    """The keys of all facts that decide whether and how much of the task there is."""
    return facts_of(task.driver).union(task.when.facts(), *(factor.when.facts() for factor in task.factors))


def units(task: Task, facts: Facts) -> Any:
    """Quantity × factors where the task applies, else 0: a float, or an array where a fact is an array of draws."""
    applies = holds(task.when, facts)
    if applies is False:
        return 0.0
    amount = quantity(task.driver, facts) * multiplier(task.factors, facts)
    return amount if applies is True else np.where(applies, amount, 0.0)


def estimate(
    scoped: Iterable[ScopedTask],
    facts: Facts,
    missing: Mapping[str, Question],
    questions: Mapping[str, Question],
    *,
    reasoned: bool = True,
) -> tuple[EstimatedTask, ...]:
    """The tasks with more than no hours; shares (project management) come from the hours of all the others.

    `facts` must be scalar, with assumptions filled in; `missing` names those of the questions they stand in for. Where
    not `reasoned` the tasks go without the reason of their quantity.
    """
    given = questions.items() if reasoned else ()
    labels = {key: question.label_of(facts[key]) for key, question in given if facts.get(key) is not None}
    scoped = tuple(scoped)
    amounts = [_amount(item.task, facts) for item in scoped]
    hours = [_hours_of(item.task, amount) for item, amount in zip(scoped, amounts, strict=True)]
    base = total_hours(hours)
    lines = []
    for item, amount, own in zip(scoped, amounts, hours, strict=True):
        if isinstance(item.task.driver, Share):
            own = (
                base.times(item.task.driver.share) if base.likely and holds(item.task.when, facts) else base.times(ZERO)
            )
        if own.pessimistic > 0:
            why = because(item.task, facts, missing, labels) if reasoned else ""
            lines.append(_line(item, amount, own, why, _edit(item, facts, base) if item.override else None))
    return tuple(lines)


def total_hours(hours: Iterable[ThreePoint]) -> ThreePoint:
    """The sum, point by point."""
    return sum(hours, ThreePoint(ZERO, ZERO, ZERO))


def task_hours(task: Task, facts: Facts) -> ThreePoint:
    """Hours of one task at scalar facts; none for a share, which has no quantity of its own."""
    return _hours_of(task, _amount(task, facts))


def _amount(task: Task, facts: Facts) -> Decimal:
    return task.driver.share if isinstance(task.driver, Share) else Decimal(str(round(units(task, facts), 6)))


def _hours_of(task: Task, amount: Decimal) -> ThreePoint:
    if isinstance(task.driver, Share) or task.hours is None or not amount:
        return ThreePoint(ZERO, ZERO, ZERO)
    return _rounded(task.hours.times(amount))


def edits(scoped: Iterable[ScopedTask], facts: Facts) -> tuple[Edit, ...]:
    """Every edited task against what the engine says now, removed ones included."""
    scoped = tuple(scoped)
    if not any(item.override for item in scoped):
        return ()
    base = total_hours(task_hours(item.computed or item.task, facts) for item in scoped)
    return tuple(_edit(item, facts, base) for item in scoped if item.override)


def _edit(item: ScopedTask, facts: Facts, base: ThreePoint) -> Edit:
    if item.override is None:
        raise ValueError(f"{item.path} is not edited")
    task = item.computed
    if task is None:
        return Edit(item.override, item.task.name, None)
    now = _rounded(base.times(task.driver.share)) if isinstance(task.driver, Share) else task_hours(task, facts)
    return Edit(item.override, task.name, now)


def _plain(amount: Decimal) -> Decimal:
    """Four places at most, without trailing zeros and without an exponent (10, never 1E+1)."""
    return Decimal(f"{amount.quantize(PLACES).normalize():f}")


def _rounded(hours: ThreePoint) -> ThreePoint:
    return ThreePoint(*(point.quantize(PLACES) for point in (hours.optimistic, hours.likely, hours.pessimistic)))


def _line(item: ScopedTask, amount: Decimal, hours: ThreePoint, why: str, edit: Edit | None) -> EstimatedTask:
    task = item.task
    return EstimatedTask(
        item.service.key,
        item.package.key,
        task.key,
        task.name,
        task.role,
        task.level,
        task.level,
        _plain(amount),
        _rounded(hours),
        f"edited: {edit.override.reason}" if edit else why,
        edit=edit,
        source=task.source,
        ours=task.ours,
    )


def because(task: Task, facts: Facts, missing: Mapping[str, Question], labels: Mapping[str, str]) -> str:
    """The reason of a task's quantity: its driver, the factors that hold and what had to be assumed."""
    reasons = [explain(task.driver, facts, labels)]
    reasons += [
        f"× {factor.multiply.normalize():f} {factor.because}" for factor in task.factors if holds(factor.when, facts)
    ]
    reasons += [
        f"{missing[key].text.rstrip('?')}: not known, assumed {missing[key].label_of(facts[key])}"
        for key in sorted(looked_at(task) & missing.keys())
    ]
    return "; ".join(reasons)
