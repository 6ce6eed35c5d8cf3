"""Formulas of reference data: none divides by zero, asks what nobody answers, or falls where more work is asked for."""

import pytest

from scoping.domain.errors import InvalidInput
from scoping.reference.loading import load_trees
from tests.reference.tree import changed, write

SERVICE = "services/migration.toml"
STEPS = "steps = [{ up_to = 100, quantity = 1 }, { quantity = 2 }]"
TASK = "packages[1].tasks[1]"


def faults(tmp_path, old: str, new: str) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refusal:
        load_trees(write(tmp_path, changed(SERVICE, old, new)))
    return {fault.key: fault.what for fault in refusal.value.faults}


def test_steps_that_fall_are_refused_with_the_two_answers(tmp_path):
    found = faults(tmp_path, STEPS, "steps = [{ up_to = 100, quantity = 2 }, { quantity = 1.5 }]")
    assert list(found) == [f"{SERVICE}: {TASK}"]
    assert found[f"{SERVICE}: {TASK}"].startswith("101 users give 1.5 units of it, but 100 give 2: ")


@pytest.mark.parametrize(
    "line",
    [
        'factors = [{ multiply = 0.5, because = "many", when = { users = { more_than = 300 } }, ours = true }]',
        "when = { users = { at_most = 300 } }",
        'when = { lfs = true, source_scm = ["svn"], users = { at_most = 300 } }',
    ],
)
def test_a_factor_or_condition_that_takes_work_away_from_more_is_refused(tmp_path, line):
    found = faults(tmp_path, STEPS + " }", f"{STEPS} }}\n{line}")
    assert found[f"{SERVICE}: {TASK}"].startswith("301 users give ")


@pytest.mark.parametrize("line", ["when = { users = { at_most = 300 } }", "when = { users = { at_least = 300 } }"])
def test_what_is_meant_to_fall_says_so_and_what_grows_need_not(tmp_path, line):
    falls = "falls = true" if "at_most" in line else ""
    load_trees(write(tmp_path, changed(SERVICE, STEPS + " }", f"{STEPS} }}\n{line}\n{falls}")))


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ('size = 200, by = "source_scm"', 'size = 0, by = "source_scm"', "packages[1].tasks[0].driver.size"),
        ("sizes = { svn = 50 }", "sizes = { svn = 0 }", "packages[1].tasks[0].driver.sizes.svn"),
        (
            'fact = "users", unit = "users", size = 200 }',
            'fact = "users", unit = "x", size = 0 }',
            "packages[1].days_at_least.size",
        ),
    ],
)
def test_a_batch_of_nothing_would_divide_by_zero(tmp_path, old, new, at):
    assert faults(tmp_path, old, new) == {f"{SERVICE}: {at}": "a batch holds at least one"}


def test_a_formula_over_a_question_that_nobody_asks_is_refused(tmp_path):
    found = faults(tmp_path, f'fact = "users", unit = "users", {STEPS}', f'fact = "user", unit = "users", {STEPS}')
    assert "does not ask user; did you mean users?" in found[f"{SERVICE}: {TASK}.driver.fact"]
