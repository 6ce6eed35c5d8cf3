"""A session that ended while somebody typed loses nothing."""

import pytest

from scoping.db.models import Comment, Engagement, Revision
from tests import people
from tests.web.conftest import PASSWORD
from tests.web.pages import select

TYPED = '<script>alert("x")</script> & שלום'


@pytest.fixture
def engagement(store):
    return store.engagement()


def sign_in_again(browser, page):
    return browser.send(page, "/sign-in", email=people.MANAGER.email, password=PASSWORD)


def end_session(browser):
    browser.client.delete_cookie("scoping_session")


def test_answers_typed_into_an_ended_session_are_sent_after_signing_in(manager, engagement, store):
    page = manager.open(f"/engagements/{engagement}/discovery")
    end_session(manager)
    asked = manager.send(page, "/discovery", answers__users__value="950", answers__worries__value=TYPED)
    assert asked.status == 401
    assert "Nothing is lost" in asked.text
    assert not select(asked.doc, "main script")
    back = sign_in_again(manager, asked)
    assert "Send what I typed" in back.text
    assert store.count(Revision) == 1
    saved = manager.send(back, "/discovery")
    assert "Saved as revision 2." in saved.text
    answers = store.answers(engagement)
    assert answers["users"].value == 950
    assert answers["worries"].value == TYPED


def test_a_mistyped_password_does_not_lose_them_either(manager, engagement, store):
    page = manager.open(f"/engagements/{engagement}/discovery")
    end_session(manager)
    asked = manager.send(page, "/discovery", answers__users__value="950")
    asked = manager.send(asked, "/sign-in", email=people.MANAGER.email, password="mistyped")
    assert asked.status == 422
    manager.send(sign_in_again(manager, asked), "/discovery")
    assert store.answers(engagement)["users"].value == 950


def test_several_choices_of_one_question_all_come_back(manager, engagement, store):
    page = manager.open(f"/engagements/{engagement}/discovery")
    end_session(manager)
    asked = manager.send(page, "/discovery", answers__tools__value=["jira", "jenkins"])
    manager.send(sign_in_again(manager, asked), "/discovery")
    assert store.answers(engagement)["tools"].value == ("jira", "jenkins")


def test_a_new_engagement_is_opened_once_after_signing_in(manager, store):
    page = manager.open("/engagements/new")
    end_session(manager)
    asked = manager.send(page, "/new", customer=TYPED, title="Move", services=["scm-migration"], starts_on="2027-02-01")
    assert asked.status == 401
    opened = manager.send(sign_in_again(manager, asked), "/new")
    assert opened.path.endswith("/discovery")
    assert store.count(Engagement) == 1


def test_a_review_comment_is_sent_after_signing_in(manager, engagement, store):
    page = manager.open(f"/engagements/{engagement}/revisions/1/review")
    end_session(manager)
    asked = manager.send(page, "/review/comment", comment=TYPED)
    assert asked.status == 401
    page = manager.send(sign_in_again(manager, asked), "/review/comment")
    assert page.all(".said") == [TYPED]
    assert store.count(Comment) == 1


def test_an_expired_token_keeps_what_was_typed_too(manager, engagement, store):
    page = manager.open(f"/engagements/{engagement}/discovery")
    refused = manager.send(page, "/discovery", csrf_token="of an older session", answers__users__value="950")
    assert refused.status == 403
    assert "950" in refused.text
    manager.send(refused, "/discovery")
    assert store.answers(engagement)["users"].value == 950


def test_a_form_of_another_site_is_neither_taken_nor_kept(manager, engagement, store):
    answer = manager.client.post(
        f"/engagements/{engagement}/discovery", data={"title": "Stolen"}, headers={"Origin": "https://evil.example"}
    )
    assert answer.status_code == 403
    assert "Stolen" not in answer.get_data(as_text=True)
    end_session(manager)
    answer = manager.client.post(
        f"/engagements/{engagement}/discovery", data={"title": "Stolen"}, headers={"Origin": "https://evil.example"}
    )
    assert answer.status_code == 401
    assert "Stolen" not in answer.get_data(as_text=True)
    assert store.count(Revision) == 1


def test_the_estimate_beside_says_that_the_session_ended(manager, engagement):
    end_session(manager)
    answer = manager.client.post(f"/engagements/{engagement}/discovery/estimate", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    text = answer.get_data(as_text=True)
    assert "What you typed is still in this page" in text
    assert "<html" not in text


def test_a_password_is_never_carried_along(anonymous):
    page = anonymous.open("/sign-in")
    answer = anonymous.client.post("/sign-in", data={"email": "a@b.example", "password": "secret password"})
    assert answer.status_code == 400
    assert "secret password" not in answer.get_data(as_text=True)
    assert page.status == 200
