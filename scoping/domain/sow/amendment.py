"""What a change order amends, and the judgement that may ask for one: what its document carries beside the proposal."""

from dataclasses import dataclass
from datetime import date

from scoping.domain.proposal import Proposal
from scoping.domain.sow.figures import day


@dataclass(frozen=True)
class Agreed:
    """What the change is against: an issued revision, and the number of the change order that it made, if any."""

    proposal: Proposal
    revision: int
    issued_on: date | None
    order: int = 0

    @property
    def name(self) -> str:
        """As it is cited."""
        by = f"change order {label(self.order)}" if self.order else "the statement of work"
        on = f", issued on {day(self.issued_on)}" if self.issued_on else ""
        return f"{by} (revision {self.revision}{on})"


@dataclass(frozen=True)
class Judgement:
    """What the project manager decided where the rules leave it to them, and why; the reason is internal."""

    is_needed: bool
    reason: str
    by: str
    on: date | None


def label(number: int) -> str:
    """How a change order is numbered within its engagement."""
    return f"CO-{number}"
