"""In which forms a document is handed out: what a copy of it is called where it is kept and where it is on record."""

from dataclasses import dataclass
from enum import StrEnum

from scoping.domain.sow.document import Audience


class Kind(StrEnum):
    """What it is a copy of."""

    STATEMENT = "statement_of_work"
    ORDER = "change_order"


class Form(StrEnum):
    """The kind of file, by the ending of its name."""

    PDF = "pdf"
    WORD = "docx"
    HTML = "html"
    MARKDOWN = "md"
    CSV = "csv"


@dataclass(frozen=True)
class Copy:
    """One form of a revision's document for one audience; `part` is what of it, such as "section 5", empty for all."""

    kind: Kind
    audience: Audience = Audience.CLIENT
    form: Form = Form.PDF
    part: str = ""

    @property
    def is_internal(self) -> bool:
        """Whether it must not leave the provider."""
        return self.audience is Audience.INTERNAL
