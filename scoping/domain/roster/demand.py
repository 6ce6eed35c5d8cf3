"""What has to be staffed: seats with their work, and what is wrong with such a request."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter

from scoping.domain.calendar import Calendar
from scoping.domain.errors import Fault, InvalidInput
from scoping.domain.levels import Role


@dataclass(frozen=True)
class Demand:
    """Work of one seat that one person does from start to end: `hours` spread over `days` working days.

    It begins when all in `after` are done and not before working day `not_before` of the engagement, at most `slack`
    working days later (None: whenever). `services` are those the person has to cover, `skills` maps a skill to the
    least level. `rate` is the sold hourly price.
    """

    key: str
    name: str
    seat: str
    role: str
    level: str
    hours: Decimal
    days: int
    rate: Decimal
    services: tuple[str, ...] = ()
    skills: Mapping[str, int] = field(default_factory=dict)
    clearances: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    not_before: int = 0
    slack: int | None = None
    admin_token: bool = False


@dataclass(frozen=True)
class Request:
    """The seats of one engagement, when they may begin and what bounds them.

    The work starts on the first working day on or after `starts_on`, or in one of the `start_within_weeks` weeks after
    it, and takes at most `days_at_most` working days. The search looks `weeks_ahead` weeks ahead. `lead` names the seat
    that leads; `utc_offset` is the customer's time zone; `rates` lists hourly prices by role and level.
    `charged` is the fee where it does not follow the hours, such as a fixed one; `names` are those of services, by key.
    `rest_at_most` is the longest run of working days off over which work rests with its person instead of going to
    another.
    """

    engagement: str
    starts_on: date
    calendar: Calendar
    demands: tuple[Demand, ...]
    currency: str
    lead: str = ""
    utc_offset: Decimal | None = None
    rates: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)
    start_within_weeks: int = 0
    days_at_most: int | None = None
    weeks_ahead: int = 52
    rest_at_most: int = 5
    charged: Decimal | None = None
    names: Mapping[str, str] = field(default_factory=dict)

    def listed(self, services: Iterable[str]) -> str:
        """Services as people call them."""
        return ", ".join(self.names.get(key, key) for key in services)

    @property
    def hours(self) -> Decimal:
        """All seats together."""
        return sum((demand.hours for demand in self.demands), Decimal(0))

    @property
    def fee(self) -> Decimal:
        """What the hours are sold for by the hour."""
        return sum((demand.hours * demand.rate for demand in self.demands), Decimal(0))


def check_request(request: Request, roles: Mapping[str, Role]) -> list[Fault]:
    """Everything that keeps the request from being planned, at `demands.<key>.<field>`."""
    counts = Counter(demand.key for demand in request.demands)
    faults = [
        Fault(f"demands.{key}", f"stands {count} times in the plan; rename all but one")
        for key, count in counts.items()
        if count > 1
    ]
    if not request.demands:
        faults.append(Fault("demands", "there is no seat to staff; estimate some work first"))
    if request.lead and request.lead not in {demand.seat for demand in request.demands}:
        faults.append(Fault("lead", f"{request.lead} is not a seat of the plan"))
    for demand in request.demands:
        faults += _faults_of(request, demand, roles, counts)
    return faults + _cycle(request)


def refuse_unplannable(request: Request, roles: Mapping[str, Role]) -> None:
    """Raises InvalidInput with every fault of the request."""
    faults = check_request(request, roles)
    if faults:
        raise InvalidInput(*faults)


def _faults_of(
    request: Request, demand: Demand, roles: Mapping[str, Role], known: Mapping[str, int]
) -> Iterable[Fault]:
    place = f"demands.{demand.key}"
    role = roles.get(demand.role)
    if role is None:
        yield Fault(f"{place}.role", f"{demand.role} is not a role; choose from {', '.join(roles)}")
    elif demand.level not in {level.key for level in role.levels}:
        levels = ", ".join(level.key for level in role.levels)
        yield Fault(f"{place}.level", f"{demand.level} is not a level of {role.name.lower()}; choose from {levels}")
    if demand.hours <= 0 or demand.days < 1 or demand.hours > 24 * demand.days:
        yield Fault(f"{place}.hours", f"{demand.hours} h do not fit into {demand.days} working days; check both")
    if request.days_at_most is not None and demand.not_before + demand.days > request.days_at_most:
        yield Fault(
            f"{place}.days",
            f"{demand.name} needs {demand.days} working days from day {demand.not_before + 1}, "
            f"the engagement has {request.days_at_most}; shorten the work or lengthen the engagement",
        )
    for before in demand.after:
        if before not in known:
            yield Fault(f"{place}.after", f"{before} is not in the plan; remove it or add the work")


def _cycle(request: Request) -> list[Fault]:
    names = {demand.key: demand.name for demand in request.demands}
    try:
        TopologicalSorter({demand.key: set(demand.after) & names.keys() for demand in request.demands}).prepare()
    except CycleError as found:
        circle = " → ".join(names[key] for key in reversed(found.args[1]))
        return [Fault("demands", f"work that waits for itself can never begin: {circle}; remove one of the links")]
    return []
