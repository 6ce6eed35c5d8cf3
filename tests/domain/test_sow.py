from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoping.domain.calendar import Closes, Window
from scoping.domain.levels import Reason
from scoping.domain.money import Money
from scoping.domain.overrides import Override
from scoping.domain.proposal import Proposal
from scoping.domain.review import Action, State
from scoping.domain.sow import ReviewEntry, compose
from scoping.domain.sow.conduct import approvals_in_force
from scoping.domain.sow.document import Bullets, Figure, Numbered, Paragraph
from scoping.domain.sow.figures import days, days_summing, exact, hours_in_prose, listed, money, percentages
from scoping.domain.sow.plain_text import plain_text, text_of
from scoping.domain.sow.tables import Column, Kind, Row, Table
from tests.shipped import proposed
from tests.sow.catalogue import CATALOG, DISCOVERY, proposal
from tests.sow.golden import DOCUMENTS, FOLDER

PROPOSAL = proposal()
SOW = compose(PROPOSAL, revision=4, state="draft", on=date(2027, 1, 14))

SUBJECTS = """Parties, Background, Constraints, Scope, Out, Deliverables, Assumptions, Customer, Staffing, Level,
Schedule, Fees, Governance, Risks, Acceptance, Review"""


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_whole_text_is_the_accepted_one(name: str) -> None:
    assert plain_text(DOCUMENTS[name]()) == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def test_the_sixteen_sections_stand_in_order() -> None:
    assert [section.number for section in SOW.sections] == list(range(1, 17))
    assert [section.title.split()[0].rstrip(",:") for section in SOW.sections] == SUBJECTS.replace(",", "").split()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_nothing_prints_an_empty_part_or_not_applicable(name: str) -> None:
    sow = DOCUMENTS[name]()
    for section in sow.sections:
        assert isinstance(section.blocks[-1], Paragraph | Bullets | Numbered | Table | Figure), section.heading
        for block in section.blocks:
            assert text_of(block).strip()
            assert not (isinstance(block, Bullets | Numbered) and not block.items)
            assert not (isinstance(block, Table) and not block.rows)
    assert "N/A" not in plain_text(sow)


def test_nothing_of_the_engine_shows_as_a_key() -> None:
    text = plain_text(SOW)
    for key in ("scm-migration", "technical-architect", "thinks_so", "in_review", "None", "{", "Decimal"):
        assert key not in text


def test_validity_runs_from_the_date_on_the_cover() -> None:
    assert SOW.valid_until == date(2027, 3, 15)
    assert compose(PROPOSAL, revision=1, state="draft").validity_words == "60 days after issue"


@pytest.mark.parametrize("state", State)
def test_only_an_approved_or_issued_document_is_no_draft(state: State) -> None:
    sow = compose(PROPOSAL, revision=1, state=state)
    assert sow.is_draft is (state not in (State.APPROVED, State.ISSUED))


def test_a_discount_stands_as_a_line_of_its_own() -> None:
    discount = Override("agreed with the account team", discount=Decimal("0.075"))
    discounted = proposal(replace(DISCOVERY, overrides=(discount,)))
    table = compose(discounted, revision=1, state="draft").table("fees-time-and-materials")
    assert table is not None
    assert discounted.price.discount_amount is not None
    assert table.rows[-2].cells == ("Discount of 7.5 %", "", "", f"−{discounted.price.discount_amount.amount:,.2f}")


def test_the_reason_of_a_hand_edit_is_not_told_to_the_customer() -> None:
    secret = "the customer’s CTO insists, keep it quiet"
    edits = (
        Override(secret, role="technical-architect", level="staff"),
        Override(secret, task="ci-cd/conversion/templates", quantity=Decimal(2)),
        Override(secret, discount=Decimal("0.05")),
    )
    edited = proposal(replace(DISCOVERY, overrides=edits))
    text = plain_text(compose(edited, revision=2, state="draft"))
    assert edited.level_of("technical-architect").reasons[0] == Reason("override", "staff", f"Set by hand: {secret}")
    assert "Staff technical architect: the provider staffs the role at this level." in text
    assert secret not in text


def test_figures_without_public_source_are_told_apart_inside() -> None:
    assert "no public source gives hours" in internal_text(PROPOSAL)
    services = {key: _sourced(service) for key, service in CATALOG.services.items()}
    sourced = proposal(catalog=replace(CATALOG, services=services))
    assert "no public source" not in internal_text(sourced)


def internal_text(found: Proposal) -> str:
    return plain_text(compose(found, revision=1, state="draft", audience="internal"))


def _sourced(service):  # type: ignore[no-untyped-def]
    packages = [replace(p, tasks=tuple(replace(t, ours=False) for t in p.tasks)) for p in service.packages]
    return replace(service, packages=tuple(packages))


