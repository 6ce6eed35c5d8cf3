"""Section 10: hours per task, the range of the whole, how certain it is, and what was assumed."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from scoping.domain.discovery import Confidence
from scoping.domain.effort import ThreePoint, quarter
from scoping.domain.estimate import EstimatedTask
from scoping.domain.fee_basis import BY_TIME, ONE_FEE, covered_by_p80
from scoping.domain.proposal import Proposal
from scoping.domain.sow.document import Block, Chart, Figure, Paragraph, Section, Subheading
from scoping.domain.sow.figures import count, days, hours
from scoping.domain.sow.scope import tasks_of
from scoping.domain.sow.seats import badge, service_name
from scoping.domain.sow.tables import Column, Kind, Row, Table, Weight

ZERO = Decimal(0)
NOTHING_ASSUMED = "Nothing. Work that would depend on it is not in the estimate."


def effort(proposal: Proposal) -> Section:
    """Section 10; a fee for a result names no hours, so of those it says only what they rest on."""
    if proposal.discovery.shape in ONE_FEE:
        return Section(
            10,
            "Level of effort",
            (
                Paragraph(
                    "The fee is for the result. Section 4 lists the activities and section 6 the deliverables; how "
                    "many hours a task takes is the provider’s own affair and does not change the fee.",
                    key="one-fee",
                ),
                Subheading("10.1", "Confidence"),
                *_confidence(proposal),
            ),
        )
    return Section(
        10,
        "Level of effort",
        (
            Subheading("10.1", "Hours by task"),
            Paragraph(
                "Optimistic, likely and pessimistic hours are those of the task at the answers and assumptions of this "
                "document. Planned hours are its part of the total that the work stays below with 50\u00a0% "
                "probability, risks and open questions included; staffing, schedule and fees rest on them. Section 9 "
                "spells out the initials.",
                key="how-to-read",
            ),
            _effort_table(proposal),
            Subheading("10.2", "Range of the total"),
            _range_table(proposal),
            Figure(Chart.RANGE, "How likely each total of hours is"),
            Paragraph(
                "The total is simulated from all tasks, risks and open questions. It is not the sum of a column: not "
                "everything goes well, or badly, at once, and an open question may add work or take it away.",
                key="how-simulated",
            ),
            Subheading("10.3", "Confidence"),
            *_confidence(proposal),
        ),
    )


def hours_by_task(proposal: Proposal) -> tuple[Block, ...]:
    """What the client of one fee does not read: the hours of every task and the range of the whole."""
    return (_effort_table(proposal), _range_table(proposal)) if proposal.discovery.shape in ONE_FEE else ()


def _effort_table(proposal: Proposal) -> Table:
    rows: list[Row] = []
    for package in proposal.schedule.packages:
        tasks = tasks_of(proposal, package.path)
        label = f"{service_name(proposal, package.service)}: {package.name}"
        rows.append(Row((label, "", *_points(tasks)), Weight.GROUP))
        rows += [
            Row((task.name, badge(proposal, task.role, task.level, short=True), *_points((task,)))) for task in tasks
        ]
    rows.append(Row(("All tasks", "", *_points(proposal.tasks)), Weight.TOTAL))
    return Table(
        "effort",
        "Hours of every task",
        (
            Column("Task"),
            Column("Role", Kind.KEY),
            Column("Optimistic", Kind.NUMBER, "h"),
            Column("Likely", Kind.NUMBER, "h"),
            Column("Pessimistic", Kind.NUMBER, "h"),
            Column("Planned", Kind.NUMBER, "h"),
        ),
        tuple(rows),
    )


def _points(tasks: Sequence[EstimatedTask]) -> tuple[str, str, str, str]:
    """Each point rounded to the quarter hour by task, so that what is printed sums to what is printed."""
    points = [[quarter(hours_) for hours_ in _in_order(task.hours)] for task in tasks]
    low, likely, high = (sum(column, ZERO) for column in zip(*points, strict=True))
    return hours(low), hours(likely), hours(high), hours(sum((task.planned for task in tasks), ZERO))


def _in_order(points: ThreePoint) -> tuple[Decimal, Decimal, Decimal]:
    return points.optimistic, points.likely, points.pessimistic


def _range_table(proposal: Proposal) -> Table:
    found, shape = proposal.effort, proposal.discovery.shape
    rows = (
        ("10 %", found.p10, "lower bound"),
        ("50 %", found.p50, "plan, time and materials" if shape in BY_TIME else "plan"),
        ("80 %", found.p80, covered_by_p80(shape, proposal.discovery.cap) or "enough 8 times in 10"),
        ("90 %", found.p90, "upper bound"),
    )
    return Table(
        "effort-range",
        "Hours that the whole work stays below",
        (
            Column("Probability", Kind.DATE),
            Column("Hours", Kind.NUMBER, "h"),
            Column("Days", Kind.NUMBER, "d"),
            Column("Used as"),
        ),
        tuple(Row((chance, hours(whole), days(whole), use)) for chance, whole, use in rows),
    )


def _confidence(proposal: Proposal) -> Iterable[Block]:
    known = [question for question in proposal.questions if question.known]
    unsure = [question for question in known if question.confidence is not Confidence.SURE]
    yield Paragraph(
        f"Answered: {len(known)} of {count(len(known) + len(proposal.open_questions), 'question', 'questions')}, "
        f"{len(unsure) or 'none'} of them as a belief or an estimate."
    )
    if proposal.open_questions:
        yield Table(
            "unknown",
            "Not known, and what the estimate assumes",
            (Column("No.", Kind.KEY), Column("Question"), Column("Assumed in its place")),
            tuple(
                Row((f"Q{place}", question.text, question.assumed or NOTHING_ASSUMED))
                for place, question in enumerate(proposal.open_questions, 1)
            ),
            captioned=True,
        )
    else:
        said = "Every question that was asked has an answer, so nothing had to be assumed in its place."
        yield Paragraph(said, key="all-answered")
