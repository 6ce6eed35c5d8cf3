"""The constraints: one CP-SAT model of a staffing problem, the product's own and the benchmark's."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ortools.sat.python.cp_model import CpModel, Domain, IntervalVar, IntVar, LinearExpr, LinearExprT

from scoping.domain.roster.bounds import holds_alone, least_span
from scoping.domain.roster.problem import Piece, Problem, Solution, Spans

Choice = tuple[int, int]  # piece, person
ANYWHERE: Mapping[int, Spans | None] = {0: None}


@dataclass
class Model:
    """The variables of one problem, by piece and person; `read` gives their values back as a solution."""

    problem: Problem
    cp: CpModel
    origin: IntVar
    end: IntVar
    starts: list[IntVar] = field(default_factory=list)
    ends: list[LinearExprT] = field(default_factory=list)
    does: dict[Choice, IntVar] = field(default_factory=dict)
    rests: dict[tuple[int, int, int], IntVar] = field(default_factory=dict)
    left_open: dict[int, IntVar] = field(default_factory=dict)
    takes: dict[Choice, IntVar] = field(default_factory=dict)
    terms: list[LinearExprT] = field(default_factory=list)


def build(problem: Problem) -> Model:
    """The model; ValueError where pieces wait for each other. A piece without options makes it infeasible."""
    cp = CpModel()
    last = problem.slots
    origin = cp.new_int_var_from_domain(Domain.from_values(list(problem.origins)), "origin")
    model = Model(problem, cp, origin, cp.new_int_var(min(problem.ends_from, last), last, "end"))
    carried: dict[int, list[tuple[int, IntervalVar, int]]] = defaultdict(list)
    for index, piece in enumerate(problem.pieces):
        _add_piece(model, index, piece, carried)
    for index, piece in enumerate(problem.pieces):
        for before in piece.after:
            cp.add(model.starts[index] >= model.ends[before])
    for person, intervals in carried.items():
        _nobody_beyond_capacity(model, person, intervals)
    _load_bounds_the_end(model)
    _somebody_required(model)
    _unlike_earlier_teams(model)
    _score(model)
    return model


def _add_piece(model: Model, index: int, piece: Piece, carried: dict[int, list[tuple[int, IntervalVar, int]]]) -> None:
    cp, problem = model.cp, model.problem
    first = min(problem.origins) + problem.heads[index]
    start = cp.new_int_var(min(first, problem.slots), problem.slots, f"start {piece.key}")
    if len(problem.origins) > 1 or piece.earliest:
        cp.add(start >= model.origin + piece.earliest)
    if piece.latest is not None:
        cp.add(start <= model.origin + piece.latest)
    chosen: list[IntVar] = []
    longer: list[LinearExprT] = []
    for option in piece.options:
        does = cp.new_bool_var(f"{piece.key} by {option.person}")
        model.does[index, option.person] = does
        chosen.append(does)
        ways: list[IntVar] = []
        for pause, begins in (ANYWHERE if option.pauses is None else option.pauses).items():
            way = does if option.pauses is None else cp.new_bool_var("")
            ways.append(way)
            model.rests[index, option.person, pause] = way
            size = option.duration + pause
            interval = cp.new_optional_fixed_size_interval_var(start, size, way, "")
            carried[option.person].append((index, interval, option.load))
            longer.append((size - piece.duration) * way)
            if begins is not None:
                domain = Domain.from_intervals([list(span) for span in begins])
                cp.add_linear_expression_in_domain(start, domain).only_enforce_if(way)
        if option.pauses is not None:
            cp.add(sum(ways) == does)
    if problem.weights.left_open is not None:
        model.left_open[index] = cp.new_bool_var(f"{piece.key} left open")
        chosen.append(model.left_open[index])
    cp.add_exactly_one(chosen)
    end = start + piece.duration + LinearExpr.sum(longer)
    cp.add(end <= model.end)
    if problem.span is not None:
        cp.add(end <= model.origin + problem.span)
    model.starts.append(start)
    model.ends.append(end)


def _nobody_beyond_capacity(model: Model, person: int, carried: Sequence[tuple[int, IntervalVar, int]]) -> None:
    """Loads that can not share a slot exclude each other, which proves far more than adding them up."""
    supply = model.problem.people[person]
    loads: dict[int, int] = {}
    for piece, _, load in carried:
        loads[piece] = min(load, loads.get(piece, load))
    if len(loads) < 2:
        return
    two_fit = sum(sorted(loads.values())[:2]) <= supply.capacity
    alone = [interval for _, interval, load in carried if 2 * load > supply.capacity or not two_fit]
    if len(alone) > 1:
        model.cp.add_no_overlap(alone)
    if two_fit:
        intervals = [interval for _, interval, _ in carried]
        demands = [load for _, _, load in carried]
        for begins, ends, units in supply.taken:
            intervals.append(model.cp.new_fixed_size_interval_var(begins, ends - begins + 1, ""))
            demands.append(units)
        model.cp.add_cumulative(intervals, demands, supply.capacity)


def _load_bounds_the_end(model: Model) -> None:
    """Nobody carries more than the free time from start to end: implied, yet without it the end is not proven in time.

    The same holds for the work that can not begin before some slot or has others behind it, with that much less time.
    """
    problem = model.problem
    span = model.end - model.origin
    least = min(least_span(problem), problem.slots)
    model.cp.add(span >= least)
    carried: dict[int, list[tuple[int, int, int, IntVar]]] = defaultdict(list)
    for index, piece in enumerate(problem.pieces):
        for option in piece.options:
            units = option.duration * option.load
            carried[option.person].append(
                (problem.heads[index], problem.tails[index], units, model.does[index, option.person])
            )
    for person, loads in carried.items():
        supply = problem.people[person]
        seen: set[tuple[int, ...]] = set()
        for head, tail in _corners(loads):
            inside = tuple(i for i, load in enumerate(loads) if load[0] >= head and load[1] >= tail)
            if head + tail > least or len(inside) < 2 or inside in seen:
                continue
            seen.add(inside)
            first = problem.origins[0] + head
            lost = supply.lost(first, problem.origins[0] + least - tail) if len(problem.origins) == 1 else 0
            carried_inside = LinearExpr.sum([loads[i][2] * loads[i][3] for i in inside])
            model.cp.add(carried_inside <= supply.capacity * (span - head - tail) - lost)


def _corners(loads: Sequence[tuple[int, int, int, IntVar]], most: int = 4) -> list[tuple[int, int]]:
    """Some pairs of slots before and behind: none, and evenly picked ones of either."""
    heads = sorted({load[0] for load in loads} | {0})
    tails = sorted({load[1] for load in loads} | {0})
    some_heads = heads[:: max(1, len(heads) // most)]
    some_tails = tails[:: max(1, len(tails) // most)]
    return [(head, tail) for head in some_heads for tail in some_tails]


def _somebody_required(model: Model) -> None:
    for people in model.problem.required:
        literals = [does for (_, person), does in model.does.items() if person in people]
        if model.problem.weights.left_open is not None:
            missing = model.cp.new_bool_var("required person missing")
            model.terms.append(model.problem.weights.left_open * missing)
            literals.append(missing)
        model.cp.add_bool_or(literals)


def _unlike_earlier_teams(model: Model) -> None:
    if not model.problem.unlike:
        return
    in_kind: dict[tuple[int, int], list[IntVar]] = defaultdict(list)
    for (index, person), does in model.does.items():
        in_kind[model.problem.pieces[index].kind, person].append(does)
    sits: dict[tuple[int, int], IntVar] = {}
    for key, pieces in in_kind.items():
        sits[key] = model.cp.new_bool_var("")
        model.cp.add_max_equality(sits[key], pieces)
    for team in model.problem.unlike:
        model.cp.add_bool_or([~sits[key] if key in team else sits[key] for key in sits])


def _score(model: Model) -> None:
    problem, weights, cp = model.problem, model.problem.weights, model.cp
    terms = model.terms
    terms.append(weights.end * model.end)
    for index, piece in enumerate(problem.pieces):
        terms += [option.points * model.does[index, option.person] for option in piece.options if option.points]
    terms += [weights.begin * start for start in model.starts] if weights.begin else []
    terms += [(weights.left_open or 0) * literal for literal in model.left_open.values()]
    if weights.hand_over:
        terms += _hand_overs(model)
    if weights.off_target:
        terms += _off_targets(model)
    for reward in problem.rewards:
        own = model.does.get((reward.piece, reward.person))
        beside = [model.does[choice] for choice in reward.beside if choice in model.does]
        if own is not None and beside:
            earned = cp.new_bool_var("")
            cp.add_implication(earned, own)
            cp.add_bool_or(beside).only_enforce_if(earned)
            terms.append(-reward.points * earned)
    cp.minimize(LinearExpr.sum(terms))


def _hand_overs(model: Model) -> list[LinearExprT]:
    """Each person in a seat beyond its first is one hand-over."""
    seats: dict[int, dict[int, list[IntVar]]] = defaultdict(lambda: defaultdict(list))
    for (index, person), does in model.does.items():
        seats[model.problem.pieces[index].seat][person].append(does)
    points = model.problem.weights.hand_over
    terms: list[LinearExprT] = []
    for seat, people in seats.items():
        for person, pieces in people.items():
            model.takes[seat, person] = model.cp.new_bool_var("")
            for does in pieces:
                model.cp.add_implication(does, model.takes[seat, person])
            terms.append(points * model.takes[seat, person])
        if model.problem.weights.left_open is None:
            model.cp.add_bool_or([model.takes[seat, person] for person in people])
            terms.append(-points)
            _alone_or_shared(model, seat, people)
    return terms


def _alone_or_shared(model: Model, seat: int, people: Mapping[int, Sequence[IntVar]]) -> None:
    """Either one person holds the whole seat or there is a hand-over: implied, and it proves far more quickly."""
    cp = model.cp
    pieces = [index for index, piece in enumerate(model.problem.pieces) if piece.seat == seat]
    shared = cp.new_bool_var("")
    cp.add(LinearExpr.sum([model.takes[seat, person] for person in people]) >= 1 + shared)
    alone: list[IntVar] = []
    for person, does in people.items():
        if holds_alone(model.problem, pieces, person):
            alone.append(cp.new_bool_var(""))
            for literal in does:
                cp.add_implication(alone[-1], literal)
                cp.add(literal <= alone[-1] + shared)
        else:
            for literal in does:
                cp.add_implication(literal, shared)
    cp.add_exactly_one([*alone, shared])


def _off_targets(model: Model) -> list[LinearExprT]:
    """How much further from their targets people are than without this work, so that one more person costs nothing."""
    points = model.problem.weights.off_target
    terms: list[LinearExprT] = []
    for target in model.problem.targets:
        added = [
            (option.duration * option.load, model.does[index, option.person])
            for index, piece in enumerate(model.problem.pieces)
            for option in piece.options
            if option.person == target.person
        ]
        if not added:
            continue
        most = sum(units for units, _ in added)
        room = target.target - target.base
        if room <= 0:
            terms += [points * units * does for units, does in added]
            continue
        over = model.cp.new_int_var(0, max(0, most - room), "")
        total = LinearExpr.sum([units * does for units, does in added])
        model.cp.add(over >= total - room)
        terms += [-points * total, 2 * points * over]
    return terms


def read(model: Model, value: Callable[[LinearExprT], int], objective: int, bound: int) -> Solution:
    """The solution that `value` (of a solver or one of its callbacks) holds."""
    people: list[int | None] = [None] * len(model.problem.pieces)
    for (index, person), does in model.does.items():
        if value(does):
            people[index] = person
    starts = tuple(value(start) for start in model.starts)
    ends = tuple(value(end) for end in model.ends)
    return Solution(value(model.origin), starts, ends, tuple(people), objective, bound)
