"""Hand edits of an estimate: each with its reason, its author and what the engine said when it was made."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from scoping.domain.effort import ThreePoint
from scoping.domain.errors import Fault
from scoping.domain.fingerprint import LATER

SHORTEST_REASON = 10
MOST_HOURS = Decimal(20_000)  # ten person-years in one task: a slip of the finger, not an estimate
MOST_QUANTITY = Decimal(10_000_000)
NO_HOURS = ThreePoint(Decimal(0), Decimal(0), Decimal(0))


@dataclass(frozen=True)
class AddedTask:
    """What a person adds to a work package: its name and who does it."""

    name: str
    role: str
    level: str


@dataclass(frozen=True)
class Override:
    """One edit of one thing: a task (hours, quantity, removed or added), a risk switched off, a level, the discount.

    `task` is service/package/task, `risk` is service/key. `computed` are the hours, `computed_level` is the level that
    the engine gave when the edit was made: the base of the three-way merge; empty where nothing is to be compared.
    """

    reason: str
    task: str = ""
    hours: ThreePoint | None = None
    quantity: Decimal | None = None
    remove: bool = False
    added: AddedTask | None = None
    risk: str = ""
    role: str = ""
    level: str = ""
    discount: Decimal | None = None
    computed: ThreePoint | None = None
    by: str = ""
    at: datetime | None = None
    computed_level: str = field(default="", metadata=LATER)

    @property
    def target(self) -> str:
        """What is edited: the path of the task or risk, the role, or "discount"."""
        return self.task or self.risk or self.role or "discount"

    @property
    def field(self) -> str:
        """The name of the field that says what is edited."""
        return "task" if self.task else "risk" if self.risk else "role" if self.role else "discount"


@dataclass(frozen=True)
class Edit:
    """An override as it stands against today's computation; a conflict waits for a person to decide.

    `now` are the hours computed today, `now_level` the level that the rules give a role today.
    """

    override: Override
    name: str
    now: ThreePoint | None
    now_level: str = ""

    @property
    def conflict(self) -> bool:
        """True where the engine now says something else than when the edit was made; a task not sold has no hours."""
        if self.override.role:
            return bool(self.override.computed_level) and self.override.computed_level != self.now_level
        return self.override.computed is not None and self.override.computed != (self.now or NO_HOURS)


def check_overrides(overrides: Iterable[Override]) -> list[Fault]:
    """What is wrong with the edits by themselves: missing reasons, absurd numbers, contradictions."""
    overrides = tuple(overrides)
    faults = [
        Fault(f"overrides[{index}].{key}", what)
        for index, override in enumerate(overrides)
        for key, what in _faults(override)
    ]
    first: dict[str, int] = {}
    for index, override in enumerate(overrides):
        if first.setdefault(override.target, index) < index:
            what = f"{override.target} is edited already by overrides[{first[override.target]}]; keep one edit of it"
            faults.append(Fault(f"overrides[{index}].{override.field}", what))
    return faults


def _faults(override: Override) -> list[tuple[str, str]]:
    faults = []
    if len(override.reason.strip()) < SHORTEST_REASON:
        faults.append(("reason", f"give a reason of at least {SHORTEST_REASON} characters"))
    if sum(map(bool, (override.task, override.risk, override.role, override.discount is not None))) != 1:
        faults.append(("task", "name exactly one task, risk, role or discount"))
    if override.role and not override.level:
        faults.append(("level", "say at which level the role is staffed"))
    if override.level and not override.role:
        faults.append(("level", "means nothing without its role; name it"))
    if override.discount is not None and not (override.discount.is_finite() and 0 <= override.discount < 1):
        faults.append(("discount", "give a share from 0 to below 1, such as 0.05"))
    return faults + _faults_of_task(override)


def _faults_of_task(override: Override) -> list[tuple[str, str]]:
    given = {
        "hours": override.hours,
        "quantity": override.quantity,
        "remove": override.remove or None,
        "added": override.added,
    }
    edits = [key for key, edit in given.items() if edit is not None]
    if not override.task:
        return [(key, "belongs to a task; name it as service/package/task") for key in edits]
    faults = [] if edits else [("task", "say what changes: hours, quantity, remove or added")]
    if override.remove and len(edits) > 1:
        faults.append(("remove", "a task is either removed or changed, not both"))
    if override.hours and override.quantity is not None:
        faults.append(("quantity", "give hours or a quantity, not both"))
    if override.added and not override.hours:
        faults.append(("hours", "an added task needs its hours"))
    if override.hours and override.hours.pessimistic > MOST_HOURS:
        faults.append(("hours", f"{override.hours.pessimistic:,} hours are more than {MOST_HOURS:,}; check the number"))
    quantity = override.quantity
    if quantity is not None and not (quantity.is_finite() and 0 <= quantity <= MOST_QUANTITY):
        faults.append(("quantity", f"give a quantity from 0 to {MOST_QUANTITY:,}"))
    return faults
