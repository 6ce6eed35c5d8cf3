"""The staffing question in whole numbers: pieces of work, people's capacity by slot, and what a plan is worth.

Slots count working time from 0, such as working days; units measure load and capacity, such as quarter hours a day.
Both the product and the benchmark state their question in these values; `model` turns them into constraints.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

Spans = tuple[tuple[int, int], ...]  # closed ranges of slots


@dataclass(frozen=True)
class Option:
    """One person doing a piece: `duration` slots of work at `load` units each, worth `points` (fewer are better).

    `pauses` maps the slots in which the work rests within (days off) to the slots in which it may then begin;
    None lets it begin anywhere and never rest.
    """

    person: int
    duration: int
    load: int = 1
    points: int = 0
    pauses: Mapping[int, Spans] | None = None


@dataclass(frozen=True)
class Piece:
    """Work that one person does from start to end once all pieces in `after` are done.

    `duration` is what it takes of whoever can do it at its own pace. `earliest` and `latest` bound its start, in slots
    from the start of the engagement. Pieces of one `seat` should stay with one person; a team is who does pieces
    of one `kind`.
    """

    key: str
    duration: int
    options: tuple[Option, ...]
    after: tuple[int, ...] = ()
    seat: int = 0
    kind: int = 0
    earliest: int = 0
    latest: int | None = None


@dataclass(frozen=True)
class Supply:
    """What a person can carry: at most `capacity` units in a slot, less what `taken` (first, last, units) takes.

    In the slots of `away` nothing is done, though work may rest over them.
    """

    capacity: int = 1
    taken: tuple[tuple[int, int, int], ...] = ()
    away: Spans = ()

    @property
    def short(self) -> tuple[tuple[int, int, int], ...]:
        """First slot, last slot and units short of full capacity."""
        return (*self.taken, *((begins, ends, self.capacity) for begins, ends in self.away))

    def lost(self, first: int, after_last: int) -> int:
        """Units short of full capacity from the first slot until before the last."""
        return sum(units * max(0, min(after_last, ends + 1) - max(first, begins)) for begins, ends, units in self.short)


@dataclass(frozen=True)
class Target:
    """A person's units over the horizon without this work (`base`) and those that would meet the utilisation target."""

    person: int
    base: int
    target: int


@dataclass(frozen=True)
class Reward:
    """`points` off where the person does the piece and one of `beside` (piece, person) holds as well."""

    piece: int
    person: int
    beside: frozenset[tuple[int, int]]
    points: int


@dataclass(frozen=True)
class Weights:
    """Points for each slot of the end and of every piece's begin, each hand-over, each unit off a target.

    `left_open` lets a piece stay undone, and a required person missing, at so many points; None forbids it.
    """

    end: int = 0
    begin: int = 0
    hand_over: int = 0
    off_target: int = 0
    left_open: int | None = None


