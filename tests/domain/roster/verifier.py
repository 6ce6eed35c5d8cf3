"""What must hold of any plan with named people, said again without the solver's model: whole days, hours and people."""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from scoping.domain.roster.demand import Demand, Request
from scoping.domain.roster.people import Employment, Firmness, Person, Roster, VettingState
from scoping.domain.roster.plan import TeamPlan

ONE_QUARTER = Decimal("0.25")


def broken_rules(roster: Roster, request: Request, plan: TeamPlan) -> list[str]:
    """Every rule that the plan breaks, in words; empty for a sound plan."""
    people = {one.key: one for one in roster.people}
    placed = {item.demand: item for item in plan.placements}
    found = []
    if sorted(item.demand for item in plan.placements) != sorted(demand.key for demand in request.demands):
        return ["some work has nobody or two people"]
    for demand in request.demands:
        item, who = placed[demand.key], people[placed[demand.key].person]
        found += [f"{demand.key} by {who.key}: {what}" for what in unfit(roster, request, demand, who)]
        if item.hours != demand.hours or sum(hours for _, hours in item.by_day) != demand.hours:
            found.append(f"{demand.key}: hours are lost")
        first = position(request, item.starts_on)
        if first < demand.not_before:
            found.append(f"{demand.key} begins too early")
        origin = position(request, plan.starts_on) if request.start_within_weeks else 0
        if demand.slack is not None and first > origin + demand.not_before + demand.slack:
            found.append(f"{demand.key} begins too late")
        for before in demand.after:
            if placed[before].ends_on >= item.starts_on:
                found.append(f"{demand.key} does not wait for {before}")
    if sum((hours for weeks in plan.grid.values() for hours in weeks.values()), Decimal(0)) != request.hours:
        found.append("the grid does not hold the hours of the estimate")
    if request.days_at_most and position(request, plan.ends_on) - position(request, plan.starts_on) >= (
        request.days_at_most
    ):
        found.append("the engagement takes too long")
    return found + overloads(roster, request, plan) + unled(roster, request, plan)


def unfit(roster: Roster, request: Request, demand: Demand, who: Person) -> list[str]:
    steps = [level.key for level in roster.roles[demand.role].levels]
    found = []
    if not who.active:
        found.append("has left")
    if who.role != demand.role or steps.index(who.level) < steps.index(demand.level):
        found.append("role or level too low")
    if not set(demand.services) <= set(who.services):
        found.append("does not cover the services")
    if any(who.skills.get(skill, -1) < level for skill, level in demand.skills.items()):
        found.append("lacks a skill")
    if not set(demand.clearances) <= set(who.clearances):
        found.append("is not cleared")
    if who.cost is None or who.cost.currency != request.currency:
        found.append("has no cost")
    if who.employment is Employment.PARTNER:
        if demand.admin_token:
            found.append("gets no admin token")
        vetters = {
            one.key
            for one in roster.people
            if one.role == "professional-services-engineer"
            and one.level == "senior"
            and one.employment is Employment.EMPLOYEE
        }
        if who.vetting.state is not VettingState.APPROVED or who.vetting.by not in vetters:
            found.append("was not vetted")
    return found


def overloads(roster: Roster, request: Request, plan: TeamPlan) -> list[str]:
    given: dict[tuple[str, object], Decimal] = defaultdict(Decimal)
    for item in plan.placements:
        for day, hours in item.by_day:
            given[item.person, day] += hours
    found = []
    for (key, day), hours in given.items():
        who = next(one for one in roster.people if one.key == key)
        free = who.week[day.weekday()]
        if day in {holiday.on for holiday in roster.holidays[who.country].days}:
            free = Decimal(0)
        if any(absence.starts_on <= day <= absence.ends_on for absence in who.absences):
            free = Decimal(0)
        if not request.calendar.works(day):
            found.append(f"{key} works on {day}, a day off for the engagement")
        full = sum(who.week, Decimal(0))
        for booking in who.bookings:
            if booking.starts_on <= day <= booking.ends_on:
                share = Decimal(1) if booking.firmness is Firmness.FIRM else Decimal("0.40")
                free -= who.week[day.weekday()] * booking.hours_per_week * share / full
        if hours > free:
            found.append(f"{key} works {hours} h on {day} with {free} h free")
    return found


def unled(roster: Roster, request: Request, plan: TeamPlan) -> list[str]:
    if not request.lead:
        return []
    people = {one.key: one for one in roster.people}
    team = [people[item.person] for item in plan.placements]
    seniors = [one for one in team if one.level in ("senior", "staff") and one.employment is Employment.EMPLOYEE]
    leading = [people[item.person] for item in plan.placements if item.seat == request.lead]
    needs = any(one.employment is Employment.PARTNER or one.level not in ("senior", "staff") for one in leading)
    return ["a partner or an Intermediate leads without a Senior"] if needs and not seniors else []


def position(request: Request, day: object) -> int:
    """How many working days of the engagement lie before the day."""
    count, on = 0, request.starts_on
    while on < day:
        count += request.calendar.works(on)
        on += timedelta(days=1)
    return count
