"""Answering in a real browser: questions that come and go, and what is typed outlives lost connections and tabs."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import CONFLICT, OFFLINE, Visit, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

USERS = re.compile("^How many users move")
LARGE = re.compile("^How many repositories hold more than 5 GB")
WORRIES = re.compile("^What do these connections do")


def discovery(visitor: Visitor, customer: str) -> str:
    """A new engagement with its questions open; gives their address."""
    page = visitor.page
    page.goto(f"{visitor.served.url}/engagements/new")
    page.get_by_label("Customer", exact=True).fill(customer)
    page.get_by_label("Title", exact=True).fill("Move to GitLab.com")
    page.get_by_label("SCM migration").check()
    page.get_by_label("Wanted start").fill("2027-02-01")
    page.get_by_role("button", name="Open the engagement").click()
    page.wait_for_url(re.compile(r"/engagements/\d+"))
    page.get_by_role("navigation", name="Engagement").get_by_role("link", name="Discovery").click()
    page.wait_for_url(re.compile("/discovery$"))
    return page.url


def state(page: Page):
    return page.locator("#typed-state")


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_question_comes_and_goes_while_typing_and_its_answer_is_shown_as_unused(visit: Visit, size: str):
    manager = visit("em", size)
    page = manager.page
    discovery(manager, f"Unused Wares, {size}")
    expect(page.get_by_label(LARGE)).to_have_count(0)
    page.get_by_label(re.compile("^Where will the repositories live")).select_option("gitlab_com")
    page.get_by_label(LARGE).fill("3")
    page.get_by_label(re.compile("^Where will the repositories live")).select_option("dedicated")
    expect(page.get_by_label(LARGE)).to_have_count(0)
    unused = page.get_by_role("group", name="Kept, not used")
    expect(unused).to_contain_text("How many repositories hold more than 5 GB")
    expect(unused).to_contain_text("3 repositories")
    manager.sound()
    page.get_by_label(re.compile("^Where will the repositories live")).select_option("gitlab_com")
    expect(page.get_by_label(LARGE)).to_have_value("3")


def test_what_is_typed_outlives_a_lost_connection_and_a_closed_page(visit: Visit):
    manager = visit("em", tolerated=OFFLINE)
    page = manager.page
    address = discovery(manager, "Flaky Lines")
    page.get_by_label(USERS).fill("900")
    expect(state(page)).to_contain_text(re.compile(r"Saved \d\d:\d\d"))
    page.context.set_offline(True)
    page.get_by_label(USERS).fill("950")
    expect(state(page)).to_contain_text("kept in this browser")
    page.context.set_offline(False)
    expect(state(page)).to_contain_text(re.compile(r"Saved \d\d:\d\d"))
    page.context.set_offline(True)
    page.get_by_label(USERS).fill("975")
    expect(state(page)).to_contain_text("kept in this browser")
    page.close()
    manager.page.context.set_offline(False)
    again = manager.page.context.new_page()
    again.goto(address)
    expect(again.get_by_label(USERS)).to_have_value("975")
    expect(again.get_by_role("main")).to_contain_text("have not saved it as a revision")
    Visitor(again, manager.served, True).sound()
    again.get_by_role("button", name="Save the answers").click()
    expect(again.get_by_role("main")).to_contain_text("Saved as revision 2.")
    again.reload()
    expect(again.get_by_role("main")).not_to_contain_text("have not saved it")
    for _ in range(600):  # not wait_for_function, which polls with the eval that the page's policy forbids
        if again.evaluate("Object.keys(localStorage).length") == 0:
            break
        again.wait_for_timeout(100)
    else:
        pytest.fail("the browser still holds what the server has")


def test_of_two_tabs_neither_overwrites_the_other(visit: Visit):
    manager = visit("em", tolerated=CONFLICT)
    first = manager.page
    address = discovery(manager, "Two Tabs")
    second = first.context.new_page()
    second.goto(address)
    first.get_by_label(USERS).fill("900")
    expect(state(first)).to_contain_text("Saved")
    second.get_by_label(USERS).fill("950")
    expect(state(second)).to_contain_text("you typed something else in another page")
    expect(state(second)).to_contain_text("900")
    second.get_by_role("button", name="See both and choose").click()
    tab = Visitor(second, manager.served, True)
    tab.sound()
    second.get_by_label("Typed in the other page 900").check()
    second.get_by_role("button", name="Keep what is chosen").click()
    expect(second.get_by_label(USERS)).to_have_value("900")
    tab.sound()


def test_saving_while_a_draft_is_on_its_way_is_no_conflict_with_oneself(visit: Visit):
    manager = visit("em")
    page = manager.page
    discovery(manager, "Quick Fingers")
    for revision, users in enumerate((900, 910, 920, 930), 2):
        with page.expect_request("**/discovery/typed"):
            page.get_by_label(USERS).fill(str(users))
        page.get_by_label(USERS).fill(str(users + 5))
        page.get_by_role("button", name="Save the answers").click()
        expect(page.get_by_role("main")).to_contain_text(f"Saved as revision {revision}.")
        expect(page.get_by_role("main")).not_to_contain_text("have not saved it")
        expect(page.get_by_label(USERS)).to_have_value(str(users + 5))
