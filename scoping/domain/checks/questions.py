"""Questions that wait for an answer, and answers that cannot be sold."""

from collections.abc import Iterator

from scoping.domain.checks.finding import Finding, Mend
from scoping.domain.proposal import Proposal


def discovery_is_complete(proposal: Proposal) -> Iterator[Finding]:
    """Every required question is answered or marked unknown, and what was answered can be sold."""
    for question in proposal.unanswered:
        what = f"{question.text} Answer it, or mark it as not known."
        yield Finding(f"question.{question.key}", "Discovery", what, Mend.DISCOVERY, f"slot-{question.key}")
    for remark in proposal.blocks:
        yield Finding(f"sold.{remark.key}", "Discovery", remark.text, Mend.DISCOVERY)
