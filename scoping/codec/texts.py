"""What a text that people type may contain: any script and markup, no control characters, and not without end."""

import unicodedata

MAXIMUM_NAME = 200
MAXIMUM_LINE = 500
MAXIMUM_LINES = 50
_LINE_BREAKS = "\n\r\t"


def text_fault(text: str, at_most: int, *, lines: bool = False) -> str:
    """What is wrong with a text, as a sentence; empty when nothing is. `lines` allows line breaks and tabs."""
    if len(text) > at_most:
        return f"use at most {at_most:,} characters, not {len(text):,}"
    for position, character in enumerate(text, 1):
        if character in _LINE_BREAKS:
            if not lines:
                return f"has a line break or tab at character {position:,}; write it on one line"
        elif unicodedata.category(character) in ("Cc", "Cs"):
            return f"character {position:,} is the control character U+{ord(character):04X}; remove it"
    return ""


def name_fault(text: str, at_most: int = MAXIMUM_NAME) -> str:
    """What is wrong with a text that must be there and stand on one line; empty when nothing is."""
    return text_fault(text, at_most) if text.strip() else "is empty; write at least one letter"
