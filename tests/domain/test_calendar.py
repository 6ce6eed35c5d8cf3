"""Working days: what is closed is never worked on, and a closed window never lets anything end earlier."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoping.domain.calendar import (
    Calendar,
    Closes,
    CountryHolidays,
    Holiday,
    Window,
    calendar_of,
    monday,
    years_without_holidays,
)
from scoping.domain.errors import InvalidInput

EASTER = Holiday(date(2027, 3, 29), "Easter Monday", "DE")
GERMANY = CountryHolidays("DE", 2026, 2028, (EASTER,))
QUARTER_END = Window("Quarter end", date(2027, 3, 25), date(2027, 4, 2))
DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))
WINDOWS = st.builds(
    lambda first, length: Window("closed", first, first + timedelta(days=length)), DAYS, st.integers(0, 30)
)


def test_a_window_that_ends_before_it_starts_is_refused_by_name():
    with pytest.raises(ValueError, match="Quarter end ends on 2027-03-01, before it starts on 2027-03-25"):
        Window("Quarter end", date(2027, 3, 25), date(2027, 3, 1))


def test_a_day_off_says_why():
    calendar = calendar_of({"DE": GERMANY}, ("DE",), (Window("Move", date(2027, 5, 3), date(2027, 5, 3)),))
    assert calendar.why_off(EASTER.on) == "Easter Monday (DE)"
    assert calendar.why_off(date(2027, 5, 3)) == "Move"
    assert calendar.why_off(date(2027, 5, 8)) == "not a day of the working week"
    assert calendar.why_off(date(2027, 5, 4)) == ""


def test_a_country_without_known_holidays_is_refused():
    with pytest.raises(InvalidInput, match="no public holidays are known for XX"):
        calendar_of({"DE": GERMANY}, ("DE", "XX"))


def test_a_region_that_is_not_known_is_refused_with_those_that_are():
    table = {code: CountryHolidays(code, 2026, 2028, ()) for code in ("DE", "DE-BE", "DE-BY", "LU")}
    for code, said in {
        "DE-XX": "no public holidays are known for DE-XX; choose DE or one of DE-BE, DE-BY",
        "LU-L": "no public holidays are known for LU-L; give LU, it has no regions here",
        "ZZ-A": "no public holidays are known for ZZ-A; give the two letters of a country",
    }.items():
        with pytest.raises(InvalidInput, match=said):
            calendar_of(table, ("DE-BY", code))


def test_a_plan_beyond_the_known_years_says_so():
    assert years_without_holidays({"DE": GERMANY}, ("DE",), date(2027, 1, 1), date(2028, 12, 31)) == []
    assert (
        "known from 2026 to 2028"
        in years_without_holidays({"DE": GERMANY}, ("DE",), date(2028, 12, 1), date(2029, 1, 15))[0]
    )


def test_a_freeze_of_changes_closes_no_day_and_is_told_in_working_days():
    freeze = Window("audit", date(2027, 3, 4), date(2027, 3, 10), Closes.CHANGES)
    weekend = Window("weekend", date(2027, 3, 13), date(2027, 3, 14), Closes.CHANGES)
    calendar = Calendar(closed=(freeze, weekend))
    assert calendar.works(date(2027, 3, 5))
    assert calendar.why_off(date(2027, 3, 5)) == ""
    assert calendar.frozen(date(2027, 3, 1)) == ((3, 8),)
    assert calendar.frozen(date(2027, 3, 5)) == ((0, 4),)
    assert calendar.frozen(date(2027, 3, 11)) == ()
    assert Calendar(closed=(replace(freeze, closes=Closes.ALL),)).frozen(date(2027, 3, 1)) == ()


def test_a_calendar_without_a_working_day_is_refused():
    with pytest.raises(InvalidInput, match="no working day is left"):
        Calendar(week="0000000").workday(date(2027, 1, 1), 0)


def test_only_what_touches_the_span_is_kept():
    calendar = calendar_of({"DE": GERMANY}, ("DE",), (QUARTER_END,))
    assert calendar.within(date(2027, 3, 29), date(2027, 3, 29)).closed == (QUARTER_END,)
    assert calendar.within(date(2027, 4, 3), date(2027, 12, 31)) == Calendar()


@given(DAYS, st.integers(1, 60), st.lists(WINDOWS, max_size=4))
def test_days_ascend_and_none_is_closed(start, count, windows):
    days = Calendar(closed=tuple(windows)).days(start, count).astype(object).tolist()
    assert days == sorted(set(days))
    assert all(day.weekday() < 5 and not any(window.covers(day) for window in windows) for day in days)


@given(DAYS, st.integers(1, 60), st.lists(WINDOWS, max_size=3), WINDOWS)
def test_a_further_window_never_brings_a_day_forward(start, count, windows, further):
    before = Calendar(closed=tuple(windows)).days(start, count)
    after = Calendar(closed=(*windows, further)).days(start, count)
    assert (after >= before).all()


@given(DAYS)
def test_a_monday_is_at_most_six_days_back(day):
    assert monday(day).weekday() == 0
    assert 0 <= (day - monday(day)).days <= 6
