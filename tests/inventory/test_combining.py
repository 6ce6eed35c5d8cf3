"""Several reports at once: what they share is compared and shown side by side, what they do not share adds up."""

from scoping.inventory import ColumnMapping, Inventory, MappedColumn, output, read
from tests.inventory.evaluate_sheets import AZURE, BITBUCKET, JENKINS, USERS, gitlab
from tests.inventory.files import fixture, named, workbook


def together(*names: str) -> Inventory:
    return read([fixture(name) for name in names])


def text(name: str) -> str:
    return fixture(name).read_text(encoding="utf-8")


def test_a_workbook_and_its_csv_twin_count_once() -> None:
    both = read([named("evaluate_report.xlsx", gitlab()), fixture("gitlab_0_48.csv")])
    assert both.answers["repositories"].value == 6
    assert len(both.repositories) == 7
    assert [each.key for each in both.disagreements] == []


def test_the_four_files_of_one_tool_agree() -> None:
    names = ("ado2gh_orgs.csv", "ado2gh_team_projects.csv", "ado2gh_repos.csv", "ado2gh_pipelines.csv")
    for order in (names, names[::-1]):
        inventory = together(*order)
        assert inventory.disagreements == ()
        assert {key: inventory.answers[key].value for key in ("repositories", "ci_pipelines", "ci_instances")} == {
            "repositories": 3,
            "ci_pipelines": 4,
            "ci_instances": 1,
        }
        assert inventory.answers["repositories"].file == "ado2gh_repos.csv"


def test_reports_that_disagree_are_shown_side_by_side() -> None:
    longer = text("ado2gh_pipelines.csv") + text("ado2gh_pipelines.csv").splitlines()[1] + "\n"
    inventory = read([fixture("ado2gh_repos.csv"), named("pipelines.csv", longer)])
    (found,) = inventory.disagreements
    assert found.key == "ci_pipelines"
    assert [(each.value, each.file) for each in found.prefills] == [(4, "ado2gh_repos.csv"), (5, "pipelines.csv")]
    assert any(
        note.startswith("Reports disagree on ci_pipelines: 4 in ado2gh_repos.csv")
        for note in output(inventory)["notes"]
    )


def test_a_summary_that_counts_more_than_the_list_is_shown() -> None:
    projects = text("bbs2gh_projects.csv").replace(",4,3", ",9,3")
    inventory = read([named("projects.csv", projects), fixture("bbs2gh_repos.csv")])
    assert inventory.answers["repositories"].value == 3
    assert [each.value for each in inventory.disagreements[0].prefills] == [4, 9]
    assert together("bbs2gh_projects.csv", "bbs2gh_repos.csv").disagreements == ()


def test_a_list_without_addresses_adds_up_with_one_that_has_some() -> None:
    mapping = ColumnMapping("theirs", "repositories", (MappedColumn("Repo", "name"), MappedColumn("GB", "size", "GB")))
    theirs = named("theirs.csv", "Repo,GB\nport/buoy,6\nport/pier,1\nport/quay,1\n")
    inventory = read([fixture("ado2gh_repos.csv"), theirs], mappings=[mapping])
    assert inventory.answers["repositories"].value == len(inventory.repositories) == 6
    assert inventory.answers["repositories_over_5gb"].value == 2
    assert inventory.disagreements == ()


def test_sizes_that_one_report_lacks_come_from_the_other() -> None:
    inventory = read([named("evaluate_bitbucket.xlsx", workbook(BITBUCKET)), fixture("bbs2gh_repos.csv")])
    by_name = {each.name: each for each in inventory.repositories}
    assert inventory.answers["repositories_over_5gb"].value == 1
    assert inventory.answers["users"].value == 1
    assert by_name["ROW/oar, left"].size_bytes == 5_000_000_001
    assert len(inventory.repositories) == 4


