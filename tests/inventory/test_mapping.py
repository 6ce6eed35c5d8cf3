"""Any table through a mapping that a person made, saved as plain data and used again."""

import json

import pytest

from scoping.codec import from_plain, to_plain
from scoping.domain.errors import InvalidInput
from scoping.inventory import FIELDS, ColumnMapping, MappedColumn, read, read_mapped
from tests.inventory.files import fixture, named, workbook

HOME_MADE = (
    "Repo;Besitzer;Platz;Stillgelegt\nstadt/hafen;Ruth;5.000,5;nein\nstadt/alt;Sam;0,5;ja\nstadt/neu;;n/a;nein\n"
)
MAPPING = ColumnMapping(
    "their list",
    "repositories",
    (MappedColumn("Repo", "name"), MappedColumn("Platz", "size", "MB"), MappedColumn("Aktiv", "archived")),
    decimal=",",
    source_scm="other_git",
)
ENGLISH = HOME_MADE.replace("Stillgelegt", "Aktiv").replace("nein", "no").replace(";ja", ";yes")


def test_a_table_that_no_reader_knows_tells_its_columns() -> None:
    inventory = read([named("theirs.csv", HOME_MADE)])
    (found,) = inventory.unrecognised
    assert (found.columns, found.rows) == (("Repo", "Besitzer", "Platz", "Stillgelegt"), 3)
    assert inventory.answers == {}


def test_a_mapping_reads_it_with_its_unit_and_decimal_comma() -> None:
    inventory = read_mapped(named("theirs.csv", ENGLISH), MAPPING)
    assert {key: inventory.answers[key].value for key in ("repositories", "repositories_archived", "source_scm")} == {
        "repositories": 2,
        "repositories_archived": 1,
        "source_scm": "other_git",
    }
    over = inventory.answers["repositories_over_5gb"]
    assert (over.value, over.unknown_rows, over.column) == (1, 1, "Platz")
    assert {each.name: each.size_bytes for each in inventory.repositories}["stadt/hafen"] == 5_000_500_000


def test_a_saved_mapping_is_used_by_itself_for_a_table_that_has_its_columns() -> None:
    saved = json.loads(json.dumps(to_plain(MAPPING)))
    again = from_plain(saved, ColumnMapping)
    assert again == MAPPING
    inventory = read([named("theirs.csv", ENGLISH), named("other.csv", "a,b\n1,2\n")], mappings=[again])
    assert inventory.answers["repositories"].value == 2
    assert [each.file for each in inventory.unrecognised] == ["other.csv"]


def test_a_mapping_reads_the_sheets_of_a_workbook_that_have_its_columns() -> None:
    content = workbook({"Notes": [["a", "b"], [1, 2]], "List": [["Repo", "Platz", "Aktiv"], ["x", 6000.5, False]]})
    inventory = read_mapped(named("theirs.xlsx", content), MAPPING)
    assert inventory.answers["repositories_over_5gb"].value == 1
    with pytest.raises(InvalidInput, match=r"theirs\.xlsx: has no sheet with the columns Repo, Platz, Aktiv"):
        read_mapped(named("theirs.xlsx", workbook({"Notes": [["a", "b"], [1, 2]]})), MAPPING)


def test_users_and_pipelines_can_be_mapped() -> None:
    people = ColumnMapping("people", "users", (MappedColumn("Login", "name"), MappedColumn("On", "active")))
    users = read_mapped(named("p.csv", "Login,On\nruth,yes\nsam,no\nkim,\n"), people)
    assert (users.answers["users"].value, users.answers["users"].unknown_rows) == (2, 1)
    assert "ruth" not in repr(users)
    jobs = ColumnMapping(
        "jobs", "pipelines", (MappedColumn("Job", "name"), MappedColumn("Hard", "complex")), ci_system="bamboo"
    )
    found = read_mapped(named("j.csv", "Job,Hard\na,true\nb,false\n"), jobs).answers
    assert {key: each.value for key, each in found.items()} == {
        "ci_pipelines": 2,
        "ci_complex_pipelines": 1,
        "ci_system": "bamboo",
        "ci_instances": 1,
    }


def test_a_mapping_reads_even_what_a_reader_knows() -> None:
    mapping = ColumnMapping(
        "sizes", "repositories", (MappedColumn("repo", "name"), MappedColumn("pr-count", "size", "GB"))
    )
    inventory = read_mapped(fixture("bbs2gh_repos.csv"), mapping)
    assert inventory.answers["repositories"].value == 4
    assert inventory.answers["git_gb"].value == 3


def test_a_cell_that_does_not_fit_the_mapping_is_named() -> None:
    with pytest.raises(InvalidInput, match=r"theirs\.csv: row 2, column Platz: “viel” is not a size"):
        read_mapped(named("theirs.csv", ENGLISH.replace("5.000,5", "viel")), MAPPING)
    with pytest.raises(InvalidInput, match=r"theirs\.csv: column Aktiv: is not in the table"):
        read_mapped(named("theirs.csv", HOME_MADE), MAPPING)


def test_everything_wrong_with_a_mapping_is_named() -> None:
    wrong = ColumnMapping(
        "wrong", "repositories", (MappedColumn("", "wings"), MappedColumn("a", "size", "stone")), decimal=";"
    )
    with pytest.raises(InvalidInput) as caught:
        read_mapped(named("a.csv", "a,b\n1,2\n"), wrong)
    assert [fault.key for fault in caught.value.faults] == [
        "decimal",
        "columns[0].field",
        "columns[0].column",
        "columns[1].unit",
        "columns",
    ]
    with pytest.raises(InvalidInput, match="choose what a row is"):
        read_mapped(named("a.csv", "a,b\n1,2\n"), ColumnMapping("wrong", "planets", ()))


def test_every_kind_of_row_has_a_name() -> None:
    assert all(fields[0] == "name" for fields in FIELDS.values())
