"""Whether a later proposal takes a change order against what is agreed: the published rules [PMGT], and judgement."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from scoping.domain.charge import Charge
from scoping.domain.fee_basis import ONE_FEE, SHAPES, Shape
from scoping.domain.grants import Grant
from scoping.domain.money import Money
from scoping.domain.proposal import Proposal
from scoping.domain.sow.amendment import Judgement
from scoping.domain.sow.figures import day, exact
from scoping.domain.sow.granted import extent, means, named

NOTHING = Decimal(0)
MONTHS = 2  # a push of so many, with the same scope, needs a change order [PMGT]
NOT_NEEDED = (
    "No change order is needed: the change stays within the agreed budget, puts the end off by less than two months "
    "and keeps the way of charging. File the customer’s written confirmation."
)
JUDGED = "In the judgement of the project manager the change is to be agreed in a change order."


def reasons(
    before: Proposal, after: Proposal, judgement: Judgement | None = None, exception: Grant | None = None
) -> tuple[str, ...]:
    """Why a change order is needed [PMGT]; empty where the customer's written confirmation is enough.

    A work exception stands in for one where it covers all that the change exceeds and nothing else asks for one.
    """
    was, now = Charge(before), Charge(after)
    charging, budget, dates = tuple(_charging(was, now)), tuple(_budget(was, now)), tuple(_dates(before, after))
    if not charging and not dates and exception and exception.covers(*exceeded(before, after)):
        budget = ()
    by_rule = (*charging, *budget, *dates)
    return (*by_rule, JUDGED) if judgement and judgement.is_needed else by_rule


def exceeded(before: Proposal, after: Proposal) -> tuple[Decimal, Money]:
    """The planned hours and the amount by which the change goes beyond what is agreed; zero where it does not."""
    rises = (new.amount - old.amount for _, old, new in _budgets(Charge(before), Charge(after)))
    return max(NOTHING, after.effort.p50 - before.effort.p50), Money(max(NOTHING, *rises), after.price.currency)


def exception_says(before: Proposal, after: Proposal, exception: Grant | None) -> str:
    """What a work exception means for this change; empty without one, or where the change exceeds nothing."""
    hours, amount = exceeded(before, after)
    if exception is None or not (hours or amount.amount):
        return ""
    but = "and" if exception.covers(hours, amount) else "but"
    return f"A {named(exception)} {means(exception)}, {but} this change takes {extent(hours, amount)}."


def left_to_judgement(before: Proposal, after: Proposal, exception: Grant | None = None) -> str:
    """The words in which the rules leave it to the project manager [PMGT]; empty where a rule or no change decides."""
    if before.fingerprint == after.fingerprint or reasons(before, after, exception=exception):
        return ""
    if after.discovery.shape in ONE_FEE:
        return (
            "The fee is fixed, so whatever the change costs is the provider’s: the rules leave it to the project "
            "manager whether it takes a change order."
        )
    return "Beyond these rules the project manager may hold a change order necessary."


def _charging(was: Charge, now: Charge) -> Iterator[str]:
    if was.price.currency != now.price.currency:
        yield f"The fee is in {now.price.currency}, no longer in {was.price.currency}."
    elif was.is_one_fee != now.is_one_fee and Shape.OPEN not in (was.shape, now.shape):
        yield f"The way of charging changes from “{SHAPES[was.shape]}” to “{SHAPES[now.shape]}”."


def _budget(was: Charge, now: Charge) -> Iterator[str]:
    for name, old, new in _budgets(was, now):
        if new.amount > old.amount:
            yield f"More budget is needed: {name} rises from {exact(old)} to {exact(new)}."


def _dates(before: Proposal, after: Proposal) -> Iterator[str]:
    ends = before.schedule.ends_on, after.schedule.ends_on
    if months_between(*ends) >= MONTHS:
        yield f"The end moves by two months or more, from {day(ends[0])} to {day(ends[1])}."


def _budgets(was: Charge, now: Charge) -> Iterator[tuple[str, Money, Money]]:
    """What is agreed to be paid by name, so far and from now on; none where the currencies differ."""
    if was.price.currency != now.price.currency:
        return
    if Shape.OPEN in (was.shape, now.shape) and (was.is_one_fee or now.is_one_fee):  # its other fee is no such one
        old, new = (each.due if each.is_one_fee else each.price.fixed_fee for each in (was, now))
        yield "the fixed fee", old, new
        return
    yield "the fee", was.due, now.due
    if was.shape is now.shape is Shape.OPEN:
        yield "the fixed fee", was.price.fixed_fee, now.price.fixed_fee
    if was.shape is now.shape is Shape.CAPPED:
        yield "the cap", was.cap, now.cap


def months_between(earlier: date, later: date) -> int:
    """Whole months from one day to a later one; 0 where it is not later."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month - (later.day < earlier.day)
    return max(0, months)
