"""The wave plan: a small mixed pilot, waves of a size, large repositories apart, and a CSV that runs nothing."""

import random
from datetime import date
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoping.domain.waves import LARGE_OVER, Repository, wave_plan


def estate(count: int, size: int = 1000) -> list[Repository]:
    return [Repository(f"group-{number % 7}/repo-{number:04}", size + number) for number in range(count)]


def test_two_thousand_repositories_make_a_pilot_of_twenty_and_waves_of_the_given_size() -> None:
    plan = wave_plan(estate(2000), wave_size=200)
    assert len(plan.pilot) == 20
    assert [len(wave) for wave in plan.waves] == [200] * 9 + [180]
    assert plan.days() == 11


def test_large_repositories_go_apart_two_a_day_with_the_smaller_first() -> None:
    large = [Repository(f"big/{number}", LARGE_OVER + 5 - number) for number in range(5)]
    plan = wave_plan([*estate(40), *large], wave_size=200)
    assert [[each.name for each in day] for day in plan.large_days] == [
        ["big/4", "big/3"],
        ["big/2", "big/1"],
        ["big/0"],
    ]
    assert all((each.size_bytes or 0) <= LARGE_OVER for wave in plan.waves for each in wave)


def test_a_repository_of_exactly_the_limit_is_not_large() -> None:
    assert wave_plan([Repository("a/a", LARGE_OVER)], wave_size=10).large_days == ()


def test_the_pilot_is_a_mix_of_kinds_and_groups_with_small_ones_first() -> None:
    special = [
        Repository("one/lfs", 9000, lfs=True),
        Repository("two/fork", 8000, fork=True),
        Repository("three/branches", 7000, flags=("more than 1,000 branches",)),
        Repository("four/own", 6000, personal=True),
    ]
    plan = wave_plan([*estate(60), *special], wave_size=50, pilot=12)
    names = [each.name for each in plan.pilot]
    assert {each.name for each in special} <= set(names)
    assert [each.size_bytes for each in plan.pilot] == sorted(each.size_bytes or 0 for each in plan.pilot)
    assert {each.group for each in plan.pilot} >= {f"group-{number}" for number in range(7)}


def test_empty_and_unmeasured_repositories_prove_nothing_in_a_pilot_and_unmeasured_ones_come_last() -> None:
    empty = [Repository(f"e/{number}", 0, empty=True) for number in range(5)]
    unknown = [Repository(f"u/{number}") for number in range(5)]
    plan = wave_plan([*empty, *unknown, *estate(10)], wave_size=8)
    assert not {*empty, *unknown} & {*plan.pilot}
    assert plan.size_unknown == 5
    assert plan.waves[-1][-5:] == tuple(unknown)


def test_archived_repositories_stay_and_are_listed() -> None:
    archived = Repository("a/old", 5, archived=True)
    plan = wave_plan([archived, *estate(8)], wave_size=5)
    assert plan.archived == (archived,)
    assert archived not in [each for wave in (plan.pilot, *plan.waves) for each in wave]


def test_a_group_stays_together_and_light_groups_go_before_heavy_ones() -> None:
    heavy = [Repository(f"heavy/{number}", 1_000_000) for number in range(6)]
    light = [Repository(f"light/{number}", 1) for number in range(6)]
    plan = wave_plan([*heavy, *light], wave_size=6, pilot=0)
    assert [{each.group for each in wave} for wave in plan.waves] == [{"light"}, {"heavy"}]


def test_a_small_estate_keeps_a_main_phase() -> None:
    plan = wave_plan(estate(8), wave_size=200)
    assert (len(plan.pilot), [len(wave) for wave in plan.waves]) == (2, [6])


def test_nothing_to_move_takes_no_day() -> None:
    plan = wave_plan([], wave_size=200)
    assert (plan.days(), plan.waves, plan.pilot) == (0, (), ())


@pytest.mark.parametrize(
    "wrong", [{"wave_size": 0}, {"wave_size": 5, "pilot": -1}, {"wave_size": 5, "large_per_day": 0}]
)
def test_a_wave_that_holds_nothing_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="at least one"):
        wave_plan(estate(3), **wrong)  # type: ignore[arg-type]


REPOSITORIES = st.builds(
    Repository,
    name=st.sampled_from(["a/x", "a/y", "b/x", "c/d/e", "f", ""]),
    size_bytes=st.one_of(st.none(), st.integers(0, 10**12)),
    archived=st.sampled_from([None, True, False]),
    fork=st.sampled_from([None, True, False]),
    lfs=st.sampled_from([None, True, False]),
    empty=st.sampled_from([None, True, False]),
    last_activity_on=st.sampled_from([None, date(2026, 1, 2)]),
    flags=st.sampled_from([(), ("mirror",)]),
)


@settings(deadline=None)
@given(st.lists(REPOSITORIES, max_size=40), st.integers(1, 9), st.integers(0, 9), st.randoms(use_true_random=False))
def test_every_repository_moves_once_or_stays_and_the_order_given_means_nothing(
    repositories: list[Repository], wave_size: int, pilot: int, random_: random.Random
) -> None:
    plan = wave_plan(repositories, wave_size=wave_size, pilot=pilot)
    placed = [*plan.pilot, *plan.archived]
    placed += [each for part in (*plan.waves, *plan.large_days) for each in part]
    assert sorted(map(repr, placed)) == sorted(map(repr, repositories))
    assert len(plan.pilot) <= pilot
    assert len(plan.waves) <= ceil(len(repositories) / wave_size)
    assert all(0 < len(wave) <= wave_size for wave in plan.waves)
    assert all(0 < len(day) <= 2 for day in plan.large_days)
    assert wave_plan(random_.sample(repositories, len(repositories)), wave_size=wave_size, pilot=pilot) == plan
