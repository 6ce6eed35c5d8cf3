"""Bad files: each gets a message that names file, sheet, row and column as far as they are known, and nothing else."""

import io
import zipfile
from pathlib import Path

import pytest

from scoping.domain.errors import InvalidInput
from scoping.inventory import read, repository_lists
from scoping.inventory.cells import shown
from tests.inventory.evaluate_sheets import gitlab, projects
from tests.inventory.files import Cell, fixture, named, sheet_xml, workbook


def refused(content: str | bytes, name: str = "report.csv", limit: int = 10**9) -> str:
    with pytest.raises(InvalidInput) as caught:
        read([named(name, content)], limit_bytes=limit)
    return "\n".join(map(str, caught.value.faults))


def changed(name: str, old: str, new: str) -> str:
    text = fixture(name).read_text(encoding="utf-8")
    assert old in text
    return text.replace(old, new, 1)


CSV = {
    "a quote inside a quoted cell": (
        changed("ado2gh_repos.csv", '"hull"', '"hu"ll"'),
        "report.csv: row 3, column 3: a quote stands inside",
    ),
    "a file cut off within quotes": (
        fixture("ado2gh_repos.csv").read_text(encoding="utf-8")[:250],
        "report.csv: row 2: a quoted cell never ends",
    ),
    "a file cut off within a row": (
        fixture("gh_repo_stats.csv").read_text(encoding="utf-8").rsplit(",", 3)[0],
        "report.csv: row 4, column Has_Wiki: has 25 cells instead of 28; the file may be cut off",
    ),
    "a comma in a name without quotes": (
        changed("gh_repo_stats.csv", "kelp,shore", "kelp,sho,re"),
        "report.csv: row 2, column Created: has 29 cells instead of 28; a name may hold a comma",
    ),
    "a size that is no number": (
        changed("gitlab_0_48.csv", ",250000000,", ",many,"),
        "report.csv: row 3, column repository_size: “many” is not a size",
    ),
    "a negative size": (
        changed("bbs2gh_repos.csv", '"5000000000"', '"-5"'),
        "report.csv: row 3, column repo-size-in-bytes: “-5” is negative",
    ),
    "a mark that is neither true nor false": (
        changed("bbs2gh_repos.csv", '"True"', '"perhaps"'),
        "report.csv: row 4, column is-archived: “perhaps” is neither true nor false",
    ),
    "decimal commas between semicolons": (
        fixture("gh_gitlab_stats.csv").read_text(encoding="utf-8").replace(",", ";").replace(";5817;", ";5817,5;"),
        "report.csv: row 2, column Project_Size(mb): “5817,5” is not a number; a spreadsheet seems to have rewritten",
    ),
    "a thousands point where bytes are whole": (
        changed("gitlab_0_48.csv", ",250000000,", ",250.001,"),
        "row 3, column repository_size: “250.001” is not a whole number of bytes",
    ),
    "a NUL byte": (
        changed("gh_repo_stats.csv", "tide", "ti\0de"),
        "report.csv: row 3: holds a NUL byte",
    ),
    "nothing": ("", "report.csv: is empty"),
    "blank lines": ("\n\n \n", "report.csv: is empty"),
    "prose": ("To whom it may concern:\n\nsee the attachment.\n", "report.csv: is no report this program knows"),
    "one line that never ends": ("a,b\n" + "x" * 1_100_000, "report.csv: row 2: the line is longer than"),
    "one cell that never ends": ('a,b\n"' + "x\n" * 100_000, "report.csv: row 2: a cell never ends"),
}


@pytest.mark.parametrize("case", CSV)
def test_a_bad_csv_is_refused_at_its_place(case: str) -> None:
    content, message = CSV[case]
    assert message in refused(content)


def test_text_in_another_encoding_is_refused_at_its_place() -> None:
    content = changed("gh_repo_stats.csv", "kelp,tide", "kelp,tidé").encode("latin-1")
    assert "report.csv: row 3, column 2: is not UTF-8 text" in refused(content)


def test_unmarked_wide_text_is_refused_and_marked_wide_text_is_read() -> None:
    text = fixture("gh_repo_stats.csv").read_text(encoding="utf-8")
    assert "NUL byte" in refused(text.encode("utf-16-le"))
    assert read([named("report.csv", text.encode("utf-16"))]).answers["repositories"].value == 2


def test_a_byte_order_mark_and_semicolons_alone_do_no_harm() -> None:
    text = "\ufeff" + fixture("gh_repo_stats.csv").read_text(encoding="utf-8").replace(",", ";")
    assert read([named("report.csv", text)]).answers["repositories"].value == 2


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(gitlab())) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    return packed({**parts, name: content})


def rows_with(row: int, column: str, value: Cell) -> list[list[Cell]]:
    rows = projects()
    rows[row - 1][rows[0].index(column)] = value
    return rows


