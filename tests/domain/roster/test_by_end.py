"""Proving end by end: the same points as one search over everything, and a bound that nothing undercuts."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import assume, given, settings

from scoping.domain.calendar import Window
from scoping.domain.roster.by_end import early, prove, suits
from scoping.domain.roster.goals import Goals
from scoping.domain.roster.match import formulation_of, team_of
from scoping.domain.roster.model import build
from scoping.domain.roster.score import score
from scoping.domain.roster.search import solve
from scoping.domain.roster.solver import Limits, Outcome, never, run, silent
from tests.domain.roster import team
from tests.domain.roster.test_match import GOALS, requests, rosters

LIMITS = Limits(effort=20.0, workers=1)


def test_a_plan_of_fourteen_pieces_is_as_good_as_one_search_over_everything_finds_it():
    for seed in range(3):
        problem = formulation_of(*staff_and_work(seed), Goals()).problem.pruned()
        found = prove(problem, LIMITS, never, silent, early(problem, LIMITS, never))
        whole = run(build(problem), Limits(effort=60.0, workers=1), never)
        assert (found.outcome, whole.outcome) == (Outcome.PROVEN, Outcome.PROVEN)
        assert found.solution.objective == whole.solution.objective == score(problem, found.solution)


@settings(max_examples=30)
@given(rosters(), requests(), GOALS)
def test_any_question_has_the_same_answer_end_by_end_as_at_once(roster, request, goals):
    problem = formulation_of(roster, request, goals).problem.pruned()
    assume(all(piece.options for piece in problem.pieces))
    assert suits(problem, LIMITS)
    by_end, at_once = solve(problem, LIMITS), run(build(problem), LIMITS, never)
    assert by_end.outcome is at_once.outcome
    if by_end.solution is not None:
        assert by_end.solution.objective == at_once.solution.objective


@pytest.mark.parametrize("effort", [0.02, 0.3])
def test_a_search_cut_short_claims_no_bound_above_what_longer_search_reaches(effort):
    problem = formulation_of(*staff_and_work(5), Goals()).problem
    short, long = solve(problem, replace(LIMITS, effort=effort)), solve(problem, LIMITS)
    assert short.solution.bound <= long.solution.objective <= short.solution.objective


def test_two_ends_looked_at_side_by_side_give_the_same_plan_each_time():
    problem = formulation_of(*staff_and_work(6), Goals()).problem
    limits = Limits(effort=3.0, workers=2)
    assert solve(problem, limits) == solve(problem, limits)


def test_what_one_question_taught_proves_the_same_plan_where_one_rule_is_added():
    for seed in range(3):
        problem = formulation_of(*staff_and_work(seed), Goals()).problem.pruned()
        first = solve(problem, LIMITS)
        another = replace(problem, unlike=(team_of(problem.pieces, first.solution),))
        afresh, taught = solve(another, LIMITS), solve(another, LIMITS, floor=first.floor)
        assert taught.outcome is afresh.outcome
        assert taught.spent < afresh.spent
        if taught.solution is not None:
            assert taught.solution.proven
            assert taught.solution.objective == afresh.solution.objective > first.solution.objective


def staff_and_work(seed):
    """Three engineers with an absence each and fourteen pieces in four seats."""
    random = Random(seed)  # noqa: S311 (a made-up roster)
    people = [
        team.person(
            f"e{number}",
            level=random.choice(("intermediate", "senior")),
            cost=team.Money(Decimal(random.randrange(100, 180)), "USD"),
            absences=(away(random),),
        )
        for number in range(3)
    ]
    demands = [
        team.work(
            f"t{number}",
            days=random.randrange(1, 7),
            seat=f"s{number % 4}",
            after=(f"t{number - 4}",) if number >= 4 else (),
        )
        for number in range(14)
    ]
    return team.roster(*people), team.request(*demands, calendar=team.with_holidays(), weeks_ahead=12)


def away(random):
    first = team.STARTS_ON + timedelta(days=random.randrange(40))
    return Window("leave", first, first + timedelta(days=4))
