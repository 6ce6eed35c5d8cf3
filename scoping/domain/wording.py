"""What is printed of answers and catalogue: the questions as answered, the clauses that apply, remarks."""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from decimal import Decimal
from string import Formatter
from typing import Any

from scoping.domain.catalog import Catalog, Section
from scoping.domain.conditions import Facts, holds
from scoping.domain.discovery import Answers, Confidence, Discovery, Question
from scoping.domain.effort import ThreePoint
from scoping.domain.estimate import asked_now

ARTICLE = re.compile(r"(^|, )(The|An?) ")  # of a choice, which begins no sentence where a clause names it


@dataclass(frozen=True)
class AnsweredQuestion:
    """A question as it stood when the proposal was made.

    `answer` is empty where it is not known, `given` says that somebody answered, "unknown" included, and `assumed` is
    what the estimate took in place of an unknown answer. `decisive` says that some task looks at it.
    """

    key: str
    group: str
    text: str
    answer: str
    known: bool
    given: bool
    required: bool
    needed_for_architect: bool = False
    assumed: str = ""
    confidence: Confidence = Confidence.SURE
    source: str = ""
    decisive: bool = False

    @property
    def open(self) -> bool:
        """Whether it still waits for an answer: an optional one that nobody took up and no task looks at does not."""
        wanted = self.assumed or self.given or self.required or self.needed_for_architect or self.decisive
        return not self.known and bool(wanted)


@dataclass(frozen=True)
class Stated:
    """An amount that a text states: the question it answers, and after how many letters of the text it ends."""

    fact: str
    end: int


@dataclass(frozen=True)
class Wording:
    """A clause that applies, its placeholders filled; a simulated risk keeps its probability and its hours.

    `stated` are the amounts in its text; none where it was saved before they were noted.
    """

    section: Section
    service: str
    key: str
    text: str
    detail: str = ""
    source: str = ""
    ours: bool = False
    probability: Decimal | None = None
    hours: ThreePoint | None = None
    stated: tuple[Stated, ...] = ()


@dataclass(frozen=True)
class Remark:
    """Something a reader of the proposal has to know; a blocking one keeps it from review."""

    key: str
    text: str
    source: str = ""
    blocking: bool = False


def answered(
    questions: Mapping[str, Question],
    facts: Facts,
    missing: Mapping[str, Question],
    filled: Facts,
    answers: Answers,
    decisive: Set[str],
) -> tuple[AnsweredQuestion, ...]:
    """Every question that is asked, as it is printed; `decisive` are the keys that the tasks look at."""
    return tuple(
        AnsweredQuestion(
            key,
            question.group,
            question.text,
            "" if facts[key] is None else question.label_of(facts[key]),
            facts[key] is not None,
            key in answers,
            question.required,
            question.needed_for_architect,
            question.label_of(filled[key]) if key in missing else "",
            answers[key].confidence if key in answers else Confidence.SURE,
            answers[key].source if key in answers else "",
            key in decisive,
        )
        for key, question in asked_now(questions, facts).items()
    )


def wording(
    catalog: Catalog, discovery: Discovery, facts: Facts, missing: Mapping[str, Question]
) -> tuple[Wording, ...]:
    """The clauses that apply, filled and without duplicates, in the catalogue's order."""
    shown = {key: _shown(catalog.questions.get(key), value, key in missing) for key, value in facts.items()}
    found: dict[tuple[Section, str], Wording] = {}
    for service in catalog.sold(discovery.services):
        for clause in service.clauses:
            if holds(clause.when, facts) is True:
                text, detail = clause.text.format_map(shown), clause.detail.format_map(shown)
                about = (
                    clause.source,
                    clause.ours,
                    clause.probability,
                    clause.hours,
                    _stated(clause.text, facts, shown),
                )
                words = Wording(clause.section, service.key, clause.key, text, detail, *about)
                found.setdefault((clause.section, text), words)
    return tuple(found.values())


def _stated(template: str, facts: Facts, shown: Mapping[str, str]) -> tuple[Stated, ...]:
    """The amounts among the placeholders of a text, by where they end in the filled text."""
    found, end = [], 0
    for literal, fact, _, _ in Formatter().parse(template):
        end += len(literal)
        if fact:
            end += len(shown[fact])
            if _is_amount(facts[fact]):
                found.append(Stated(fact, end))
    return tuple(found)


def _is_amount(value: Any) -> bool:
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


def _shown(question: Question | None, value: Any, is_assumed: bool) -> str:
    if _is_amount(value):
        text = f"{value:,}"
    else:
        text = question.label_of(value) if question and value is not None else str(value)
        if question and question.choices:
            text = ARTICLE.sub(lambda found: found[0].lower(), text)
    return f"{text} (assumed, to be confirmed)" if is_assumed else text


def remarks(catalog: Catalog, discovery: Discovery, facts: Facts) -> tuple[Remark, ...]:
    """The catalogue's notes that apply to these answers."""
    return tuple(
        Remark(note.key, note.text, note.source, note.blocking)
        for service in catalog.sold(discovery.services)
        for note in service.notes
        if holds(note.when, facts) is True
    )
