"""From an issued statement of work over changed answers to a change order, and to a change that needs none."""

import re

import pytest

from tests.browser.conftest import Visit, Visitor
from tests.browser.test_main_line import LARGE, act, answer, asked, open_engagement

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def change_repositories(manager: Visitor, number: str) -> str:
    """The address of the revision with another number of repositories."""
    manager.tab("Discovery")
    asked(manager, "How many repositories move").fill(number)
    manager.page.get_by_role("button", name="Save and read the estimate").click()
    manager.page.wait_for_url(re.compile(r"/revisions/\d+"))
    return manager.page.url


def test_a_change_order_is_read_approved_issued_and_downloaded_and_a_smaller_change_needs_none(visit: Visit):
    manager, senior, delivery = visit("em"), visit("senior"), visit("delivery")
    manager.page.set_default_timeout(120_000)  # issuing sets two documents, which other tests beside this one slow down

    def issue(address: str) -> None:
        act(manager, address, "Send for review")
        act(senior, address, "Approve this revision")
        act(delivery, address, "Approve this revision")
        act(manager, address, "Issue the statement of work")

    open_engagement(manager, "Change & Sons")
    page = manager.page
    manager.tab("Discovery")
    answer(manager)
    asked(manager, LARGE).fill("0")
    page.get_by_role("button", name="Save and read the estimate").click()
    page.wait_for_url(re.compile(r"/revisions/\d+"))
    issue(page.url)

    address = change_repositories(manager, "2500")
    manager.tab("Review")
    page.get_by_role("link", name="Read the change order").click()
    manager.sound()
    said = page.get_by_role("main").inner_text()
    assert "A change order is needed: CO-1" in said
    assert "repositories 1,500 → 2,500" in said
    phone = visit("em", size="phone", scheme="dark")
    phone.page.goto(f"{address}/change-order")
    phone.sound()
    issue(address)
    assert "Issued with CO-1" in page.get_by_role("main").inner_text()
    with page.expect_download() as download:
        page.goto(f"{address}/change-order")
        page.get_by_role("link", name="Download CO-1 as PDF").click()
    assert download.value.suggested_filename.startswith("CO-1 Change & Sons")
    manager.tab("History")
    assert page.get_by_role("link", name="CO-1").count() == 1

    address = change_repositories(manager, "2400")
    manager.tab("Review")
    page.get_by_role("link", name="What changed since it was agreed").click()
    manager.sound()
    said = page.get_by_role("main").inner_text()
    assert "No change order is needed" in said
    assert "File the customer’s written confirmation." in said
