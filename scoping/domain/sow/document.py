"""What a statement of work consists of: sections of paragraphs, lists, tables and figures, all plain values."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from scoping.domain.fee_basis import Shape
from scoping.domain.money import Money
from scoping.domain.proposal import Proposal
from scoping.domain.review import Action, Approver, State
from scoping.domain.rewording import SUBJECTS, WordingEdit
from scoping.domain.sow.amendment import Agreed, Judgement, label
from scoping.domain.sow.figures import day
from scoping.domain.sow.markup import Words
from scoping.domain.sow.tables import Table

SHORT_ORDER = 80  # rows of a change order without contents, about six pages
SHORT_LEAD = 160  # letters of a paragraph, less than three lines, that only leads up to what follows
STATE_WORDS = {
    State.DRAFT: "draft",
    State.IN_REVIEW: "in review",
    State.CHANGES_REQUESTED: "changes requested",
    State.APPROVED: "approved",
    State.ISSUED: "issued",
}


class Audience(StrEnum):
    """Whom a document is for: the client's carries no value that is the provider's own affair."""

    CLIENT = "client"
    INTERNAL = "internal"


@dataclass(frozen=True)
class ReviewEntry:
    """One action of a review as printed: who, in which role (a person role's key) at which level, what and when."""

    name: str
    role: str
    level: str
    action: Action
    on: date

    @property
    def approver(self) -> Approver:
        """The part that decides which approvals it counts for."""
        return Approver(self.role, self.level)


@dataclass(frozen=True)
class Paragraph:
    """Prose; a note is set smaller. `key` names it within its section; what is computed has none and is locked."""

    text: Words
    note: bool = False
    key: str = ""

    @property
    def leads(self) -> bool:
        """Whether it may not be left alone at the foot of a page by the list, table or figure that follows it."""
        text = str(self.text)
        return len(text) < SHORT_LEAD or text.endswith(":")


@dataclass(frozen=True)
class Subheading:
    """A heading within a section, numbered as "4.2"."""

    number: str
    text: str


@dataclass(frozen=True)
class Entry:
    """An entry of a list that its `key` names within the list, so that it can be edited."""

    text: Words
    key: str

    def __str__(self) -> str:
        return str(self.text)


@dataclass(frozen=True)
class Bullets:
    """A list without order; a plain text in it is computed and locked."""

    items: tuple[str | Entry, ...]
    key: str = ""


@dataclass(frozen=True)
class Numbered:
    """A list whose entries are cited by label, such as C1, C2."""

    prefix: str
    items: tuple[str | Entry, ...]
    key: str = ""


class Chart(StrEnum):
    """The pictures that can be drawn from a proposal."""

    RANGE = "range"
    GANTT = "gantt"
    WEEKLY_STAFFING = "weekly_staffing"


@dataclass(frozen=True)
class Figure:
    """A picture of the proposal with its caption; how it is drawn is the renderer's matter."""

    chart: Chart
    caption: str


Block = Paragraph | Subheading | Bullets | Numbered | Table | Figure


@dataclass(frozen=True)
class Section:
    """One of the sixteen numbered sections; never empty. `internal` follows, in the internal version alone."""

    number: int
    title: str
    blocks: tuple[Block, ...]
    internal: tuple[Block, ...] = ()

    @property
    def all_blocks(self) -> tuple[Block, ...]:
        """Everything printed in it, in order."""
        return self.blocks + self.internal

    @property
    def heading(self) -> str:
        """Number and title, as in the contents."""
        return f"{self.number} {self.title}"

    @property
    def anchor(self) -> str:
        """The identifier that links point to."""
        return f"section-{self.number}"

    @property
    def key(self) -> str:
        """What the places within it begin with: its subject in a word, which stays when a title is reworded."""
        return SUBJECTS[self.number - 1]


@dataclass(frozen=True)
class WordedEdit:
    """A wording edit as it stands today: its section, and what is computed in its place, None for nothing.

    One that is not `is_used` changes nothing, because its place or its neighbour is gone; it is kept and shown.
    """

    edit: WordingEdit
    section: Section
    now: tuple[str, ...] | None
    is_used: bool = True

    @property
    def conflict(self) -> bool:
        """Whether something else is computed now than when the edit was made; somebody has to decide."""
        return bool(self.edit.base and self.now) and self.edit.base != self.now


@dataclass(frozen=True)
class KeyFact:
    """One of the figures a reader looks for first: what it is, the figure, and a line beneath it; a fee's `amount`."""

    label: str
    value: str
    note: str
    amount: Money | None = None


@dataclass(frozen=True)
class StatementOfWork:
    """The composed document; `on` is the date on its cover and `valid_until` follows from it.

    `kind` is what it is called on its cover. A change order has a `number` from 1 and says what it `amends`, and the
    `judgement` that asked for it, if any. `wording` are the edits that people made of its words, each as it stands
    against what is computed today.
    """

    proposal: Proposal
    customer: str
    title: str
    subtitle: str
    provider: str
    revision: int
    state: State
    on: date | None
    valid_until: date | None
    key_facts: tuple[KeyFact, ...]
    sections: tuple[Section, ...]
    audience: Audience = Audience.CLIENT
    wording: tuple[WordedEdit, ...] = ()
    kind: str = "Statement of work"
    number: int = 0
    amends: Agreed | None = None
    judgement: Judgement | None = None

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the inputs with the reference data."""
        return self.proposal.fingerprint

    @property
    def label(self) -> str:
        """The number of a change order as it is written; empty for a statement of work."""
        return label(self.number) if self.number else ""

    @property
    def has_contents(self) -> bool:
        """Whether it begins with its contents; a change order of a few pages needs none."""
        return not self.number or sum(len(table.rows) for table in self.tables()) > SHORT_ORDER

    @property
    def called(self) -> str:
        """What it is called, with its number."""
        return f"{self.kind} {self.label}".strip()

    @property
    def state_words(self) -> str:
        """The state as printed."""
        return STATE_WORDS[self.state]

    @property
    def date_words(self) -> str:
        """The date as printed."""
        return day(self.on) if self.on else "the day of issue"

    @property
    def validity_words(self) -> str:
        """The end of its validity as printed."""
        days = self.proposal.terms.validity_days
        return day(self.valid_until) if self.valid_until else f"{days} days after issue"

    @property
    def choices(self) -> tuple[KeyFact, ...]:
        """The prices from which the parties choose when they sign; none where it is agreed how the work is charged."""
        is_open = self.proposal.discovery.shape is Shape.OPEN and not self.label
        return self.key_facts[:2] if is_open else ()

    @property
    def lone_fact(self) -> int | None:
        """The place of the figure that stands in a row of its own where their number is odd: a fee without a second."""
        if len(self.key_facts) % 2 == 0:
            return None
        return len(self.key_facts) - 1 if self.key_facts[1].amount else 0

    @property
    def agreement(self) -> str:
        """What both sides sign."""
        if self.label:
            return f"The parties agree to change order {self.label}."
        fee = ", with the fee basis marked here." if self.choices else " and to the fee of section 12."
        return f"The parties agree to this statement of work{fee}"

    @property
    def is_internal(self) -> bool:
        """Whether it must not leave the provider."""
        return self.audience is Audience.INTERNAL

    @property
    def is_draft(self) -> bool:
        """Whether it carries the watermark: until everybody has approved."""
        return self.state not in (State.APPROVED, State.ISSUED)

    def section(self, number: int) -> Section:
        """The section with this number, from 1."""
        return self.sections[number - 1]

    def tables(self) -> Iterator[Table]:
        """Every table, in order."""
        for section in self.sections:
            yield from (block for block in section.all_blocks if isinstance(block, Table))

    def table(self, key: str) -> Table | None:
        """The table with this key; None where the document has none."""
        return next((table for table in self.tables() if table.key == key), None)
