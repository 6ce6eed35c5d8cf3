"""Section 12: rates, hours and amounts for both ways of charging, billing, travel and expenses."""

from decimal import Decimal

from scoping.domain import catalog
from scoping.domain.money import Money, total
from scoping.domain.proposal import Proposal
from scoping.domain.sow.document import Column, Kind, Paragraph, Row, Section, Subheading, Table, Weight
from scoping.domain.sow.figures import MINUS, amount, day, hours, money, percent
from scoping.domain.sow.scope import clauses, prose
from scoping.domain.sow.seats import badge, ranked

ZERO = Decimal(0)


def fees(proposal: Proposal) -> Section:
    """Section 12."""
    price, card = proposal.price, proposal.rate_card
    return Section(
        12,
        "Fees",
        (
            Paragraph(
                f"Time and materials come to {money(price.time_and_materials)}, the planned hours at the rates below. "
                f"A fixed fee comes to {money(price.fixed_fee)}; it covers the hours that the work stays below with "
                "80\u00a0% probability. The parties choose one of the two when they sign."
            ),
            Subheading("12.1", "Time and materials"),
            _fee_table(proposal, fixed=False),
            Subheading("12.2", "Fixed fee"),
            _fee_table(proposal, fixed=True),
            Paragraph(
                f"Rates are those of the rate card “{card.name}”, valid from {day(card.valid_from)}. Taxes are added "
                "where they apply. Education is not part of these fees; where it is sold, it has its own total.",
                note=True,
            ),
            Subheading("12.3", "Billing terms"),
            *prose(
                clauses(proposal, catalog.Section.BILLING),
                "Time and materials are billed monthly for the hours delivered; a fixed fee is billed when this "
                "statement of work is signed.",
                "standard-billing",
            ),
            Subheading("12.4", "Travel and expenses"),
            *prose(
                clauses(proposal, catalog.Section.EXPENSES),
                "The work is done remotely. Travel and expenses are not part of the fees; they are charged at cost, "
                "after the customer has approved them in writing.",
                "standard-expenses",
            ),
        ),
    )


def _fee_table(proposal: Proposal, *, fixed: bool) -> Table:
    price, order = proposal.price, [required.role for required in ranked(proposal)]
    lines = sorted(price.lines, key=lambda line: order.index(line.role))
    parts = [line.fixed_fee_hours if fixed else line.hours for line in lines]
    charged = [line.fixed_fee_amount if fixed else line.amount for line in lines]
    whole = price.fixed_fee if fixed else price.time_and_materials
    rows = [
        Row((badge(proposal, line.role, line.level), amount(line.rate), hours(part), amount(fee)))
        for line, part, fee in zip(lines, parts, charged, strict=True)
    ]
    if price.discount:
        off = Money(total(charged, price.currency).amount - whole.amount, price.currency)
        rows.append(Row((f"Discount of {percent(price.discount)} %", "", "", f"{MINUS}{amount(off)}")))
    rows.append(Row(("Total", "", hours(sum(parts, ZERO)), amount(whole)), Weight.TOTAL))
    return Table(
        "fees-fixed-fee" if fixed else "fees-time-and-materials",
        "Fixed fee: hours covered" if fixed else "Time and materials: planned hours",
        (
            Column("Role and level"),
            Column("Rate", Kind.MONEY, f"{price.currency}/h"),
            Column("Hours", Kind.NUMBER, "h"),
            Column("Amount", Kind.MONEY, price.currency),
        ),
        tuple(rows),
    )
