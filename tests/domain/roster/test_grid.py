"""From the weekly grid to pieces of work: no hour is lost, whatever days the engagement is closed."""

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scoping.domain.calendar import Calendar, Window
from scoping.domain.roster.grid import SeatNeeds, demands_of
from scoping.domain.staffing import Seat, SeatHours, StaffingPlan, StaffingWeek
from tests.domain.roster import team

NEEDS = {team.ENGINEER: SeatNeeds({"senior": Decimal(330)}, skills={"kubernetes": 1})}


@given(
    st.lists(st.lists(st.integers(0, 160), min_size=2, max_size=2), min_size=1, max_size=9),
    st.integers(0, 4),
    st.none() | st.tuples(st.integers(0, 50), st.integers(0, 20)),
)
def test_the_pieces_hold_the_hours_of_the_grid_and_wait_for_each_other(weeks, first_day, closed):
    starts_on = team.STARTS_ON + timedelta(days=first_day)
    mondays = [team.STARTS_ON + timedelta(days=7 * number) for number in range(len(weeks))]
    grid = tuple(
        StaffingWeek(
            week,
            tuple(
                SeatHours(team.ENGINEER, "senior", number, Decimal(quarters) / 4)
                for number, quarters in enumerate(row, 1)
                if quarters
            ),
        )
        for week, row in zip(mondays, weeks, strict=True)
    )
    seats = tuple(Seat(team.ENGINEER, "senior", number) for number in (1, 2))
    plan = StaffingPlan(starts_on, mondays[-1] + timedelta(days=4), seats, grid)
    shut = [starts_on + timedelta(days=closed[0]) + timedelta(days=n) for n in (0, closed[1])] if closed else None
    calendar = Calendar(closed=(Window("freeze", *shut),)) if shut else Calendar()
    demands = demands_of(plan, NEEDS, calendar)
    assert sum((demand.hours for demand in demands), Decimal(0)) == plan.hours
    for seat in seats:
        own = [one for one in demands if one.seat == f"{team.ENGINEER}/senior/{seat.number}"]
        for before, after in pairwise(own):
            assert after.after == (before.key,)
            assert after.not_before >= before.not_before + before.days
        assert all(one.skills == {"kubernetes": 1} and one.rate == 330 for one in own)
