"""Reports from the upload to the filled questionnaire, without JavaScript: preview, choice, disagreement, refusals."""

import io
from pathlib import Path

import pytest

from scoping.db.models import ListedRepository, ReportUpload, Revision, SavedMapping
from scoping.domain.discovery import Answer
from tests import people
from tests.inventory.files import fixture, workbook
from tests.inventory.test_bad_files import WORKBOOKS
from tests.web.pages import page_of, select

HEADER = "org,teamproject,repo,url,last-push-date,pipeline-count,compressed-repo-size-in-bytes\n"
LIST = "Repo;Space (MB)\nport/quay;1,5\nport/crane;0,5\n"


def ado(*sizes: int, project: str = "port") -> str:
    rows = (
        f'acme,{project},repo{at},https://dev.azure.com/acme/{project}/_git/repo{at},,1,"{size}"\n'
        for at, size in enumerate(sizes)
    )
    return HEADER + "".join(rows)


@pytest.fixture
def engagement(store):
    return store.engagement(answers={"users": Answer(800)})


@pytest.fixture
def give(manager, engagement):
    """Uploads files by name and content, as the form does."""

    def give(files, browser=manager):
        page = browser.open(f"/engagements/{engagement}/reports")
        content = [(io.BytesIO(body.encode() if isinstance(body, str) else body), name) for name, body in files.items()]
        data = {"csrf_token": page.value("csrf_token"), "reports": content}
        address = f"/engagements/{engagement}/reports"
        return page_of(browser.client.post(address, data=data, follow_redirects=True))

    return give


def test_reports_fill_the_questionnaire_through_a_preview(manager, give, store, engagement):
    page = give({"anything.txt": ado(7_000_000_000, 10, 20)})
    assert page.all("legend") == ["How many repositories move?", "Where is the code?"]
    assert "azure_devops Azure_devops is not offered; choose from svn, git." in page.text  # shown, and not to be taken
    assert "Take 3 all rows; the source archives none; 3 rows anything.txt" in page.text
    assert "Not answered" in page.text
    assert store.count(Revision) == 1  # nothing changes before somebody takes it
    filled = manager.send(page, page.path)
    assert "1 answer filled from 1 report; saved as revision 2" in filled.text
    answer = store.answers(engagement)["repositories"]
    assert (answer.value, answer.source, answer.by) == (3, "anything.txt", "Manager")
    assert store.answers(engagement)["users"].value == 800


def test_several_files_of_one_name_are_read_together(give):
    page = give({"repos.csv": ado(1, 2), "./repos.csv": ado(3, project="sea")})
    assert "repos.csv and repos.csv (2)" in page.text
    assert "Keep the list of 3 repositories" in page.text


def test_what_somebody_typed_is_left_unless_it_is_chosen(manager, give, store, engagement):
    store.revise(engagement, {"repositories": Answer(500)})
    page = give({"repos.csv": ado(1, 2)})
    assert [radio.get("value") for radio in select(page.doc, "[name=take-repositories][checked]")] == [""]
    assert "Leave as it is 500" in page.text
    manager.send(page, page.path, list=None)
    assert store.answers(engagement)["repositories"].value == 500
    page = give({"repos.csv": ado(1, 2)})
    manager.send(page, page.path, then="all", list=None)
    assert store.answers(engagement)["repositories"].value == 2


def test_nothing_is_taken_of_what_is_thrown_away(manager, give, store, engagement):
    page = give({"repos.csv": ado(1, 2)})
    manager.send(page, page.path, then="none")
    assert (store.count(Revision), store.count(ReportUpload), store.count(ListedRepository)) == (1, 0, 0)


def test_reports_that_disagree_stand_side_by_side_and_a_person_picks(manager, give, store, engagement):
    summary = "org,teamproject,url,repo-count,pipeline-count\nacme,port,https://dev.azure.com/acme/port,5,9\n"
    page = give({"repos.csv": ado(1, 2), "team-projects.csv": summary})
    assert page.all("legend")[0] == "How many repositories move? the reports disagree: pick one"
    manager.send(page, page.path, then="all", list=None)
    assert "repositories" not in store.answers(engagement)  # nobody picked
    page = give({"repos.csv": ado(1, 2), "team-projects.csv": summary})
    manager.send(page, page.path, take__repositories="1", **{"take-repositories": "1"}, list=None)
    answer = store.answers(engagement)["repositories"]
    assert (answer.value, answer.source) == (5, "team-projects.csv, repo-count")


def test_a_colleague_who_saved_meanwhile_is_not_overwritten(manager, give, store, engagement):
    page = give({"repos.csv": ado(1, 2)})
    store.revise(engagement, {"repositories": Answer(900)})
    refused = manager.send(page, page.path)
    assert refused.status == 409
    assert "Leave as it is 900" in refused.text
    assert store.answers(engagement)["repositories"].value == 900
    manager.send(refused, page.path, **{"take-repositories": "0"})
    assert store.answers(engagement)["repositories"].value == 2


