"""`scoping inventory`: reports in, the answers they would fill out, in three forms."""

import json
import tomllib
from pathlib import Path

from click.testing import CliRunner

from scoping.cli import main
from scoping.codec import discovery_from_toml
from scoping.reference import shipped

FIXTURES = Path(__file__).parent.parent / "inventory" / "fixtures"
REPORT = str(FIXTURES / "gitlab_0_48.csv")


def ran(*arguments: str, status: int = 0):
    result = CliRunner().invoke(main, ["inventory", *arguments])
    assert result.exit_code == status, result.output
    return result


def test_json_gives_each_answer_with_rule_rows_and_place():
    found = json.loads(ran(REPORT, "--json").stdout)
    assert set(found) == {"answers", "notes"}
    assert set(found["answers"]["repositories"]) == {
        "value",
        "rule",
        "rows",
        "unknown_rows",
        "file",
        "sheet",
        "column",
    }
    assert found["answers"]["repositories"]["file"] == "gitlab_0_48.csv"


def test_toml_gives_answers_that_a_discovery_file_takes():
    answers = ran(REPORT, "--toml").stdout
    head = 'customer = "C"\ntitle = "T"\ncurrency = "USD"\nrate_card = "list-2022"\nstarts_on = 2027-02-01\n'
    discovery = discovery_from_toml(f'{head}services = ["scm-migration"]\n{answers}', shipped().questions)
    assert discovery.answers["repositories"].source.startswith("gitlab_0_48.csv")
    assert discovery.answers["source_scm"].value == tomllib.loads(answers)["answers"]["source_scm"]["value"] == "gitlab"


def test_without_a_form_people_read_value_rule_and_rows():
    told = ran(REPORT).stdout
    assert "repositories" in told
    assert "rows where archived is False" in told


def test_a_file_that_is_no_report_is_refused_by_name(tmp_path):
    broken = tmp_path / "evaluate_report.xlsx"
    broken.write_bytes(b"PK\x03\x04 cut off")
    refused = ran(str(broken), "--json", status=2)
    assert refused.stderr.startswith("evaluate_report.xlsx")
    assert refused.stdout == ""
