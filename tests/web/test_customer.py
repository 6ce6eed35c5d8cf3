"""The customer's page behind a link: only the chosen questions, nothing of ours, and nothing typed is lost."""

import logging
import re
from datetime import UTC, datetime

import pytest

from scoping.db.models import CustomerAnswer
from scoping.domain.discovery import Answer, Confidence
from tests import people
from tests.web.pages import page_of, select


@pytest.fixture
def engagement(store):
    return store.engagement()


@pytest.fixture
def address(store, engagement):
    return f"/answers/{store.link(engagement)}"


def asked(page):
    return page.all(".question .prompt")


def test_the_page_shows_the_chosen_questions_with_their_reason_and_nothing_of_ours(anonymous, address, store):
    store.engagement(customer="Another Customer", title="Their secret")
    page = anonymous.open(address)
    assert asked(page) == ["How many users move?", "What worries them?"]
    assert "decides the waves" in page.text
    assert not re.search(r"USD|\bdays of\b|hours|price|Decides|Another Customer|Their secret|Sign out", page.text)
    assert page.value("answers-users-value") == ""  # 800 stands in the revision, told by somebody else
    assert "800" not in page.text
    assert select(page.doc, "nav") == []
    assert [link.get("href") for link in select(page.doc, "a")] == ["#main"]


def test_nobody_indexes_caches_or_passes_the_address_on(anonymous, address, store, engagement):
    expired = f"/answers/{store.link(engagement, days=0)}"
    for path in (address, expired, "/answers/wrong"):
        headers = anonymous.open(path).response.headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Robots-Tag"].startswith("noindex, nofollow")
        assert headers["Referrer-Policy"] == "no-referrer"


def test_a_wrong_an_expired_and_a_revoked_address_tell_nothing(anonymous, manager, store, engagement, address):
    expired = f"/answers/{store.link(engagement, days=0)}"
    manager.send(manager.open("/engagements/1/links"), "/links/1/revoke")
    for path, status in (("/answers/wrong", 404), (expired, 410), (address, 410)):
        for page in (anonymous.open(path), page_of(anonymous.client.post(path, data={"answers-users-value": "5"}))):
            assert page.status == status
            assert page.all("h1") == ["This page is not open"]
            assert not re.search("Northwind|GitLab.com|users|Manager|Noor", page.text)
    assert store.count(CustomerAnswer) == 0


def test_what_is_sent_stands_there_on_coming_back(anonymous, address, store, app):
    page = anonymous.send(
        anonymous.open(address),
        address,
        answers__users__value="900",
        answers__users__confidence="guess",
        answers__worries__value="The <b>freeze</b>",
        by="Noor Haddad",
    )
    assert "Sent: 2 answers" in page.text
    assert "2 of 2 answered" in page.text
    back = anonymous.open(address)
    assert (back.value("answers-users-value"), back.value("answers-users-confidence")) == ("900", "guess")
    assert back.value("answers-worries-value") == "The <b>freeze</b>"
    assert "Sent by Noor Haddad" in back.text
    assert "Nothing new" in anonymous.send(back, address).text
    assert store.answers(1)["users"].value == 800
    with store.session() as session:
        first = session.query(CustomerAnswer).first()
        assert (first.answer.confidence, first.answer.by) == (Confidence.GUESS, "Noor Haddad")
        assert abs(first.answer.at - datetime.now(UTC)).total_seconds() < 60


def test_bad_input_and_a_missing_name_lose_nothing(anonymous, address, store):
    page = anonymous.send(
        anonymous.open(address), address, answers__users__value="many", answers__worries__value="The freeze", by=""
    )
    assert page.status == 422
    assert "not a whole number" in page.text
    assert "Your name is missing" in page.text
    assert page.value("answers-users-value") == "many"
    assert page.value("answers-worries-value") == "The freeze"
    assert store.count(CustomerAnswer) == 0


