"""What a check found: where, what, whether it keeps the document from review, and where it is mended."""

from dataclasses import dataclass
from enum import StrEnum


class Mend(StrEnum):
    """Where something is mended: the page of an engagement, or the reference data of a service."""

    DISCOVERY = "discovery"
    ESTIMATE = "estimate"
    PRICE = "price"
    SOW = "sow"
    CATALOGUE = "catalogue"
    REVIEW = "review"


@dataclass(frozen=True)
class Finding:
    """One thing to mend: a stable key, the place for people, and a sentence.

    One that does not block only warns. `at` is the place on the page of `mend`: a field, a section's anchor or the key
    of a service.
    """

    key: str
    where: str
    what: str
    mend: Mend = Mend.SOW
    at: str = ""
    blocks: bool = True


def blocking(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Those that keep the document from review."""
    return tuple(finding for finding in findings if finding.blocks)
