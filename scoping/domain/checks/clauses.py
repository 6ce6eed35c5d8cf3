"""Clauses that a sold service must not lack, and hand edits that wait for a decision."""

from collections.abc import Iterator

from scoping.domain.catalog import Section
from scoping.domain.checks.finding import Finding, Mend
from scoping.domain.proposal import Proposal

NEEDED = {
    Section.DELIVERABLE: "deliverable",
    Section.ASSUMPTION: "assumption",
    Section.EXCLUSION: "exclusion",
    Section.DUTY: "customer duty",
}


def sold_services_have_clauses(proposal: Proposal) -> Iterator[Finding]:
    """Each service sold has a deliverable, an assumption, an exclusion and a customer duty of its own."""
    present = {(words.service, words.section) for words in proposal.wording}
    for service in proposal.services:
        for section, noun in NEEDED.items():
            if not service.always and (service.key, section) not in present:
                yield Finding(
                    f"clause.{service.key}.{section}",
                    service.name,
                    f"{service.name} is sold without a single {noun}. Add one to the service in the reference data.",
                    Mend.CATALOGUE,
                    service.key,
                )


def edits_are_decided(proposal: Proposal) -> Iterator[Finding]:
    """Hand edits made against other figures than today's wait for somebody to decide."""
    for edit in proposal.edits:
        if edit.conflict:
            yield Finding(
                f"conflict.{edit.override.target}",
                edit.name,
                "This level was set by hand, and new answers ask for another one since. Keep it or take the new one."
                if edit.override.role
                else "This was edited by hand, and new answers compute other hours since. Keep the edit, take the new "
                "hours or type others.",
                Mend.ESTIMATE,
            )
