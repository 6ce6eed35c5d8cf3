"""Hand edits in a discovery file: hours, quantities, tasks taken out or added, each with its reason."""

from decimal import Decimal

import pytest

from scoping.domain.effort import ThreePoint
from scoping.domain.overrides import Override
from tests.codec.discovery_file import HEAD, faults, read


def test_overrides_are_read_and_checked():
    text = """
[[overrides]]
task = "scm-migration/waves/waves"
hours = [1, 2, 3.5]
reason = "measured in the pilot"

[[overrides]]
discount = 0.05
reason = "agreed by the region"
"""
    assert read(HEAD + text).overrides == (
        Override(
            "measured in the pilot",
            task="scm-migration/waves/waves",
            hours=ThreePoint(Decimal(1), Decimal(2), Decimal("3.5")),
        ),
        Override("agreed by the region", discount=Decimal("0.05")),
    )
    found = faults(HEAD + text.replace("hours = [1, 2, 3.5]", "remove = true\nquantity = 3").replace("measured", "m"))
    assert "not both" in found["overrides[0].remove"]
    assert faults(HEAD + text.replace("[1, 2, 3.5]", "[3, 2, 1]"))["overrides[0].hours"].startswith("hours must be")


TASK_EDIT = """
[[overrides]]
task = "scm-migration/waves/waves"
reason = "measured in the pilot"
"""


@pytest.mark.parametrize(
    ("hours", "points"),
    [
        ("12", (12, 12, 12)),
        ("[1, 2, 3.5]", (1, 2, "3.5")),
        ("{ optimistic = 1, likely = 2, pessimistic = 9 }", (1, 2, 9)),
    ],
)
def test_hours_of_an_edit_are_one_number_or_three(hours, points):
    (override,) = read(f"{HEAD}{TASK_EDIT}hours = {hours}").overrides
    assert override.hours == ThreePoint(*map(Decimal, points))


@pytest.mark.parametrize(
    ("line", "key", "words"),
    [
        ("hours = nan", "hours", "finite"),
        ("hours = [1, nan, 3]", "hours", "finite"),
        ("hours = 1e12", "hours", "more than 20,000"),
        ("hours = 1000000000001", "hours", "too large to be meant"),
        ("hours = [3, 2, 1]", "hours", "optimistic ≤ likely ≤ pessimistic"),
        ("hours = [1, 2]", "hours", "give three hours"),
        ("hours = -1", "hours", "none below zero"),
        ('hours = "8"', "hours", "give three hours"),
        ("hours = { likely = 1, pessimistic = 2 }", "hours.optimistic", "is missing"),
        (
            "hours = { optimistic = 1, likely = 1, pessimistic = 2, pessimistc = 2 }",
            "hours.pessimistc",
            "did you mean pessimistic?",
        ),
        ("quantity = inf", "quantity", "finite"),
        ("quantity = -1", "quantity", "from 0 to"),
        ("remove = true\nhours = 3", "remove", "not both"),
        ("remove = 1", "remove", "true or false"),
        ("", "task", "say what changes"),
        ("hors = 3", "hors", "did you mean hours?"),
        ('hours = 3\nadded = { name = "Dry run", role = "a", level = "b", hours = 3 }', "added.hours", "unknown key"),
        ('hours = 3\nby = "a\\u0007"', "by", "control character"),
    ],
)
def test_an_edit_that_makes_no_sense_is_refused_at_its_row_and_key(line, key, words):
    first = TASK_EDIT.replace("waves/waves", "waves/first") + "quantity = 2\n"
    found = faults(HEAD + first + TASK_EDIT + line)
    assert list(found) == [f"overrides[1].{key}"]
    assert words in found[f"overrides[1].{key}"]


def test_removing_and_editing_one_task_contradict_each_other_at_the_second():
    found = faults(f"{HEAD}{TASK_EDIT}remove = true\n{TASK_EDIT}hours = 3")
    assert found == {
        "overrides[1].task": "scm-migration/waves/waves is edited already by overrides[0]; keep one edit of it"
    }


def test_overrides_that_are_no_rows_are_refused():
    assert "give a list" in faults('overrides = "none"\n' + HEAD)["overrides"]
    assert "give a table" in faults("overrides = [3]\n" + HEAD)["overrides[0]"]
