"""People for tests: one of each kind that permissions and approvals tell apart."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from scoping.db.models import Person
from scoping.domain.permissions import (
    CATALOGUE_OWNER,
    DELIVERY_MANAGER,
    DIRECTOR,
    ENGAGEMENT_MANAGER,
    PROJECT_MANAGER,
    TECHNICAL_ARCHITECT,
)
from tests.conftest import NOW


@dataclass(frozen=True)
class Kind:
    """A person to be added."""

    email: str
    role: str
    level: str = ""
    active: bool = True


MANAGER = Kind("manager@scoping.example", ENGAGEMENT_MANAGER)
COLLEAGUE = Kind("colleague@scoping.example", ENGAGEMENT_MANAGER)
INTERMEDIATE = Kind("intermediate@scoping.example", TECHNICAL_ARCHITECT, "intermediate")
SENIOR = Kind("senior@scoping.example", TECHNICAL_ARCHITECT, "senior")
STAFF = Kind("staff@scoping.example", TECHNICAL_ARCHITECT, "staff")
DELIVERY = Kind("delivery@scoping.example", DELIVERY_MANAGER)
OWNER = Kind("catalogue@scoping.example", CATALOGUE_OWNER)
PROJECT = Kind("project@scoping.example", PROJECT_MANAGER)
LEADER = Kind("director@scoping.example", DIRECTOR)


def add(session: Session, kind: Kind, *, email: str = "", at: datetime = NOW) -> Person:
    """A person of this kind, whose password nobody knows."""
    email = email or kind.email
    name = email.split("@")[0].title()
    person = Person(
        email=email, name=name, role=kind.role, level=kind.level, password_hash="-", active=kind.active, created_at=at
    )
    session.add(person)
    session.flush()
    return person
