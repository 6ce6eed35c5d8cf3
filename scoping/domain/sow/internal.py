"""What the internal version adds to a section: reasons, hand edits, risks in hours, sources, cost and margin.

The client's version never comes here: it is composed without looking at any of these values.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from scoping.domain.grants import Grant
from scoping.domain.proposal import Proposal
from scoping.domain.sow import effort, handwork, margin, odds, reasons, schedule, staffing
from scoping.domain.sow.document import Block, Section, Subheading, WordedEdit
from scoping.domain.sow.granted import granted

CHANGE_CONTROL = 15
Addition = Callable[[Proposal, Section], tuple[Block, ...]]


def _whole(addition: Callable[[Proposal], tuple[Block, ...]]) -> Addition:
    """One that looks at the proposal alone, not at the labels of what the section prints."""
    return lambda proposal, _: addition(proposal)


ADDITIONS: Mapping[int, tuple[tuple[str, Addition], ...]] = {
    2: (("Where the answers come from", _whole(reasons.answers)),),
    6: (("Sources", reasons.deliverables),),
    7: (("Sources", reasons.assumptions),),
    9: (
        ("Hours by role", _whole(staffing.hours_by_role)),
        ("Every reason of the levels", _whole(reasons.levels)),
    ),
    10: (
        ("Hours by task", _whole(effort.hours_by_task)),
        ("Reasons of the quantities", _whole(reasons.quantities)),
        ("Edits by hand", _whole(handwork.edits)),
        ("What the range means and comes from", _whole(odds.outlook)),
        ("Remarks", _whole(odds.remarks)),
    ),
    11: (("Hours by week", _whole(schedule.hours_by_week)),),
    12: (("Cost and margin", _whole(margin.margin)),),
    14: (("Risks in hours", odds.risks),),
    16: (("Why these approvals", _whole(reasons.approvals)),),
}


def with_internal(
    section: Section, proposal: Proposal, wording: Sequence[WordedEdit], grants: Sequence[Grant] = ()
) -> Section:
    """The section with what it adds for internal readers, each part under a numbered heading that says so."""
    mine = [worded for worded in wording if worded.section.key == section.key]
    parts = [(title, addition(proposal, section)) for title, addition in ADDITIONS.get(section.number, ())]
    if section.number == CHANGE_CONTROL:
        parts.append(("Granted by leadership", granted(grants)))
    parts.append(("Wording changed by hand", handwork.wording(mine)))
    blocks: list[Block] = []
    place = sum(isinstance(block, Subheading) for block in section.blocks)
    for title, found in parts:
        if found:
            place += 1
            blocks += [Subheading(f"{section.number}.{place}", f"Internal: {title[0].lower()}{title[1:]}"), *found]
    return replace(section, internal=tuple(blocks))
