"""Sections 1 to 3: who agrees on what, why, and within which limits."""

from collections.abc import Sequence
from datetime import date

from scoping.domain.discovery import Confidence
from scoping.domain.proposal import Proposal
from scoping.domain.review import State
from scoping.domain.sow.clauses import CHANGE_SECTION
from scoping.domain.sow.document import STATE_WORDS, Block, Bullets, Entry, Paragraph, Section, Subheading
from scoping.domain.sow.figures import day, listed
from scoping.domain.sow.places import slug
from scoping.domain.sow.tables import Column, Kind, Row, Table, Weight
from scoping.domain.wording import AnsweredQuestion

_CERTAINTY = {Confidence.SURE: "certain", Confidence.THINKS_SO: "believed", Confidence.GUESS: "estimated"}


def parties(
    proposal: Proposal, provider: str, revision: int, state: State, on: date | None, valid_until: date | None
) -> Section:
    """Section 1: who, about what, which revision, how long it is valid."""
    discovery, validity = proposal.discovery, proposal.terms.validity_days
    rows = {
        "Customer": discovery.customer,
        "Provider": provider,
        "Opportunity": discovery.title,
        "Services": listed([service.name for service in proposal.services if not service.always]),
        "Document": f"Statement of work, revision {revision}, {STATE_WORDS[state]}",
        "Date": day(on) if on else "the day of issue",
        "Valid until": day(valid_until) if valid_until else f"{validity} days after issue",
        "Fingerprint": proposal.fingerprint,
    }
    return Section(
        1,
        "Parties, opportunity, revision and validity",
        (
            Paragraph(
                f"This statement of work is made between {discovery.customer} (“the customer”) and {provider} "
                f"(“the provider”). It says what the provider does, who does it, when, and at what price."
            ),
            Table(
                "parties",
                "The parties and this document",
                (Column("", Kind.SHORT), Column("")),
                tuple(Row(pair) for pair in rows.items()),
            ),
            Paragraph(
                "The fingerprint is computed from the answers and the reference figures this document rests on; "
                "the same inputs always give the same fingerprint.",
                note=True,
                key="fingerprint",
            ),
        ),
    )


def background(proposal: Proposal) -> Section:
    """Section 2: what the customer wants, what hurts, what discovery established."""
    discovery = proposal.discovery
    blocks: list[Block] = [Subheading("2.1", "Goals")]
    blocks.append(
        Bullets(told(discovery.goals), "goals")
        if discovery.goals
        else Paragraph(
            "No goals were recorded. They are agreed in writing before the first work package begins.", key="no-goals"
        )
    )
    blocks.append(Subheading("2.2", "Pain points"))
    blocks.append(
        Bullets(told(discovery.pain_points), "pain-points")
        if discovery.pain_points
        else Paragraph("The customer named no pain points; none was assumed in scoping.", key="no-pain-points")
    )
    blocks.append(Subheading("2.3", "What discovery established"))
    known = [question for question in proposal.questions if question.known]
    if known:
        blocks.append(_answers(known))
        if proposal.open_questions:
            said = "What is not known yet, and what was assumed in its place, stands in section 10."
            blocks.append(Paragraph(said, key="not-known"))
    else:
        said = "No question has been answered yet; section 10 says what was assumed instead."
        blocks.append(Paragraph(said, key="none-answered"))
    return Section(2, "Background, goals and pain points", tuple(blocks))


def told(lines: Sequence[str]) -> tuple[Entry, ...]:
    """What the customer said, each line under its first words."""
    return tuple(Entry(line, slug(line)) for line in lines)


def _answers(known: Sequence[AnsweredQuestion]) -> Table:
    rows: list[Row] = []
    for group in dict.fromkeys(question.group for question in known):
        rows.append(Row((group, "", ""), Weight.GROUP))
        rows += [
            Row((question.text, question.answer, _CERTAINTY[question.confidence]))
            for question in known
            if question.group == group
        ]
    return Table(
        "answers",
        "Answers given in discovery",
        (Column("Question"), Column("Answer"), Column("How certain", Kind.WORD)),
        tuple(rows),
    )


def constraints(proposal: Proposal) -> Section:
    """Section 3: what limits the work."""
    given = proposal.discovery.constraints
    blocks: tuple[Block, ...] = (
        (
            Paragraph(
                "The customer named these technical and organisational constraints; the plan respects them:",
                key="constraints-follow",
            ),
            Bullets(told(given), "constraints"),
        )
        if given
        else (
            Paragraph(
                "The customer named no technical or organisational constraints. One that becomes known later is "
                f"handled as {CHANGE_SECTION} describes.",
                key="no-constraints",
            ),
        )
    )
    return Section(3, "Constraints", blocks)
