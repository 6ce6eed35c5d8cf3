"""What leadership grants beside the agreement [PMGT]: to exceed it, or to begin before it is signed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from scoping.domain.money import Money


class GrantKind(StrEnum):
    """A work exception exceeds the agreed hours or budget; work at risk begins before the signature, unbilled."""

    EXCEPTION = "work_exception"
    AT_RISK = "work_at_risk"


@dataclass(frozen=True)
class Grant:
    """Who of leadership granted what and why; hours and `amount` are those of an exception beyond what is agreed."""

    kind: GrantKind
    reason: str
    by: str
    on: date
    hours: Decimal
    amount: Money

    def covers(self, hours: Decimal, amount: Money) -> bool:
        """Whether both lie within its limits."""
        return amount.currency == self.amount.currency and hours <= self.hours and amount.amount <= self.amount.amount
