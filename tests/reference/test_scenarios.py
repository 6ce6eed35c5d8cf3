"""Golden scenarios: read with every fault at its place, compared, and rewritten when their outcome is accepted."""

from pathlib import Path

import pytest

from scoping import reference
from scoping.domain.errors import InvalidInput
from scoping.domain.scenarios import deviations

LOCAL = """
[[scenarios]]
key = "quick"
name = "A quick one"
currency = "USD"
rate_card = "list-2022"
starts_on = 2027-02-01
services = ["cloud-architecture"]
expected = { hours = 1, price = 1, levels = {} }

[scenarios.answers]
rollout_users = 900 # a comment that stays
high_availability = false
"""


@pytest.fixture
def local(tmp_path):
    """A local reference folder with one scenario of its own, whose outcome is not the accepted one."""
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios/local.toml").write_text(LOCAL, encoding="utf-8")
    return tmp_path


def golden(*trees):
    catalog = reference.load(*trees)
    return catalog, reference.golden_scenarios(catalog, *trees)


def moved(*trees):
    catalog, found = golden(*trees)
    return deviations(catalog, (scenario for _, scenario in found))


def faults(*trees) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refusal:
        golden(*trees)
    return {fault.key: fault.what for fault in refusal.value.faults}


def test_every_service_has_three_golden_scenarios_and_so_do_several_together():
    catalog, found = golden()
    sold = [scenario.discovery.services for _, scenario in found]
    for service in catalog.offered:
        assert sold.count((service.key,)) >= 3, service.key
    assert sum(len(services) > 1 for services in sold) >= 3


def test_the_shipped_scenarios_come_out_as_accepted():
    assert [move.sentence for move in moved()] == []


def test_they_lie_beside_the_catalogue_and_do_not_change_its_digest(local):
    assert reference.load(local).digest == reference.load().digest


def test_an_outcome_that_is_not_the_accepted_one_is_a_sentence(local):
    (move,) = moved(local)
    assert move.sentence.startswith("quick: 0.1 → ")
    assert "technical-architect none → intermediate" in move.sentence


def test_a_changed_coefficient_shows_in_the_scenarios_it_moves_and_in_no_other(tmp_path):
    (tmp_path / "rate_cards").mkdir()
    (tmp_path / "rate_cards/by-level-eur.toml").write_text("[rates.project-manager]\nintermediate = 231\n")
    shipped = [scenario for _, scenario in golden()[1]]
    assert {move.name for move in moved(tmp_path)} == {
        scenario.key for scenario in shipped if scenario.discovery.rate_card == "by-level-eur"
    }


def test_accepting_writes_the_outcome_down_and_leaves_the_rest_of_the_file(local):
    catalog = reference.load(local)
    (accepted,) = reference.accept_outcomes(catalog, local)
    assert accepted.name == "quick"
    assert moved(local) == ()
    text = (local / "scenarios/local.toml").read_text(encoding="utf-8")
    assert "# a comment that stays" in text
    assert text.count("expected") == 1
    assert reference.accept_outcomes(catalog, local) == ()


def test_accepting_for_a_local_folder_leaves_the_shipped_files_alone(tmp_path):
    (tmp_path / "roles").mkdir()
    (tmp_path / "roles/project-manager.toml").write_text("hours_per_week = 30\n")
    (tmp_path / "rate_cards").mkdir()
    (tmp_path / "rate_cards/list-2022.toml").write_text("[rates.project-manager]\nintermediate = 310\n")
    before = {path: path.read_bytes() for path in Path(reference.SHIPPED).glob("scenarios/*.toml")}
    accepted = reference.accept_outcomes(reference.load(tmp_path), tmp_path)
    assert len(accepted) > 3
    assert {path: path.read_bytes() for path in before} == before
    assert moved(tmp_path) == ()


@pytest.mark.parametrize(
    ("change", "key", "words"),
    [
        (("rollout_users = 900", "rollout_usrs = 900"), "scenarios[0].answers.rollout_usrs", "did you mean"),
        (("rollout_users = 900", "rollout_users = 0"), "scenarios[0].answers.rollout_users", "below 1"),
        (('"cloud-architecture"', '"cloud"'), "scenarios[0].services", "is not offered"),
        (("hours = 1", 'hours = "1"'), "scenarios[0].expected.hours", "give a number"),
        (('name = "A quick one"', ""), "scenarios[0].name", "is missing"),
        (("starts_on = 2027-02-01", ""), "scenarios[0].starts_on", "is missing"),
        (("scenarios", "scenarois"), "scenarois", "unknown key"),
    ],
)
def test_a_wrong_scenario_is_refused_with_its_file_and_key(local, change, key, words):
    file = local / "scenarios/local.toml"
    file.write_text(LOCAL.replace(*change), encoding="utf-8")
    found = faults(local)
    assert words in found[f"{file}: {key}"]


def test_a_key_that_is_there_twice_is_refused(local):
    (local / "scenarios/other.toml").write_text(LOCAL, encoding="utf-8")
    assert (
        "is there twice; see scenarios/local.toml"
        in faults(local)[f"{local / 'scenarios/other.toml'}: scenarios[0].key"]
    )


def test_a_scenario_whose_answers_are_refused_now_says_so(local):
    file = local / "scenarios/local.toml"
    file.write_text(LOCAL.replace('"USD"', '"EUR"'), encoding="utf-8")
    (move,) = moved(local)
    assert move.sentence == (
        "quick: refused now: currency: rate card list-2022 is in USD, not EUR; choose another card"
    )


def test_uploaded_texts_take_the_place_of_whole_files():
    terms = (
        (reference.SHIPPED / "terms.toml")
        .read_text(encoding="utf-8")
        .replace("weeks_per_seat = 10", "weeks_per_seat = 3")
    )
    assert reference.load({"terms.toml": terms}).terms.weeks_per_seat == 3
    with pytest.raises(InvalidInput) as refusal:
        reference.load({"terms.toml": "weeks_per_seat = 3"})
    assert {fault.key for fault in refusal.value.faults} >= {"terms.toml: iteration_weeks"}
    with pytest.raises(InvalidInput, match=r"services/\.\./x\.toml: nothing reads this file"):
        reference.load({"services/../x.toml": "key = 1"})
