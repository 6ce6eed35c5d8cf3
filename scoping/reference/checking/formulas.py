"""Whether a task's hours ever fall while the number they hang on grows: seldom meant, and dear when it is not."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from scoping.domain.catalog import Task
from scoping.domain.conditions import Condition
from scoping.domain.discovery import Kind, Question
from scoping.domain.drivers import LookUp, facts_of
from scoping.domain.errors import Fault
from scoping.domain.estimate import units
from scoping.reference.checking.facts import Known
from scoping.reference.places import Place


def falling(at: Place, task: Task, asked: Known) -> Iterator[Fault]:
    """Every numeric answer with which the task shrinks, tried at its bounds and wherever the formula has an edge.

    All else counts as met, so that one answer moves at a time. A task with `falls = true` is meant to.
    """
    if task.falls:
        return
    conditions = (task.when, *(factor.when for factor in task.factors))
    for fact in sorted(facts_of(task.driver).union(*(condition.facts() for condition in conditions))):
        question = asked.get(fact)
        if question is None or question.kind is not Kind.NUMBER:
            continue
        alone = _about(task, fact)
        amounts = [(value, units(alone, {fact: value})) for value in _edges(task, question, conditions)]
        for (less, before), (more, after) in pairwise(amounts):
            if after < before:
                yield at.fault(
                    f"{more:,} {fact} give {after:,g} units of it, but {less:,} give {before:,g}: "
                    "more must not mean less work; correct it, or write falls = true where it is meant"
                )
                break


def _about(task: Task, fact: str) -> Task:
    """The task as far as it hangs on one fact."""
    factors = tuple(replace(factor, when=_tests_of(factor.when, fact)) for factor in task.factors)
    return replace(task, when=_tests_of(task.when, fact), factors=factors)


def _tests_of(condition: Condition, fact: str) -> Condition:
    return Condition(tuple(tuple(test for test in clause if test.fact == fact) for clause in condition.clauses))


def _edges(task: Task, question: Question, conditions: tuple[Condition, ...]) -> list[int]:
    """The answers at which the formula may bend, with their neighbours, in order."""
    edges = [int(bound) for bound in (question.minimum, question.maximum) if bound is not None]
    for condition in conditions:
        for test in (test for clause in condition.clauses for test in clause):
            if test.fact == question.key and test.operator != "known":
                edges += [int(value) for value in test.value if not isinstance(value, (bool, str))]
    if isinstance(task.driver, LookUp):
        edges += [step.up_to for step in task.driver.steps if step.up_to is not None]
    near = {edge + step for edge in edges for step in (-1, 0, 1)}
    low, high = question.minimum, question.maximum
    return sorted(value for value in near if (low is None or value >= low) and (high is None or value <= high))
