"""Section 12: what is charged by the shape of the engagement, billing, travel and expenses."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from scoping.domain import catalog
from scoping.domain.charge import Charge, Part
from scoping.domain.fee_basis import Billing, Shape
from scoping.domain.money import total
from scoping.domain.proposal import Proposal
from scoping.domain.sow.clauses import clauses, prose
from scoping.domain.sow.document import Block, Paragraph, Section, Subheading
from scoping.domain.sow.figures import MINUS, amount, count, day, exact, hours, hours_in_prose, percent
from scoping.domain.sow.seats import badge, ranked, service_name
from scoping.domain.sow.tables import Column, Kind, Row, Table, Weight

ZERO = Decimal(0)
Blocks = Iterator[tuple[str, tuple[Block, ...]]]


def fees(proposal: Proposal) -> Section:
    """Section 12."""
    charge = Charge(proposal)
    parts: list[tuple[str, tuple[Block, ...]]] = [
        *_FEE[charge.shape](charge),
        (
            "Billing terms",
            prose(
                clauses(proposal, catalog.Section.BILLING),
                "Time and materials are billed monthly for the hours delivered; a fixed fee is billed when this "
                "statement of work is signed.",
                "standard-billing",
            ),
        ),
        (
            "Travel and expenses",
            prose(
                clauses(proposal, catalog.Section.EXPENSES),
                "The work is done remotely. Travel and expenses are not part of the fees; they are charged at cost, "
                "after the customer has approved them in writing.",
                "standard-expenses",
            ),
        ),
    ]
    blocks: list[Block] = [Paragraph(_SENTENCE[charge.shape](charge))]
    for place, (title, below) in enumerate(parts, 1):
        blocks += [Subheading(f"12.{place}", title), *below]
    return Section(12, "Fees", tuple(blocks))


def _open(charge: Charge) -> str:
    price = charge.price
    return (
        f"Time and materials come to {exact(price.time_and_materials)}, the planned hours at the rates below. "
        f"A fixed fee comes to {exact(price.fixed_fee)}; it covers the hours that the work stays below with "
        "80\u00a0% probability. The parties choose one of the two when they sign."
    )


def _time(charge: Charge) -> str:
    return (
        f"The work is charged by time and materials: the hours delivered, at the rates below. The planned hours come "
        f"to {exact(charge.due)}, which is an estimate."
    )


def _capped(charge: Charge) -> str:
    return (
        f"The work is charged by time and materials: the hours delivered, at the rates below. The planned hours come "
        f"to {exact(charge.due)}. The fee does not exceed the cap of {exact(charge.cap)} without a change order."
    )


def _one_fee(charge: Charge) -> str:
    basis = (
        "for the activities of section 4 and the deliverables of section 6, whatever time they take, as long as the "
        "assumptions of section 7 hold"
    )
    return f"The fee is {exact(charge.due)} {basis}."


def _retainer(charge: Charge) -> str:
    weeks = count(charge.weeks, "week", "weeks")
    return (
        f"The provider reserves {hours_in_prose(charge.hours_per_week)} hours a week for {weeks}, "
        f"{hours_in_prose(charge.reserved_hours)} hours in all, for a fee of {exact(charge.due)}."
    )


def _by_time(charge: Charge) -> Blocks:
    yield "Time and materials", (*_planned(charge), _rates(charge))


def _either(charge: Charge) -> Blocks:
    yield "Time and materials", _planned(charge)
    yield "Fixed fee", (*_tables(charge, charge.covered, "fixed-fee", "Fixed fee: hours covered"), _rates(charge))


def _planned(charge: Charge) -> tuple[Block, ...]:
    return _tables(charge, charge.planned, "time-and-materials", "Time and materials: planned hours")


def _by_week(charge: Charge) -> Blocks:
    yield "Retainer", (*_tables(charge, charge.reserved, "retainer", "Retainer: hours reserved"), _rates(charge))


def _as_one(charge: Charge) -> Blocks:
    currency = charge.price.currency
    rows = [Row((_NAMES[part.education], amount(part.due))) for part in charge.parts]
    rows.append(Row(("Total", amount(charge.due)), Weight.TOTAL))
    columns = (Column("Fee"), Column("Amount", Kind.MONEY, currency))
    note = Paragraph("Taxes are added where they apply.", note=True, key="taxes")
    yield "Fee", (Table("fees-one", "Fee", columns, tuple(rows)), note)
    if charge.billing is Billing.MILESTONES:
        yield "Milestones", (_milestones(charge),)


def _milestones(charge: Charge) -> Table:
    rows = [
        Row(
            (
                f"M{place}",
                f"{service_name(charge.proposal, each.service)}: {each.name}",
                day(each.on),
                amount(each.amount),
            )
        )
        for place, each in enumerate(charge.milestones, 1)
    ]
    whole = total([each.amount for each in charge.milestones], charge.price.currency)
    rows.append(Row(("All milestones", "", "", amount(whole)), Weight.TOTAL))
    columns = (
        Column("No.", Kind.KEY),
        Column("Accepted as section 15 describes"),
        Column("Planned for", Kind.DATE),
        Column("Amount", Kind.MONEY, charge.price.currency),
    )
    return Table("fee-milestones", "Milestones and what is billed with each", columns, tuple(rows))


def _tables(charge: Charge, parts: Sequence[Part], key: str, name: str) -> tuple[Block, ...]:
    """A table for services and one for education where both are sold, each with its own total [DD]."""
    apart = len(parts) > 1
    tables = tuple(_table(charge, part, key, name, apart) for part in parts)
    if not apart:
        return tables
    whole = total([part.due for part in parts], charge.price.currency)
    return (*tables, Paragraph(f"Services and education together come to {exact(whole)}."))


def _rates(charge: Charge) -> Paragraph:
    card = charge.proposal.rate_card
    sold = any(part.education for part in charge.parts)
    education = "" if sold else " Education is not part of these fees; where it is sold, it has its own total."
    return Paragraph(
        f"Rates are those of the rate card “{card.name}”, valid from {day(card.valid_from)}. Taxes are added "
        f"where they apply.{education}",
        note=True,
    )


def _table(charge: Charge, part: Part, key: str, name: str, apart: bool) -> Table:
    price, order = charge.price, [required.role for required in ranked(charge.proposal)]
    lines = sorted(part.lines, key=lambda line: order.index(line.role))
    rows = [
        Row((badge(charge.proposal, line.role, line.level), amount(line.rate), hours(line.hours), amount(line.amount)))
        for line in lines
    ]
    if price.discount:
        rows.append(Row((f"Discount of {percent(price.discount)} %", "", "", f"{MINUS}{amount(part.discount)}")))
    rows.append(Row(("Total", "", hours(part.hours), amount(part.due)), Weight.TOTAL))
    said = f"{_NAMES[part.education]}, {name[:1].lower()}{name[1:]}" if apart else name
    return Table(
        f"fees-{key}-education" if apart and part.education else f"fees-{key}",
        said,
        (
            Column("Role and level"),
            Column("Rate", Kind.MONEY, f"{price.currency}/h"),
            Column("Hours", Kind.NUMBER, "h"),
            Column("Amount", Kind.MONEY, price.currency),
        ),
        tuple(rows),
        captioned=apart,
    )


_NAMES = {False: "Services", True: "Education"}
_SENTENCE: Mapping[Shape, Callable[[Charge], str]] = {
    Shape.OPEN: _open,
    Shape.TIME_AND_MATERIALS: _time,
    Shape.CAPPED: _capped,
    Shape.FIXED_FEE: _one_fee,
    Shape.RETAINER: _retainer,
    Shape.PAID_DISCOVERY: _one_fee,
}
_FEE: Mapping[Shape, Callable[[Charge], Blocks]] = {
    Shape.OPEN: _either,
    Shape.TIME_AND_MATERIALS: _by_time,
    Shape.CAPPED: _by_time,
    Shape.FIXED_FEE: _as_one,
    Shape.RETAINER: _by_week,
    Shape.PAID_DISCOVERY: _as_one,
}
