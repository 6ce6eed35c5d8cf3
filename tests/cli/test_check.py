"""`scoping check`: reference data and golden scenarios; exit status 2 with a line for each fault and deviation."""

from click.testing import CliRunner, Result

from scoping.cli import main
from tests.reference.test_scenarios import LOCAL


def check(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["check", *map(str, arguments)])


def test_what_is_shipped_is_in_order(tmp_path):
    result = check(tmp_path)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "golden scenarios; nothing is wrong" in result.stdout


def test_a_scenario_that_comes_out_otherwise_is_told_with_its_file_until_it_is_accepted(tmp_path):
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios/local.toml").write_text(LOCAL, encoding="utf-8")
    result = check(tmp_path)
    assert (result.exit_code, result.stdout) == (2, "")
    told, advice = result.stderr.splitlines()
    assert told.startswith("scenarios/local.toml: quick: 0.1 → ")
    assert "--accept" in advice
    accepted = check(tmp_path, "--accept")
    assert (accepted.exit_code, accepted.stderr) == (0, "")
    assert accepted.stdout.startswith(f"accepted: {told[:30]}")
    assert check(tmp_path).exit_code == 0


def test_what_has_no_outcome_cannot_be_accepted(tmp_path):
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios/local.toml").write_text(LOCAL.replace('"USD"', '"EUR"'), encoding="utf-8")
    result = check(tmp_path, "--accept")
    assert result.exit_code == 2
    assert result.stderr.startswith("scenarios/local.toml: quick: refused now: currency: ")


def test_a_fault_in_the_reference_data_is_told_with_its_file_and_key(tmp_path):
    (tmp_path / "terms.toml").write_text("iteration_weeks = 0\n")
    result = check(tmp_path)
    assert result.exit_code == 2
    assert result.stderr == f"terms.toml with {tmp_path / 'terms.toml'}: iteration_weeks: give a whole number from 1\n"
