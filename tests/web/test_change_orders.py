"""A change order from the changed answer to its stored PDF, several in a row, and the change that needs none."""

from datetime import UTC, datetime
from io import BytesIO
from unittest.mock import patch

import docx
import pytest

from scoping.actions.change_orders import agreed_before, list_orders
from scoping.db.models import ChangeOrder, Document, Download, Engagement
from scoping.db.queries import latest_revision
from scoping.domain.discovery import Answer
from tests import people
from tests.sow.test_word import paragraphs
from tests.web.pages import select
from tests.web.test_documents import text_of


@pytest.fixture
def engagement(store, manager, browse):
    number = store.engagement()
    take_through(manager, browse, number, 1)
    return number


def do(browser, number, revision, action, **values):
    page = browser.open(f"/engagements/{number}/revisions/{revision}/review")
    return browser.send(page, f"/review/{action}", **values)


def take_through(manager, browse, number, revision):
    """Sends a revision for review, approves it and issues it."""
    do(manager, number, revision, "submit")
    do(browse(people.SENIOR), number, revision, "approve")
    do(browse(people.DELIVERY), number, revision, "approve")
    return do(manager, number, revision, "issue")


def test_the_first_revision_and_what_was_never_issued_have_none(store, manager):
    number = store.engagement()
    assert manager.open(f"/engagements/{number}/revisions/1/change-order").status == 404
    store.revise(number, {"users": Answer(900)})
    assert manager.open(f"/engagements/{number}/revisions/2/change-order").status == 404
    assert "change order" not in manager.open(f"/engagements/{number}/revisions/2/review").text.lower()


def test_more_work_takes_a_change_order_that_is_stored_when_it_is_issued(store, manager, browse, engagement):
    store.revise(engagement, {"users": Answer(1900)}, by=people.MANAGER)
    address = f"/engagements/{engagement}/revisions/2"
    page = manager.open(f"{address}/change-order")
    assert "A change order is needed: CO-1" in page.all("h2")
    assert "More budget is needed" in page.text
    assert "Change order CO-1 to the statement of work (revision 1" in page.text
    assert "Issuing this takes a change order" in manager.open(f"{address}/review").all("h2")
    draft = manager.client.get(f"{address}/change-order.pdf")
    assert draft.data.startswith(b"%PDF-")
    assert store.count(ChangeOrder) == 0

    page = take_through(manager, browse, engagement, 2)
    assert "Issued with CO-1" in page.all("h2")
    page = manager.open(f"{address}/change-order")
    assert "The PDF of CO-1 is being made" in page.text
    assert "hx-get" in manager.client.get(f"{address}/change-order/pdf-progress").text
    assert store.count(Document) == 2
    first, again = (manager.client.get(f"{address}/change-order.pdf") for _ in range(2))
    with store.session() as session:
        (order,) = list_orders(session, engagement)
        assert (order.number, order.base.number, order.revision.number) == (1, 1, 2)
        kept = order.pdf, order.sha256
    assert first.data == again.data == kept[0]
    part = manager.client.get(f"{address}/change-order/pdf-progress").text
    assert "Download CO-1 as PDF" in part
    assert kept[1] in part
    assert "hx-get" not in part
    with store.session() as session:
        taken = session.query(Download).filter_by(sha256=kept[1]).all()
        assert [each.issued for each in taken] == [True, True]
    assert first.headers["ETag"].strip('"') == kept[1]
    assert 'filename="CO-1 Northwind Freight' in first.headers["Content-Disposition"]
    assert "CO-1" in manager.open(f"/engagements/{engagement}/history").text
    assert "CO-1 was issued" in manager.open(f"{address}/change-order").text


def test_a_draft_is_rendered_once_in_each_form_and_told_apart_by_its_tag(
    store, manager, browse, engagement, statements
):
    store.revise(engagement, {"users": Answer(1900)}, by=people.MANAGER)
    address = f"/engagements/{engagement}/revisions/2"
    assert "The PDF of CO-1 is being made" in manager.open(f"{address}/change-order").text
    assert "hx-get" in manager.client.get(f"{address}/change-order/pdf-progress").text
    for form in ("change-order.pdf", "change-order-internal.pdf", "change-order.docx"):
        first = manager.client.get(f"{address}/{form}")
        with patch("scoping.actions.order_documents.rendered", side_effect=AssertionError("made twice")):
            assert manager.client.get(f"{address}/{form}").data == first.data
            unchanged = {"If-None-Match": first.headers["ETag"]}
            same = manager.client.get(f"{address}/{form}", headers=unchanged)
            assert (same.status_code, same.data) == (304, b"")
            assert statements(lambda form=form: manager.client.get(f"{address}/{form}")) <= 17
    part = manager.client.get(f"{address}/change-order/pdf-progress").text
    assert "Download CO-1 as PDF" in part
    assert "hx-get" not in part
    page = manager.open(f"/engagements/{engagement}/documents")
    taken = [" ".join(row.split()) for row in page.all("tbody td:nth-child(3)")]
    assert taken.count("Change order of revision 2") == 9
    do(manager, engagement, 2, "submit")
    assert "in review" in text_of(manager.client.get(f"{address}/change-order.pdf").data)


