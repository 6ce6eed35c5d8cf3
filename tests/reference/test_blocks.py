"""Answers that cannot be sold together: each is named with its reason, and a change of one answer lifts it."""

import pytest

from scoping.domain.proposal import Proposal
from tests.shipped import proposed

INSTALLATION = {"rollout_users": 3000, "platform": "aws", "high_availability": True, "geo": "none", "air_gapped": False}
MOVE = {"source_scm": "gitlab", "destination": "gitlab_com", "users": 300, "repositories": 400}
ASSESSMENT = {"platform": "aws", "active_users": 900}
BUILD, MOVING, ASSESS = ("cloud-architecture",), ("scm-migration",), ("readiness-assessment",)


def blocked(proposal: Proposal) -> set[str]:
    return {remark.key for remark in proposal.blocks}


@pytest.mark.parametrize(
    ("services", "answers", "key", "said"),
    [
        (BUILD, {**INSTALLATION, "licence_tier": "free"}, "free-tier-high-availability", "Premium"),
        (
            BUILD,
            {**INSTALLATION, "high_availability": False, "geo": "single_node", "licence_tier": "free"},
            "free-tier-high-availability",
            "Geo",
        ),
        (
            MOVING,
            {**MOVE, "destination": "self_managed_ha", "licence_tier": "free"},
            "free-tier-high-availability",
            "licence",
        ),
        (MOVING, {**MOVE, "partner_delivery": True}, "partner-on-gitlab-com", "administrator token"),
        (
            ASSESS,
            {**ASSESSMENT, "assessment_method": "load_test", "load_test_environment": "production"},
            "load-test-in-production",
            "must not run against production",
        ),
        (
            ASSESS,
            {**ASSESSMENT, "assessment_method": "load_test", "load_test_environment": "none"},
            "load-test-in-production",
            "Choose the load of the users",
        ),
    ],
)
def test_answers_that_cannot_be_sold_are_named_with_their_reason(services, answers, key, said):
    """[IMPL] [PARTNER] [READY]"""
    (block,) = proposed(*services, **answers).blocks
    assert block.key == key
    assert said in block.text
    assert block.source


@pytest.mark.parametrize(
    ("services", "answers"),
    [
        (BUILD, {**INSTALLATION, "licence_tier": "premium"}),
        (BUILD, {**INSTALLATION, "high_availability": False, "licence_tier": "free"}),
        (MOVING, {**MOVE, "partner_delivery": False}),
        (MOVING, {**MOVE, "destination": "self_managed_single", "partner_delivery": True}),
        (MOVING, MOVE),
        (ASSESS, {**ASSESSMENT, "assessment_method": "load_test", "load_test_environment": "non_production"}),
        (ASSESS, {**ASSESSMENT, "assessment_method": "user_load", "load_test_environment": "production"}),
        (ASSESS, {**ASSESSMENT, "assessment_method": "load_test"}),
    ],
)
def test_one_answer_the_other_way_or_unknown_blocks_nothing(services, answers):
    assert not blocked(proposed(*services, **answers))


def test_a_load_test_whose_environment_nobody_knows_is_told_of_its_condition():
    """[READY]"""
    unsure = proposed(*ASSESS, **ASSESSMENT, assessment_method="load_test")
    assert "load-test-environment-unknown" in {remark.key for remark in unsure.remarks}


@pytest.mark.parametrize(
    ("answers", "upgraded"),
    [
        ({"source_versions_behind": 2}, False),
        ({"source_versions_behind": 3}, True),
        ({"source_version": "17.6.1", "destination_version": "17.8"}, False),
        ({"source_version": "17.5", "destination_version": "17.8.2-ee"}, True),
        ({"source_version": "16.11", "destination_version": "17.2"}, True),
        ({"source_version": "18.1", "destination_version": "17.8"}, False),
        ({"source_version": "15.2", "destination_version": "17.8", "source_versions_behind": 1}, False),
    ],
)
def test_a_source_more_than_two_minor_versions_behind_adds_its_upgrade_and_says_so(answers, upgraded):
    """[MIG] [SM2SAAS] Counted from the versions where nobody counted."""
    proposal = proposed(*MOVING, **MOVE, **answers)
    assert ({"source-upgrade", "upgrade-steps"} <= {task.key for task in proposal.tasks}) is upgraded
    assert ("versions-behind" in {remark.key for remark in proposal.remarks}) is upgraded
    assert ("activity-upgrade" in {words.key for words in proposal.wording}) is upgraded
    assert not proposal.blocks
