"""From a saved proposal to the request that a match answers, and from the plan somebody takes to its team."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from scoping.domain.calendar import Calendar
from scoping.domain.capacity import Capacity
from scoping.domain.conditions import holds
from scoping.domain.errors import Fault, InvalidInput
from scoping.domain.roster.demand import Request
from scoping.domain.roster.grid import SeatNeeds, demands_of, seat_key
from scoping.domain.roster.people import ARCHITECT, Roster
from scoping.domain.roster.plan import TeamPlan
from scoping.domain.skills import Need
from scoping.domain.staffing import StaffingPlan
from scoping.domain.team import Member, Team, WeekHours

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Needs:
    """What somebody asks of the people beyond the plan: skills with least levels and clearances, by role.

    `utc_offset` is the customer's time zone; None where it does not matter or is not known. `derived` is what the
    answers asked for at that time, so that the next match can tell what a person changed.
    """

    skills: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    clearances: tuple[str, ...] = ()
    utc_offset: Decimal | None = None
    derived: tuple[Need, ...] = ()


@dataclass(frozen=True)
class Sold:
    """What a proposal says of its seats: services by role, hourly prices by role and level, the answers as facts.

    `charged` is the fee where it does not follow the hours; `names` are those of services, by key.
    """

    engagement: str
    plan: StaffingPlan
    services: Mapping[str, tuple[str, ...]]
    rates: Mapping[str, Mapping[str, Decimal]]
    discount: Decimal
    currency: str
    facts: Mapping[str, Any]
    charged: Decimal | None = None
    names: Mapping[str, str] = field(default_factory=dict)


def request_of(sold: Sold, needs: Needs, capacity: Capacity, calendar: Calendar) -> Request:
    """The seats of the plan with everything asked of the people in them."""
    ours_only = {rule.role for rule in capacity.ours_only if holds(rule.when, sold.facts)}
    paid = {
        role: {level: rate * (1 - sold.discount) for level, rate in levels.items()}
        for role, levels in sold.rates.items()
    }
    by_role = {
        seat.role: SeatNeeds(
            rates=paid[seat.role],
            services=sold.services.get(seat.role, ()),
            skills=needs.skills.get(seat.role, {}),
            clearances=needs.clearances,
            admin_token=seat.role in ours_only,
        )
        for seat in sold.plan.seats
    }
    leading = sorted(sold.plan.seats, key=lambda seat: seat.role != ARCHITECT)
    return Request(
        sold.engagement,
        sold.plan.starts_on,
        calendar,
        demands_of(sold.plan, by_role, calendar),
        sold.currency,
        lead=seat_key(leading[0]) if leading else "",
        utc_offset=needs.utc_offset,
        rates=paid,
        weeks_ahead=26,
        charged=sold.charged,
        names=sold.names,
    )


def team_of(plan: TeamPlan, roster: Roster, by: str, at: datetime) -> Team:
    """The plan as a team with names; InvalidInput where somebody is no longer on the roster."""
    members = []
    for (seat, key), weeks in plan.grid.items():
        person = roster.by_key.get(key)
        if person is None or not person.active or person.cost is None:
            name = person.name if person else key
            raise InvalidInput(Fault("plan", f"{name} can no longer be planned with; run the match again"))
        hours = sum(weeks.values(), Decimal(0))
        members.append(
            Member(
                seat,
                key,
                person.name,
                person.level,
                tuple(WeekHours(week, amount) for week, amount in weeks.items()),
                (hours * person.cost.amount).quantize(CENT),
                person.company if person.is_partner else "",
                person.services,
            )
        )
    return Team(tuple(members), plan.starts_on, plan.ends_on, plan.cost.currency, by, at)
