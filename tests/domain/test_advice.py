"""Advice for whoever sells: a discovery engagement first, where unknown answers are most of a wide range."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from scoping.domain.advice import advice, discovery_engagement, doubt
from scoping.domain.discovery import UNKNOWN, Answer, Discovery
from scoping.domain.proposal import propose
from scoping.reference import shipped
from tests.catalogue import CATALOG, discovery

CAREFUL = replace(CATALOG, terms=replace(CATALOG.terms, discovery_first_above=Decimal("0.01")))


def proposal(catalog, repositories):
    return propose(catalog, discovery(answers={"users": Answer(50), "repositories": repositories}))


def test_what_is_known_needs_no_discovery_first():
    made = proposal(CAREFUL, Answer(300))
    assert (doubt(made), advice(made)) == (0, ())


def test_a_range_made_by_unknown_answers_asks_for_a_discovery_first_and_for_what():
    (remark,) = advice(proposal(CAREFUL, UNKNOWN))
    assert remark.text.startswith("Sell a discovery engagement first: it normally takes one week at a fixed price.")
    assert remark.text.endswith("It should answer: How many repositories move?")
    assert remark.source == "[OFFER]"


def test_from_which_doubt_on_is_a_figure_of_the_terms():
    made = proposal(CATALOG, UNKNOWN)
    assert doubt(made) > CATALOG.terms.discovery_first_above
    bold = replace(CATALOG, terms=replace(CATALOG.terms, discovery_first_above=doubt(made)))
    assert (len(advice(made)), advice(proposal(bold, UNKNOWN))) == (1, ())


def test_the_discovery_engagement_is_for_the_same_customer_on_the_same_terms():
    made = proposal(replace(CAREFUL, terms=replace(CAREFUL.terms, discovery_service="scm-migration")), UNKNOWN)
    first = discovery_engagement(made)
    assert (first.customer, first.title) == ("Northwind Freight", "Discovery: Move to GitLab.com")
    assert (first.services, first.rate_card, first.currency) == (("scm-migration",), "list-2022", "USD")
    assert propose(CATALOG, first).effort.p50 > 0
    assert discovery_engagement(proposal(CATALOG, UNKNOWN)) is None


def test_the_shipped_discovery_engagement_takes_about_a_week():
    """Normally one week at a fixed price [OFFER], whatever is not known of what follows."""
    catalog = shipped()
    nothing_known = Discovery("C", "T", "USD", "list-2022", date(2027, 2, 1), ("scm-migration",))
    made = propose(catalog, nothing_known)
    assert [remark.key for remark in advice(made)] == ["discovery-first"]
    week = propose(catalog, discovery_engagement(made))
    assert 5 <= len(week.schedule.weeks) * 5 <= 10
    assert week.schedule.packages
