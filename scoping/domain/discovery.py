"""What is asked and what was answered: questions, answers with their provenance, one engagement's discovery."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from scoping.domain.allocation import Allocation
from scoping.domain.calendar import Window
from scoping.domain.cells import Column, File, Row, file_fault, rows_fault
from scoping.domain.conditions import ALWAYS, Condition, Scalar
from scoping.domain.errors import Fault
from scoping.domain.fee_basis import Billing, Shape
from scoping.domain.fingerprint import LATER
from scoping.domain.overrides import Override
from scoping.domain.rewording import WordingEdit
from scoping.domain.team import Team
from scoping.domain.wave_table import WaveTable


class Kind(StrEnum):
    """How a question is answered."""

    NUMBER = "number"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    TEXT = "text"
    DATE = "date"
    VERSION = "version"
    FILE = "file"
    ROWS = "rows"


class Confidence(StrEnum):
    """How sure the person is who answered."""

    SURE = "sure"
    THINKS_SO = "thinks_so"
    GUESS = "guess"


@dataclass(frozen=True)
class Choice:
    """One of the values a choice question offers."""

    key: str
    label: str


@dataclass(frozen=True)
class Assumption:
    """What stands in for an unknown answer: a range for numbers, weights for choices ("yes"/"no" for yes-no)."""

    low: Decimal | None = None
    likely: Decimal | None = None
    high: Decimal | None = None
    weights: Mapping[str, Decimal] = field(default_factory=dict)


def singular(unit: str) -> str:
    """A unit as it follows a one: "minor versions" gives minor version; what is no plural stays."""
    if unit.endswith("people"):
        return f"{unit.removesuffix('people')}person"
    for plural, one in (("ies", "y"), ("sses", "ss"), ("s", "")):
        if unit.endswith(plural):
            return unit.removesuffix(plural) + one
    return unit


@dataclass(frozen=True)
class Question:
    """One question, asked once however many services use it; `ours` marks what no public source gives.

    `versions_apart` names two version questions, the older version first: their distance in minor versions is the
    answer where nobody gave another one.
    """

    key: str
    text: str
    kind: Kind
    why: str
    drives: str = ""
    group: str = ""
    unit: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    choices: tuple[Choice, ...] = ()
    columns: tuple[Column, ...] = ()
    when: Condition = ALWAYS
    required: bool = False
    needed_for_architect: bool = False
    unknown: Assumption | None = None
    versions_apart: tuple[str, ...] = ()
    source: str = ""
    ours: bool = False

    def label_of(self, value: object) -> str:
        """The value as people read it: choice labels, Yes or No, numbers with thousands separators and the unit."""
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(value, tuple) and self.kind is Kind.ROWS:
            return "; ".join(self._row(row) for row in value)
        if isinstance(value, tuple):
            return ", ".join(self.label_of(item) for item in value)
        if isinstance(value, File):
            return value.name
        if isinstance(value, (int, Decimal)):
            return f"{value:,} {singular(self.unit) if value == 1 else self.unit}".strip()
        if isinstance(value, date):
            return f"{value.day} {value:%B %Y}"
        return next((choice.label for choice in self.choices if choice.key == value), str(value))

    def _row(self, row: Row) -> str:
        """One row on one line: "GitHub, 400 repositories"; an empty cell says nothing."""
        cells = zip(self.columns, row, strict=False)  # a catalogue may have gained a column since
        return ", ".join(
            f"{cell:,} {column.label[:1].lower()}{column.label[1:]}" if isinstance(cell, int) else str(cell)
            for column, cell in cells
            if cell is not None
        )


Value = bool | int | Decimal | str | date | File | tuple[str, ...] | tuple[Row, ...]


@dataclass(frozen=True)
class Answer:
    """A value, or None for "we do not know", with how sure, from where, by whom and when."""

    value: Value | None
    confidence: Confidence = Confidence.SURE
    source: str = ""
    by: str = ""
    at: datetime | None = None

    @property
    def known(self) -> bool:
        """False where the answer is "unknown"."""
        return self.value is not None


UNKNOWN = Answer(None)
Answers = Mapping[str, Answer]


@dataclass(frozen=True)
class Contact:
    """A person of the customer, as printed in the SOW."""

    name: str
    role: str


@dataclass(frozen=True)
class Discovery:
    """Everything an engagement manager put in: the inputs of a proposal and the content of a discovery file.

    On the public holidays of `countries` (of both sides, ISO 3166 such as DE or DE-BY) and in `freezes` nobody works;
    `hours_per_day` is the length of a working day, 8 where None; `ends_by` the last day that the customer wants;
    `minimum_hours_per_week` is agreed for this engagement, None where the catalogue's holds. `waves` is the plan made
    from the list of repositories, None where there is none.

    `cap` is an amount in `currency` that time and materials must not exceed; a retainer reserves `hours_per_week` for
    `retained_weeks`.
    """

    customer: str
    title: str
    currency: str
    rate_card: str
    starts_on: date
    services: tuple[str, ...]
    goals: tuple[str, ...] = ()
    pain_points: tuple[str, ...] = ()
    constraints: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()
    answers: Answers = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()
    wording: tuple[WordingEdit, ...] = field(default=(), metadata=LATER)
    countries: tuple[str, ...] = field(default=(), metadata=LATER)
    freezes: tuple[Window, ...] = field(default=(), metadata=LATER)
    hours_per_day: Decimal | None = field(default=None, metadata=LATER)
    allocations: tuple[Allocation, ...] = field(default=(), metadata=LATER)
    ends_by: date | None = field(default=None, metadata=LATER)
    minimum_hours_per_week: Decimal | None = field(default=None, metadata=LATER)
    team: Team | None = field(default=None, metadata=LATER)
    waves: WaveTable | None = field(default=None, metadata=LATER)
    shape: Shape = field(default=Shape.OPEN, metadata=LATER)
    billing: Billing = field(default=Billing.BY_SHAPE, metadata=LATER)
    cap: Decimal | None = field(default=None, metadata=LATER)
    hours_per_week: Decimal | None = field(default=None, metadata=LATER)
    retained_weeks: int | None = field(default=None, metadata=LATER)


def unnamed(contacts: Iterable[Contact], wanted: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Whom of the people `wanted` nobody named: those of whose words none occurs in the role of any contact."""
    roles = [contact.role.casefold() for contact in contacts]
    return tuple(who for who, words in wanted.items() if not any(word in role for word in words for role in roles))


