"""In words: what leadership granted beside the agreement; no client reads it."""

from collections.abc import Sequence
from decimal import Decimal

from scoping.domain.grants import Grant, GrantKind
from scoping.domain.money import Money
from scoping.domain.sow.document import Block, Bullets
from scoping.domain.sow.figures import count, day, exact, hours_in_prose, listed

NAMES = {GrantKind.EXCEPTION: "work exception", GrantKind.AT_RISK: "work at risk"}
AT_RISK = (
    "people may be staffed and begin before it is signed, consulting and training alike; nothing is billed until then"
)


def named(grant: Grant) -> str:
    """Which grant it is: "work exception by Dara Quinn of 14 March 2027"."""
    return f"{NAMES[grant.kind]} by {grant.by} of {day(grant.on)}"


def extent(hours: Decimal, amount: Money) -> str:
    """Hours and an amount beyond what is agreed, without the one that is nothing."""
    worked = count(1, "hour", "") if hours == 1 else f"{hours_in_prose(hours)} hours"
    return listed([words for words, size in ((worked, hours), (exact(amount), amount.amount)) if size]) or "nothing"


def means(grant: Grant) -> str:
    """What it allows."""
    if grant.kind is GrantKind.AT_RISK:
        return AT_RISK
    return f"covers up to {extent(grant.hours, grant.amount)} beyond what is agreed"


def granted(grants: Sequence[Grant]) -> tuple[Block, ...]:
    """Each with its reason, for the internal version."""
    if not grants:
        return ()
    return (Bullets(tuple(f"{sentence(each)} {each.reason}" for each in grants)),)


def sentence(grant: Grant) -> str:
    """Who granted it and what it allows."""
    text = (
        f"{named(grant)} {means(grant)}." if grant.kind is GrantKind.EXCEPTION else f"{named(grant)}: {means(grant)}."
    )
    return f"{text[:1].upper()}{text[1:]}"
