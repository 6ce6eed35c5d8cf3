"""Sections 1 to 8: who agrees on what, why, within which limits, and on which assumptions and duties."""

from collections.abc import Iterator, Sequence
from datetime import date

from scoping.domain import catalog
from scoping.domain.discovery import Confidence, unnamed
from scoping.domain.estimate import EstimatedTask
from scoping.domain.fee_basis import ONE_FEE
from scoping.domain.proposal import Proposal, SoldService
from scoping.domain.review import State
from scoping.domain.sow.document import (
    STATE_WORDS,
    Block,
    Bullets,
    Column,
    Entry,
    Kind,
    Numbered,
    Paragraph,
    Row,
    Section,
    Subheading,
    Table,
    Weight,
)
from scoping.domain.sow.figures import day, listed
from scoping.domain.sow.places import slug
from scoping.domain.wording import AnsweredQuestion, Wording

CHANGE_SECTION = "section 15"
OPEN_QUESTIONS = (
    f"The customer answers each before work begins; another answer is handled as {CHANGE_SECTION} describes."
)
_CERTAINTY = {Confidence.SURE: "certain", Confidence.THINKS_SO: "believed", Confidence.GUESS: "estimated"}


def clauses(proposal: Proposal, place: catalog.Section, service: str | None = None) -> tuple[Wording, ...]:
    """The clauses printed at this place, of one service where it is named."""
    return tuple(words for words in proposal.wording if words.section is place and service in (None, words.service))


def sentences(found: Sequence[Wording]) -> tuple[str, ...]:
    """Each clause in one piece, what it adds in `detail` behind it."""
    return tuple(f"{words.text} {words.detail}".strip() for words in found)


def key_of(words: Wording) -> str:
    """What names a clause within its section."""
    return f"{words.service}.{words.key}"


def entries(found: Sequence[Wording]) -> tuple[Entry, ...]:
    """Each clause as an entry of a list."""
    return tuple(Entry(text, key_of(words)) for text, words in zip(sentences(found), found, strict=True))


def told(lines: Sequence[str]) -> tuple[Entry, ...]:
    """What the customer said, each line under its first words."""
    return tuple(Entry(line, slug(line)) for line in lines)


def prose(found: Sequence[Wording], without: str, key: str = "") -> tuple[Block, ...]:
    """Each clause as a paragraph; the sentence `without`, which `key` names, where there is none."""
    if not found:
        return (Paragraph(without, key=key),)
    return tuple(Paragraph(entry.text, key=entry.key) for entry in entries(found))


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
        said = "What is not known yet, and what was assumed in its place, stands in section 10."
        blocks.append(Paragraph(said, key="not-known"))
    else:
        said = "No question has been answered yet; section 10 says what was assumed instead."
        blocks.append(Paragraph(said, key="none-answered"))
    return Section(2, "Background, goals and pain points", tuple(blocks))