def assumed(question: Question) -> Scalar | None:
    """The single value that stands in for an unknown answer: the likely one; None where the question has none."""
    stand_in = question.unknown
    if stand_in is None:
        return None
    if question.kind is Kind.NUMBER:
        return stand_in.likely
    likeliest = max(stand_in.weights, key=lambda key: stand_in.weights[key], default=None)
    return likeliest == "yes" if question.kind is Kind.YES_NO and likeliest else likeliest


def fault_of(question: Question, value: Value) -> str:
    """What is wrong with a value as an answer to this question, as a sentence; empty when nothing is."""
    if question.kind is Kind.NUMBER:
        return _number_fault(question, value)
    if question.kind in (Kind.CHOICE, Kind.CHOICES):
        return _choice_fault(question, value)
    if question.kind is Kind.ROWS:
        return rows_fault(question.columns, value)
    if question.kind is Kind.FILE:
        return file_fault(value)
    if question.kind is Kind.YES_NO and not isinstance(value, bool):
        return "answer true or false"
    if question.kind is Kind.DATE and (not isinstance(value, date) or isinstance(value, datetime)):
        return "give a date such as 2027-02-01"
    if question.kind is Kind.TEXT and not isinstance(value, str):
        return "give a text"
    if question.kind is Kind.VERSION and not (isinstance(value, str) and _VERSION.fullmatch(value)):
        return "give a version such as 17.4 or 17.4.2-ee"
    if isinstance(value, str) and len(value) > MAXIMUM_TEXT:
        return f"use at most {MAXIMUM_TEXT:,} characters, not {len(value):,}"
    return ""


MAXIMUM_TEXT = 5000
MINORS_IN_A_MAJOR = 12  # GitLab releases a minor version a month and a major one a year
_VERSION = re.compile(r"(\d{1,4})\.(\d{1,4})(\.\d{1,9}){0,3}([-+~][0-9A-Za-z.+~-]{1,40})?", re.ASCII)


def minors_apart(older: str, newer: str) -> int:
    """Minor versions from one version of GitLab to a later one; 0 where it is not later."""
    (major, minor), (later_major, later_minor) = (_major_and_minor(version) for version in (older, newer))
    return max(0, (later_major - major) * MINORS_IN_A_MAJOR + later_minor - minor)


def _major_and_minor(version: str) -> tuple[int, int]:
    found = _VERSION.fullmatch(version)
    if found is None:
        raise ValueError(f"{version!r} is no version")
    return int(found[1]), int(found[2])


def _number_fault(question: Question, value: Value) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return f"give a number, not {value!r}"
    if isinstance(value, Decimal) and not value.is_finite():
        return "give a finite number"
    if value != int(value):
        return f"give a whole number, not {value}"
    if question.minimum is not None and value < question.minimum:
        return f"{value:,} is below {question.minimum:,}, the smallest possible answer"
    if question.maximum is not None and value > question.maximum:
        return f"{value:,} is above {question.maximum:,}, the largest plausible answer; check the number"
    return ""


def _choice_fault(question: Question, value: Value) -> str:
    given = value if isinstance(value, tuple) else (value,)
    if isinstance(value, tuple) != (question.kind is Kind.CHOICES):
        return "give a list of choices" if question.kind is Kind.CHOICES else "give one choice, not a list"
    allowed = [choice.key for choice in question.choices]
    wrong = [str(item) for item in given if item not in allowed]
    return f"{', '.join(wrong)} is not offered; choose from {', '.join(allowed)}" if wrong else ""


def check_answers(questions: Mapping[str, Question], answers: Answers) -> list[Fault]:
    """Every answer that its question does not allow, and every answer to a question that the catalogue has not."""
    faults = []
    for key, answer in answers.items():
        if key not in questions:
            faults.append(Fault(f"answers.{key}", "no service asks this; check the spelling of the key"))
        elif answer.value is not None and (what := fault_of(questions[key], answer.value)):
            faults.append(Fault(f"answers.{key}", what))
    return faults
