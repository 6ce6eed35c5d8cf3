"""The catalogue's clauses that apply, as a document prints them: entries of lists and paragraphs."""

from collections.abc import Sequence

from scoping.domain import catalog
from scoping.domain.proposal import Proposal
from scoping.domain.sow.document import Block, Entry, Paragraph
from scoping.domain.wording import Wording

CHANGE_SECTION = "section 15"


def clauses(proposal: Proposal, place: catalog.Section, service: str | None = None) -> tuple[Wording, ...]:
    """The clauses printed at this place, of one service where it is named."""
    return tuple(words for words in proposal.wording if words.section is place and service in (None, words.service))


def sentences(found: Sequence[Wording]) -> tuple[str, ...]:
    """Each clause in one piece, what it adds in `detail` behind it."""
    return tuple(f"{words.text} {words.detail}".strip() for words in found)


def key_of(words: Wording) -> str:
    """What names a clause within its section."""
    return f"{words.service}.{words.key}"


def entries(found: Sequence[Wording]) -> tuple[Entry, ...]:
    """Each clause as an entry of a list."""
    return tuple(Entry(text, key_of(words)) for text, words in zip(sentences(found), found, strict=True))


def prose(found: Sequence[Wording], without: str, key: str = "") -> tuple[Block, ...]:
    """Each clause as a paragraph; the sentence `without`, which `key` names, where there is none."""
    if not found:
        return (Paragraph(without, key=key),)
    return tuple(Paragraph(entry.text, key=entry.key) for entry in entries(found))
