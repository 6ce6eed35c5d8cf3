"""Hand edits, their conflicts, differences and the catalogue's activation, in a real browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, Visitor
from tests.browser.test_main_line import open_engagement

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

TASK = "Verify each moved repository"


def saved(page: Page, number: int) -> None:
    """Waits for the estimate of this revision."""
    page.wait_for_url(re.compile(rf"/revisions/{number}(#.*)?$"))


def edit_hours(visitor: Visitor, hours: str, reason: str) -> None:
    row = visitor.page.get_by_role("row", name=re.compile(f"^{TASK}"))
    row.get_by_text("Edit", exact=False).first.click()
    row.get_by_label("Likely", exact=True).fill(hours)
    row.get_by_label(re.compile("^Reason")).fill(reason)
    visitor.sound()
    row.get_by_role("button", name="Save the edit").click()


def answer(visitor: Visitor, beginning: str, value: str) -> None:
    page = visitor.page
    page.get_by_role("link", name="Discovery", exact=True).click()
    page.get_by_label(re.compile(f"^{beginning}")).fill(value)
    page.get_by_role("button", name="Save and read the estimate").click()


def begin(visitor: Visitor, customer: str) -> None:
    """An engagement of 1,500 repositories, its estimate open."""
    open_engagement(visitor, customer)
    answer(visitor, "How many repositories move", "1500")
    saved(visitor.page, 2)


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_an_edit_outlives_new_answers_until_its_conflict_is_settled(visit: Visit, size: str):
    manager = visit("em", size)
    page = manager.page
    begin(manager, f"Baltic Rail, {size}")
    edit_hours(manager, "40", "too short")
    expect(page.get_by_role("alert")).to_contain_text("at least 10 characters")
    assert page.get_by_label("Likely", exact=True).and_(page.locator("[value='40']")).count() == 1
    manager.sound()
    page.locator("details[open]").get_by_label(re.compile("^Reason")).fill("Counted with the customer")
    page.locator("details[open]").get_by_role("button", name="Save the edit").click()
    saved(page, 3)
    manager.sound()
    row = page.get_by_role("row", name=re.compile(f"^{TASK}"))
    expect(row).to_contain_text("Counted with the customer")
    expect(row.locator("s")).to_have_count(1)

    answer(manager, "How many repositories move", "4500")
    saved(page, 4)
    conflict = page.get_by_role("region", name="1 hand edit waits for a decision")
    for words in ("Computed then", "Edited", "Computed now"):
        expect(conflict).to_contain_text(words)
    manager.sound()
    manager.tab("Review")
    assert page.get_by_role("button", name="Send for review").count() == 0
    page.get_by_role("link", name="Go to the estimate").first.click()
    conflict.get_by_label("Keep the edit").check()
    conflict.get_by_role("button", name="Settle it").click()
    saved(page, 5)
    expect(conflict).to_have_count(0)


def test_levels_say_what_would_turn_them_and_differences_why_hours_moved(visit: Visit):
    manager = visit("em")
    page = manager.page
    begin(manager, "Gulf Harbour")
    page.get_by_role("link", name="What would lower or raise each level").click()
    expect(page.get_by_role("heading", name="What would raise it").first).to_be_visible()
    manager.sound()
    answer(manager, "How many repositories move", "4500")
    saved(page, 3)
    manager.tab("History")
    expect(page.get_by_role("row", name=re.compile("^Revision 3"))).to_contain_text("Repositories 1,500 → 4,500: +")
    page.get_by_label("From").select_option("1")
    page.get_by_role("button", name="Show the difference").click()
    page.wait_for_url(re.compile(r"/difference/1/3$"))
    manager.sound()
    expect(page.get_by_role("table").first).to_contain_text("Repositories not answered → 4,500")


def test_an_edit_and_a_difference_work_without_javascript(visit: Visit):
    manager = visit("em", javascript=False)
    page = manager.page
    begin(manager, "Plain Paper Press")
    edit_hours(manager, "40", "Counted with the customer")
    saved(page, 3)
    page.get_by_role("link", name="History").click()
    page.get_by_role("link", name="What moved in revision 3").click()
    assert f"{TASK}" in page.get_by_role("main").inner_text()
    page.go_back()
    page.get_by_role("link", name="Estimate").click()
    page.get_by_role("link", name="What would lower or raise each level").click()
    assert "What would raise it" in page.get_by_role("main").inner_text()


def test_the_catalogue_is_changed_looked_at_activated_and_left_again(visit: Visit, tmp_path: Path):
    manager, owner = visit("em"), visit("catalogue")
    begin(manager, "Alpine Dairy")
    draft, page = manager.page.url, owner.page
    owner.opens(page.get_by_role("link", name="Catalogue"))
    owner.opens(page.get_by_role("link", name="SCM migration"))
    page.goto(f"{owner.served.url}/catalogue/editions")
    owner.sound()
    card = tmp_path / "list-2022.toml"
    text = page.request.get(f"{owner.served.url}/catalogue/files/rate_cards/list-2022.toml").text()
    card.write_text(text.replace("currency =", "curency ="), encoding="utf-8")
    page.get_by_label("Rate cards").set_input_files(card)
    page.get_by_role("button", name="Take the files in").click()
    expect(page.get_by_role("alert")).to_contain_text("rate_cards/list-2022.toml: curency")
    owner.sound()
    card.write_text(text.replace("300", "330"), encoding="utf-8")
    page.get_by_label("Rate cards").set_input_files(card)
    page.get_by_role("button", name="Take the files in").click()
    expect(page.get_by_role("region", name="Open drafts that would move")).to_contain_text("Alpine Dairy")
    owner.sound()
    page.get_by_role("button", name="Activate this edition").click()
    try:
        manager.page.goto(draft)
        manager.sound()
        manager.opens(manager.page.get_by_role("link", name="Show what moves with the one in force"))
        manager.page.get_by_role("button", name="Take over the catalogue in force").click()
        saved(manager.page, 3)
        assert manager.page.get_by_text("stands on an earlier catalogue").count() == 0
    finally:
        page.goto(f"{owner.served.url}/catalogue/editions/shipped")
        page.get_by_role("button", name="Go back to what was shipped").click()
    expect(page.get_by_role("row", name=re.compile("^As shipped"))).to_contain_text("in force")


def test_alternatives_stand_side_by_side_and_one_is_chosen(visit: Visit):
    manager = visit("em", "phone")
    page = manager.page
    begin(manager, "Nordic Timber")
    manager.tab("Alternatives")
    page.get_by_label("Copy revision 2 as").fill("Twice the work")
    manager.opens(page.get_by_role("button", name="Copy and change it"))
    page.get_by_label(re.compile("^How many repositories move")).fill("3000")
    page.get_by_role("button", name="Save the alternative").click()
    manager.opens(page.get_by_role("button", name="Compare with revision 2"))
    expect(page.get_by_role("row", name=re.compile("^How many repositories move"))).to_contain_text("3,000")
    page.get_by_role("button", name="Choose it").click()
    saved(page, 3)
