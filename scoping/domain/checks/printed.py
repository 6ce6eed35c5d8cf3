"""Printed figures: columns that do not sum, and totals, dates and amounts that differ from the proposal's."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from scoping.domain.charge import Charge
from scoping.domain.checks.finding import Finding
from scoping.domain.fee_basis import Billing, Shape
from scoping.domain.proposal import Proposal
from scoping.domain.sow.document import Section, StatementOfWork
from scoping.domain.sow.figures import MINUS, NONE, amount, day, days, exact, hours
from scoping.domain.sow.plain_text import plain_text
from scoping.domain.sow.tables import Kind, Table, Weight

ZERO = Decimal(0)


def columns_sum(sow: StatementOfWork) -> Iterator[Finding]:
    """Every number column with a total must sum to it, as a reader with a calculator would find."""
    for section, table in _tables(sow):
        total = next((row for row in table.rows if row.weight is Weight.TOTAL), None)
        for place, column in enumerate(table.columns):
            if total is None or column.kind not in (Kind.NUMBER, Kind.COUNT, Kind.MONEY) or not total.cells[place]:
                continue
            found = _sum(_number(str(row.cells[place])) for row in table.rows if row.weight is Weight.BODY)
            if found != _number(str(total.cells[place])):
                what = f"The column {column.head} sums to {found:,}, its total says {total.cells[place]}."
                yield Finding(f"column.{table.key}.{place}", table.name, what, at=section.anchor)


def figures_agree(proposal: Proposal, sow: StatementOfWork) -> Iterator[Finding]:
    """The totals of the tables, the dates and the sums of money as printed, against the proposal's."""
    charge = Charge(proposal)
    for key, column, expected in (*_hours(charge), *_fees(charge)):
        found = _total(sow, key, column)
        if found != expected:
            what = f"The column {column} totals {found or 'nothing'}, the proposal has {expected}."
            yield Finding(f"printed.{key}.{column.lower()}", key.replace("-", " ").capitalize(), what)
    text = plain_text(sow)
    prices = {"fee": charge.due} | ({"cap": charge.cap} if charge.shape is Shape.CAPPED else {})
    if charge.shape is Shape.OPEN:
        prices = {"time and materials": charge.due, "fixed fee": charge.price.fixed_fee}
    for name, printed in (
        *((name, exact(price)) for name, price in prices.items()),
        ("start", day(proposal.schedule.starts_on)),
        ("end", day(proposal.schedule.ends_on)),
        ("fingerprint", proposal.fingerprint),
    ):
        if printed not in text:
            yield Finding(f"printed.{name}", "Document", f"The document does not say {printed} ({name}).")


def _tables(sow: StatementOfWork) -> Iterator[tuple[Section, Table]]:
    for section in sow.sections:
        yield from ((section, block) for block in section.all_blocks if isinstance(block, Table))


def _hours(charge: Charge) -> Iterator[tuple[str, str, str]]:
    """Tables and columns that total the planned hours; one fee prints none of them."""
    planned = charge.proposal.effort.p50
    if not charge.is_one_fee:
        yield "staffing", "Hours", hours(planned)
        yield "staffing", "Days", days(planned)
        yield "effort", "Planned", hours(planned)
        yield "packages", "Hours", hours(planned)
        yield "staffing-grid", "Together", hours(planned)


def _fees(charge: Charge) -> Iterator[tuple[str, str, str]]:
    """Fee tables and what they total, by the shape."""
    price, effort = charge.price, charge.proposal.effort
    if charge.is_one_fee:
        yield "fees-one", "Amount", amount(charge.due)
        if charge.billing is Billing.MILESTONES:
            yield "fee-milestones", "Amount", amount(charge.due)
    elif charge.shape is Shape.RETAINER:
        yield "fees-retainer", "Hours", hours(charge.reserved_hours)
        yield "fees-retainer", "Amount", amount(charge.due)
    else:
        yield "fees-time-and-materials", "Hours", hours(effort.p50)
        yield "fees-time-and-materials", "Amount", amount(price.time_and_materials)
    if charge.shape is Shape.OPEN:
        yield "fees-fixed-fee", "Hours", hours(effort.p80)
        yield "fees-fixed-fee", "Amount", amount(price.fixed_fee)


def _total(sow: StatementOfWork, key: str, head: str) -> str:
    """The printed total; of services and education together where they stand apart."""
    parts = [part for name in (key, f"{key}-education") if (part := _column_total(sow.table(name), head))]
    return parts[0] if len(parts) == 1 else f"{_sum(map(_number, parts)):,.2f}" if parts else ""


def _column_total(table: Table | None, head: str) -> str:
    place = next((index for index, column in enumerate(table.columns) if column.head == head), None) if table else None
    if table is None or place is None:
        return ""
    return next((str(row.cells[place]) for row in table.rows if row.weight is Weight.TOTAL), "")


def _number(cell: str) -> Decimal:
    return ZERO if cell in ("", NONE) else Decimal(cell.replace(",", "").replace(MINUS, "-"))


def _sum(parts: Iterable[Decimal]) -> Decimal:
    return sum(parts, ZERO)
