"""The engagement manager's side of customer links: choosing questions, the address once, taking what arrived."""

import re

import pytest

from scoping.db.models import CustomerAnswer, Revision
from scoping.domain.discovery import UNKNOWN, Answer, Confidence
from tests.web.pages import select

ADDRESS = "/engagements/1/links"


@pytest.fixture
def engagement(store):
    return store.engagement()


def ticked(page, name):
    return [box.get("value") for box in select(page.doc, f"input[name={name}][checked]")]


def test_no_file_is_asked_of_somebody_without_an_account(manager, engagement):
    page = manager.open(f"{ADDRESS}/new")
    assert "Is there a drawing?" not in page.text
    assert manager.send(page, "/links", questions=["drawing"]).status == 422


def test_missing_questions_are_chosen_and_the_address_is_shown_once(manager, engagement, anonymous):
    page = manager.open(f"{ADDRESS}/new")
    assert ticked(page, "questions") == ["tools", "worries", "systems", "licence_until"]
    made = manager.send(page, "/links", questions=["worries"], recipient="Noor Haddad")
    assert (made.status, made.response.headers["Cache-Control"]) == (201, "no-store")
    address = select(made.doc, "#address")[0].get("value")
    assert re.fullmatch(r"http://localhost/answers/[\w-]{43}", address)
    assert "What worries them?" in anonymous.open(address.removeprefix("http://localhost")).text
    again = manager.send(page, "/links", questions=["worries"], recipient="Noor Haddad")
    assert "made already" in again.text
    token = address.rpartition("/")[2]
    for path in (ADDRESS, "/engagements/1/discovery", "/engagements/1/history"):
        assert token not in manager.open(path).response.get_data(as_text=True)


def test_a_link_without_questions_is_not_made_and_the_name_stays(manager, engagement):
    page = manager.send(manager.open(f"{ADDRESS}/new"), "/links", questions=None, recipient="Noor Haddad")
    assert (page.status, page.value("recipient")) == (422, "Noor Haddad")
    assert "Choose at least one question" in page.text


def test_the_list_shows_the_state_of_each_link_and_revokes(manager, engagement, store, anonymous):
    answered, revoked = store.link(engagement, ["users"]), store.link(engagement)
    store.link(engagement, days=0)
    store.customer_says(answered, {"users": UNKNOWN})
    page = manager.open(ADDRESS)
    assert page.all(".links .state") == ["Expired", "Open", "Answered"]
    page = manager.send(page, "/links/2/revoke")
    assert page.all(".links .state") == ["Expired", "Revoked", "Answered"]
    assert "by Manager" in page.text
    assert anonymous.open(f"/answers/{revoked}").status == 410


def test_what_arrived_stands_beside_what_is_there_and_is_taken_one_by_one(manager, engagement, store):
    token = store.link(engagement)
    store.customer_says(token, {"users": Answer(900, Confidence.GUESS), "worries": Answer("The freeze")})
    page = manager.open("/engagements/1/discovery")
    assert "2 answers of the customer wait for you" in page.text
    page = manager.open(ADDRESS)
    row = page.all("form tbody tr")[0]
    assert "900 (a guess)" in row
    assert "800" in row
    assert ticked(page, "answers") == ["1", "2"]
    page = manager.send(page, "/links/answers", answers=["1"], what="take")
    assert "1 answer taken into revision 2" in page.text
    answer = store.answers(engagement)["users"]
    assert (answer.value, answer.source, answer.by) == (900, "the customer through the link", "Noor Haddad")
    assert "worries" not in store.answers(engagement)
    page = manager.send(page, "/links/answers", answers=["2"], what="decline")
    assert "1 answer declined" in page.text
    assert "Taken into revision 2 by Manager" in page.text
    assert "Declined by Manager" in page.text
    assert "worries" not in store.answers(engagement)


def test_take_all_takes_the_newest_answer_to_every_question(manager, engagement, store):
    store.customer_says(store.link(engagement), {"users": Answer(900), "worries": Answer("The freeze")})
    store.customer_says(store.link(engagement), {"users": Answer(950)})
    page = manager.send(manager.open(ADDRESS), "/links/answers", answers=None, what="all")
    assert "2 answers taken" in page.text
    assert store.answers(engagement)["users"].value == 950
    assert "1 answer of the customer waits for you" in page.text


def test_two_answers_to_one_question_are_asked_about(manager, engagement, store):
    for value in (900, 950):
        store.customer_says(store.link(engagement), {"users": Answer(value)})
    page = manager.send(manager.open(ADDRESS), "/links/answers", what="take")
    assert page.status == 422
    assert "two answers to this question" in page.text
    assert ticked(page, "answers") == ["2", "1"]


def test_a_newer_revision_is_shown_before_anything_is_taken(manager, colleague, engagement, store):
    store.customer_says(store.link(engagement), {"users": Answer(900)})
    page = manager.open(ADDRESS)
    store.revise(engagement, {"users": Answer(850)})
    page = manager.send(page, "/links/answers", what="take")
    assert page.status == 409
    assert "850" in page.all("form tbody tr")[0]
    assert store.count(CustomerAnswer) == 1
    assert store.count(Revision) == 2
    assert "taken into revision 3" in manager.send(page, "/links/answers", what="take").text
