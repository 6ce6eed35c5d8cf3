"""Turning points: the smallest changes of answers that turn a level, confirmed by proposing again."""

from dataclasses import replace

import pytest

from scoping.domain.conditions import Condition, Test
from scoping.domain.discovery import Answer
from scoping.domain.levels import LevelRule
from scoping.domain.proposal import propose
from scoping.domain.turning_points import turning_points
from tests.catalogue import ARCHITECT, CATALOG, discovery


def turns(catalog, users=800):
    proposal = propose(catalog, discovery(answers={"users": Answer(users), "repositories": Answer(100)}))
    return next(turn for turn in turning_points(catalog, proposal) if turn.role == ARCHITECT)


@pytest.mark.parametrize(("users", "lower", "higher"), [(800, 500, 5001), (501, 500, 5001), (6000, 5000, None)])
def test_the_nearest_number_that_turns_a_level_is_found(users, lower, higher):
    capped = {**CATALOG.questions, "users": replace(CATALOG.questions["users"], maximum=10_000)}
    turn = turns(replace(CATALOG, questions=capped), users)
    assert [point.changes for point in turn.would_lower][:1] == [{"users": lower}]
    assert [point.changes for point in turn.would_raise][:1] == ([{"users": higher}] if higher else [])


def test_a_turning_point_is_true():
    point = turns(CATALOG).would_lower[0]
    changed = {key: Answer(value) for key, value in point.changes.items()}
    proposal = propose(CATALOG, discovery(answers={"repositories": Answer(100), **changed}))
    assert proposal.level_of(ARCHITECT).level == point.level == "intermediate"
    assert point.sentence == "An Intermediate would do with “500” for “How many users move?”"


def test_where_two_rules_hold_the_level_a_pair_of_changes_lowers_it():
    many = LevelRule(
        "many-repositories", ARCHITECT, "senior", "Many.", Condition(((Test("repositories", "at_least", (50,)),),))
    )
    both = replace(CATALOG, level_rules=(*CATALOG.level_rules, many))
    assert [set(point.changes) for point in turns(both).would_lower] == [{"users", "repositories"}]


def test_where_no_single_change_raises_the_level_a_pair_does():
    svn = LevelRule(
        "large-svn",
        ARCHITECT,
        "senior",
        "Many repositories of Subversion.",
        Condition(((Test("repositories", "more_than", (5000,)), Test("source_scm", "one_of", ("svn",))),)),
    )
    turn = turns(replace(CATALOG, level_rules=(svn,)), users=100)
    assert [(point.changes, point.level) for point in turn.would_raise] == [
        ({"repositories": 5001, "source_scm": "svn"}, "senior")
    ]
    assert turn.would_raise[0].sentence == (
        "A Senior would be needed with “5,001” for “How many repositories move?” "
        "and with “SVN” for “Where is the code?”"
    )


def test_a_pair_that_no_answer_can_reach_is_not_told():
    never = LevelRule(
        "never",
        ARCHITECT,
        "senior",
        "More than anybody may answer.",
        Condition(((Test("repositories", "more_than", (100_000,)), Test("source_scm", "one_of", ("svn",))),)),
    )
    assert turns(replace(CATALOG, level_rules=(never,)), users=100).would_raise == ()
