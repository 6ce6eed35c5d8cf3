"""What a match hands out and the database keeps: plans with reasons, or in words why there is none."""

from dataclasses import dataclass
from datetime import date

from scoping.domain.roster.explain import Choice
from scoping.domain.roster.plan import TeamPlan


@dataclass(frozen=True)
class Proposed:
    """A plan with the reasons of each person in each seat."""

    plan: TeamPlan
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Match:
    """The plans, best first; without any, `shortage` says in words what is missing.

    `complete` is false where the time ran out or somebody stopped before the search could say that there are no more.
    """

    plans: tuple[Proposed, ...]
    shortage: tuple[str, ...]
    complete: bool


@dataclass(frozen=True)
class MoreOf:
    """What one more Senior of a role would change, in words; empty where nothing moves."""

    role: str
    changes: tuple[str, ...]


@dataclass(frozen=True)
class Findings:
    """A match with the answers beside it: the earliest start of the best plan's team, or of anybody, and one more.

    `earliest` is None where nobody asked in time or no start was found, which `earliest_shortage` then explains.
    """

    match: Match
    earliest: date | None = None
    earliest_shortage: tuple[str, ...] = ()
    one_more: tuple[MoreOf, ...] = ()
