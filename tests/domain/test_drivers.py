"""Drivers: from an answer to a quantity, for one answer and for draws of an unknown one."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoping.domain.conditions import Condition, Test
from scoping.domain.discovery import Kind, Question, singular
from scoping.domain.drivers import (
    Factor,
    Fixed,
    LookUp,
    PerBatch,
    PerUnit,
    Share,
    Step,
    explain,
    facts_of,
    multiplier,
    quantity,
)

WAVES = PerBatch("repositories", "repositories", 200, "source_scm", {"bitbucket_server": 1000})
SIZE = LookUp("users", "users", (Step(1000, Decimal(1)), Step(3000, Decimal(2)), Step(None, Decimal(4))))
GEO = LookUp("geo", "", table={"none": Decimal(0), "full_ha": Decimal(1)})
COUNTS = st.integers(0, 1_000_000)


def test_a_fixed_task_is_done_once():
    assert quantity(Fixed(), {}) == 1


def test_units_beyond_an_allowance_are_counted():
    driver = PerUnit("repositories", "repositories", beyond=20)
    assert quantity(driver, {"repositories": 25}) == 5
    assert quantity(driver, {"repositories": 7}) == 0
    assert explain(driver, {"repositories": 1500}) == "1,500 repositories, 20 of them contained elsewhere"


@pytest.mark.parametrize(("count", "waves"), [(0, 0), (1, 1), (200, 1), (201, 2), (1500, 8)])
def test_every_started_batch_counts(count, waves):
    assert quantity(WAVES, {"repositories": count, "source_scm": "gitlab"}) == waves


def test_the_batch_size_follows_the_choice_and_the_reason_names_it():
    facts = {"repositories": 1500, "source_scm": "bitbucket_server"}
    assert quantity(WAVES, facts) == 2
    assert explain(WAVES, facts) == "1,500 repositories in batches of 1,000 = 2"


@pytest.mark.parametrize(("users", "amount"), [(1, 1), (1000, 1), (1001, 2), (3000, 2), (3001, 4), (10**6, 4)])
def test_a_look_up_takes_the_first_step_that_reaches_the_number(users, amount):
    assert quantity(SIZE, {"users": users}) == amount


def test_a_look_up_by_choice_takes_the_choices_row():
    assert quantity(GEO, {"geo": "full_ha"}) == 1
    assert quantity(GEO, {"geo": "none"}) == 0


def test_a_yes_or_no_looks_up_like_a_choice():
    driver = LookUp("air_gapped", "", table={"yes": Decimal(3)})
    assert (quantity(driver, {"air_gapped": True}), quantity(driver, {"air_gapped": False})) == (3, 0)


@pytest.mark.parametrize("driver", [PerUnit("x", "x"), PerBatch("x", "x", 5), SIZE])
def test_an_unknown_answer_gives_no_quantity_of_its_own(driver):
    assert quantity(driver, {}) == 0


@given(st.lists(COUNTS, min_size=1, max_size=20), st.sampled_from([WAVES, SIZE, PerUnit("repositories", "r", 10)]))
def test_draws_give_the_same_quantities_as_single_answers(counts, driver):
    fact = next(iter(facts_of(driver) - {"source_scm"}))
    drawn = quantity(driver, {fact: np.array(counts, dtype=float), "source_scm": "gitlab"})
    assert drawn.tolist() == [quantity(driver, {fact: count, "source_scm": "gitlab"}) for count in counts]


def test_draws_of_a_choice_give_each_its_batch_size():
    drawn = quantity(WAVES, {"repositories": 1500, "source_scm": np.array(["gitlab", "bitbucket_server"])})
    assert drawn.tolist() == [8, 2]


@given(COUNTS, COUNTS, st.sampled_from([WAVES, SIZE, PerUnit("repositories", "r", 10)]))
def test_more_of_something_never_means_less_of_it(one, other, driver):
    fact = next(iter(facts_of(driver) - {"source_scm"}))
    less, more = sorted((one, other))
    assert quantity(driver, {fact: less}) <= quantity(driver, {fact: more})


def test_factors_multiply_where_they_hold():
    azure = Factor(Decimal("1.5"), "Azure", Condition(((Test("platform", "one_of", ("azure",)),),)))
    gap = Factor(Decimal(2), "no way out", Condition(((Test("air_gapped", "one_of", (True,)),),)))
    assert multiplier((azure, gap), {"platform": "azure", "air_gapped": True}) == 3
    assert multiplier((azure, gap), {"platform": "aws", "air_gapped": False}) == 1
    assert multiplier((azure,), {"platform": np.array(["aws", "azure"])}).tolist() == [1, 1.5]


def test_a_share_says_what_it_is_a_share_of():
    assert explain(Share(Decimal("0.2")), {}) == "20% of the hours of all other tasks"


@pytest.mark.parametrize(("value", "said"), [(1, "1 repository"), (0, "0 repositories"), (1500, "1,500 repositories")])
def test_a_unit_after_a_one_is_singular(value: int, said: str) -> None:
    question = Question("repositories", "How many?", Kind.NUMBER, "", unit="repositories")
    assert question.label_of(value) == said
    assert explain(PerUnit("repositories", "repositories"), {"repositories": value}) == said


@pytest.mark.parametrize(
    ("unit", "one"),
    [
        ("minor versions", "minor version"),
        ("classes", "class"),
        ("libraries", "library"),
        ("people", "person"),
        ("licences", "licence"),
        ("GB", "GB"),
        ("a month", "a month"),
    ],
)
def test_units_of_the_catalogue_have_a_singular(unit: str, one: str) -> None:
    assert singular(unit) == one
