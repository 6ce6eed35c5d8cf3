"""What the internal version adds to a section: reasons, hand edits, risks in hours, sources, cost and margin.

The client's version never comes here: it is composed without looking at any of these values.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from scoping.domain.proposal import Proposal
from scoping.domain.sow import handwork, margin, odds, reasons
from scoping.domain.sow.document import Block, Section, Subheading

Addition = Callable[[Proposal], tuple[Block, ...]]
ADDITIONS: Mapping[int, tuple[tuple[str, Addition], ...]] = {
    2: (("Where the answers come from", reasons.answers),),
    6: (("Sources", reasons.deliverables),),
    7: (("Sources", reasons.assumptions),),
    9: (("Every reason of the levels", reasons.levels),),
    10: (
        ("Reasons of the quantities", reasons.quantities),
        ("Edits by hand", handwork.edits),
        ("What the range means and comes from", odds.outlook),
        ("Remarks", odds.remarks),
    ),
    12: (("Cost and margin", margin.margin),),
    14: (("Risks in hours", odds.risks),),
    16: (("Why these approvals", reasons.approvals),),
}


def with_internal(section: Section, proposal: Proposal) -> Section:
    """The section with what it adds for internal readers, each part under a numbered heading that says so."""
    blocks: list[Block] = []
    place = sum(isinstance(block, Subheading) for block in section.blocks)
    for title, addition in ADDITIONS.get(section.number, ()):
        if found := addition(proposal):
            place += 1
            blocks += [Subheading(f"{section.number}.{place}", f"Internal: {title[0].lower()}{title[1:]}"), *found]
    return replace(section, internal=tuple(blocks))
