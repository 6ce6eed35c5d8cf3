"""Printed figures: columns that do not sum, and totals, dates and amounts that differ from the proposal's."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from scoping.domain.checks.finding import Finding
from scoping.domain.proposal import Proposal
from scoping.domain.sow.document import Kind, Section, StatementOfWork, Table, Weight, plain_text
from scoping.domain.sow.figures import MINUS, NONE, amount, day, days, hours, money

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
    price, effort = proposal.price, proposal.effort
    for key, column, expected in (
        ("staffing", "Hours", hours(effort.p50)),
        ("staffing", "Days", days(effort.p50)),
        ("effort", "Planned", hours(effort.p50)),
        ("packages", "Hours", hours(effort.p50)),
        ("staffing-grid", "Together", hours(effort.p50)),
        ("fees-time-and-materials", "Hours", hours(effort.p50)),
        ("fees-time-and-materials", "Amount", amount(price.time_and_materials)),
        ("fees-fixed-fee", "Hours", hours(effort.p80)),
        ("fees-fixed-fee", "Amount", amount(price.fixed_fee)),
    ):
        found = _total(sow.table(key), column)
        if found != expected:
            what = f"The column {column} totals {found or 'nothing'}, the proposal has {expected}."
            yield Finding(f"printed.{key}.{column.lower()}", key.replace("-", " ").capitalize(), what)
    text = plain_text(sow)
    for name, printed in (
        ("time and materials", money(price.time_and_materials)),
        ("fixed fee", money(price.fixed_fee)),
        ("start", day(proposal.schedule.starts_on)),
        ("end", day(proposal.schedule.ends_on)),
        ("fingerprint", proposal.fingerprint),
    ):
        if printed not in text:
            yield Finding(f"printed.{name}", "Document", f"The document does not say {printed} ({name}).")


def _tables(sow: StatementOfWork) -> Iterator[tuple[Section, Table]]:
    for section in sow.sections:
        yield from ((section, block) for block in section.all_blocks if isinstance(block, Table))


def _total(table: Table | None, head: str) -> str:
    if table is None:
        return ""
    place = next(index for index, column in enumerate(table.columns) if column.head == head)
    return next((str(row.cells[place]) for row in table.rows if row.weight is Weight.TOTAL), "")


def _number(cell: str) -> Decimal:
    return ZERO if cell in ("", NONE) else Decimal(cell.replace(",", "").replace(MINUS, "-"))


def _sum(parts: Iterable[Decimal]) -> Decimal:
    return sum(parts, ZERO)
