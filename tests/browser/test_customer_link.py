"""A customer's link from its creation to answers taken, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_main_line import open_engagement

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize(("size", "javascript"), [("desk", True), ("phone", True), ("phone", False)])
def test_a_customer_answers_and_the_manager_takes_it(visit: Visit, size: str, javascript: bool):
    manager, customer = visit("em", size, javascript=javascript), visit(size=size, javascript=javascript)
    page, theirs = manager.page, customer.page
    open_engagement(manager, f"Hanse Shipyard, {size} {javascript}")
    manager.opens(page.get_by_role("link", name="Links for the customer"))
    page.get_by_role("link", name="Ask the customer").click()
    page.get_by_label("For whom").fill("Noor Haddad")
    expect(page.get_by_label(re.compile("^How many users move"))).to_be_checked()
    manager.sound()
    page.get_by_role("button", name="Make the link").click()
    address = page.get_by_label("Address for Noor Haddad").input_value()
    manager.sound()

    theirs.goto(address)
    assert theirs.get_by_label("Your name").input_value() == "Noor Haddad"
    assert not re.search(r"USD|hours|Decides", theirs.get_by_role("main").inner_text())
    customer.sound()
    theirs.get_by_label(re.compile("^How many users move")).fill("lots")
    theirs.get_by_label(re.compile("^How many repositories move")).fill("4500")
    theirs.get_by_role("button", name="Send the answers").click()
    expect(theirs.get_by_role("alert")).to_contain_text("not a whole number")
    assert theirs.get_by_label(re.compile("^How many repositories move")).input_value() == "4,500"
    customer.sound()
    theirs.get_by_label(re.compile("^How many users move")).fill("900")
    theirs.get_by_role("button", name="Send the answers").click()
    expect(theirs.get_by_role("status")).to_contain_text("Sent: 2 answers")
    theirs.goto(address)
    assert theirs.get_by_label(re.compile("^How many users move")).input_value() == "900"
    customer.sound()

    page.get_by_role("link", name="Discovery", exact=True).click()
    manager.opens(page.get_by_role("link", name="2 answers of the customer wait for you"))
    page.get_by_role("checkbox", name=re.compile("^How many repositories move")).uncheck()
    page.get_by_role("button", name="Take the ticked answers").click()
    expect(page.get_by_role("status")).to_contain_text("1 answer taken into revision 2")
    page.get_by_role("button", name="Take all").click()
    expect(page.get_by_role("status")).to_contain_text("1 answer taken into revision 3")
    manager.sound()
    page.get_by_role("link", name="Discovery", exact=True).click()
    assert page.get_by_label(re.compile("^How many repositories move")).input_value() == "4,500"
    expect(page.get_by_text("the customer through the link by Noor Haddad").first).to_be_visible()

    page.get_by_role("link", name="Links for the customer").click()
    page.get_by_role("button", name=re.compile("^Revoke")).click()
    answer = theirs.request.get(address)
    assert (answer.status, "Hanse Shipyard" in answer.text()) == (410, False)
