"""Words that people chose in place of computed ones: edits in conflict, changed numbers, sections with nothing left."""

import re
from collections.abc import Iterator

from scoping.domain.checks.finding import Finding, Mend
from scoping.domain.proposal import Proposal
from scoping.domain.rewording import hidden_places
from scoping.domain.sow.document import StatementOfWork
from scoping.domain.sow.figures import listed

COUNTED = re.compile(r"(?<![\d.,])(\d[\d,]*(?:\.\d+)?) ([^\W\d]{2,})")


def rewordings_are_decided(sow: StatementOfWork) -> Iterator[Finding]:
    """Nothing was edited against other words than today's, and every section still says something."""
    for worded in sow.wording:
        if worded.conflict:
            yield Finding(
                f"wording.{worded.edit.target}",
                worded.section.heading,
                "The words were edited, and other ones are computed since. Keep the edit, take the new words or type "
                "others.",
                at="disputed",
            )
    for section in sow.sections:
        if not section.blocks:
            what = "Everything in this section is hidden. Show something again, or add a sentence that says why."
            yield Finding(f"empty.{section.key}", section.heading, what, at=section.anchor)


def rewordings_keep_the_numbers(proposal: Proposal, sow: StatementOfWork) -> Iterator[Finding]:
    """A computed count that was typed over: the answer is to change, not the sentence."""
    sections = {section.key: section for section in sow.sections}
    hidden = hidden_places(proposal.discovery.wording)
    for edit in (edit for edit in proposal.discovery.wording if edit.target not in hidden):
        was, now = (_counts(" ".join(texts)) for texts in (edit.base, edit.text))
        for noun, numbers in was.items():
            typed = [number for number in now.get(noun, ()) if number not in numbers]
            if typed and not set(numbers) & set(now[noun]):
                section = sections[edit.target.partition("/")[0]]
                what = (
                    f"The text says {listed(typed)} {noun}, computed is {listed(numbers)}. Change the answer in "
                    "discovery that it comes from, or word the sentence without the number."
                )
                yield Finding(f"number.{edit.target}.{noun}", section.heading, what, Mend.SOW, section.anchor)


def _counts(text: str) -> dict[str, list[str]]:
    """The numbers of a text by the word that follows them."""
    found: dict[str, list[str]] = {}
    for number, noun in COUNTED.findall(text):
        found.setdefault(noun.casefold(), []).append(number)
    return found
