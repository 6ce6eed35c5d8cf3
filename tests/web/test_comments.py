"""What people say about the document: where they say it, who answers, and that nothing is sent over an open remark."""

import pytest

from scoping.db.models import Comment
from tests import people
from tests.web.pages import page_of, select

DUTY = "duties/duties/scm-migration.contact"


@pytest.fixture
def engagement(store):
    return store.engagement()


@pytest.fixture
def architect(browse):
    return browse(people.SENIOR)


ADDRESS = "/engagements/1/revisions/1/sow"


def say(browser, text, place=DUTY):
    page = browser.open(f"{ADDRESS}?comment={place}")
    form = next(form for form in page.doc.forms if form.fields.get("place") == place)
    fields = dict(form.form_values()) | {"text": text}
    return page_of(browser.client.post(form.get("action"), data=fields, follow_redirects=True))


def test_a_remark_stands_beside_the_words_it_is_about(architect, store, engagement):
    page = say(architect, "Why only one?")
    assert "1 open comment" in page.all(".remarks h2")
    assert page.all(".remarks .quote") == ["The customer names one contact."]
    assert page.all(".remarks .said") == ["Why only one?"]
    assert "Comment (1)" in page.text
    assert select(page.doc, ".remarks .quote a")[0].get("href").endswith("#at-duties-duties-scm-migration-contact")


def test_a_section_and_the_whole_document_are_commented_too(manager, engagement):
    say(manager, "Too long.", "scope")
    page = say(manager, "Well done.", "")
    assert page.all(".remarks .quote") == ["4 Scope: activities by workstream"]
    assert page.all(".remarks .said") == ["Too long.", "Well done."]


def test_nothing_is_sent_for_review_over_an_unanswered_remark(manager, architect, engagement):
    say(architect, "Why only one?")
    page = manager.open("/engagements/1/revisions/1/review")
    assert "Senior said “Why only one?”, and nobody answered" in page.text
    assert "Send for review" not in page.all("main button")
    forced = manager.client.post(
        "/engagements/1/revisions/1/review/submit", data={"csrf_token": page.value("csrf_token")[0]}
    )
    assert forced.status_code == 422
    page = manager.send(page, "/answer", text="One decides faster.")
    assert page.path.endswith("/review")
    assert page.all(".remarks .answer .said") == ["One decides faster."]
    assert "Sent for review." in manager.send(page, "/review/submit").text


def test_an_answer_of_the_author_alone_leaves_it_open(manager, architect, engagement):
    page = say(architect, "Why only one?")
    page = architect.send(page, "/answer", text="Anybody?")
    assert "nobody answered" in manager.open("/engagements/1/revisions/1/review").text


def test_a_remark_is_settled_by_its_author_or_an_editor_and_opened_again(browse, manager, store, engagement):
    page = say(manager, "Why only one?")
    other = browse(people.DELIVERY)
    assert select(other.open(ADDRESS).doc, "form[action$=resolve]") == []
    token = other.open(ADDRESS).value("csrf_token")[0]
    refused = other.client.post("/engagements/1/revisions/1/comments/1/resolve", data={"csrf_token": token})
    assert refused.status_code == 403
    page = manager.send(page, "/resolve")
    assert "Settled by Manager" in page.text
    assert "nobody answered" not in page.text
    page = manager.send(page, "/reopen")
    assert "1 open comment" in page.text


def test_a_remark_outlives_its_revision(manager, store, engagement):
    say(manager, "Why only one?")
    store.revise(engagement, {})
    page = manager.open("/engagements/1/revisions/2/sow")
    assert page.all(".remarks .said") == ["Why only one?"]
    assert "on revision 1" in page.text


def test_what_cannot_be_kept_is_refused_as_typed(manager, store, engagement):
    page = say(manager, " ")
    assert page.status == 422
    assert "Say what you mean." in page.text
    page = say(manager, "x" * 5001)
    assert select(page.doc, ".sow-open textarea")[0].text.strip() == "x" * 5001
    token = page.value("csrf_token")[0]
    gone = manager.client.post(
        "/engagements/1/revisions/1/comments",
        data={"csrf_token": token, "once": "1", "place": "duties/none/x", "text": "Keep me."},
    )
    assert gone.status_code == 422
    assert "Keep me." in gone.get_data(as_text=True)
    assert store.count(Comment) == 0


def test_a_double_click_says_it_once(manager, store, engagement):
    page = manager.open(f"{ADDRESS}?comment={DUTY}")
    form = next(form for form in page.doc.forms if form.fields.get("place") == DUTY)
    fields = dict(form.form_values()) | {"text": "Why only one?"}
    for _ in range(2):
        manager.client.post(form.get("action"), data=fields)
    assert store.count(Comment) == 1


def test_a_remark_of_another_engagement_is_nothing_here(manager, store, engagement):
    say(manager, "Why only one?")
    store.engagement(title="Another")
    token = manager.open(ADDRESS).value("csrf_token")[0]
    answer = manager.client.post("/engagements/2/revisions/1/comments/1/answer", data={"csrf_token": token})
    assert answer.status_code == 404
