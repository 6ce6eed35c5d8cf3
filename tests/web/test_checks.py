"""What is left to mend stands on the review page and beside the document, each entry with the link to its repair."""

from dataclasses import replace

import pytest

from scoping.actions import readiness
from scoping.domain.checks import Finding, Mend
from scoping.web.checks import PLACES
from tests.catalogue import ANSWERS
from tests.web.pages import select

FINDING = Finding("vague.x", "Goals", "They are <vague>.", Mend.DISCOVERY, "scm-migration", blocks=False)


@pytest.fixture
def find(monkeypatch):
    """Makes the checks find this and nothing else."""
    return lambda finding: monkeypatch.setattr(readiness, "check", lambda proposal, sow: (finding,))


def links(page):
    return [link.get("href") for link in select(page.doc, ".to-mend a")]


@pytest.mark.parametrize("tab", ["review", "sow"])
def test_an_open_question_is_a_link_to_its_field(store, manager, tab):
    number = store.engagement(answers={key: ANSWERS[key] for key in ANSWERS if key != "users"})
    page = manager.open(f"/engagements/{number}/revisions/1/{tab}")
    assert "Before it can be sent for review" in page.all("h2")
    assert links(page) == [f"/engagements/{number}/discovery#slot-users"]


def test_what_only_warns_leaves_the_button_and_what_blocks_takes_it(store, manager, find):
    address = f"/engagements/{store.engagement()}/revisions/1/review"
    find(FINDING)
    page = manager.open(address)
    assert {"Worth mending", "Your part"} <= set(page.all("h2"))
    assert "They are <vague>." in page.text
    assert "Send for review" in page.all("main form button")
    find(replace(FINDING, blocks=True))
    page = manager.open(address)
    assert "Before it can be sent for review" in page.all("h2")
    assert "Send for review" not in page.all("main form button")


@pytest.mark.parametrize("mend", Mend)
def test_every_repair_has_a_page(store, manager, find, mend):
    find(replace(FINDING, mend=mend))
    page = manager.open(f"/engagements/{store.engagement()}/revisions/1/review")
    (address,) = links(page)
    assert PLACES[mend][0] in page.text
    assert manager.open(address).status == 200


def test_nothing_is_listed_once_it_is_in_review(store, manager, find):
    find(FINDING)
    page = manager.open(f"/engagements/{store.engagement()}/revisions/1/review")
    assert links(page)
    assert links(manager.send(page, "/review/submit")) == []
