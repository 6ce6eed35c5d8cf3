"""Up to three proposals side by side, figure by figure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from scoping.domain.charge import Charge
from scoping.domain.errors import Fault, InvalidInput
from scoping.domain.fee_basis import SHAPES
from scoping.domain.proposal import Proposal
from scoping.domain.sow.figures import NONE, count, day, days, listed, money

MOST = 3  # more columns than a person compares at a glance


@dataclass(frozen=True)
class Row:
    """One figure of every proposal as it is read; `group` is the heading it stands under."""

    group: str
    name: str
    cells: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether the proposals disagree."""
        return len(set(self.cells)) > 1


@dataclass(frozen=True)
class Comparison:
    """A column for each name; rows by group in a fixed order, answers only where they differ."""

    names: tuple[str, ...]
    rows: tuple[Row, ...]


def compare(named: Sequence[tuple[str, Proposal]]) -> Comparison:
    """The proposals side by side, in the order given; InvalidInput for none or for more than three."""
    if not 1 <= len(named) <= MOST:
        raise InvalidInput(Fault("compare", f"choose one to {MOST} to compare, not {len(named)}"))
    proposals = [proposal for _, proposal in named]
    rows = [
        Row(group, name, tuple(cell(proposal) for proposal in proposals))
        for group, figures in _FIGURES
        for name, cell in figures
    ]
    return Comparison(tuple(name for name, _ in named), (*rows, *_people(proposals), *_answers(proposals)))


Cell = Callable[[Proposal], str]
_FIGURES: tuple[tuple[str, tuple[tuple[str, Cell], ...]], ...] = (
    (
        "Scope",
        (
            ("Services", lambda proposal: listed([item.name for item in proposal.services if not item.always])),
            ("Questions open", lambda proposal: str(len(proposal.open_questions))),
            ("Hand edits", lambda proposal: str(len(proposal.discovery.overrides) or NONE)),
        ),
    ),
    (
        "Effort in person-days",
        (
            ("p10", lambda proposal: days(proposal.effort.p10)),
            ("p50, planned", lambda proposal: days(proposal.effort.p50)),
            ("p80", lambda proposal: days(proposal.effort.p80)),
            ("p90", lambda proposal: days(proposal.effort.p90)),
        ),
    ),
    (
        "Price",
        (
            ("Rate card", lambda proposal: proposal.rate_card.name),
            ("Time and materials", lambda proposal: money(proposal.price.time_and_materials)),
            ("Fixed fee", lambda proposal: money(proposal.price.fixed_fee)),
            ("Charged as", lambda proposal: SHAPES[proposal.discovery.shape]),
            ("Fee as charged", lambda proposal: money(Charge(proposal).due)),
        ),
    ),
    (
        "Dates",
        (
            ("Start", lambda proposal: day(proposal.schedule.starts_on)),
            ("End", lambda proposal: day(proposal.schedule.ends_on)),
            ("Length", lambda proposal: count(len(proposal.schedule.weeks), "week", "weeks")),
        ),
    ),
    ("Review", (("Approvals", lambda proposal: listed([item.name for item in proposal.approvals]) or NONE),)),
)


def _people(proposals: Sequence[Proposal]) -> Iterator[Row]:
    """Level, seats and days of every role that one of them staffs."""
    roles = {role.key: role.name for proposal in proposals for role in proposal.roles}
    for key, name in roles.items():
        yield Row("People", name, tuple(_role(proposal, key) for proposal in proposals))


def _role(proposal: Proposal, key: str) -> str:
    level = next((item.level for item in proposal.levels if item.role == key), None)
    if level is None:
        return NONE
    seats = sum(seat.role == key for seat in proposal.staffing.seats)
    hours = sum((task.planned for task in proposal.tasks if task.role == key), Decimal(0))
    role = proposal.role(key)
    step = f"{role.level(level).name}, " if len(role.levels) > 1 else ""
    return f"{step}{count(seats, 'seat', 'seats')}, {days(hours)} days"


def _answers(proposals: Sequence[Proposal]) -> Iterator[Row]:
    asked = {question.key: question.text for proposal in proposals for question in proposal.questions}
    for key, text in asked.items():
        row = Row("Answers that differ", text, tuple(_answer(proposal, key) for proposal in proposals))
        if row.differs:
            yield row


def _answer(proposal: Proposal, key: str) -> str:
    question = next((question for question in proposal.questions if question.key == key), None)
    if question is None:
        return "not asked"
    return question.answer if question.known else "not known" if question.given else "not answered"
