"""The demonstration: seven accounts and one engagement, made by the same actions as real ones."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scoping.actions.demo_roster import ensure_roster
from scoping.actions.engagements import open_engagement
from scoping.actions.people import add_person, find_person
from scoping.db.models import Engagement, Person
from scoping.domain.catalog import Catalog
from scoping.domain.discovery import Answer, Contact, Discovery, Value
from scoping.domain.errors import NotPermitted
from scoping.domain.permissions import (
    CATALOGUE_OWNER,
    DELIVERY_MANAGER,
    DIRECTOR,
    ENGAGEMENT_MANAGER,
    PROJECT_MANAGER,
    TECHNICAL_ARCHITECT,
)

DOMAIN = "scoping.example"  # a name that is reserved for examples, so nobody's real address ends in it
PASSWORD = "demonstration-only"  # noqa: S105  # published on purpose; see `ensure_demo` for what keeps it harmless


@dataclass(frozen=True)
class DemoAccount:
    """One account of the demonstration, as it is told to whoever starts it."""

    email: str
    name: str
    role: str
    level: str = ""
    password: str = PASSWORD


ACCOUNTS = (
    DemoAccount(f"em@{DOMAIN}", "Erin Mercer", ENGAGEMENT_MANAGER),
    DemoAccount(f"senior@{DOMAIN}", "Sena Toth", TECHNICAL_ARCHITECT, "senior"),
    DemoAccount(f"staff@{DOMAIN}", "Stellan Falk", TECHNICAL_ARCHITECT, "staff"),
    DemoAccount(f"delivery@{DOMAIN}", "Delia Moreau", DELIVERY_MANAGER),
    DemoAccount(f"project@{DOMAIN}", "Priya Nair", PROJECT_MANAGER),
    DemoAccount(f"director@{DOMAIN}", "Dara Quinn", DIRECTOR),
    DemoAccount(f"catalogue@{DOMAIN}", "Cato Lindgren", CATALOGUE_OWNER),
)


def ensure_demo(session: Session, catalog: Catalog, at: datetime) -> tuple[DemoAccount, ...]:
    """The demo accounts, made where they are missing, with one engagement; what is there already stays as it is.

    Their password is public, so NotPermitted where the database holds anybody else's account.
    """
    others = select(func.count()).select_from(Person).where(Person.email.not_like(f"%@{DOMAIN}"))
    if session.scalar(others):
        raise NotPermitted(
            "This database holds accounts of people. The demonstration has a public password, so start it with a "
            "database of its own."
        )
    people = [find_person(session, account.email) or _add(session, catalog, account, at) for account in ACCOUNTS]
    if session.scalar(select(Engagement.id).limit(1)) is None:
        manager = people[0]
        open_engagement(session, catalog, northwind(manager.name, at), manager, at, once="demonstration")
    ensure_roster(session, catalog, next(one for one in people if one.role == DELIVERY_MANAGER), at)
    return ACCOUNTS


def _add(session: Session, catalog: Catalog, account: DemoAccount, at: datetime) -> Person:
    return add_person(
        session,
        catalog,
        email=account.email,
        name=account.name,
        role=account.role,
        level=account.level,
        password=account.password,
        at=at,
    )


def northwind(by: str, at: datetime) -> Discovery:
    """A move of 800 users and 1,500 repositories from a self-managed GitLab to GitLab.com."""
    answers: dict[str, Value] = {
        "source_scm": "gitlab",
        "destination": "gitlab_com",
        "users": 800,
        "repositories": 1500,
        "repositories_over_5gb": 0,
    }
    return Discovery(
        customer="Northwind Freight",
        title="Move to GitLab.com",
        currency="USD",
        rate_card="list-2022",
        starts_on=date(2027, 2, 1),
        services=("scm-migration",),
        goals=("One platform for 40 teams",),
        pain_points=("Two release freezes a month",),
        constraints=("No change in the last week of a quarter",),
        contacts=(Contact("Noor Haddad", "Head of platform engineering"),),
        answers={key: Answer(value, source="first call", by=by, at=at) for key, value in answers.items()},
    )
