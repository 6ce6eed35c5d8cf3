"""All engagements at once: booked hours by week, over-allocation, and drafts against what is free."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from scoping.domain.calendar import Window
from scoping.domain.roster.availability import double_bookings
from scoping.domain.roster.people import Booking, Firmness
from scoping.domain.roster.portfolio import Draft, balances, heat_map
from tests.domain.roster import team

MONDAY = team.STARTS_ON
FRIDAY = MONDAY + timedelta(days=4)


def booked(hours: int, firmness: Firmness = Firmness.FIRM) -> Booking:
    return Booking("another", MONDAY, FRIDAY, Decimal(hours), firmness)


def test_a_week_shows_working_hours_less_holidays_and_absences_and_bookings_by_their_trust():
    leave = Window("leave", MONDAY, MONDAY)
    roster = team.roster(team.person("e", absences=(leave,), bookings=(booked(20), booked(10, Firmness.TENTATIVE))))
    (row,) = heat_map(roster, MONDAY, 2)
    first, second = row.weeks
    assert first.works == Decimal(32)
    assert first.booked == (20 * Decimal("0.90") + 10 * Decimal("0.40")) * 4 / 5
    assert (second.works, second.booked) == (Decimal(32), Decimal(0))  # Friday the 12th is a holiday
    assert row.utilisation == Decimal("0.275")


def test_somebody_booked_twice_is_shown_with_the_hours_beyond_the_week():
    roster = team.roster(team.person("e", bookings=(booked(30), booked(25))))
    (week,) = double_bookings(roster, MONDAY, FRIDAY)["e"]
    assert (week.week, week.over) == (MONDAY, Decimal(15))


def test_filters_leave_out_whoever_does_not_match_and_who_has_left():
    roster = team.roster(
        team.person("e", region="EMEA"),
        team.person("a", team.ARCHITECT, "senior", region="AMER", country="US"),
        replace(team.person("gone"), active=False),
    )

    def keys(**chosen: str) -> list[str]:
        return [row.person.key for row in heat_map(roster, MONDAY, 1, **chosen)]

    assert keys() == ["e", "a"]
    assert keys(region="AMER") == keys(country="US") == keys(role=team.ARCHITECT) == keys(level="senior") == ["a"]
    assert keys(service="training") == []


def test_a_country_holds_the_people_of_its_regions():
    holidays = dict.fromkeys(("DE", "DE-BY", "US"), team.HOLIDAYS["DE"])
    roster = team.roster(*(team.person(code, country=code) for code in holidays), holidays=holidays)

    def keys(country: str) -> list[str]:
        return [row.person.key for row in heat_map(roster, MONDAY, 1, country=country)]

    assert keys("DE") == ["DE", "DE-BY"]
    assert keys("DE-BY") == ["DE-BY"]


def test_drafts_are_weighted_by_their_stage_and_what_a_level_lacks_counts_those_above_it():
    roster = team.roster(team.person("s", level="senior"), team.person("i", bookings=(booked(40),)))
    draft = Draft(
        "Northwind",
        Decimal("0.5"),
        {
            (team.ENGINEER, "intermediate"): {MONDAY: Decimal(120)},
            (team.ENGINEER, "senior"): {MONDAY: Decimal(40)},
        },
    )
    found = {one.level: one for one in balances(roster, [draft], MONDAY, 1) if one.role == team.ENGINEER}
    assert (found["senior"].asked, found["senior"].free, found["senior"].short) == (20, 40, 0)
    assert (found["intermediate"].asked, found["intermediate"].free) == (60, 4)
    assert found["intermediate"].short == 36
    assert date(2027, 3, 1) == found["associate"].week
