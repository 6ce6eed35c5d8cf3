"""Why somebody sits in a seat and the next best does not: the plan recomputed with people exchanged, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from scoping.domain.calendar import monday
from scoping.domain.effort import QUARTER
from scoping.domain.money import Money
from scoping.domain.roster.demand import Demand
from scoping.domain.roster.eligibility import Rule, obstacles
from scoping.domain.roster.formulation import Formulation, hours_by_day, load_of
from scoping.domain.roster.people import Person
from scoping.domain.roster.plan import TeamPlan, planned
from scoping.domain.roster.problem import Solution
from scoping.domain.roster.score import chosen, exchanged
from scoping.domain.roster.words import day, days, hours, money


@dataclass(frozen=True)
class Passed:
    """Somebody of the role who was not taken; `because` continues a sentence that begins with the name."""

    person: str
    because: str


@dataclass(frozen=True)
class Choice:
    """One person in one seat: why, what the next best would change, and what kept the others out.

    `instead` compares the plan with the next best person in the same place on the same dates; `passed` is in the order
    in which they would come, people whom a rule keeps out last.
    """

    seat: str
    person: str
    because: tuple[str, ...]
    next_best: str
    instead: tuple[str, ...]
    passed: tuple[Passed, ...]


def choices(formulation: Formulation, solution: Solution) -> tuple[Choice, ...]:
    """The reasons for each person in each seat of a solution."""
    plan = planned(formulation, solution)
    places: dict[tuple[str, int], list[int]] = {}
    for index, (demand, person) in enumerate(zip(formulation.request.demands, solution.people, strict=True)):
        if person is not None:
            places.setdefault((demand.seat, person), []).append(index)
    return tuple(
        _choice(formulation, solution, plan, seat, person, pieces) for (seat, person), pieces in places.items()
    )


def _choice(
    formulation: Formulation, solution: Solution, plan: TeamPlan, seat: str, person: int, pieces: list[int]
) -> Choice:
    taken = formulation.people[person]
    able: list[tuple[int, Person, Solution]] = []
    busy: list[Passed] = []
    barred: list[Passed] = []
    index = {other.key: i for i, other in enumerate(formulation.people)}
    for other in formulation.roster.people:
        if other.key == taken.key or other.role != taken.role:
            continue
        rules = _rules(formulation, other, pieces)
        if rules:
            barred.append(Passed(other.key, rules))
            continue
        at = index[other.key]
        changed = exchanged(formulation.problem, solution, dict.fromkeys(pieces, at))
        clash = clash_of(formulation, solution, at, pieces)
        if changed is None or clash:
            busy.append(Passed(other.key, clash or "would need longer than the next work of this plan can wait"))
        else:
            able.append((changed.objective, other, changed))
    able.sort(key=lambda item: (item[0], item[1].key))
    passed = [
        Passed(other.key, "; ".join(differences(plan, planned(formulation, changed))) or "would do as well")
        for _, other, changed in able
    ]
    because = _because(formulation, solution, plan, taken, able, busy)
    next_best = able[0][1].key if able else ""
    instead = differences(plan, planned(formulation, able[0][2])) if able else ()
    return Choice(seat, taken.key, because, next_best, instead, (*passed, *busy, *barred))


def _rules(formulation: Formulation, person: Person, pieces: list[int]) -> str:
    found = dict.fromkeys(
        obstacle.because
        for index in pieces
        for obstacle in obstacles(formulation.roster, formulation.request, formulation.request.demands[index], person)
        if obstacle.rule is not Rule.ROLE
    )
    return ", ".join(found)


def _because(
    formulation: Formulation,
    solution: Solution,
    plan: TeamPlan,
    taken: Person,
    able: list[tuple[int, Person, Solution]],
    busy: list[Passed],
) -> tuple[str, ...]:
    if not able and not busy:
        return ("is the only one on the roster who may take this seat",)
    if not able:
        return ("is the only one of those who may take this seat with the time for it on these days",)
    objective, other, changed = able[0]
    if objective < solution.objective:
        return (f"makes this plan differ from a better one with {other.name}",)
    advantages = differences(planned(formulation, changed), plan, better_only=True)
    if advantages:
        return tuple(f"{advantage} than with {other.name}" for advantage in advantages)
    if objective == solution.objective:
        return (f"comes out even with {other.name} under these goals; the order on the roster decided",)
    return (f"is worth more under these goals than {other.name}",)


def differences(plan: TeamPlan, other: TeamPlan, better_only: bool = False) -> tuple[str, ...]:
    """What `other` changes against `plan`, such as "1,440.00 USD more"; with `better_only` what it improves."""
    later = (other.ends_on - plan.ends_on).days
    costs = other.cost.amount - plan.cost.amount
    outside = other.hours_outside - plan.hours_outside
    hand_overs = other.hand_overs - plan.hand_overs
    growth = plan.growth - other.growth
    off = other.off_targets - plan.off_targets
    found: list[tuple[Decimal, str]] = [
        (Decimal(later), f"ends {_calendar_days(abs(later))} {'later' if later > 0 else 'earlier'}"),
        (costs, f"costs {money(Money(abs(costs), plan.cost.currency))} {'more' if costs > 0 else 'less'}"),
        (Decimal(hand_overs), f"{abs(hand_overs)} hand-over{'s' * (abs(hand_overs) != 1)} {_more(hand_overs)}"),
        (outside, f"{hours(abs(outside))} {_more(outside)} outside the customer’s working hours"),
        (growth, f"{hours(abs(growth))} {_more(-growth)} learning beside a Senior"),
        (off, f"{hours(abs(off))} {'further from' if off > 0 else 'nearer to'} the utilisation targets"),
    ]
    return tuple(text for amount, text in found if amount and (amount < 0 or not better_only))


def _more(change: Decimal | int) -> str:
    return "more" if change > 0 else "fewer"


def _calendar_days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"


def clash_of(formulation: Formulation, solution: Solution, person: int, pieces: list[int]) -> str:
    """Why the person has no time for these pieces on the plan's dates; empty where there is time."""
    time = formulation.times[person]
    used: Mapping[int, int] = _used(formulation, solution, person, pieces)
    for index in pieces:
        demand = formulation.request.demands[index]
        load, duration = load_of(demand, time)
        if not load:
            return "has no free hour in all these weeks"
        left, slot, rested = duration, solution.starts[index], 0
        while left and slot < formulation.problem.slots:
            on = formulation.date_of(slot)
            free = int(time.free[slot]) - used.get(slot, 0)
            if time.off[slot]:
                rested += 1
                if rested > formulation.request.rest_at_most or left == duration:
                    return f"is away {_week(on)}"
            elif free < load <= int(time.free[slot]):
                return f"works on {_other_work(formulation, solution, person, pieces, slot)} {_week(on)}"
            elif free < load:
                return f"has {hours(max(free, 0) * QUARTER)} a day free {_week(on)}, {_pace(demand)} are needed"
            else:
                rested, left = 0, left - 1
            slot += 1
        if left:
            return f"would need {days(left)} beyond the weeks looked at"
    return ""


def _week(on: date) -> str:
    return f"in the week of {day(monday(on))}"


def _other_work(formulation: Formulation, solution: Solution, person: int, without: list[int], slot: int) -> str:
    names = (
        demand.name
        for index, demand in enumerate(formulation.request.demands)
        if solution.people[index] == person and index not in without
        if solution.starts[index] <= slot < solution.ends[index]
    )
    return next(names, "other work")


def _pace(demand: Demand) -> str:
    return hours(max(hours_by_day(demand.hours, demand.days)) * QUARTER)


def _used(formulation: Formulation, solution: Solution, person: int, without: list[int]) -> dict[int, int]:
    """Quarter hours by slot that the person gives to the other pieces of the plan."""
    used: dict[int, int] = {}
    for index, option in enumerate(chosen(formulation.problem, solution)):
        if option is not None and option.person == person and index not in without:
            for slot in formulation.worked(person, solution.starts[index], solution.ends[index], option.load):
                used[int(slot)] = used.get(int(slot), 0) + option.load
    return used
