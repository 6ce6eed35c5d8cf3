"""`scoping difference`: sentences for people, parts that sum to the whole for programs."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scoping.cli import main

EXAMPLES = Path(__file__).parents[2] / "examples"
BEFORE = EXAMPLES / "scm-migration.toml"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def after(tmp_path):
    file = tmp_path / "after.toml"
    text = BEFORE.read_text(encoding="utf-8").replace("repositories = 1500", "repositories = 4500")
    edit = '[[overrides]]\ndiscount = 0.05\nreason = "agreed with the region"\n'
    file.write_text(f"{text.replace('2027-02-01', '2027-03-01')}\n{edit}", encoding="utf-8")
    return file


def test_each_change_is_a_sentence_and_the_whole_comes_last(after):
    result = run("difference", BEFORE, after)
    assert result.exit_code == 0
    repositories, discount, start, _, whole = result.stdout.splitlines()[:5]
    assert repositories.startswith("repositories 1,500 → 4,500: +")
    assert discount.startswith("Discount: as computed → 5.0%: price −USD ")
    assert start.startswith("start 1 February 2027 → 1 March 2027: end ")
    assert whole.startswith("Together ")


@pytest.mark.parametrize("other", ["ci-cd", "half-answered"])
def test_the_parts_of_two_examples_sum_to_the_whole(other):
    printed = json.loads(run("difference", BEFORE, EXAMPLES / f"{other}.toml", "--json").stdout)
    assert sum(part["hours"] for part in printed["parts"]) == printed["hours_after"] - printed["hours_before"]
    whole = Decimal(printed["price_after"]) - Decimal(printed["price_before"])
    assert sum(Decimal(part["price"]) for part in printed["parts"]) == whole
    assert all(part["because"] for part in printed["parts"])


def test_amounts_of_two_currencies_have_no_difference():
    other = EXAMPLES / "cloud-architecture.toml"
    result = run("difference", BEFORE, other)
    assert result.exit_code == 2
    assert result.stderr == f"{other}: currency: USD and EUR have no difference; use one currency\n"


def test_the_same_file_twice_has_no_parts():
    result = run("difference", BEFORE, BEFORE, "--json")
    assert json.loads(result.stdout)["parts"] == []
    assert "Nothing that moves" in run("difference", BEFORE, BEFORE).stdout


def test_a_fault_in_either_file_is_refused_with_its_name_and_key(tmp_path, after):
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(BEFORE.read_text(encoding="utf-8").replace("users = 800", "users = -1"), encoding="utf-8")
    for pair in ((wrong, after), (after, wrong)):
        result = run("difference", *pair)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith(f"{wrong}: answers.users: ")
    assert run("difference", BEFORE, tmp_path / "none.toml").exit_code == 2