def test_sending_for_review_again_voids_the_approvals_before() -> None:
    def entry(action: Action) -> ReviewEntry:
        return ReviewEntry("Sam Okafor", "technical-architect", "staff", action, date(2027, 1, 12))

    approved, again = entry(Action.APPROVE), entry(Action.SUBMIT)
    assert approvals_in_force((again, approved)) == (approved,)
    assert approvals_in_force((again, approved, entry(Action.REQUEST_CHANGES))) == ()
    assert approvals_in_force((again, approved, again)) == ()
    text = plain_text(compose(PROPOSAL, revision=1, state="in_review", reviews=(again, approved, again)))
    assert "Sam Okafor, 12 January 2027" not in text
    assert text.count("outstanding") == 3


@given(st.lists(st.decimals(0, 5000, places=2), min_size=1, max_size=8))
def test_printed_days_and_shares_sum_to_the_printed_whole(parts: list[Decimal]) -> None:
    whole = sum(parts, Decimal(0))
    assert sum(Decimal(part.replace(",", "")) for part in days_summing(parts)) == Decimal(days(whole).replace(",", ""))
    assert sum(map(int, percentages(parts))) == (100 if whole else 0)


def test_figures_are_written_as_people_write_them() -> None:
    assert money(Money(Decimal("94400.50"), "USD")) == "USD 94,401"
    assert money(Money(Decimal("300"), "EUR")) == "EUR 300.00"
    assert [hours_in_prose(Decimal(x)) for x in ("12.50", "1200", "0.25")] == ["12.5", "1,200", "0.25"]
    assert [listed(items) for items in ((), ("a",), ("a", "b"), ("a", "b", "c"))] == ["", "a", "a and b", "a, b and c"]


def test_answers_stand_under_each_group_once_whatever_order_they_are_asked_in() -> None:
    known = [question for question in PROPOSAL.questions if question.known][:3]
    asked = tuple(replace(it, group=group) for it, group in zip(known, ("Source", "Target", "Source"), strict=True))
    table = compose(replace(PROPOSAL, questions=asked), revision=1, state="draft").table("answers")
    assert table is not None
    said = [str(row.cells[0]) for row in table.rows]
    assert said == ["Source", known[0].text, known[2].text, "Target", known[1].text]


def test_a_table_stays_whole_by_its_lines_and_not_by_its_rows() -> None:
    columns = (Column("No.", Kind.KEY), Column("Text"))
    assert Table("t", "T", columns, (Row(("1", "short")),) * 7).is_short
    assert not Table("t", "T", columns, (Row(("1", "a long text " * 20)),) * 3).is_short


@pytest.mark.parametrize(
    ("amount", "said"), [("161527.50", "USD 161,527.50"), ("161527.00", "USD 161,527"), ("999.5", "USD 999.50")]
)
def test_what_the_parties_sign_is_said_to_the_cent(amount: str, said: str) -> None:
    assert exact(Money(Decimal(amount), "USD")) == said


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_price_on_the_cover_is_the_total_of_a_fee_table(name: str) -> None:
    sow = DOCUMENTS[name]()
    totals = {str(table.rows[-1].cells[-1]) for table in sow.tables() if table.key.startswith("fee")}
    price = sow.key_facts[0].value.partition(" ")[2]
    assert any(total in (price, f"{price}.00") for total in totals)


def test_what_is_not_known_is_referred_to_where_something_is_not_known() -> None:
    referred = "What is not known yet, and what was assumed in its place, stands in section 10."
    assert referred in plain_text(SOW)
    known = replace(PROPOSAL, questions=tuple(question for question in PROPOSAL.questions if question.known))
    assert known.open_questions == ()
    assert referred not in plain_text(compose(known, revision=1, state="draft"))


def test_the_internal_reasons_of_a_level_tell_answers_as_people_read_them() -> None:
    made = proposed("scm-migration", source_scm="svn", destination="self_managed_ha", repositories=900, users=400)
    table = compose(made, revision=1, state="draft", audience="internal").table("level-reasons")
    assert table is not None
    said = "; ".join(str(row.cells[1]) for row in table.rows)
    assert "True" not in said
    assert "self managed ha" not in said
    assert "destination: " in said


def test_a_freeze_of_changes_is_told_apart_from_days_without_work() -> None:
    freeze = Window("audit", date(2027, 2, 8), date(2027, 2, 12))
    closed, changes = (
        plain_text(
            compose(proposal(replace(DISCOVERY, freezes=(replace(freeze, closes=kind),))), revision=1, state="draft")
        )
        for kind in (Closes.ALL, Closes.CHANGES)
    )
    assert "No work is planned on these days:" in closed
    assert "planning, training and documentation go on:" in changes
    assert "audit (changes only)" in changes
    assert "changes only" not in closed
