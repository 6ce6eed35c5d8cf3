"""What reports offer to fill in: for every question what they say, and what stands there now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from scoping.domain.discovery import Answer, Answers, Confidence, Kind, Question, Value, fault_of
from scoping.inventory.found import Inventory, Prefill, told_difference


@dataclass(frozen=True)
class Claim:
    """A value that reports give for a question; `fault` says why the question cannot take it, empty where it can."""

    prefill: Prefill
    value: Value
    label: str
    fault: str

    def answer(self, by: str, at: datetime) -> Answer:
        """The claim as an answer, less sure where some rows did not tell."""
        confidence = Confidence.THINKS_SO if self.prefill.unknown_rows else Confidence.SURE
        return Answer(self.value, confidence, self.prefill.source, by, at)


@dataclass(frozen=True)
class Offer:
    """The claims about one question, more than one where reports disagree, and the answer that stands there now.

    `about` tells of a disagreement in a part of what was added up.
    """

    question: Question
    claims: tuple[Claim, ...]
    standing: Answer | None
    about: str = ""

    @property
    def disputed(self) -> bool:
        """Whether reports disagree, so that a person has to pick."""
        return len(self.claims) > 1

    @property
    def agrees(self) -> bool:
        """Whether what stands there is what the reports say."""
        return not self.disputed and self.standing is not None and self.standing.value == self.claims[0].value

    @property
    def open(self) -> bool:
        """Whether nothing known stands there that a report would replace."""
        return self.standing is None or not self.standing.known

    @property
    def proposed(self) -> int | None:
        """The position of the claim to take unless a person says otherwise; None where a person has to say."""
        return 0 if self.open and not self.disputed and not self.claims[0].fault else None

    @property
    def takeable(self) -> int | None:
        """The position of the claim that "take all" takes; None where reports disagree or the question refuses it."""
        return 0 if not self.disputed and not self.claims[0].fault and not self.agrees else None


def offers(questions: Mapping[str, Question], answers: Answers, inventory: Inventory) -> tuple[Offer, ...]:
    """One offer for each of the questions that the reports answer, in the order of the questions."""
    different = {each.key: each for each in inventory.disagreements}
    found = []
    for key, question in questions.items():
        if (best := inventory.answers.get(key)) is None:
            continue
        prefills: tuple[Prefill, ...] = (best,)
        about = ""
        if disagreement := different.get(key):
            if any(each.value == best.value for each in disagreement.prefills):
                prefills = disagreement.prefills
            else:  # a sum over several sources, in one of which two reports differ
                about = told_difference(disagreement)
        claims = tuple(_claim(question, prefill) for prefill in prefills)
        found.append(Offer(question, claims, answers.get(key), about))
    return tuple(found)


def unasked(questions: Mapping[str, Question], inventory: Inventory) -> dict[str, Prefill]:
    """What the reports tell beyond the questions, by key."""
    return {key: each for key, each in inventory.answers.items() if key not in questions}


def _claim(question: Question, prefill: Prefill) -> Claim:
    value: Value = (str(prefill.value),) if question.kind is Kind.CHOICES else prefill.value
    what = fault_of(question, value)
    return Claim(prefill, value, question.label_of(value), f"{what[:1].upper()}{what[1:]}." if what else "")
