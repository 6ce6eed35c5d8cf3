"""Public holidays by country and region, as plans and people keep them free."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from scoping.domain.calendar import COUNTRY_CODE, calendar_of
from scoping.domain.discovery import Answer
from scoping.domain.proposal import propose
from scoping.domain.roster.availability import time_of
from scoping.reference import shipped
from scoping.reference.holidays import PublicHolidays
from tests.domain.roster import team
from tests.shipped import proposed

TABLE = PublicHolidays()
CORPUS_CHRISTI = date(2027, 5, 27)  # kept free in Bavaria, not in Berlin
ALL_SAINTS = date(2027, 11, 1)


@pytest.mark.parametrize("codes", [("DE-BY",), ("DE", "DE-BY"), ("DE-BY", "US-CA")])
def test_a_region_has_its_own_holidays_and_those_of_its_country(codes):
    calendar = calendar_of(TABLE, codes, years=range(2027, 2028))
    assert not calendar.works(CORPUS_CHRISTI)
    assert not calendar.works(ALL_SAINTS)
    assert not calendar.works(date(2027, 1, 1))
    assert "(DE-BY)" in calendar.why_off(CORPUS_CHRISTI)


@pytest.mark.parametrize("codes", [("DE",), ("DE-BE",), ("GB-ENG", "US")])
def test_elsewhere_people_work_on_that_day(codes):
    assert calendar_of(TABLE, codes, years=range(2027, 2028)).works(CORPUS_CHRISTI)


def test_every_code_of_the_table_can_be_typed():
    assert [code for code in TABLE if not COUNTRY_CODE.fullmatch(code)] == []
    assert {"DE", "DE-BY", "GB", "GB-ENG", "US", "US-CA"} <= set(TABLE)
    assert "DE-Augsburg" not in TABLE
    with pytest.raises(KeyError):
        TABLE["DE-XX"]


def test_a_plan_rests_on_a_holiday_of_the_region_and_says_of_which():
    discovery = replace(
        proposed("scm-migration", source_scm="gitlab", users=800, repositories=1500).discovery,
        starts_on=date(2027, 5, 24),
        answers={"users": Answer(800), "repositories": Answer(1500)},
    )
    free, plain = (propose(shipped(), replace(discovery, countries=(code,))) for code in ("DE-BY", "DE"))
    kept = {holiday.on: holiday.country for holiday in free.schedule.calendar.holidays}
    assert kept[CORPUS_CHRISTI] == "DE-BY"
    assert CORPUS_CHRISTI not in {holiday.on for holiday in plain.schedule.calendar.holidays}
    assert free.fingerprint != plain.fingerprint
    assert free.schedule.ends_on >= plain.schedule.ends_on


def test_a_person_is_off_on_the_holidays_of_the_region():
    days = np.array([CORPUS_CHRISTI], dtype="datetime64[D]")
    bavarian, german = team.person("b", country="DE-BY"), team.person("g", country="DE")
    roster = team.roster(bavarian, german, holidays=TABLE)
    assert time_of(roster, bavarian, days).off.all()
    assert not time_of(roster, german, days).off.any()


def test_a_country_without_its_region_keeps_its_fingerprint():
    """Taken before there were regions: what is saved stays as it is."""
    discovery = replace(proposed("training", courses=("ci_cd",)).discovery, countries=("DE", "GB", "US"))
    kept = propose(replace(shipped(), digest="kept"), replace(discovery, starts_on=date(2027, 12, 27)))
    assert kept.fingerprint == "b79068fb6174ae0cd7e600f292441a44f31d1c9470e3335cb80224d6f39bbfac"
