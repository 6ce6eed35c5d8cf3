"""The review: from sending to the issued document, by whom, and what is said where somebody may not."""

import pytest

from scoping.db.models import Comment, Document, ReviewEvent
from scoping.domain.discovery import Answer
from tests import people
from tests.web.pages import select


@pytest.fixture
def engagement(store):
    return store.engagement()


@pytest.fixture
def address(engagement):
    return f"/engagements/{engagement}/revisions/1/review"


def do(browser, address, action, **values):
    return browser.send(browser.open(address), f"/review/{action}", **values)


def buttons(page):
    return page.all("main form button")


def test_from_sending_to_the_issued_document(browse, manager, address, store):
    page = do(manager, address, "submit", comment="Please look at the waves.")
    assert "Sent for review." in page.text
    assert page.all("h2")[0] == "Approvals: 2 of 2 missing"
    assert "Technical architect (senior or staff) missing" in page.all("tbody tr")[0]

    page = do(browse(people.SENIOR), address, "approve")
    assert page.all("h2")[0] == "Approvals: 1 of 2 missing"
    assert "✓ given by Senior" in page.text
    page = do(browse(people.DELIVERY), address, "approve")
    assert page.all(".state")[0] == "Approved"

    page = do(manager, address, "issue")
    assert page.status == 200
    assert page.all(".state")[0] == "Issued"
    assert "Issued. Its PDF is being made" in page.text
    assert store.count(Document) == 1
    assert buttons(page) == []


def test_each_person_sees_one_primary_button_and_only_what_they_may_do(browse, manager, address):
    assert buttons(manager.open(address)) == ["Send for review", "Comment only"]
    assert buttons(browse(people.SENIOR).open(address)) == ["Comment only"]
    do(manager, address, "submit")
    assert buttons(manager.open(address)) == ["Take it back", "Comment only"]
    assert buttons(browse(people.SENIOR).open(address)) == ["Approve this revision", "Request changes", "Comment only"]
    # an approval of theirs would not count, so none is offered
    assert buttons(browse(people.INTERMEDIATE).open(address)) == ["Request changes", "Comment only"]


def test_open_required_questions_keep_it_from_review_and_are_linked(manager, store):
    opened = store.engagement(answers={"source_scm": Answer("git")}, title="Bare")
    page = manager.open(f"/engagements/{opened}/revisions/1/review")
    assert buttons(page) == ["Comment only"]
    links = [link.get("href") for link in select(page.doc, ".notice li a")]
    assert links[0] == f"/engagements/{opened}/discovery#slot-users"


def test_changes_need_a_comment_and_what_was_typed_stays(browse, manager, address, store):
    do(manager, address, "submit")
    senior = browse(people.SENIOR)
    page = do(senior, address, "request_changes", comment="no")
    assert page.status == 422
    assert page.value("comment") == "no"
    assert page.all(".wrong")[0].startswith("Say in at least 3 characters")
    page = do(senior, address, "request_changes", comment="The waves <b>are</b> too large.")
    assert page.all(".state")[0] == "Changes requested"
    assert "The waves <b>are</b> too large." in page.all(".said")[0]


def test_nobody_approves_their_own_work(browse, store):
    opened = store.engagement()
    store.revise(opened, {"users": Answer(700)}, by=people.SENIOR)
    address = f"/engagements/{opened}/revisions/2/review"
    do(browse(people.MANAGER), address, "submit")
    senior = browse(people.SENIOR)
    page = senior.open(address)
    assert "Approve this revision" not in buttons(page)
    token = page.value("csrf_token")[0]
    answer = senior.client.post(f"{address}/approve", data={"csrf_token": token})
    assert answer.status_code == 403
    assert "somebody else has to approve it" in answer.get_data(as_text=True)


def test_a_button_pressed_twice_counts_once(manager, address, store):
    page = manager.open(address)
    for _ in range(2):
        assert manager.send(page, "/review/submit").status == 200
    assert store.count(ReviewEvent) == 1
    page = manager.open(address)
    for _ in range(2):
        assert manager.send(page, "/review/comment", comment="Twice").status == 200
    assert store.count(Comment) == 1


def test_a_comment_on_the_review_page_waits_for_an_answer_like_any_other(browse, manager, address):
    page = do(browse(people.SENIOR), address, "comment", comment="Why so many?")
    assert page.all(".remarks .said") == ["Why so many?"]
    assert "nobody answered" in manager.open(address).text


def test_an_action_out_of_its_state_is_refused_with_what_is_possible(colleague, manager, address):
    page = colleague.open(address)
    do(manager, address, "submit")
    refused = colleague.send(page, "/review/submit")
    assert refused.status == 409
    assert "possible now: " in refused.text
    assert select(refused.doc, "main a")[0].get("href") == address


def test_issuing_before_the_approvals_names_who_is_missing(manager, address):
    page = do(manager, address, "submit")
    answer = manager.client.post(f"{address}/issue", data={"csrf_token": page.value("csrf_token")[0]})
    assert answer.status_code == 409
    assert "technical architect (senior or staff)" in answer.get_data(as_text=True)


def test_an_overtaken_revision_stays_as_it_is(manager, address, engagement, store):
    page = manager.open(address)
    store.revise(engagement, {"users": Answer(900)})
    refused = manager.send(page, "/review/submit")
    assert refused.status == 409
    assert "Revision 2 was saved meanwhile" in refused.text
    assert "took its place" in manager.open(address).text


def test_a_deadlock_is_told(browse, manager, address, store):
    with store.session() as session:
        store.person(session, people.DELIVERY).active = False
    page = manager.open(address)
    assert "Nobody can give these approvals" in page.text
    assert "regional delivery manager" in page.all(".notice.red")[0]


def test_a_comment_of_any_length_and_script_is_kept_or_refused_aloud(manager, address):
    page = do(manager, address, "comment", comment="שלום " * 20)
    assert page.all(".said") == [("שלום " * 20).strip()]
    page = do(manager, address, "comment", comment="x" * 5001)
    assert page.status == 422
    assert "at most 5,000 characters" in page.all(".wrong")[0]
    assert page.value("comment") == "x" * 5001


def test_an_action_that_does_not_exist_is_nothing_here(manager, address):
    token = manager.open(address).value("csrf_token")[0]
    assert manager.client.post(f"{address}/burn", data={"csrf_token": token}).status_code == 404
