"""Alternatives: copied, changed, compared, thrown away, and one of them chosen as the next revision."""

import pytest

from scoping.db.models import Alternative, Revision
from scoping.domain.discovery import Answer
from tests import people
from tests.web.pages import select


@pytest.fixture
def engagement(store):
    return store.engagement()


@pytest.fixture
def listed(manager, engagement):
    """Opens the list of alternatives."""
    return lambda: manager.open(f"/engagements/{engagement}/alternatives")


@pytest.fixture
def made(manager, listed):
    """An alternative with twice the users."""
    page = manager.send(listed(), "/alternatives", name="Twice the users")
    return manager.send(page, page.path, answers__users__value="1,600")


def test_a_copy_is_opened_for_changes_and_the_revision_stays(manager, listed, store):
    page = manager.send(listed(), "/alternatives", name="Twice the users")
    assert page.value("answers-users-value") == "800"
    assert store.count(Revision) == 1


def test_a_changed_alternative_stands_in_the_list_with_its_figures(made, manager):
    row = next(row for row in made.all("tbody tr") if row.startswith("Twice the users"))
    assert row.startswith("Twice the users revision 1 Manager just now")
    assert float(row.split()[8]) > 0


def test_a_name_is_needed_and_given_once(made, manager, store):
    page = manager.send(made, "/alternatives", name="Twice the users")
    assert page.status == 422
    assert page.value("name") == "Twice the users"
    assert "already" in page.all(".wrong")[0]
    assert manager.send(made, "/alternatives", name="").status == 422
    assert store.count(Alternative) == 1


def test_the_latest_revision_and_two_alternatives_stand_side_by_side(made, manager, engagement):
    page = manager.send(made, "/alternatives", name="As it is")
    keys = [box.get("value") for box in select(manager.open(page.path.rsplit("/", 1)[0]).doc, "input[name=with]")]
    page = manager.open(f"/engagements/{engagement}/alternatives/compare?with={keys[1]}&with={keys[0]}")
    assert page.all("thead th") == ["Figure", "Revision 1", "Twice the users", "As it is"]
    differing = page.all("tr.differs")
    assert "How many users move? 800 1,600 800" in differing
    assert not [row for row in differing if row.startswith("Rate card")]


def test_more_than_three_are_not_compared(manager, listed, engagement):
    for name in ("One", "Two", "Three"):
        manager.send(listed(), "/alternatives", name=name)
    keys = [box.get("value") for box in select(listed().doc, "input[name=with]")]
    page = manager.open(f"/engagements/{engagement}/alternatives/compare?" + "&".join(f"with={key}" for key in keys))
    assert page.status == 422
    assert "to compare, not 4" in page.text


def test_a_chosen_one_is_the_next_revision(made, manager, store, engagement):
    page = manager.send(made, "/choose")
    assert page.path == f"/engagements/{engagement}/revisions/2"
    assert store.answers(engagement)["users"].value == 1600


def test_one_chosen_over_a_newer_revision_is_refused(made, manager, store, engagement):
    store.revise(engagement, {"users": Answer(900)})
    page = manager.send(made, "/choose")
    assert page.status == 409
    assert store.answers(engagement)["users"].value == 900


def test_two_people_changing_one_alternative_lose_nothing(made, manager, colleague, store, engagement):
    (key,) = [box.get("value") for box in select(made.doc, "input[name=with]")]
    address = f"/engagements/{engagement}/alternatives/{key}"
    mine, theirs = manager.open(address), colleague.open(address)
    colleague.send(theirs, address, answers__users__value="1,700")
    page = manager.send(mine, address, answers__users__value="1,800")
    assert page.status == 409
    assert page.value("answers-users-value") == "1,800"
    assert "somebody changed" in page.text
    assert manager.send(page, address).status == 200


def test_an_alternative_is_thrown_away(made, manager, store):
    page = manager.send(made, "/discard")
    assert "Thrown away: “Twice the users”." in page.text
    assert store.count(Alternative) == 0


def test_readers_compare_and_change_nothing(made, browse, engagement):
    page = browse(people.DELIVERY).open(f"/engagements/{engagement}/alternatives")
    assert page.all("button") == ["Sign out", "Compare with revision 1"]
    opened = browse(people.DELIVERY).open(f"/engagements/{engagement}/alternatives/1")
    assert "Save the alternative" not in opened.text


def test_what_is_no_alternative_of_this_engagement_is_not_there(made, manager, store):
    other = store.engagement(title="Another one")
    assert manager.open(f"/engagements/{other}/alternatives/1").status == 404
