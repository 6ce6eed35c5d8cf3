"""From an issued statement of work over changed answers to a change order, and to a change that needs none."""

import os
import re

import pytest

from tests.browser.conftest import Visit, Visitor
from tests.browser.test_main_line import LARGE, act, answer, asked, open_engagement

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def change_repositories(writer: Visitor, number: str) -> str:
    """The address of the revision with another number of repositories."""
    writer.page.get_by_role("link", name="Discovery").click()
    asked(writer, "How many repositories move").fill(number)
    writer.page.get_by_role("button", name="Save and read the estimate").click()
    writer.page.wait_for_url(re.compile(r"/revisions/\d+"))
    return writer.page.url


def test_a_change_order_is_read_approved_issued_and_downloaded_and_a_smaller_change_needs_none(visit: Visit):
    manager, senior, delivery = visit("em"), visit("senior"), visit("delivery")
    manager.page.set_default_timeout(120_000)  # issuing sets two documents, which other tests beside this one slow down

    def issue(address: str) -> None:
        act(manager, address, "Send for review")
        act(senior, address, "Approve this revision")
        act(delivery, address, "Approve this revision")
        act(manager, address, "Issue the statement of work")

    writer, page = visit("em", javascript=False), manager.page
    open_engagement(writer, "Change & Sons")
    writer.page.get_by_role("link", name="Discovery").click()
    answer(writer)
    writer.page.get_by_role("button", name="Save the answers").click()
    asked(writer, LARGE).fill("0")
    writer.page.get_by_role("button", name="Save and read the estimate").click()
    issue(writer.page.url)

    address = change_repositories(writer, "2500")
    page.goto(address)
    manager.tab("Review")
    page.get_by_role("link", name="Read the change order").click()
    manager.sound()
    said = page.get_by_role("main").inner_text()
    assert "A change order is needed: CO-1" in said
    assert "repositories 1,500 → 2,500" in said
    phone = visit("em", size="phone", scheme="dark")
    phone.page.goto(f"{address}/change-order")
    phone.sound()
    if folder := os.environ.get("SCREENSHOTS"):
        phone.page.screenshot(path=f"{folder}/change-order-phone.png", full_page=True)
        page.screenshot(path=f"{folder}/change-order-desk.png")
    issue(address)
    assert "Issued with CO-1" in page.get_by_role("main").inner_text()
    page.goto(f"{address}/change-order")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download CO-1 as PDF").click()
    assert download.value.suggested_filename.startswith("CO-1 Change & Sons")
    manager.tab("History")
    assert page.get_by_role("link", name="CO-1").count() == 1

    page.goto(change_repositories(writer, "2400"))
    manager.tab("Review")
    page.get_by_role("link", name="What changed since it was agreed").click()
    manager.sound()
    said = page.get_by_role("main").inner_text()
    assert "No change order is needed" in said
    assert "File the customer’s written confirmation." in said
