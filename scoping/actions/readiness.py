"""What is left to mend before a revision can be sent for review."""

from scoping.db.models import Revision
from scoping.domain.checks import Finding, check
from scoping.domain.checks.questions import discovery_is_complete
from scoping.domain.review import State
from scoping.domain.sow import StatementOfWork, compose


def to_mend(revision: Revision, sow: StatementOfWork | None = None) -> tuple[Finding, ...]:
    """Everything, what blocks first; `sow` spares composing the document again where the caller has it."""
    return (*discovery_is_complete(revision.proposal), *in_document(revision, sow))


def in_document(revision: Revision, sow: StatementOfWork | None = None) -> tuple[Finding, ...]:
    """What is wrong in the document itself, what blocks first."""
    proposal = revision.proposal
    return check(proposal, sow or compose(proposal, revision=revision.number, state=State.IN_REVIEW))
