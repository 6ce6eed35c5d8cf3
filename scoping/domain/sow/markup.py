"""Text that a person wrote as Markdown: bold, italic, links and lists; all else in it is taken as it stands.

The parser is imported when the first such text is printed, because that takes a while and most documents have none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from scoping.domain.sow.citations import Cited

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

RULES = ("emphasis", "link", "list", "escape", "newline")


@dataclass(frozen=True)
class Marked:
    """A text with its marks; as plain text its entries begin with a dash and its links name their address."""

    source: str

    def __str__(self) -> str:
        return "\n".join(f"- {line}" if listed else line for line, listed in _lines(self.source, True))

    @property
    def lines(self) -> tuple[str, ...]:
        """What a reader sees of it, paragraph by paragraph and entry by entry, without the addresses of links."""
        return tuple(line for line, _ in _lines(self.source, False))

    @property
    def is_single(self) -> bool:
        """Whether it is one paragraph, which may stand within a line."""
        return len(_lines(self.source, False)) == 1 and not _lines(self.source, False)[0][1]


Words = str | Marked | Cited


def source_of(words: Words) -> str:
    """What a person edits: the Markdown, or the plain text that nobody edited yet."""
    match words:
        case Marked(source=source):
            return source
        case Cited(text=text):
            return text
    return words


def lines_of(words: Words) -> tuple[str, ...]:
    """What a reader sees, a line for each paragraph and entry."""
    match words:
        case Marked():
            return words.lines
        case Cited():
            return (words.printed,)
    return (words,)


@cache
def parser() -> "MarkdownIt":
    """The parser of the subset; HTML in a text is text."""
    from markdown_it import MarkdownIt

    return MarkdownIt("zero", {"breaks": True, "html": False}).enable(list(RULES))


@lru_cache(2000)
def _lines(source: str, addresses: bool) -> tuple[tuple[str, bool], ...]:
    """Each line with whether it begins an entry of a list."""
    found, begins = [], False
    for token in parser().parse(source):
        if token.type == "list_item_open":
            begins = True
        elif token.type == "inline":
            found.append(("".join(_words(token.children or (), addresses)), begins))
            begins = False
    return tuple(found) or ((source.strip(), False),)


def _words(tokens: "Iterator[Token] | tuple[()] | list[Token]", addresses: bool) -> Iterator[str]:
    address, said = "", ""
    for token in tokens:
        if token.type == "link_open":
            address, said = str(token.attrGet("href") or ""), ""
        elif token.type == "link_close":
            if addresses and address and address.removeprefix("mailto:") != said:
                yield f" ({address})"
            address = ""
        elif token.type in ("softbreak", "hardbreak"):
            yield "\n"
        else:
            said += token.content
            yield token.content
