"""The roster: adding, changing and deactivating people, and reading all of them with their holidays."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from scoping.actions import people
from scoping.db.models import Person, RosterPerson
from scoping.db.queries import hold
from scoping.domain.catalog import Catalog
from scoping.domain.errors import Fault, InvalidInput, StaleRoster
from scoping.domain.permissions import Permission, Subject, require
from scoping.domain.roster.people import Person as Somebody
from scoping.domain.roster.people import Roster, check_roster
from scoping.domain.team import Team


def list_roster(session: Session) -> Sequence[RosterPerson]:
    """Everybody by name, people who left included; one query."""
    query = select(RosterPerson).options(joinedload(RosterPerson.changed_by))
    return session.scalars(query.order_by(RosterPerson.name, RosterPerson.id)).all()


def left_of(session: Session, team: Team | None) -> list[str]:
    """The names of those in the team who are no longer active on the roster."""
    if team is None:
        return []
    keys = {member.person for member in team.members}
    rows = session.scalars(select(RosterPerson).where(RosterPerson.key.in_(keys)).order_by(RosterPerson.name))
    return [row.name for row in rows if not row.whole.active]


def roster_of(catalog: Catalog, people: Sequence[Somebody]) -> Roster:
    """The people as plans see them, with ladders, public holidays and the trust in bookings."""
    return Roster(tuple(people), catalog.roles, catalog.holidays, catalog.capacity.trust)


def faults_of(catalog: Catalog, everybody: Sequence[Somebody], person: Somebody) -> list[Fault]:
    """What keeps this person from being planned with, by field; `everybody` are those who may have vetted them."""
    others = [one for one in everybody if one.key != person.key]
    place = f"people.{person.key}."
    found = [
        Fault(fault.key.removeprefix(place), fault.what)
        for fault in check_roster(roster_of(catalog, [person]))
        if fault.key.startswith(place)
    ]
    found += [
        Fault("services", f"{key} is not in the catalogue; choose from {', '.join(catalog.services)}")
        for key in person.services
        if key not in catalog.services
    ]
    if person.vetting.by and person.vetting.by not in {one.key for one in others}:
        found.append(Fault("vetted_by", f"{person.vetting.by} is not on the roster"))
    return found


def add(session: Session, catalog: Catalog, person: Somebody, by: Person, at: datetime) -> RosterPerson:
    """A new person; NotPermitted, or InvalidInput with faults by field."""
    require(people.as_person(by), Permission.MANAGE_ROSTER, Subject())
    hold(session, by)
    everybody = [row.whole for row in list_roster(session)]
    faults = faults_of(catalog, everybody, person)
    if person.key in {one.key for one in everybody}:
        faults.append(Fault("key", f"{person.key} is on the roster already; change that person or choose another key"))
    if faults:
        raise InvalidInput(*faults)
    row = RosterPerson(key=person.key, name=person.name, whole=person, changed_at=at, changed_by=by, changes=0)
    session.add(row)
    session.flush()
    return row


def change(
    session: Session, catalog: Catalog, row: RosterPerson, person: Somebody, seen: int, by: Person, at: datetime
) -> None:
    """Puts the person in the place of what stood there; the key stays.

    `seen` is the count of changes that the editor saw: StaleRoster where somebody changed it meanwhile.
    """
    require(people.as_person(by), Permission.MANAGE_ROSTER, Subject())
    hold(session, by)
    if seen != row.changes:
        raise StaleRoster(f"Not saved: {row.changed_by.name} changed {row.name} meanwhile. Open the person again.")
    faults = faults_of(catalog, [one.whole for one in list_roster(session)], person)
    if person.key != row.key:
        faults.append(Fault("key", "a person keeps the key, because plans and documents refer to it"))
    if faults:
        raise InvalidInput(*faults)
    put(row, person, by, at)


def put(row: RosterPerson, person: Somebody, by: Person, at: datetime) -> None:
    """Writes the person into the row, without a check."""
    row.name, row.whole = person.name, person
    row.changed_at, row.changed_by, row.changes = at, by, row.changes + 1


def set_active(session: Session, row: RosterPerson, active: bool, by: Person, at: datetime) -> None:
    """Deactivates somebody who left, or brings them back; nobody is erased."""
    require(people.as_person(by), Permission.MANAGE_ROSTER, Subject())
    hold(session, by)
    put(row, replace(row.whole, active=active), by, at)
