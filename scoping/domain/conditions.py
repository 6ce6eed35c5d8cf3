"""Conditions on facts, written as data: what must hold for a task, clause, question or rule to apply.

Facts are scalars, tuples (several choices), None (unknown), or numpy arrays of draws in a simulation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

Scalar = bool | int | Decimal | str
Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Test:
    """One comparison of one fact; an unknown fact passes none but `known = false`."""

    __test__ = False  # pytest would collect it by its name

    fact: str
    operator: str
    value: tuple[Scalar, ...]


@dataclass(frozen=True)
class Condition:
    """Clauses of which one must hold; a clause holds when all its tests do. No clause at all means always."""

    clauses: tuple[tuple[Test, ...], ...] = ()

    def facts(self) -> frozenset[str]:
        """The keys of the facts this condition looks at."""
        return frozenset(test.fact for clause in self.clauses for test in clause)


ALWAYS = Condition()


def _is_one_of(fact: Any, values: tuple[Scalar, ...]) -> Any:
    if isinstance(fact, tuple):
        return any(item in values for item in fact)
    if isinstance(fact, np.ndarray):
        found = fact == values[0]
        for value in values[1:]:
            found = found | (fact == value)
        return found
    return fact in values and not (isinstance(fact, bool) ^ any(isinstance(v, bool) for v in values))


def _number(value: Scalar) -> float:
    return float(value)


_OPERATORS: dict[str, Any] = {
    "one_of": _is_one_of,
    "none_of": lambda fact, values: np.logical_not(_is_one_of(fact, values)),
    "at_least": lambda fact, values: fact >= _number(values[0]),
    "more_than": lambda fact, values: fact > _number(values[0]),
    "at_most": lambda fact, values: fact <= _number(values[0]),
    "less_than": lambda fact, values: fact < _number(values[0]),
}
OPERATORS = frozenset(_OPERATORS) | {"known"}


def passes(test: Test, facts: Facts) -> Any:
    """Whether one test holds; an array of booleans where the fact is an array of draws."""
    fact = facts.get(test.fact)
    if test.operator == "known":
        return (fact is not None) == test.value[0]
    if fact is None:
        return False
    return _OPERATORS[test.operator](fact, test.value)


def holds(condition: Condition, facts: Facts) -> Any:
    """Whether the condition holds; an array of booleans where a fact it looks at is an array of draws."""
    if not condition.clauses:
        return True
    result: Any = False
    for clause in condition.clauses:
        held: Any = True
        for test in clause:
            held = _both(held, passes(test, facts))
        result = _either(result, held)
    return result


def _both(one: Any, other: Any) -> Any:
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return np.logical_and(one, other)
    return bool(one) and bool(other)


def _either(one: Any, other: Any) -> Any:
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return np.logical_or(one, other)
    return bool(one) or bool(other)
