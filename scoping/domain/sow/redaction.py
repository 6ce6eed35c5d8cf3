"""The discovery as the client may have it: enough to compute every printed figure again, and nothing more."""

from dataclasses import replace

from scoping.domain.discovery import Discovery
from scoping.domain.overrides import Override
from scoping.domain.proposal import Proposal

REASON = "Agreed in scoping."


def for_client(proposal: Proposal) -> Discovery:
    """The discovery without provenance, without the reasons, authors and base figures of hand edits.

    The edits themselves stay: their outcome is printed, and without them nobody could compute the figures again. What
    moves no figure of this proposal goes: answers to questions that are not asked, edits of what is not sold.
    """
    asked = {question.key for question in proposal.questions}
    return replace(
        proposal.discovery,
        answers={
            key: replace(answer, source="", by="", at=None)
            for key, answer in proposal.discovery.answers.items()
            if key in asked
        },
        overrides=tuple(
            replace(override, reason=REASON, by="", at=None, computed=None)
            for override in proposal.discovery.overrides
            if _counts(proposal, override)
        ),
    )


def _counts(proposal: Proposal, override: Override) -> bool:
    sold, staffed = {service.key for service in proposal.services}, {role.key for role in proposal.roles}
    path = override.task or override.risk
    return path.partition("/")[0] in sold if path else not override.role or override.role in staffed
