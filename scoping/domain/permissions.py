"""Who may do what to which engagement: one table of permissions and the predicates that grant them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from scoping.domain.errors import NotPermitted

ENGAGEMENT_MANAGER = "engagement-manager"
TECHNICAL_ARCHITECT = "technical-architect"
DELIVERY_MANAGER = "delivery-manager"
CATALOGUE_OWNER = "catalogue-owner"
PROJECT_MANAGER = "project-manager"
DIRECTOR = "director"
PERSON_ROLES: Mapping[str, str] = {
    ENGAGEMENT_MANAGER: "engagement manager",
    TECHNICAL_ARCHITECT: "technical architect",
    DELIVERY_MANAGER: "regional delivery manager",
    CATALOGUE_OWNER: "catalogue owner",
    PROJECT_MANAGER: "project manager",
    DIRECTOR: "director of professional services",
}


class Permission(StrEnum):
    """What can be asked for."""

    OPEN_ENGAGEMENT = "open_engagement"
    VIEW = "view"
    EDIT = "edit"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    COMMENT = "comment"
    REQUEST_CHANGES = "request_changes"
    APPROVE = "approve"
    ISSUE = "issue"
    JUDGE_CHANGE = "judge_change"
    GRANT = "grant"
    DOWNLOAD = "download"
    SEE_INTERNAL = "see_internal"
    SEE_DOWNLOADS = "see_downloads"
    CHANGE_CATALOGUE = "change_catalogue"
    MANAGE_ROSTER = "manage_roster"
    MATCH = "match"
    ASK_CUSTOMER = "ask_customer"


@dataclass(frozen=True)
class Person:
    """Who asks."""

    id: int
    role: str
    level: str = ""


@dataclass(frozen=True)
class Subject:
    """What is asked for: whose engagement, who wrote the revision in question and who sent it for review."""

    owner: int | None = None
    author: int | None = None
    submitter: int | None = None


Predicate = Callable[[Person, Subject], bool]


def is_somebody(person: Person, subject: Subject) -> bool:
    """Every signed-in person with a known role."""
    return person.role in PERSON_ROLES


def is_engagement_manager(person: Person, subject: Subject) -> bool:
    """Any engagement manager: colleagues stand in for each other."""
    return person.role == ENGAGEMENT_MANAGER


def may_review(person: Person, subject: Subject) -> bool:
    """An architect, delivery manager or director who had no hand in the work: nobody approves their own."""
    return person.role in (TECHNICAL_ARCHITECT, DELIVERY_MANAGER, DIRECTOR) and person.id not in (
        subject.owner,
        subject.author,
        subject.submitter,
    )


def may_edit(person: Person, subject: Subject) -> bool:
    """Engagement managers write; a technical architect supports them in scoping [TA-JOB]."""
    return person.role in (ENGAGEMENT_MANAGER, TECHNICAL_ARCHITECT)


def answers_for_the_deal(person: Person, subject: Subject) -> bool:
    """Who scopes, reviews, staffs or leads it, and so has to know its margin, costs and reasons."""
    return person.role in (ENGAGEMENT_MANAGER, TECHNICAL_ARCHITECT, DELIVERY_MANAGER, DIRECTOR)


def answers_for_documents(person: Person, subject: Subject) -> bool:
    """Engagement and delivery managers, whom the customer asks what was sent, and who leads them."""
    return person.role in (ENGAGEMENT_MANAGER, DELIVERY_MANAGER, DIRECTOR)


def judges_changes(person: Person, subject: Subject) -> bool:
    """The project manager [PMGT]; the engagement manager stands in where no project manager has an account."""
    return person.role in (PROJECT_MANAGER, ENGAGEMENT_MANAGER)


def leads(person: Person, subject: Subject) -> bool:
    """Leadership of professional services [DIR-JOB], which alone allows more than is agreed or signed [PMGT]."""
    return person.role == DIRECTOR


def is_catalogue_owner(person: Person, subject: Subject) -> bool:
    """Whoever answers for the reference data; it moves the figures of every open draft."""
    return person.role == CATALOGUE_OWNER


def is_delivery_manager(person: Person, subject: Subject) -> bool:
    """The regional delivery manager staffs people."""
    return person.role == DELIVERY_MANAGER


def may_match(person: Person, subject: Subject) -> bool:
    """Whoever scopes an engagement, and whoever staffs it."""
    return may_edit(person, subject) or is_delivery_manager(person, subject)


POLICY: Mapping[Permission, Predicate] = {
    Permission.OPEN_ENGAGEMENT: is_engagement_manager,
    Permission.VIEW: is_somebody,
    Permission.EDIT: may_edit,
    Permission.SUBMIT: is_engagement_manager,
    Permission.WITHDRAW: is_engagement_manager,
    Permission.COMMENT: is_somebody,
    Permission.REQUEST_CHANGES: may_review,
    Permission.APPROVE: may_review,
    Permission.ISSUE: is_engagement_manager,
    Permission.JUDGE_CHANGE: judges_changes,
    Permission.GRANT: leads,
    Permission.DOWNLOAD: is_somebody,
    Permission.SEE_INTERNAL: answers_for_the_deal,
    Permission.SEE_DOWNLOADS: answers_for_documents,
    Permission.CHANGE_CATALOGUE: is_catalogue_owner,
    Permission.MANAGE_ROSTER: is_delivery_manager,
    Permission.MATCH: may_match,
    Permission.ASK_CUSTOMER: is_engagement_manager,  # links, and taking what comes through them
}


def permits(person: Person, permission: Permission, subject: Subject) -> bool:
    """Whether the table grants the permission."""
    return POLICY[permission](person, subject)


def require(person: Person, permission: Permission, subject: Subject) -> None:
    """Raises NotPermitted with the reason where the table does not grant the permission."""
    if permits(person, permission, subject):
        return
    if permission is Permission.APPROVE and person.id in (subject.owner, subject.author, subject.submitter):
        raise NotPermitted("You wrote or submitted this work, so somebody else has to approve it.")
    role = PERSON_ROLES.get(person.role, person.role)
    raise NotPermitted(f"As {role} you may not {permission.value.replace('_', ' ')} here.")
