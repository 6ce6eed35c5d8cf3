"""What is sold and how it is estimated: services, work packages, tasks, wording, roles, rules and rate cards."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from scoping.domain.calendar import HolidayTable
from scoping.domain.capacity import Capacity
from scoping.domain.conditions import ALWAYS, Condition
from scoping.domain.discovery import Question
from scoping.domain.drivers import Driver, Factor, Fixed
from scoping.domain.effort import ThreePoint
from scoping.domain.estimating import Estimating
from scoping.domain.fingerprint import LATER
from scoping.domain.levels import LevelRule, Role
from scoping.domain.review import ApprovalRule
from scoping.domain.skills import Skills


class Section(StrEnum):
    """The part of a statement of work in which a clause is printed."""

    ACTIVITY = "activity"
    DELIVERABLE = "deliverable"
    EXCLUSION = "exclusion"
    ASSUMPTION = "assumption"
    DUTY = "duty"
    RISK = "risk"
    GOVERNANCE = "governance"
    ACCEPTANCE = "acceptance"
    CHANGE_CONTROL = "change_control"
    BILLING = "billing"
    EXPENSES = "expenses"
    SCHEDULE = "schedule"


class Position(StrEnum):
    """Where a work package stands in an engagement; a spread one runs along all the others."""

    FIRST = "first"
    MAIN = "main"
    LAST = "last"
    SPREAD = "spread"


@dataclass(frozen=True)
class Task:
    """The smallest estimated unit: hours per unit of its driver, by one role at one level or above.

    `falls` says that more of what it hangs on may mean less of it, such as work by hand below some number. `after`
    names tasks of the same package that are done before it, and `days_at_least` is its shape, as a package's.
    """

    key: str
    name: str
    role: str
    level: str
    driver: Driver = field(default_factory=Fixed)
    hours: ThreePoint | None = None
    when: Condition = ALWAYS
    factors: tuple[Factor, ...] = ()
    falls: bool = False
    source: str = ""
    ours: bool = False
    after: tuple[str, ...] = field(default=(), metadata=LATER)
    days_at_least: Driver | None = field(default=None, metadata=LATER)


@dataclass(frozen=True)
class Package:
    """A work package: tasks done together, after those it waits for.

    `days_at_least` is its shape: a fixed length in working days, or a day for each wave; without it the effort decides.
    Its tasks go on side by side unless one of them has an order or a shape of its own: then each is a step.
    `milestone` is what is reached when it ends, as printed. One that `changes` the customer's systems rests while those
    are frozen, where others go on.
    """

    key: str
    name: str
    tasks: tuple[Task, ...]
    after: tuple[str, ...] = ()
    position: Position = Position.MAIN
    days_at_least: Driver | None = None
    milestone: str = ""
    changes: bool = field(default=False, metadata=LATER)

    @property
    def parted(self) -> bool:
        """Whether its tasks are planned one by one."""
        own = any(task.after or task.days_at_least for task in self.tasks)
        return own and self.position is not Position.SPREAD


@dataclass(frozen=True)
class Clause:
    """A piece of SOW wording with its condition; `{fact}` in a text is filled from the answers.

    `detail` is the acceptance criterion of a deliverable, the trigger of an assumption or the mitigation of a risk.
    A risk may carry its probability (0 to 1) and the hours it costs if it happens.
    """

    key: str
    section: Section
    text: str
    detail: str = ""
    when: Condition = ALWAYS
    probability: Decimal | None = None
    hours: ThreePoint | None = None
    source: str = ""
    ours: bool = False


@dataclass(frozen=True)
class Note:
    """Something to tell whoever reads the proposal, such as that no published figure covers these answers.

    A blocking one says what cannot be sold as answered; it keeps a revision from review until the answers change.
    """

    key: str
    text: str
    when: Condition
    source: str = ""
    blocking: bool = False


@dataclass(frozen=True)
class Service:
    """What is sold. `always` marks the engagement's own work, which every engagement contains.

    `education` has a total of its own in the fees [DD]. `correlation` is the share of variance its tasks have in
    common, `order` its place in lists.
    """

    key: str
    name: str
    summary: str
    questions: tuple[str, ...]
    packages: tuple[Package, ...]
    clauses: tuple[Clause, ...] = ()
    notes: tuple[Note, ...] = ()
    correlation: Decimal = Decimal("0.3")
    always: bool = False
    education: bool = False
    order: int = 100
    source: str = ""
    ours: bool = False


@dataclass(frozen=True)
class RateCard:
    """Hourly rates by role and level in one currency, valid from a date; `costs` are what those hours cost us."""

    key: str
    name: str
    currency: str
    valid_from: date
    rates: Mapping[str, Mapping[str, Decimal]]
    source: str = ""
    ours: bool = False
    costs: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)


@dataclass(frozen=True)
class Terms:
    """Figures that shape every engagement: iteration length, seat length, spread of less certain answers.

    `discovery_first_above` is the share of unknown answers in the range times the width of the range (p80 − p10 over
    p50) from which `discovery_service` is offered first; `architect_services` how many of the services on offer an
    architect has to know. `vague_words` are those that nobody could test in a contract; `customer_names` are the people
    a customer names, each with the words in a contact's role that say so. `estimating` is how much further out whole
    engagements end than their parts tell.
    """

    iteration_weeks: int
    weeks_per_seat: int
    minimum_hours_per_week: Decimal
    validity_days: int
    confidence_spread: Mapping[str, Decimal]
    discovery_first_above: Decimal = Decimal("0.3")
    discovery_service: str = ""
    architect_services: int = 2
    vague_words: tuple[str, ...] = ()
    customer_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    estimating: Estimating = field(default=Estimating(), metadata=LATER)
    sources: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Catalog:
    """All reference data together; `digest` is the SHA-256 of everything in it but the public holidays."""

    services: Mapping[str, Service]
    questions: Mapping[str, Question]
    roles: Mapping[str, Role]
    level_rules: tuple[LevelRule, ...]
    approval_rules: tuple[ApprovalRule, ...]
    rate_cards: Mapping[str, RateCard]
    terms: Terms
    digest: str = ""
    capacity: Capacity = field(default_factory=Capacity)
    holidays: HolidayTable = field(default_factory=dict)
    skills: Skills = field(default=Skills(), metadata=LATER)

    @cached_property
    def offered(self) -> tuple[Service, ...]:
        """The services a person can choose."""
        return tuple(service for service in self.services.values() if not service.always)

    def sold(self, services: Iterable[str]) -> tuple[Service, ...]:
        """The chosen services in the catalogue's order, with those that every engagement contains."""
        chosen = set(services)
        return tuple(service for service in self.services.values() if service.always or service.key in chosen)

    def asked(self, services: Iterable[str]) -> dict[str, Question]:
        """The questions of the chosen services, each once, in the order in which they are asked."""
        keys = dict.fromkeys(key for service in self.sold(services) for key in service.questions)
        return {key: self.questions[key] for key in keys}
