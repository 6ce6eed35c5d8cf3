"""From a request and a roster to the staffing problem in whole numbers, and back from slots to dates."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from math import ceil

import numpy as np
from numpy.typing import NDArray

from scoping.domain.calendar import Days, mondays
from scoping.domain.effort import quarters
from scoping.domain.roster.availability import FINE, Time, time_of
from scoping.domain.roster.bounds import longest_chain
from scoping.domain.roster.demand import Demand, Request
from scoping.domain.roster.eligibility import obstacles
from scoping.domain.roster.goals import Goals, Prices, hours_outside
from scoping.domain.roster.people import Person, Roster
from scoping.domain.roster.problem import (
    Option,
    Piece,
    Problem,
    Reward,
    Spans,
    Supply,
    Target,
    Weights,
)

WORKING_DAYS_A_WEEK = 5


@dataclass(frozen=True)
class Formulation:
    """The problem with what its numbers stand for: slot → working day, piece → demand, index → person."""

    roster: Roster
    request: Request
    goals: Goals
    prices: Prices
    problem: Problem
    days: Days
    people: tuple[Person, ...]
    times: tuple[Time, ...]
    seats: tuple[str, ...]

    def date_of(self, slot: int) -> date:
        """The working day in this slot."""
        found: date = self.days[slot].astype(object)
        return found

    def worked(self, person: int, first: int, after_last: int, load: int) -> NDArray[np.int64]:
        """The slots from `first` until before `after_last` in which the person works on a piece of this load."""
        inside = np.arange(first, after_last)
        found: NDArray[np.int64] = inside[self.times[person].free[first:after_last] >= load]
        return found


def formulate(roster: Roster, request: Request, goals: Goals) -> Formulation:
    """The problem of finding people for the request; people without any possible work are left out of it.

    Both must be free of faults (`refuse_faulty`, `refuse_unplannable`).
    """
    days = request.calendar.days(request.starts_on, _horizon(request))
    prices = Prices.of(goals, request)
    able = {
        demand.key: [person for person in roster.people if not obstacles(roster, request, demand, person)]
        for demand in request.demands
    }
    keys = {person.key for people in able.values() for person in people}
    people = tuple(person for person in roster.people if person.key in keys)
    times = tuple(time_of(roster, person, days) for person in people)
    index = {person.key: position for position, person in enumerate(people)}
    seats = tuple(dict.fromkeys(demand.seat for demand in request.demands))
    roles = tuple(dict.fromkeys(demand.role for demand in request.demands))
    at = {demand.key: position for position, demand in enumerate(request.demands)}
    spans = _Spans(request, times)
    pieces = tuple(
        Piece(
            demand.key,
            demand.days,
            tuple(
                option
                for person in able[demand.key]
                if (option := _option(request, prices, demand, person, index[person.key], spans)) is not None
            ),
            tuple(at[key] for key in demand.after),
            seats.index(demand.seat),
            roles.index(demand.role),
            demand.not_before,
            None if demand.slack is None else demand.not_before + demand.slack,
        )
        for demand in request.demands
    )
    problem = Problem(
        len(days),
        tuple(_supply(time) for time in times),
        pieces,
        Weights(max(prices.day, 1), hand_over=prices.hand_over, off_target=prices.quarter_off_target),
        _origins(request, days),
        request.days_at_most,
        required=_required(roster, request, people),
        rewards=_rewards(roster, request, prices, pieces, people),
    )
    measured = max(request.days_at_most or 0, longest_chain(replace(problem, pieces=_by_anybody(pieces))))
    problem = replace(problem, targets=_targets(roster, people, days[:measured]))
    return Formulation(roster, request, goals, prices, problem, days, people, times, seats)


def _by_anybody(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The pieces at their own pace: whoever is on the roster, utilisation is measured over the same days."""
    return tuple(replace(piece, options=()) for piece in pieces)


def _horizon(request: Request) -> int:
    least = max((demand.not_before + demand.days for demand in request.demands), default=1)
    last = max(sum(demand.days for demand in request.demands), least)
    return min(last, least + request.weeks_ahead * WORKING_DAYS_A_WEEK) + request.weeks_ahead * WORKING_DAYS_A_WEEK


def _origins(request: Request, days: Days) -> tuple[int, ...]:
    """The first slot, and the first one of each further week in which the engagement may start."""
    weeks = mondays(days)
    firsts = np.flatnonzero(np.r_[True, weeks[1:] != weeks[:-1]])
    return tuple(int(slot) for slot in firsts[: request.start_within_weeks + 1])


def _supply(time: Time) -> Supply:
    capacity = int(time.free.max(initial=0))
    taken = np.where(time.off, 0, capacity - time.free)
    return Supply(
        capacity,
        tuple((first, last, units) for first, last, units in _runs(taken) if units),
        tuple((first, last) for first, last, off in _runs(time.off.astype(np.int64)) if off),
    )


