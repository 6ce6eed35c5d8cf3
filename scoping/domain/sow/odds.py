"""Internal: what the range means in money and time, what it comes from, and the risks in hours."""

from collections.abc import Iterable

from scoping.domain import catalog
from scoping.domain.proposal import Proposal
from scoping.domain.sow.clauses import clauses, key_of
from scoping.domain.sow.document import Block, Bullets, Paragraph, Section
from scoping.domain.sow.figures import NONE, amount, day, hours, hours_in_prose, percent
from scoping.domain.sow.handwork import points
from scoping.domain.sow.places import labels
from scoping.domain.sow.reasons import source
from scoping.domain.sow.tables import Column, Kind, Row, Table
from scoping.domain.uncertainty import Outlook

ESTIMATING = (
    "Estimating is what estimates of whole engagements miss whatever is asked, as measured on real projects; it draws "
    "10\u00a0% and 90\u00a0% apart and leaves the plan and the fixed fee."
)


def parts(found: Outlook) -> tuple[tuple[str, int], ...]:
    """What the range comes from and the percent of each; estimating where it was measured."""
    named = tuple(zip(("open questions", "tasks", "risks", "estimating"), found.percents, strict=True))
    return named if found.estimating_share else named[:-1]


def outlook(proposal: Proposal) -> tuple[Block, ...]:
    """Hours, price and end at each probability, and which part of the variance comes from what."""
    found = proposal.outlook
    rows = tuple(
        Row((f"{stake.probability} %", hours(stake.hours), amount(stake.price), day(stake.ends_on)))
        for stake in proposal.stakes
    )
    columns = (
        Column("Probability", Kind.DATE),
        Column("Hours", Kind.NUMBER, "h"),
        Column("Price", Kind.MONEY, proposal.price.currency),
        Column("Ends"),
    )
    said = ", ".join(f"{of}\u00a0% from {name}" for name, of in parts(found))
    return (
        Table("stakes", "What each probability means", columns, rows),
        Paragraph(f"The variance of the total comes {said}. {ESTIMATING if found.estimating_share else ''}".strip()),
        *_worth_asking(proposal),
    )


def _worth_asking(proposal: Proposal) -> Iterable[Block]:
    texts = {question.key: question.text for question in proposal.questions}
    asked = [each for each in proposal.outlook.open_questions if each.hours and each.key in texts][:5]
    if asked:
        yield Paragraph("These answers would narrow the range most, in hours between 10\u00a0% and 80\u00a0%:")
        yield Bullets(tuple(f"{texts[each.key]} −{hours_in_prose(each.hours)}\u00a0h" for each in asked))


def remarks(proposal: Proposal) -> tuple[Block, ...]:
    """What the catalogue tells whoever reads the proposal."""
    found = dict.fromkeys(f"{remark.text} {remark.source}".strip() for remark in proposal.remarks)
    return (Bullets(tuple(found)),) if found else ()


def risks(proposal: Proposal, section: Section) -> tuple[Block, ...]:
    """Probability and hours of the simulated risks, under the numbers of the client's table."""
    printed = labels(section)
    off = {override.risk for override in proposal.discovery.overrides if override.risk}
    rows = [
        Row(
            (
                printed.get(key_of(words), NONE),
                percent(words.probability),
                points(words.hours),
                hours(words.probability * words.hours.expected),
                "switched off" if f"{words.service}/{words.key}" in off else "yes",
                source(words.source, words.ours),
            )
        )
        for words in clauses(proposal, catalog.Section.RISK)
        if words.hours and words.probability is not None
    ]
    if not rows:
        return ()
    columns = (
        Column("No.", Kind.KEY),
        Column("Probability", Kind.NUMBER, "%"),
        Column("If it happens", Kind.SHORT),
        Column("Expected", Kind.NUMBER, "h"),
        Column("In the estimate"),
        Column("Source", Kind.SHORT),
    )
    return (Table("risk-hours", "Risks in hours", columns, tuple(rows)),)
