"""Golden scenarios: an accepted outcome that moves is told in figures people can judge."""

import re
from dataclasses import replace
from decimal import Decimal

from scoping.domain.catalog import Package, Service
from scoping.domain.estimating import Estimating
from scoping.domain.proposal import propose
from scoping.domain.scenarios import Outcome, Scenario, deviations, outcome
from tests.catalogue import CATALOG, discovery

ACCEPTED = outcome(propose(CATALOG, discovery()))
SCENARIO = Scenario("freight", "A freight company", discovery(), ACCEPTED)


def with_dearer_planning():
    service = CATALOG.services["scm-migration"]
    prepare, move = service.packages
    dear = replace(prepare.tasks[0], hours=prepare.tasks[0].hours.times(Decimal(3)))
    packages: tuple[Package, ...] = (replace(prepare, tasks=(dear,)), move)
    changed: Service = replace(service, packages=packages)
    return replace(CATALOG, services={**CATALOG.services, "scm-migration": changed})


def test_an_unchanged_catalogue_moves_no_scenario():
    assert deviations(CATALOG, [SCENARIO]) == ()


def test_a_changed_figure_is_told_with_days_share_and_price():
    (move,) = deviations(with_dearer_planning(), [SCENARIO])
    assert move.before == ACCEPTED
    assert move.after.hours > ACCEPTED.hours
    assert move.sentence.startswith("freight: ")
    assert "days (+" in move.sentence
    assert "price" in move.sentence
    assert "technical-architect" not in move.sentence


def test_a_moved_level_is_told_by_role():
    expected = Outcome(ACCEPTED.hours, ACCEPTED.price, {**ACCEPTED.levels, "technical-architect": "intermediate"})
    (move,) = deviations(CATALOG, [replace(SCENARIO, expected=expected)])
    assert move.sentence == "freight: technical-architect intermediate → senior"


def test_a_range_that_moves_alone_is_told_where_one_was_accepted():
    wider = replace(CATALOG, terms=replace(CATALOG.terms, estimating=Estimating(Decimal("0.3"), Decimal("0.3"))))
    (move,) = deviations(wider, [SCENARIO])
    assert (move.after.hours, move.after.price) == (ACCEPTED.hours, ACCEPTED.price)
    assert re.fullmatch(r"freight: p10, p80, p90 ([\d.]+), ([\d.]+), .* → (?!\1)[\d.]+, \2, .* days", move.sentence)
    assert deviations(wider, [replace(SCENARIO, expected=replace(ACCEPTED, spread=()))]) == ()


def test_a_scenario_that_is_refused_now_says_why():
    (move,) = deviations(replace(CATALOG, rate_cards={}), [SCENARIO])
    assert "refused now: rate_card: list-2022 is not a rate card" in move.sentence
