"""Discovery sessions: opened from the questions, named by the answers given in them, changed without overwriting."""

from datetime import date

import pytest

from scoping.db.models import DiscoverySession
from tests import people
from tests.web.pages import select


@pytest.fixture
def engagement(store):
    return store.engagement()


@pytest.fixture
def address(engagement):
    return f"/engagements/{engagement}/sessions"


def opened(manager, address, **values):
    fields = {"held_on": "14 March 2027", "ours": "Erin\nSena", "theirs": "Ana Silva", "notes": "LFS <b>later</b>"}
    return manager.send(manager.open(address), "/sessions", **fields | values)


def test_opening_a_session_leads_to_the_questions_and_their_answers_name_it(manager, address, engagement, store):
    page = opened(manager, address)
    assert page.path == f"/engagements/{engagement}/discovery"
    assert page.value("session") == "1"
    page = manager.send(page, "/discovery", answers__users__value="900")
    found = store.answers(engagement)
    assert found["users"].source == "session 1, 14 March 2027"
    assert found["repositories"].source != found["users"].source  # what nobody touched keeps where it came from
    (link,) = select(page.doc, "#slot-users .provenance a")
    talk = manager.open(link.get("href"))
    assert "How many users move?" in talk.text
    assert "900" in talk.text


def test_a_session_keeps_who_took_part_and_what_was_noted_as_text(manager, address, store):
    opened(manager, address)
    page = manager.open(f"{address}/1")
    assert page.value("ours") == "Erin\nSena"
    assert page.value("notes") == "LFS <b>later</b>"
    with store.session() as session:
        assert session.query(DiscoverySession).one().held_on == date(2027, 3, 14)


def test_sessions_are_numbered_in_their_engagement_and_listed_with_their_answers(manager, address, engagement, store):
    store.talk(store.engagement(title="Another"))
    opened(manager, address)
    page = manager.send(opened(manager, address, held_on="2027-03-15"), "/discovery", answers__users__value="900")
    assert "session 2, 15 March 2027" in page.text
    listed = manager.open(address)
    assert [row.split(" ")[1] for row in listed.all("tbody tr")] == ["2,", "1,"]
    assert listed.all("tbody tr td.n") == ["1", "0"]


def test_a_form_sent_twice_opens_one_session(manager, address, store):
    page = manager.open(address)
    for _ in range(2):
        manager.send(page, "/sessions", held_on="2027-03-14", ours="Erin", theirs="", notes="")
    assert store.count(DiscoverySession) == 1


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"held_on": ""}, "The date is missing"),
        ({"held_on": "soon"}, "is not a day of the calendar"),
        ({"notes": "bell \x07"}, "control character"),
        ({"notes": "x" * 20_001}, "at most 20000 characters"),
        ({"ours": "x" * 501}, "at most 500 characters"),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_typed_is_lost(manager, address, store, values, says):
    page = opened(manager, address, **values)
    assert page.status == 422
    assert says in page.text
    assert page.value("theirs") == "Ana Silva"
    assert store.count(DiscoverySession) == 0


def test_of_two_who_change_a_session_the_second_sees_both_and_decides(manager, colleague, address, engagement, store):
    store.talk(engagement, "first")
    mine = manager.open(f"{address}/1")
    colleague.send(colleague.open(f"{address}/1"), "/sessions/1", notes="theirs")
    page = manager.send(mine, "/sessions/1", notes="mine")
    assert page.status == 409
    assert page.value("notes") == "mine"
    assert "theirs" in page.all("table.ledger")[0]
    page = manager.send(page, "/sessions/1", notes="mine and theirs")
    assert page.value("notes") == "mine and theirs"


def test_a_session_of_another_engagement_is_no_source(manager, address, engagement, store):
    number = store.talk(store.engagement(title="Another"))
    page = manager.open(f"/engagements/{engagement}/discovery")
    manager.send(page, "/discovery", answers__users__value="900", session=str(number))
    assert store.answers(engagement)["users"].source == "typed"
    assert manager.open(f"{address}/{number}").status == 404


def test_who_may_not_edit_reads_the_session(browse, address, engagement, store):
    store.talk(engagement, "read me")
    page = browse(people.DELIVERY).open(f"{address}/1")
    assert "read me" in page.text
    assert not select(page.doc, "button.btn-primary")
