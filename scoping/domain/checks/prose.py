"""Prose that a contract cannot hold: vague words, promised dates, and counts that differ from discovery.

What the customer told stands as told, and a clause of the reference data may need its owner, so all of it only warns.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scoping.domain.charge import Charge
from scoping.domain.checks.finding import Finding, Mend
from scoping.domain.discovery import singular
from scoping.domain.fee_basis import Shape
from scoping.domain.money import Money
from scoping.domain.proposal import Proposal
from scoping.domain.rewording import SUBJECTS, Rewording, hidden_places
from scoping.domain.sow.figures import day, exact, listed, money

_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
DATE = re.compile(
    rf"\b(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}(?: \d{{4}})?|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b"
    rf"(?:,? \d{{4}})?|(?:by|in|until|before) (?:the end of )?{_MONTH}(?: \d{{4}})?|Q[1-4](?: ?/? ?\d{{4}})?)\b"
)
MONEY = re.compile(r"(?:\b([A-Z]{3}) ?|([$€£]) ?)(\d[\d,]*(?:\.\d+)?)(k\b)?", re.ASCII)
FEES = f"section-{SUBJECTS.index('fees') + 1}"  # where amounts may be typed, such as a limit of travel expenses
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP"}


@dataclass(frozen=True)
class Passage:
    """Some prose of the document: where it stands, for people, and where it is mended."""

    place: str
    where: str
    text: str
    mend: Mend
    at: str


def told(proposal: Proposal, *names: str) -> Iterator[Passage]:
    """What the customer told, line by line."""
    for name in names:
        for number, line in enumerate(getattr(proposal.discovery, name), 1):
            yield Passage(f"{name}.{number}", name.replace("_", " ").capitalize(), line, Mend.DISCOVERY, name)


def clauses(proposal: Proposal) -> Iterator[Passage]:
    """The clauses that apply, with what each adds in detail."""
    names = {service.key: service.name for service in proposal.services}
    for words in proposal.wording:
        text = f"{words.text} {words.detail}".strip()
        where = f"{names[words.service]}, {words.section.value.replace('_', ' ')}"
        yield Passage(f"{words.service}.{words.key}", where, text, Mend.CATALOGUE, words.service)


def typed(proposal: Proposal) -> Iterator[Passage]:
    """What people typed into the document itself, and did not hide again."""
    hidden = hidden_places(proposal.discovery.wording)
    for edit in proposal.discovery.wording:
        subject = edit.target.partition("/")[0]
        at = f"section-{SUBJECTS.index(subject) + 1}"
        if edit.text and edit.target not in hidden:
            yield Passage(edit.target, subject.capitalize(), " ".join(edit.text), Mend.SOW, at)


def words_are_testable(proposal: Proposal) -> Iterator[Finding]:
    """No vague word in a clause or in a constraint, which binds the plan."""
    vague = proposal.terms.vague_words
    if not vague:
        return
    either = "|".join(re.escape(word) for word in sorted(vague, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w/])(?:{either})(?!\w)", re.IGNORECASE)
    for passage in (*told(proposal, "constraints"), *clauses(proposal), *typed(proposal)):
        if found := dict.fromkeys(match.group() for match in pattern.finditer(passage.text)):
            said = listed([f"“{word}”" for word in found])
            what = f"{said} cannot be tested. Say how much, until when or by which measure: {_quoted(passage.text)}"
            yield _finding("vague", passage, what)


def nothing_promises_a_date(proposal: Proposal) -> Iterator[Finding]:
    """Dates stand in the schedule, which computes them; one typed in a goal or clause stays when the plan moves."""
    timetable = proposal.schedule
    planned = {timetable.starts_on, timetable.ends_on}
    planned |= {on for package in timetable.packages for on in (package.starts_on, package.ends_on)}
    computed = {day(on) for on in planned} | {on.isoformat() for on in planned}
    for passage in (*told(proposal, "goals"), *clauses(proposal), *typed(proposal)):
        if found := dict.fromkeys(said for said in DATE.findall(passage.text) if said not in computed):
            said = listed([f"“{date}”" for date in found])
            what = f"{said} reads like a promise. Leave dates to section 11, or make it a constraint if it is one."
            yield _finding("date", passage, what)


def counts_agree(proposal: Proposal) -> Iterator[Finding]:
    """A count with a unit of discovery is the answer given there; an amount of money is one of the prices offered."""
    answers: dict[str, list[str]] = {}
    for question in proposal.questions:
        number, _, unit = (question.answer or question.assumed).partition(" ")
        if unit and number.replace(",", "").isdigit():
            answers.setdefault(singular(unit), []).append(number)
    prices = [exact(price) for price in _prices(proposal)]
    right = {*prices, *map(money, _prices(proposal))}
    added = {edit.target for edit in proposal.discovery.wording if edit.kind is Rewording.ADD}
    for passage in (*told(proposal, "goals", "pain_points", "constraints"), *typed(proposal)):
        counted = passage.mend is not Mend.SOW or passage.place in added  # others are held against what was computed
        for unit, numbers in answers.items() if counted else ():
            for said, as_said in re.findall(rf"(?<![\d.,])(\d[\d,]*) ({_forms(unit)})\b", passage.text, re.IGNORECASE):
                if f"{int(said.replace(',', '')):,}" not in numbers:
                    what = f"It says {said} {as_said}, discovery has {listed(numbers)}. Correct the one that is wrong."
                    yield _finding("count", passage, what)
        for match in MONEY.finditer(passage.text if passage.at != FEES else ""):
            if (said := _amount(match)) and said not in right:
                amount = match.group().strip()
                what = f"It says {amount}, the price is {listed(sorted(prices))}. Leave amounts to section 12."
                yield _finding("money", passage, what)


def _forms(unit: str) -> str:
    """A pattern for a unit, given in the singular, in both its numbers."""
    if unit.endswith("person"):
        return f"{re.escape(unit)}|{re.escape(unit.removesuffix('person'))}people"
    return f"{re.escape(unit.removesuffix('y'))}(?:y|ies|e?s)?" if unit.endswith("y") else f"{re.escape(unit)}(?:e?s)?"


def _prices(proposal: Proposal) -> Iterator[Money]:
    """The amounts that the document itself names as its price."""
    charge = Charge(proposal)
    if charge.shape is Shape.OPEN:
        yield from (proposal.price.time_and_materials, proposal.price.fixed_fee)
        return
    yield charge.due
    if charge.shape is Shape.CAPPED:
        yield charge.cap


def _amount(match: re.Match[str]) -> str:
    code, sign, number, thousands = match.groups()
    if not (code or sign) or (code and code not in ("USD", "EUR", "GBP", "CHF", "JPY", "AUD", "CAD")):
        return ""
    return f"{code or _SIGNS[sign]} {number}{'k' if thousands else ''}"


def _quoted(text: str, room: int = 90) -> str:
    return f"“{text if len(text) <= room else text[: room - 1].rstrip() + '…'}”"


def _finding(kind: str, passage: Passage, what: str) -> Finding:
    return Finding(f"{kind}.{passage.place}", passage.where, what, passage.mend, passage.at, blocks=False)