def _answers(known: Sequence[AnsweredQuestion]) -> Table:
    rows: list[Row] = []
    group = ""
    for question in known:
        if question.group != group:
            group = question.group
            rows.append(Row((group, "", ""), Weight.GROUP))
        rows.append(Row((question.text, question.answer, _CERTAINTY[question.confidence])))
    return Table(
        "answers",
        "Answers given in discovery",
        (Column("Question"), Column("Answer", Kind.SHORT), Column("How certain", Kind.SHORT)),
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


def scope(proposal: Proposal) -> Section:
    """Section 4: the activities of each workstream and the tasks of its work packages."""
    blocks: list[Block] = []
    for place, service in enumerate(_worked_on(proposal), 1):
        blocks.append(Subheading(f"4.{place}", service.name))
        if service.summary:
            blocks.append(Paragraph(service.summary, key=f"summary.{service.key}"))
        if found := clauses(proposal, catalog.Section.ACTIVITY, service.key):
            blocks.append(Bullets(entries(found), f"activities.{service.key}"))
        if packages := tuple(_packages(proposal, service)):
            blocks.append(
                Table(
                    f"scope-{service.key}",
                    f"Work packages of {service.name}",
                    (Column("Work package", Kind.SHORT), Column("Tasks")),
                    packages,
                )
            )
    return Section(4, "Scope: activities by workstream", tuple(blocks))


def _worked_on(proposal: Proposal) -> Iterator[SoldService]:
    """The services with work or words of their own, what is sold before what every engagement contains."""
    for service in sorted(proposal.services, key=lambda service: service.always):
        has_work = any(task.service == service.key for task in proposal.tasks)
        if not service.always or has_work or clauses(proposal, catalog.Section.ACTIVITY, service.key):
            yield service


def _packages(proposal: Proposal, service: SoldService) -> Iterator[Row]:
    for package in proposal.schedule.packages:
        if package.service == service.key:
            yield Row((package.name, "; ".join(task.name for task in tasks_of(proposal, package.path))))


def tasks_of(proposal: Proposal, package: str) -> tuple[EstimatedTask, ...]:
    """The tasks of the package with this path (service/package)."""
    return tuple(task for task in proposal.tasks if f"{task.service}/{task.package}" == package)


def exclusions(proposal: Proposal) -> Section:
    """Section 5: what is not done."""
    found = entries(clauses(proposal, catalog.Section.EXCLUSION))
    rest = f"What section 4 does not name is not part of this work; {CHANGE_SECTION} says how it is added."
    if not found:
        return Section(5, "Out of scope", (Paragraph(rest, key="rest"),))
    blocks = (Paragraph(f"{rest} In particular:", key="rest"), Bullets(found, "exclusions"))
    return Section(5, "Out of scope", blocks)


def deliverables(proposal: Proposal) -> Section:
    """Section 6: what is handed over and when it counts as accepted."""
    rows = [
        Row((f"D{place}", words.text, words.detail or "Accepted as section 15 describes."), key=key_of(words))
        for place, words in enumerate(clauses(proposal, catalog.Section.DELIVERABLE), 1)
    ]
    if not rows:
        return Section(
            6,
            "Deliverables and their acceptance",
            (
                Paragraph(
                    "This work hands over no separate deliverable; the activities of section 4 are its result.",
                    key="no-deliverables",
                ),
            ),
        )
    return Section(
        6,
        "Deliverables and their acceptance",
        (
            Table(
                "deliverables",
                "Deliverables",
                (Column("No.", Kind.KEY), Column("Deliverable"), Column("Accepted when")),
                tuple(rows),
            ),
        ),
    )


def assumptions(proposal: Proposal) -> Section:
    """Section 7: what the estimate rests on, numbered, each with what follows when it does not hold."""
    otherwise = f"Handled as {CHANGE_SECTION} describes."
    found = [
        (key_of(words), words.text, words.detail or otherwise)
        for words in clauses(proposal, catalog.Section.ASSUMPTION)
    ]
    if any(question.assumed for question in proposal.open_questions):
        place = "10.1" if proposal.discovery.shape in ONE_FEE else "10.3"
        said = f"What section {place} assumes in place of open questions is so."
        found.append(("open-questions", said, OPEN_QUESTIONS))
    if not found:
        text = "Scope, effort and price rest on the answers of section 2 and on nothing else."
        return Section(7, "Assumptions", (Paragraph(text, key="no-assumptions"),))
    return Section(
        7,
        "Assumptions",
        (
            Paragraph("Effort, dates and price hold as long as each of these does.", key="hold"),
            Table(
                "assumptions",
                "Assumptions",
                (Column("No.", Kind.KEY), Column("Assumption"), Column("When it does not hold")),
                tuple(Row((f"A{place}", *texts), key=key) for place, (key, *texts) in enumerate(found, 1)),
            ),
        ),
    )


def duties(proposal: Proposal) -> Section:
    """Section 8: what the customer does, and who."""
    found = entries(clauses(proposal, catalog.Section.DUTY))
    blocks: list[Block] = [Subheading("8.1", "Duties")]
    blocks.append(
        Numbered("C", found, "duties")
        if found
        else Paragraph(
            "The customer names a skilled project manager, provides enough people to take part, and gives the "
            "provider the access to systems that the work needs.",
            key="standard-duties",
        )
    )
    blocks.append(Subheading("8.2", "Contacts"))
    if proposal.discovery.contacts:
        blocks.append(
            Table(
                "contacts",
                "Contacts of the customer",
                (Column("Name"), Column("Role")),
                tuple(Row((contact.name, contact.role)) for contact in proposal.discovery.contacts),
            )
        )
        if owed := unnamed(proposal.discovery.contacts, proposal.terms.customer_names):
            text = f"The customer names its {listed(owed)} before the first work package begins."
            blocks.append(Paragraph(text))
    else:
        blocks.append(
            Paragraph(
                "The customer names its champion, its administrators and its technical contact before the first work "
                "package begins.",
                key="no-contacts",
            )
        )
    return Section(8, "Customer duties and contacts", tuple(blocks))
