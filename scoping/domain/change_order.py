"""A change order: whether a later proposal needs one against what is agreed, and its document."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import zip_longest

from scoping.domain.charge import Charge
from scoping.domain.difference import Difference, Part, signed
from scoping.domain.effort import person_days
from scoping.domain.fee_basis import ONE_FEE, SHAPES, Shape
from scoping.domain.money import Money
from scoping.domain.proposal import Proposal
from scoping.domain.review import State
from scoping.domain.sow import ReviewEntry, StatementOfWork, compose, conduct, fee_facts
from scoping.domain.sow.document import Block, Bullets, KeyFact, Paragraph, Section, Subheading
from scoping.domain.sow.figures import MINUS, NONE, count, day, days, money
from scoping.domain.sow.plain_text import text_of
from scoping.domain.sow.seats import seat_name
from scoping.domain.sow.tables import Column, Kind, Row, Table, Weight

MONTHS = 2  # a push of so many, with the same scope, needs a change order [PMGT]
WORDED = (3, 4, 5, 6, 7, 8, 12, 13, 14, 15)  # sections whose words are agreed, beside their computed tables
NOT_NEEDED = (
    "No change order is needed: the change stays within the agreed budget, moves the end by less than two months and "
    "keeps the way of charging. File the customer’s written confirmation."
)


@dataclass(frozen=True)
class Agreed:
    """What the change is against: an issued revision, and the number of the change order that it made, if any."""

    proposal: Proposal
    revision: int
    issued_on: date
    order: int = 0

    @property
    def name(self) -> str:
        """As it is cited."""
        by = f"change order {label(self.order)}" if self.order else "the statement of work"
        return f"{by} (revision {self.revision}, issued on {day(self.issued_on)})"


def label(number: int) -> str:
    """How a change order is numbered within its engagement."""
    return f"CO-{number}"


def reasons(before: Proposal, after: Proposal) -> tuple[str, ...]:
    """Why a change order is needed [PMGT]; empty where the customer's written confirmation is enough."""
    return tuple(_reasons(before, after))


def _reasons(before: Proposal, after: Proposal) -> Iterator[str]:
    was, now = Charge(before), Charge(after)
    if before.price.currency != after.price.currency:
        yield f"The fee is in {after.price.currency}, no longer in {before.price.currency}."
    elif was.is_one_fee != now.is_one_fee and Shape.OPEN not in (was.shape, now.shape):
        yield f"The way of charging changes from “{SHAPES[was.shape]}” to “{SHAPES[now.shape]}”."
    for name, old, new in _budgets(was, now):
        if old.currency == new.currency and new.amount > old.amount:
            yield f"More budget is needed: {name} rises from {money(old)} to {money(new)}."
    ends = before.schedule.ends_on, after.schedule.ends_on
    if months_between(*ends) >= MONTHS:
        yield f"The end moves by two months or more, from {day(ends[0])} to {day(ends[1])}."


def _budgets(was: Charge, now: Charge) -> Iterator[tuple[str, Money, Money]]:
    yield "the fee", was.due, now.due
    if Shape.OPEN in (was.shape, now.shape):
        yield "the fixed fee", was.price.fixed_fee, now.price.fixed_fee
    if was.shape is now.shape is Shape.CAPPED:
        yield "the cap", was.cap, now.cap


