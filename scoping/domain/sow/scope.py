"""Sections 4 to 8: what is done and what is not, what is handed over, on which assumptions and duties."""

from collections.abc import Iterator

from scoping.domain import catalog
from scoping.domain.discovery import unnamed
from scoping.domain.estimate import EstimatedTask
from scoping.domain.fee_basis import ONE_FEE
from scoping.domain.proposal import Proposal, SoldService
from scoping.domain.sow.clauses import CHANGE_SECTION, clauses, entries, key_of
from scoping.domain.sow.document import Block, Bullets, Numbered, Paragraph, Section, Subheading
from scoping.domain.sow.figures import listed
from scoping.domain.sow.tables import Column, Kind, Row, Table

OPEN_QUESTIONS = (
    f"The customer answers each before work begins; another answer is handled as {CHANGE_SECTION} describes."
)


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
