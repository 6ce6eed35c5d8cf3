"""The real and realistic reports beside the checkout: figures counted by hand or by the tool's own summary."""

import csv
import io
import json

import pytest

from scoping.domain.errors import InvalidInput
from scoping.inventory import read
from tests.inventory.files import named, needs_samples, sample, workbook

pytestmark = needs_samples

EXPECTED = {
    "ado2gh-inventory/repos.csv": {"repositories": 18, "ci_pipelines": 19, "source_scm": "azure_devops"},
    "ado2gh-inventory/orgs.csv": {"repositories": 18, "ci_pipelines": 19},
    "ado2gh-inventory/team-projects.csv": {"repositories": 18, "ci_pipelines": 19},
    "ado2gh-inventory/pipelines.csv": {"ci_pipelines": 19, "ci_system": "azure_pipelines"},
    "bbs2gh-inventory/repos.csv": {"repositories": 2, "repositories_archived": 1, "source_scm": "bitbucket_server"},
    "bbs2gh-inventory/projects.csv": {"repositories": 3},
    "cloc/cloc.csv": {"code_lines": 5430},
    "cloc/cloc.json": {"code_lines": 5430},
    "scc/scc_json2_synthetic.json": {"code_lines": 4778},
    "gh-actions-importer/bamboo_audit_summary.md": {"ci_system": "bamboo", "ci_pipelines": 2, "ci_instances": 1},
    "gh-migration-analyzer/repo-metrics.csv": {"repositories": 2, "repositories_archived": 0, "git_gb": 3},
    "gh-migration-analyzer/org-metrics.csv": {"users": 37, "repositories": 2},
    "gh-repo-stats/my-org-all_repos-sample.csv": {"repositories": 7, "source_scm": "github_com"},
    "gh-repo-stats/repo-stats-sample.json": {"repositories": 1, "repositories_over_5gb": 0},
    "git-sizer/git-sizer_v1.json": {"largest_file_mb": 1},
    "git-sizer/git-sizer_v2.json": {"largest_file_mb": 1},
    "gitlab-evaluate/Raw_Project_Data.csv": {
        "repositories": 19,
        "repositories_archived": 1,
        "repositories_over_5gb": 2,
        "source_scm": "gitlab",
    },
    "gitlab-evaluate/evaluate_report.xlsx": {
        "repositories": 19,
        "repositories_archived": 1,
        "repositories_over_5gb": 2,
        "users": 10,
        "groups": 4,
    },
    "gitlab-evaluate/evaluate_github.xlsx": {
        "repositories": 3,
        "repositories_archived": 1,
        "source_scm": "github_enterprise",
        "ci_system": "github_actions",
        "users": 1,
    },
    "gitlab-evaluate/evaluate_jenkins.xlsx": {
        "ci_system": "jenkins",
        "ci_instances": 1,
        "ci_pipelines": 5,
        "ci_complex_pipelines": 3,
    },
    "svn/svn_info.xml": {"repositories": 1, "source_scm": "svn"},
    "svn/svnadmin_info.txt": {"repositories": 1, "source_scm": "svn"},
    "svn/svn_log_v.xml": {"users": 1},
    "svn/svn_list_R.xml": {"users": 1},
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_fills_what_it_tells(name: str) -> None:
    answers = read([sample(name)]).answers
    assert {key: answers[key].value for key in EXPECTED[name]} == EXPECTED[name]


NOTED = {
    "git-filter-repo-analyze/README": "515, with 381,799 bytes packed",
    "git-filter-repo-analyze/path-all-sizes.txt": "58",
    "git-filter-repo-analyze/blob-shas-and-paths.txt": "58",
    "git-lfs/lfs_ls-files.json": "1, with 3,145,728 bytes",
    "git-lfs/lfs_ls-files_all_s.txt": "1, with 3,100,000 bytes as rounded",
    "svn/svn_list_R.xml": "600,009 bytes",
    "gitlab-evaluate/Evaluate_Report.csv": "projects flagged for review: 4",
    "gitlab-evaluate/evaluate_report.xlsx": "Enumeration says NOT VERIFIED",
}


@pytest.mark.parametrize("name", NOTED)
def test_a_sample_notes_what_no_question_asks(name: str) -> None:
    assert NOTED[name] in "\n".join(read([sample(name)]).notes)


def test_sizes_are_added_up_from_the_rows_and_not_from_the_stored_zero() -> None:
    inventory = read([sample("gitlab-evaluate/evaluate_report.xlsx")])
    assert sum(each.size_bytes or 0 for each in inventory.repositories) == 22_227_057_297


def test_every_excerpt_of_audits_forecasts_and_usage_is_read() -> None:
    for path in sorted(sample("gh-actions-importer/labs").iterdir()):
        inventory = read([path])
        assert ("ci_pipelines" in inventory.answers) == path.name.endswith(".md")
        assert inventory.notes or inventory.answers


def test_a_workbook_and_its_twin_agree() -> None:
    folder = sample("gitlab-evaluate")
    inventory = read([folder / "Raw_Project_Data.csv", folder / "evaluate_report.xlsx"])
    assert inventory.disagreements == ()
    assert len(inventory.repositories) == 20


def test_the_four_files_of_one_azure_devops_organisation_agree() -> None:
    assert read(sorted(sample("ado2gh-inventory").glob("*.csv"))).disagreements == ()


def test_no_address_of_a_person_is_kept() -> None:
    for name in EXPECTED:
        assert "@" not in repr(read([sample(name)]))


VALUES = {"kind": "group", "archived": "False", "repository_size": "7", "Repository": "7"}


def layouts() -> list[tuple[str, str, list[str]]]:
    if not sample("").is_dir():
        return []
    versions = json.loads(sample("gitlab-evaluate/columns_by_version.json").read_text(encoding="utf-8"))
    return [
        (version, f"{source}: {name}", columns)
        for version, sources in versions.items()
        for source, each in sources.items()
        for name, columns in each["columns"].items()
    ]


READ_COLUMNS = ("columns", "csv_columns", "COLUMNS", "repo_columns", "user_headers", "USER_HEADERS")


@pytest.mark.parametrize(("version", "name", "columns"), [each for each in layouts() if each[1].endswith(READ_COLUMNS)])
def test_every_layout_of_every_version_is_recognised(version: str, name: str, columns: list[str]) -> None:
    row = [VALUES.get(column, "") for column in columns]
    text = io.StringIO()
    csv.writer(text).writerows([columns, row])
    for file in (named("report.csv", text.getvalue()), named("report.xlsx", workbook({"S": [columns, row]}))):
        inventory = read([file])
        assert inventory.unrecognised == (), (version, name)
        assert inventory.answers or inventory.notes


def test_what_is_no_report_is_refused() -> None:
    for name in ("gitlab-evaluate/columns_by_version.json", "svn/SOURCE.txt", "svn/du_sb.txt"):
        with pytest.raises(InvalidInput, match="is no report this program knows"):
            read([sample(name)])