def months_between(earlier: date, later: date) -> int:
    """Whole months from one day to a later one; 0 where it is not later."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month - (later.day < earlier.day)
    return max(0, months)


def compose_order(
    agreed: Agreed,
    after: Proposal,
    found: Difference | None,
    *,
    number: int,
    revision: int,
    state: State,
    reviews: Sequence[ReviewEntry] = (),
    on: date | None = None,
    provider: str,
) -> StatementOfWork:
    """The document of change order `number`; what did not change is not repeated."""
    now = compose(after, revision=revision, state=state, reviews=reviews, on=on, provider=provider)
    was = compose(agreed.proposal, revision=agreed.revision, state=State.ISSUED, provider=provider)
    why = reasons(agreed.proposal, after) or ("Both sides want the change in writing.",)
    parts: list[tuple[str, tuple[Block, ...]]] = [
        ("Parties and what is changed", _parties(agreed, now, number)),
        ("Why a change order", (Bullets(tuple(why)),)),
        ("Money, dates and people", (_figures(agreed.proposal, after),)),
        ("What changes, and what each change moves", _moves(after, found)),
        ("Changed wording", _wording(was, now)),
        (
            "What stays",
            (
                Paragraph(
                    f"Everything that this change order does not name stays as agreed in {agreed.name}. The change "
                    "holds from the day on which both sides have signed."
                ),
            ),
        ),
    ]
    sections = [Section(place, title, blocks) for place, (title, blocks) in enumerate(parts, 1)]
    sections.append(_record(after, state, reviews, len(sections) + 1))
    return replace(
        now,
        kind="Change order",
        label=label(number),
        subtitle=f"Change order {label(number)} to {agreed.name}",
        key_facts=_key_facts(agreed.proposal, after),
        sections=tuple(sections),
        wording=(),
        valid_until=on + timedelta(days=after.terms.validity_days) if on else None,
    )


def _key_facts(before: Proposal, after: Proposal) -> tuple[KeyFact, ...]:
    was, now = before.schedule.ends_on, after.schedule.ends_on
    old = {fact.label: fact.value for fact in fee_facts(before)}
    fees = tuple(
        KeyFact(
            fact.label, fact.value, f"so far {old[fact.label]}" if fact.label in old else "so far charged otherwise"
        )
        for fact in fee_facts(after)
    )
    return (*fees, KeyFact("End", day(now), "unchanged" if was == now else f"so far {day(was)}"))


def _parties(agreed: Agreed, now: StatementOfWork, number: int) -> tuple[Block, ...]:
    rows = {
        "Customer": now.customer,
        "Provider": now.provider,
        "Opportunity": now.title,
        "Change order": label(number),
        "Changes": agreed.name,
        "Now": f"revision {now.revision}, {now.state_words}",
        "Date": now.date_words,
        "Valid until": now.validity_words,
        "Fingerprint": now.proposal.fingerprint,
    }
    table = Table("order", "This change order", (Column("", Kind.SHORT), Column("")), tuple(map(Row, rows.items())))
    return (table,)


def _figures(before: Proposal, after: Proposal) -> Table:
    rows = [(fact.label, _old(before, fact.label), fact.value) for fact in fee_facts(after)]
    if not {before.discovery.shape, after.discovery.shape} & set(ONE_FEE):
        rows.append(("Planned days", days(before.effort.p50), days(after.effort.p50)))
    was, now = before.schedule, after.schedule
    rows += [
        ("Charged", SHAPES[before.discovery.shape], SHAPES[after.discovery.shape]),
        ("Start", day(was.starts_on), day(now.starts_on)),
        ("End", day(was.ends_on), day(now.ends_on)),
        ("Length", count(len(was.weeks), "week", "weeks"), count(len(now.weeks), "week", "weeks")),
        *_levels(before, after),
    ]
    columns = (Column("What", Kind.SHORT), Column("Agreed so far"), Column("From now on"))
    shown = tuple(Row((what, old, new if new != old else "unchanged")) for what, old, new in rows)
    return Table("figures", "Money, dates and people", columns, shown)


def _old(before: Proposal, name: str) -> str:
    return next((fact.value for fact in fee_facts(before) if fact.label == name), NONE)


def _levels(before: Proposal, after: Proposal) -> Iterator[tuple[str, str, str]]:
    """The staffed roles with their levels, before and after."""
    names = {role.key: role.name for role in (*before.roles, *after.roles)}
    held = [
        {
            level.role: seat_name(each.role(level.role), each.role(level.role).level(level.level))
            for level in each.levels
        }
        for each in (before, after)
    ]
    for key, name in names.items():
        yield name, held[0].get(key, NONE), held[1].get(key, NONE)


def _moves(after: Proposal, found: Difference | None) -> tuple[Block, ...]:
    """Each change with the hours and the price it moves; a fee for a result names neither."""
    if found is None or not found.parts:
        return (Paragraph("The answers are the same; section 5 shows what is worded otherwise."),)
    if after.discovery.shape in ONE_FEE:
        return (Bullets(tuple(f"{part.because}." for part in found.parts)),)
    rows = [Row((part.because, _end(part), _days(part.hours), _amount(part.price))) for part in found.parts]
    hours, price = found.hours_after - found.hours_before, found.price_after - found.price_before
    rows.append(Row(("All changes", "", _days(hours), _amount(price)), Weight.TOTAL))
    columns = (
        Column("Change"),
        Column("End", Kind.DATE),
        Column("Planned", Kind.NUMBER, "d"),
        Column("Price", Kind.MONEY, found.currency),
    )
    note = Paragraph(
        "Changes are applied one after the other; each row says what its change adds.",
        True,
    )
    return (Table("changes", "Changes and what they move", columns, tuple(rows)), note)


def _end(part: Part) -> str:
    """The day on which the work ends with this change, where it moves."""
    return day(part.ends_on) if part.ends_on and part.ends_on != part.ended_on else NONE


def _days(hours: Decimal) -> str:
    return signed(person_days(hours)) if hours else NONE


def _amount(price: Decimal) -> str:
    return f"{'+' if price > 0 else MINUS}{abs(price):,.2f}" if price else NONE


def _wording(was: StatementOfWork, now: StatementOfWork) -> tuple[Block, ...]:
    """Sentences that are new, changed or gone in the agreed sections, as the documents print them."""
    rows: list[Row] = []
    for number in WORDED:
        old, new = (_lines(sow.section(number)) for sow in (was, now))
        for tag, start, end, start_new, end_new in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if tag != "equal":
                pairs = zip_longest(old[start:end], new[start_new:end_new], fillvalue=NONE)
                rows += [Row((now.section(number).heading, *pair)) for pair in pairs]
    if not rows:
        return (Paragraph("No sentence of the agreed sections changes."),)
    columns = (Column("Section", Kind.SHORT), Column("Agreed so far"), Column("From now on"))
    return (Table("wording", "Changed wording", columns, tuple(rows)),)


def _lines(section: Section) -> list[str]:
    """The sentences and rows of a section, without the computed tables and without running numbers."""
    lines: list[str] = []
    for block in section.blocks:
        match block:
            case Paragraph(note=False) | Bullets():
                lines += text_of(block).replace("- ", "", 1).split("\n- ")
            case Table(rows=rows) if any(row.key for row in rows):
                lines += [". ".join(str(cell).rstrip(".") for cell in row.cells[1:]) + "." for row in rows]
            case Subheading() | Table():
                continue
            case _:
                lines += [line.partition(" ")[2] for line in text_of(block).splitlines() if " " in line]
    return lines


def _record(after: Proposal, state: State, reviews: Sequence[ReviewEntry], number: int) -> Section:
    """The review record of the statement of work, under the number it has here."""
    section = conduct.review_record(after, state, reviews)
    blocks = tuple(
        replace(block, number=block.number.replace("16.", f"{number}.")) if isinstance(block, Subheading) else block
        for block in section.blocks
    )
    return replace(section, number=number, blocks=blocks)
