"""Conditions: what must hold, for known facts, unknown ones and draws."""

import numpy as np
import pytest

from scoping.domain.conditions import ALWAYS, Condition, Test, holds


def when(*clauses):
    return Condition(tuple(tuple(Test(fact, op, value) for fact, op, value in clause) for clause in clauses))


def test_no_condition_always_holds():
    assert holds(ALWAYS, {}) is True


@pytest.mark.parametrize(
    ("operator", "value", "fact", "expected"),
    [
        ("one_of", ("aws", "gcp"), "aws", True),
        ("one_of", ("aws", "gcp"), "azure", False),
        ("one_of", ("scm-migration",), ("ci-cd", "scm-migration"), True),
        ("none_of", ("none",), "full_ha", True),
        ("none_of", ("none",), "none", False),
        ("at_least", (2,), 2, True),
        ("more_than", (2,), 2, False),
        ("at_most", (2,), 2, True),
        ("less_than", (2,), 2, False),
        ("one_of", (True,), True, True),
        ("one_of", (True,), 1, False),
        ("one_of", (1,), True, False),
    ],
)
def test_an_operator_compares_a_known_fact(operator, value, fact, expected):
    assert holds(when([("f", operator, value)]), {"f": fact}) is expected


@pytest.mark.parametrize("operator", ["one_of", "none_of", "at_least", "more_than", "at_most", "less_than"])
def test_an_unknown_fact_passes_no_comparison(operator):
    assert holds(when([("f", operator, (1,))]), {"f": None}) is False


def test_being_unknown_can_itself_be_asked_for():
    assert holds(when([("f", "known", (False,))]), {"f": None}) is True
    assert holds(when([("f", "known", (True,))]), {"f": 0}) is True


def test_all_tests_of_one_clause_or_any_clause():
    condition = when([("a", "one_of", (True,)), ("b", "more_than", (5,))], [("c", "one_of", ("x",))])
    assert holds(condition, {"a": True, "b": 6}) is True
    assert holds(condition, {"a": True, "b": 5}) is False
    assert holds(condition, {"a": False, "b": 1, "c": "x"}) is True


def test_draws_give_one_verdict_each():
    condition = when([("a", "one_of", ("x",)), ("b", "more_than", (5,))])
    verdict = holds(condition, {"a": np.array(["x", "y", "x"]), "b": np.array([6.0, 9.0, 5.0])})
    assert verdict.tolist() == [True, False, False]
