"""The page on which a director grants a work exception or work at risk, and where it is read."""

import pytest

from scoping.db.models import LeadershipGrant
from scoping.domain.discovery import Answer
from tests import people
from tests.web.pages import select
from tests.web.test_change_orders import take_through
from tests.web.test_documents import text_of

WHY = "They <pay> for it next year."


@pytest.fixture
def engagement(store, manager, browse):
    """Issued once; its second revision takes more work."""
    number = store.engagement()
    take_through(manager, browse, number, 1)
    store.revise(number, {"users": Answer(1900)}, by=people.MANAGER)
    return number


@pytest.fixture
def base(engagement):
    return f"/engagements/{engagement}/revisions/2"


@pytest.fixture
def director(browse):
    return browse(people.LEADER)


def send(browser, base, action, key, **values):
    page = browser.open(f"{base}/grants")
    return browser.send(page, action, **{f"{key}-{name}": value for name, value in values.items()})


def test_within_a_work_exception_the_page_of_the_change_order_says_that_none_is_needed_and_why(
    store, manager, director, browse, base
):
    assert "A change order is needed: CO-1" in manager.open(f"{base}/change-order").all("h2")
    page = send(director, base, "/grants/work_exception", "work_exception", hours="1,000", amount="250 000", reason=WHY)
    assert page.status == 200
    assert "Work exception is granted" in page.all("h2")
    assert "up to 1,000 hours and USD 250,000 beyond what is agreed" in " ".join(page.text.split())
    page = manager.open(f"{base}/change-order")
    assert "No change order is needed: a work exception covers it" in page.all("h2")
    said = " ".join(page.text.split())
    assert "A work exception by Director of " in said
    assert "covers up to 1,000 hours and USD 250,000 beyond what is agreed, and this change takes " in said
    assert WHY not in said
    assert "a work exception" in manager.open(f"{base}/review").text.lower()
    assert manager.client.get(f"{base}/change-order.pdf").status_code == 404
    assert "No change order is needed: a work exception covers it" in take_through(manager, browse, 1, 2).all("h2")


def test_beyond_its_limits_a_change_order_is_still_asked_for(manager, director, base):
    send(director, base, "/grants/work_exception", "work_exception", hours="1", amount="100", reason=WHY)
    page = manager.open(f"{base}/change-order")
    assert "A change order is needed: CO-1" in page.all("h2")
    said = " ".join(page.text.split())
    assert "More budget is needed" in said
    assert "covers up to 1 hour and USD 100.00 beyond what is agreed, but this change takes" in said
    internal = text_of(manager.client.get(f"{base}/change-order-internal.pdf").data)
    assert "They <pay> for it next year." in " ".join(internal.split())
    assert "work exception" not in text_of(manager.client.get(f"{base}/change-order.pdf").data).lower()


def test_what_cannot_be_granted_stands_at_its_field_with_what_was_typed(store, director, base):
    page = send(director, base, "/grants/work_exception", "work_exception", hours="many", amount="5", reason="no")
    assert page.status == 422
    assert "“many” is not a number from 0 up" in page.text
    assert page.value("work_exception-hours") == "many"
    page = send(director, base, "/grants/work_exception", "work_exception", hours="5", amount="", reason="no")
    assert page.status == 422
    wrong = page.all(".wrong")
    assert any("Say how much" in what for what in wrong)
    assert any("Say in at least 10 characters why." in what for what in wrong)
    assert page.value("work_exception-hours") == "5"
    assert store.count(LeadershipGrant) == 0


def test_work_at_risk_is_told_in_the_review_the_history_and_the_internal_document_until_it_is_withdrawn(
    store, manager, director, browse, base, engagement
):
    send(director, base, "/grants/work_at_risk", "work_at_risk", reason=WHY)
    page = manager.open(f"{base}/review")
    assert "Work at risk is granted" in page.all("h2")
    assert "nothing is billed until then" in page.text
    history = manager.open(f"/engagements/{engagement}/history")
    assert "Granted by leadership" in history.all("h2")
    assert WHY in history.text
    assert WHY not in browse(people.OWNER).open(f"/engagements/{engagement}/history").text
    assert WHY in browse(people.PROJECT).open(f"{base}/grants").text
    assert "Internal: granted by leadership" in manager.open(f"{base}/sow?version=internal").text
    assert "at risk" not in manager.open(f"{base}/sow").text
    assert "nothing is billed until then" in text_of(manager.client.get(f"{base}/sow-internal.pdf").data)

    page = send(director, base, "/withdraw", "1", reason="Signed.")
    assert page.status == 422
    assert page.value("1-reason") == "Signed."
    page = send(director, base, "/withdraw", "1", reason="They have signed it.")
    assert "Withdrawn: work at risk." in page.text
    assert "Withdrawn by Director" in " ".join(page.text.split())
    assert "Work at risk is granted" not in manager.open(f"{base}/review").all("h2")
    assert "Internal: granted by leadership" not in manager.open(f"{base}/sow?version=internal").text
    assert "They have signed it." in manager.open(f"/engagements/{engagement}/history").text


def test_whoever_may_not_grant_reads_who_may_and_finds_no_form(manager, base):
    page = manager.open(f"{base}/grants")
    assert select(page.doc, "main form") == []
    assert page.text.count("A director of professional services grants it here.") == 2


def test_the_page_is_about_the_latest_revision(manager, base, engagement):
    answer = manager.client.get(f"/engagements/{engagement}/revisions/1/grants")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("/revisions/2/grants")


def test_what_names_no_grant_of_the_engagement_is_404(director, base):
    token = director.open(f"{base}/grants").form("/work_at_risk").fields["csrf_token"]
    assert director.client.post(f"{base}/grants/7/withdraw", data={"csrf_token": token}).status_code == 404


def test_the_page_asks_the_same_for_one_grant_as_for_many(manager, director, base, statements):
    counted = []
    for place in range(1, 4):
        send(director, base, "/grants/work_at_risk", "work_at_risk", reason=f"{WHY} {place}")
        counted.append(statements(lambda: manager.open(f"{base}/grants")))
        send(director, base, "/withdraw", str(place), reason="They have signed it.")
    assert len(set(counted)) == 1
