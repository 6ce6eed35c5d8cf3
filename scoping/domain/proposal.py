"""`propose`: from a discovery and the catalogue to estimate, levels, staffing, price and wording in one value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from scoping.domain.approvals import approvals
from scoping.domain.calendar import unknown_countries
from scoping.domain.catalog import Catalog, RateCard, Terms
from scoping.domain.derived import computed, iterations, worded
from scoping.domain.discovery import Discovery, check_answers
from scoping.domain.edits import as_overridden, discount_of, level_edits, override_targets, unsold
from scoping.domain.effort import apportion, from_quarters, quarters
from scoping.domain.errors import Fault, InvalidInput
from scoping.domain.estimate import (
    EstimatedTask,
    ScopedTask,
    edits,
    estimate,
    facts_from,
    looked_at,
    unknowns,
    with_assumptions,
    work,
)
from scoping.domain.fee_basis import fee_faults
from scoping.domain.fingerprint import inputs_fingerprint
from scoping.domain.levels import RequiredLevel, Role, require
from scoping.domain.overrides import Edit, check_overrides
from scoping.domain.pricing import Price, check_currency, price
from scoping.domain.review import RequiredApproval
from scoping.domain.rewording import check_wording
from scoping.domain.schedule import Schedule, schedule
from scoping.domain.staffing import StaffingPlan, staff
from scoping.domain.stakes import Stakes, stakes
from scoping.domain.timing import calendar_for, check_calendar, day_quarters
from scoping.domain.uncertainty import Outlook, Range, simulate
from scoping.domain.wave_rules import doubts
from scoping.domain.wording import AnsweredQuestion, Remark, Wording, answered, remarks, wording
from scoping.domain.work_order import loads

ARCHITECT = "technical-architect"


@dataclass(frozen=True)
class SoldService:
    """A service of the proposal as printed."""

    key: str
    name: str
    summary: str
    always: bool
    education: bool = False


@dataclass(frozen=True)
class Proposal:
    """Inputs and everything derived from them; it carries all it needs to be printed long after the catalogue moved."""

    discovery: Discovery
    catalogue: str
    fingerprint: str
    services: tuple[SoldService, ...]
    roles: tuple[Role, ...]
    rate_card: RateCard
    terms: Terms
    questions: tuple[AnsweredQuestion, ...]
    tasks: tuple[EstimatedTask, ...]
    edits: tuple[Edit, ...]
    outlook: Outlook
    stakes: tuple[Stakes, ...]
    levels: tuple[RequiredLevel, ...]
    schedule: Schedule
    staffing: StaffingPlan
    price: Price
    approvals: tuple[RequiredApproval, ...]
    wording: tuple[Wording, ...]
    remarks: tuple[Remark, ...]

    @property
    def effort(self) -> Range:
        """The hours of the whole with their probabilities."""
        return self.outlook.hours

    @property
    def iterations(self) -> int:
        """Iterations of the agreed length that the schedule spans, iteration 0 included."""
        return iterations(self.schedule, self.terms)

    @property
    def minimum_hours_per_week(self) -> Decimal:
        """The least hours of work a week that both sides agree on: the engagement's own, else the catalogue's."""
        agreed = self.discovery.minimum_hours_per_week
        return self.terms.minimum_hours_per_week if agreed is None else agreed

    @property
    def open_questions(self) -> tuple[AnsweredQuestion, ...]:
        """Questions that still wait for an answer."""
        return tuple(question for question in self.questions if question.open)

    @property
    def blocks(self) -> tuple[Remark, ...]:
        """What cannot be sold as it was answered; each keeps a revision from review."""
        return tuple(remark for remark in self.remarks if remark.blocking)

    @property
    def unanswered(self) -> tuple[AnsweredQuestion, ...]:
        """Required questions that are neither answered nor marked unknown; they keep a revision from review."""
        return tuple(question for question in self.questions if question.required and not question.given)

    def role(self, key: str) -> Role:
        """The role with this key as it stood when the proposal was made."""
        return next(role for role in self.roles if role.key == key)

    def level_of(self, role: str) -> RequiredLevel:
        """The required level of a staffed role."""
        return next(level for level in self.levels if level.role == role)


def propose(catalog: Catalog, discovery: Discovery, *, brief: bool = False) -> Proposal:
    """Computes the whole proposal; the same discovery and catalogue give the same digits.

    A `brief` one goes without what the range comes from and without stakes, which cost more than all else and move no
    figure: enough to compare it with another one, too little to be saved.

    Raises InvalidInput with every fault of the discovery, NoRate where the rate card prices no such seat.
    """
    card = check(catalog, discovery)
    questions = catalog.asked(discovery.services)
    facts = facts_from(questions, discovery.answers, discovery.services)
    missing = unknowns(questions, facts)
    filled = with_assumptions(facts, missing)

    scoped = work(catalog, discovery)
    tasks = estimate(scoped, filled, missing, questions)
    if not tasks:
        raise InvalidInput(Fault("services", "these answers give no work to estimate; check the quantities"))
    risks_off = frozenset(override.risk for override in discovery.overrides if override.risk)
    outlook = simulate(catalog, scoped, filled, missing, discovery.answers, risks_off, explained=not brief)
    tasks = planned(tasks, outlook.hours.p50)
    working_days = calendar_for(catalog, discovery)
    timetable = schedule(catalog, discovery, loads(catalog, tasks), filled, working_days, marked=not brief)
    derived = computed(discovery, facts, tasks, timetable, card, catalog.terms)
    levels = require(catalog.roles, catalog.level_rules, derived, needed(catalog.roles, tasks))
    levels = as_overridden(levels, discovery.overrides)
    derived["architect_level"] = next((level.level for level in levels if level.role == ARCHITECT), None)
    tasks = at_required_levels(tasks, levels)
    gives = {role: day_quarters(catalog.roles[role], discovery, count) for role, count in timetable.seats.items()}

    return Proposal(
        discovery,
        catalog.digest,
        inputs_fingerprint(discovery, catalog.digest, timetable.calendar.holidays),
        tuple(SoldService(s.key, s.name, s.summary, s.always, s.education) for s in catalog.sold(discovery.services)),
        tuple(catalog.roles[level.role] for level in levels),
        card,
        catalog.terms,
        answered(questions, facts, missing, filled, discovery.answers, decisive(scoped)),
        tasks,
        (
            *edits(scoped, filled),
            *unsold(catalog, discovery.services, discovery.overrides),
            *level_edits(catalog.roles, levels, discovery.overrides),
        ),
        outlook,
        () if brief else stakes(catalog, discovery, tasks, outlook, filled, timetable, working_days),
        levels,
        timetable,
        staff(timetable, levels, gives),
        price(card, tasks, outlook.hours.p80, discount_of(discovery.overrides)),
        approvals(catalog, derived),
        wording(catalog, discovery, worded(discovery, filled, scoped, tasks, timetable, catalog.terms), missing),
        remarks(catalog, discovery, derived)
        + tuple(Remark("waves", doubt, blocking=True) for doubt in doubts(catalog, discovery)),
    )


def required_levels(catalog: Catalog, discovery: Discovery, scale: Decimal) -> tuple[RequiredLevel, ...]:
    """The required levels without a simulation: expected hours × `scale` stand in for the p50 hours.

    Quick enough to try many answers; `propose` has the last word on each.
    """
    questions = catalog.asked(discovery.services)
    facts = facts_from(questions, discovery.answers, discovery.services)
    missing = unknowns(questions, facts)
    filled = with_assumptions(facts, missing)
    tasks = estimate(work(catalog, discovery), filled, missing, questions, reasoned=False)
    if not tasks:
        return ()
    tasks = planned(tasks, sum((task.hours.expected for task in tasks), Decimal(0)) * scale)
    timetable = schedule(catalog, discovery, loads(catalog, tasks), filled, calendar_for(catalog, discovery))
    derived = computed(discovery, facts, tasks, timetable, catalog.rate_cards[discovery.rate_card], catalog.terms)
    return require(catalog.roles, catalog.level_rules, derived, needed(catalog.roles, tasks))


def check(catalog: Catalog, discovery: Discovery) -> RateCard:
    """The rate card of a discovery without faults; raises InvalidInput with all faults at once."""
    faults = check_answers(catalog.questions, discovery.answers) + check_overrides(discovery.overrides)
    faults += check_wording(discovery.wording)
    faults += fee_faults(
        discovery.shape, discovery.billing, discovery.cap, discovery.hours_per_week, discovery.retained_weeks
    )
    faults += override_targets(catalog, discovery.overrides)
    faults += unknown_countries(catalog.holidays, discovery.countries) + check_calendar(catalog, discovery)
    offered = [service.key for service in catalog.offered]
    if not discovery.services:
        faults.append(Fault("services", f"choose at least one of {', '.join(offered)}"))
    for key in discovery.services:
        if key not in offered:
            faults.append(Fault("services", f"{key} is not offered; choose from {', '.join(offered)}"))
    card = catalog.rate_cards.get(discovery.rate_card)
    if card is None:
        known = ", ".join(catalog.rate_cards)
        faults.append(Fault("rate_card", f"{discovery.rate_card} is not a rate card; choose from {known}"))
    if card is None or faults:
        raise InvalidInput(*faults)
    check_currency(card, discovery.currency)
    return card


def decisive(scoped: Iterable[ScopedTask]) -> frozenset[str]:
    """The questions that decide whether and how much of some task there is."""
    return frozenset().union(*(looked_at(item.task) for item in scoped))


def planned(tasks: tuple[EstimatedTask, ...], hours: Decimal) -> tuple[EstimatedTask, ...]:
    """The tasks with the p50 hours shared out by expected hours, so that the parts sum to the whole."""
    parts = apportion(quarters(hours), [task.hours.expected for task in tasks])
    return tuple(replace(task, planned=from_quarters(part)) for task, part in zip(tasks, parts, strict=True))


def needed(roles: Mapping[str, Role], tasks: Iterable[EstimatedTask]) -> dict[str, tuple[str, str]]:
    """For each role in the tasks, the highest level that one of them needs and that task's name; in ladder order."""
    found: dict[str, tuple[str, str]] = {}
    for task in tasks:
        rank = roles[task.role].rank
        if task.role not in found or rank(task.needs) > rank(found[task.role][0]):
            found[task.role] = (task.needs, task.name)
    return {key: found[key] for key in roles if key in found}


def at_required_levels(tasks: Iterable[EstimatedTask], levels: Iterable[RequiredLevel]) -> tuple[EstimatedTask, ...]:
    """The tasks staffed at their role's required level: a Senior covers an Intermediate's task, never the reverse."""
    by_role = {level.role: level.level for level in levels}
    return tuple(replace(task, level=by_role[task.role]) for task in tasks)
