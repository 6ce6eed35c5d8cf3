"""What is left to mend before a revision can be sent for review."""

from collections.abc import Iterable, Iterator
from textwrap import shorten

from scoping.db.models import Comment, Revision
from scoping.domain.checks import Finding, Mend, check
from scoping.domain.checks.questions import discovery_is_complete
from scoping.domain.review import State
from scoping.domain.sow import StatementOfWork, compose

IN_FINDING = 90  # characters of a remark that the list of what to mend repeats


def to_mend(
    revision: Revision, sow: StatementOfWork | None = None, remarks: Iterable[Comment] = ()
) -> tuple[Finding, ...]:
    """Everything, what blocks first; `sow` spares composing the document again where the caller has it."""
    return (*discovery_is_complete(revision.proposal), *remarks_are_answered(remarks), *in_document(revision, sow))


def in_document(revision: Revision, sow: StatementOfWork | None = None) -> tuple[Finding, ...]:
    """What is wrong in the document itself, what blocks first."""
    proposal = revision.proposal
    return check(proposal, sow or compose(proposal, revision=revision.number, state=State.IN_REVIEW))


def remarks_are_answered(remarks: Iterable[Comment]) -> Iterator[Finding]:
    """Each remark about the document that nobody answered or settled."""
    for remark in remarks:
        if remark.waits:
            said = shorten(remark.text, IN_FINDING, placeholder="…")
            what = f"{remark.author.name} said “{said}”, and nobody answered. Answer it, or settle it."
            yield Finding(f"comment.{remark.id}", "Comments", what, Mend.SOW, f"comment-{remark.id}")
