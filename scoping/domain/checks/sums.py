"""Sums that do not close: hours, amounts and totals of the proposal, and seats that nobody prices."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from scoping.domain.charge import Charge
from scoping.domain.checks.finding import Finding, Mend
from scoping.domain.fee_basis import Shape
from scoping.domain.money import CENT, Money
from scoping.domain.proposal import Proposal
from scoping.domain.sow.figures import hours_in_prose, listed, money

ZERO = Decimal(0)


def hours_close(proposal: Proposal) -> Iterator[Finding]:
    """Tasks, schedule, staffing and fees hold the hours of the estimate."""
    planned, covered = proposal.effort.p50, proposal.effort.p80
    sums = {
        ("tasks", "Level of effort"): (_sum(task.planned for task in proposal.tasks), planned),
        ("packages", "Schedule"): (_sum(package.hours for package in proposal.schedule.packages), planned),
        ("staffing", "Staffing"): (proposal.staffing.hours, planned),
        ("price", "Fees, time and materials"): (_sum(line.hours for line in proposal.price.lines), planned),
        ("fixed-fee", "Fees, fixed fee"): (_sum(line.fixed_fee_hours for line in proposal.price.lines), covered),
    }
    for (key, where), (found, expected) in sums.items():
        if found != expected:
            yield Finding(
                f"hours.{key}",
                where,
                f"These hours sum to {hours_in_prose(found)}, the estimate has {hours_in_prose(expected)}.",
                Mend.ESTIMATE,
            )


def amounts_close(proposal: Proposal) -> Iterator[Finding]:
    """Every line is hours × rate, every total its lines less the discount."""
    price = proposal.price
    for line in price.lines:
        for part, charged in ((line.hours, line.amount), (line.fixed_fee_hours, line.fixed_fee_amount)):
            expected = Money(part * line.rate.amount, price.currency).rounded()
            if charged != expected:
                what = f"{hours_in_prose(part)} h at {money(line.rate)} are {money(expected)}, not {money(charged)}."
                yield Finding(f"amount.{line.role}", "Fees", what, Mend.PRICE)
    totals = (
        ("time-and-materials", [line.amount for line in price.lines], price.time_and_materials),
        ("fixed-fee", [line.fixed_fee_amount for line in price.lines], price.fixed_fee),
    )
    for key, parts, whole in totals:
        listed = _sum(part.amount for part in parts)
        found = Money(listed * (1 - price.discount), price.currency).rounded()
        if abs(found.amount - whole.amount) > (CENT if price.discount else ZERO):  # the discount is rounded by itself
            what = f"The lines less the discount come to {money(found)}, the total says {money(whole)}."
            yield Finding(f"total.{key}", "Fees", what, Mend.PRICE)


def cap_covers_plan(proposal: Proposal) -> Iterator[Finding]:
    """A cap below the planned hours is exceeded by plan."""
    charge = Charge(proposal)
    if charge.shape is Shape.CAPPED and charge.cap.amount < charge.due.amount:
        what = f"The cap of {money(charge.cap)} is below the planned hours, which come to {money(charge.due)}."
        yield Finding("cap", "Fees", what, Mend.DISCOVERY, "cap")


def paid_discovery_is_sold(proposal: Proposal) -> Iterator[Finding]:
    """A paid discovery finds out what the work is; other services under that name promise more than it costs."""
    first = proposal.terms.discovery_service
    other = [each.name for each in proposal.services if not each.always and each.key != first]
    if first and Charge(proposal).shape is Shape.PAID_DISCOVERY and other:
        what = (
            f"The fee is that of a paid discovery, which here pays for {listed(other)} as well. "
            "Choose a fixed fee, or sell the discovery alone."
        )
        yield Finding("paid-discovery", "Fees", what, Mend.DISCOVERY, "shape", blocks=False)


def seats_have_rates(proposal: Proposal) -> Iterator[Finding]:
    """Nobody works unpriced."""
    priced = {(line.role, line.level) for line in proposal.price.lines}
    for role, level in dict.fromkeys((seat.role, seat.level) for seat in proposal.staffing.seats):
        rate = proposal.rate_card.rates.get(role, {}).get(level)
        if (role, level) not in priced or not rate:
            yield Finding(
                f"rate.{role}.{level}",
                "Fees",
                f"The seat {role}, {level} has no rate on card {proposal.rate_card.key}. "
                "Add the rate or choose another card.",
                Mend.DISCOVERY,
                "rate_card",
            )


def _sum(parts: Iterable[Decimal]) -> Decimal:
    return sum(parts, ZERO)
