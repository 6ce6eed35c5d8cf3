"""A composed statement of work as Word document, from the same value as the PDF: real styles, headings and tables."""

from scoping.domain.sow.document import Section, StatementOfWork
from scoping.domain.sow.footnotes import cited
from scoping.sow.letterhead import Letterhead
from scoping.sow.word import blocks, pages
from scoping.sow.word.frame import frame, saved


def render_word(sow: StatementOfWork, letterhead: Letterhead | None = None, *, draft: bool | None = None) -> bytes:
    """The whole document (.docx); `draft` decides on the watermark, by default the state does."""
    letterhead = letterhead or Letterhead(sow.provider)
    document = frame(sow, letterhead)
    pages.running_lines(document, sow, letterhead, sow.is_draft if draft is None else draft)
    pages.cover(document, sow, letterhead)
    if sow.has_contents:
        pages.contents(document, sow)
    for section in cited(sow).sections:
        blocks.section(document, sow, section, new_page=section.number == 1)
    pages.signatures(document, sow)
    return saved(document, sow)


def render_section(sow: StatementOfWork, section: Section, letterhead: Letterhead | None = None) -> bytes:
    """One section alone (.docx), to be pasted into a paper of the customer's."""
    document = frame(sow, letterhead or Letterhead(sow.provider))
    blocks.section(document, sow, section)
    return saved(document, sow)
