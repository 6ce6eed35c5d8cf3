"""Sections 13 to 16: how the work is governed, what may go wrong, how it is accepted and changed, who approved."""

from collections.abc import Iterable, Sequence

from scoping.domain import catalog
from scoping.domain.permissions import PERSON_ROLES
from scoping.domain.proposal import Proposal
from scoping.domain.review import Action, RequiredApproval, State, satisfies
from scoping.domain.sow.clauses import clauses, entries, key_of, prose
from scoping.domain.sow.document import Block, Bullets, Paragraph, ReviewEntry, Section, Subheading
from scoping.domain.sow.figures import day, listed
from scoping.domain.sow.tables import Column, Kind, Row, Table

_DONE = {
    Action.SUBMIT: "sent for review",
    Action.REQUEST_CHANGES: "requested changes",
    Action.APPROVE: "approved",
    Action.WITHDRAW: "withdrew",
    Action.COMMENT: "commented",
    Action.ISSUE: "issued",
}
_STANDING = {
    State.DRAFT: "This revision is a draft: nobody has been asked to approve it yet.",
    State.IN_REVIEW: "This revision is in review.",
    State.CHANGES_REQUESTED: "A reviewer requested changes to this revision.",
    State.APPROVED: "This revision is approved.",
    State.ISSUED: "This revision is approved and was issued to the customer.",
}


def governance(proposal: Proposal) -> Section:
    """Section 13: meetings, reports, escalation."""
    found = entries(clauses(proposal, catalog.Section.GOVERNANCE))
    if found:
        return Section(13, "Governance", (Bullets(found, "governance"),))
    return Section(
        13,
        "Governance",
        (
            Paragraph(
                "The parties meet once a week. The provider reports status, hours used and hours left, and keeps one "
                "log of risks, actions, issues and decisions that both sides can read.",
                key="standard-governance",
            ),
        ),
    )


def risks(proposal: Proposal) -> Section:
    """Section 14: what may go wrong and what is done about it."""
    rows = tuple(
        Row(
            (f"R{place}", words.text, words.detail or "Watched in the weekly meeting of section 13."), key=key_of(words)
        )
        for place, words in enumerate(clauses(proposal, catalog.Section.RISK), 1)
    )
    if not rows:
        text = "No risk beyond the assumptions of section 7 was found; new ones enter the log of section 13."
        return Section(14, "Risks", (Paragraph(text, key="no-risks"),))
    columns = (Column("No.", Kind.KEY), Column("Risk"), Column("What is done about it"))
    return Section(14, "Risks", (Table("risks", "Risks", columns, rows),))


def acceptance(proposal: Proposal) -> Section:
    """Section 15: how deliverables are accepted and how this agreement changes."""
    return Section(
        15,
        "Acceptance and change control",
        (
            Subheading("15.1", "Acceptance"),
            *prose(
                clauses(proposal, catalog.Section.ACCEPTANCE),
                "A deliverable is accepted when the customer says so, or when five business days have passed since "
                "the provider’s notice without a written, reasoned objection; the day of notice is the first.",
                "standard-acceptance",
            ),
            Subheading("15.2", "Change control"),
            *prose(
                clauses(proposal, catalog.Section.CHANGE_CONTROL),
                "More budget, a delay of two months or more, or another way of charging needs a change order signed "
                "by both sides. A change within budget and duration needs the customer’s written confirmation.",
                "standard-change-control",
            ),
        ),
    )


def review_record(proposal: Proposal, state: State, reviews: Sequence[ReviewEntry]) -> Section:
    """Section 16: the approvals this document needs, those it has, and what happened to it."""
    blocks: list[Block] = [Paragraph(_STANDING[state])]
    given = approvals_in_force(reviews)
    if proposal.approvals:
        blocks.append(
            Table(
                "approvals",
                "Approvals required",
                (Column("Approval"), Column("By"), Column("Given")),
                tuple(_approval(proposal, required, given) for required in proposal.approvals),
                captioned=True,
            )
        )
    else:
        blocks.append(Paragraph("The approval rules ask for no approval of this document."))
    if reviews:
        blocks.append(Subheading("16.1", "Record"))
        blocks.append(
            Table(
                "record",
                "What happened to this revision",
                (Column("Date", Kind.DATE), Column("Name"), Column("Role and level"), Column("Action", Kind.SHORT)),
                tuple(
                    Row(
                        (
                            day(entry.on),
                            entry.name,
                            _approver(proposal, entry.role, (entry.level,)),
                            _DONE[entry.action],
                        )
                    )
                    for entry in reviews
                ),
            )
        )
    return Section(16, "Review record", tuple(blocks))


def approvals_in_force(reviews: Iterable[ReviewEntry]) -> tuple[ReviewEntry, ...]:
    """The approvals since it was last sent for review; whatever ends a round voids those of that round."""
    given: list[ReviewEntry] = []
    for entry in reviews:
        if entry.action is Action.APPROVE:
            given.append(entry)
        elif entry.action in (Action.SUBMIT, Action.REQUEST_CHANGES, Action.WITHDRAW):
            given.clear()
    return tuple(given)


def _approval(proposal: Proposal, required: RequiredApproval, given: Sequence[ReviewEntry]) -> Row:
    by = [f"{entry.name}, {day(entry.on)}" for entry in given if satisfies(entry.approver, required)]
    return Row((required.name, _approver(proposal, required.role, required.levels), listed(by) or "outstanding"))


def _approver(proposal: Proposal, role: str, levels: Sequence[str]) -> str:
    """The role in words with its least level, such as "Technical architect, Senior or above"."""
    words = PERSON_ROLES.get(role, role).capitalize()
    ladder = next((found for found in proposal.roles if found.key == role), None)
    names = [ladder.level(level).name if ladder else level.capitalize() for level in levels if level]
    if not names or (ladder and len(names) == len(ladder.levels)):
        return words
    return f"{words}, {names[0]}{' or above' if len(names) > 1 else ''}"
