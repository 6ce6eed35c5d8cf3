"""Each format, through reports of our own: same headers as the tools', invented values."""

from pathlib import Path

import pytest

from scoping.inventory import Inventory, output, read
from tests.inventory.files import fixture


def values(*names: str) -> dict[str, object]:
    answers = output(read([fixture(name) for name in names]))["answers"]
    return {key: each["value"] for key, each in answers.items()}


def notes(name: str) -> str:
    return "\n".join(read([fixture(name)]).notes)


EXPECTED = {
    "gitlab_0_48.csv": {
        "repositories": 6,
        "repositories_archived": 1,
        "repositories_over_5gb": 1,
        "source_scm": "gitlab",
        "source_instances": 1,
        "repositories_with_lfs": 1,
        "repositories_personal": 1,
        "repositories_forked": 1,
        "lfs_gb": 2,
        "registry_gb": 0,
        "git_gb": 7,
        "largest_repository_gb": 7,
        "average_repository_mb": 1588,
        "disk_gb": 9,
        "groups": 2,
    },
    "gitlab_0_13.csv": {"repositories": 1, "repositories_archived": 1, "repositories_over_5gb": 1, "registry_gb": 2},
    "gitlab_0_30.csv": {"repositories": 1, "repositories_over_5gb": 1, "registry_gb": 3, "git_gb": 7},
    "ado2gh_repos.csv": {
        "repositories": 3,
        "repositories_over_5gb": 1,
        "source_scm": "azure_devops",
        "ci_system": "azure_pipelines",
        "ci_pipelines": 4,
        "ci_instances": 1,
    },
    "ado2gh_pipelines.csv": {"ci_pipelines": 4, "ci_system": "azure_pipelines", "ci_instances": 1},
    "ado2gh_orgs.csv": {"repositories": 3, "ci_pipelines": 4},
    "ado2gh_team_projects.csv": {"repositories": 3, "ci_pipelines": 4},
    "bbs2gh_repos.csv": {
        "repositories": 3,
        "repositories_archived": 1,
        "repositories_over_5gb": 1,
        "source_scm": "bitbucket_server",
    },
    "bbs2gh_projects.csv": {"repositories": 4},
    "gl2gh_projects.csv": {"repositories": 1, "repositories_archived": 1, "source_scm": "gitlab"},
    "gl2gh_groups.csv": {"repositories": 2},
    "gh_repo_stats.csv": {
        "repositories": 2,
        "repositories_archived": 1,
        "repositories_over_5gb": 1,
        "source_scm": "github_com",
        "repositories_forked": 1,
    },
    "gh_repo_stats_plus.csv": {"repositories": 2, "repositories_over_5gb": 1, "repositories_with_lfs": 1},
    "gh_repo_stats.json": {"repositories": 1, "repositories_archived": 1, "repositories_over_5gb": 1},
    "gh_gitlab_stats.csv": {"repositories": 1, "repositories_archived": 1, "repositories_over_5gb": 1},
    "gh_migration_analyzer_repos.csv": {"repositories": 1, "repositories_archived": 1, "repositories_over_5gb": 1},
    "gh_migration_analyzer_org.csv": {"users": 14, "repositories": 2},
    "actions_audit.md": {"ci_system": "jenkins", "ci_instances": 1, "ci_pipelines": 24, "ci_complex_pipelines": 5},
    "actions_forecast.md": {"ci_pipelines": 21, "ci_minutes": 31250, "ci_jobs_at_once": 17},
    "git_sizer_v1.json": {"largest_file_mb": 735},
    "git_sizer_v2.json": {"largest_file_mb": 735},
    "cloc.csv": {"code_lines": 4261},
    "cloc.json": {"code_lines": 4261},
    "scc.json": {"code_lines": 4261},
    "svn_info.xml": {"source_scm": "svn", "repositories": 1, "source_instances": 1},
    "svn_log.xml": {"users": 2, "source_scm": "svn"},
    "svn_list.xml": {"users": 2},
    "svnadmin_info.txt": {"source_scm": "svn", "repositories": 1},
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_report_fills_what_its_format_tells(name: str) -> None:
    found = values(name)
    assert {key: found.get(key) for key in EXPECTED[name]} == EXPECTED[name]


NOTED = {
    "actions_usage.csv": "pipelines with them: 2, different actions: 1, different secrets: 1, different runner",
    "actions_audit.md": "secrets to be created again by hand: 2",
    "filter_repo_README": "commits of one repository: 8,123, with 1,234,567,890 bytes packed",
    "filter_repo_paths.txt": "of those deleted: 1, which still hold 4,000,000 bytes packed",
    "lfs_files.json": "2, with 5,000,000,013 bytes",
    "lfs_files.txt": "2, with 5,000,000,012 bytes as rounded in the text",
    "git_sizer_v2.json": "of concern: maxBlobSize",
    "svn_list.xml": "files: 2, with 3,000 bytes",
    "svnadmin_info.txt": "revisions of the repository: 4,711",
    "ado2gh_repos.csv": "leaves out disabled repositories",
    "gitlab_0_48.csv": "unknown since the token saw no statistics: 1",
}


@pytest.mark.parametrize("name", NOTED)
def test_a_report_notes_what_no_question_asks(name: str) -> None:
    assert NOTED[name] in notes(name)


def test_every_fixture_is_read_by_some_test() -> None:
    assert {each.name for each in fixture("").iterdir()} == {*EXPECTED, *NOTED}


def test_a_file_is_recognised_whatever_it_is_called(tmp_path: Path) -> None:
    for name in EXPECTED:
        other = tmp_path / "export.bin"
        other.write_bytes(fixture(name).read_bytes())
        renamed = output(read([other]))["answers"]
        assert {key: each["value"] for key, each in renamed.items()} == values(name)


def found(name: str) -> Inventory:
    return read([fixture(name)])


def test_sizes_that_the_token_did_not_see_are_unknown_and_not_zero() -> None:
    by_name = {each.name: each for each in found("gitlab_0_48.csv").repositories}
    assert by_name["north/coast/mystery"].size_bytes is None
    assert by_name["north/coast/blank"].size_bytes is None
    assert by_name["north/coast/buoy"].size_bytes == 1_000_000
    over = found("gitlab_0_48.csv").answers["repositories_over_5gb"]
    assert (over.rows, over.unknown_rows, over.column) == (7, 2, "repository_size")


def test_a_registry_of_size_zero_with_tags_is_unknown() -> None:
    assert found("gitlab_0_48.csv").answers["registry_gb"].unknown_rows == 2  # tags without size; no statistics


def test_the_year_one_means_never_and_an_empty_size_is_not_zero() -> None:
    by_name = {each.name: each for each in found("ado2gh_repos.csv").repositories}
    assert by_name["fjord/Rowing/hull"].last_activity_on is None
    assert by_name["fjord/Rowing/hull"].empty is True
    assert by_name["fjord/Sailing/mast"].size_bytes is None
    assert by_name["fjord/Sailing/mast"].empty is None
    assert by_name["fjord/Rowing/oars"].size_bytes == 5_200_000_001
    assert found("ado2gh_repos.csv").answers["repositories_over_5gb"].unknown_rows == 1


def test_units_become_bytes() -> None:
    stats = {each.name: each.size_bytes for each in found("gh_repo_stats.csv").repositories}
    plus = {each.name: each.size_bytes for each in found("gh_repo_stats_plus.csv").repositories}
    exact = {each.name: each.size_bytes for each in found("gh_repo_stats.json").repositories}
    assert stats["kelp/shore"] == 5000 * 2**20
    assert plus["kelp/shore"] == exact["kelp/shore"] == 5_120_448 * 1024
    assert plus["kelp/tide"] == 921_600  # a float of MiB, to the byte


def test_commas_in_bitbucket_names_are_commas_again() -> None:
    assert "ROW/oar, left" in {each.name for each in found("bbs2gh_repos.csv").repositories}


def test_no_name_or_address_of_a_person_is_kept() -> None:
    for name in EXPECTED:
        told = repr(found(name))
        for person in ("ruth", "sam'", "Nordmann", "@fixture.example"):
            assert person not in told, (name, person)


def test_flags_tell_what_needs_care() -> None:
    by_name = {each.name: each for each in found("gitlab_0_48.csv").repositories}
    assert by_name["north/sea/lighthouse"].flags == ("more than 1,000 branches",)
    assert by_name["north/sea/lighthouse"].lfs is True
    assert {each.name: each.flags for each in found("gh_repo_stats_plus.csv").repositories} == {
        "kelp/shore": ("migration issue",),
        "kelp/tide": ("template",),
    }
