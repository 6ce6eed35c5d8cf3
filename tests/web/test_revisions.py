"""The tabs of a revision: the figures of its proposal, and the history."""

import pytest

from scoping.domain.discovery import UNKNOWN, Answer
from scoping.domain.proposal import propose
from scoping.domain.sow import figures
from tests.web.pages import select


@pytest.fixture
def engagement(store):
    return store.engagement()


@pytest.fixture
def proposal(store, engagement):
    return propose(store.catalog, store.discovery(engagement))


def test_the_address_of_an_engagement_leads_to_its_latest_estimate(manager, store, engagement):
    store.revise(engagement, {"users": Answer(900)})
    assert manager.open(f"/engagements/{engagement}").path == f"/engagements/{engagement}/revisions/2"


def test_every_task_stands_with_its_hours_and_its_reason(manager, engagement, proposal):
    page = manager.open(f"/engagements/{engagement}/revisions/1")
    rows = page.all("tr")
    for task in proposal.tasks:
        points = (task.hours.optimistic, task.hours.likely, task.hours.pessimistic, task.hours.expected, task.planned)
        start = " ".join([task.name, *map(figures.hours, points)])
        assert [task.because in row for row in rows if row.startswith(start)] == [True]


def test_the_planned_hours_of_the_rows_sum_to_the_total(manager, engagement, proposal):
    page = manager.open(f"/engagements/{engagement}/revisions/1")
    cells = [select(row, "td")[4].text for row in select(page.doc, "section[aria-labelledby=tasks-name] tbody tr")]
    packages = page.all("tbody.group tr:first-child td:nth-of-type(5)")
    assert sum(map(float, packages)) == float(proposal.effort.p50)
    assert sum(map(float, cells)) == 2 * float(proposal.effort.p50)


def test_every_rule_that_fired_is_shown_with_its_facts(manager, engagement):
    page = manager.open(f"/engagements/{engagement}/revisions/1")
    cards = page.all(".cards > .sheet")
    assert cards[0].startswith("SE Senior technical architect More than 500 users.")
    assert "users: 800" in cards[0]
    assert "needs an Intermediate technical architect" in cards[0]


def test_what_is_not_known_stands_with_what_was_assumed(manager, store):
    opened = store.engagement(answers={"users": Answer(10), "repositories": UNKNOWN})
    page = manager.open(f"/engagements/{opened}/revisions/1")
    row = next(row for row in page.all("tr") if row.startswith("How many repositories move?"))
    assert row.split()[4] == "300"
    assert not [row for row in page.all("tr") if row.startswith("How many users move?")]


def test_the_staffing_tables_sum_to_the_estimate(manager, engagement, proposal):
    page = manager.open(f"/engagements/{engagement}/revisions/1/staffing")
    assert {row.split()[-1] for row in page.all("tfoot tr")} == {figures.hours(proposal.effort.p50)}
    assert [svg.get("role") for svg in select(page.doc, "svg")] == ["img", "img"]
    assert len(page.all("tbody tr")) == len(proposal.staffing.weeks) + len(proposal.schedule.packages)


def test_the_price_table_is_to_the_cent(manager, engagement, proposal):
    page = manager.open(f"/engagements/{engagement}/revisions/1/price")
    total = page.all("tfoot tr")[0]
    assert figures.amount(proposal.price.time_and_materials) in total
    assert figures.amount(proposal.price.fixed_fee) in total


def test_the_history_tells_who_when_why_and_what_moved(manager, store, engagement):
    page = manager.open(f"/engagements/{engagement}/discovery")
    manager.send(page, "/discovery", answers__users__value="1600", because="The <b>second</b> call")
    rows = manager.open(f"/engagements/{engagement}/history").all("tbody tr")
    assert rows[0].startswith("Revision 2 just now Manager The <b>second</b> call What moved in revision 2 Draft ")
    assert "+" in rows[0]
    assert rows[1].startswith("Revision 1 2 h ago Manager Opened Draft ")


def test_an_older_revision_says_so_and_links_to_the_latest(manager, store, engagement):
    store.revise(engagement, {"users": Answer(900)})
    page = manager.open(f"/engagements/{engagement}/revisions/1/price")
    assert "This is revision 1. Revision 2 is the latest one." in page.text


def test_without_unknown_answers_the_page_says_so(manager, store):
    opened = store.engagement(
        answers={
            "users": Answer(10),
            "repositories": Answer(10),
            "source_scm": Answer("git"),
            "tools": Answer(("jira",)),
            "worries": Answer("none"),
            "licence_until": Answer(store.discovery(store.engagement()).starts_on),
        }
    )
    assert "Every question has a known answer." in manager.open(f"/engagements/{opened}/revisions/1").text
