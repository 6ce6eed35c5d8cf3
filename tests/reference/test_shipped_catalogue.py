"""The shipped catalogue as a whole: whatever is answered gives a sound estimate and a complete document."""

from decimal import Decimal
from pathlib import Path

import pytest

from scoping.codec import discovery_from_toml
from scoping.domain.catalog import Section
from scoping.domain.discovery import Kind
from scoping.domain.estimate import asked_now, facts_from
from scoping.domain.proposal import propose
from scoping.reference import shipped
from scoping.reference.checking.services import deciding_questions
from tests.shipped import proposed

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.toml"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_estimated_with_a_range_like_that_of_real_projects(path):
    """Actual ÷ first estimate of 145 projects [KITCHENHAM]: p10 at 0.65, p80 at 1.13, p90 at 1.35; wider where open."""
    catalog = shipped()
    proposal = propose(catalog, discovery_from_toml(path.read_text(), catalog.questions))
    hours = proposal.effort
    if proposal.discovery.services == ("training",):  # a class has a list price, so its range is narrow
        assert hours.p90 - hours.p10 < hours.p50 / 10
    elif proposal.open_questions:
        assert hours.p10 / hours.p50 < Decimal("0.7")
        assert Decimal("1.10") <= hours.p80 / hours.p50 <= Decimal("1.35")
    else:
        assert float(hours.p10 / hours.p50) == pytest.approx(0.65, abs=0.05)
        assert float(hours.p80 / hours.p50) == pytest.approx(1.13, abs=0.05)
        assert float(hours.p90 / hours.p50) == pytest.approx(1.35, abs=0.06)


def test_the_examples_show_each_service_alone_and_three_together():
    catalog = shipped()
    sold = [discovery_from_toml(path.read_text(), catalog.questions).services for path in EXAMPLES]
    assert {(service.key,) for service in catalog.offered} <= set(sold)
    assert ("scm-migration", "ci-cd", "cloud-architecture") in sold


USUAL = {
    "source_scm": "gitlab",
    "destination": "gitlab_com",
    "users": 800,
    "repositories": 1500,
    "ci_system": "jenkins",
    "ci_instances": 1,
    "ci_pipelines": 20,
    "rollout_users": 2500,
    "platform": "aws",
    "high_availability": True,
    "standard_integrations": 1,
    "custom_integrations": 1,
    "active_users": 2000,
    "load_test_environment": "non_production",
    "assessment_method": "user_load",
    "customer_code": True,
    "applications": 3,
    "value_streams": 2,
    "transformed_teams": 3,
    "courses": ("ci_cd",),
    "training_delivery": "remote",
    "training_attendees": 12,
    "training_classes": 1,
    "discovery_topics": ("migration",),
}
APPEARS_WITH = {
    "tfvc_repositories": {"source_scm": "azure_devops"},
    "ado_organisations": {"source_scm": "azure_devops"},
}
QUANTITIES = sorted(
    key
    for key in deciding_questions(shipped())
    if key in shipped().questions and shipped().questions[key].kind is Kind.NUMBER
)


@pytest.mark.parametrize("key", QUANTITIES)
def test_more_of_anything_never_takes_less_work(key):
    services = tuple(service.key for service in shipped().offered)
    usual = {**USUAL, **APPEARS_WITH.get(key, {})}
    least = int(shipped().questions[key].minimum or 0)
    amounts = [max(least, amount) for amount in (1, 2, 5, 6, 30, 200, 201, 3000, 3001, 20_000)]
    hours = [proposed(*services, **{**usual, key: n}).effort.p50 for n in amounts if not too_large(key, n)]
    assert hours == sorted(hours)
    assert hours[-1] > hours[0]


def too_large(key: str, number: int) -> bool:
    maximum = shipped().questions[key].maximum
    return maximum is not None and number > maximum


NEEDED = {
    Section.ACTIVITY: 3,
    Section.DELIVERABLE: 4,
    Section.ASSUMPTION: 4,
    Section.EXCLUSION: 4,
    Section.DUTY: 4,
    Section.RISK: 4,
}
ROUTES = [
    *(("scm-migration", "source_scm", choice.key) for choice in shipped().questions["source_scm"].choices),
    *(("scm-migration", "destination", choice.key) for choice in shipped().questions["destination"].choices),
    *(("ci-cd", "ci_system", choice.key) for choice in shipped().questions["ci_system"].choices),
    *(("cloud-architecture", "platform", choice.key) for choice in shipped().questions["platform"].choices),
    ("cloud-architecture", "air_gapped", True),
    ("cloud-architecture", "high_availability", False),
    ("developer-consulting", "custom_integrations", 0),
    ("developer-consulting", "proof_of_concept", "code"),
    ("readiness-assessment", "assessment_method", "user_load"),
    ("readiness-assessment", "assessment_method", "load_test"),
    ("security-advisory", "customer_code", False),
    ("security-advisory", "customer_code", True),
    ("transformation", "ci_ownership", "central"),
    ("transformation", "transformed_teams", 0),
    ("training", "training_delivery", "on_site"),
    ("training", "training_delivery", "remote"),
    ("paid-discovery", "discovery_topics", ("security",)),
]


@pytest.mark.parametrize(("service", "key", "value"), ROUTES)
def test_whatever_is_answered_every_section_of_the_document_has_its_clauses(service, key, value):
    asked = shipped().asked([service])
    proposal = proposed(service, **{k: v for k, v in {**USUAL, key: value}.items() if k in asked})
    for section, least in NEEDED.items():
        found = [words for words in proposal.wording if words.service == service and words.section is section]
        assert len(found) >= least, section
        if section in (Section.DELIVERABLE, Section.ASSUMPTION, Section.RISK):
            assert all(words.detail for words in found)


def test_every_question_that_only_an_architect_can_use_is_asked_without_any_answer():
    """A condition on an unknown answer would hide what an architect has to ask first."""
    services = tuple(service.key for service in shipped().offered)
    questions = shipped().asked(services)
    shown = asked_now(questions, facts_from(questions, {}, services))
    assert {key for key, question in questions.items() if question.needed_for_architect} <= shown.keys()
