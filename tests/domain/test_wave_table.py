"""The wave plan in few lines: nothing lost, whatever shares a line; and its size from the estimate's own rules."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoping.codec import discovery_from_toml, discovery_to_toml, from_plain, to_plain
from scoping.domain.checks import check
from scoping.domain.discovery import Answer, Discovery
from scoping.domain.errors import InvalidInput
from scoping.domain.fingerprint import fingerprint
from scoping.domain.proposal import propose
from scoping.domain.sow import compose
from scoping.domain.wave_rules import wave_rules
from scoping.domain.wave_table import Wave, WaveTable, wave_table
from scoping.domain.waves import Repository, wave_plan
from scoping.reference import shipped
from tests import catalogue
from tests.shipped import proposed

repositories = st.lists(
    st.builds(
        Repository,
        st.text("ab/", min_size=1, max_size=5),
        st.none() | st.integers(0, 20 * 10**9),
        st.none() | st.booleans(),
    ),
    max_size=60,
)


@given(repositories, st.integers(1, 9), st.integers(1, 4))
def test_every_repository_and_every_byte_stands_in_some_line(listed, wave_size, most):
    table = wave_table(wave_plan(listed, wave_size=wave_size), wave_size, most)
    moving = [each for each in listed if not each.archived]
    assert table.repositories == len(moving)
    exact = sum(each.size_bytes or 0 for each in moving)
    assert exact <= table.size_mb * 10**6 < exact + max(1, len(table.waves)) * 10**6
    assert table.size_unknown == sum(each.size_bytes is None for each in moving)
    assert table.archived == len(listed) - len(moving)
    assert len(table.waves) <= 1 + 2 * most


def test_waves_that_share_a_line_say_which_they_are():
    listed = [Repository(f"group{at}/r", 5) for at in range(100)]
    table = wave_table(wave_plan(listed, wave_size=10), 10, most=3)
    assert [wave.name for wave in table.waves] == ["Pilot", "Waves 1 to 3", "Waves 4 to 6", "Waves 7 to 8"]
    assert table.waves[1].what == "group27, group28, group29 and 27 more"


TABLE = WaveTable(200, (Wave("Pilot", "a mix", 20, 1000), Wave("Wave 1", "a, b", 180, 3000, 4)), 7)


def test_the_table_reads_back_from_a_discovery_file_and_from_plain_data():
    inputs = replace(catalogue.discovery(), waves=TABLE)
    assert discovery_from_toml(discovery_to_toml(inputs), catalogue.CATALOG.questions) == inputs
    assert from_plain(to_plain(inputs), Discovery) == inputs


def test_the_largest_sizes_that_a_report_can_tell_read_back():
    listed = [Repository(f"g/r{at}", 10**18) for at in range(50)]
    inputs = replace(catalogue.discovery(), waves=wave_table(wave_plan(listed, wave_size=9, large_per_day=50), 9))
    assert from_plain(to_plain(inputs), Discovery) == inputs
    assert discovery_from_toml(discovery_to_toml(inputs), catalogue.CATALOG.questions) == inputs


def test_only_a_table_that_is_there_moves_the_fingerprint():
    inputs = catalogue.discovery()
    assert fingerprint(inputs) == fingerprint(replace(inputs, waves=None))
    assert fingerprint(inputs) != fingerprint(replace(inputs, waves=TABLE))


def test_a_faulty_table_in_a_discovery_file_is_named_by_its_key():
    text = discovery_to_toml(replace(catalogue.discovery(), waves=TABLE))
    for right, wrong, key in (
        ("size_unknown = 4", "size_unknown = -4", "waves.waves[1].size_unknown"),
        ("wave_size = 200", "wave_size = 0", "waves.wave_size"),
        ("repositories = 180", "repositories = true", "waves.waves[1].repositories"),
    ):
        with pytest.raises(InvalidInput) as refused:
            discovery_from_toml(text.replace(right, wrong), catalogue.CATALOG.questions)
        assert [fault.key for fault in refused.value.faults] == [key]


INPUTS = proposed(
    "scm-migration", repositories=1500, users=800, source_scm="gitlab", destination="gitlab_com"
).discovery


def test_the_printed_sizes_sum_to_their_total():
    waves = tuple(Wave(f"Wave {at}", "", 1, 333) for at in range(1, 8))
    proposal = propose(shipped(), replace(INPUTS, waves=WaveTable(200, waves)))
    sow = compose(proposal, revision=1, state="draft")
    assert [finding for finding in check(proposal, sow) if "wave" in finding.key] == []
    table = sow.table("waves")
    assert table.rows[-1].cells[3] == "2.4"
    assert sum(Decimal(str(row.cells[3])) for row in table.rows[:-1]) == Decimal("2.4")


def test_a_table_that_does_not_fit_the_answers_blocks():
    told = [remark.text for remark in propose(shipped(), replace(INPUTS, waves=TABLE)).blocks if remark.key == "waves"]
    assert len(told) == 1
    assert "moves 200 repositories, the answer says 1,500" in told[0]
    resized = replace(INPUTS, waves=replace(TABLE, wave_size=50))
    assert "planned with 50 repositories a wave, the estimate now counts 200" in " ".join(
        remark.text for remark in propose(shipped(), resized).blocks
    )


def test_the_size_of_a_wave_follows_source_and_destination():
    def rules(**answers):
        told = {key: Answer(value) for key, value in answers.items()}
        return wave_rules(shipped(), replace(INPUTS, answers={**INPUTS.answers, **told}))

    assert rules(destination="gitlab_com").wave_size == 200
    assert rules(destination="dedicated").wave_size == 500
    assert rules(destination="self_managed_ha", source_scm="bitbucket_server").wave_size == 1000
    assert rules(source_scm="bitbucket_cloud") is None
