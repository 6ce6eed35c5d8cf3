"""Named people in their seats with dates, money and utilisation: what a match hands out and a proposal keeps."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from scoping.domain.calendar import monday
from scoping.domain.effort import QUARTER
from scoping.domain.money import Money
from scoping.domain.roster.availability import Utilisation, utilisation
from scoping.domain.roster.formulation import Formulation, hours_by_day
from scoping.domain.roster.goals import hours_outside
from scoping.domain.roster.problem import Solution
from scoping.domain.roster.score import chosen, off_targets


@dataclass(frozen=True)
class Placement:
    """One person doing one piece of work on these days; the hours fall evenly on them, in quarter hours."""

    demand: str
    name: str
    seat: str
    person: str
    hours: Decimal
    worked_on: tuple[date, ...]

    @property
    def starts_on(self) -> date:
        """The first day of work."""
        return self.worked_on[0]

    @property
    def ends_on(self) -> date:
        """The last day of work."""
        return self.worked_on[-1]

    @property
    def by_day(self) -> tuple[tuple[date, Decimal], ...]:
        """Hours on each worked day."""
        parts = hours_by_day(self.hours, len(self.worked_on))
        return tuple((day, part * QUARTER) for day, part in zip(self.worked_on, parts, strict=True))


@dataclass(frozen=True)
class Substitution:
    """Somebody above the level a seat needs, and what the hours would cost the customer at the higher rate.

    `price` is None where the rate card has no rate for the person's level.
    """

    seat: str
    person: str
    needs: str
    has: str
    hours: Decimal
    price: Money | None


@dataclass(frozen=True)
class TeamPlan:
    """A plan with named people. `proven` says that no better one exists under these goals.

    `hours_outside` are hours outside the customer's working day; `growth` hours of people learning beside a Senior;
    `off_targets` the hours by which all together move away from their utilisation targets, negative towards them.
    """

    engagement: str
    placements: tuple[Placement, ...]
    starts_on: date
    ends_on: date
    fee: Money
    cost: Money
    hand_overs: int
    hours_outside: Decimal
    growth: Decimal
    off_targets: Decimal
    utilisation: tuple[Utilisation, ...]
    substitutions: tuple[Substitution, ...]
    points: int
    bound: int

    @property
    def proven(self) -> bool:
        """Whether no plan can be better."""
        return self.points <= self.bound

    @property
    def margin(self) -> Decimal:
        """The share of the fee that the team does not cost; 0 without a fee."""
        if not self.fee.amount:
            return Decimal(0)
        return ((self.fee.amount - self.cost.amount) / self.fee.amount).quantize(Decimal("0.0001"))

    @property
    def team(self) -> Mapping[str, tuple[str, ...]]:
        """The people of each seat, in the order in which they first work."""
        found: dict[str, list[str]] = {}
        for placement in sorted(self.placements, key=lambda placement: placement.starts_on):
            people = found.setdefault(placement.seat, [])
            if placement.person not in people:
                people.append(placement.person)
        return {seat: tuple(found[seat]) for seat in dict.fromkeys(item.seat for item in self.placements)}

    @property
    def grid(self) -> Mapping[tuple[str, str], Mapping[date, Decimal]]:
        """Hours by (seat, person) and week, a Monday; they sum to the hours of the request."""
        found: dict[tuple[str, str], dict[date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        for placement in self.placements:
            for day, hours in placement.by_day:
                found[placement.seat, placement.person][monday(day)] += hours
        return {key: dict(sorted(weeks.items())) for key, weeks in found.items()}

    def hours_of(self, person: str) -> Decimal:
        """All hours of one person."""
        return sum((placement.hours for placement in self.placements if placement.person == person), Decimal(0))


def planned(formulation: Formulation, solution: Solution) -> TeamPlan:
    """The plan of a solution in which every piece has its person."""
    request, people = formulation.request, formulation.people
    placements = placed(formulation, solution)
    starts_on = min(placement.starts_on for placement in placements)
    ends_on = max(placement.ends_on for placement in placements)
    staffed = [(request.demands[i], people[p]) for i, p in enumerate(solution.people) if p is not None]
    cost = sum((d.hours * person.cost.amount for d, person in staffed if person.cost), Decimal(0))
    roster = formulation.roster
    seniors = {person.role for _, person in staffed if roster.is_senior(person)}
    plan = TeamPlan(
        request.engagement,
        placements,
        starts_on,
        ends_on,
        Money(request.fee if request.charged is None else request.charged, request.currency).rounded(),
        Money(cost, request.currency).rounded(),
        sum(len(team) - 1 for team in _teams(placements).values()),
        sum((hours_outside(request, person, demand.hours) for demand, person in staffed), Decimal(0)),
        sum((d.hours for d, person in staffed if not roster.is_senior(person) and person.role in seniors), Decimal(0)),
        off_targets(formulation.problem, solution) * QUARTER,
        (),
        substitutions(formulation, solution),
        solution.objective,
        solution.bound,
    )
    used = dict.fromkeys(placement.person for placement in placements)
    shares = tuple(utilisation(roster, roster.by_key[key], starts_on, ends_on, plan.hours_of(key)) for key in used)
    return replace(plan, utilisation=shares)


def placed(formulation: Formulation, solution: Solution) -> tuple[Placement, ...]:
    """The staffed pieces with their days; pieces without anybody are left out."""
    found = []
    options = chosen(formulation.problem, solution)
    for demand, option, first, end in zip(
        formulation.request.demands, options, solution.starts, solution.ends, strict=True
    ):
        if option is not None:
            slots = formulation.worked(option.person, first, end, option.load)
            days = tuple(formulation.date_of(int(slot)) for slot in slots)
            person = formulation.people[option.person].key
            found.append(Placement(demand.key, demand.name, demand.seat, person, demand.hours, days))
    return tuple(found)


def _teams(placements: tuple[Placement, ...]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for placement in placements:
        found[placement.seat].add(placement.person)
    return found


def substitutions(formulation: Formulation, solution: Solution) -> tuple[Substitution, ...]:
    """Everybody above the level of their seat, with the hours and the price of it by seat and person."""
    request = formulation.request
    found: dict[tuple[str, str], Substitution] = {}
    for demand, index in zip(request.demands, solution.people, strict=True):
        person = None if index is None else formulation.people[index]
        if person is None or person.level == demand.level:
            continue
        listed = person.rate.amount if person.rate else request.rates.get(person.role, {}).get(person.level)
        extra = None if listed is None else Money(demand.hours * (listed - demand.rate), request.currency).rounded()
        before = found.get((demand.seat, person.key))
        price = before.price + extra if before and before.price and extra else extra
        hours = demand.hours + (before.hours if before else 0)
        found[demand.seat, person.key] = Substitution(demand.seat, person.key, demand.level, person.level, hours, price)
    return tuple(found.values())
