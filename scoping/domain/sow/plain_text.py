"""A statement of work as plain text, for golden files and checks."""

from scoping.domain.sow.document import Block, Bullets, Figure, Numbered, Paragraph, StatementOfWork, Subheading
from scoping.domain.sow.tables import Table


def text_of(block: Block) -> str:
    """The block as plain text, a line for each entry or row, cells parted by " | "."""
    match block:
        case Paragraph(text=text):
            return str(text)
        case Subheading(number=number, text=text):
            return f"{number} {text}"
        case Bullets(items=items):
            return "\n".join(f"- {item}" for item in items)
        case Numbered(prefix=prefix, items=items):
            return "\n".join(f"{prefix}{place} {item}" for place, item in enumerate(items, 1))
        case Table():
            heads = [f"{column.head}, {column.unit}" if column.unit else column.head for column in block.columns]
            lines = [block.name] * block.captioned + [" | ".join(heads)] * block.has_head
            return "\n".join(lines + [" | ".join(str(cell) for cell in row.cells) for row in block.rows])
        case Figure(caption=caption):
            return f"[{caption}]"


def plain_text(sow: StatementOfWork) -> str:
    """The whole document as plain text, for golden files and checks."""
    parts = [f"{sow.customer}\n{sow.title}\n{sow.subtitle}\nRevision {sow.revision}, {sow.state_words}"]
    parts += [f"{fact.label}: {fact.value} ({fact.note})" for fact in sow.key_facts]
    for section in sow.sections:
        parts.append(section.heading)
        parts += [text_of(block) for block in section.all_blocks]
    return "\n\n".join(parts) + "\n"
