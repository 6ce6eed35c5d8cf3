"""The schedule: hours are kept, closed days stay free, dates move with the start, critical work decides the end."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoping.domain.allocation import Allocation
from scoping.domain.calendar import Calendar, Closes, CountryHolidays, Holiday, Window
from scoping.domain.catalog import Package, Task
from scoping.domain.conditions import Condition, Test
from scoping.domain.discovery import Answer
from scoping.domain.drivers import Fixed, PerBatch
from scoping.domain.errors import InvalidInput
from scoping.domain.proposal import Proposal, propose
from scoping.domain.schedule import closings
from scoping.domain.timing import week_hours
from tests.catalogue import ARCHITECT, CATALOG, ENGINEER, discovery, hours
from tests.shipped import proposed

SWITZERLAND = CountryHolidays(
    "CH", 2026, 2029, tuple(Holiday(date(year, 8, 1), "National Day", "CH") for year in range(2026, 2030))
)
CALENDARED = replace(CATALOG, holidays={"CH": SWITZERLAND})
WORKING_DAYS = Calendar()
STARTS = st.dates(date(2027, 1, 1), date(2028, 6, 30))
FREEZES = st.lists(
    st.builds(
        lambda first, length: Window("freeze", first, first + timedelta(days=length)),
        st.dates(date(2027, 1, 1), date(2028, 12, 31)),
        st.integers(0, 20),
    ),
    max_size=3,
)


def planned(start: date = date(2027, 2, 1), users: int = 800, **inputs: object) -> Proposal:
    answers = {"users": Answer(users), "repositories": Answer(1500)}
    return propose(CALENDARED, replace(discovery(answers=answers), starts_on=start, **inputs))


@settings(max_examples=30, deadline=None)
@given(STARTS, FREEZES)
def test_the_grid_holds_the_estimates_hours_whatever_is_closed(start, freezes):
    proposal = planned(start, freezes=tuple(freezes))
    assert proposal.staffing.hours == proposal.effort.p50 == sum(task.planned for task in proposal.tasks)


@settings(max_examples=30, deadline=None)
@given(STARTS, FREEZES)
def test_nothing_begins_or_ends_on_a_closed_day(start, freezes):
    proposal = planned(start, freezes=tuple(freezes), countries=("CH",))
    days = {day for package in proposal.schedule.packages for day in (package.starts_on, package.ends_on)}
    assert all(day.weekday() < 5 and (day.month, day.day) != (8, 1) for day in days)
    assert not any(freeze.covers(day) for day in days for freeze in freezes)


@settings(max_examples=30, deadline=None)
@given(STARTS, st.integers(1, 20))
def test_a_start_a_week_later_moves_everything_by_a_week(start, weeks):
    later = timedelta(weeks=weeks)
    before, after = planned(start).schedule, planned(start + later).schedule
    assert [(p.starts_on + later, p.ends_on + later) for p in before.packages] == [
        (p.starts_on, p.ends_on) for p in after.packages
    ]
    assert [(item.week + later, item.role, item.hours) for item in before.workload] == [
        (item.week, item.role, item.hours) for item in after.workload
    ]


@settings(max_examples=30, deadline=None)
@given(STARTS, FREEZES)
def test_a_freeze_never_lets_the_work_end_earlier(start, freezes):
    assert planned(start, freezes=tuple(freezes)).schedule.ends_on >= planned(start).schedule.ends_on


def test_a_half_time_seat_takes_longer_and_opens_no_second_one():
    full = planned()
    half = planned(allocations=(Allocation(ENGINEER, Decimal("0.5")), Allocation(ARCHITECT, Decimal("0.5"))))
    assert half.schedule.ends_on > full.schedule.ends_on
    assert half.schedule.seats == full.schedule.seats


def test_seats_with_shares_of_their_own_share_the_hours_in_that_proportion():
    full = planned(allocations=(Allocation(ENGINEER, Decimal(1), (Decimal(1),)),))
    mixed = planned(allocations=(Allocation(ENGINEER, Decimal(1), (Decimal("0.5"),)),))
    assert full.schedule.seats[ENGINEER] == mixed.schedule.seats[ENGINEER] == max(2, planned().schedule.seats[ENGINEER])
    assert mixed.schedule.ends_on >= full.schedule.ends_on
    assert mixed.staffing.hours == full.staffing.hours == mixed.effort.p50
    for week in mixed.staffing.weeks:
        hours = [seat.hours for seat in week.seats if seat.role == ENGINEER and seat.number <= 2]
        if len(hours) == 2:
            assert abs(hours[0] - 2 * hours[1]) <= Decimal("0.5")


def test_a_seat_beyond_those_stated_is_full_time():
    stated = Allocation(ENGINEER, Decimal("0.5"), (Decimal("0.25"),))
    assert [stated.of(seat) for seat in (1, 2, 3)] == [Decimal("0.5"), Decimal("0.25"), 1]
    assert Allocation(ENGINEER, Decimal("0.5")).of(3) == Decimal("0.5")


def test_shorter_days_take_longer():
    assert planned(hours_per_day=Decimal(6)).schedule.ends_on > planned().schedule.ends_on


@pytest.mark.parametrize(
    ("inputs", "key"),
    [
        ({"hours_per_day": Decimal(25)}, "hours_per_day"),
        ({"hours_per_day": Decimal("NaN")}, "hours_per_day"),
        ({"allocations": (Allocation("wizard", Decimal(1)),)}, "allocations.wizard"),
        ({"allocations": (Allocation(ENGINEER, Decimal(2)),)}, f"allocations.{ENGINEER}"),
        ({"allocations": (Allocation(ENGINEER, Decimal(1), (Decimal(0),)),)}, f"allocations.{ENGINEER}"),
        ({"allocations": (Allocation(ENGINEER, Decimal(1), (Decimal(1),) * 20),)}, f"allocations.{ENGINEER}"),
        ({"countries": ("XX",)}, "countries"),
        ({"ends_by": date(2027, 1, 31)}, "ends_by"),
        ({"minimum_hours_per_week": Decimal(-1)}, "minimum_hours_per_week"),
        ({"freezes": (Window("for ever", date(2027, 1, 1), date(2031, 1, 1)),)}, "freezes[0]"),
    ],
)
def test_what_cannot_be_meant_is_refused_at_its_key(inputs, key):
    with pytest.raises(InvalidInput) as refused:
        planned(**inputs)
    assert [fault.key for fault in refused.value.faults] == [key]


def test_a_plan_beyond_the_years_of_known_holidays_is_refused():
    with pytest.raises(InvalidInput, match="known from 2026 to 2029"):
        planned(date(2030, 1, 7), countries=("CH",))


def test_the_critical_packages_form_a_chain_from_start_to_end():
    timetable = planned().schedule
    chain = [package for package in timetable.packages if package.critical]
    assert [package.key for package in chain] == ["prepare", "move"]
    assert (chain[0].starts_on, chain[-1].ends_on) == (timetable.starts_on, timetable.ends_on)


def test_a_package_with_days_to_spare_is_not_critical():
    scm = CATALOG.services["scm-migration"]
    prepare, move = scm.packages
    beside = replace(prepare, key="beside", name="Beside", tasks=(replace(prepare.tasks[0], key="beside"),))
    service = replace(scm, packages=(prepare, beside, replace(move, after=("prepare",))))
    catalog = replace(CATALOG, services={**CATALOG.services, "scm-migration": service})
    proposal = propose(catalog, discovery(answers={"users": Answer(4000), "repositories": Answer(9000)}))
    assert {p.key: p.critical for p in proposal.schedule.packages if p.key != "leading"} == {
        "prepare": True,
        "beside": False,
        "move": True,
    }


def test_milestones_stand_on_the_day_their_package_ends():
    scm = CATALOG.services["scm-migration"]
    prepare, move = scm.packages
    service = replace(scm, packages=(replace(prepare, milestone="Plan agreed"), move))
    catalog = replace(CATALOG, services={**CATALOG.services, "scm-migration": service})
    timetable = propose(catalog, discovery()).schedule
    assert [(m.name, m.on) for m in timetable.milestones] == [("Plan agreed", timetable.packages[0].ends_on)]


def packaged(*packages: Package, users: int = 800) -> dict[str, object]:
    """The scheduled packages by key where the service holds just these."""
    scm = replace(CATALOG.services["scm-migration"], packages=packages)
    catalog = replace(CATALOG, services={**CATALOG.services, "scm-migration": scm})
    found = propose(catalog, discovery(answers={"users": Answer(users), "repositories": Answer(300)}))
    return {package.key: package for package in found.schedule.packages}


def work(key: str, **more: object) -> Task:
    return Task(key, key, ENGINEER, "intermediate", hours=hours("10", "12", "14"), **more)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 20_000))
def test_waves_take_a_working_day_each_however_little_there_is_to_do(users):
    a_wave_a_day = PerBatch("users", "users", 200)
    light = replace(work("watch"), hours=hours("1", "2", "3"))
    moved = packaged(Package("waves", "Waves", (light,), days_at_least=a_wave_a_day), users=users)["waves"]
    assert WORKING_DAYS.workdays(moved.starts_on, moved.ends_on) >= -(-users // 200)


def test_a_package_of_a_fixed_length_takes_its_days_though_its_work_would_be_done_sooner():
    fixed = packaged(Package("trial", "Trial", (work("watch"),), days_at_least=Fixed(15)))["trial"]
    assert WORKING_DAYS.workdays(fixed.starts_on, fixed.ends_on) == 15


def test_a_task_begins_when_the_task_it_waits_for_is_done():
    beside = packaged(Package("plan", "Plan", (work("look"), work("write"))))["plan"]
    shaped = replace(work("write", after=("look",)), days_at_least=PerBatch("users", "users", 100))
    in_order = packaged(Package("plan", "Plan", (work("look"), shaped)))["plan"]
    assert in_order.hours == beside.hours
    assert WORKING_DAYS.workdays(in_order.starts_on, in_order.ends_on) == 2 + 8  # 12 h at 6 h a day, then 800 / 100
    assert in_order.critical


def test_what_waits_for_a_package_without_work_waits_for_what_that_one_would_wait_for():
    never = Condition(((Test("users", "less_than", (0,)),),))
    middle = Package("middle", "Middle", (replace(work("trial"), when=never),), after=("first",))
    found = packaged(
        Package("first", "First", (work("plan"),)), middle, Package("last", "Last", (work("move"),), ("middle",))
    )
    assert found.keys() == {"first", "last", "leading"}
    assert found["last"].after == ("scm-migration/first",)
    assert found["last"].starts_on > found["first"].ends_on


def test_the_shipped_catalogue_begins_with_iteration_0_and_pilots_before_its_waves():
    packages = {
        package.path: package
        for package in proposed("scm-migration", "ci-cd", repositories=900, users=700).schedule.packages
    }
    first = packages["engagement/iteration-0"]
    others = [
        package for path, package in packages.items() if path not in (first.path, "engagement/project-management")
    ]
    assert all(package.starts_on > first.ends_on for package in others)
    assert packages["scm-migration/waves"].starts_on > packages["scm-migration/set-up-and-pilot"].ends_on


def test_a_package_that_takes_longer_than_the_engagement_may_is_refused_by_name():
    with pytest.raises(InvalidInput) as refused:
        waves_by(date(2027, 2, 12), users=2200)
    (fault,) = refused.value.faults
    assert fault.key == "ends_by"
    assert fault.what.startswith("Move takes at least 11 working days, and from the start to 2027-02-12 there are 10")
    assert waves_by(date(2027, 2, 12), users=2000).schedule.packages


def waves_by(wanted: date, users: int) -> Proposal:
    scm = CATALOG.services["scm-migration"]
    prepare, move = scm.packages
    shaped = replace(move, days_at_least=PerBatch("users", "users", 200))
    service = replace(scm, packages=(prepare, shaped))
    catalog = replace(CATALOG, services={**CATALOG.services, "scm-migration": service})
    return propose(catalog, replace(discovery(answers={"users": Answer(users)}), ends_by=wanted))


def changing(*freezes: Window, ends_by: date | None = None, **package: object) -> Proposal:
    """The move changes the customer's systems, its preparation does not."""
    scm = CATALOG.services["scm-migration"]
    prepare, move = scm.packages
    service = replace(scm, packages=(prepare, replace(move, changes=True, **package)))
    catalog = replace(CATALOG, services={**CATALOG.services, "scm-migration": service})
    return propose(catalog, replace(discovery(), freezes=freezes, ends_by=ends_by))