def _runs(values: NDArray[np.int64]) -> list[tuple[int, int, int]]:
    """First slot, last slot and value of each run of equal values."""
    cuts = np.flatnonzero(np.diff(values)) + 1
    firsts = np.r_[0, cuts]
    lasts = np.r_[cuts - 1, len(values) - 1]
    return list(zip(firsts.tolist(), lasts.tolist(), values[firsts].tolist(), strict=True))


def load_of(demand: Demand, time: Time) -> tuple[int, int]:
    """Quarter hours a day and working days: the demand's pace, or the person's longest free day where that is less.

    (0, 0) for a person who is never free.
    """
    amount = quarters(demand.hours)
    pace = min(ceil(amount / demand.days), int(time.free.max(initial=0)))
    return (pace, demand.days if pace * demand.days >= amount else ceil(amount / pace)) if pace else (0, 0)


def _option(
    request: Request, prices: Prices, demand: Demand, person: Person, index: int, spans: "_Spans"
) -> Option | None:
    load, duration = load_of(demand, spans.times[index])
    pauses = spans.of(index, load, duration) if load else {}
    if not pauses or person.cost is None:
        return None
    cost = demand.hours * person.cost.amount * prices.currency_unit
    outside = hours_outside(request, person, demand.hours) * prices.hour_outside
    return Option(index, duration, load, int(cost + outside), pauses)


class _Spans:
    """In which slots each person can begin work of a load and a duration, by how long it then rests; kept by both."""

    def __init__(self, request: Request, times: tuple[Time, ...]) -> None:
        self.rest_at_most, self.times = request.rest_at_most, times
        self._known: dict[tuple[int, int, int], dict[int, Spans]] = {}

    def of(self, person: int, load: int, duration: int) -> dict[int, Spans]:
        key = person, load, duration
        if key not in self._known:
            self._known[key] = begins(self.times[person], load, duration, self.rest_at_most)
        return self._known[key]


def begins(time: Time, load: int, duration: int, rest_at_most: int) -> dict[int, Spans]:
    """The slots in which work of `load` quarter hours on `duration` days can begin, by the days it rests within.

    Work rests over at most `rest_at_most` days off in a row; a day at work without enough free time ends it.
    """
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    worked = np.flatnonzero(time.free >= load)
    if len(worked) < duration:
        return {}
    busy = np.cumsum(~time.off & (time.free < load))
    gap = np.diff(worked)
    broken = (np.diff(busy[worked]) > 0) | (gap > rest_at_most + 1)
    stretch = np.r_[0, np.cumsum(broken)]
    firsts, lasts = worked[: len(worked) - duration + 1], worked[duration - 1 :]
    unbroken = stretch[: len(firsts)] == stretch[duration - 1 :]
    pauses = lasts - firsts + 1 - duration
    for slot, pause in zip(firsts[unbroken].tolist(), pauses[unbroken].tolist(), strict=True):
        runs = found[pause]
        if runs and runs[-1][1] == slot - 1:
            runs[-1] = (runs[-1][0], slot)
        else:
            runs.append((slot, slot))
    return {pause: tuple(runs) for pause, runs in sorted(found.items())}


def _required(roster: Roster, request: Request, people: tuple[Person, ...]) -> tuple[frozenset[int], ...]:
    """A Senior of ours takes part where a seat leads: either leads, or stands by a partner or an Intermediate who does.

    Without any such person the set is empty and no plan exists.
    """
    if not request.lead:
        return ()
    return (frozenset(i for i, person in enumerate(people) if roster.is_senior(person) and not person.is_partner),)


def _targets(roster: Roster, people: tuple[Person, ...], days: Days) -> tuple[Target, ...]:
    """What each person has booked on these days and what the role's target asks for."""
    found = []
    for index, person in enumerate(people):
        share = roster.roles[person.role].utilisation
        if share is not None:
            time = time_of(roster, person, days, roster.forecast)
            found.append(Target(index, int(time.fine.sum()) // FINE, int(int(time.works.sum()) * share)))
    return tuple(found)


def _rewards(
    roster: Roster, request: Request, prices: Prices, pieces: tuple[Piece, ...], people: tuple[Person, ...]
) -> tuple[Reward, ...]:
    """Hours of people below Senior count as growth where a Senior of their role takes part."""
    if not prices.hour_of_growth:
        return ()
    seniors = [index for index, person in enumerate(people) if roster.is_senior(person)]
    beside: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for position, piece in enumerate(pieces):
        for option in piece.options:
            if option.person in seniors:
                beside[people[option.person].role].add((position, option.person))
    return tuple(
        Reward(
            position,
            option.person,
            frozenset(beside[people[option.person].role]),
            int(request.demands[position].hours * prices.hour_of_growth),
        )
        for position, piece in enumerate(pieces)
        for option in piece.options
        if option.person not in seniors and beside[people[option.person].role]
    )


def hours_by_day(hours: Decimal, days: int) -> list[int]:
    """Quarter hours on each of the days, as even as they come and summing to the hours."""
    amount = quarters(hours)
    return [amount * (day + 1) // days - amount * day // days for day in range(days)]
