"""The roster: people with role, level, skills, working week, bookings and absences, and what is wrong with a list."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from scoping.domain.calendar import HolidayTable, Window, unknown_countries
from scoping.domain.capacity import Trust
from scoping.domain.errors import Fault, InvalidInput
from scoping.domain.levels import Role
from scoping.domain.money import Money

FULL_WEEK = (Decimal(8),) * 5 + (Decimal(0),) * 2
SENIOR = "senior"
ARCHITECT = "technical-architect"
ENGINEER = "professional-services-engineer"


class Employment(StrEnum):
    """Whose person it is."""

    EMPLOYEE = "employee"
    PARTNER = "partner"


class VettingState(StrEnum):
    """How far the technical interview of a partner's engineer is [PARTNER]."""

    OPEN = "open"
    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True)
class Vetting:
    """The verdict on a partner's engineer and who (key) gave it; only a Senior engineer's approval counts."""

    state: VettingState = VettingState.OPEN
    by: str = ""
    on: date | None = None


class Firmness(StrEnum):
    """How sure a booking is: a hard or a soft allocation."""

    FIRM = "firm"
    TENTATIVE = "tentative"


@dataclass(frozen=True)
class Booking:
    """Hours a week that another engagement has of a person, from the first to the last day, both inclusive."""

    engagement: str
    starts_on: date
    ends_on: date
    hours_per_week: Decimal
    firmness: Firmness = Firmness.FIRM

    def __post_init__(self) -> None:
        if self.ends_on < self.starts_on:
            raise ValueError(f"the booking for {self.engagement} ends on {self.ends_on}, before {self.starts_on}")


@dataclass(frozen=True)
class Person:
    """Somebody who can take a seat.

    `week` holds the working hours of Monday to Sunday, `utc_offset` hours ahead of UTC; `skills` a level by skill,
    where level 0 is a skill too. `rate` is the hourly price where it is not the rate card's; a person without a `cost`
    can not be staffed. People who leave are made inactive, never erased.
    """

    key: str
    name: str
    role: str
    level: str
    country: str
    region: str = ""
    services: tuple[str, ...] = ()
    skills: Mapping[str, int] = field(default_factory=dict)
    utc_offset: Decimal = Decimal(0)
    week: tuple[Decimal, ...] = FULL_WEEK
    employment: Employment = Employment.EMPLOYEE
    company: str = ""
    vetting: Vetting = Vetting()
    clearances: tuple[str, ...] = ()
    rate: Money | None = None
    cost: Money | None = None
    absences: tuple[Window, ...] = ()
    bookings: tuple[Booking, ...] = ()
    active: bool = True

    @property
    def is_partner(self) -> bool:
        """Whether the person works for a partner."""
        return self.employment is Employment.PARTNER

    @property
    def hours_per_week(self) -> Decimal:
        """The hours of a week without holidays and absences."""
        return sum(self.week, Decimal(0))


@dataclass(frozen=True)
class Roster:
    """Everybody, with the ladders their levels stand on and the holidays of their countries.

    `forecast` says how much of a booking counts as utilisation.
    """

    people: tuple[Person, ...]
    roles: Mapping[str, Role]
    holidays: HolidayTable
    forecast: Trust = field(default_factory=Trust)

    @property
    def taken(self) -> Trust:
        """How much of a booking takes capacity away: what is promised is gone, whatever becomes of it."""
        return Trust(Decimal(1), self.forecast.tentative)

    @cached_property
    def by_key(self) -> Mapping[str, Person]:
        """The people by their keys."""
        return {person.key: person for person in self.people}

    def rank(self, person: Person) -> int:
        """The person's position on the ladder of the role, from 0."""
        return self.roles[person.role].rank(person.level)

    def is_senior(self, person: Person) -> bool:
        """Whether the person is Senior or above; false in a role whose ladder has no such step."""
        ladder = [level.key for level in self.roles[person.role].levels]
        return SENIOR in ladder and self.rank(person) >= ladder.index(SENIOR)

    def is_vetted(self, person: Person) -> bool:
        """Whether a Senior engineer of ours approved the partner's engineer [PARTNER]; true for our own people."""
        if not person.is_partner:
            return True
        vetter = self.by_key.get(person.vetting.by)
        return (
            person.vetting.state is VettingState.APPROVED
            and vetter is not None
            and vetter.role == ENGINEER
            and not vetter.is_partner
            and self.is_senior(vetter)
        )


def check_roster(roster: Roster) -> list[Fault]:
    """Everything that keeps a person from being planned with, at `people.<key>.<field>`."""
    counts = Counter(person.key for person in roster.people)
    faults = [
        Fault(f"people.{key}", f"stands {count} times on the roster; keep one of them")
        for key, count in counts.items()
        if count > 1
    ]
    for person in roster.people:
        faults += _faults_of(roster, person)
    return faults


def refuse_faulty(roster: Roster) -> None:
    """Raises InvalidInput with every fault of the roster."""
    faults = check_roster(roster)
    if faults:
        raise InvalidInput(*faults)


def _faults_of(roster: Roster, person: Person) -> Iterable[Fault]:
    place = f"people.{person.key}"
    role = roster.roles.get(person.role)
    if role is None:
        known = ", ".join(roster.roles)
        yield Fault(f"{place}.role", f"{person.role} is not a role; choose from {known}")
    elif person.level not in {level.key for level in role.levels}:
        known = ", ".join(level.key for level in role.levels)
        yield Fault(f"{place}.level", f"{person.level} is not a level of {role.name.lower()}; choose from {known}")
    if len(person.week) != 7 or not all(0 <= hours <= 24 for hours in person.week):
        yield Fault(f"{place}.week", "give the working hours of seven days, each from 0 to 24")
    elif not any(person.week):
        yield Fault(f"{place}.week", "no day has working hours; give some or make the person inactive")
    if not -12 <= person.utc_offset <= 14:
        yield Fault(f"{place}.utc_offset", f"{person.utc_offset} is not a time zone; give hours from -12 to 14")
    for skill, level in person.skills.items():
        if level < 0:
            yield Fault(f"{place}.skills.{skill}", f"{level} is below 0, the lowest level")
    for name, money in (("rate", person.rate), ("cost", person.cost)):
        if money is not None and (not money.amount.is_finite() or money.amount < 0):
            yield Fault(f"{place}.{name}", f"{money.amount} is not an hourly amount; give 0 or more")
    for booking in person.bookings:
        if booking.hours_per_week < 0 or not booking.hours_per_week.is_finite():
            yield Fault(f"{place}.bookings.{booking.engagement}", f"{booking.hours_per_week} are no hours a week")
    yield from unknown_countries(roster.holidays, (person.country,), f"{place}.country")
