"""What the PDF of a statement of work or a change order carries about itself, and whether its pages print words."""

import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from scoping.codec import decoded, from_plain
from scoping.domain.calendar import Holiday
from scoping.domain.errors import Fault, InvalidInput
from scoping.domain.sow import PROVIDER, Audience
from scoping.domain.sow.amendment import Judgement
from scoping.sow.attachments import BEFORE_FILE, DISCOVERY_FILE, FINGERPRINT_FILE

MAXIMUM_BYTES = 50_000_000
LEAST_PIECE = 20  # characters of a sentence that a page break may leave alone


@dataclass(frozen=True)
class Inputs:
    """What one proposal was computed from, and the figures it gave; `prefix` begins the keys of its differences."""

    prefix: str
    file: str
    discovery: str
    sha256: str
    discovery_fingerprint: str
    fingerprint: str
    catalogue: str
    figures: Mapping[str, str]
    holidays: tuple[Holiday, ...]


@dataclass(frozen=True)
class Amended:
    """What a change order carries beside: the inputs agreed before, where they stand, its number and its judgement."""

    inputs: Inputs
    revision: int
    issued_on: date | None
    order: int
    number: int
    judgement: Judgement | None


@dataclass(frozen=True)
class Carried:
    """What the PDF carries and prints, pages without white space; `amended` in a change order."""

    inputs: Inputs
    audience: Audience
    provider: str
    revision: int
    pages: tuple[str, ...]
    amended: Amended | None

    @property
    def all_inputs(self) -> tuple[Inputs, ...]:
        """Those of the document, then those agreed before."""
        return (self.inputs, self.amended.inputs) if self.amended else (self.inputs,)


def read(pdf: bytes) -> Carried:
    """Reads it; InvalidInput where this is no PDF, or none that carries what it was made from."""
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
        _must_be_there(files, name)
    try:
        about = json.loads(decoded(files[FINGERPRINT_FILE]))
        if "before" in about:
            _must_be_there(files, BEFORE_FILE)
        return Carried(
            _inputs(about, files[DISCOVERY_FILE], DISCOVERY_FILE),
            Audience(about["audience"]),
            str(about.get("provider", PROVIDER)),
            int(about["revision"]),
            pages,
            _amended(about, files[BEFORE_FILE]) if "before" in about else None,
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        what = "cannot be read; it is not as the program wrote it"
        raise InvalidInput(Fault(FINGERPRINT_FILE, what)) from error


def _must_be_there(files: Mapping[str, bytes], name: str) -> None:
    if name not in files:
        raise InvalidInput(Fault("", f"carries no {name}; only documents that Scoping wrote can be verified"))


def _inputs(about: Mapping[str, Any], discovery: bytes, file: str, prefix: str = "") -> Inputs:
    return Inputs(
        prefix,
        file,
        decoded(discovery),
        about["discovery"]["sha256"],
        about["discovery"]["fingerprint"],
        str(about["fingerprint"]),
        str(about["catalogue"]),
        flat(about["figures"]),
        from_plain(about.get("holidays", []), tuple[Holiday, ...]),
    )


def _amended(about: Mapping[str, Any], discovery: bytes) -> Amended:
    before, order = about["before"], about["change_order"]
    return Amended(
        _inputs(before, discovery, BEFORE_FILE, "before."),
        int(before["revision"]),
        date.fromisoformat(before["issued_on"]) if before["issued_on"] else None,
        int(before["change_order"]),
        int(order["number"]),
        from_plain(order["judgement"], Judgement) if order["judgement"] else None,
    )


def flat(figures: Mapping[str, Any], before: str = "") -> dict[str, str]:
    """Nested figures by dotted key, such as "hours.p50"."""
    found: dict[str, str] = {}
    for key, value in figures.items():
        found |= flat(value, f"{before}{key}.") if isinstance(value, Mapping) else {f"{before}{key}": str(value)}
    return found


def printed(words: str, pages: tuple[str, ...]) -> bool:
    """Whether a page prints the words, or two pages that follow each other one part of them each."""
    wanted = _squeezed(words)
    if any(wanted in page for page in pages):
        return True
    pieces = ((wanted[:cut], wanted[cut:]) for cut in range(LEAST_PIECE, len(wanted) - LEAST_PIECE + 1))
    return any(head in one and tail in other for head, tail in pieces for one, other in pairwise(pages))


def _squeezed(text: str) -> str:
    """Without white space, which a PDF places by position."""
    return re.sub(r"\s+", "", text)
