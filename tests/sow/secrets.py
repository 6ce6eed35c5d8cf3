"""A proposal with a recognisable value in every place that is the provider's own affair."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from scoping.domain.catalog import Catalog, Clause, Note, Section, Service
from scoping.domain.conditions import ALWAYS
from scoping.domain.discovery import Answer, Confidence, Discovery
from scoping.domain.effort import ThreePoint
from scoping.domain.grants import Grant, GrantKind
from scoping.domain.money import Money
from scoping.domain.overrides import AddedTask, Override
from scoping.domain.proposal import Proposal, propose
from scoping.domain.rewording import Rewording, WordingEdit
from tests.sow.catalogue import CATALOG, DISCOVERY, TA

AT = datetime(2026, 12, 17, 9, 30, tzinfo=UTC)
BY = "Quentin Overhear"
COMPUTED = ThreePoint(Decimal("71.25"), Decimal("73.5"), Decimal("79.75"))

OVERRIDES = (
    Override(
        "the account team wants it below the budget",
        task="scm-migration/discovery/design",
        hours=ThreePoint(Decimal(10), Decimal(14), Decimal(20)),
        computed=COMPUTED,
        by=BY,
        at=AT,
    ),
    Override("their own people are too slow for this", task="ci-cd/conversion/convert", quantity=Decimal(55), by=BY),
    Override("nobody would miss this step", task="engagement/kick-off/access", remove=True, by=BY, at=AT),
    Override(
        "we promised it at dinner",
        task="scm-migration/waves/rehearsal",
        added=AddedTask("Rehearse the move", TA, "intermediate"),
        hours=ThreePoint(Decimal(2), Decimal(4), Decimal(8)),
        by=BY,
    ),
    Override("their CTO asked for Sam by name", role=TA, level="staff", by=BY, at=AT),
    Override("to win against a cheaper bidder", discount=Decimal("0.055"), by=BY, at=AT),
    Override("the freeze was called off, they said", risk="scm-migration/freeze", by=BY, at=AT),
)
BASE = "what stood there before we thought again"
ADDED = "duties/duties/added-secret"
WORDING = (
    WordingEdit("exclusions/rest", Rewording.REWORD, ("We leave it there.",), base=(BASE,), by=BY, at=AT),
    WordingEdit(ADDED, Rewording.ADD, ("added, and hidden in shame",), after="duties/duties/x", by=BY, at=AT),
    WordingEdit(ADDED, Rewording.HIDE, base=("added, and hidden in shame",), by=BY, at=AT),
    WordingEdit("constraints/gone", Rewording.REWORD, ("words for what is gone",), base=(BASE,), by=BY, at=AT),
)
GRANTS = (
    Grant(
        GrantKind.EXCEPTION,
        "they pay for it next year, on the quiet",
        BY,
        AT.date(),
        Decimal("61.25"),
        Money(Decimal(14_437), "USD"),
    ),
    Grant(
        GrantKind.AT_RISK,
        "their lawyer is on holiday until June",
        BY,
        AT.date(),
        Decimal(0),
        Money(Decimal(0), "USD"),
    ),
)
ANSWERS = {
    **DISCOVERY.answers,
    "users": Answer(800, Confidence.THINKS_SO, "overheard in the lift", BY, AT),
    "pipelines": Answer(60, Confidence.GUESS, "our spy at the customer", BY, AT),
}
SECRETS = (
    *(override.reason for override in OVERRIDES),
    *(grant.reason for grant in GRANTS),
    "61.25 hours and USD 14,437",
    BY,
    "17 December 2026",
    "71.25",
    "73.5",
    "overheard in the lift",
    "our spy at the customer",
    "37.19",
    "91.25",
    "113.75",
    "123.45",
    "87.65",
    "[SECRET-TASK]",
    "[SECRET-RISK]",
    "[SECRET-RULE]",
    "[SECRET-APPROVAL]",
    "[SECRET-CLAUSE]",
    "we never did this before",
    "no public source",
    "because the director insists",
    "Cost in all",
    "added, and hidden in shame",
    "words for what is gone",
    "The variance of the total",
)


def _service(service: Service) -> Service:
    packages = tuple(
        replace(package, tasks=tuple(replace(task, source="[SECRET-TASK]") for task in package.tasks))
        for package in service.packages
    )
    notes = (*service.notes, Note("first", "To be told inside: we never did this before.", ALWAYS))
    return replace(service, packages=packages, clauses=tuple(map(_clause, service.clauses)), notes=notes)


def _clause(clause: Clause) -> Clause:
    if clause.key == "freeze":
        points = ThreePoint(Decimal("91.25"), Decimal("97.5"), Decimal("113.75"))
        return replace(clause, probability=Decimal("0.3719"), hours=points, source="[SECRET-RISK]")
    return replace(clause, source="[SECRET-CLAUSE]") if clause.section is Section.DELIVERABLE else clause


def _catalog() -> Catalog:
    card = CATALOG.rate_cards["by-level"]
    costs = {role: dict.fromkeys(levels, Decimal("123.45")) for role, levels in card.rates.items()}
    costs["project-manager"] = {"intermediate": Decimal("87.65")}
    return replace(
        CATALOG,
        services={key: _service(service) for key, service in CATALOG.services.items()},
        rate_cards={"by-level": replace(card, costs=costs)},
        level_rules=tuple(replace(rule, source="[SECRET-RULE]") for rule in CATALOG.level_rules),
        approval_rules=tuple(
            replace(rule, because="because the director insists", source="[SECRET-APPROVAL]")
            for rule in CATALOG.approval_rules
        ),
    )


SECRETIVE = _catalog()


def secretive(discovery: Discovery | None = None) -> Proposal:
    """The proposal; another discovery is computed from the same catalogue."""
    return propose(SECRETIVE, discovery or replace(DISCOVERY, overrides=OVERRIDES, answers=ANSWERS, wording=WORDING))