def test_its_page_asks_the_same_for_one_change_order_as_for_many(store, manager, browse, engagement, statements):
    counted = []
    for number, users in ((2, 1900), (3, 2900), (4, 3900)):
        store.revise(engagement, {"users": Answer(users)}, by=people.MANAGER)
        address = f"/engagements/{engagement}/revisions/{number}/change-order"
        manager.open(address)
        counted.append(statements(lambda address=address: manager.open(address)))
        take_through(manager, browse, engagement, number)
    assert max(counted) <= 26
    assert counted[1] == counted[2]


def test_the_second_is_against_the_state_after_the_first(store, manager, browse, engagement):
    for number, users in ((2, 1900), (3, 2900)):
        store.revise(engagement, {"users": Answer(users)}, by=people.MANAGER)
        take_through(manager, browse, engagement, number)
    page = manager.open(f"/engagements/{engagement}/revisions/3/change-order")
    assert "CO-2 was issued" in page.text
    assert "Against change order CO-1 (revision 2" in page.text
    assert "users 1,900 → 2,900" in page.text
    assert "users 800" not in page.text


def test_less_work_needs_none_and_what_was_confirmed_only_stays_measured_against_what_was_signed(
    store, manager, browse, engagement
):
    store.revise(engagement, {"users": Answer(700)}, by=people.MANAGER)
    page = manager.open(f"/engagements/{engagement}/revisions/2/change-order")
    assert "No change order is needed" in page.all("h2")
    assert "File the customer’s written confirmation." in page.text
    assert manager.client.get(f"/engagements/{engagement}/revisions/2/change-order.pdf").status_code == 404
    assert "No change order is needed" in take_through(manager, browse, engagement, 2).all("h2")
    assert store.count(ChangeOrder) == 0
    store.revise(engagement, {"users": Answer(750)}, by=people.MANAGER)
    with store.session() as session:
        agreed = agreed_before(session, latest_revision(session, session.get_one(Engagement, engagement)))
        assert agreed.revision == 1


def decide(browser, engagement, needed, reason):
    """What somebody decides about the second revision."""
    page = browser.open(f"/engagements/{engagement}/revisions/2/change-order")
    data = {"csrf_token": page.form("/judgement").fields["csrf_token"], "needed": needed, "reason": reason}
    address = f"/engagements/{engagement}/revisions/2/change-order/judgement"
    return browser.client.post(address, data=data, follow_redirects=True)


def test_where_the_rules_leave_it_the_project_manager_decides_with_a_reason(store, manager, browse, engagement):
    store.revise(engagement, {"users": Answer(700)}, by=people.MANAGER)
    address = f"/engagements/{engagement}/revisions/2/change-order"
    project = browse(people.PROJECT)
    assert "The project manager decides" in project.open(address).all("h2")
    refused = decide(project, engagement, "yes", " ")
    assert refused.status_code == 422
    assert "Say in at least 3 characters why." in refused.text
    assert "the customer’s confirmation is enough" in decide(project, engagement, "no", "A detail.").text
    decide(project, engagement, "yes", "Their board <wants> it.")
    page = manager.open(address)
    assert "A change order is needed: CO-1" in page.all("h2")
    assert "In the judgement of the project manager" in page.text
    assert page.all("#judgement-name + p + ol p") == ["Their board <wants> it.", "A detail."]
    assert "Their board" not in browse(people.OWNER).open(address).text
    assert "Issuing this takes a change order" in manager.open(f"/engagements/{engagement}/revisions/2/review").all(
        "h2"
    )
    take_through(manager, browse, engagement, 2)
    with store.session() as session:
        assert [order.number for order in list_orders(session, engagement)] == [1]
    again = project.open(address)
    assert "Ask for a change order" not in again.text
    assert "Project" in again.text


