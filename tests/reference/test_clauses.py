"""What a statement of work made from the shipped clauses says, and when it says it."""

from dataclasses import replace

import pytest

from scoping.domain.catalog import Section
from scoping.domain.fee_basis import Shape
from scoping.domain.proposal import Proposal, propose
from scoping.reference import shipped
from tests.shipped import proposed

ENGAGEMENT = [
    ("acceptance-warranty", Section.ACCEPTANCE, "within 90 days"),
    ("acceptance-ownership", Section.ACCEPTANCE, "belong to the customer"),
    ("change-termination", Section.CHANGE_CONTROL, "15 days' notice"),
]


def keys(proposal: Proposal) -> set[str]:
    return {words.key for words in proposal.wording}


def migration(**answers: bool | int | str) -> Proposal:
    given = {"source_scm": "gitlab", "destination": "gitlab_com", "repositories": 300, "users": 100}
    return proposed("scm-migration", **(given | answers))


@pytest.mark.parametrize(("key", "section", "said"), ENGAGEMENT)
def test_what_the_published_terms_say_is_printed_where_they_apply(key: str, section: Section, said: str) -> None:
    found = [words for words in migration(agreement="standard_terms").wording if words.key == key]
    assert [(words.section, said in words.text, words.source) for words in found] == [(section, True, "[PSA]")]
    assert key not in keys(migration(agreement="master_agreement"))
    assert key not in keys(migration())


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        (Shape.OPEN, "acceptance-complete-by-time"),
        (Shape.CAPPED, "acceptance-complete-by-time"),
        (Shape.FIXED_FEE, "acceptance-complete"),
        (Shape.RETAINER, "acceptance-complete-retainer"),
    ],
)
def test_one_sentence_says_when_the_work_is_complete(shape: Shape, expected: str) -> None:
    weekly = migration().discovery
    discovery = replace(weekly, shape=shape, hours_per_week=24 if shape is Shape.RETAINER else None)
    found = {key for key in keys(propose(shipped(), discovery)) if key.startswith("acceptance-complete")}
    assert found == {expected}


def test_partners_and_portfolios_bring_their_rules() -> None:
    plain, large = keys(migration()), keys(migration(portfolios=4, partner_delivery=True, destination="dedicated"))
    assert {"governance-partners", "governance-steering"} <= large - plain
    assert "governance-review" in plain


def test_a_move_ends_with_what_is_left_to_do_by_hand_and_without_access() -> None:
    assert {"deliverable-manual-updates", "deliverable-withdrawal"} <= keys(migration())
    assert "deliverable-withdrawal" not in keys(migration(source_scm="bitbucket_cloud"))


def test_a_paid_discovery_says_once_that_its_findings_are_not_carried_out() -> None:
    discovery = replace(proposed("paid-discovery").discovery, shape=Shape.PAID_DISCOVERY)
    said = [
        words.text
        for words in propose(shipped(), discovery).wording
        if words.section is Section.EXCLUSION and words.text.startswith("Carrying out")
    ]
    assert said == ["Carrying out what the findings recommend."]


def test_amounts_that_may_be_one_do_not_stand_before_a_plural() -> None:
    small = ("weeks", "advice_months", "ci_pipelines", "applications", "ci_instances")
    wrong = [
        clause.text
        for service in shipped().services.values()
        for clause in service.clauses
        for fact in small
        if f"{{{fact}}} " in clause.text and not clause.text.split(f"{{{fact}}} ")[1].startswith(("in all", "with "))
    ]
    assert wrong == []