@pytest.mark.parametrize("token", [None, "forged"])
def test_a_form_without_a_valid_token_is_kept_but_not_saved(app, anonymous, address, store, token):
    app.config["WTF_CSRF_ENABLED"] = True
    page = anonymous.send(anonymous.open(address), address, answers__users__value="900", csrf_token=token)
    assert page.status == 422
    assert "open for long" in page.text
    assert page.value("answers-users-value") == "900"
    assert store.count(CustomerAnswer) == 0
    assert "Sent: 1 answer." in anonymous.send(page, address).text


def test_over_https_the_form_is_sent_though_the_browser_names_no_referrer(anonymous, address, store):
    secure = {"base_url": "https://localhost"}
    page = page_of(anonymous.client.get(address, **secure))
    fields = {"csrf_token": page.value("csrf_token"), "seen": "0", "by": "Noor", "answers-users-value": "900"}
    assert anonymous.client.post(address, data=fields, **secure).status_code == 303
    assert store.count(CustomerAnswer) == 1


def test_answers_to_questions_of_no_link_are_not_taken(anonymous, address, store):
    page = anonymous.open(address)
    anonymous.send(page, address, answers__repositories__value="5", answers__users__value="900")
    with store.session() as session:
        assert [row.key for row in session.query(CustomerAnswer)] == ["users"]


def test_a_question_that_follows_appears_once_its_ground_is_sent(anonymous, store, engagement):
    address = f"/answers/{store.link(engagement, ['source_scm'])}"
    page = anonymous.open(address)
    assert asked(page) == ["Where is the code?"]
    page = anonymous.send(page, address, answers__source_scm__value="svn")
    assert "1 question follows" in page.text
    assert asked(page) == ["Where is the code?", "Is the layout standard?"]


def test_rows_come_back_as_they_were_sent_and_control_characters_are_refused(anonymous, store, engagement):
    address = f"/answers/{store.link(engagement, ['systems'])}"
    rows = ["GitLab", "400", "", ""]
    page = anonymous.send(anonymous.open(address), address, answers__systems__value=rows)
    assert "Sent: 1 answer." in page.text
    assert page.value("answers-systems-value")[:2] == ["GitLab", "400"]
    page = anonymous.send(page, address, answers__systems__value=["Git\x07Lab", "400"])
    assert page.status == 422
    assert "control character U+0007" in page.text


def test_two_colleagues_at_one_link_see_each_other_before_anything_is_replaced(anonymous, address, app, store):
    page = anonymous.open(address)
    token = address.rpartition("/")[2]
    store.customer_says(token, {"users": Answer(700)})
    page = anonymous.send(page, address, answers__users__value="900")
    assert page.status == 409
    assert "Noor Haddad sent “700” meanwhile" in page.text
    assert page.value("answers-users-value") == "900"
    assert "Sent: 1 answer." in anonymous.send(page, address).text
    assert anonymous.open(address).value("answers-users-value") == "900"


def test_requests_to_links_are_limited_whether_the_token_is_right_or_guessed(app, anonymous, address):
    app.config["RATELIMIT_CUSTOMER_LINK"] = "2 per minute"
    pages = [anonymous.open(path) for path in ("/answers/guess-1", "/answers/guess-2", address)]
    assert [page.status for page in pages] == [404, 404, 429]
    assert "Wait a minute" in pages[2].text
    assert page_of(anonymous.client.post(address, data={"by": "Noor"})).status == 429


def test_the_log_keeps_no_address_that_opens_a_page(anonymous, address, caplog):
    with caplog.at_level(logging.INFO, "scoping.requests"):
        anonymous.open(address)
    assert "/answers/<token>" in caplog.text
    assert address not in caplog.text


def test_somebody_signed_in_sees_what_the_customer_sees(browse, address):
    page = browse(people.SENIOR).open(address)
    assert asked(page) == ["How many users move?", "What worries them?"]
    assert "Sign out" not in page.text
