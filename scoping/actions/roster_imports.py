"""People from a CSV file: what each row would do, and doing it; a row that is refused keeps no other out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from scoping.actions import people
from scoping.actions.roster import faults_of, list_roster, put, roster_of
from scoping.codec.roster_csv import COLUMNS, Row, roster_from_csv, texts_of
from scoping.db.models import Person, RosterPerson
from scoping.db.queries import hold
from scoping.domain.catalog import Catalog
from scoping.domain.errors import Fault
from scoping.domain.permissions import Permission, Subject, require
from scoping.domain.roster.availability import WeekOf, double_bookings
from scoping.domain.roster.people import Person as Somebody
from scoping.domain.roster.people import Roster

AHEAD = timedelta(weeks=52)


class Effect(StrEnum):
    """What becomes of a row."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class Entry:
    """One row with its effect, what is wrong with it by column, and what it changes: column, before, after."""

    line: int
    name: str
    effect: Effect
    person: Somebody | None
    faults: tuple[Fault, ...] = ()
    changes: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Preview:
    """What a file would do; `double_booked` are the weeks in which somebody's firm bookings exceed their hours."""

    entries: tuple[Entry, ...]
    double_booked: Mapping[str, tuple[WeekOf, ...]]

    def count(self, effect: Effect | str) -> int:
        """How many rows have this effect."""
        return sum(entry.effect == effect for entry in self.entries)

    @property
    def names(self) -> Mapping[str, str]:
        """Names by key of the people in the file."""
        return {entry.person.key: entry.person.name for entry in self.entries if entry.person}


def preview(session: Session, catalog: Catalog, text: str, on: date) -> Preview:
    """What the file would do; InvalidInput where it can not be read as a whole."""
    before = {row.key: row.whole for row in list_roster(session)}
    rows = roster_from_csv(text, before)
    everybody = {**before, **{row.person.key: row.person for row in rows if row.person}}
    entries = tuple(_entries(catalog, rows, before, list(everybody.values())))
    taken = [entry.person for entry in entries if entry.person and entry.effect is not Effect.REFUSED]
    return Preview(entries, booked_twice(roster_of(catalog, taken), on))


def booked_twice(roster: Roster, on: date) -> Mapping[str, tuple[WeekOf, ...]]:
    """Weeks of the coming year in which firm bookings exceed somebody's hours."""
    return double_bookings(roster, on, on + AHEAD)


def _entries(
    catalog: Catalog, rows: Sequence[Row], before: Mapping[str, Somebody], everybody: list[Somebody]
) -> Iterator[Entry]:
    first: dict[str, int] = {}
    for row in rows:
        faults, person = list(row.faults), row.person
        if person is not None:
            faults += faults_of(catalog, everybody, person)
            if person.key in first:
                faults.append(Fault("key", f"{person.key} stands on line {first[person.key]} too; keep one of them"))
            first.setdefault(person.key, row.line)
        if faults or person is None:
            yield Entry(row.line, row.name, Effect.REFUSED, person, tuple(faults))
        elif person.key not in before:
            yield Entry(row.line, row.name, Effect.ADDED, person)
        else:
            was = before[person.key]
            effect = Effect.UNCHANGED if was == person else Effect.CHANGED
            yield Entry(row.line, row.name, effect, person, changes=_changes(was, person))


def _changes(was: Somebody, now: Somebody) -> tuple[tuple[str, str, str], ...]:
    before, after = texts_of(was), texts_of(now)
    return tuple((name, before[name], after[name]) for name in COLUMNS if before[name] != after[name])


def take_in(session: Session, catalog: Catalog, text: str, by: Person, at: datetime) -> Preview:
    """Adds and changes whoever the file brings; refused rows are left out and come back with their faults."""
    require(people.as_person(by), Permission.MANAGE_ROSTER, Subject())
    hold(session, by)
    found = preview(session, catalog, text, at.date())
    rows = {row.key: row for row in list_roster(session)}
    for entry in found.entries:
        if entry.person is None or entry.effect not in (Effect.ADDED, Effect.CHANGED):
            continue
        person = entry.person
        if entry.effect is Effect.CHANGED:
            put(rows[person.key], person, by, at)
        else:
            session.add(
                RosterPerson(
                    key=person.key, name=person.name, whole=person, changes=0, changed_at=at, changed_by_id=by.id
                )
            )
    session.flush()
    return found
