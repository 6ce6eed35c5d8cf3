"""From an issued statement of work over changed answers to a change order, and to a change that somebody decides on."""

import os
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, Visitor
from tests.browser.test_main_line import LARGE, answer, asked, open_engagement

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def act(visitor: Visitor, address: str, button: str) -> None:
    visitor.page.goto(f"{address}/review")
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("button", name=button).click()


def save(manager: Visitor) -> str:
    """The address of the revision that the answers make."""
    manager.page.get_by_role("button", name="Save and read the estimate").click()
    manager.page.wait_for_url(re.compile(r"/revisions/\d+$"))
    return manager.page.url


def change_repositories(manager: Visitor, address: str, number: str) -> str:
    manager.page.goto(re.sub(r"/revisions/\d+$", "/discovery", address))
    asked(manager, "How many repositories move").fill(number)
    return save(manager)


def test_a_change_order_is_read_approved_issued_and_downloaded_and_judgement_asks_for_another(visit: Visit):
    manager, senior, delivery = visit("em"), visit("senior"), visit("delivery")
    page = manager.page

    def issue(address: str) -> None:
        act(manager, address, "Send for review")
        act(senior, address, "Approve this revision")
        act(delivery, address, "Approve this revision")
        act(manager, address, "Issue the statement of work")

    open_engagement(manager, "Change & Sons")
    page.get_by_role("link", name="Discovery").click()
    answer(manager)
    page.get_by_role("button", name="Save the answers").click()
    expect(page.get_by_role("main")).to_contain_text("Saved as revision")
    asked(manager, LARGE).fill("0")
    address = save(manager)
    issue(address)

    address = change_repositories(manager, address, "2500")
    page.goto(f"{address}/review")
    manager.opens(page.get_by_role("link", name="Read the change order"))
    said = page.get_by_role("main").inner_text()
    assert "A change order is needed: CO-1" in said
    assert "repositories 1,500 → 2,500" in said
    issue(address)
    assert "Issued with CO-1" in page.get_by_role("main").inner_text()
    page.goto(f"{address}/change-order")
    with page.expect_download() as download:  # the page waits for the PDF, then offers it
        page.get_by_role("link", name="Download CO-1 as PDF").click(timeout=60_000)
    assert download.value.suggested_filename.startswith("CO-1 Change & Sons")
    page.goto(re.sub(r"/revisions/\d+$", "/documents", address))
    manager.sound()
    assert page.get_by_role("link", name="Change order CO-1").count() == 1

    address = change_repositories(manager, address, "2600")
    director = visit("director", size="phone", scheme="dark")
    director.page.goto(f"{address}/grants")
    director.sound()
    director.page.get_by_label("Hours beyond what is agreed").fill("200")
    director.page.get_by_label("Amount beyond what is agreed").fill("40,000")
    director.page.get_by_label("Why").first.fill("They pay for it out of the next budget.")
    director.opens(director.page.get_by_role("button", name="Grant the work exception"))
    assert "Work exception is granted" in director.page.get_by_role("main").inner_text()
    page.goto(f"{address}/change-order")
    manager.sound()
    assert "No change order is needed: a work exception covers it" in page.get_by_role("main").inner_text()

    address = change_repositories(manager, address, "2400")
    page.goto(f"{address}/change-order")
    assert "No change order is needed" in page.get_by_role("main").inner_text()
    phone = visit("em", size="phone", scheme="dark")
    phone.page.goto(f"{address}/change-order")
    phone.sound()
    phone.page.get_by_label("Why").fill("Their new sponsor wants every change signed.")
    phone.opens(phone.page.get_by_role("button", name="Ask for a change order"))
    assert "A change order is needed: CO-2" in phone.page.get_by_role("main").inner_text()
    if folder := os.environ.get("SCREENSHOTS"):
        for size in ("phone", "desk"):
            for scheme in ("light", "dark"):
                shown = visit("em", size=size, scheme=scheme).page
                shown.goto(f"{address}/change-order")
                shown.screenshot(path=f"{folder}/change-order-{size}-{scheme}.png", full_page=True)
                if size == "desk":
                    shown.goto(re.sub(r"/revisions/\d+$", "/documents", address))
                    shown.screenshot(path=f"{folder}/documents-{scheme}.png", full_page=True)
