"""Which words differ between two statements of work, place by place, computed or edited alike."""

from dataclasses import dataclass

from scoping.domain.sow.document import Section, StatementOfWork
from scoping.domain.sow.places import pieces


@dataclass(frozen=True)
class ChangedWords:
    """What stood at a place and what stands there now, cell by cell; nothing where it was added or is gone."""

    section: Section
    place: str
    was: tuple[str, ...]
    now: tuple[str, ...]


def changed_words(before: StatementOfWork, after: StatementOfWork) -> tuple[ChangedWords, ...]:
    """Every place that says something else, in the order of the sections; what only moved says the same."""
    found = []
    for old, new in zip(before.sections, after.sections, strict=True):
        was = {piece.place: piece.texts for piece in pieces(old)}
        now = {piece.place: piece.texts for piece in pieces(new)}
        found += [
            ChangedWords(new, place, was.get(place, ()), now.get(place, ()))
            for place in dict.fromkeys([*now, *was])
            if was.get(place) != now.get(place)
        ]
    return tuple(found)
