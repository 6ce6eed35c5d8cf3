"""What can be refused, each refusal with the place and the next step.

ScopingError
├── InvalidInput            one or more faults in what somebody gave us
├── NoRate                  a role and level that the rate card does not price
└── Refusal                 the input is fine, the moment or the person is not
    ├── NotPermitted
    ├── StaleRevision
    ├── StaleAlternative
    ├── StaleCatalogue
    ├── StaleRoster
    ├── StaleTyping
    ├── StaleSession
    ├── StaleAnswers        carries the keys of the questions
    ├── LinkClosed
    ├── WrongState
    ├── DiscoveryIncomplete
    └── MissingApprovals
"""

from dataclasses import dataclass


class ScopingError(Exception):
    """Root of every refusal that a person may read."""


@dataclass(frozen=True)
class Fault:
    """One thing wrong at one place: `key` is a path such as "answers.users", `what` a sentence for people."""

    key: str
    what: str

    def __str__(self) -> str:
        return f"{self.key}: {self.what}" if self.key else self.what


class InvalidInput(ScopingError):
    """Carries every fault found, so that a person mends them in one go."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(str(fault) for fault in faults))
        self.faults = faults


class NoRate(ScopingError):
    """A seat without a price; a silent zero would end in a contract."""

    def __init__(self, role: str, level: str, rate_card: str) -> None:
        super().__init__(f"Rate card {rate_card} has no rate for {role}, {level}. Add the rate or choose another card.")
        self.role, self.level, self.rate_card = role, level, rate_card


class Refusal(ScopingError):
    """Right input at the wrong moment or by the wrong person."""


class NotPermitted(Refusal):
    """The person may not do this to this engagement."""


class StaleRevision(Refusal):
    """Somebody saved a newer revision meanwhile."""


class StaleAlternative(Refusal):
    """Somebody changed the same alternative meanwhile, or threw it away."""


class StaleCatalogue(Refusal):
    """Somebody activated another edition of the catalogue meanwhile."""


class StaleRoster(Refusal):
    """Somebody changed the same person of the roster meanwhile."""


class StaleSession(Refusal):
    """Somebody changed the same discovery session meanwhile."""


class StaleTyping(Refusal):
    """Another page of the same person typed something else meanwhile."""


class StaleAnswers(Refusal):
    """Answers of a customer changed, or were taken or declined, since they were shown; `keys` names their questions."""

    def __init__(self, *keys: str) -> None:
        super().__init__("Not done: some of these answers changed meanwhile, or somebody decided them. Look again.")
        self.keys = keys


class LinkClosed(Refusal):
    """A customer's link that was revoked, has expired, or was used too often."""


class WrongState(Refusal):
    """The review is not in a state from which this action leads on."""


class DiscoveryIncomplete(Refusal):
    """Required answers are neither given nor marked unknown."""


class MissingApprovals(Refusal):
    """An SOW may not be issued before every required approval is there."""
