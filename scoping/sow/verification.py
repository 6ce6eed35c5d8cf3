"""Whether a statement of work or a change order still says what it was computed from: its PDF against its own files.

The PDF carries the discovery and the figures it gave, a change order also those agreed before; they are computed again
and compared with each other and with every table row and sentence that the document prints.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from scoping.codec import discovery_from_toml
from scoping.domain.catalog import Catalog
from scoping.domain.change_order import compose_order, told
from scoping.domain.errors import Fault, InvalidInput, ScopingError
from scoping.domain.fingerprint import inputs_fingerprint
from scoping.domain.money import Money
from scoping.domain.proposal import Proposal, propose
from scoping.domain.review import State
from scoping.domain.sow import Audience, StatementOfWork, compose
from scoping.domain.sow.amendment import Agreed
from scoping.domain.sow.document import Block, Bullets, Entry, Numbered, Paragraph
from scoping.domain.sow.figures import day, exact
from scoping.domain.sow.footnotes import cited
from scoping.domain.sow.markup import lines_of
from scoping.domain.sow.tables import Badge, Row, Table
from scoping.sow.attachments import FINGERPRINT_FILE, promised
from scoping.sow.carried import Carried, Inputs, flat, printed, read

PRICES = ("time_and_materials", "fixed_fee", "fee", "cap")  # those of its shape


@dataclass(frozen=True)
class Verification:
    """What was compared, and every difference by its key; without any the document is equal to its inputs."""

    compared: int
    differences: tuple[Fault, ...]


def verify(pdf: bytes, catalog: Catalog) -> Verification:
    """Compares; InvalidInput where this is no PDF, or none that carries what it was made from."""
    carried = read(pdf)
    found = [*_own(carried)]
    is_same = True
    for inputs in carried.all_inputs:
        if inputs.catalogue != catalog.digest:
            is_same = False
            what = f"was made with {inputs.catalogue[:12]}, this is {catalog.digest[:12]}; figures may differ for that"
            found.append(Fault(f"{inputs.prefix}catalogue", f"it {what}"))
    proposals: list[Proposal] = []
    for inputs in carried.all_inputs:
        try:
            proposals.append(_proposed(inputs, carried.audience, catalog))
        except InvalidInput as refusal:
            found += [Fault(f"{inputs.file}: {fault.key}", fault.what) for fault in refusal.faults]
            return Verification(0, tuple(found))
        except ScopingError as refusal:
            return Verification(0, (*found, Fault(inputs.file, str(refusal))))
    compared, moved = 0, []
    for inputs, proposal in zip(carried.all_inputs, proposals, strict=True):
        again = flat(promised(proposal, is_internal=carried.audience is Audience.INTERNAL))
        compared += len(again)
        moved += [*_moved(inputs, again)]
    said = list(_said(_composed(carried, proposals, catalog))) if is_same and not moved else []
    missing = [fault for fault, words in said if not printed(words, carried.pages)]
    return Verification(compared + len(said), (*found, *moved, *missing))


def _moved(inputs: Inputs, again: Mapping[str, str]) -> Iterator[Fault]:
    for key, value in again.items():
        was = inputs.figures.get(key, "nothing")
        if was != value:
            what = f"the document carries {was}, computed again it is {value}"
            yield Fault(f"{inputs.prefix}figures.{key}", what)


def _own(carried: Carried) -> Iterator[Fault]:
    """What the document contradicts by itself, whatever the catalogue."""
    for inputs in carried.all_inputs:
        if hashlib.sha256(inputs.discovery.encode()).hexdigest() != inputs.sha256:
            yield Fault(inputs.file, "was changed after the document was written")
        in_words = [*_in_words(inputs.figures)] if inputs is carried.inputs else []
        for key, words in (("fingerprint", inputs.fingerprint), *in_words):
            if not printed(words, carried.pages):
                yield Fault(f"{inputs.prefix}printed.{key}", f"the document carries {words} and does not print it")


def _in_words(figures: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    try:
        for key in PRICES if figures.keys() & PRICES else ("fixed_fee",):
            if key in figures:
                yield key, exact(Money(Decimal(figures[key]), figures["currency"]))
        for key in ("starts_on", "ends_on"):
            yield key, day(date.fromisoformat(figures[key]))
    except (KeyError, ValueError, ArithmeticError) as error:
        raise InvalidInput(Fault(FINGERPRINT_FILE, "lacks figures, or holds none that can be read")) from error


def _proposed(inputs: Inputs, audience: Audience, catalog: Catalog) -> Proposal:
    """The proposal computed again; InvalidInput too where the discovery is not the one of the fingerprint."""
    discovery = discovery_from_toml(
        inputs.discovery,
        catalog.questions,
        offered=[service.key for service in catalog.offered],
        rate_cards=list(catalog.rate_cards),
    )
    if inputs_fingerprint(discovery, inputs.catalogue, inputs.holidays) != inputs.discovery_fingerprint:
        raise InvalidInput(Fault("fingerprint", "is not that of these answers; they were changed afterwards"))
    if audience is Audience.INTERNAL and inputs.discovery_fingerprint != inputs.fingerprint:
        raise InvalidInput(Fault("fingerprint", "is not that of the document"))
    proposal = propose(catalog, discovery)
    if proposal.schedule.calendar.holidays != inputs.holidays:
        raise InvalidInput(Fault("holidays", "the public holidays known here are others than those of the document"))
    return proposal


def _composed(carried: Carried, proposals: Sequence[Proposal], catalog: Catalog) -> StatementOfWork:
    """The document composed again."""
    amended, audience, provider, revision = carried.amended, carried.audience, carried.provider, carried.revision
    if amended is None:
        return compose(proposals[0], revision=revision, state=State.DRAFT, provider=provider, audience=audience)
    after, before = proposals
    try:
        found = told(catalog, before, after, audience)
    except InvalidInput:
        found = None
    return compose_order(
        Agreed(before, amended.revision, amended.issued_on, amended.order),
        after,
        found,
        number=amended.number,
        revision=revision,
        state=State.DRAFT,
        provider=provider,
        audience=audience,
        judgement=amended.judgement,
    )


def _said(sow: StatementOfWork) -> Iterator[tuple[Fault, str]]:
    """Every row and sentence that the answers decide, with what to say where it is not printed."""
    of_their_time = (1, len(sow.sections))  # with dates, state and reviews, which no answer decides
    for section in cited(sow).sections:
        if section.number not in of_their_time:
            for block in section.all_blocks:
                for words in _words(block):
                    shown = words if len(words) <= 80 else f"{words[:79]}…"
                    yield Fault(f"section {section.number}", f"does not print “{shown}” as computed again"), words


def _words(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text=text):
            yield from lines_of(text)
        case Bullets(items=items) | Numbered(items=items):
            for item in items:
                yield from lines_of(item.text if isinstance(item, Entry) else item)
        case Table(rows=rows):
            for row in rows:
                yield from _row_words(row)


def _row_words(row: Row) -> Iterator[str]:
    """A row in one piece; one with paragraphs or lists in its cells, which a PDF prints beside each other, in parts."""
    parts = [(str(cell),) if isinstance(cell, Badge) else lines_of(cell) for cell in row.cells]
    if all(len(lines) == 1 for lines in parts):
        yield " ".join(lines[0] for lines in parts)
    else:
        yield from (line for lines in parts for line in lines)
