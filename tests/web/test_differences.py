"""What moved between two revisions: sentences, a table that sums, and the ways that lead there."""

import pytest

from scoping.domain.discovery import Answer
from tests import people
from tests.web.pages import select


@pytest.fixture
def engagement(store):
    opened = store.engagement()
    store.revise(opened, {"users": Answer(1600), "repositories": Answer(3000)})
    return opened


def figures(cells):
    return [float((cell.text_content() or "0").replace(",", "").replace("−", "-").replace("–", "0")) for cell in cells]


def test_the_parts_sum_to_the_whole(manager, engagement):
    page = manager.open(f"/engagements/{engagement}/difference/1/2")
    for column in (1, 3):
        before, *parts = figures(select(page.doc, f"table.difference tbody td:nth-of-type({column})"))
        (after,) = figures(select(page.doc, f"table.difference tfoot td:nth-of-type({column})"))
        assert len(parts) == 2
        assert before + sum(parts) == pytest.approx(after, abs=0.001)


def test_each_change_is_a_sentence(manager, engagement):
    page = manager.open(f"/engagements/{engagement}/difference/1/2")
    users, repositories = page.all(".sentences li")
    assert users.startswith("Users 800 → 1,600: +")
    assert repositories.startswith("Repositories 1,500 → 3,000: +")
    assert "price +USD" in users


def test_a_change_of_the_words_alone_moves_nothing(manager, store, engagement):
    store.revise(engagement, {"worries": Answer("Time")})
    page = manager.open(f"/engagements/{engagement}/difference/2/3")
    assert "moves no hour, price or date" in page.text or "Nothing that moves" in page.text


def test_two_currencies_have_no_difference_and_the_page_says_so(manager, engagement):
    page = manager.open(f"/engagements/{engagement}/discovery")
    manager.send(page, "/discovery", currency="EUR", rate_card="euro")
    page = manager.open(f"/engagements/{engagement}/difference/2/3")
    assert page.status == 200
    assert page.all(".sentences") == ["USD and EUR have no difference; use one currency."]


def test_the_history_leads_to_the_difference_of_each_revision_and_of_any_two(manager, store, engagement):
    store.revise(engagement, {"users": Answer(10)})
    page = manager.open(f"/engagements/{engagement}/history")
    links = [link.get("href") for link in select(page.doc, ".moved a")]
    assert links == [f"/engagements/{engagement}/difference/{pair}" for pair in ("2/3", "1/2")]
    chosen = manager.open(f"/engagements/{engagement}/difference?before=1&after=3")
    assert chosen.path == f"/engagements/{engagement}/difference/1/3"
    assert manager.open(f"/engagements/{engagement}/difference?before=1").status == 404
    assert manager.open(f"/engagements/{engagement}/difference/1/9").status == 404


def test_a_reviewer_first_reads_what_changed_since_their_last_look(browse, store, engagement):
    senior = browse(people.SENIOR)
    review = f"/engagements/{engagement}/revisions/2/review"
    page = senior.open(review)
    assert "What changed since revision 1" in page.all("h2")
    senior.send(page, "/review/comment", comment="Looked at it")
    assert not [heading for heading in senior.open(review).all("h2") if heading.startswith("What changed")]
    store.revise(engagement, {"users": Answer(10)})
    page = senior.open(f"/engagements/{engagement}/revisions/3/review")
    assert "What changed since your last look at revision 2" in page.all("h2")
    assert select(page.doc, f"[hx-get='/engagements/{engagement}/difference/2/3']")
