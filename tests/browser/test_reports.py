"""Reports in a real browser: from the upload to the filled form, and a table that a person maps, at both widths."""

from pathlib import Path

import pytest

from tests.browser.conftest import Visit, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

KNOWN = (
    "org,teamproject,repo,url,last-push-date,pipeline-count,compressed-repo-size-in-bytes\n"
    'acme,port,quay,https://dev.azure.com/acme/port/_git/quay,,1,"6,000,000,000"\n'
    'acme,port,crane,https://dev.azure.com/acme/port/_git/crane,,2,"7"\n'
)
THEIRS = "Repository;Space MB;Harbour {size}\nport/buoy;1,5;north\nport/pier;0,5;south\n"


def opened(visitor: Visitor) -> None:
    """A fresh engagement, so that the tests do not meet, at its page for reports."""
    page = visitor.page
    page.goto(f"{visitor.served.url}/engagements/new")
    page.get_by_label("Customer", exact=True).fill("Harbour Works")
    page.get_by_label("Title", exact=True).fill("Move to GitLab.com")
    page.get_by_label("SCM migration").check()
    page.get_by_label("Wanted start").fill("2027-02-01")
    page.get_by_role("button", name="Open the engagement").click()
    visitor.opens(page.get_by_role("link", name="Fill from reports"))


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_reports_go_from_upload_to_preview_to_filled_form(visit: Visit, tmp_path: Path, size: str) -> None:
    visitor = visit("em", size)
    page = visitor.page
    opened(visitor)
    for name, text in (("a.csv", KNOWN), ("b.csv", THEIRS)):
        (tmp_path / name).write_text(text.replace("{size}", size), encoding="utf-8")
    page.get_by_label("Reports that the customer's tools wrote").set_input_files(
        [tmp_path / "a.csv", tmp_path / "b.csv"]
    )
    assert page.get_by_text("2 files, 0.3 kB").is_visible()
    page.get_by_role("button", name="Read the reports").click()
    page.get_by_role("heading", name="What the reports would fill").wait_for()
    visitor.sound()
    page.get_by_role("link", name="Say what its 3 columns hold").click()
    page.get_by_label("Decimal mark").select_option("comma, as in 1,5")
    visitor.sound()
    page.get_by_label("Name of this mapping").fill(f"Harbour list, {size}")
    page.get_by_role("button", name="Read it like this").click()
    page.get_by_role("group", name="How many repositories move?").get_by_text("4 repositories").wait_for()
    visitor.sound()
    page.get_by_role("button", name="Take what is chosen").click()
    page.get_by_text("saved as revision 2").wait_for()
    assert page.get_by_label("How many repositories move?", exact=True).input_value() == "4"
    page.goto(page.url.replace("/discovery", "/waves"))
    assert page.get_by_role("row", name="Large, day 1").is_visible()
    visitor.sound()
    page.get_by_role("link", name="Look at the list").click()
    page.get_by_role("rowheader", name="port/buoy").wait_for()
    visitor.sound()
