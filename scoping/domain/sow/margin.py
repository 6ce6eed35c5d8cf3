"""Internal: what the work costs the provider and what the fee leaves; of an open one, of both prices on offer."""

from decimal import Decimal

from scoping.domain.charge import Charge, Line
from scoping.domain.fee_basis import BY_TIME, Shape
from scoping.domain.money import Money, total
from scoping.domain.pricing import PriceLine
from scoping.domain.proposal import Proposal
from scoping.domain.roster.staffed import fits
from scoping.domain.sow.document import Block, Paragraph
from scoping.domain.sow.figures import NONE, amount, hours, money, percent
from scoping.domain.sow.handwork import signed
from scoping.domain.sow.seats import badge, ranked
from scoping.domain.sow.tables import Column, Kind, Row, Table, Weight

ZERO = Decimal(0)
PLACES = Decimal("0.001")


def margin(proposal: Proposal) -> tuple[Block, ...]:
    """The discount with its reason; cost and margin where the rate card knows the cost of every seat."""
    return (*_discount(proposal), *_team(proposal), *_cost(proposal))


def _team(proposal: Proposal) -> tuple[Block, ...]:
    """What the named people cost, where they fit the plan."""
    team = proposal.discovery.team
    if team is None or not fits(team, proposal.staffing) or team.currency != proposal.price.currency:
        return ()
    charge = Charge(proposal)
    by_time = charge.shape in BY_TIME
    fee = f"{'time and materials' if by_time else 'the fee'} of {money(charge.due)} {'leave' if by_time else 'leaves'}"
    return (
        Paragraph(
            f"The named people cost {money(team.cost)} for the planned hours; {fee} "
            f"{share(charge.due, team.cost)}\u00a0%."
        ),
    )


def _discount(proposal: Proposal) -> tuple[Block, ...]:
    given = next((override for override in proposal.discovery.overrides if override.discount), None)
    taken = proposal.price.discount_amount
    if given is None or taken is None:
        return ()
    return (
        Paragraph(
            f"The discount of {percent(proposal.price.discount)}\u00a0% takes {money(taken)} off time and materials: "
            f"{given.reason} ({signed(given)})."
        ),
    )


def _cost(proposal: Proposal) -> tuple[Block, ...]:
    price, card = proposal.price, proposal.rate_card
    order = [required.role for required in ranked(proposal)]
    lines = sorted(price.lines, key=lambda line: order.index(line.role))
    unknown = [badge(proposal, line.role, line.level).name for line in lines if hourly_cost(proposal, line) is None]
    if unknown:
        which = "no costs" if len(unknown) == len(lines) else f"no cost of {', '.join(unknown)}"
        return (Paragraph(f"The rate card “{card.name}” carries {which}, so no margin is computed."),)
    planned = [_of(proposal, line, line.hours) for line in lines]
    rows = [
        Row(
            (
                badge(proposal, line.role, line.level),
                amount(_of(proposal, line, Decimal(1))),
                hours(line.hours),
                amount(cost),
                share(line.amount, cost),
            )
        )
        for line, cost in zip(lines, planned, strict=True)
    ]
    whole = total(planned, price.currency)
    rows.append(Row(("Total", "", hours(proposal.effort.p50), amount(whole), ""), Weight.TOTAL))
    columns = (
        Column("Role and level"),
        Column("Cost", Kind.MONEY, f"{price.currency}/h"),
        Column("Hours", Kind.NUMBER, "h"),
        Column("Cost in all", Kind.MONEY, price.currency),
        Column("Margin", Kind.COUNT, "%"),
    )
    return (
        Table("margin", "Cost and margin of the planned hours", columns, tuple(rows)),
        Paragraph(_left(proposal, whole)),
    )


def _left(proposal: Proposal, planned: Money) -> str:
    """What the fee in force leaves of the cost; of a fee for more than the planned hours also if all are needed."""
    price, charge = proposal.price, Charge(proposal)
    covered = total([_of(proposal, line, line.fixed_fee_hours) for line in price.lines], price.currency)
    fees = price.time_and_materials
    by_time = f"Time and materials of {money(fees)} leave {share(fees, planned)}\u00a0%."
    if charge.shape is Shape.RETAINER:
        reserved = total([_reserved(proposal, part.lines) for part in charge.parts], price.currency)
        return _two("The retainer", charge.due, planned, reserved, "reserves")
    if charge.is_one_fee:
        return _two("The fee", charge.due, planned, covered, "covers")
    if charge.shape is Shape.OPEN:
        return f"{by_time} {_two('A fixed fee', price.fixed_fee, planned, covered, 'covers')}"
    return by_time


def _two(name: str, fee: Money, planned: Money, most: Money, verb: str) -> str:
    return (
        f"{name} of {money(fee)} leaves {share(fee, planned)}\u00a0% if the planned hours suffice, and "
        f"{share(fee, most)}\u00a0% if all the hours it {verb} are needed."
    )


def _reserved(proposal: Proposal, lines: tuple[Line, ...]) -> Money:
    costs = proposal.rate_card.costs
    worked = sum((line.hours * costs[line.role][line.level] for line in lines), ZERO)
    return Money(worked, proposal.price.currency).rounded()


def hourly_cost(proposal: Proposal, line: PriceLine) -> Decimal | None:
    """What an hour of this seat costs the provider; None where the rate card does not say."""
    return proposal.rate_card.costs.get(line.role, {}).get(line.level)


def _of(proposal: Proposal, line: PriceLine, worked: Decimal) -> Money:
    return Money(worked * (hourly_cost(proposal, line) or ZERO), proposal.price.currency).rounded()


def share(fee: Money, cost: Money) -> str:
    """The margin as a share of the fee, in per cent to one decimal; a dash where there is no fee."""
    if not fee.amount:
        return NONE
    return percent(((fee.amount - cost.amount) / fee.amount).quantize(PLACES))
