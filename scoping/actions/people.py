"""Accounts: adding people, and recognising them by e-mail and password."""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import select
from sqlalchemy.orm import Session

from scoping.codec import name_fault, text_fault
from scoping.db.models import NAME_LENGTH, Person
from scoping.domain import permissions
from scoping.domain.catalog import Catalog
from scoping.domain.errors import Fault, InvalidInput

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200  # hashing a longer one costs the server more than it adds
LONGEST_EMAIL = 254

INACTIVE = "inactive account"  # a role that no permission knows

hasher = PasswordHasher()


def add_person(
    session: Session,
    catalog: Catalog,
    *,
    email: str,
    name: str,
    role: str,
    password: str,
    at: datetime,
    level: str = "",
) -> Person:
    """A new account; `level` belongs to roles whose ladder has several steps and is empty for the others.

    Raises InvalidInput with every fault; its keys are the names of the parameters.
    """
    email, name = normal_email(email), name.strip()
    faults = [
        *_email_faults(session, email),
        *([Fault("name", what)] if (what := name_fault(name, NAME_LENGTH)) else []),
        *_role_faults(catalog, role, level),
        *_password_faults(password),
    ]
    if faults:
        raise InvalidInput(*faults)
    person = Person(
        email=email, name=name, role=role, level=level, password_hash=hasher.hash(password), active=True, created_at=at
    )
    session.add(person)
    session.flush()
    return person


def normal_email(email: str) -> str:
    """E-mail addresses are compared without regard to case."""
    return email.strip().lower()


def _email_faults(session: Session, email: str) -> list[Fault]:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email):
        return [Fault("email", "give an address such as name@company.example")]
    if what := text_fault(email, LONGEST_EMAIL):
        return [Fault("email", what)]
    taken = find_person(session, email) is not None
    return [Fault("email", f"{email} has an account already")] if taken else []


def _role_faults(catalog: Catalog, role: str, level: str) -> list[Fault]:
    if role not in permissions.PERSON_ROLES:
        return [Fault("role", f"{role} is not a role of people; choose from {', '.join(permissions.PERSON_ROLES)}")]
    ladder = [step.key for step in catalog.roles[role].levels] if role in catalog.roles else []
    if level not in ladder and (len(ladder) > 1 or (ladder and level)):
        return [Fault("level", f"a {permissions.PERSON_ROLES[role]} needs a level; choose from {', '.join(ladder)}")]
    if level and not ladder:
        return [Fault("level", f"a {permissions.PERSON_ROLES[role]} has no level; leave it empty")]
    return []


def _password_faults(password: str) -> list[Fault]:
    if SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        return []
    return [Fault("password", f"use {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters, not {len(password):,}")]


def find_person(session: Session, email: str) -> Person | None:
    """The account with this e-mail, inactive ones included."""
    return session.scalars(select(Person).where(Person.email == normal_email(email))).one_or_none()


def authenticate(session: Session, email: str, password: str) -> Person | None:
    """The active person with this e-mail and password, else None; an unknown e-mail takes as long as a wrong password.

    Renews the hash when the hashing parameters have changed, so the caller commits.
    """
    if len(password) > LONGEST_PASSWORD or "\0" in email:
        return None
    person = find_person(session, email)
    try:
        hasher.verify(person.password_hash if person else _nobodys_hash(), password)
    except VerifyMismatchError:
        return None
    if person is None or not person.active:
        return None
    if hasher.check_needs_rehash(person.password_hash):
        person.password_hash = hasher.hash(password)
    return person


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return hasher.hash("nobody has this password")


def change_password(person: Person, password: str) -> None:
    """Sets a new password; InvalidInput where it is too short or too long."""
    if faults := _password_faults(password):
        raise InvalidInput(*faults)
    person.password_hash = hasher.hash(password)


def list_people(session: Session) -> Sequence[Person]:
    """Everybody by name, inactive accounts included."""
    return session.scalars(select(Person).order_by(Person.name, Person.id)).all()


def as_person(person: Person) -> permissions.Person:
    """The person as permissions see them; an inactive account has a role that may do nothing."""
    return permissions.Person(person.id, person.role if person.active else INACTIVE, person.level)
