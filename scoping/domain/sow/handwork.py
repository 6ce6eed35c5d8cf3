"""Internal: what people changed by hand, why and who."""

from collections.abc import Sequence

from scoping.domain import catalog
from scoping.domain.effort import ThreePoint
from scoping.domain.overrides import Override
from scoping.domain.proposal import Proposal
from scoping.domain.rewording import Rewording, WordingEdit
from scoping.domain.sow.clauses import clauses
from scoping.domain.sow.document import Block, WordedEdit
from scoping.domain.sow.figures import NONE, day, hours_in_prose, percent
from scoping.domain.sow.markup import Marked
from scoping.domain.sow.tables import Column, Kind, Row, Table


def edits(proposal: Proposal) -> tuple[Block, ...]:
    """What people changed by hand, why and who."""
    made = proposal.discovery.overrides
    if not made:
        return ()
    columns = (Column("Edited"), Column("Set to"), Column("Reason"), Column("By and on", Kind.SHORT))
    rows = tuple(Row((_edited(proposal, it), _set_to(proposal, it), it.reason, signed(it))) for it in made)
    return (Table("edits", "Edits by hand", columns, rows),)


def _edited(proposal: Proposal, override: Override) -> str:
    if override.task:
        return next((edit.name for edit in proposal.edits if edit.override == override), override.task)
    if override.risk:
        risks_ = {f"{words.service}/{words.key}": words.text for words in clauses(proposal, catalog.Section.RISK)}
        return f"Risk: {risks_.get(override.risk, override.risk)}"
    if override.role:
        return next((role.name for role in proposal.roles if role.key == override.role), override.role)
    return "Discount"


def _set_to(proposal: Proposal, override: Override) -> str:
    if override.discount is not None:
        return f"{percent(override.discount)} %"
    if override.role:
        staffed = next((role for role in proposal.roles if role.key == override.role), None)
        return staffed.level(override.level).name if staffed else override.level
    if override.risk:
        return "switched off"
    if override.remove:
        return "removed"
    was = f" instead of {points(override.computed)}" if override.computed else ""
    if override.quantity is not None:
        return f"quantity {override.quantity:,f}{was}"
    return f"{points(override.hours)}{was}{', added' if override.added else ''}" if override.hours else NONE


def wording(worded: Sequence[WordedEdit]) -> tuple[Block, ...]:
    """Which words of a section people changed, what is computed there, and who changed it."""
    if not worded:
        return ()
    columns = (Column("Changed"), Column("Computed"), Column("By and on", Kind.SHORT))
    rows = tuple(Row((_changed(it), " / ".join(it.now or ()) or NONE, signed(it.edit))) for it in worded)
    return (Table("wording", "Wording changed by hand", columns, rows),)


def _changed(worded: WordedEdit) -> str:
    said = " / ".join(str(Marked(text)) for text in worded.edit.text)
    text = {
        Rewording.REWORD: f"Reworded: {said}",
        Rewording.ADD: f"Added: {said}",
        Rewording.HIDE: "Hidden",
        Rewording.MOVE: "Moved",
    }[worded.edit.kind]
    return f"{text} (without effect, its place is gone)" if not worded.is_used else text


def points(found: ThreePoint) -> str:
    """Three points as "8–16–24 h", equal ones once."""
    shown = (hours_in_prose(point) for point in (found.optimistic, found.likely, found.pessimistic))
    return f"{'–'.join(dict.fromkeys(shown))}\u00a0h"


def signed(override: Override | WordingEdit) -> str:
    """Who made an edit and when."""
    on = day(override.at.date()) if override.at else ""
    return ", ".join(filter(None, (override.by, on))) or "not recorded"