BAD = {
    "truncated": (ado(1, 2)[:-9], "repos.csv: row 3"),
    "no text": (b"org,teamproject,repo\nacme,\xe9t\xe9,x\n", "repos.csv: row 2, column 2"),
    "a quote inside": (HEADER + 'acme,"po"rt,x,,,1,"2"\n', "repos.csv: row 2, column 2"),
    "decimal comma": (ado(1).replace('"1"', '"1,5"'), "repos.csv: row 2, column compressed-repo-size-in-bytes"),
    "empty": (b"", "repos.csv: is empty"),
    "zip bomb": (WORKBOOKS["a bomb"][0], "grows more than 200 times when unpacked"),
    "a million empty rows": (WORKBOOKS["a million empty rows"][0], "repos.csv: sheet Sheet1, row 2, column A"),
    "cut workbook": (workbook({"A": [["a", "b"], [1, 2]]})[:-40], "repos.csv: is cut off"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_named_with_its_place_and_changes_nothing(give, store, kind):
    body, said = BAD[kind]
    page = give({"repos.csv": body, "good.csv": ado(1)})
    assert page.status == 422
    assert "Nothing was read: 1 thing to mend" in page.text
    assert said in page.text
    assert (store.count(ReportUpload), store.count(ListedRepository), store.count(Revision)) == (0, 0, 1)


def test_a_form_without_a_file_says_what_to_do(manager, engagement):
    page = manager.send(manager.open(f"/engagements/{engagement}/reports"), "/reports", reports=None)
    assert page.status == 422
    assert "Choose at least one file" in page.text


def test_reports_may_be_larger_than_any_form_and_nothing_else_may(app, manager, give, engagement):
    padding = "\n".join(f"acme,port,r{at},https://dev.azure.com/acme/port/_git/r{at},,1,7" for at in range(45_000))
    assert len(padding) > app.config["MAX_CONTENT_LENGTH"]
    assert "45,000 repositories" in give({"repos.csv": HEADER + padding}).text
    token = manager.open("/").value("csrf_token")
    data = {"csrf_token": token, "customer": "x" * app.config["MAX_CONTENT_LENGTH"]}
    assert manager.client.post(f"/engagements/{engagement}/discovery", data=data).status_code == 413
    app.config["REPORTS_MAX_BYTES"] = 10_000
    refused = give({"repos.csv": HEADER + padding})
    assert refused.status == 413
    assert "Give fewer at a time" in refused.text


def test_a_table_that_no_reader_knows_is_mapped_and_the_mapping_is_remembered(app, manager, give, store, engagement):
    page = give({"theirs.csv": LIST})
    assert "theirs.csv is no report this program knows" in page.text
    form = manager.open(select(page.doc, "a[href*='/tables/']")[0].get("href"))
    assert (form.value("column-0"), form.value("column-1"), form.value("unit")) == ("name", "size", "MB")  # guessed
    assert "port/quay · port/crane" in form.text
    wrong = manager.send(form, form.path, **{"column-0": ""})
    assert wrong.status == 422
    assert "say which column holds the name" in wrong.text
    wrong = manager.send(wrong, form.path, **{"column-0": "name", "unit": "GB"})
    assert wrong.status == 422
    assert "theirs.csv: row 2, column Space (MB): “1,5” is not a number" in wrong.text
    preview = manager.send(wrong, form.path, decimal=",", name="Their list")
    assert "Keep the list of 2 repositories" in preview.text
    assert not list((Path(app.instance_path) / "reports").glob("*"))
    assert store.count(SavedMapping) == 1
    again = give({"other name.csv": LIST.replace("quay", "dock")})
    assert "no report this program knows" not in again.text
    assert "Keep the list of 2 repositories" in again.text
    assert "no report this program knows" in give({"more.csv": "Repo;Space (MB);Colour\na;1;red\n"}).text
    overview = manager.open(f"/engagements/{engagement}/reports")
    assert "Their list by Manager" in overview.text
    manager.send(overview, "/forget")
    assert store.count(SavedMapping) == 0


def test_the_name_of_a_mapping_for_other_columns_is_not_taken_over(manager, give, store):
    for header in ("Repo;Space", "Repo;Colour"):
        page = give({"theirs.csv": f"{header}\na;1\n"})
        form = manager.open(select(page.doc, "a[href*='/tables/']")[0].get("href"))
        answered = manager.send(form, form.path, name="Theirs")
    assert answered.status == 422
    assert "is that of a mapping for a table with other columns" in answered.text
    assert store.count(SavedMapping) == 1


def test_no_person_of_a_report_reaches_the_database(give, store):
    give({"repos.csv": fixture("ado2gh_repos.csv").read_text(encoding="utf-8")})
    with store.session() as session:
        kept = session.query(ReportUpload).one()
        listed = session.query(ListedRepository).all()
        assert "@" not in repr(kept.found) + repr([each.name for each in listed])
        assert any("counted and not kept" in note for note in kept.found["notes"])


def test_another_preview_of_the_same_person_replaces_the_first(give, store, browse):
    give({"repos.csv": ado(1, 2)})
    give({"repos.csv": ado(1)})
    assert (store.count(ReportUpload), store.count(ListedRepository)) == (1, 1)
    give({"repos.csv": ado(1)}, browse(people.SENIOR))
    assert store.count(ReportUpload) == 2


def test_a_form_sent_twice_takes_nothing_twice(manager, give, store):
    page = give({"repos.csv": ado(1, 2)})
    manager.send(page, page.path, list=None)
    again = manager.send(page, page.path, list=None)
    assert "These reports were decided already" in again.text
    assert store.count(Revision) == 2
