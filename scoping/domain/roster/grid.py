"""From the weekly grid of a proposal to the work that named people have to take."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from math import ceil

from scoping.domain.calendar import Calendar
from scoping.domain.effort import HOURS_PER_DAY
from scoping.domain.roster.demand import Demand
from scoping.domain.staffing import Seat, StaffingPlan

SLACK = 5  # working days by which a seat's work may slide behind the grid
WEEKS_PER_PIECE = 4  # ours: work is handed over at most once in so many weeks


@dataclass(frozen=True)
class SeatNeeds:
    """What the seats of a role ask beyond their level, and their sold rate by level."""

    rates: Mapping[str, Decimal]
    services: tuple[str, ...] = ()
    skills: Mapping[str, int] = field(default_factory=dict)
    clearances: tuple[str, ...] = ()
    admin_token: bool = False


@dataclass
class _Piece:
    """Weeks of a seat while they are put together."""

    offset: int
    days: int
    weeks: int
    hours: Decimal

    @property
    def pace(self) -> Decimal:
        return self.hours / self.days


def seat_key(seat: Seat) -> str:
    """Names a seat within a plan: role/level/number."""
    return f"{seat.role}/{seat.level}/{seat.number}"


def demands_of(
    plan: StaffingPlan, needs: Mapping[str, SeatNeeds], calendar: Calendar, slack: int = SLACK
) -> tuple[Demand, ...]:
    """The pieces of every seat, in the grid's order; their hours sum to the grid's.

    Weeks that follow each other at one pace are one piece of at most four weeks; each piece waits for the one before
    it. Hours of a week without a working day in `calendar` move to the seat's next week, or to days after the last.
    """
    found: list[Demand] = []
    for seat in plan.seats:
        key, need = seat_key(seat), needs[seat.role]
        pieces = _pieces(plan, seat, calendar)
        for number, piece in enumerate(pieces, 1):
            found.append(
                Demand(
                    key=f"{key}/{number}",
                    name=f"{seat.role.replace('-', ' ').capitalize()} {seat.number}, part {number} of {len(pieces)}",
                    seat=key,
                    role=seat.role,
                    level=seat.level,
                    hours=piece.hours,
                    days=piece.days,
                    rate=need.rates[seat.level],
                    services=need.services,
                    skills=need.skills,
                    clearances=need.clearances,
                    after=(f"{key}/{number - 1}",) if number > 1 else (),
                    not_before=piece.offset,
                    slack=slack,
                    admin_token=need.admin_token,
                )
            )
    return tuple(found)


def _pieces(plan: StaffingPlan, seat: Seat, calendar: Calendar) -> list[_Piece]:
    pieces: list[_Piece] = []
    waiting = Decimal(0)
    for week, hours in _hours_by_week(plan, seat):
        first = max(week, plan.starts_on)
        days = calendar.workdays(first, week + timedelta(days=6))
        offset = calendar.workdays(plan.starts_on, first) - (1 if calendar.works(first) else 0)
        if not days:
            waiting += hours
            continue
        piece = _Piece(offset, days, 1, hours + waiting)
        waiting = Decimal(0)
        last = pieces[-1] if pieces else None
        joined = last is not None and last.offset + last.days == offset and last.weeks < WEEKS_PER_PIECE
        if last is not None and joined and last.pace == piece.pace:
            last.days, last.weeks, last.hours = last.days + days, last.weeks + 1, last.hours + piece.hours
        else:
            pieces.append(piece)
    if waiting:
        offset = pieces[-1].offset + pieces[-1].days if pieces else 0
        pieces.append(_Piece(offset, ceil(waiting / HOURS_PER_DAY), 1, waiting))
    return pieces


def _hours_by_week(plan: StaffingPlan, seat: Seat) -> list[tuple[date, Decimal]]:
    return [
        (week.week, cell.hours)
        for week in plan.weeks
        for cell in week.seats
        if (cell.role, cell.level, cell.number) == (seat.role, seat.level, seat.number) and cell.hours
    ]
