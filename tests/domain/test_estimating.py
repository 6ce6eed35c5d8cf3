"""What estimates of whole engagements miss draws the ends of the range apart and moves neither plan nor fixed fee."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoping.domain.advice import doubt
from scoping.domain.discovery import UNKNOWN, Answer
from scoping.domain.estimating import PLACES, Estimating
from scoping.domain.proposal import Proposal, propose
from scoping.domain.uncertainty import Outlook, Range
from tests.catalogue import CATALOG, discovery

POWERS = st.decimals(0, "0.49", places=2)


def made(estimating: Estimating, repositories: Answer = UNKNOWN, *, education: bool = False) -> Proposal:
    services = {key: replace(service, education=education) for key, service in CATALOG.services.items()}
    catalog = replace(CATALOG, services=services, terms=replace(CATALOG.terms, estimating=estimating))
    return propose(catalog, discovery(answers={"users": Answer(800), "repositories": repositories}))


NONE, WIDE = Estimating(), Estimating(Decimal("0.12"), Decimal("0.18"))


def test_plan_and_fixed_fee_stay_and_both_ends_move_by_their_factor():
    parts, whole = made(NONE, Answer(1500)), made(WIDE, Answer(1500))
    assert (whole.effort.p50, whole.effort.p80, whole.price) == (parts.effort.p50, parts.effort.p80, parts.price)
    assert float(whole.effort.p10 / parts.effort.p10) == pytest.approx(0.2**0.12, abs=0.005)
    assert float(whole.effort.p90 / parts.effort.p90) == pytest.approx(2**0.18, abs=0.005)


def test_the_histogram_is_drawn_apart_as_the_quantiles_are():
    bins, hours = made(WIDE, Answer(1500)).outlook.histogram, made(WIDE, Answer(1500)).effort
    below = sum(bar.draws for bar in bins if bar.high <= hours.p10)
    assert bins[0].low < hours.p10 < hours.p90 < bins[-1].high
    assert below <= 1000


def test_the_hours_of_a_class_stand_for_its_price_and_are_left_alone():
    parts, whole = (made(estimating, Answer(1500), education=True) for estimating in (NONE, WIDE))
    assert whole.effort == parts.effort
    assert whole.outlook.estimating_share == 0


def test_it_is_a_part_of_the_range_beside_the_three_that_can_be_named():
    parts, whole = made(NONE).outlook, made(WIDE).outlook
    named = 1 - whole.estimating_share
    assert whole.estimating_share > 0 == parts.estimating_share
    assert float(whole.unknown_share / named) == pytest.approx(float(parts.unknown_share), abs=0.001)
    assert float(whole.task_share / named) == pytest.approx(float(parts.task_share), abs=0.001)


def test_a_discovery_engagement_is_advised_by_what_it_could_find_out():
    assert float(doubt(made(WIDE))) == pytest.approx(float(doubt(made(NONE))), abs=0.01)


@given(POWERS, POWERS, st.floats(0, 1))
def test_the_factor_rises_with_the_place_of_a_draw_and_stays_positive(under, over, estimated):
    factors = Estimating(under, over).factors(PLACES, estimated)
    assert factors[0] > 0
    assert np.all(np.diff(factors) >= 0)
    assert Estimating(under, over).factors(np.array([0.5, 0.8])) == pytest.approx([1, 1])


def test_the_percents_of_what_a_range_is_made_of_sum_to_a_hundred():
    shares = [Decimal(share) for share in ("0.034", "0.394", "0.004", "0.568")]  # rounded one by one: 99
    outlook = Outlook(Range(*[Decimal(1)] * 4), (), *shares[:3], (), shares[3])
    assert outlook.percents == (4, 39, 0, 57)
    nothing = replace(outlook, task_share=Decimal(0), unknown_share=Decimal(0), risk_share=Decimal(0))
    assert replace(nothing, estimating_share=Decimal(0)).percents == (0, 0, 0, 0)
