"""What is charged in each shape: the fee closes, cap and retainer are kept, one fee names no hours, education apart."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from scoping.domain.charge import Charge
from scoping.domain.checks import check
from scoping.domain.difference import difference
from scoping.domain.discovery import Discovery
from scoping.domain.errors import InvalidInput
from scoping.domain.fee_basis import ALLOWED, Billing, Shape, fee_faults
from scoping.domain.overrides import Override
from scoping.domain.proposal import Proposal, propose
from scoping.domain.sow import StatementOfWork, compose
from scoping.domain.sow.document import Paragraph
from scoping.domain.sow.figures import money
from scoping.domain.sow.margin import margin
from scoping.domain.sow.plain_text import plain_text
from scoping.domain.sow.tables import Table
from scoping.reference import shipped
from tests.sow.catalogue import CATALOG, DISCOVERY, proposal

SIX = [billing for billing in Billing if billing is not Billing.BY_SHAPE]
WEEKLY = {"shape": Shape.RETAINER, "hours_per_week": Decimal(12)}
EVERY = [
    {"shape": shape, "billing": billing, **({"hours_per_week": Decimal(12)} if shape is Shape.RETAINER else {})}
    for shape in Shape
    for billing in ALLOWED[shape]
]
TAUGHT = Discovery("A", "B", "USD", "by-level", date(2027, 2, 1), ("scm-migration", "training"))


def charged(discovery: Discovery = DISCOVERY, **basis: Any) -> Proposal:
    return proposal(replace(discovery, **basis))


def composed(found: Proposal, audience: str = "client") -> StatementOfWork:
    return compose(found, revision=2, state="draft", on=date(2027, 1, 14), audience=audience)


def named(basis: dict[str, Any]) -> str:
    return f"{basis['shape']}-{basis['billing']}"


@pytest.mark.parametrize("basis", EVERY, ids=named)
@pytest.mark.parametrize("discount", ["0", "0.055"])
def test_every_shape_with_every_billing_has_nothing_to_mend(basis: dict[str, Any], discount: str) -> None:
    found = charged(replace(DISCOVERY, overrides=(Override("agreed with sales", discount=Decimal(discount)),)), **basis)
    for audience in ("client", "internal"):
        assert check(found, composed(found, audience)) == ()


def test_the_six_published_billing_terms_are_all_on_offer() -> None:
    assert {billing for allowed in ALLOWED.values() for billing in allowed} - {Billing.BY_SHAPE} == set(SIX)


@pytest.mark.parametrize("billing", SIX)
def test_each_of_the_six_is_said_by_one_sentence_of_its_own(billing: Billing) -> None:
    shape = next(shape for shape, allowed in ALLOWED.items() if billing in allowed)
    texts = {}
    for terms in ALLOWED[shape]:
        found = propose(shipped(), replace(TAUGHT, shape=shape, billing=terms))
        texts[terms] = {words.key for words in found.wording if words.section == "billing"}
    others = set().union(*(keys for terms, keys in texts.items() if terms is not billing))
    assert len(texts[billing] - others) == (1 if len(texts) > 1 else len(texts[billing]))


@pytest.mark.parametrize(
    ("basis", "key"),
    [
        ({"shape": Shape.TIME_AND_MATERIALS, "billing": Billing.MILESTONES}, "billing"),
        ({"billing": Billing.HALVES}, "billing"),
        ({"cap": Decimal(5)}, "cap"),
        ({"shape": Shape.CAPPED, "cap": Decimal(0)}, "cap"),
        ({"shape": Shape.CAPPED, "cap": Decimal("0.5")}, "cap"),
        ({"shape": Shape.RETAINER}, "hours_per_week"),
        ({"shape": Shape.FIXED_FEE, "retained_weeks": 4}, "retained_weeks"),
    ],
)
def test_what_does_not_go_together_is_refused_by_its_key(basis: dict[str, Any], key: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        charged(**basis)
    assert [fault.key for fault in refused.value.faults] == [key]


def test_nothing_said_means_what_it_always_meant() -> None:
    assert fee_faults(Shape.OPEN, Billing.BY_SHAPE, None, None, None) == []
    assert charged().fingerprint == charged(shape=Shape.OPEN).fingerprint
    assert charged().fingerprint != charged(shape=Shape.FIXED_FEE).fingerprint


def test_the_prices_of_the_contract_stay_whatever_is_charged() -> None:
    for basis in EVERY:
        price = charged(**basis).price
        assert (price.time_and_materials, price.fixed_fee) == (
            charged().price.time_and_materials,
            charged().price.fixed_fee,
        )


def test_milestones_come_to_the_fee_and_follow_the_plan() -> None:
    found = charged(shape=Shape.FIXED_FEE)
    milestones = Charge(found).milestones
    assert sum((each.amount.amount for each in milestones), Decimal(0)) == found.price.fixed_fee.amount
    assert [each.on for each in milestones] == sorted(each.on for each in milestones)
    assert "Steering" not in [each.name for each in milestones]


def test_a_cap_that_nobody_named_is_the_price_of_the_hours_that_suffice_eight_times_in_ten() -> None:
    found = charged(shape=Shape.CAPPED)
    assert Charge(found).cap == found.price.fixed_fee
    low = charged(shape=Shape.CAPPED, cap=Decimal(1000))
    assert [(finding.key, finding.at) for finding in check(low, composed(low))] == [("cap", "cap")]


def test_a_retainer_reserves_its_hours_for_as_many_weeks_as_the_plan_fills_or_both_sides_agree() -> None:
    charge = Charge(charged(**WEEKLY))
    assert charge.weeks * 12 >= charge.proposal.effort.p50 > (charge.weeks - 1) * 12
    agreed = Charge(charged(**WEEKLY, retained_weeks=10))
    assert agreed.reserved_hours == 120
    assert sum((part.hours for part in agreed.reserved), Decimal(0)) == 120
    assert "The provider reserves 12 hours a week for 10 weeks, 120 hours in all" in plain_text(
        composed(agreed.proposal)
    )


def test_what_moved_between_two_proposals_is_told_in_the_fee_as_charged() -> None:
    before, after = charged(), charged(shape=Shape.FIXED_FEE)
    found = difference(CATALOG, before, after)
    assert (found.price_before, found.price_after) == (Charge(before).due.amount, after.price.fixed_fee.amount)
    (part,) = (each for each in found.parts if each.moves)
    assert part.because == "charged as time and materials or fixed fee, chosen at signature → fixed fee"
    assert (part.hours, part.price) == (0, found.price_after - found.price_before)


@pytest.mark.parametrize(
    ("basis", "said"),
    [
        ({}, "A fixed fee of USD"),
        ({"shape": Shape.TIME_AND_MATERIALS}, "Time and materials of USD"),
        ({"shape": Shape.CAPPED}, "Time and materials of USD"),
        ({"shape": Shape.FIXED_FEE}, "The fee of USD"),
        (WEEKLY, "if all the hours it reserves are needed"),
    ],
)
def test_the_margin_is_that_of_the_fee_as_charged(basis: dict[str, Any], said: str) -> None:
    card = CATALOG.rate_cards[DISCOVERY.rate_card]
    costs = {role: dict.fromkeys(levels, Decimal(90)) for role, levels in card.rates.items()}
    costed = replace(CATALOG, rate_cards={card.key: replace(card, costs=costs)})
    found = proposal(replace(DISCOVERY, **basis), costed)
    text = plain_text(composed(found, "internal"))
    assert said in text
    fees = [money(found.price.time_and_materials), money(found.price.fixed_fee), money(Charge(found).due)]
    (left,) = (block.text for block in margin(found) if isinstance(block, Paragraph) and "leave" in block.text)
    named = {fee for fee in fees if fee in left}
    assert named == ({fees[0], fees[1]} if not basis else {fees[2]})


@pytest.mark.parametrize("shape", [Shape.FIXED_FEE, Shape.PAID_DISCOVERY])
def test_the_client_of_one_fee_reads_no_hours_of_tasks_roles_or_weeks(shape: Shape) -> None:
    found = charged(shape=shape)
    client, internal = composed(found), composed(found, "internal")
    assert [column.head for table in client.tables() for column in table.columns if column.unit in ("h", "d")] == []
    for number in figures(found):
        assert not re.search(rf"(?<![\d.,]){re.escape(number)}(?![\d.,])", plain_text(client)), number
        assert number in plain_text(internal)


def figures(found: Proposal) -> Iterator[str]:
    """The hours of tasks and of the whole that are not by chance another figure of the document."""
    yield f"{found.effort.p50:,.2f}"
    yield f"{found.effort.p80:,.2f}"
    yield from (f"{task.planned:,.2f}" for task in found.tasks if task.planned % 1)


@pytest.mark.parametrize("basis", EVERY, ids=named)
def test_education_stands_apart_with_a_total_of_its_own(basis: dict[str, Any]) -> None:
    found = propose(
        shipped(), replace(TAUGHT, **basis, overrides=(Override("agreed with sales", discount=Decimal("0.033")),))
    )
    sow = composed(found)
    assert [finding for finding in check(found, sow) if finding.blocks] == []
    services, education = Charge(found).parts
    assert (services.education, education.education) == (False, True)
    assert services.due.amount + education.due.amount == Charge(found).due.amount
    assert {line.role for line in education.lines} == {"technical-instructor"}
    printed = [row for table in sow.tables() if table.key.startswith("fees-") for row in table.rows]
    for part in (services, education):
        assert any(f"{part.due.amount:,.2f}" in map(str, row.cells) for row in printed)


def test_signing_leaves_a_choice_only_where_it_is_open() -> None:
    assert len(composed(charged()).choices) == 2
    assert composed(charged(shape=Shape.CAPPED)).choices == ()
    assert [fact.label for fact in composed(charged(shape=Shape.CAPPED)).key_facts] == [
        "Time and materials",
        "Not to exceed",
        "Dates",
        "People",
    ]


@pytest.mark.parametrize(
    ("basis", "use"),
    [
        ({}, "fixed fee"),
        ({"shape": Shape.TIME_AND_MATERIALS}, "enough 8 times in 10"),
        ({"shape": Shape.CAPPED}, "cap"),
        ({"shape": Shape.CAPPED, "cap": Decimal(999_999)}, "enough 8 times in 10"),
        (WEEKLY, "enough 8 times in 10"),
    ],
)
def test_the_range_offers_no_fee_that_the_contract_does_not(basis: dict[str, Any], use: str) -> None:
    tables = (
        block
        for section in composed(charged(**basis)).sections
        for block in section.blocks
        if isinstance(block, Table) and block.key == "effort-range"
    )
    assert next(tables).rows[2].cells[-1] == use


def test_no_shape_prints_an_empty_table() -> None:
    for basis in EVERY:
        sow = composed(charged(**basis))
        assert all(block.rows for section in sow.sections for block in section.blocks if isinstance(block, Table))
