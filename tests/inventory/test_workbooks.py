"""Workbooks of gitlab-evaluate for every source, as the tool writes them and as other programs save them again."""

import re
from collections.abc import Sequence

import pytest

from scoping.inventory import Inventory, output, read
from tests.inventory.evaluate_sheets import (
    AZURE,
    BITBUCKET,
    CLOUD,
    FRONT,
    GITHUB,
    JENKINS,
    gitlab,
    projects,
)
from tests.inventory.files import Cell, fixture, named, sheet_xml, workbook


def of(content: bytes) -> Inventory:
    return read([named("evaluate.xlsx", content)])


def values(inventory: Inventory) -> dict[str, object]:
    return {key: each.value for key, each in inventory.answers.items()}


def test_a_workbook_says_what_its_csv_twin_says_and_more() -> None:
    twin = values(read([fixture("gitlab_0_48.csv")]))
    book = values(of(gitlab()))
    assert twin.pop("groups") == 2  # those that hold a project, where nothing tells the number of all
    assert twin.items() <= book.items()
    assert {key: book[key] for key in book.keys() - twin.keys()} == {
        "users": 2,
        "groups": 1204,
        "source_version": "17.3.1-ee",
    }


@pytest.mark.parametrize("options", [{"inline": True}, {"prefix": "x:"}, {"inline": True, "prefix": "x:"}])
def test_a_workbook_saved_by_another_program_says_the_same(options: dict[str, bool | str]) -> None:
    assert output(of(gitlab(**options))) == output(of(gitlab()))


def test_the_front_sheet_tells_whether_everything_was_counted() -> None:
    assert "evaluate.xlsx: Enumeration says INCOMPLETE - 2 pages failed." in of(gitlab()).notes


def test_bots_and_blocked_users_do_not_count_and_an_unknown_state_does() -> None:
    users = of(gitlab()).answers["users"]
    assert (users.value, users.rows, users.unknown_rows, users.sheet, users.column) == (2, 4, 1, "Users", "state")


def test_the_stored_result_of_a_formula_is_never_believed() -> None:
    rows = projects()
    rows[1][rows[0].index("repository_size")] = "=1+1"
    inventory = of(workbook({"Raw Project Data": rows}))
    assert inventory.answers["repositories_over_5gb"].value == 0
    assert inventory.answers["repositories_over_5gb"].unknown_rows == 3
    assert any("formulas" in note for note in inventory.notes)


def test_a_front_sheet_that_counts_more_than_the_list_is_shown_beside_it() -> None:
    inventory = of(workbook({"App Stats": FRONT, "Raw Project Data": projects()[:-2]}))
    (found,) = inventory.disagreements
    assert (found.key, [each.value for each in found.prefills]) == ("repositories", [5, 7])


def test_a_title_above_the_header_does_not_hide_it() -> None:
    rows: list[Sequence[Cell]] = [["Inventory of the customer"], [], *projects()]
    assert of(workbook({"Sheet1": rows})).answers["repositories"].value == 6


def test_cells_without_an_address_stand_in_their_order() -> None:
    rows = [[0 if cell is None else cell for cell in row] for row in projects()]  # no gap, or the order would not tell
    part = re.sub(r' r="[A-Z]*\d+"', "", sheet_xml(rows, None))
    assert " r=" not in part
    assert of(workbook({"Raw Project Data": part})).answers["repositories"].value == 6


EXPECTED: dict[str, tuple[dict[str, Sequence[Sequence[Cell]]], dict[str, object]]] = {
    "github": (
        GITHUB,
        {
            "source_scm": "github_enterprise",
            "repositories": 2,
            "repositories_archived": 1,
            "repositories_over_5gb": 0,
            "git_gb": 5,
            "users": 1,
            "ci_system": "github_actions",
            "ci_pipelines": 4,
        },
    ),
    "bitbucket": (
        BITBUCKET,
        {"source_scm": "bitbucket_server", "repositories": 1, "repositories_archived": 1, "users": 1},
    ),
    "cloud": (
        CLOUD,
        {"source_scm": "bitbucket_cloud", "repositories": 2, "repositories_over_5gb": 1, "ci_pipelines": 1, "users": 1},
    ),
    "azure": (
        AZURE,
        {
            "source_scm": "azure_devops",
            "repositories": 2,
            "repositories_over_5gb": 1,
            "tfvc_repositories": 1,
            "ci_system": "azure_pipelines",
            "ci_pipelines": 2,
            "artifact_repositories": 1,
            "ado_feeds": True,
            "ado_builds": True,
            "ado_build_servers": 6,
            "ado_ui_builds": True,
            "ado_classic_releases": True,
            "ado_work_items": True,
            "users": 1,
            "groups": 2,
        },
    ),
    "jenkins": (
        JENKINS,
        {"ci_system": "jenkins", "ci_instances": 1, "ci_pipelines": 3, "ci_complex_pipelines": 2},
    ),
}


@pytest.mark.parametrize("source", EXPECTED)
def test_the_workbook_of_each_source_fills_its_answers(source: str) -> None:
    sheets, expected = EXPECTED[source]
    inventory = of(workbook(sheets))
    assert {key: values(inventory).get(key) for key in expected} == expected
    assert not any(person in repr(inventory) for person in ("ruth", "Nordmann", "Kari", "@"))


def test_sizes_that_bitbucket_does_not_tell_fill_no_answer() -> None:
    inventory = of(workbook(BITBUCKET))
    assert "repositories_over_5gb" not in inventory.answers
    assert any("bbs2gh" in note for note in inventory.notes)


def test_a_github_list_of_github_com_says_so() -> None:
    sheets = {**GITHUB, "App Stats": GITHUB["App Stats"][1:]}
    changed = {
        name: [
            [cell.replace("hub.fixture.example", "github.com") if isinstance(cell, str) else cell for cell in row]
            for row in rows
        ]
        for name, rows in sheets.items()
    }
    assert values(of(workbook(changed)))["source_scm"] == "github_com"


def test_a_workbook_that_nobody_knows_tells_its_columns() -> None:
    content = workbook({"Tools": [["Repo", "Owner", "Disk"], ["a", "b", 1]], "Empty": []})
    (found,) = of(content).unrecognised
    assert (found.file, found.sheet, found.columns, found.rows) == (
        "evaluate.xlsx",
        "Tools",
        ("Repo", "Owner", "Disk"),
        1,
    )


def test_rows_of_empty_text_are_no_rows() -> None:
    width = len(projects()[0])
    blank: list[Cell] = [" "] * width
    assert of(workbook({"Raw Project Data": [*projects(), blank, blank]})).answers["repositories"].rows == 7
