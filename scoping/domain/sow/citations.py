"""A text of the document with the footnotes that its figures refer to."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Footnote:
    """A numbered assumption as it stands at the foot of a page: its label, such as A7, and what it says."""

    label: str
    text: str

    def __str__(self) -> str:
        return f"{self.label} {self.text}"


@dataclass(frozen=True)
class Cited:
    """A computed text; each footnote belongs behind so many of its letters, in order."""

    text: str
    footnotes: tuple[tuple[int, Footnote], ...]

    def __str__(self) -> str:
        return "".join(part if isinstance(part, str) else f"\u00a0[{part.label}]" for part in self.parts)

    @property
    def parts(self) -> Iterator[str | Footnote]:
        """The text with its footnotes where they belong."""
        begins = 0
        for end, footnote in self.footnotes:
            yield self.text[begins:end]
            yield footnote
            begins = end
        yield self.text[begins:]

    @property
    def printed(self) -> str:
        """The line as a PDF prints it: labels without brackets, set smaller."""
        return "".join(part if isinstance(part, str) else part.label for part in self.parts)
