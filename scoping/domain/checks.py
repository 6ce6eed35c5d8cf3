"""What keeps a statement of work from review: sums that do not close, printed figures that differ, missing clauses."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from scoping.domain.catalog import Section
from scoping.domain.money import CENT, Money
from scoping.domain.proposal import Proposal
from scoping.domain.sow.document import Kind, StatementOfWork, Table, Weight, plain_text
from scoping.domain.sow.figures import MINUS, NONE, amount, day, days, hours, hours_in_prose, money

ZERO = Decimal(0)
NEEDED = {
    Section.DELIVERABLE: "deliverable",
    Section.ASSUMPTION: "assumption",
    Section.EXCLUSION: "exclusion",
    Section.DUTY: "customer duty",
}


@dataclass(frozen=True)
class Finding:
    """One thing to mend: a stable key, the place for people, and a sentence."""

    key: str
    where: str
    what: str


def check(proposal: Proposal, sow: StatementOfWork) -> tuple[Finding, ...]:
    """Everything that keeps this document from review; empty when it may be submitted."""
    return (
        *_hours(proposal),
        *_amounts(proposal),
        *_rates(proposal),
        *_clauses(proposal),
        *_conflicts(proposal),
        *_wording(sow),
        *_column_sums(sow),
        *_printed(proposal, sow),
    )


def _hours(proposal: Proposal) -> Iterator[Finding]:
    planned, covered = proposal.effort.p50, proposal.effort.p80
    sums = {
        ("tasks", "Level of effort"): (_sum(task.planned for task in proposal.tasks), planned),
        ("packages", "Schedule"): (_sum(package.hours for package in proposal.schedule.packages), planned),
        ("staffing", "Staffing"): (proposal.staffing.hours, planned),
        ("price", "Fees, time and materials"): (_sum(line.hours for line in proposal.price.lines), planned),
        ("fixed-fee", "Fees, fixed fee"): (_sum(line.fixed_fee_hours for line in proposal.price.lines), covered),
    }
    for (key, where), (found, expected) in sums.items():
        if found != expected:
            yield Finding(
                f"hours.{key}",
                where,
                f"These hours sum to {hours_in_prose(found)}, the estimate has {hours_in_prose(expected)}.",
            )


def _amounts(proposal: Proposal) -> Iterator[Finding]:
    price = proposal.price
    for line in price.lines:
        for part, charged in ((line.hours, line.amount), (line.fixed_fee_hours, line.fixed_fee_amount)):
            expected = Money(part * line.rate.amount, price.currency).rounded()
            if charged != expected:
                what = f"{hours_in_prose(part)} h at {money(line.rate)} are {money(expected)}, not {money(charged)}."
                yield Finding(f"amount.{line.role}", "Fees", what)
    totals = (
        ("time-and-materials", [line.amount for line in price.lines], price.time_and_materials),
        ("fixed-fee", [line.fixed_fee_amount for line in price.lines], price.fixed_fee),
    )
    for key, parts, whole in totals:
        listed = _sum(part.amount for part in parts)
        found = Money(listed * (1 - price.discount), price.currency).rounded()
        if abs(found.amount - whole.amount) > (CENT if price.discount else ZERO):  # the discount is rounded by itself
            what = f"The lines less the discount come to {money(found)}, the total says {money(whole)}."
            yield Finding(f"total.{key}", "Fees", what)


def _rates(proposal: Proposal) -> Iterator[Finding]:
    priced = {(line.role, line.level) for line in proposal.price.lines}
    for role, level in dict.fromkeys((seat.role, seat.level) for seat in proposal.staffing.seats):
        rate = proposal.rate_card.rates.get(role, {}).get(level)
        if (role, level) not in priced or not rate:
            yield Finding(
                f"rate.{role}.{level}",
                "Fees",
                f"The seat {role}, {level} has no rate on card {proposal.rate_card.key}. "
                "Add the rate or choose another card.",
            )


def _clauses(proposal: Proposal) -> Iterator[Finding]:
    present = {(words.service, words.section) for words in proposal.wording}
    for service in proposal.services:
        for section, noun in NEEDED.items():
            if not service.always and (service.key, section) not in present:
                yield Finding(
                    f"clause.{service.key}.{section}",
                    service.name,
                    f"{service.name} is sold without a single {noun}. Add one to the service in the reference data.",
                )


def _conflicts(proposal: Proposal) -> Iterator[Finding]:
    """Hand edits made against other figures than today's wait for somebody to decide."""
    for edit in proposal.edits:
        if edit.conflict:
            yield Finding(
                f"conflict.{edit.override.target}",
                edit.name,
                "This was edited by hand, and new answers compute other hours since. Keep the edit, take the new hours "
                "or type others.",
            )


def _wording(sow: StatementOfWork) -> Iterator[Finding]:
    """Words that people chose instead of others than today's, and sections with nothing left to print."""
    for worded in sow.wording:
        if worded.conflict:
            yield Finding(
                f"wording.{worded.edit.target}",
                worded.section.heading,
                "The words were edited, and other ones are computed since. Keep the edit, take the new words or type "
                "others.",
            )
    for section in sow.sections:
        if not section.blocks:
            what = "Everything in this section is hidden. Show something again, or add a sentence that says why."
            yield Finding(f"empty.{section.key}", section.heading, what)


def _column_sums(sow: StatementOfWork) -> Iterator[Finding]:
    """Every number column with a total must sum to it, as a reader with a calculator would find."""
    for table in sow.tables():
        total = next((row for row in table.rows if row.weight is Weight.TOTAL), None)
        for place, column in enumerate(table.columns):
            if total is None or column.kind not in (Kind.NUMBER, Kind.COUNT, Kind.MONEY) or not total.cells[place]:
                continue
            found = _sum(_number(str(row.cells[place])) for row in table.rows if row.weight is Weight.BODY)
            if found != _number(str(total.cells[place])):
                what = f"The column {column.head} sums to {found:,}, its total says {total.cells[place]}."
                yield Finding(f"column.{table.key}.{place}", table.name, what)


def _printed(proposal: Proposal, sow: StatementOfWork) -> Iterator[Finding]:
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


def _total(table: Table | None, head: str) -> str:
    if table is None:
        return ""
    place = next(index for index, column in enumerate(table.columns) if column.head == head)
    return next((str(row.cells[place]) for row in table.rows if row.weight is Weight.TOTAL), "")


def _number(cell: str) -> Decimal:
    return ZERO if cell in ("", NONE) else Decimal(cell.replace(",", "").replace(MINUS, "-"))


def _sum(parts: Iterable[Decimal]) -> Decimal:
    return sum(parts, ZERO)
