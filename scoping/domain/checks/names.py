"""Names that the customer still owes: champion, administrators, technical contact."""

from collections.abc import Iterator

from scoping.domain.checks.finding import Finding, Mend
from scoping.domain.discovery import unnamed
from scoping.domain.proposal import Proposal


def customer_names_are_known(proposal: Proposal) -> Iterator[Finding]:
    """Warns only: the document says that who is missing is named before work begins."""
    for who in unnamed(proposal.discovery.contacts, proposal.terms.customer_names):
        what = f"No contact is the customer’s {who}. Add the name with this role, such as “Ada Byron, {who}”."
        yield Finding(f"contact.{who}", "Contacts", what, Mend.DISCOVERY, "contacts", blocks=False)
