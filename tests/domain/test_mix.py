"""The mix of a team: every hour once, a senior covers an intermediate, and what the named architect has to know."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from scoping.domain.catalog import Terms
from scoping.domain.discovery import Answer, Discovery
from scoping.domain.mix import mix
from scoping.domain.overrides import Override
from scoping.domain.proposal import propose
from scoping.domain.team import Member, Team
from scoping.reference import shipped
from tests.catalogue import ARCHITECT, CATALOG, ENGINEER, LEAD, discovery

SENIOR_TASK = replace(CATALOG.services["scm-migration"].packages[0].tasks[0], level="senior")


def proposal(users: int = 800, *overrides: Override):
    return propose(CATALOG, replace(discovery(answers={"users": Answer(users)}), overrides=overrides))


def texts(found) -> dict[str, str]:
    return {remark.key: remark.text for remark in found.remarks}


def test_every_planned_hour_is_in_the_mix_once():
    made = proposal()
    found = mix(made)
    assert sum(cover.hours for cover in found.covers) == made.effort.p50
    assert sum(cover.share for cover in found.covers) == pytest.approx(Decimal(1))
    assert found.hours(LEAD) == sum(task.planned for task in made.tasks if task.role == LEAD)


def test_a_senior_covers_the_tasks_of_an_intermediate():
    covers = {(cover.role, cover.needs): cover.level for cover in mix(proposal()).covers}
    assert covers[ARCHITECT, "intermediate"] == "senior"
    assert covers[ENGINEER, "associate"] == covers[ENGINEER, "intermediate"] == "intermediate"


def test_the_most_senior_need_of_a_role_comes_first():
    assert [cover.needs for cover in mix(proposal()).covers if cover.role == ENGINEER] == ["intermediate", "associate"]


def test_a_level_set_by_hand_below_what_a_task_needs_is_told_with_the_task():
    service = CATALOG.services["scm-migration"]
    packages = (replace(service.packages[0], tasks=(SENIOR_TASK,)), service.packages[1])
    catalog = replace(CATALOG, services={**CATALOG.services, "scm-migration": replace(service, packages=packages)})
    override = Override("nobody else is free", role=ARCHITECT, level="intermediate")
    made = propose(catalog, replace(discovery(answers={"users": Answer(800)}), overrides=(override,)))
    text = texts(mix(made))[f"level-too-low-{ARCHITECT}"]
    assert text.startswith("An Intermediate technical architect was set by hand, but ")
    assert "need a Senior technical architect: Plan the move." in text


def test_while_nobody_is_named_the_mix_says_what_the_architect_has_to_know():
    assert texts(mix(proposal()))["architect-experience"] == (
        "Name an architect with experience in at least 2 of the services on offer, SCM migration among them."
    )


@pytest.mark.parametrize(
    ("knows", "keys"),
    [
        ({"scm-migration", "ci-cd"}, set()),
        ({"scm-migration"}, {"architect-experience"}),
        ({"ci-cd", "cloud-architecture"}, {"architect-services"}),
        (set(), {"architect-experience", "architect-services"}),
    ],
)
def test_a_named_architect_needs_two_services_and_those_sold(knows, keys):
    assert set(texts(mix(proposal(), knows))) == keys


@pytest.mark.parametrize(
    ("seat", "knows", "keys"),
    [
        ("technical-architect/senior/1", ("scm-migration", "ci-cd"), set()),
        ("technical-architect/senior/1", ("ci-cd",), {"architect-experience", "architect-services"}),
        ("professional-services-engineer/senior/1", ("ci-cd",), {"architect-experience"}),
    ],
)
def test_the_architect_of_the_team_that_was_taken_is_the_named_one(seat, knows, keys):
    member = Member(seat, "ana", "Ana", "senior", (), Decimal(0), services=knows)
    made = proposal()
    team = Team((member,), date(2027, 2, 1), date(2027, 2, 12), "USD")
    assert set(texts(mix(replace(made, discovery=replace(made.discovery, team=team))))) == keys


def test_how_many_services_is_a_figure_of_the_terms():
    terms = Terms(**{**vars(CATALOG.terms), "architect_services": 1})
    made = propose(replace(CATALOG, terms=terms), discovery(answers={"users": Answer(800)}))
    assert mix(made, {"scm-migration"}).remarks == ()


@pytest.mark.parametrize(
    ("destination", "keys"),
    [("gitlab_com", {"partner-on-gitlab-com", "partner-approval"}), ("self_managed_single", {"partner-approval"})],
)
def test_the_rules_for_partners_are_told_where_one_delivers(destination, keys):
    """Reference data, not code: the published rules of [PARTNER] and [SELL]."""
    answers = {"partner_delivery": Answer(True), "destination": Answer(destination)}
    given = Discovery("C", "T", "USD", "list-2022", date(2027, 2, 1), ("scm-migration",), answers=answers)
    told = {remark.key for remark in propose(shipped(), given).remarks}
    assert {key for key in told if key.startswith("partner-")} == keys
    none = replace(given, answers={**answers, "partner_delivery": Answer(False)})
    assert not [remark for remark in propose(shipped(), none).remarks if remark.key.startswith("partner-")]
