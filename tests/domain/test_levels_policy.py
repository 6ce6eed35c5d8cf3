"""Which answers need which level, and whose approval: the shipped rules, row by row."""

import pytest

from scoping.domain.proposal import ARCHITECT, Proposal
from tests.shipped import proposed

ENGINEER = "professional-services-engineer"
SMALL_MOVE = {"source_scm": "gitlab", "destination": "gitlab_com", "users": 250, "repositories": 500}
BIG_MOVE = {**SMALL_MOVE, "users": 2500, "repositories": 9500}
SMALL_INSTALLATION = {
    "rollout_users": 900,
    "platform": "aws",
    "high_availability": False,
    "geo": "none",
    "air_gapped": False,
}
PIPELINES = {"ci_system": "jenkins", "ci_instances": 1, "ci_pipelines": 5}
MOVE, BUILD, CONVERT, ADVISE = ("scm-migration",), ("cloud-architecture",), ("ci-cd",), ("developer-consulting",)
ASSESS, SECURE, DISCOVER = ("readiness-assessment",), ("security-advisory",), ("paid-discovery",)


def rules(proposal: Proposal, role: str = ARCHITECT) -> set[str]:
    return {reason.rule for reason in proposal.level_of(role).reasons}


def level(proposal: Proposal, role: str = ARCHITECT) -> str:
    return proposal.level_of(role).level


@pytest.mark.parametrize(
    ("services", "answers"),
    [
        (MOVE, SMALL_MOVE),
        (BUILD, SMALL_INSTALLATION),
        (CONVERT, PIPELINES),
        (ADVISE, {"standard_integrations": 2, "custom_integrations": 0}),
        (ASSESS, {"platform": "aws", "active_users": 10_000}),
        (SECURE, {"customer_code": False}),
        (DISCOVER, {}),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_repeatable_single_service_work_is_led_by_an_intermediate(services, answers):
    proposal = proposed(*services, **answers)
    assert level(proposal) == "intermediate"
    assert rules(proposal) == {"tasks"}


@pytest.mark.parametrize(
    ("rule", "services", "answers"),
    [
        ("several-services", MOVE + CONVERT, {**SMALL_MOVE, **PIPELINES}),
        ("high-availability", BUILD, {**SMALL_INSTALLATION, "high_availability": True}),
        ("destination-high-availability", MOVE, {**SMALL_MOVE, "destination": "self_managed_ha"}),
        ("geo", BUILD, {**SMALL_INSTALLATION, "geo": "single_node"}),
        ("air-gap", BUILD, {**SMALL_INSTALLATION, "air_gapped": True}),
        ("partner-delivery", MOVE, {**SMALL_MOVE, "partner_delivery": True}),
        ("large-estimate", MOVE, {**SMALL_MOVE, "repositories": 3500}),
        ("large-assessment", ASSESS, {"platform": "aws", "active_users": 10_001}),
        ("customer-code", SECURE, {"customer_code": True, "applications": 1}),
        ("several-services", DISCOVER + MOVE, SMALL_MOVE),
    ],
)
def test_this_asks_for_a_senior_architect(rule, services, answers):
    proposal = proposed(*services, **answers)
    assert level(proposal) == "senior"
    assert rule in rules(proposal)


@pytest.mark.parametrize(
    ("rule", "services", "answers"),
    [
        ("several-portfolios", MOVE, {**SMALL_MOVE, "portfolios": 3}),
        ("transformation", MOVE, {**SMALL_MOVE, "transformation": True}),
        ("long-program", MOVE + BUILD + CONVERT, {**BIG_MOVE, **SMALL_INSTALLATION, **PIPELINES}),
        ("large-archetype", MOVE, {**BIG_MOVE, "repositories": 60_000}),
        ("transformation-service", ("transformation",), {"value_streams": 1, "transformed_teams": 0}),
    ],
)
def test_a_program_asks_for_a_staff_architect(rule, services, answers):
    proposal = proposed(*services, **answers)
    assert level(proposal) == "staff"
    assert rule in rules(proposal)


def test_classes_need_an_instructor_and_no_architect():
    """[EDU-JOB]"""
    needed = {required.role for required in proposed("training", courses=("ci_cd",), training_classes=1).levels}
    assert needed == {"technical-instructor", "project-manager"}


def test_whoever_buys_a_transformation_is_not_asked_whether_there_is_one():
    asked = {question.key for question in proposed("transformation").questions}
    assert "transformation" not in asked
    assert "transformation" in {question.key for question in proposed(*MOVE, **SMALL_MOVE).questions}


def test_two_portfolios_are_no_program():
    assert level(proposed(*MOVE, **SMALL_MOVE, portfolios=2)) == "intermediate"


def test_a_long_single_service_is_no_program():
    proposal = proposed(*MOVE, **BIG_MOVE)
    assert proposal.iterations > 5
    assert level(proposal) == "senior"


def test_the_highest_level_wins_and_every_rule_that_fired_is_shown():
    proposal = proposed(*BUILD, **{**SMALL_INSTALLATION, "air_gapped": True, "geo": "full_ha"}, transformation=True)
    assert level(proposal) == "staff"
    assert {"transformation", "air-gap", "geo", "large-estimate", "tasks"} <= rules(proposal)
    reasons = proposal.level_of(ARCHITECT).reasons
    ranks = ["intermediate", "senior", "staff"]
    assert [ranks.index(reason.level) for reason in reasons] == sorted(
        (ranks.index(reason.level) for reason in reasons), reverse=True
    )
    assert all(reason.because.endswith(".") for reason in reasons)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, "intermediate"),
        ({"air_gapped": True}, "senior"),
        ({"geo": "full_ha"}, "senior"),
        ({"geo": "single_node"}, "intermediate"),
    ],
)
def test_the_engineer_is_senior_only_without_internet_or_with_two_available_sites(answers, expected):
    assert level(proposed(*BUILD, **{**SMALL_INSTALLATION, **answers}), ENGINEER) == expected


def test_an_answer_nobody_knows_raises_no_level():
    assert level(proposed(*BUILD, rollout_users=900, platform="aws")) == "intermediate"


def approvals(proposal: Proposal) -> dict[str, tuple[str, ...]]:
    return {approval.key: approval.levels for approval in proposal.approvals}


def test_every_statement_of_work_needs_a_staffing_assessment_and_the_delivery_manager():
    """[TA-JOB] [TRACK]"""
    assert approvals(proposed(*MOVE, **SMALL_MOVE)) == {
        "staffing-assessment": ("senior", "staff"),
        "delivery-approval": (),
    }


def test_above_fifty_thousand_dollars_an_architect_reviews():
    """[SCOPE]"""
    found = approvals(proposed(*MOVE, **BIG_MOVE))
    assert found["architect-review"] == ()
    assert "program-advice" not in found


def test_a_program_needs_the_advice_of_a_staff_architect():
    """[TA-JOB]"""
    assert approvals(proposed(*MOVE, **SMALL_MOVE, transformation=True))["program-advice"] == ("staff",)


@pytest.mark.parametrize("rate_card", ["by-level", "by-level-eur"])
def test_every_rate_card_prices_every_level_that_can_be_asked_for(rate_card):
    answers = {**SMALL_MOVE, **SMALL_INSTALLATION, "air_gapped": True, "transformation": True}
    proposal = proposed(*MOVE, *BUILD, rate_card=rate_card, **answers)
    assert level(proposal) == "staff"
    assert proposal.price.time_and_materials.amount > 0