def dates_of(proposal: Proposal) -> dict[str, tuple[date, date]]:
    return {package.key: (package.starts_on, package.ends_on) for package in proposal.schedule.packages}


def test_a_freeze_of_changes_lets_planning_go_on_and_the_move_wait():
    free = changing()
    audit = Window("audit", date(2027, 2, 1), date(2027, 2, 12), Closes.CHANGES)
    closed, frozen = changing(replace(audit, closes=Closes.ALL)), changing(audit)
    assert dates_of(frozen)["prepare"] == dates_of(free)["prepare"]
    assert dates_of(frozen)["move"][0] == date(2027, 2, 15)
    assert dates_of(frozen)["leading"][0] == date(2027, 2, 1)
    assert dates_of(closed)["prepare"][0] == date(2027, 2, 15)
    assert free.schedule.ends_on < frozen.schedule.ends_on < closed.schedule.ends_on
    assert frozen.staffing.hours == frozen.effort.p50 == free.effort.p50


def test_the_later_ends_of_the_range_wait_too():
    audit = Window("audit", date(2027, 2, 1), date(2027, 2, 12), Closes.CHANGES)
    free, frozen = changing(), changing(audit)
    assert all(later.ends_on > stake.ends_on for stake, later in zip(free.stakes, frozen.stakes, strict=True))


