"""The document of a change order: what changes against what is agreed, why, and what each change moves."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import zip_longest

from scoping.domain.catalog import Catalog
from scoping.domain.change_control import reasons
from scoping.domain.difference import Difference, Part, difference, signed
from scoping.domain.effort import person_days
from scoping.domain.fee_basis import ONE_FEE
from scoping.domain.grants import Grant
from scoping.domain.proposal import Proposal
from scoping.domain.review import State
from scoping.domain.sow import Audience, ReviewEntry, StatementOfWork, compose, conduct
from scoping.domain.sow.amended_figures import figures, key_facts
from scoping.domain.sow.amendment import Agreed, Judgement, label
from scoping.domain.sow.document import Block, Bullets, Numbered, Paragraph, Section, Subheading, WordedEdit
from scoping.domain.sow.figures import MINUS, NONE, day
from scoping.domain.sow.granted import granted
from scoping.domain.sow.handwork import edits
from scoping.domain.sow.handwork import wording as worded
from scoping.domain.sow.margin import margin
from scoping.domain.sow.places import entry_place, place_of
from scoping.domain.sow.reasons import approvals
from scoping.domain.sow.redaction import for_client
from scoping.domain.sow.tables import Column, Kind, Row, Table, Weight

WORDED = (3, 4, 5, 6, 7, 8, 12, 13, 14, 15)  # sections whose words are agreed, beside their computed tables
WANTED = "Both sides want the change in writing."
STAYS = (
    "Everything that this change order does not name stays as agreed in {}. The change holds from the day on which "
    "both sides have signed."
)


def told(catalog: Catalog, before: Proposal, after: Proposal, audience: Audience = Audience.CLIENT) -> Difference:
    """What changed, change by change; for the client from what the client may have, so that they can compute it too.

    Raises InvalidInput where the two cannot be compared, such as in other currencies.
    """
    if audience is Audience.CLIENT:
        before, after = (replace(each, discovery=for_client(each)) for each in (before, after))
    return difference(catalog, before, after)


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
    audience: Audience = Audience.CLIENT,
    judgement: Judgement | None = None,
    grants: Sequence[Grant] = (),
) -> StatementOfWork:
    """The document of change order `number`; what did not change is not repeated.

    `found` is what `told` says for the same audience, None where that refuses. The internal version is the client's
    with what the provider keeps to itself at the end of its sections.
    """
    now = compose(after, revision=revision, state=state, reviews=reviews, on=on, provider=provider, audience=audience)
    was = compose(agreed.proposal, revision=agreed.revision, state=State.ISSUED, provider=provider)
    why = reasons(agreed.proposal, after, judgement) or (WANTED,)
    parts: list[tuple[str, tuple[Block, ...]]] = [
        ("Parties and what is changed", _parties(agreed, now, number)),
        ("Why a change order", (Bullets(tuple(why)),)),
        ("Money, dates and people", (figures(agreed.proposal, after),)),
        ("What changes, and what each change moves", _moves(after, found)),
        ("Changed wording", _wording(was, now)),
        ("What stays", (Paragraph(STAYS.format(agreed.name)),)),
    ]
    sections = [Section(place, title, blocks) for place, (title, blocks) in enumerate(parts, 1)]
    sections.append(_record(after, state, reviews, len(sections) + 1))
    order = replace(
        now,
        kind="Change order",
        number=number,
        amends=agreed,
        judgement=judgement,
        subtitle=f"Change order {label(number)} to {agreed.name}",
        key_facts=key_facts(agreed.proposal, after),
        sections=tuple(sections),
        wording=(),
        valid_until=on + timedelta(days=after.terms.validity_days) if on else None,
    )
    return _with_internal(order, found, now.wording, grants) if audience is Audience.INTERNAL else order


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
        "Fingerprint so far": agreed.proposal.fingerprint,
    }
    table = Table("order", "This change order", (Column("", Kind.SHORT), Column("")), tuple(map(Row, rows.items())))
    return (table,)


def _moves(after: Proposal, found: Difference | None) -> tuple[Block, ...]:
    """Each change with the hours and the price it moves; a fee for a result names neither."""
    if found is None:
        return (Paragraph("The two cannot be told apart change by change; section 3 shows both as a whole."),)
    if not found.parts:
        return (Paragraph("The answers are the same; section 5 shows what is worded otherwise."),)
    if after.discovery.shape in ONE_FEE:
        return (Bullets(tuple(f"{_begun(part.because)}." for part in found.parts)),)
    return _table_of_moves(found)


def _table_of_moves(found: Difference) -> tuple[Block, ...]:
    """The table of the changes that move something with what each adds, and their sum; the others in a sentence."""
    rows = [
        Row((_begun(part.because), _end(part), _days(part.hours), _amount(part.price)))
        for part in found.parts
        if part.moves
    ]
    hours, price = found.hours_after - found.hours_before, found.price_after - found.price_before
    rows.append(Row(("All changes", "", _days(hours), _amount(price)), Weight.TOTAL))
    columns = (
        Column("Change"),
        Column("End", Kind.DATE),
        Column("Planned", Kind.NUMBER, "d"),
        Column("Price", Kind.MONEY, found.currency),
    )
    notes = [Paragraph("Changes are applied one after the other; each row says what its change adds.", True)]
    if still := [part.because for part in found.parts if not part.moves]:
        notes.append(Paragraph(f"Without effect on hours, price and dates: {'; '.join(still)}.", True))
    return (Table("changes", "Changes and what they move", columns, tuple(rows)), *notes)


def _begun(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


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
        if changed := [*_changed(was.section(number), now.section(number))]:
            rows += [Row((now.section(number).heading, ""), Weight.GROUP), *map(Row, changed)]
    if not rows:
        return (Paragraph("No sentence of the agreed sections changes."),)
    columns = (Column("Agreed so far"), Column("From now on"))
    return (Table("wording", "Changed wording", columns, tuple(rows)),)


def _changed(was: Section, now: Section) -> Iterator[tuple[str, str]]:
    """What stood at a place beside what stands there now; what has no place of its own by its order."""
    before, after = [*_lines(was)], [*_lines(now)]
    old, new = ({place: text for place, text in lines if place} for lines in (before, after))
    for place in dict.fromkeys([*new, *old]):
        if old.get(place) != new.get(place):
            yield old.get(place, NONE), new.get(place, NONE)
    loose, other = ([text for place, text in lines if not place] for lines in (before, after))
    for tag, start, end, start_new, end_new in SequenceMatcher(None, loose, other, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from zip_longest(loose[start:end], other[start_new:end_new], fillvalue=NONE)


def _lines(section: Section) -> Iterator[tuple[str, str]]:
    """The sentences and rows of a section with their places, without computed tables and running numbers."""
    for block in section.blocks:
        place = place_of(section, block)
        match block:
            case Paragraph(text=text, note=False):
                yield place, str(text)
            case Bullets(items=items) | Numbered(items=items):
                yield from ((entry_place(place, item), str(item)) for item in items)
            case Table(rows=rows) if any(row.key for row in rows):
                for row in rows:
                    text = ". ".join(str(cell).rstrip(".") for cell in row.cells[1:])
                    yield f"{place}/{row.key}" if row.key else "", f"{text}."


def _record(after: Proposal, state: State, reviews: Sequence[ReviewEntry], number: int) -> Section:
    """The review record of the statement of work, under the number it has here."""
    section = conduct.review_record(after, state, reviews)
    blocks = tuple(
        replace(block, number=block.number.replace("16.", f"{number}.")) if isinstance(block, Subheading) else block
        for block in section.blocks
    )
    return replace(section, number=number, blocks=blocks)


def _with_internal(
    order: StatementOfWork, found: Difference | None, wording: Sequence[WordedEdit], grants: Sequence[Grant]
) -> StatementOfWork:
    """The order with what the client does not read, each part under a numbered heading that says so."""
    judgement, after = order.judgement, order.proposal
    before = order.amends.proposal if order.amends else after
    additions: Mapping[int, Mapping[str, tuple[Block, ...]]] = {
        2: {
            "the project manager’s judgement": (Paragraph(_judged(judgement)),) if judgement else (),
            "granted by leadership": granted(grants),
        },
        3: {
            "cost and margin from now on": margin(after),
            "cost and margin so far": _apart(margin(before), "so-far") if margin(before) != margin(after) else (),
        },
        4: {
            "hours and price of each change": _table_of_moves(found)
            if found and found.parts and after.discovery.shape in ONE_FEE
            else (),
            "edits by hand from now on": edits(after),
            "edits by hand so far": _apart(edits(before), "so-far"),
        },
        5: {"wording changed by hand": _apart(worded(wording), "by-hand")},
        7: {"why these approvals": approvals(after)},
    }
    sections = tuple(_added(section, additions.get(section.number, {})) for section in order.sections)
    return replace(order, sections=sections)


def _judged(judgement: Judgement) -> str:
    verdict = "A change order is needed" if judgement.is_needed else "No change order is needed"
    by = ", ".join(filter(None, (judgement.by, day(judgement.on) if judgement.on else "")))
    return f"{verdict}: {judgement.reason}{f' ({by})' if by else ''}"


def _added(section: Section, additions: Mapping[str, tuple[Block, ...]]) -> Section:
    place = sum(isinstance(block, Subheading) for block in section.blocks)
    blocks: list[Block] = []
    for title, found in additions.items():
        if found:
            place += 1
            blocks += [Subheading(f"{section.number}.{place}", f"Internal: {title}"), *found]
    return replace(section, internal=tuple(blocks))


def _apart(blocks: tuple[Block, ...], mark: str) -> tuple[Block, ...]:
    """Tables under keys of their own, since a document has each key once."""
    return tuple(replace(block, key=f"{block.key}-{mark}") if isinstance(block, Table) else block for block in blocks)
