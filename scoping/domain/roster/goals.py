"""What makes one plan better than another: soft goals with weights that a person can move, as points."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal

from scoping.domain.errors import Fault, InvalidInput
from scoping.domain.roster.demand import Request
from scoping.domain.roster.people import Person

MOST = 10
DAY = 100_000  # points of one working day at weight 1; everything else is measured against it
WORKING_DAY = Decimal(8)

# Ours: no published figure. At equal weights these are worth one working day of the end date.
PERCENT_OF_FEE = Decimal(1)
HAND_OVERS = Decimal("0.5")
PERCENT_OF_HOURS = Decimal(10)


@dataclass(frozen=True)
class Goals:
    """Weights from 0 (does not matter) to 10.

    At equal weights one working day earlier is worth 1 % of the fee in cost, half a hand-over, and 10 % of the hours
    nearer to the utilisation targets, in the customer's working hours, or done by somebody who learns beside a Senior.
    """

    earliest_end: int = 5
    cost: int = 5
    hand_overs: int = 5
    overlap: int = 3
    utilisation: int = 3
    growth: int = 1


def check_goals(goals: Goals) -> None:
    """Raises InvalidInput naming each weight outside 0 to 10."""
    faults = [
        Fault(f"goals.{field.name}", f"{getattr(goals, field.name)} is not a weight; give a whole number from 0 to 10")
        for field in fields(goals)
        if not 0 <= getattr(goals, field.name) <= MOST
    ]
    if faults:
        raise InvalidInput(*faults)


@dataclass(frozen=True)
class Prices:
    """Points of one unit of each goal in one engagement."""

    day: int
    currency_unit: Decimal
    hand_over: int
    hour_outside: Decimal
    quarter_off_target: int
    hour_of_growth: Decimal

    @staticmethod
    def of(goals: Goals, request: Request) -> "Prices":
        """The points at these weights; shares are of this engagement's fee and hours."""
        fee, hours = max(request.fee, Decimal(1)), request.hours
        hour = Decimal(100) / hours / PERCENT_OF_HOURS * DAY
        return Prices(
            goals.earliest_end * DAY,
            goals.cost * DAY * Decimal(100) / fee / PERCENT_OF_FEE,
            int(goals.hand_overs * DAY / HAND_OVERS),
            goals.overlap * hour,
            int(goals.utilisation * hour / 4),
            goals.growth * hour,
        )


def hours_outside(request: Request, person: Person, hours: Decimal) -> Decimal:
    """The hours of a piece of work that fall outside the customer's working day, by the distance of the time zones.

    A working day of eight hours is taken for both; 0 where the customer's time zone is not known.
    """
    if request.utc_offset is None:
        return Decimal(0)
    apart = abs(person.utc_offset - request.utc_offset) % 24
    apart = min(apart, 24 - apart, WORKING_DAY)
    return hours * apart / WORKING_DAY


def weights_of(goals: Goals) -> Mapping[str, int]:
    """The weights by goal, for a form and for a plan's explanation."""
    return {field.name: getattr(goals, field.name) for field in fields(goals)}
