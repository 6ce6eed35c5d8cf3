"""Hours: the three points, the quarter hour, and shares that add up."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoping.domain.effort import ThreePoint, apportion, from_quarters, person_days, quarter, quarters

HOURS = st.decimals(min_value=0, max_value=10_000, places=2)


def test_the_expected_hours_are_the_pert_mean():
    assert ThreePoint(Decimal(2), Decimal(4), Decimal(12)).expected == 5


@pytest.mark.parametrize("points", [(4, 2, 8), (1, 9, 8), (-1, 2, 3)])
def test_points_out_of_order_or_below_zero_are_refused(points):
    with pytest.raises(ValueError, match="optimistic ≤ likely ≤ pessimistic"):
        ThreePoint(*map(Decimal, points))


@pytest.mark.parametrize("text", ["NaN", "Infinity"])
def test_hours_that_are_no_numbers_are_refused(text):
    with pytest.raises(ValueError, match="finite"):
        ThreePoint(Decimal(0), Decimal(1), Decimal(text))


@given(st.lists(HOURS, min_size=3, max_size=3).map(sorted), st.integers(0, 5000))
def test_repeats_of_one_rate_move_all_points_together(points, repeats):
    rate = ThreePoint(*points)
    total = rate.times(Decimal(repeats))
    assert (total.optimistic, total.pessimistic) == (points[0] * repeats, points[2] * repeats)
    assert abs(total.expected - rate.expected * repeats) < Decimal("1e-15")


@given(HOURS)
def test_rounding_to_the_quarter_moves_hours_by_at_most_half_a_quarter(hours):
    assert abs(quarter(hours) - hours) <= Decimal("0.125")
    assert from_quarters(quarters(quarter(hours))) == quarter(hours)


def test_a_person_day_has_eight_hours():
    assert person_days(Decimal(20)) == Decimal("2.5")


@given(st.integers(0, 100_000), st.lists(HOURS, min_size=1, max_size=40))
def test_parts_sum_to_the_whole_and_stay_near_their_exact_share(total, weights):
    whole = sum(weights)
    if not whole:
        return
    parts = apportion(total, weights)
    assert sum(parts) == total
    assert all(abs(part - total * weight / whole) < 1 for part, weight in zip(parts, weights, strict=True))


def test_hours_without_anything_to_carry_them_are_refused():
    with pytest.raises(ValueError, match="nothing to apportion"):
        apportion(4, [Decimal(0)])
