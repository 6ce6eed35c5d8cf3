"""The whole line in a real browser: signed in, scoped, estimated, reviewed, issued, downloaded; at both widths."""

import hashlib
import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def open_engagement(visitor: Visitor, customer: str, freezes: str = "") -> None:
    page = visitor.page
    visitor.opens(page.get_by_role("link", name="Open an engagement").first)
    page.get_by_label("Customer", exact=True).fill(customer)
    page.get_by_label("Title", exact=True).fill("Move to GitLab.com")
    page.get_by_label("SCM migration").check()
    page.get_by_label("Wanted start").fill("2027-02-01")
    page.get_by_label("Goals").fill("One platform for 40 teams")
    page.get_by_label("Pain points").fill("Two release freezes a month")
    page.get_by_label("Constraints").fill("No change in the last week of a quarter")
    page.get_by_label("Freeze windows").fill(freezes)
    page.get_by_role("button", name="Open the engagement").click()
    page.wait_for_url(re.compile(r"/engagements/\d+"))


def asked(visitor: Visitor, beginning: str) -> Locator:
    return visitor.page.get_by_label(re.compile(f"^{beginning}"))


LARGE = "How many repositories hold more than 5 GB"  # asked of moves to GitLab.com only


def answer(visitor: Visitor) -> None:
    asked(visitor, "Where do the repositories live today").select_option("gitlab")
    asked(visitor, "Where will the repositories live").select_option("gitlab_com")
    asked(visitor, "How many users move").fill("800")
    asked(visitor, "How many repositories move").fill("1500")


def act(visitor: Visitor, address: str, button: str, comment: str = "") -> None:
    visitor.page.goto(address)
    visitor.tab("Review")
    if comment:
        visitor.page.get_by_label("Comment", exact=True).fill(comment)
    visitor.opens(visitor.page.get_by_role("button", name=button))


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_an_engagement_goes_from_sign_in_to_the_issued_pdf(visit: Visit, size: str):
    manager = visit(size=size)
    manager.page.goto(manager.served.url)
    manager.sound()
    manager.sign_in("em")
    manager.sound()
    open_engagement(manager, f"Hanseatic Tea, {size}")
    page = manager.page
    manager.tab("Discovery")
    estimate = page.get_by_role("complementary", name="Estimate of what is typed")
    before = estimate.inner_text()
    with page.expect_response(lambda response: response.url.endswith("/discovery/estimate")):
        answer(manager)
    asked(manager, LARGE).fill("0")
    expect(estimate).not_to_have_text(before, use_inner_text=True)
    page.get_by_role("button", name="Save the answers").click()
    expect(page.get_by_role("main")).to_contain_text("Saved as revision")  # after what was still on its way
    manager.sound()
    for tab in ("Estimate", "Staffing", "Price", "SOW", "History", "Review"):
        manager.tab(tab)
    address = page.url.removesuffix("/review")
    act(manager, address, "Send for review")

    senior, delivery = visit("senior", size), visit("delivery", size)
    assert f"Hanseatic Tea, {size}" in senior.page.get_by_role("main").inner_text()
    act(senior, address, "Request changes", "Say in the assumptions who owns the runners.")
    act(manager, address, "Send for review", "Answered in the call of today.")
    act(senior, address, "Approve this revision")
    assert manager.page.request.get(f"{address}/sow.pdf", timeout=60_000).body().startswith(b"%PDF-")
    act(delivery, address, "Approve this revision")
    act(manager, address, "Issue the statement of work")

    first = manager.page.request.get(f"{address}/sow.pdf", timeout=60_000)
    again = manager.page.request.get(f"{address}/sow.pdf", timeout=60_000)
    assert first.body() == again.body()
    assert hashlib.sha256(first.body()).hexdigest() in first.headers["etag"]
    assert "Issued" in manager.page.get_by_role("main").inner_text()


def test_the_line_from_answers_to_review_works_without_javascript(visit: Visit):
    manager = visit("em", javascript=False)
    open_engagement(manager, "Plain Paper Mill")
    page = manager.page
    page.get_by_role("link", name="Discovery").click()
    assert asked(manager, LARGE).count() == 0
    answer(manager)
    page.get_by_role("button", name="Save the answers").click()
    asked(manager, LARGE).fill("0")
    page.get_by_role("button", name="Save and read the estimate").click()
    assert "days" in page.get_by_role("main").inner_text()
    page.get_by_role("link", name="Review").click()
    page.get_by_role("button", name="Send for review").click()
    assert "In review" in page.get_by_role("main").inner_text()


def test_every_page_is_sound_in_the_dark_too(visit: Visit):
    manager = visit("em", scheme="dark")
    manager.page.goto(f"{manager.served.url}/engagements/1/discovery")
    for tab in ("Discovery", "Estimate", "Staffing", "Price", "SOW", "Review", "History"):
        manager.tab(tab)
