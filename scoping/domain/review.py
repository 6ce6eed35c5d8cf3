"""The review of a revision: its states, the actions that lead from one to the next, and whose approval it needs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from scoping.domain.conditions import ALWAYS, Condition
from scoping.domain.errors import WrongState


class State(StrEnum):
    """Where a revision stands; a revision is a draft until somebody sends it for review."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    ISSUED = "issued"


class Action(StrEnum):
    """What a person may do to a revision in review."""

    SUBMIT = "submit"
    REQUEST_CHANGES = "request_changes"
    APPROVE = "approve"
    WITHDRAW = "withdraw"
    COMMENT = "comment"
    ISSUE = "issue"


NEXT: Mapping[tuple[State, Action], State] = {
    (State.DRAFT, Action.SUBMIT): State.IN_REVIEW,
    (State.DRAFT, Action.COMMENT): State.DRAFT,
    (State.IN_REVIEW, Action.REQUEST_CHANGES): State.CHANGES_REQUESTED,
    (State.IN_REVIEW, Action.APPROVE): State.IN_REVIEW,  # approved once no approval is outstanding, see `after`
    (State.IN_REVIEW, Action.WITHDRAW): State.DRAFT,
    (State.IN_REVIEW, Action.COMMENT): State.IN_REVIEW,
    (State.CHANGES_REQUESTED, Action.SUBMIT): State.IN_REVIEW,
    (State.CHANGES_REQUESTED, Action.COMMENT): State.CHANGES_REQUESTED,
    (State.APPROVED, Action.REQUEST_CHANGES): State.CHANGES_REQUESTED,
    (State.APPROVED, Action.ISSUE): State.ISSUED,
    (State.APPROVED, Action.COMMENT): State.APPROVED,
}


@dataclass(frozen=True)
class ApprovalRule:
    """Where it applies, somebody of this role at this level or above must approve.

    `above` holds thresholds of the price by currency; a currency without one makes the rule apply.
    """

    key: str
    name: str
    role: str
    level: str = ""
    because: str = ""
    when: Condition = ALWAYS
    above: Mapping[str, Decimal] = field(default_factory=dict)
    source: str = ""
    ours: bool = False


@dataclass(frozen=True)
class RequiredApproval:
    """One approval a revision needs; any of `levels` will do, an empty tuple means any level of the role."""

    key: str
    name: str
    role: str
    levels: tuple[str, ...]
    because: str
    source: str = ""


@dataclass(frozen=True)
class Approver:
    """The part of a person that decides which approvals they can give."""

    role: str
    level: str = ""


def satisfies(approver: Approver, required: RequiredApproval) -> bool:
    """Whether this person's approval counts for this requirement; one approval may count for several."""
    return approver.role == required.role and (not required.levels or approver.level in required.levels)


def outstanding(required: Iterable[RequiredApproval], given: Iterable[Approver]) -> tuple[RequiredApproval, ...]:
    """The approvals still missing after those given."""
    approvers = tuple(given)
    return tuple(item for item in required if not any(satisfies(approver, item) for approver in approvers))


def after(state: State, action: Action, missing: Iterable[RequiredApproval] = ()) -> State:
    """The state that the action leads to; the last missing approval makes it approved.

    Raises WrongState where the table has no such step.
    """
    following = NEXT.get((state, action))
    if following is None:
        possible = [step.value.replace("_", " ") for (before, step) in NEXT if before is state]
        leads = f"possible now: {', '.join(possible)}" if possible else "nothing changes it any more"
        raise WrongState(
            f"This revision is {state.value.replace('_', ' ')}, so it cannot be changed by “"
            f"{action.value.replace('_', ' ')}”; {leads}."
        )
    if action is Action.APPROVE and not tuple(missing):
        return State.APPROVED
    return following