def test_where_nothing_changes_a_freeze_of_changes_moves_nothing():
    audit = Window("audit", date(2027, 2, 1), date(2027, 2, 12), Closes.CHANGES)
    assert dates_of(planned(freezes=(audit,))) == dates_of(planned())


def test_a_move_that_a_freeze_leaves_too_few_days_is_refused():
    audit = Window("audit", date(2027, 2, 8), date(2027, 2, 12), Closes.CHANGES)
    shape = {"days_at_least": Fixed(8)}
    with pytest.raises(InvalidInput, match=r"Move takes at least 8 working days, and .* there are 5"):
        changing(audit, ends_by=date(2027, 2, 12), **shape)
    assert changing(ends_by=date(2027, 2, 12), **shape).schedule.packages


def test_a_freeze_of_everything_keeps_its_fingerprint_and_digits():
    """Taken before a freeze could close changes only."""
    audit = Window("audit", date(2027, 2, 8), date(2027, 2, 12))
    kept = planned(freezes=(audit,))
    assert kept.fingerprint == "cbb94786094ba8893756013f29d81745b9e01077aee62a37c657c7d50f225050"
    assert changing(audit).fingerprint != changing(replace(audit, closes=Closes.CHANGES)).fingerprint


def test_a_holiday_in_the_plan_is_part_of_its_fingerprint_and_one_beyond_it_is_not():
    def fingerprint(*holidays: Holiday) -> str:
        country = CountryHolidays("CH", 2026, 2029, holidays)
        given = replace(discovery(), countries=("CH",))
        return propose(replace(CATALOG, holidays={"CH": country}), given).fingerprint

    within, beyond = (Holiday(date(2027, month, 3), "New", "CH") for month in (2, 12))
    assert fingerprint() == fingerprint(beyond) != fingerprint(within)


def test_a_week_says_why_days_of_it_are_closed():
    freeze = Window("audit", date(2027, 2, 8), date(2027, 2, 12))
    timetable = planned(freezes=(freeze,)).schedule
    assert closings(timetable, date(2027, 2, 8)) == ("audit",)
    frozen = planned(freezes=(replace(freeze, closes=Closes.CHANGES),)).schedule
    assert closings(frozen, date(2027, 2, 8)) == ("audit: nothing changes",)
    assert closings(frozen, date(2027, 2, 1)) == ()
    assert closings(timetable, date(2027, 2, 1)) == ()


def test_a_seat_gives_its_hours_a_week():
    role = CATALOG.roles[ENGINEER]
    assert week_hours(role, discovery()) == 30
    half = replace(discovery(), allocations=(Allocation(ENGINEER, Decimal("0.5")),), hours_per_day=Decimal(6))
    assert week_hours(role, half) == Decimal("11.25")  # 2.25 of 3 hours a day
