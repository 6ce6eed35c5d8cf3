"""When a team can start, and what one more Senior would change."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from scoping.domain.calendar import Window
from scoping.domain.roster.goals import Goals
from scoping.domain.roster.people import Booking
from scoping.domain.roster.what_if import earliest_start, one_more_senior
from tests.domain.roster import team
from tests.domain.roster.verifier import broken_rules

SEAT = f"{team.ENGINEER}/intermediate/1"


def test_the_earliest_start_is_the_first_week_in_which_everybody_is_free():
    leave = Window("leave", team.STARTS_ON, team.STARTS_ON + timedelta(days=13))
    roster = team.roster(team.person("e", absences=(leave,)), holidays=team.NO_HOLIDAYS)
    request = team.request(team.work("a", slack=0))
    found = earliest_start(roster, request, team.LIMITS)
    assert found.starts_on == date(2027, 3, 15)
    assert broken_rules(roster, replace(request, start_within_weeks=26), found.plan) == []


def test_the_earliest_start_with_a_named_team_waits_for_its_people_though_others_are_free():
    booked = Booking("another", team.STARTS_ON, team.STARTS_ON + timedelta(days=6), Decimal(40))
    roster = team.roster(team.person("busy", bookings=(booked,)), team.person("free"), holidays=team.NO_HOLIDAYS)
    request = team.request(team.work("a", slack=0))
    assert earliest_start(roster, request, team.LIMITS).starts_on == team.STARTS_ON
    assert earliest_start(roster, request, team.LIMITS, team={SEAT: ("busy",)}).starts_on == date(2027, 3, 8)


def test_a_team_that_is_never_free_is_told_in_words():
    away = Window("sabbatical", team.STARTS_ON, date(2028, 12, 31))
    roster = team.roster(team.person("e", absences=(away,)))
    found = earliest_start(roster, team.request(team.work("a", slack=0)), team.LIMITS, weeks=4)
    assert found.starts_on is None
    nobody, why = found.shortage
    assert nobody == "No start was found in the 5 weeks from 1 March 2027."
    assert "E may take it" in why


def test_who_is_short_in_how_many_of_the_weeks_is_told_with_the_week_that_lacks_least():
    leave = Window("leave", date(2027, 3, 15), date(2028, 12, 31))
    busy = Booking("another", team.STARTS_ON, date(2027, 3, 21), Decimal(40))
    roster = team.roster(
        team.person("s", level="senior", absences=(leave,)),
        team.person("e", bookings=(busy,)),
        holidays=team.NO_HOLIDAYS,
    )
    request = team.request(
        team.work("a", level="senior", seat="lead", slack=0),
        team.work("b", seat="one", slack=0),
        team.work("c", seat="two", slack=0),
    )
    found = earliest_start(roster, request, team.LIMITS, weeks=4)
    counted, nearest, *why = found.shortage
    assert counted == (
        "No start was found in the 5 weeks from 1 March 2027: nobody is free as Senior professional services engineer "
        "in 3, as Intermediate professional services engineer in 1 of them; "
        "in 2 somebody is free for each part, but not for all of them together."
    )
    assert nearest == "A start on 1 March 2027 comes nearest; it lacks this."
    assert len(why) == 2
    assert all("from 1 March 2027" in sentence for sentence in why)


def test_the_week_that_lacks_least_need_not_be_the_first():
    busy = Booking("another", team.STARTS_ON, date(2027, 3, 14), Decimal(40))
    leave = Window("leave", date(2027, 3, 8), date(2028, 12, 31))
    roster = team.roster(
        team.person("a", team.ARCHITECT, "senior", absences=(leave,)),
        team.person("e", bookings=(busy,)),
        team.person("f", bookings=(busy,)),
        holidays=team.NO_HOLIDAYS,
    )
    request = team.request(
        team.work("a", team.ARCHITECT, "senior", seat="lead", slack=0),
        team.work("b", seat="one", slack=0),
        team.work("c", seat="two", slack=0),
    )
    counted, nearest, *why = earliest_start(roster, request, team.LIMITS, weeks=4).shortage
    assert "as Senior technical architect in 4, as Intermediate professional services engineer in 2 of them." in counted
    assert nearest == "A start on 15 March 2027 comes nearest; it lacks this."
    assert "technical architect" in why[0]
    assert len(why) == 1


def test_one_more_senior_shortens_work_that_one_person_would_do_in_turn():
    roster = team.roster(team.person("e", level="senior"), holidays=team.NO_HOLIDAYS)
    request = team.request(team.work("a", seat="s1"), team.work("b", seat="s2"))
    (change,) = one_more_senior(roster, request, Goals(), team.LIMITS)
    assert change.without.ends_on == date(2027, 3, 12)
    assert change.plan.ends_on == date(2027, 3, 5)
    assert change.changes[0] == "ends 7 days earlier"


def test_one_more_senior_makes_possible_what_nobody_can_do():
    roster = team.roster(team.person("e", level="associate"))
    (change,) = one_more_senior(roster, team.request(team.work("a")), Goals(), team.LIMITS)
    assert (change.without, change.changes) == (None, ("makes the engagement possible",))
