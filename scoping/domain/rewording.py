"""Hand edits of the statement of work's wording: what is said instead, added, hidden or moved, and what stood there.

A text is Markdown: bold, italic, links and lists; everything else in it is taken as it stands.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from scoping.domain.errors import Fault

SUBJECTS = (
    "parties",
    "background",
    "constraints",
    "scope",
    "exclusions",
    "deliverables",
    "assumptions",
    "duties",
    "staffing",
    "effort",
    "schedule",
    "fees",
    "governance",
    "risks",
    "acceptance",
    "review",
)
MOST_EDITS = 500
MOST_CELLS = 6
PLACE = re.compile(r"[a-z]+(/[\w.-]+){1,2}")


class Rewording(StrEnum):
    """What an edit does to its target."""

    REWORD = "reword"
    ADD = "add"
    HIDE = "hide"
    MOVE = "move"


@dataclass(frozen=True)
class WordingEdit:
    """One edit of one place, section/block or section/block/entry; an added piece has the place it makes as target.

    `text` has one part, for a row of a table one for each cell of prose. `after` is the neighbour that something added
    or moved stands behind, empty for the first of its list. `base` is what was computed when the edit was made, the
    base of the three-way merge; empty where nothing is to be compared.
    """

    target: str
    kind: Rewording
    text: tuple[str, ...] = ()
    after: str = ""
    base: tuple[str, ...] = ()
    by: str = ""
    at: datetime | None = None

    @property
    def inside(self) -> str:
        """The place of the section, list or table that the target stands in."""
        return self.target.rpartition("/")[0]


def hidden_places(edits: Iterable[WordingEdit]) -> set[str]:
    """The places that an edit keeps from being printed."""
    return {edit.target for edit in edits if edit.kind is Rewording.HIDE}


def check_wording(edits: Iterable[WordingEdit]) -> list[Fault]:
    """What is wrong with the edits by themselves: no place, no text, contradictions, too many."""
    edits = tuple(edits)
    if len(edits) > MOST_EDITS:
        return [Fault("wording", f"edit at most {MOST_EDITS} places, not {len(edits):,}")]
    faults = [Fault(f"wording[{index}].{key}", what) for index, edit in enumerate(edits) for key, what in _faults(edit)]
    first: dict[tuple[str, Rewording], int] = {}
    added = {edit.target for edit in edits if edit.kind is Rewording.ADD}
    for index, edit in enumerate(edits):
        if (earlier := first.setdefault((edit.target, edit.kind), index)) < index:
            what = f"{edit.target} has a {edit.kind} already in wording[{earlier}]; keep one of them"
            faults.append(Fault(f"wording[{index}].target", what))
        if edit.kind is Rewording.REWORD and edit.target in added:
            what = f"{edit.target} is added by another edit; change the text of that one"
            faults.append(Fault(f"wording[{index}].target", what))
    return faults


def _faults(edit: WordingEdit) -> Iterable[tuple[str, str]]:
    writes, places = (
        edit.kind in (Rewording.REWORD, Rewording.ADD),
        edit.kind in (Rewording.ADD, Rewording.MOVE),
    )
    if not PLACE.fullmatch(edit.target):
        yield "target", "name a place as section/block or section/block/entry"
    elif edit.target.partition("/")[0] not in SUBJECTS:
        yield "target", f"begins with none of the sections {', '.join(SUBJECTS)}"
    if writes and not any(text.strip() for text in edit.text):
        yield "text", "say what is to be printed; to print nothing, hide it"
    if not writes and edit.text:
        yield "text", f"means nothing where something is {'hidden' if edit.kind is Rewording.HIDE else 'moved'}"
    if len(edit.text) > MOST_CELLS:
        yield "text", f"give at most {MOST_CELLS} parts, one for each cell of prose"
    if not places and edit.after:
        yield "after", "belongs to what is added or moved"
    if edit.kind is Rewording.ADD and not edit.after:
        yield "after", "name the place that it stands behind"
    if edit.after and (edit.after.rpartition("/")[0] != edit.inside or edit.after == edit.target):
        yield "after", f"name another place within {edit.inside}"
