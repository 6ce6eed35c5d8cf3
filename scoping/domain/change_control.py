"""Whether a later proposal takes a change order against what is agreed: the published rules [PMGT], and judgement."""

from collections.abc import Iterator
from datetime import date

from scoping.domain.charge import Charge
from scoping.domain.fee_basis import ONE_FEE, SHAPES, Shape
from scoping.domain.money import Money
from scoping.domain.proposal import Proposal
from scoping.domain.sow.amendment import Judgement
from scoping.domain.sow.figures import day, money

MONTHS = 2  # a push of so many, with the same scope, needs a change order [PMGT]
NOT_NEEDED = (
    "No change order is needed: the change stays within the agreed budget, moves the end by less than two months and "
    "keeps the way of charging. File the customer’s written confirmation."
)
JUDGED = "In the judgement of the project manager the change is to be agreed in a change order."


def reasons(before: Proposal, after: Proposal, judgement: Judgement | None = None) -> tuple[str, ...]:
    """Why a change order is needed [PMGT]; empty where the customer's written confirmation is enough."""
    by_rule = tuple(_reasons(before, after))
    return (*by_rule, JUDGED) if judgement and judgement.is_needed else by_rule


def left_to_judgement(before: Proposal, after: Proposal) -> str:
    """The words in which the rules leave it to the project manager [PMGT]; empty where a rule or no change decides."""
    if before.fingerprint == after.fingerprint or reasons(before, after):
        return ""
    if after.discovery.shape in ONE_FEE:
        return (
            "The fee is fixed, so whatever the change costs is the provider’s: the rules leave it to the project "
            "manager whether it takes a change order."
        )
    return "Beyond these rules the project manager may hold a change order necessary."


def _reasons(before: Proposal, after: Proposal) -> Iterator[str]:
    was, now = Charge(before), Charge(after)
    if before.price.currency != after.price.currency:
        yield f"The fee is in {after.price.currency}, no longer in {before.price.currency}."
    elif was.is_one_fee != now.is_one_fee and Shape.OPEN not in (was.shape, now.shape):
        yield f"The way of charging changes from “{SHAPES[was.shape]}” to “{SHAPES[now.shape]}”."
    for name, old, new in _budgets(was, now):
        if old.currency == new.currency and new.amount > old.amount:
            yield f"More budget is needed: {name} rises from {money(old)} to {money(new)}."
    ends = before.schedule.ends_on, after.schedule.ends_on
    if months_between(*ends) >= MONTHS:
        yield f"The end moves by two months or more, from {day(ends[0])} to {day(ends[1])}."


def _budgets(was: Charge, now: Charge) -> Iterator[tuple[str, Money, Money]]:
    yield "the fee", was.due, now.due
    if Shape.OPEN in (was.shape, now.shape):
        yield "the fixed fee", was.price.fixed_fee, now.price.fixed_fee
    if was.shape is now.shape is Shape.CAPPED:
        yield "the cap", was.cap, now.cap


def months_between(earlier: date, later: date) -> int:
    """Whole months from one day to a later one; 0 where it is not later."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month - (later.day < earlier.day)
    return max(0, months)
