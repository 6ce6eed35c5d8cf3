"""Making, taking back and settling wording edits: each gives the discovery that the next revision is made from."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from scoping.domain.discovery import Discovery
from scoping.domain.editing import Settlement
from scoping.domain.errors import Fault, InvalidInput
from scoping.domain.proposal import Proposal
from scoping.domain.review import State
from scoping.domain.rewording import Rewording, WordingEdit, check_wording
from scoping.domain.sow import compose
from scoping.domain.sow.document import Section, StatementOfWork
from scoping.domain.sow.places import inside, pieces, slug

GONE = "there is no such place any more; open the document again"


def conflicts(sow: StatementOfWork) -> tuple[tuple[str, Rewording], ...]:
    """The edits that wait for a decision, by place and kind."""
    return tuple((worded.edit.target, worded.edit.kind) for worded in sow.wording if worded.conflict)


def reworded(proposal: Proposal, place: str, text: tuple[str, ...], by: str, at: datetime) -> Discovery:
    """The discovery with other words at a place; what is computed there, word for word, takes the edit back."""
    before = proposal.discovery
    added = _find(before.wording, place, Rewording.ADD)
    if added:
        return _with(before, replace(added, text=text, by=by, at=at))
    base = _computed(proposal, place)
    if tuple(map(_squeezed, text)) == tuple(map(_squeezed, base)):
        return _without(before, place, Rewording.REWORD)
    if len(text) != len(base):
        raise InvalidInput(Fault("text", f"this has {len(base)} parts of prose, not {len(text)}"))
    return _with(before, WordingEdit(place, Rewording.REWORD, text, base=base, by=by, at=at))


def added(proposal: Proposal, after: str, text: tuple[str, ...], by: str, at: datetime) -> tuple[Discovery, str]:
    """The discovery with something new behind a place, and the place it gets."""
    home = after.rpartition("/")[0]
    taken = {edit.target for edit in proposal.discovery.wording} | set(_order(_document(proposal), after))
    wanted = f"{home}/added-{slug(' '.join(text))[:24].strip('-')}"
    place = next(found for found in _numbered(wanted) if found not in taken)
    return _with(proposal.discovery, WordingEdit(place, Rewording.ADD, text, after=after, by=by, at=at)), place


def hidden(proposal: Proposal, place: str, by: str, at: datetime) -> Discovery:
    """The discovery without the words at a place."""
    made = _find(proposal.discovery.wording, place, Rewording.ADD)
    base = made.text if made else _computed(proposal, place)
    return _with(proposal.discovery, WordingEdit(place, Rewording.HIDE, base=base, by=by, at=at))


def moved(proposal: Proposal, place: str, steps: int, by: str, at: datetime) -> Discovery:
    """The discovery with a place one step further down, or up where `steps` is -1; unchanged at the end."""
    order = _order(_document(proposal), place)
    to = order.index(place) + steps
    if not 0 <= to < len(order):
        raise InvalidInput(Fault("target", f"it is the {'first' if steps < 0 else 'last'} of its list already"))
    rest = [each for each in order if each != place]
    after = rest[to - 1] if to else ""
    kept = tuple(edit for edit in proposal.discovery.wording if (edit.target, edit.kind) != (place, Rewording.MOVE))
    move = WordingEdit(place, Rewording.MOVE, after=after, by=by, at=at)
    return _checked(replace(proposal.discovery, wording=(*kept, move)))


def taken_back(discovery: Discovery, place: str, kind: Rewording) -> Discovery:
    """The discovery without this edit, and without those of what it added; InvalidInput where there is none."""
    if _find(discovery.wording, place, kind) is None:
        raise InvalidInput(Fault("target", "this edit is gone; somebody took it back meanwhile"))
    return _without(discovery, place, kind)


def settled(
    proposal: Proposal,
    place: str,
    kind: Rewording,
    settlement: Settlement,
    text: tuple[str, ...],
    by: str,
    at: datetime,
) -> Discovery:
    """The discovery after a decision on a conflict: the edit kept, what is computed now taken, or other words."""
    taken_back(proposal.discovery, place, kind)
    if settlement is Settlement.TAKE_NEW:
        return _without(proposal.discovery, place, kind)
    if settlement is Settlement.TYPE:
        if not any(part.strip() for part in text):
            raise InvalidInput(Fault("text", "type the words that are to be printed"))
        return reworded(replace(proposal, discovery=_without(proposal.discovery, place, kind)), place, text, by, at)
    kept = _find(proposal.discovery.wording, place, kind)
    return _with(proposal.discovery, replace(kept, base=_computed(proposal, place))) if kept else proposal.discovery


def _computed(proposal: Proposal, place: str) -> tuple[str, ...]:
    """The texts computed at a place today; InvalidInput where there is nothing to edit."""
    plain = replace(proposal, discovery=replace(proposal.discovery, wording=()))
    found = next((each.texts for s in _document(plain).sections for each in pieces(s) if each.place == place), None)
    if found is None:
        raise InvalidInput(Fault("target", GONE))
    return found


def _document(proposal: Proposal) -> StatementOfWork:
    return compose(proposal, revision=1, state=State.DRAFT)


def _order(sow: StatementOfWork, place: str) -> list[str]:
    """The places that stand where this one does, in order; InvalidInput where it is not among them."""
    section: Section | None = next((each for each in sow.sections if each.key == place.partition("/")[0]), None)
    order = inside(section, place.rpartition("/")[0]) if section else []
    if place not in order:
        raise InvalidInput(Fault("target", GONE))
    return order


def _find(edits: Iterable[WordingEdit], place: str, kind: Rewording) -> WordingEdit | None:
    return next((edit for edit in edits if (edit.target, edit.kind) == (place, kind)), None)


def _with(discovery: Discovery, edit: WordingEdit) -> Discovery:
    """With the edit where an earlier one of the kind stood, since the order of edits counts, or behind all others."""
    same = (edit.target, edit.kind)
    if _find(discovery.wording, *same):
        wording = tuple(edit if (each.target, each.kind) == same else each for each in discovery.wording)
    else:
        wording = (*discovery.wording, edit)
    return _checked(replace(discovery, wording=wording))


def _without(discovery: Discovery, place: str, kind: Rewording) -> Discovery:
    goes = set(Rewording) if kind is Rewording.ADD else {kind}
    kept = tuple(edit for edit in discovery.wording if edit.target != place or edit.kind not in goes)
    return replace(discovery, wording=kept)


def _checked(discovery: Discovery) -> Discovery:
    """Refuses what `propose` would, with the field of the form as place."""
    if faults := check_wording(discovery.wording):
        raise InvalidInput(*(Fault(fault.key.rpartition(".")[2], fault.what) for fault in faults))
    return discovery


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _numbered(place: str) -> Iterable[str]:
    yield place
    yield from (f"{place}-{number}" for number in range(2, 10_000))
