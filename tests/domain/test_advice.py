"""Advice for whoever sells: a discovery engagement first, where unknown answers are most of a wide range."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from scoping.domain.advice import advice, discovery_engagement, doubt
from scoping.domain.calendar import Window
from scoping.domain.discovery import UNKNOWN, Answer, Discovery
from scoping.domain.fee_basis import Shape
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


def told(**inputs: object) -> dict[str, str]:
    answers = {"users": Answer(800), "repositories": Answer(1500)}
    return {
        remark.key: remark.text for remark in advice(propose(CATALOG, replace(discovery(answers=answers), **inputs)))
    }


def test_a_plan_that_misses_the_wanted_end_says_by_how_many_working_days():
    planned = propose(CATALOG, discovery(answers={"users": Answer(800), "repositories": Answer(1500)}))
    end, later = planned.schedule.ends_on, planned.stakes[2].ends_on
    assert end < later
    assert "1 working day after the wanted end" in told(ends_by=end - timedelta(days=1))["ends-late"]
    assert told(ends_by=end).keys() == {"ends-late-perhaps"}
    assert told(ends_by=later) == {}


def test_iterations_with_fewer_hours_a_week_than_agreed_are_named_and_a_freeze_makes_none_thin():
    assert told(minimum_hours_per_week=Decimal(16)) == {}
    assert "iteration 0 (54 h)" in told(minimum_hours_per_week=Decimal(60))["below-minimum"]
    assert told(minimum_hours_per_week=Decimal(60), shape=Shape.FIXED_FEE) == {}  # whose document names no minimum
    freeze = Window("audit", date(2027, 2, 8), date(2027, 2, 12))
    assert told(minimum_hours_per_week=Decimal(16), freezes=(freeze,)) == {}
