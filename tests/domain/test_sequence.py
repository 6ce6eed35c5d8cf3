"""The order of work: the strides give what a walk day by day gives, seats are never overbooked, a slip is told."""

from collections import defaultdict
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoping.domain.sequence import Step, moving, run

ROLES = ("architect", "engineer")
PER_DAY = st.fixed_dictionaries({role: st.integers(1, 40) for role in ROLES})


@st.composite
def plans(draw: st.DrawFn) -> list[Step]:
    """Steps that wait for earlier ones only, with or without a length of their own."""
    steps = []
    for place in range(draw(st.integers(1, 7))):
        roles = draw(st.lists(st.sampled_from(ROLES), min_size=1, max_size=2, unique=True))
        work = {role: draw(st.integers(1, 200)) for role in roles}
        days = draw(st.integers(1, 9))
        after = draw(st.sets(st.integers(0, place - 1), max_size=3)) if place else ()
        pace = {role: -(-amount // days) for role, amount in work.items()}
        steps.append(Step(tuple(after), work, pace, days, draw(st.booleans())))
    return steps


SHUT = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 10)), max_size=3).map(
    lambda spans: [(first, first + length) for first, length in spans]
)


def walked(steps, per_day, late=(), shut=()):
    """The same, one day after the other: first and last day of each step, quarter hours by day and role, all days."""
    left = [dict(step.work) for step in steps]
    first, last, used, lasted, day = {}, {}, defaultdict(int), defaultdict(int), 0
    while len(last) < len(steps):
        done = {place for place, ended in last.items() if ended < day - (place in late)}
        active = [p for p, step in enumerate(steps) if p not in last and done.issuperset(step.after)]
        if any(begins <= day < after for begins, after in shut):
            active = [p for p in active if not steps[p].changes]
        for role, capacity in per_day.items():
            for place in active:
                take = min(capacity, left[place].get(role, 0), steps[place].pace.get(role, 0))
                if take:
                    left[place][role] -= take
                    used[day, role] += take
                    capacity -= take
                    first.setdefault(place, day)
        for place in active:
            lasted[place] += place in first
            if not any(left[place].values()) and lasted[place] >= steps[place].days:
                last[place] = day
        day += 1
    return first, last, dict(used), max(ended + (place in late) for place, ended in last.items()) + 1


def by_day(went):
    used = defaultdict(int)
    for stretch in went.stretches:
        for day in range(stretch.first, stretch.first + stretch.days):
            used[day, stretch.role] += stretch.quarters
    return dict(used)


@settings(max_examples=150, deadline=None)
@given(plans(), PER_DAY, st.data())
def test_strides_give_what_a_walk_day_by_day_gives(steps, per_day, data):
    late = data.draw(st.sets(st.integers(0, len(steps) - 1), max_size=2))
    shut = data.draw(SHUT)
    went, (first, last, used, days) = run(steps, per_day, late, shut), walked(steps, per_day, late, shut)
    assert went.first == tuple(first[place] for place in range(len(steps)))
    assert went.last == tuple(last[place] for place in range(len(steps)))
    assert (by_day(went), went.days) == (used, days)


@settings(max_examples=100, deadline=None)
@given(plans(), PER_DAY)
def test_all_work_is_done_in_order_within_the_seats_and_no_step_is_shorter_than_its_days(steps, per_day):
    went = run(steps, per_day)
    assert sum(by_day(went).values()) == sum(sum(step.work.values()) for step in steps)
    assert all(amount <= per_day[role] for (_, role), amount in by_day(went).items())
    for place, step in enumerate(steps):
        assert went.last[place] - went.first[place] + 1 >= step.days
        assert all(went.last[before] < went.first[place] for before in step.after)


@settings(max_examples=100, deadline=None)
@given(plans(), PER_DAY, SHUT)
def test_a_step_moves_the_end_exactly_when_the_plan_with_its_slip_ends_later(steps, per_day, shut):
    groups = [(place,) for place in range(len(steps))]
    days = walked(steps, per_day, (), shut)[3]
    assert moving(steps, per_day, groups, shut) == [walked(steps, per_day, group, shut)[3] > days for group in groups]


@settings(max_examples=100, deadline=None)
@given(plans(), PER_DAY, SHUT)
def test_what_changes_something_neither_begins_nor_ends_nor_goes_on_while_it_is_shut(steps, per_day, shut):
    went = run([replace(step, changes=True) for step in steps], per_day, shut=shut)
    closed = {day for first, after in shut for day in range(first, after)}
    assert not closed & {*went.first, *went.last, *(day for day, _ in by_day(went))}
    for place, step in enumerate(steps):
        assert len(set(range(went.first[place], went.last[place] + 1)) - closed) >= step.days


def test_other_work_goes_on_and_fills_the_time():
    change = Step((), {"engineer": 16}, {"engineer": 8}, changes=True)
    beside = Step((), {"engineer": 16}, {"engineer": 8})
    went = run([change, beside], {"engineer": 8}, shut=[(1, 3)])
    assert (went.first, went.last, went.days) == ((0, 1), (3, 2), 4)


def test_a_slip_that_other_work_on_the_same_seat_fills_moves_nothing():
    first, second = Step((), {"engineer": 8}, {"engineer": 8}), Step((0,), {"engineer": 8}, {"engineer": 8})
    beside = Step((), {"engineer": 24}, {"engineer": 8})
    assert moving([first, second], {"engineer": 8}, [(0,), (1,)]) == [True, True]
    assert run([first, second, beside], {"engineer": 8}).days == 5
    assert moving([first, second, beside], {"engineer": 8}, [(0,), (1,), (2,)]) == [False, False, True]


def test_steps_that_wait_for_each_other_are_refused():
    with pytest.raises(ValueError, match="wait for each other"):
        run(
            [Step((1,), {"engineer": 1}, {"engineer": 1}), Step((0,), {"engineer": 1}, {"engineer": 1})],
            {"engineer": 4},
        )
