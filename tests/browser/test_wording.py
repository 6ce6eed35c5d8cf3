"""The document edited where it stands, its conflicts, its versions and what people say about it, in a real browser."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit, Visitor
from tests.browser.test_edits import answer, begin, saved

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

COUNT = "Up to 1,500 repositories at the destination"


def at(page: Page, words: str) -> Locator:
    """The row of the document that says this."""
    return page.locator(".paper tr[data-piece]", has_text=words)


def opened(page: Page, words: str) -> Locator:
    """The form below that row, opened as a person would."""
    row = at(page, words)
    row.hover()
    row.get_by_role("link", name=re.compile("^Edit")).click()
    form = page.locator(".sow-open")
    expect(form.get_by_role("textbox").first).to_be_visible()
    return form


def sow_of(visitor: Visitor, number: int) -> None:
    visitor.page.wait_for_url(re.compile(rf"/revisions/{number}/sow(\?[^#]*)?(#.*)?$"))


def is_copied(page: Page) -> None:
    """A section goes to the clipboard with one button."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_text("Copy or download section 6", exact=True).click()
    page.get_by_role("button", name="Copy this block").click()
    expect(page.get_by_text("Copied; paste it into the other document.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("## 6 Deliverables and their acceptance")
    assert "| D1 |" in copied


@pytest.mark.parametrize(("size", "javascript"), [("desk", True), ("phone", False)])
def test_words_are_edited_where_they_stand_and_conflicts_are_decided(visit: Visit, size: str, javascript: bool) -> None:
    manager = visit("em", size, javascript=javascript)
    page = manager.page
    begin(manager, f"Wording Works, {size}, {javascript}")
    manager.tab("SOW")
    if javascript:
        is_copied(page)
        page.evaluate("window.stayed = true")
    form = opened(page, COUNT)
    manager.sound()
    form.get_by_label("Deliverable").fill("All **repositories**, <b>every</b> one")
    form.get_by_role("button", name="Save the words").click()
    sow_of(manager, 3)
    row = at(page, "All repositories, <b>every</b> one")
    expect(row.locator("strong")).to_have_text("repositories")
    expect(row).to_contain_text("edited by Erin Mercer")
    if javascript:
        assert page.evaluate("window.stayed"), "the page was changed in place"
    manager.sound()

    opened(page, "Every user on the agreed list").get_by_role("button", name="Hide").click()
    sow_of(manager, 4)
    expect(page.locator(".sow-hidden")).to_contain_text("Every user on the agreed list")
    manager.sound()
    page.get_by_role("button", name="Undo the last change of words").click()
    sow_of(manager, 5)
    expect(page.locator(".sow-hidden")).to_have_count(0)

    answer(manager, "How many repositories move", "4500")
    saved(page, 6)
    manager.tab("SOW")
    conflict = page.get_by_role("region", name="1 edited text waits for a decision")
    for words in ("Up to 1,500", "All **repositories**", "Up to 4,500"):
        expect(conflict).to_contain_text(words)
    manager.sound()
    conflict.get_by_label("Take what is computed now").check()
    conflict.get_by_role("button", name="Settle it").click()
    sow_of(manager, 7)
    expect(conflict).to_have_count(0)
    expect(at(page, "Up to 4,500 repositories at the destination")).to_have_count(1)


def test_versions_are_switched_and_a_remark_is_answered_before_anything_is_sent(visit: Visit) -> None:
    manager, architect = visit("em", "phone", scheme="dark"), visit("senior", "phone")
    begin(manager, "Remark & Sons")
    manager.tab("SOW")
    page = manager.page
    page.get_by_role("link", name="Internal", exact=True).click()
    expect(page.locator(".sow-warning")).to_contain_text("Internal: not for the customer")
    manager.sound()
    page.get_by_role("link", name="Client", exact=True).click()
    expect(page.locator(".sow-warning")).to_have_count(0)

    other = architect.page
    other.goto(page.url)
    row = at(other, COUNT)
    row.hover()
    row.get_by_role("link", name=re.compile("^Comment")).click()
    form = other.locator(".sow-open")
    form.get_by_label("Comment").fill("Does this count forks?")
    architect.sound()
    form.get_by_role("button", name="Save the comment").click()
    expect(other.get_by_role("status")).to_contain_text(["Comment saved."])
    architect.sound()

    manager.tab("Review")
    expect(page.get_by_role("region", name="Before it can be sent for review")).to_contain_text("nobody answered")
    page.get_by_role("link", name=re.compile("^Go to the section")).click()
    remark = page.get_by_role("listitem").filter(has_text="Does this count forks?").last
    remark.locator("summary").click()
    remark.get_by_label("Your answer").fill("No, forks stay.")
    manager.sound()
    remark.get_by_role("button", name="Save the answer").click()
    expect(page.locator(".remarks .answer")).to_contain_text("No, forks stay.")
    manager.tab("Review")
    expect(page.get_by_role("link", name=re.compile("^Go to the section"))).to_have_count(0)