@dataclass(frozen=True)
class Problem:
    """Everything the solver sees. The engagement starts in one of `origins` and takes at most `span` slots from there;
    `slots` is the horizon, and no plan ends before `ends_from`.

    At least one of each set in `required` (person) takes part; a plan must differ from each team in `unlike`, which
    is a set of (kind, person), by at least one person.
    """

    slots: int
    people: tuple[Supply, ...]
    pieces: tuple[Piece, ...]
    weights: Weights
    origins: tuple[int, ...] = (0,)
    span: int | None = None
    ends_from: int = 0
    required: tuple[frozenset[int], ...] = ()
    targets: tuple[Target, ...] = ()
    rewards: tuple[Reward, ...] = ()
    unlike: tuple[frozenset[tuple[int, int]], ...] = ()

    @cached_property
    def order(self) -> tuple[int, ...]:
        """The pieces so that each stands behind all it waits for; ValueError where they wait for each other."""
        waiting = {index: set(piece.after) for index, piece in enumerate(self.pieces)}
        found: list[int] = []
        while waiting:
            ready = [index for index, after in waiting.items() if not after & waiting.keys()]
            if not ready:
                raise ValueError(f"pieces wait for each other: {', '.join(self.pieces[i].key for i in waiting)}")
            found += ready
            for index in ready:
                del waiting[index]
        return tuple(found)

    @cached_property
    def heads(self) -> tuple[int, ...]:
        """The least slots from the start of the engagement before each piece."""
        found = [0] * len(self.pieces)
        for index in self.order:
            piece = self.pieces[index]
            found[index] = max([piece.earliest] + [found[i] + shortest(self.pieces[i]) for i in piece.after])
        return tuple(found)

    @cached_property
    def tails(self) -> tuple[int, ...]:
        """The least slots of work that follow each piece."""
        found = [0] * len(self.pieces)
        for index in reversed(self.order):
            for before in self.pieces[index].after:
                found[before] = max(found[before], shortest(self.pieces[index]) + found[index])
        return tuple(found)

    @property
    def only_the_end_counts(self) -> bool:
        """Whether two plans that end together are worth the same."""
        weights = self.weights
        free = not any(option.points for piece in self.pieces for option in piece.options) and not self.rewards
        return free and not (weights.begin or weights.hand_over or weights.off_target)

    def only(self, chosen: Mapping[int, Iterable[int]]) -> "Problem":
        """The same problem where the pieces (by index) may be done by these people only."""
        pieces = list(self.pieces)
        for index, people in chosen.items():
            allowed = set(people)
            kept = tuple(option for option in pieces[index].options if option.person in allowed)
            pieces[index] = replace(pieces[index], options=kept)
        return replace(self, pieces=tuple(pieces))

    def pruned(self) -> "Problem":
        """The same problem without options and rests that no start within the piece's window allows."""
        pieces = []
        for index, piece in enumerate(self.pieces):
            first = self.origins[0] + self.heads[index]
            last = self.slots if piece.latest is None else self.origins[-1] + piece.latest
            end = self.slots if self.span is None else min(self.slots, self.origins[-1] + self.span)
            kept = (within(option, first, min(last, end - option.duration)) for option in piece.options)
            pieces.append(replace(piece, options=tuple(option for option in kept if option is not None)))
        return replace(self, pieces=tuple(pieces))

    def scored(self, weights: Weights) -> "Problem":
        """The same problem where only these weights count: no points of options, targets or rewards."""
        free = tuple(
            replace(piece, options=tuple(replace(option, points=0) for option in piece.options))
            for piece in self.pieces
        )
        return replace(self, pieces=free, weights=weights, targets=(), rewards=())

    def ends_only(self) -> "Problem":
        """The same problem where nothing counts but the end."""
        return self.scored(Weights(end=1, left_open=self.weights.left_open))


@dataclass(frozen=True)
class Solution:
    """A plan in whole numbers: for each piece its first slot, the slot after its last, and who does it (None: nobody).

    `objective` and `bound` are in points; equal where the plan is proven best.
    """

    origin: int
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    people: tuple[int | None, ...]
    objective: int
    bound: int

    @property
    def proven(self) -> bool:
        """Whether no plan can be better."""
        return self.objective <= self.bound

    @property
    def end(self) -> int:
        """The slot after the last worked one."""
        return max((end for end, person in zip(self.ends, self.people, strict=True) if person is not None), default=0)


def starts(option: Option) -> int:
    """How many slots the option can begin in, as far as it is limited at all."""
    return sum(last - first + 1 for spans in (option.pauses or {}).values() for first, last in spans)


def within(option: Option, first: int, last: int) -> Option | None:
    """The option with the starts from `first` to `last` only; None without any."""
    if option.pauses is None:
        return option if first <= last else None
    kept: dict[int, Spans] = {}
    for pause, spans in option.pauses.items():
        cut = tuple((max(begin, first), min(end, last)) for begin, end in spans if begin <= last and end >= first)
        if cut:
            kept[pause] = cut
    return replace(option, pauses=kept) if kept else None


def shortest(piece: Piece) -> int:
    """The fewest slots any person takes for it; its own duration where nobody can do it."""
    return min((option.duration for option in piece.options), default=piece.duration)
