"""Eight invented people of the demonstration, with whom its engagement can be staffed."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from scoping.actions.roster import add, list_roster
from scoping.db.models import Person
from scoping.domain.calendar import Window
from scoping.domain.catalog import Catalog
from scoping.domain.money import Money
from scoping.domain.roster import people
from scoping.domain.roster.people import Booking, Employment, Firmness, Vetting, VettingState

ARCHITECT, ENGINEER, LEAD = "technical-architect", "professional-services-engineer", "project-manager"
ALL = (
    "scm-migration",
    "ci-cd",
    "cloud-architecture",
    "readiness-assessment",
    "transformation",
    "developer-consulting",
    "security-advisory",
    "paid-discovery",
)


def ensure_roster(session: Session, catalog: Catalog, by: Person, at: datetime) -> None:
    """The people of the demonstration, unless somebody is on the roster already."""
    if not list_roster(session):
        for person in demonstration(at.date()):
            add(session, catalog, person, by, at)


def demonstration(today: date) -> tuple[people.Person, ...]:
    """The people; leave and bookings lie around this day."""
    monday = today - timedelta(days=today.weekday())

    def booked(name: str, first: int, last: int, hours: int, firmness: Firmness = Firmness.FIRM) -> Booking:
        days = monday + timedelta(weeks=first), monday + timedelta(weeks=last, days=4)
        return Booking(name, *days, Decimal(hours), firmness)

    def away(first: int, last: int) -> tuple[Window, ...]:
        return (Window("leave", monday + timedelta(weeks=first), monday + timedelta(weeks=last, days=4)),)

    return (
        _of("Ines Carvalho", ARCHITECT, "senior", "PT", 0, 165, {"kubernetes": 2, "github": 2}, absences=away(5, 5)),
        _of("Tomasz Wilk", ARCHITECT, "intermediate", "PL", 1, 140, {"terraform": 2, "bitbucket": 1}),
        _of(
            "Yuki Tanaka",
            ARCHITECT,
            "staff",
            "JP",
            9,
            210,
            {"kubernetes": 3, "svn": 2},
            bookings=(booked("Harbour Bank program", 0, 20, 24),),
        ),
        _of(
            "Aoife Brennan",
            ENGINEER,
            "senior",
            "IE",
            0,
            140,
            {"congregate": 3, "jenkins": 2, "kubernetes": 1, "svn": 1},
            bookings=(booked("Contoso roll-out", 0, 3, 30),),
        ),
        _of("Mateo Rojas", ENGINEER, "intermediate", "ES", 1, 115, {"congregate": 2, "github": 1}),
        _of(
            "Priya Nair",
            ENGINEER,
            "intermediate",
            "IN",
            Decimal("5.5"),
            95,
            {"congregate": 1, "terraform": 1, "bitbucket": 1, "azure-devops": 1},
            bookings=(booked("Meridian pilot", 8, 14, 20, Firmness.TENTATIVE),),
        ),
        _of(
            "Lukas Brandt",
            ENGINEER,
            "senior",
            "DE",
            1,
            150,
            {"congregate": 2, "jenkins": 3, "github": 1},
            employment=Employment.PARTNER,
            company="Nordlicht Consulting",
            vetting=Vetting(VettingState.APPROVED, "aoife-brennan", today - timedelta(days=40)),
        ),
        _of("Grace Okafor", LEAD, "intermediate", "GB", 0, 120, {}),
    )


def _of(
    name: str,
    role: str,
    level: str,
    country: str,
    utc_offset: int | Decimal,
    cost: int,
    skills: dict[str, int],
    **more: object,
) -> people.Person:
    return people.Person(
        key=name.lower().replace(" ", "-"),
        name=name,
        role=role,
        level=level,
        country=country,
        region="APAC" if country in ("JP", "IN") else "EMEA",
        services=ALL,
        skills=skills,
        utc_offset=Decimal(utc_offset),
        cost=Money(Decimal(cost), "USD"),
        **more,  # type: ignore[arg-type]
    )
