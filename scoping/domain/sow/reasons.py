"""Internal: why quantities, levels and approvals are what they are, and which source says so."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from itertools import groupby

from scoping.domain import catalog
from scoping.domain.estimate import EstimatedTask
from scoping.domain.proposal import Proposal
from scoping.domain.sow.clauses import clauses, key_of
from scoping.domain.sow.document import Block, Bullets, Paragraph, Section
from scoping.domain.sow.figures import NONE, count, day, hours_in_prose
from scoping.domain.sow.places import labels
from scoping.domain.sow.seats import badge, ranked, seat_name, service_name
from scoping.domain.sow.tables import Column, Kind, Row, Table, Weight
from scoping.domain.wording import Wording

OURS = "ours"


def answers(proposal: Proposal) -> tuple[Block, ...]:
    """From which source, by whom and when: each once, with the questions answered so."""
    told: dict[str, list[str]] = {}
    for question in proposal.questions:
        given = proposal.discovery.answers.get(question.key)
        if given and (given.source or given.by or given.at):
            on = day(given.at.date()) if given.at else ""
            told.setdefault(", ".join(filter(None, (given.source, given.by, on))), []).append(question.text)
    return (Bullets(tuple(f"{how}: {' '.join(questions)}" for how, questions in told.items())),) if told else ()


def deliverables(proposal: Proposal, section: Section) -> tuple[Block, ...]:
    """The source of each deliverable."""
    return _sources(clauses(proposal, catalog.Section.DELIVERABLE), section)


def assumptions(proposal: Proposal, section: Section) -> tuple[Block, ...]:
    """The source of each assumption."""
    return _sources(clauses(proposal, catalog.Section.ASSUMPTION), section)


def _sources(found: Sequence[Wording], section: Section) -> tuple[Block, ...]:
    by_source: dict[str, list[str]] = {}
    printed = labels(section)
    for words in found:
        if label := printed.get(key_of(words)):
            by_source.setdefault(source(words.source, words.ours), []).append(label)
    if by_source.keys() <= {NONE}:
        return ()
    return (Paragraph("; ".join(f"{name}: {', '.join(labels)}" for name, labels in by_source.items()), note=True),)


def source(key: str, ours: bool) -> str:
    """The key of the published source, "ours" for a figure of our own, both where one rests on the other."""
    return ", ".join(filter(None, (key, OURS if ours else ""))) or NONE


def levels(proposal: Proposal) -> tuple[Block, ...]:
    """Every rule that fired, the deciding ones first, and who set a level by hand."""
    rows: list[Row] = []
    answers = {question.key: question.answer or question.assumed for question in proposal.questions}
    for required in ranked(proposal):
        role = proposal.role(required.role)
        rows.append(Row((badge(proposal, required.role, required.level), "", ""), Weight.GROUP))
        if required.derived:
            was = seat_name(role, role.level(required.derived))
            rows.append(Row((f"The rules gave {was}; it was set by hand.", NONE, NONE)))
        for reason in required.reasons:
            facts = ", ".join(
                f"{key.replace('_', ' ')}: {answers.get(key) or _shown(value)}" for key, value in reason.facts.items()
            )
            rows.append(Row((reason.because, facts or NONE, source(reason.source, reason.ours))))
    columns = (Column("Reason"), Column("Facts"), Column("Source", Kind.SHORT))
    return (Table("level-reasons", "Every reason of the levels", columns, tuple(rows)),)


def _shown(fact: str) -> str:
    """A fact as a rule looked at it, numbers as people write them."""
    try:
        return hours_in_prose(Decimal(fact))
    except InvalidOperation:
        return fact.replace("_", " ")


def quantities(proposal: Proposal) -> tuple[Block, ...]:
    """Each task's quantity with its reason and the source of its hours."""
    rows: list[Row] = []
    names = {package.path: package.name for package in proposal.schedule.packages}
    for path, tasks in groupby(proposal.tasks, key=lambda task: f"{task.service}/{task.package}"):
        service = service_name(proposal, path.partition("/")[0])
        rows.append(Row((f"{service}: {names.get(path, path)}", "", "", ""), Weight.GROUP))
        rows += [
            Row((task.name, f"{_quantity(task):,f}", task.because, source(task.source, task.ours))) for task in tasks
        ]
    columns = (
        Column("Task"),
        Column("Quantity", Kind.NUMBER),
        Column("Because"),
        Column("Source", Kind.SHORT),
    )
    own = sum(task.ours for task in proposal.tasks)
    whole = count(len(proposal.tasks), "task", "tasks")
    said = f"For {own} of {whole} no public source gives hours; those figures are ours."
    note = (Paragraph(said, note=True),) if own else ()
    return (Table("quantities", "Reasons of the quantities", columns, tuple(rows)), *note)


def _quantity(task: EstimatedTask) -> Decimal:
    """The quantity that a person set, where one did; the engine counts such a task once."""
    by_hand = task.edit.override.quantity if task.edit else None
    return task.quantity if by_hand is None else by_hand


def approvals(proposal: Proposal) -> tuple[Block, ...]:
    """Which rule asks for each approval."""
    rows = tuple(Row((each.name, each.because or NONE, each.source or NONE)) for each in proposal.approvals)
    columns = (Column("Approval", Kind.SHORT), Column("Because"), Column("Source", Kind.SHORT))
    return (Table("approval-reasons", "Why these approvals", columns, rows),) if rows else ()
