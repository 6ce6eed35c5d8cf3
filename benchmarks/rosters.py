"""Made-up people and engagements of a typical size, the same on every run."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from scoping.domain.calendar import Calendar, CountryHolidays, Holiday, Window, calendar_of
from scoping.domain.capacity import Trust
from scoping.domain.levels import Level, Role
from scoping.domain.money import Money
from scoping.domain.roster.demand import Demand, Request
from scoping.domain.roster.people import (
    Booking,
    Employment,
    Firmness,
    Person,
    Roster,
    Vetting,
    VettingState,
)

STARTS_ON = date(2027, 1, 11)
ARCHITECT, ENGINEER, LEAD = "technical-architect", "professional-services-engineer", "project-manager"
SERVICES = ("scm-migration", "implementation", "ci-cd", "readiness")
SKILLS = ("kubernetes", "terraform", "jenkins", "github", "bitbucket", "congregate")
COUNTRIES = {"US": Decimal(-5), "GB": Decimal(0), "DE": Decimal(1), "IN": Decimal("5.5")}
RATES = {"associate": 230, "intermediate": 290, "senior": 340, "staff": 430}


def roles() -> dict[str, Role]:
    """The three roles with their published ladders and targets."""

    def ladder(*keys: str) -> tuple[Level, ...]:
        return tuple(Level(key, key.capitalize(), key[:1].upper()) for key in keys)

    return {
        ARCHITECT: Role(
            ARCHITECT, "Technical architect", ladder("intermediate", "senior", "staff"), Decimal(20), Decimal("0.55")
        ),
        ENGINEER: Role(
            ENGINEER,
            "Professional services engineer",
            ladder("associate", "intermediate", "senior"),
            Decimal(40),
            Decimal("0.70"),
        ),
        LEAD: Role(LEAD, "Project manager", ladder("intermediate"), Decimal(40), Decimal("0.70")),
    }


def holidays() -> dict[str, CountryHolidays]:
    """A few holidays per country and year; the dates are made up where countries differ."""
    found = {}
    for number, country in enumerate(COUNTRIES):
        days = [
            Holiday(date(year, month, day), f"Holiday {month}", country)
            for year in (2027, 2028, 2029)
            for month, day in ((1, 1), (2, 15 + number), (5, 3 + number), (8, 30), (11, 25 - number), (12, 25))
        ]
        found[country] = CountryHolidays(country, 2027, 2029, tuple(days))
    return found


def roster(count: int, seed: int) -> Roster:
    """`count` people over roles, levels, countries and skills, with absences; every tenth works for a partner."""
    random = Random(seed)  # noqa: S311 (figures, not secrets)
    ladders = roles()
    people: list[Person] = []
    for number in range(count):
        role = (ENGINEER, ENGINEER, ARCHITECT, ENGINEER, ARCHITECT, LEAD)[number % 6]
        level = "senior" if number in (0, 2) else random.choice(ladders[role].levels).key
        country = random.choice(list(COUNTRIES))
        partner = number % 10 == 9
        away = STARTS_ON + timedelta(days=random.randrange(0, 240))
        people.append(
            Person(
                key=f"p{number:03}",
                name=f"Person {number:03}",
                role=role,
                level=level,
                country=country,
                region="AMER" if country == "US" else "EMEA",
                services=tuple(random.sample(SERVICES, 3)),
                skills={skill: random.randrange(0, 3) for skill in random.sample(SKILLS, 4)},
                utc_offset=COUNTRIES[country],
                employment=Employment.PARTNER if partner else Employment.EMPLOYEE,
                vetting=Vetting(VettingState.APPROVED, "p000") if partner else Vetting(),
                cost=Money(Decimal(RATES[level]) * random.randrange(40, 60) / 100, "USD"),
                absences=(Window("leave", away, away + timedelta(days=random.randrange(0, 14))),),
            )
        )
    return Roster(tuple(people), ladders, holidays(), Trust(Decimal("0.90"), Decimal("0.40")))


def engagement(name: str, tasks: int, everybody: Roster, seed: int) -> Request:
    """Tasks of two to ten days in work streams of an architect and an engineer, some with a skill that somebody has.

    Iteration 0 is first; project management is left to the grid.
    """

    def able(person: Person, level: str) -> bool:
        return not person.is_partner and everybody.rank(person) >= everybody.roles[person.role].rank(level)

    random = Random(seed)  # noqa: S311 (figures, not secrets)
    chains = max(3, tasks // 7)
    last: dict[int, str] = {}
    levels: dict[tuple[str, int], str] = {}
    demands = []
    for number in range(tasks):
        role = ARCHITECT if number == 0 or random.random() < 0.25 else ENGINEER
        days, chain = random.randrange(2, 11), number % chains
        level = levels.setdefault((role, chain), random.choice(("intermediate", "intermediate", "senior")))
        someone = random.choice([person for person in everybody.people if person.role == role and able(person, level)])
        skill = dict([random.choice(list(someone.skills.items()))]) if random.random() < 0.3 else {}
        demands.append(
            Demand(
                key=f"t{number:03}",
                name=f"Task {number:03}",
                seat=f"{role}/{level}/{chain + 1}",
                role=role,
                level=level,
                hours=Decimal(8 * days) if role == ENGINEER else Decimal(4 * days),
                days=days,
                rate=Decimal(RATES[level]),
                skills=skill,
                after=(last[chain],) if chain in last else ("t000",) if number else (),
            )
        )
        if number:
            last[chain] = f"t{number:03}"
    return Request(name, STARTS_ON, calendar(), tuple(demands), "USD", lead=demands[0].seat, utc_offset=Decimal(0))


def calendar() -> Calendar:
    """A customer in Great Britain served from Germany, with a freeze."""
    freeze = Window("quarter-end freeze", date(2027, 3, 29), date(2027, 3, 31))
    return calendar_of(holidays(), ("GB", "DE"), (freeze,))


def grid(name: str, seed: int) -> Request:
    """Four to seven seats over 8 to 20 weeks in pieces of four weeks, as a proposal's weekly grid gives them."""
    random = Random(seed)  # noqa: S311 (figures, not secrets)
    weeks = random.randrange(8, 21)
    service = random.choice(SERVICES)
    seats: Sequence[tuple[str, str, int]] = (
        (ARCHITECT, random.choice(("intermediate", "senior")), 20),
        (ENGINEER, "intermediate", 40),
        (ENGINEER, random.choice(("associate", "intermediate")), 40),
        (LEAD, "intermediate", 8),
        *((ENGINEER, "senior", 40) for _ in range(random.randrange(0, 4))),
    )
    demands = []
    for number, (role, level, hours) in enumerate(seats, 1):
        key = f"{role}/{level}/{number}"
        for part, first in enumerate(range(0, weeks, 4), 1):
            length = min(4, weeks - first)
            demands.append(
                Demand(
                    key=f"{key}/{part}",
                    name=f"{role} {number}, part {part}",
                    seat=key,
                    role=role,
                    level=level,
                    hours=Decimal(hours * length),
                    days=5 * length,
                    rate=Decimal(RATES[level]),
                    services=(service,),
                    after=(f"{key}/{part - 1}",) if part > 1 else (),
                    not_before=5 * first,
                    slack=5,
                )
            )
    return Request(name, STARTS_ON, calendar(), tuple(demands), "USD", lead=demands[0].seat, utc_offset=Decimal(0))


def booked(
    everybody: Roster, engagement: str, people: dict[str, list[tuple[date, date, Decimal]]], seed: int
) -> Roster:
    """The roster with an engagement's people booked, one in three tentatively; each span has its hours a week."""
    firmness = Firmness.TENTATIVE if seed % 3 == 0 else Firmness.FIRM
    return replace(
        everybody,
        people=tuple(
            replace(
                person,
                bookings=(
                    *person.bookings,
                    *(Booking(engagement, first, last, hours, firmness) for first, last, hours in people[person.key]),
                ),
            )
            if person.key in people
            else person
            for person in everybody.people
        ),
    )
