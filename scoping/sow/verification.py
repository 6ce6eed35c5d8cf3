"""Whether a statement of work still says what it was computed from: its PDF against its own discovery file.

The PDF carries the discovery and the figures it gave; both are computed again and compared with each other and with
every table row and sentence that the document prints.
"""

import hashlib
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from scoping.codec import decoded, discovery_from_toml, from_plain
from scoping.domain.calendar import Holiday
from scoping.domain.catalog import Catalog
from scoping.domain.discovery import Discovery
from scoping.domain.errors import Fault, InvalidInput, ScopingError
from scoping.domain.fingerprint import inputs_fingerprint
from scoping.domain.money import Money
from scoping.domain.proposal import propose
from scoping.domain.review import State
from scoping.domain.sow import PROVIDER, Audience, StatementOfWork, compose
from scoping.domain.sow.document import Block, Bullets, Entry, Numbered, Paragraph
from scoping.domain.sow.figures import day, money
from scoping.domain.sow.markup import lines_of
from scoping.domain.sow.tables import Badge, Row, Table
from scoping.sow.attachments import DISCOVERY_FILE, FINGERPRINT_FILE, attachments

MAXIMUM_BYTES = 50_000_000
PRICES = ("time_and_materials", "fixed_fee", "fee", "cap")  # those of its shape
OF_ITS_TIME = (1, 16)  # sections with dates, state and reviews, which no answer decides
LEAST_PIECE = 20  # characters of a sentence that a page break may leave alone


@dataclass(frozen=True)
class Verification:
    """What was compared, and every difference by its key; without any the document is equal to its inputs."""

    compared: int
    differences: tuple[Fault, ...]


@dataclass(frozen=True)
class _Carried:
    """What the PDF carries and prints, pages without white space."""

    discovery: str
    sha256: str
    discovery_fingerprint: str
    fingerprint: str
    catalogue: str
    audience: Audience
    provider: str
    revision: int
    figures: Mapping[str, str]
    holidays: tuple[Holiday, ...]
    pages: tuple[str, ...]


def verify(pdf: bytes, catalog: Catalog) -> Verification:
    """Compares; InvalidInput where this is no PDF, or none that carries what it was made from."""
    carried = _read(pdf)
    found = [*_own(carried)]
    if carried.catalogue != catalog.digest:
        what = f"it was made with {carried.catalogue[:12]}, this is {catalog.digest[:12]}; figures may differ for that"
        found.append(Fault("catalogue", what))
    try:
        sow = _computed(carried, catalog)
    except InvalidInput as refusal:
        found += [Fault(f"{DISCOVERY_FILE}: {fault.key}", fault.what) for fault in refusal.faults]
        return Verification(0, tuple(found))
    except ScopingError as refusal:
        return Verification(0, (*found, Fault(DISCOVERY_FILE, str(refusal))))
    again = _flat(json.loads(attachments(sow)[1].content)["figures"])
    moved = [
        Fault(
            f"figures.{key}",
            f"the document carries {carried.figures.get(key, 'nothing')}, computed again it is {value}",
        )
        for key, value in again.items()
        if carried.figures.get(key) != value
    ]
    said = [] if moved or carried.catalogue != catalog.digest else list(_said(sow))
    missing = [fault for fault, words in said if not _printed(words, carried.pages)]
    return Verification(len(again) + len(said), (*found, *moved, *missing))


