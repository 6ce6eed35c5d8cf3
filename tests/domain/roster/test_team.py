"""A taken plan in the proposal: it moves no figure, names people in the document, and its cost stays internal."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from scoping.actions.matches import asked, search
from scoping.domain.fee_basis import Shape
from scoping.domain.proposal import propose
from scoping.domain.roster.goals import Goals
from scoping.domain.roster.needs import Needs, team_of
from scoping.domain.roster.people import Roster
from scoping.domain.roster.staffed import Staffed, staffed
from scoping.domain.sow import compose
from scoping.domain.sow.document import Audience
from scoping.domain.sow.figures import money
from tests import catalogue
from tests.domain.roster import team

PEOPLE = (
    team.person("ana", level="senior"),
    team.person("ben", level="intermediate"),
    team.person("cleo", team.ARCHITECT, "senior"),
    team.person("dora", team.LEAD),
)


ROSTER = Roster(PEOPLE, catalogue.CATALOG.roles, team.NO_HOLIDAYS, team.TRUST)


def best(proposal):
    request = asked(catalogue.CATALOG, proposal, Needs())
    return search(ROSTER, request, Goals(), lambda part, words: None, lambda: False).match.plans[0].plan


def taken():
    before = propose(catalogue.CATALOG, catalogue.discovery())
    chosen = team_of(best(before), ROSTER, "Erin", datetime(2026, 11, 24, tzinfo=UTC))
    return before, propose(catalogue.CATALOG, replace(before.discovery, team=chosen))


def test_a_team_moves_no_figure_and_holds_the_hours_of_the_grid():
    before, after = taken()
    assert (after.effort, after.staffing, after.price) == (before.effort, before.staffing, before.price)
    assert after.fingerprint != before.fingerprint
    assert sum(after.discovery.team.hours_by_seat.values(), Decimal(0)) == after.staffing.hours
    asks = staffed(after.staffing, after.discovery.team)
    assert asks.seats == {}
    assert sum(sum(weeks.values()) for weeks in asks.people.values()) == after.staffing.hours


def test_the_margin_of_a_plan_is_that_of_the_fee_as_charged():
    fixed = propose(catalogue.CATALOG, replace(catalogue.discovery(), shape=Shape.FIXED_FEE))
    plan = best(fixed)
    assert plan.fee == fixed.price.fixed_fee
    assert plan.margin > best(propose(catalogue.CATALOG, catalogue.discovery())).margin


def test_a_team_whose_plan_moved_asks_for_seats_again():
    _, after = taken()
    moved = propose(
        catalogue.CATALOG,
        replace(after.discovery, answers={**catalogue.ANSWERS, "repositories": catalogue.Answer(9000)}),
    )
    assert staffed(moved.staffing, moved.discovery.team) == Staffed({}, staffed(moved.staffing, None).seats)


def test_the_customer_reads_the_names_and_only_the_provider_what_they_cost():
    _, after = taken()
    cost = money(after.discovery.team.cost)
    client, internal = (
        repr([(section.blocks, section.internal) for section in document.sections])
        for document in (compose(after, revision=2, state="draft", audience=audience) for audience in Audience)
    )
    assert "Senior technical architect: Cleo" in client
    assert "to be named" not in client
    assert "The named people cost" not in client
    assert f"The named people cost {cost}" in internal
