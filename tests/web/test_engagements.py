"""The list of engagements, and opening one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from scoping.actions.reviews import act
from scoping.db.models import Engagement
from scoping.db.queries import latest_revision
from scoping.domain.discovery import UNKNOWN, Answer
from scoping.domain.review import Action
from tests import people
from tests.web.pages import select

OPENED = {"customer": "Northwind Freight", "title": "Move", "services": ["scm-migration"], "starts_on": "2027-02-01"}


def headings(page):
    return page.all("tr.heading")


def send_for_review(store, engagement_id, by=people.MANAGER):
    with store.session() as session:
        revision = latest_revision(session, session.get_one(Engagement, engagement_id))
        act(session, revision, Action.SUBMIT, store.person(session, by), datetime.now(UTC))


def test_an_empty_list_says_what_to_do_first(manager, browse):
    assert "Open the first one" in manager.open("/").text
    assert "An engagement manager opens the first one" in browse(people.SENIOR).open("/").text


def test_mine_come_first_then_what_waits_for_me_then_the_rest(browse, store):
    store.engagement(title="Of the manager")
    store.engagement(by=people.COLLEAGUE, title="Of the colleague")
    waiting = store.engagement(by=people.COLLEAGUE, title="Waiting")
    send_for_review(store, waiting, people.COLLEAGUE)
    assert headings(browse(people.MANAGER).open("/")) == ["Mine", "Everybody else’s"]
    assert headings(browse(people.SENIOR).open("/")) == ["Waits for my approval", "Everybody else’s"]


def test_a_line_shows_what_the_person_came_for(manager, store):
    store.engagement()
    row = manager.open("/").all(".work tbody tr")[1]
    assert row.startswith("Northwind Freight Move to GitLab.com Draft ")
    assert "USD " in row
    assert "Senior technical architect" in row
    assert row.endswith("Send it for review 2 h ago")


def test_the_next_step_counts_open_questions(manager, store):
    store.engagement(answers={"source_scm": Answer("git")})
    assert "2 questions before it can be sent for review" in manager.open("/").text


def test_search_and_state_narrow_the_list(manager, store):
    store.engagement(customer="Ärzteverein", title="Umzug")
    sent = store.engagement(customer="Other", title="Umzug")
    send_for_review(store, sent)
    assert len(manager.open("/?q=ärzte").all("tbody tr")) == 2
    assert len(manager.open("/?q=umzug&state=in_review").all("tbody tr")) == 2
    page = manager.open("/?q=nobody")
    assert "No engagement matches." in page.text
    assert page.value("q") == "nobody"


@pytest.mark.parametrize("query", ["?state=lost", "?q=%00%25", "?q=" + "x" * 5000, "?state=&q="])
def test_an_odd_search_finds_what_it_can(manager, store, query):
    store.engagement()
    assert manager.open(f"/{query}").status == 200


def test_a_place_in_the_list_that_never_was_is_refused_in_words(manager):
    page = manager.open("/?after=nonsense")
    assert page.status == 422
    assert "start again from its beginning" in page.text


def test_a_long_list_comes_in_pages_and_loses_nobody(manager, store):
    start = datetime.now(UTC)
    for number in range(60):
        store.engagement(title=f"Move {number}", at=start - timedelta(hours=number))
    page = manager.open("/")
    assert len(page.all(".name")) == 51  # with the column's own head
    further = manager.open(select(page.doc, "#results p a")[0].get("href"))
    titles = page.all("tbody .title") + further.all("tbody .title")
    assert sorted(titles) == sorted(f"Move {number}" for number in range(60))


def test_names_in_any_script_and_markup_are_text(manager, store):
    store.engagement(customer='<img src=x onerror="alert(1)"> שלום', title="x" * 200)
    page = manager.open("/")
    assert '<img src=x onerror="alert(1)"> שלום' in page.all(".customer")[0]
    assert not select(page.doc, "main img")


def test_opening_leads_to_the_questions(manager, store):
    page = manager.send(
        manager.open("/engagements/new"), "/new", **OPENED, goals="One\n\n Two ", contacts="Ana, CTO\nBo"
    )
    assert page.path == "/engagements/1/discovery"
    assert "Opened." in page.text
    found = store.discovery(1)
    assert found.goals == ("One", "Two")
    assert [(contact.name, contact.role) for contact in found.contacts] == [("Ana", "CTO"), ("Bo", "")]


def test_the_list_can_be_reached_from_the_keyboard_first(manager):
    first = select(manager.open("/").doc, "body a")[0]
    assert (first.get("href"), first.text) == ("#main", "Skip to the content")


def test_a_form_sent_twice_opens_one_engagement(manager, store):
    page = manager.open("/engagements/new")
    first, second = (manager.send(page, "/new", **OPENED) for _ in range(2))
    assert first.path == second.path == "/engagements/1/discovery"
    assert store.count(Engagement) == 1


def test_going_back_and_opening_another_one_says_that_the_first_is_there(manager, store):
    page = manager.open("/engagements/new")
    manager.send(page, "/new", **OPENED)
    again = manager.send(page, "/new", **{**OPENED, "title": "Another"})
    assert again.status == 409
    assert again.value("title") == "Another"
    assert manager.send(again, "/new").path == "/engagements/2/discovery"
    assert store.count(Engagement) == 2


def test_everything_missing_is_listed_at_once(manager, store):
    page = manager.send(manager.open("/engagements/new"), "/new")
    assert page.status == 422
    assert page.all("#to-mend a") == ["Customer", "Title", "Services", "Wanted start"]
    assert store.count(Engagement) == 0


@pytest.mark.parametrize(
    ("typed", "label", "says"),
    [
        ({"customer": "x" * 300}, "Customer", "Use at most 200 characters, not 300."),
        ({"starts_on": "0001-01-01"}, "Wanted start", "Choose a start from 1 January 2000 to 31 December 2099."),
        ({"starts_on": "2027-02-30"}, "Wanted start", "not a day of the calendar"),
        ({"services": ["alchemy"]}, "Services", "Alchemy is not offered"),
        ({"rate_card": "none"}, "Rate card", "None is not a rate card"),
        ({"currency": "EUR"}, "Currency", "choose another card"),
        ({"contacts": "Ana, CTO\n, CEO"}, "Contacts", "Line 2: write the name before the comma"),
        ({"goals": "x" * 501}, "Goals", "Line 1: use at most 500 characters, not 501."),
        ({"constraints": "x\n" * 51}, "Constraints", "Use at most 50 lines, not 51."),
        ({"title": "a\x07b"}, "Title", "U+0007"),
    ],
)
def test_a_value_that_cannot_be_used_is_said_at_its_field_and_stays(manager, store, typed, label, says):
    if "rate_card" in typed:
        says, typed = "Gold is not a rate card", {"rate_card": "gold"}
    page = manager.send(manager.open("/engagements/new"), "/new", **{**OPENED, **typed})
    assert page.status == 422
    assert page.all("#to-mend a") == [label]
    assert says in page.all(".wrong")[0]
    (name, value), *_ = typed.items()
    if name not in ("services", "rate_card"):  # a choice that is not offered has no place in a list
        assert page.value(name) == value.strip("\n") or page.value(name) == value
    assert store.count(Engagement) == 0


def test_only_engagement_managers_open_one(browse):
    for kind in (people.SENIOR, people.DELIVERY):
        browser = browse(kind)
        assert "Open an engagement" not in browser.open("/").text
        page = browser.open("/engagements/new")
        assert page.status == 403
        assert "you may not open engagement here" in page.text


def test_where_too_little_is_known_one_click_opens_the_discovery_engagement_to_sell_first(manager, browse, store):
    terms = replace(store.catalog.terms, discovery_first_above=Decimal("0.05"), discovery_service="training")
    store.catalog = replace(store.catalog, terms=terms)
    store.app.extensions["scoping.catalog"] = store.catalog
    known = manager.open(f"/engagements/{store.engagement()}/revisions/1")
    assert "Sell a discovery engagement first" not in known.text
    unsure = store.engagement(answers={"users": Answer(10), "repositories": UNKNOWN})
    page = manager.open(f"/engagements/{unsure}/revisions/1")
    assert "Sell a discovery engagement first" in page.text
    opened = manager.send(page, "/discovery-first")
    assert opened.path == f"/engagements/{unsure + 1}/revisions/1"
    first = store.discovery(unsure + 1)
    assert (first.customer, first.title, first.services) == (
        "Northwind Freight",
        "Discovery: Move to GitLab.com",
        ("training",),
    )
    assert store.discovery(unsure).services == ("scm-migration",)
    assert manager.send(page, "/discovery-first").path == opened.path
    assert "discovery-first" not in str(browse(people.SENIOR).open(page.path).response.get_data(as_text=True))


def test_where_no_discovery_is_sold_there_is_none_to_open(manager, store):
    page = manager.open(f"/engagements/{store.engagement()}/revisions/1")
    token = page.value("csrf_token")[0]
    answer = manager.client.post(f"{page.path}/discovery-first", data={"csrf_token": token, "once": "x"})
    assert answer.status_code == 404
