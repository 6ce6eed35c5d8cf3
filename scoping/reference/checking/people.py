"""Checks of who does the work, what it costs and who approves: roles, rate cards, rules and terms."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from scoping.codec.faults import listed, nearest
from scoping.domain.capacity import Capacity
from scoping.domain.catalog import Catalog, RateCard, Terms
from scoping.domain.discovery import Confidence
from scoping.domain.errors import Fault
from scoping.domain.levels import LevelRule, Role
from scoping.domain.permissions import PERSON_ROLES
from scoping.domain.review import ApprovalRule, State
from scoping.reference.checking.facts import Stage, condition_faults, known_facts
from scoping.reference.places import Place

_CURRENCY = re.compile("[A-Z]{3}")
LEAST_HOURS = Decimal("1.25")  # a quarter hour on each of five days: with less, no work would ever be done
MOST_HOURS = Decimal(60)


def provenance(at: Place, source: str, ours: bool) -> Iterator[Fault]:
    """A figure without a source that nobody owns up to."""
    if not source.strip() and not ours:
        yield at.fault("says not where it comes from; give a source, or ours = true where no public source has it")


def known_level(at: Place, role: str, level: str, catalog: Catalog) -> Iterator[Fault]:
    """A role or level that the ladders have not."""
    if role not in catalog.roles:
        near = nearest(role, catalog.roles) or f" choose from {listed(catalog.roles)}"
        yield (at / "role").fault(f"there is no role {role};{near}")
        return
    levels = [step.key for step in catalog.roles[role].levels]
    if level not in levels:
        yield (at / "level").fault(f"{role} has no level {level}; choose from {listed(levels)}")


def role(at: Place, item: Role) -> Iterator[Fault]:
    """Ladders without steps, steps that are there twice, and weeks that nobody has."""
    keys = [step.key for step in item.levels]
    if not keys:
        yield (at / "levels").fault("a role needs at least one level")
    for position, key in enumerate(keys):
        if key in keys[:position]:
            yield (at / "levels" / position / "key").fault(f"{key} is there twice")
    if not LEAST_HOURS <= item.hours_per_week <= MOST_HOURS:
        yield (at / "hours_per_week").fault(f"give hours between {LEAST_HOURS} and {MOST_HOURS}")
    if item.utilisation is not None and not 0 < item.utilisation <= 1:
        yield (at / "utilisation").fault("give a share above 0, up to 1")
    yield from provenance(at / "hours_per_week", item.source, item.ours)


def rate_card(at: Place, card: RateCard, catalog: Catalog) -> Iterator[Fault]:
    """Rates for nobody, rates of nothing, and roles at levels that could be staffed but have no rate."""
    yield from _currency(at / "currency", card.currency)
    yield from provenance(at / "rates", card.source, card.ours)
    for key, rates in card.rates.items():
        for level, amount in rates.items():
            place = at / "rates" / key / level
            yield from (place.fault(fault.what) for fault in known_level(place, key, level, catalog))
            if amount <= 0:
                yield place.fault("give an hourly rate above 0")
    for key, level in sorted(_staffed(catalog)):
        if level not in card.rates.get(key, {}):
            yield (at / "rates" / key / level).fault("is missing; a task or rule asks for this level")


def _staffed(catalog: Catalog) -> set[tuple[str, str]]:
    """Every role and level that a task or rule asks for."""
    tasks = [
        (task.role, task.level)
        for service in catalog.services.values()
        for package in service.packages
        for task in package.tasks
    ]
    roles = {key for key, _ in tasks}
    rules = [(rule.role, rule.level) for rule in catalog.level_rules if rule.role in roles]
    known = {(key, step.key) for key, item in catalog.roles.items() for step in item.levels}
    return {*tasks, *rules} & known


def level_rule(at: Place, rule: LevelRule, catalog: Catalog) -> Iterator[Fault]:
    """Rules for nobody and rules on facts that are not there."""
    yield from known_level(at, rule.role, rule.level, catalog)
    yield from condition_faults(rule.when, known_facts(catalog, Stage.RULES), at / "when")
    yield from _thresholds(at / "above", rule.above)
    yield from provenance(at, rule.source, rule.ours)


def approval_rule(at: Place, rule: ApprovalRule, catalog: Catalog) -> Iterator[Fault]:
    """Approvals that nobody could give, and rules on facts that are not there."""
    if rule.role not in PERSON_ROLES:
        near = nearest(rule.role, PERSON_ROLES) or f" choose from {listed(PERSON_ROLES)}"
        yield (at / "role").fault(f"nobody signs in as {rule.role};{near}")
    elif rule.level:
        yield from known_level(at, rule.role, rule.level, catalog)
    yield from condition_faults(rule.when, known_facts(catalog, Stage.APPROVALS), at / "when")
    yield from _thresholds(at / "above", rule.above)
    yield from provenance(at, rule.source, rule.ours)


def _thresholds(at: Place, above: Mapping[str, Decimal]) -> Iterator[Fault]:
    for currency, amount in above.items():
        yield from _currency(at / currency, currency)
        if amount < 0:
            yield (at / currency).fault("give an amount, not below 0")


def _currency(at: Place, currency: str) -> Iterator[Fault]:
    if not _CURRENCY.fullmatch(currency):
        yield at.fault(f"{currency!r} is no currency; use three capital letters such as USD")


def terms(at: Place, item: Terms, catalog: Catalog) -> Iterator[Fault]:
    """Lengths of nothing, spreads of confidences that nobody can have, and a first offer that nobody sells."""
    offered = [service.key for service in catalog.offered]
    if item.discovery_service and item.discovery_service not in offered:
        near = nearest(item.discovery_service, offered) or f" choose from {listed(offered)}"
        yield (at / "discovery_service").fault(f"{item.discovery_service} is not offered;{near}")
    for name in ("iteration_weeks", "weeks_per_seat", "validity_days", "architect_services"):
        if getattr(item, name) < 1:
            yield (at / name).fault("give a whole number from 1")
    if item.minimum_hours_per_week < 0:
        yield (at / "minimum_hours_per_week").fault("give hours, not below 0")
    if item.discovery_first_above < 0:
        yield (at / "discovery_first_above").fault("give a share, not below 0")
    for name in ("under", "over"):
        if not 0 <= getattr(item.estimating, name) < Decimal("0.5"):
            yield (at / "estimating" / name).fault("give a number from 0 to below 0.5")
    for name, spread in item.confidence_spread.items():
        place = at / "confidence_spread" / name
        if name not in tuple(Confidence):
            yield place.fault(f"is no confidence; there are {listed(Confidence)}")
        if not 0 <= spread < 1:
            yield place.fault("give a share from 0 to below 1")


def capacity(at: Place, item: Capacity, catalog: Catalog) -> Iterator[Fault]:
    """Years without hours, shares that are none, and rules for nobody."""
    if item.hours_per_quarter < 0:
        yield (at / "hours_off").fault("more hours are off than a year of weekdays has")
    shares = {
        at / "trust" / "firm": item.trust.firm,
        at / "trust" / "tentative": item.trust.tentative,
        **{at / "likelihood" / state: share for state, share in item.likelihood.items()},
    }
    yield from (place.fault("give a share from 0 to 1") for place, share in shares.items() if not 0 <= share <= 1)
    for state in item.likelihood:
        if state not in tuple(State):
            yield (at / "likelihood" / state).fault(f"is no state of an engagement; there are {listed(State)}")
    for position, rule in enumerate(item.ours_only):
        place = at / "ours_only" / position
        if rule.role not in catalog.roles:
            near = nearest(rule.role, catalog.roles) or f" choose from {listed(catalog.roles)}"
            yield (place / "role").fault(f"there is no role {rule.role};{near}")
        yield from condition_faults(rule.when, known_facts(catalog, Stage.ANSWERS), place / "when")
