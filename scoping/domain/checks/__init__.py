"""`check`: everything to mend in a statement of work before it is sent for review, each with its place and repair."""

from scoping.domain.checks import clauses, names, printed, prose, sums, worded
from scoping.domain.checks.clauses import NEEDED
from scoping.domain.checks.finding import Finding, Mend, blocking
from scoping.domain.proposal import Proposal
from scoping.domain.sow.document import StatementOfWork

__all__ = ["NEEDED", "Finding", "Mend", "blocking", "check"]


def check(proposal: Proposal, sow: StatementOfWork) -> tuple[Finding, ...]:
    """Everything that keeps this document from review, then what only warns; empty when there is nothing to mend."""
    found = (
        *sums.hours_close(proposal),
        *sums.amounts_close(proposal),
        *sums.cap_covers_plan(proposal),
        *sums.paid_discovery_is_sold(proposal),
        *sums.seats_have_rates(proposal),
        *clauses.sold_services_have_clauses(proposal),
        *clauses.edits_are_decided(proposal),
        *worded.rewordings_are_decided(sow),
        *worded.rewordings_keep_the_numbers(proposal, sow),
        *printed.columns_sum(sow),
        *printed.figures_agree(proposal, sow),
        *prose.words_are_testable(proposal),
        *prose.nothing_promises_a_date(proposal),
        *prose.counts_agree(proposal),
        *names.customer_names_are_known(proposal),
    )
    return tuple(sorted(found, key=lambda finding: not finding.blocks))