def test_a_list_without_addresses_finds_its_repositories_in_one_that_has_them() -> None:
    inventory = together("gh_repo_stats.csv", "gh_migration_analyzer_repos.csv")
    assert len(inventory.repositories) == 3
    (found,) = [each for each in inventory.disagreements if each.key == "repositories"]
    assert [each.value for each in found.prefills] == [1, 2]


def test_lists_of_different_places_add_up_and_say_so() -> None:
    inventory = together("gitlab_0_48.csv", "bbs2gh_repos.csv")
    assert inventory.answers["repositories"].value == 6 + 3
    assert inventory.answers["repositories_archived"].value == 2
    assert inventory.answers["repositories_over_5gb"].value == 2
    assert inventory.answers["largest_repository_gb"].value == 7
    assert inventory.answers["source_instances"].value == 2
    assert inventory.answers["repositories"].file == "gitlab_0_48.csv, bbs2gh_repos.csv"
    assert "2 lists have no repository in common; their numbers were added up." in inventory.notes
    (scm,) = [each for each in inventory.disagreements if each.key == "source_scm"]
    assert [each.value for each in scm.prefills] == ["gitlab", "bitbucket_server"]


def test_two_groups_of_one_instance_add_their_repositories_but_not_their_users() -> None:
    rows = [row.split(",") for row in text("gl2gh_projects.csv").replace('"', "").splitlines()]
    one, two = ([rows[0], rows[number]] for number in (1, 2))
    books = [named(f"{number}.xlsx", workbook({"P": each, "Users": USERS})) for number, each in enumerate((one, two))]
    inventory = read(books)
    assert inventory.answers["repositories"].value == 1
    assert inventory.answers["repositories_archived"].value == 1
    assert inventory.answers["users"].value == 2
    assert inventory.answers["source_instances"].value == 1


def test_instances_of_one_system_add_up() -> None:
    other = {
        name: [
            [str(cell).replace("ci.fixture", "ci2.fixture") if isinstance(cell, str) else cell for cell in row]
            for row in rows
        ]
        for name, rows in JENKINS.items()
    }
    inventory = read([named("a.xlsx", workbook(JENKINS)), named("b.xlsx", workbook(other))])
    assert inventory.answers["ci_instances"].value == 2
    assert inventory.answers["ci_pipelines"].value == 6
    assert inventory.disagreements == ()


def test_an_audit_and_a_forecast_of_one_system_are_compared_and_the_audit_counts() -> None:
    inventory = together("actions_forecast.md", "actions_audit.md")
    assert inventory.answers["ci_pipelines"].value == 24
    assert [each.value for each in inventory.disagreements[0].prefills] == [24, 21]


def test_reports_of_one_subversion_repository_count_it_once() -> None:
    inventory = together("svn_info.xml", "svnadmin_info.txt", "svn_log.xml", "svn_list.xml")
    assert inventory.answers["repositories"].value == 1
    assert inventory.answers["users"].value == 2
    assert inventory.disagreements == ()


def test_two_tools_about_azure_devops_know_the_same_repositories() -> None:
    inventory = read([named("evaluate_ado.xlsx", workbook(AZURE)), fixture("ado2gh_repos.csv")])
    assert len(inventory.repositories) == 3
    assert inventory.answers["tfvc_repositories"].value == 1


def test_the_output_is_the_contract() -> None:
    told = output(together("bbs2gh_repos.csv"))
    assert set(told) == {"answers", "notes"}
    assert told["answers"]["repositories"] == {
        "value": 3,
        "rule": "rows where is-archived is False",
        "rows": 4,
        "unknown_rows": 0,
        "file": "bbs2gh_repos.csv",
        "sheet": "",
        "column": "is-archived",
    }
    assert all(isinstance(note, str) for note in told["notes"])


def test_the_output_keeps_to_the_questions_and_the_archived_ones() -> None:
    told = output(together("bbs2gh_repos.csv"), {"repositories", "users"})
    assert set(told["answers"]) == {"repositories", "repositories_archived"}