SHEET = "xl/worksheets/sheet1.xml"
EMPTY_ROWS = "".join(f'<row r="{number}"/>' for number in range(3, 1_000_000))
HEAD = '<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
WORKBOOKS = {
    "a size that is no number": (
        workbook({"Raw Project Data": rows_with(4, "repository_size", "large")}),
        "book.xlsx: sheet Raw Project Data, row 4, column repository_size: “large” is not a size",
    ),
    "a file cut off": (gitlab()[:3000], "book.xlsx: is cut off"),
    "damage in the middle": (gitlab()[:400] + b"\0" * 400 + gitlab()[800:], "book.xlsx"),
    "a bomb": (with_part(SHEET, b" " * 60_000_000), "grows more than 200 times when unpacked"),
    "another archive": (packed({"word/document.xml": b"<a/>"}), "is an archive but not a workbook"),
    "no rows": (workbook({"Sheet1": []}), "book.xlsx: holds no rows in any sheet"),
    "a million empty rows": (
        workbook({"Sheet1": HEAD + EMPTY_ROWS + "</sheetData></worksheet>"}),
        "book.xlsx: sheet Sheet1, row 2, column A: more than 100,000 empty rows follow",
    ),
    "entities": (
        with_part(SHEET, b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><worksheet>&c;</worksheet>'),
        "sheet App Stats: declares a document type or entities",
    ),
    "XML cut off": (with_part(SHEET, b'<worksheet><sheetData><row r="1">'), "sheet App Stats: is not complete XML"),
    "a cell beyond every column": (
        workbook({"S": '<worksheet><sheetData><row r="7"><c r="ZZZZ7"><v>1</v></c></row></sheetData></worksheet>'}),
        "book.xlsx: sheet S: is damaged in row 7",
    ),
    "a text that is missing": (
        workbook({"S": '<worksheet><sheetData><row r="7"><c r="A7" t="s"><v>9</v></c></row></sheetData></worksheet>'}),
        "book.xlsx: sheet S: is damaged in row 7: a text is missing",
    ),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "save it as .xlsx"),
}


@pytest.mark.parametrize("case", WORKBOOKS)
def test_a_bad_workbook_is_refused_at_its_place(case: str) -> None:
    content, message = WORKBOOKS[case]
    assert message in refused(content, "book.xlsx")


def test_a_sheet_whose_last_cell_is_far_away_costs_nothing() -> None:
    part = sheet_xml(projects(), None).replace(
        "</sheetData>", '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    )
    assert read([named("book.xlsx", workbook({"Raw Project Data": part}))]).answers["repositories"].value == 7


OTHERS = {
    "JSON cut off": (
        fixture("gh_repo_stats.json").read_bytes()[:100],
        "report: row 7, column 2",
        "is not complete JSON",
    ),
    "JSON of something else": (b'{"a": 1}', "report: is no report this program knows", ""),
    "JSON nested deeply": (b"[" * 200_000, "report: is nested deeper", ""),
    "JSON of nothing but lists": (b"[" + b"[]," * 1_000_000 + b"1]", "report: holds more pieces", ""),
    "JSON with an endless number": (b'{"repos": [' + b"9" * 5000 + b"]}", "report: is JSON with a number", ""),
    "a repository without a size": (b'{"repos": [{"org": "a", "name": "b", "diskUsage": -4}]}', "row 1", "negative"),
    "git-sizer with a text": (b'{"max_blob_size": "9"}', "report: column max_blob_size", ""),
    "lfs without sizes": (b'{"files": [{"oid": "aa", "size": null}]}', "report: row 1, column size", ""),
    "scc without lines": (b'[{"Name": "Go", "Code": -1}]', "report: row 1, column Code", ""),
    "cloc without lines": (b'{"header": {"cloc_version": "1"}, "Go": {}}', "report: row 1, column code", ""),
    "XML cut off": (fixture("svn_log.xml").read_bytes()[:150], "report: row 1", "is not complete XML"),
    "XML of something else": (b"<html><body/></html>", "report: ", "no report of Subversion"),
    "XML with entities": (b'<!DOCTYPE log [<!ENTITY a "aa">]><log>&a;</log>', "report: ", "declares a document type"),
    "a size of Subversion": (
        b"<lists><list><entry><size>-1</size></entry></list></lists>",
        "report: row 1, column size",
        "",
    ),
    "an audit cut off": (
        b"## Pipelines\n\n- Successful: **2 (100%)**\n",
        "report: sheet Pipelines: tells no total",
        "",
    ),
    "an analysis cut off": (b"== Overall Statistics ==\n  Number of commits: 1\n", "report: column Total packed", ""),
    "a list of sizes cut off": (
        fixture("filter_repo_paths.txt").read_bytes()[:-30],
        "report: row 4",
        "not a line of sizes",
    ),
    "a list of large files cut off": (b"aaaaaaaaaa * a (1 B)\nbbbb", "report: row 2", "not a line of"),
    "a PDF": (b"%PDF-1.7 and so on", "report: is a PDF", ""),
}


@pytest.mark.parametrize("case", OTHERS)
def test_another_bad_file_is_refused_at_its_place(case: str) -> None:
    content, place, what = OTHERS[case]
    message = refused(content, "report")
    assert place in message
    assert what in message


def test_more_bytes_than_allowed_are_refused() -> None:
    assert "the files hold more than 1,000 bytes" in refused(fixture("gitlab_0_48.csv").read_bytes(), limit=1000)
    assert "the files hold more than 9,000 bytes" in refused(gitlab(), "book.xlsx", limit=9000)


def test_every_bad_file_of_several_is_named_and_a_missing_one_too(tmp_path: Path) -> None:
    good = fixture("cloc.csv")
    with pytest.raises(InvalidInput) as caught:
        read([good, named("a.csv", ""), tmp_path / "b.csv"])
    assert [fault.key for fault in caught.value.faults] == ["a.csv", "b.csv"]


def test_two_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for folder, name in (("ado", "ado2gh_repos.csv"), ("bbs", "bbs2gh_repos.csv")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "repos.csv").write_bytes(fixture(name).read_bytes())
    inventory = read([tmp_path / "ado" / "repos.csv", tmp_path / "bbs" / "repos.csv"])
    assert inventory.answers["repositories"].file.count("repos.csv") == 2


def test_a_message_quotes_long_text_shortly() -> None:
    assert shown("a\n" * 500) == f"“{'a ' * 20}…”"


def test_a_list_longer_than_any_estate_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repository_lists, "MOST", 2)
    message = "report.csv: row 4, column repo: is one more than the 2 that can be read at once"
    assert message in refused(fixture("bbs2gh_repos.csv").read_bytes())