def test_the_reason_is_printed_in_the_internal_version_only_and_stays_when_the_draft_goes_on(
    store, manager, browse, engagement
):
    store.revise(engagement, {"users": Answer(700)}, by=people.MANAGER)
    decide(manager, engagement, "yes", "Their board wants it.")
    store.revise(engagement, {"users": Answer(720)}, by=people.MANAGER)
    address = f"/engagements/{engagement}/revisions/3"
    page = manager.open(f"{address}/change-order")
    assert "A change order is needed: CO-1" in page.all("h2")
    assert ", on revision 2: a change order is needed" in " ".join(page.text.split())
    internal = manager.client.get(f"{address}/change-order-internal.pdf")
    assert "Their board wants it. (Manager" in text_of(internal.data)
    assert "internal" in internal.headers["Content-Disposition"]
    assert browse(people.OWNER).client.get(f"{address}/change-order-internal.pdf").status_code == 403
    assert "Their board" not in text_of(manager.client.get(f"{address}/change-order.pdf").data)
    assert store.count(Download) == 2
    word = manager.client.get(f"{address}/change-order.docx")
    told = "".join(paragraphs(docx.Document(BytesIO(word.data))))
    assert "In the judgement of the project manager" in told
    assert "Their board" not in told
    (address,) = [link.get("href") for link in select(page.doc, "main a[href$='version=internal']")]
    word = manager.client.get(address)
    assert "Their board wants it." in "".join(paragraphs(docx.Document(BytesIO(word.data))))
    assert browse(people.OWNER).client.get(address).status_code == 403


def test_nothing_is_left_to_decide_where_a_rule_decides_or_nothing_changed(store, manager, engagement):
    store.revise(engagement, {"users": Answer(1900)}, by=people.MANAGER)
    address = f"/engagements/{engagement}/revisions/2/change-order"
    page = manager.open(address)
    assert "The project manager decides" not in page.all("h2")
    token = manager.open("/").value("csrf_token")
    data = {"csrf_token": token, "needed": "no", "reason": "We would rather not."}
    assert manager.client.post(f"{address}/judgement", data=data).status_code == 409
    assert "A change order is needed: CO-1" in manager.open(address).all("h2")


def test_nobody_issues_what_nobody_approved(store, manager, engagement):
    store.revise(engagement, {"users": Answer(1900)}, by=people.MANAGER)
    do(manager, engagement, 2, "submit")
    token = manager.open(f"/engagements/{engagement}/revisions/2/review").form("/review/withdraw")
    answer = manager.client.post(
        f"/engagements/{engagement}/revisions/2/review/issue", data={"csrf_token": token.fields["csrf_token"]}
    )
    assert answer.status_code == 409
    assert store.count(ChangeOrder) == 0


def test_the_documents_of_an_engagement_list_its_change_orders_and_who_took_them(store, manager, browse, engagement):
    for number, users in ((2, 1900), (3, 2900)):
        store.revise(engagement, {"users": Answer(users)}, by=people.MANAGER)
        take_through(manager, browse, engagement, number)
    senior = browse(people.SENIOR)
    assert senior.client.get(f"/engagements/{engagement}/revisions/2/change-order.pdf").status_code == 200
    with store.session() as session:
        digest = list_orders(session, engagement)[0].sha256
    page = manager.open(f"/engagements/{engagement}/documents")
    heads = [" ".join(row.split()) for row in page.all("tbody th")]
    assert heads == [
        "Change order CO-2 revision 2 to 3",
        "Statement of work, revision 3",
        "Change order CO-1 revision 1 to 2",
        "Statement of work, revision 2",
        "Statement of work, revision 1",
    ]
    assert digest in page.text
    assert "CO-1 of revision 2, as issued" in page.text
    assert page.text.count("The PDF is being made") == 4
    assert page.text.count("superseded") == 2
    assert "Who took what" not in senior.open(f"/engagements/{engagement}/documents").text


def test_the_list_of_documents_asks_the_same_for_one_change_order_as_for_many(
    store, manager, browse, engagement, statements
):
    def show():
        assert manager.client.get(f"/engagements/{engagement}/documents").status_code == 200

    counted = []
    for number, users in ((2, 1900), (3, 2900)):
        store.revise(engagement, {"users": Answer(users)}, by=people.MANAGER)
        take_through(manager, browse, engagement, number)
        counted.append(statements(show))
    assert len(set(counted)) == 1


def test_nobody_waits_for_a_change_order_of_the_first_revision(store, manager, engagement):
    part = f"/engagements/{engagement}/revisions/1/change-order/pdf-progress"
    assert manager.client.get(part).status_code == 404


def test_an_order_never_changes(store, manager, browse, engagement):
    store.revise(engagement, {"users": Answer(1900)}, by=people.MANAGER)
    take_through(manager, browse, engagement, 2)
    with store.session() as session:
        session.query(ChangeOrder).one().issued_at = datetime.now(UTC)
        with pytest.raises(RuntimeError):
            session.flush()
        session.rollback()
