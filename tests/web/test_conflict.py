"""Two people save at once: both values are shown, the person chooses, nothing is overwritten."""

import pytest

from scoping.db.models import Revision
from scoping.domain.discovery import Answer
from tests.web.pages import select


@pytest.fixture
def engagement(store):
    return store.engagement()


@pytest.fixture
def refused(manager, engagement, store):
    """The page after a colleague saved 900 users while the manager typed 950, and both changed something else."""
    page = manager.open(f"/engagements/{engagement}/discovery")
    store.revise(engagement, {"users": Answer(900), "repositories": Answer(2000)})
    return manager.send(
        page, "/discovery", answers__users__value="950", answers__worries__value="Time", title="Move it all"
    )


def picked(page):
    """The choice that stands for each item."""
    return {radio.get("name")[5:]: radio.get("value") for radio in select(page.doc, "input[type=radio][checked]")}


def test_nothing_is_saved_and_both_values_are_shown(refused, store, engagement):
    assert refused.status == 409
    assert store.count(Revision) == 2
    assert store.answers(engagement)["users"].value == 900
    assert "Not saved: Colleague saved revision 2" in refused.text
    assert refused.all("legend") == [
        "Title",
        "How many users move? both changed it",
        "How many repositories move?",
        "What worries them?",
    ]
    assert refused.all(".choice")[1] == "Keep yours 950 Take the saved one, by Colleague 900"


def test_what_only_one_changed_is_proposed_and_what_both_changed_is_left_open(refused):
    assert picked(refused) == {"title": "mine", "answers.repositories": "theirs", "answers.worries": "mine"}


def test_the_choices_are_saved_as_made(manager, refused, store, engagement):
    page = manager.send(refused, "/discovery", **{"take-answers.users": "mine"})
    assert page.status == 200
    found = store.discovery(engagement)
    assert found.title == "Move it all"
    values = {key: answer.value for key, answer in found.answers.items()}
    assert (values["users"], values["repositories"], values["worries"]) == (950, 2000, "Time")


def test_taking_theirs_keeps_who_said_it(manager, refused, store, engagement):
    theirs = store.answers(engagement)["users"]
    manager.send(refused, "/discovery", **{"take-answers.users": "theirs"})
    assert store.answers(engagement)["users"] == theirs


def test_what_was_left_open_is_asked_again_and_nothing_is_lost(manager, refused, store):
    page = manager.send(refused, "/discovery")
    assert page.status == 422
    assert "choose one side" in page.text
    assert picked(page) == picked(refused)
    assert page.all(".choice")[1] == "Keep yours 950 Take the saved one, by Colleague 900"
    assert store.count(Revision) == 2
    saved = manager.send(page, "/discovery", **{"take-answers.users": "mine"})
    assert saved.status == 200
    assert store.count(Revision) == 3


def test_a_third_revision_meanwhile_is_asked_about_too(manager, refused, store, engagement):
    store.revise(engagement, {"users": Answer(1000)})
    page = manager.send(refused, "/discovery", **{"take-answers.users": "mine"})
    assert page.status == 409
    assert page.all(".choice")[1] == "Keep yours 950 Take the saved one, by Colleague 1,000"
    manager.send(page, "/discovery", **{"take-answers.users": "mine"})
    values = {key: answer.value for key, answer in store.answers(engagement).items()}
    assert (values["users"], values["repositories"]) == (950, 2000)


def test_the_same_change_by_both_is_no_conflict_to_choose_from(manager, store, engagement):
    page = manager.open(f"/engagements/{engagement}/discovery")
    store.revise(engagement, {"users": Answer(900)})
    answer = manager.send(page, "/discovery", answers__users__value="900")
    assert answer.status == 409
    assert "Both say the same now" in answer.text
    assert manager.send(answer, "/discovery").status == 200
