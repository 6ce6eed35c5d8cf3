"""The published figures of consulting come out of the shipped catalogue; keys in brackets are those of its sources."""

from decimal import Decimal

import pytest

from scoping.domain.proposal import Proposal
from tests.reference.published import cost, days
from tests.shipped import proposed


def built(**answers: bool | int | str) -> Proposal:
    return proposed("cloud-architecture", **{"platform": "aws", "geo": "none", "air_gapped": False, **answers})


def converted(pipelines: int, **answers: bool | int | str) -> Proposal:
    return proposed("ci-cd", ci_system="jenkins", ci_instances=1, ci_pipelines=pipelines, **answers)


@pytest.mark.parametrize("further", [{}, {"installation": "new", "own_certificates": False, "kubernetes": False}])
def test_the_smallest_installation_in_the_cloud_costs_about_sixteen_thousand_dollars(further):
    """[SERVICES] 1.5 weeks and $16,000 for fewer than 1,000 users, 2022."""
    quick_start = built(rollout_users=900, high_availability=False, **further)
    assert cost(quick_start) == pytest.approx(16_000, rel=0.15)
    assert len(quick_start.schedule.weeks) <= 2


@pytest.mark.parametrize("users", [2500, 10_000, 50_000])
def test_a_highly_available_secondary_site_adds_20_to_25_days(users):
    """[IMPL]"""
    alone = built(rollout_users=users, high_availability=True)
    with_secondary = built(rollout_users=users, high_availability=True, geo="full_ha")
    assert 20 <= days(with_secondary) - days(alone) <= 25


def test_kubernetes_takes_the_same_effort_as_machines():
    """[IMPL] About equal."""
    machines, cluster = (
        built(rollout_users=5000, high_availability=True, kubernetes=kubernetes) for kubernetes in (False, True)
    )
    assert cost(machines) == cost(cluster)


def test_aws_takes_the_least_effort():
    """[IMPL] No factor is published."""
    costs = {
        platform: cost(built(rollout_users=5000, high_availability=True, platform=platform))
        for platform in ("aws", "azure", "gcp", "on_premises")
    }
    assert min(costs, key=lambda platform: costs[platform]) == "aws"
    assert len(set(costs.values())) > 1


def test_twelve_pipelines_take_about_132_hours():
    """[CICDCALC] Weak: a calculator for Jenkins, 60 hours of set-up and six for each pipeline."""
    assert float(converted(12).effort.p50) == pytest.approx(132, rel=0.15)


def test_a_pipeline_takes_about_six_hours():
    """[CICDCALC]"""
    more = float(converted(72).effort.p50 - converted(12).effort.p50)
    assert more / 60 == pytest.approx(6, rel=0.10)


def test_pipelines_that_run_in_gitlab_ci_are_reviewed_not_converted():
    reviewed = proposed("ci-cd", ci_system="gitlab_ci", ci_instances=1, ci_pipelines=40)
    assert "pipeline-review" in {task.key for task in reviewed.tasks}
    assert not {"pilot-pipelines", "pipelines", "runners"} & {task.key for task in reviewed.tasks}


def test_a_standard_integration_takes_one_to_three_days():
    """[SERVICES]"""
    none, three = (
        proposed("developer-consulting", standard_integrations=count, custom_integrations=0) for count in (0, 3)
    )
    assert 1 <= (days(three) - days(none)) / 3 <= 3


def test_a_discovery_engagement_takes_one_week():
    """[OFFER] Normally one week at a fixed price."""
    discovery = proposed("paid-discovery", discovery_topics=("migration", "ci_cd"))
    assert len(discovery.schedule.weeks) == 1
    assert "fixed-price" in {remark.key for remark in discovery.remarks}


def test_an_assessment_is_a_bit_smaller_beside_a_new_installation():
    """[READY] Discovery and documentation are counted already; how much smaller is ours."""
    load = {"platform": "aws", "active_users": 2000, "assessment_method": "user_load", "monitoring_complete": True}
    building = {"rollout_users": 2000, "high_availability": False, "geo": "none", "air_gapped": False}
    alone = proposed("readiness-assessment", **load)
    bundled = proposed("readiness-assessment", "cloud-architecture", **load, **building)

    def assessed(proposal: Proposal) -> Decimal:
        return sum((task.hours.likely for task in proposal.tasks if task.service == "readiness-assessment"), Decimal(0))

    assert Decimal("0.7") < assessed(bundled) / assessed(alone) < 1


def test_the_workshop_never_touches_the_customers_code():
    """[SEC-KIT]"""
    workshop = proposed("security-advisory", customer_code=False)
    assert not {"scanners", "first-findings"} & {task.key for task in workshop.tasks}
    larger = proposed("security-advisory", customer_code=True, applications=5)
    assert {"scanners", "first-findings"} <= {task.key for task in larger.tasks}
    assert cost(larger) > cost(workshop)


def test_a_highly_available_installation_with_training_comes_to_twenty_days_and_forty_thousand_dollars():
    """[SERVICES] Sold as one in 2022: deployment and training of the administrators, within 15 %."""
    both = proposed(
        "cloud-architecture",
        "training",
        platform="aws",
        geo="none",
        air_gapped=False,
        rollout_users=2000,
        high_availability=True,
        courses=("system_administration",),
        training_delivery="remote",
        training_attendees=12,
        training_classes=1,
        training_extra_seats=0,
    )
    assert days(both) == pytest.approx(20, rel=0.15)
    assert cost(both) == pytest.approx(40_000, rel=0.15)
