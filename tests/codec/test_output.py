"""The contract of `scoping propose --json`: the keys other programs read, and sums that agree."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from scoping.codec import difference_output, proposal_output
from scoping.domain.difference import difference
from scoping.domain.discovery import Answer
from scoping.domain.overrides import Override
from scoping.domain.proposal import Proposal, propose
from scoping.domain.turning_points import turning_points
from tests import catalogue


@pytest.fixture(scope="module")
def proposal() -> Proposal:
    return propose(catalogue.CATALOG, catalogue.discovery())


@pytest.fixture(scope="module")
def output(proposal):
    return json.loads(json.dumps(proposal_output(proposal, turning_points(catalogue.CATALOG, proposal))))


def test_effort_is_numbers_of_days_and_hours(output, proposal):
    days, hours = output["effort"]["person_days"], output["effort"]["hours"]
    assert list(days) == ["p10", "p50", "p80", "p90"]
    assert days["p10"] <= days["p50"] <= days["p80"] <= days["p90"]
    assert hours["p50"] == days["p50"] * 8 == float(proposal.effort.p50)


def test_prices_are_texts_of_decimals_and_the_lines_sum_to_them(output):
    price = output["price"]
    assert price["currency"] == "USD"
    assert Decimal(price["time_and_materials"]) == sum(Decimal(line["amount"]) for line in price["lines"])
    assert Decimal(price["fixed_fee"]) == sum(Decimal(line["fixed_fee_amount"]) for line in price["lines"])
    assert Decimal(price["time_and_materials"]) == Decimal(str(output["effort"]["hours"]["p50"])) * 300


def test_tasks_tell_their_hours_and_why(output):
    tasks = {task["task"]: task for task in output["tasks"]}
    waves = tasks["waves"]
    assert (waves["service"], waves["package"], waves["role"]) == ("scm-migration", "move", catalogue.ENGINEER)
    assert waves["hours"] == {"optimistic": 64.0, "likely": 96.0, "pessimistic": 160.0, "expected": 101.3333}
    assert waves["because"] == "800 users in batches of 200 = 4"
    assert sum(task["planned_hours"] for task in output["tasks"]) == output["effort"]["hours"]["p50"]


def test_staffing_weeks_begin_on_mondays_and_sum_to_the_p50_effort(output):
    weeks = output["staffing"]["weeks"]
    assert {date.fromisoformat(week["week"]).weekday() for week in weeks} == {0}
    assert output["staffing"]["starts_on"] == "2027-02-01"
    seats = [seat for week in weeks for seat in week["seats"]]
    assert {"role", "level", "hours"} <= seats[0].keys()
    assert sum(seat["hours"] for seat in seats) == output["effort"]["hours"]["p50"]


def test_levels_tell_their_reasons_and_what_would_turn_them(output):
    (architect,) = (level for level in output["levels"] if level["role"] == catalogue.ARCHITECT)
    assert architect["level"] == "senior"
    assert "More than 500 users." in architect["because"]
    assert {"changes": {"users": 500}, "level": "intermediate"}.items() <= architect["would_lower"][0].items()
    assert architect["would_raise"] == []


def test_open_questions_are_ranked_and_required_ones_marked(output):
    questions = output["open_questions"]
    assert [question["key"] for question in questions] == ["source_scm"]
    assert [question["hours"] for question in questions] == sorted((q["hours"] for q in questions), reverse=True)


def test_the_range_comes_with_its_histogram_and_what_it_is_due_to(output):
    histogram = output["effort"]["histogram"]
    assert sum(bar["draws"] for bar in histogram) == 10_000
    assert all(bar["low"] < bar["high"] for bar in histogram)
    assert list(output["effort"]["due_to"]) == ["unknown_answers", "tasks", "risks", "estimating"]
    assert sum(float(share) for share in output["effort"]["due_to"].values()) == pytest.approx(1, abs=0.001)
    assert float(output["effort"]["due_to"]["estimating"]) > 0
    assert [stake["probability"] for stake in output["stakes"]] == [10, 50, 80, 90]


def test_the_mix_sums_to_the_p50_effort_and_its_shares_to_one(output):
    assert sum(cover["hours"] for cover in output["mix"]) == output["effort"]["hours"]["p50"]
    assert float(sum(Decimal(cover["share"]) for cover in output["mix"])) == pytest.approx(1, abs=0.001)


def test_hand_edits_show_three_figures_and_whether_they_conflict():
    then, now = catalogue.hours("1", "2", "3"), catalogue.hours("64", "96", "160")
    override = Override(
        "the pilot took less", "scm-migration/move/waves", catalogue.hours("8", "8", "8"), computed=then
    )
    edited = proposal_output(propose(catalogue.CATALOG, replace(catalogue.discovery(), overrides=(override,))))
    (edit,) = json.loads(json.dumps(edited))["edits"]
    assert (edit["target"], edit["conflict"]) == ("scm-migration/move/waves", True)
    likely = [edit[key]["likely"] for key in ("computed", "hours", "now")]
    assert likely == [float(then.likely), 8.0, float(now.likely)]


def test_a_difference_prints_parts_that_sum_to_the_whole():
    before = propose(catalogue.CATALOG, catalogue.discovery(answers={"users": Answer(400)}))
    after = propose(catalogue.CATALOG, catalogue.discovery())
    printed = json.loads(json.dumps(difference_output(difference(catalogue.CATALOG, before, after))))
    assert len(printed["parts"]) == 3
    assert sum(part["hours"] for part in printed["parts"]) == printed["hours_after"] - printed["hours_before"]
    whole = Decimal(printed["price_after"]) - Decimal(printed["price_before"])
    assert sum(Decimal(part["price"]) for part in printed["parts"]) == whole


def test_the_inputs_are_named_by_their_fingerprints(output, proposal):
    assert output["fingerprint"] == proposal.fingerprint
    assert len(output["fingerprint"]) == 64
    assert output["catalogue"] == proposal.catalogue
