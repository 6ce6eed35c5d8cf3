"""What is charged: the hours that the fee covers by role, services and education apart, with cap and milestones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from math import ceil

from scoping.domain.effort import apportion, from_quarters, quarters
from scoping.domain.fee_basis import ONE_FEE, Billing, Shape, billed
from scoping.domain.money import CENT, Money, total
from scoping.domain.pricing import Price, less
from scoping.domain.proposal import Proposal

ZERO = Decimal(0)


@dataclass(frozen=True)
class Line:
    """Hours of one role at one level, at their rate."""

    role: str
    level: str
    rate: Money
    hours: Decimal
    amount: Money


@dataclass(frozen=True)
class Part:
    """Services, or education: its lines, the discount on them and what remains to be paid."""

    education: bool
    lines: tuple[Line, ...]
    discount: Money
    due: Money

    @property
    def hours(self) -> Decimal:
        """The hours of all lines."""
        return sum((line.hours for line in self.lines), ZERO)


@dataclass(frozen=True)
class Milestone:
    """What is accepted, on which day by the plan, and what is billed then."""

    service: str
    name: str
    on: date
    amount: Money


class Charge:
    """The fee of a proposal by its shape; computed when asked for, so that it is never another one than the price."""

    def __init__(self, proposal: Proposal) -> None:
        self.proposal, self.discovery = proposal, proposal.discovery
        self.shape = self.discovery.shape

    @property
    def billing(self) -> Billing:
        """The billing terms in force; by shape where the parties have yet to choose."""
        return billed(self.shape, self.discovery.billing)

    @property
    def is_one_fee(self) -> bool:
        """Whether the customer buys a result, so that the document names no hours."""
        return self.shape in ONE_FEE

    @cached_property
    def planned(self) -> tuple[Part, ...]:
        """Time and materials: the planned hours."""
        return self._parts([(line.hours, line.amount) for line in self.price.lines], self.price.time_and_materials)

    @cached_property
    def covered(self) -> tuple[Part, ...]:
        """A fixed fee: the hours it covers."""
        amounts = [(line.fixed_fee_hours, line.fixed_fee_amount) for line in self.price.lines]
        return self._parts(amounts, self.price.fixed_fee)

    @cached_property
    def reserved(self) -> tuple[Part, ...]:
        """A retainer: the hours of all its weeks, shared out over the roles as planned."""
        shares = apportion(quarters(self.reserved_hours), [line.hours for line in self.price.lines])
        hours = [from_quarters(share) for share in shares]
        rates = [line.rate for line in self.price.lines]
        amounts = [Money(part * rate.amount, rate.currency).rounded() for part, rate in zip(hours, rates, strict=True)]
        due = less(total(amounts, self.price.currency), self.price.discount)
        return self._parts(list(zip(hours, amounts, strict=True)), due)

    @property
    def price(self) -> Price:
        """The price that the proposal computed."""
        return self.proposal.price

    @property
    def hours_per_week(self) -> Decimal:
        """The hours that a retainer reserves each week; zero for other shapes."""
        return self.discovery.hours_per_week or ZERO

    @property
    def weeks(self) -> int:
        """How many weeks a retainer runs: as agreed, else as many as the planned hours fill."""
        needed = ceil(self.proposal.effort.p50 / self.hours_per_week) if self.hours_per_week else 0
        return self.discovery.retained_weeks or needed

    @property
    def reserved_hours(self) -> Decimal:
        """The hours of a retainer in all."""
        return self.hours_per_week * self.weeks

    @property
    def cap(self) -> Money:
        """What time and materials must not exceed: as agreed, else the price of the p80 hours."""
        agreed = self.discovery.cap
        return self.price.fixed_fee if agreed is None else Money(agreed, self.price.currency).rounded()

    @property
    def parts(self) -> tuple[Part, ...]:
        """What the fee consists of; of an open one, the planned hours."""
        return self.covered if self.is_one_fee else self.reserved if self.shape is Shape.RETAINER else self.planned

    @property
    def due(self) -> Money:
        """The fee; of an open one, that of time and materials."""
        return total([part.due for part in self.parts], self.price.currency)

    @property
    def milestones(self) -> tuple[Milestone, ...]:
        """The work packages that end, in the order of their ends, each with its share of the fee by hours."""
        timetable = self.proposal.schedule
        along = (timetable.starts_on, timetable.ends_on)  # such as project management: it ends with everything else
        worked = [package for package in timetable.packages if package.hours]
        packages = [package for package in worked if (package.starts_on, package.ends_on) != along] or worked[-1:]
        packages.sort(key=lambda package: package.ends_on)
        cents = apportion(int(self.due.amount / CENT), [package.hours for package in packages])
        return tuple(
            Milestone(package.service, package.name, package.ends_on, Money(part * CENT, self.price.currency))
            for package, part in zip(packages, cents, strict=True)
        )

    def _parts(self, charged: Sequence[tuple[Decimal, Money]], due: Money) -> tuple[Part, ...]:
        """Services and education apart; each line's amounts sum to what the price has for its role."""
        currency, taught = self.price.currency, self._taught()
        found: dict[bool, list[Line]] = {False: [], True: []}
        for line, (hours, amount) in zip(self.price.lines, charged, strict=True):
            share = taught.get((line.role, line.level), ZERO)
            education = from_quarters(apportion(quarters(hours), [share, line.hours - share])[0])
            lesson = amount if education == hours else Money(education * line.rate.amount, currency).rounded()
            for is_lesson, part, fee in (
                (True, education, lesson),
                (False, hours - education, Money(amount.amount - lesson.amount, currency)),
            ):
                if part:
                    found[is_lesson].append(Line(line.role, line.level, line.rate, part, fee))
        listed = {kind: total([line.amount for line in lines], currency) for kind, lines in found.items()}
        lessons = less(listed[True], self.price.discount) if found[False] else due
        owed = {True: lessons, False: Money(due.amount - lessons.amount, currency)}
        return tuple(
            Part(kind, tuple(lines), Money(listed[kind].amount - owed[kind].amount, currency), owed[kind])
            for kind, lines in found.items()
            if lines
        )

    def _taught(self) -> dict[tuple[str, str], Decimal]:
        """The planned hours of education by role and level."""
        education = {service.key for service in self.proposal.services if service.education}
        found: dict[tuple[str, str], Decimal] = {}
        for task in self.proposal.tasks:
            if task.service in education:
                found[task.role, task.level] = found.get((task.role, task.level), ZERO) + task.planned
        return found