def _read(pdf: bytes) -> _Carried:
    from pypdf import PdfReader

    if len(pdf) > MAXIMUM_BYTES:
        raise InvalidInput(Fault("", f"the file has {len(pdf):,} bytes; at most {MAXIMUM_BYTES:,} are read"))
    try:
        reader = PdfReader(io.BytesIO(pdf))
        files = {name: contents[0] for name, contents in reader.attachments.items()}
        pages = tuple(_squeezed(page.extract_text()) for page in reader.pages)
    except Exception as error:  # a broken file breaks in ways that no list of exceptions covers
        raise InvalidInput(Fault("", "is no PDF that can be read; give the file as it was written")) from error
    for name in (DISCOVERY_FILE, FINGERPRINT_FILE):
        if name not in files:
            raise InvalidInput(Fault("", f"carries no {name}; only documents that Scoping wrote can be verified"))
    try:
        about = json.loads(decoded(files[FINGERPRINT_FILE]))
        return _Carried(
            decoded(files[DISCOVERY_FILE]),
            about["discovery"]["sha256"],
            about["discovery"]["fingerprint"],
            str(about["fingerprint"]),
            str(about["catalogue"]),
            Audience(about["audience"]),
            str(about.get("provider", PROVIDER)),
            int(about["revision"]),
            _flat(about["figures"]),
            from_plain(about.get("holidays", []), tuple[Holiday, ...]),
            pages,
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        what = "cannot be read; it is not as the program wrote it"
        raise InvalidInput(Fault(FINGERPRINT_FILE, what)) from error


def _flat(figures: Mapping[str, Any], before: str = "") -> dict[str, str]:
    """Nested figures by dotted key, such as "hours.p50"."""
    flat: dict[str, str] = {}
    for key, value in figures.items():
        flat |= _flat(value, f"{before}{key}.") if isinstance(value, Mapping) else {f"{before}{key}": str(value)}
    return flat


def _own(carried: _Carried) -> Iterator[Fault]:
    """What the document contradicts by itself, whatever the catalogue."""
    if hashlib.sha256(carried.discovery.encode()).hexdigest() != carried.sha256:
        yield Fault(DISCOVERY_FILE, "was changed after the document was written")
    for key, words in (("fingerprint", carried.fingerprint), *_in_words(carried.figures)):
        if not _printed(words, carried.pages):
            yield Fault(f"printed.{key}", f"the document carries {words} and does not print it")


def _in_words(figures: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    try:
        for key in PRICES if figures.keys() & PRICES else ("fixed_fee",):
            if key in figures:
                yield key, money(Money(Decimal(figures[key]), figures["currency"]))
        for key in ("starts_on", "ends_on"):
            yield key, day(date.fromisoformat(figures[key]))
    except (KeyError, ValueError, ArithmeticError) as error:
        raise InvalidInput(Fault(FINGERPRINT_FILE, "lacks figures, or holds none that can be read")) from error


def _computed(carried: _Carried, catalog: Catalog) -> StatementOfWork:
    """The document composed again; InvalidInput too where the discovery is not the one of the fingerprint."""
    discovery = discovery_from_toml(
        carried.discovery,
        catalog.questions,
        offered=[service.key for service in catalog.offered],
        rate_cards=list(catalog.rate_cards),
    )
    _check_fingerprint(carried, discovery)
    proposal = propose(catalog, discovery)
    if proposal.schedule.calendar.holidays != carried.holidays:
        raise InvalidInput(Fault("holidays", "the public holidays known here are others than those of the document"))
    return compose(
        proposal,
        revision=carried.revision,
        state=State.DRAFT,
        provider=carried.provider,
        audience=carried.audience,
    )


def _check_fingerprint(carried: _Carried, discovery: Discovery) -> None:
    if inputs_fingerprint(discovery, carried.catalogue, carried.holidays) != carried.discovery_fingerprint:
        raise InvalidInput(Fault("fingerprint", "is not that of these answers; they were changed afterwards"))
    if carried.audience is Audience.INTERNAL and carried.discovery_fingerprint != carried.fingerprint:
        raise InvalidInput(Fault("fingerprint", "is not that of the document"))


def _said(sow: StatementOfWork) -> Iterator[tuple[Fault, str]]:
    """Every row and sentence that the answers decide, with what to say where it is not printed."""
    for section in sow.sections:
        if section.number not in OF_ITS_TIME:
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


def _printed(words: str, pages: tuple[str, ...]) -> bool:
    """Whether a page prints the words, or two pages that follow each other one part of them each."""
    wanted = _squeezed(words)
    if any(wanted in page for page in pages):
        return True
    pieces = ((wanted[:cut], wanted[cut:]) for cut in range(LEAST_PIECE, len(wanted) - LEAST_PIECE + 1))
    return any(head in one and tail in other for head, tail in pieces for one, other in pairwise(pages))


def _squeezed(text: str) -> str:
    """Without white space, which a PDF places by position."""
    return re.sub(r"\s+", "", text)
