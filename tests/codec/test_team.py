"""The named team of a discovery: kept in the file and in the database as it was taken."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from scoping.codec import discovery_from_toml, discovery_to_toml, from_plain, to_plain
from scoping.domain.discovery import Discovery
from scoping.domain.errors import InvalidInput
from scoping.domain.fingerprint import fingerprint
from scoping.domain.team import Member, Team, WeekHours

TEAM = Team(
    (
        Member(
            "engineer/senior/1",
            "ana-silva",
            "Ana Silva",
            "senior",
            (WeekHours(date(2027, 2, 1), Decimal("12.25")), WeekHours(date(2027, 2, 8), Decimal(8))),
            Decimal("2835.00"),
            "Partner Ltd",
        ),
    ),
    date(2027, 2, 1),
    date(2027, 2, 12),
    "USD",
    "Erin",
    datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
)


def discovery(team: Team | None) -> Discovery:
    return Discovery("A", "B", "USD", "list", date(2027, 2, 1), ("x",), team=team)


def test_a_team_reads_back_from_a_discovery_file_and_from_plain_data():
    assert discovery_from_toml(discovery_to_toml(discovery(TEAM)), {}) == discovery(TEAM)
    assert from_plain(to_plain(TEAM), Team) == TEAM


def test_a_team_counts_in_the_fingerprint_and_none_leaves_earlier_ones_as_they_were():
    assert fingerprint(discovery(TEAM)) != fingerprint(discovery(None))


def test_a_fault_in_a_team_names_its_place():
    text = discovery_to_toml(discovery(TEAM)).replace("hours = 12.25", 'hours = "many"')
    with pytest.raises(InvalidInput) as refused:
        discovery_from_toml(text, {})
    (fault,) = refused.value.faults
    assert fault.key == "team.members[0].hours_by_week[0].hours"
