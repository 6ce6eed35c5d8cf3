"""What a saved proposal asks of people week by week: its team where it has one, else its open seats."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from scoping.domain.capacity import Trust
from scoping.domain.roster.availability import weeks_of
from scoping.domain.roster.grid import seat_key
from scoping.domain.roster.people import Booking, Firmness, Person, Roster
from scoping.domain.staffing import StaffingPlan
from scoping.domain.team import Team

ByWeek = Mapping[date, Decimal]
NOTHING = Trust(Decimal(0), Decimal(0))
SUNDAY = timedelta(days=6)


@dataclass(frozen=True)
class Staffed:
    """Hours by week of people (roster key) and of seats (role/level) that have nobody."""

    people: Mapping[str, ByWeek] = field(default_factory=dict)
    seats: Mapping[str, ByWeek] = field(default_factory=dict)


@dataclass(frozen=True)
class Work:
    """What an engagement asks of people, and whether it is certain enough to count as a firm booking."""

    engagement: str
    firmness: Firmness
    staffed: Staffed


def fits(team: Team, plan: StaffingPlan) -> bool:
    """Whether the team has the hours of every seat of the plan; a plan that moved needs another match."""
    wanted: dict[str, Decimal] = defaultdict(Decimal)
    for week in plan.weeks:
        for cell in week.seats:
            wanted[f"{cell.role}/{cell.level}/{cell.number}"] += cell.hours
    return dict(wanted) == dict(team.hours_by_seat)


def staffed(plan: StaffingPlan, team: Team | None) -> Staffed:
    """The plan's hours; a team that does not fit the plan is no team."""
    if team is not None and fits(team, plan):
        people: dict[str, dict[date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        for member in team.members:
            for part in member.hours_by_week:
                people[member.person][part.week] += part.hours
        return Staffed({key: dict(weeks) for key, weeks in people.items()})
    seats: dict[str, dict[date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for week in plan.weeks:
        for cell in week.seats:
            seats[f"{cell.role}/{cell.level}"][week.week] += cell.hours
    return Staffed({}, {key: dict(weeks) for key, weeks in seats.items()})


def booked_with(roster: Roster, works: Iterable[Work]) -> Roster:
    """The roster on which everybody is booked with the hours of these engagements' teams, week by week."""
    known = list(works)
    return replace(roster, people=tuple(_booked(roster, person, known) for person in roster.people))


def _booked(roster: Roster, person: Person, works: list[Work]) -> Person:
    found = [
        booking
        for work in works
        for week, hours in work.staffed.people.get(person.key, {}).items()
        if (booking := _booking(roster, person, work, week, hours)) is not None
    ]
    return replace(person, bookings=(*person.bookings, *found)) if found else person


def _booking(roster: Roster, person: Person, work: Work, week: date, hours: Decimal) -> Booking | None:
    """The hours of one week as a booking: more a week where holidays shorten it, so that none is lost."""
    (whole,) = weeks_of(roster, person, week, week + SUNDAY, NOTHING)
    if not whole.works:
        return None
    pace = hours * person.hours_per_week / whole.works
    return Booking(work.engagement, week, week + SUNDAY, pace, work.firmness)


def seats_named(plan: StaffingPlan, team: Team | None) -> dict[str, tuple[str, ...]]:
    """Names by seat of a team that fits the plan, or is names only; a partner's engineer with the company."""
    if team is None or not (team.is_names_only or fits(team, plan)):
        return {}
    return {
        seat_key(seat): tuple(
            f"{member.name} ({member.company})" if member.company else member.name for member in team.of(seat_key(seat))
        )
        for seat in plan.seats
    }
