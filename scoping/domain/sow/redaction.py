"""The discovery as the client may have it: enough to compute every printed figure again, and nothing more."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from scoping.domain.discovery import Discovery
from scoping.domain.overrides import Override
from scoping.domain.proposal import Proposal
from scoping.domain.review import State
from scoping.domain.rewording import Rewording, WordingEdit
from scoping.domain.roster.staffed import seats_named
from scoping.domain.sow import compose
from scoping.domain.team import Team

REASON = "Agreed in scoping."


def for_client(proposal: Proposal) -> Discovery:
    """The discovery without provenance, reasons, authors and base figures of hand edits, and hours of named people.

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
        wording=tuple(_printed(proposal)),
        team=_named(proposal),
    )


def _named(proposal: Proposal) -> Team | None:
    """Who is printed in which seat, without hours, cost, what they know and who took the plan; None if nobody is."""
    team = proposal.discovery.team
    if team is None or not seats_named(proposal.staffing, team):
        return None
    bare = (replace(member, hours_by_week=(), cost=Decimal(0), services=()) for member in team.members)
    return replace(team, members=tuple(bare), by="", at=None)


def _printed(proposal: Proposal) -> Iterator[WordingEdit]:
    """The wording edits that a reader sees the outcome of, without base, author and time; hidden words stay hidden."""
    made = [worded.edit for worded in compose(proposal, revision=1, state=State.DRAFT).wording if worded.is_used]
    hidden = {edit.target for edit in made if edit.kind is Rewording.HIDE}
    added = {edit.target for edit in made if edit.kind is Rewording.ADD}
    for edit in made:
        gone = edit.target in hidden
        if not gone or (edit.kind is Rewording.HIDE and edit.target not in added):
            yield replace(edit, base=(), by="", at=None)


def _counts(proposal: Proposal, override: Override) -> bool:
    sold, staffed = {service.key for service in proposal.services}, {role.key for role in proposal.roles}
    path = override.task or override.risk
    return path.partition("/")[0] in sold if path else not override.role or override.role in staffed
