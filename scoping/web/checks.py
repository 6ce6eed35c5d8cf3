"""The list of what to mend before a document is sent for review, each entry with the link to where it is mended."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from flask import url_for

from scoping.db.models import Revision
from scoping.domain.checks import Finding, Mend

Address = Callable[[Revision, str], str]


@dataclass(frozen=True)
class Mending:
    """A finding with the address of its repair and the words of the link."""

    finding: Finding
    address: str
    link: str


def _page(endpoint: str) -> Address:
    def address(revision: Revision, at: str) -> str:
        return url_for(endpoint, engagement_id=revision.engagement_id, number=revision.number, _anchor=at or None)

    return address


PLACES: Mapping[Mend, tuple[str, Address]] = {
    Mend.DISCOVERY: (
        "Change it in discovery",
        lambda revision, at: url_for("discovery.show", engagement_id=revision.engagement_id, _anchor=at or None),
    ),
    Mend.ESTIMATE: ("Go to the estimate", _page("revisions.estimate")),
    Mend.PRICE: ("Go to the price", _page("revisions.price")),
    Mend.SOW: ("Go to the section", _page("documents.preview")),
    Mend.REVIEW: ("Go to the review", _page("reviews.show")),
    Mend.CATALOGUE: ("Open the service", lambda revision, at: url_for("catalogues.service", service_key=at)),
}


def mendings(revision: Revision, findings: Iterable[Finding]) -> list[Mending]:
    """The findings with their links, in order."""
    found = []
    for finding in findings:
        link, address = PLACES[finding.mend]
        found.append(Mending(finding, address(revision, finding.at), link))
    return found
