"""The published prices of training come out of the shipped catalogue; keys in brackets are those of its sources."""

import pytest

from scoping.domain.proposal import Proposal
from tests.reference.published import cost
from tests.shipped import proposed


def taught(course: str, classes: int = 1, seats: int = 0, delivery: str = "remote") -> Proposal:
    return proposed(
        "training",
        courses=(course,),
        training_delivery=delivery,
        training_attendees=12,
        training_classes=classes,
        training_extra_seats=seats,
        kubernetes=False,
        portfolios=1,
        transformation=False,
        partner_delivery=False,
    )


@pytest.mark.parametrize(
    ("course", "delivery", "price"),
    [
        ("git_basics", "remote", 5_000),
        ("ci_cd", "remote", 5_000),
        ("project_management", "remote", 5_000),
        ("security", "on_site", 7_000),
        ("ci_cd", "on_site", 7_000),
        ("system_administration", "remote", 12_000),
        ("system_administration", "on_site", 16_000),
        ("devops_fundamentals", "remote", 20_000),
    ],
)
def test_a_class_costs_its_published_price(course, delivery, price):
    """[SERVICES] [SKUS] 2022, within 5 %: a class has a price and no hours, so its hours are made to fit."""
    assert cost(taught(course, delivery=delivery)) == pytest.approx(price, rel=0.05)


@pytest.mark.parametrize("classes", [1, 3])
def test_classes_cost_by_the_class(classes):
    """[SERVICES]"""
    assert cost(taught("ci_cd", classes=classes)) == pytest.approx(5_000 * classes, rel=0.05)


@pytest.mark.parametrize("seats", [1, 10])
def test_a_seat_beyond_twelve_costs_five_hundred_dollars(seats):
    """[SKUS] Twelve people in a class, $500 for each further one; one seat is less than the rounding to 15 minutes."""
    more = cost(taught("ci_cd", seats=seats)) - cost(taught("ci_cd"))
    assert more == pytest.approx(500 * seats, rel=0.15, abs=75)


def test_a_class_of_a_day_is_over_within_a_week_and_one_of_four_days_within_two():
    """[SERVICES] Two half days; eight half days."""
    assert len(taught("ci_cd").schedule.weeks) == 1
    assert len(taught("devops_fundamentals").schedule.weeks) <= 2


def test_only_the_training_sold_alone_goes_without_iteration_0():
    """[IT0] Always in consulting."""
    assert not any(task.package == "iteration-0" for task in taught("ci_cd").tasks)
    together = proposed("training", "scm-migration", courses=("ci_cd",), training_delivery="remote")
    assert any(task.package == "iteration-0" for task in together.tasks)


def test_more_people_than_seats_are_told():
    """[SKUS]"""
    crowded = proposed(
        "training", courses=("ci_cd",), training_attendees=13, training_classes=1, training_extra_seats=0
    )
    assert "more-than-twelve" in {remark.key for remark in crowded.remarks}
    assert "more-than-twelve" not in {remark.key for remark in taught("ci_cd").remarks}
