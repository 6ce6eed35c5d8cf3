"""The documents whose whole text is kept; run as a module it writes them anew."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from scoping.domain.discovery import Discovery
from scoping.domain.fee_basis import Shape
from scoping.domain.review import Action, State
from scoping.domain.sow import ReviewEntry, StatementOfWork, compose
from scoping.domain.sow.plain_text import plain_text
from tests.sow.catalogue import DISCOVERY, proposal
from tests.sow.secrets import GRANTS, secretive

FOLDER = Path(__file__).parents[1] / "golden" / "sow"
ON = date(2027, 1, 14)
REVIEWS = (
    ReviewEntry("Erin Marsh", "engagement-manager", "", Action.SUBMIT, date(2027, 1, 11)),
    ReviewEntry("Sam Okafor", "technical-architect", "senior", Action.APPROVE, date(2027, 1, 12)),
    ReviewEntry("Dana Wirth", "delivery-manager", "", Action.APPROVE, date(2027, 1, 13)),
)
BARE = Discovery("Northwind Freight", "Move to GitLab.com", "USD", "by-level", date(2027, 2, 1), ("scm-migration",))


def draft() -> StatementOfWork:
    return compose(proposal(), revision=4, state=State.DRAFT, on=ON)


def issued() -> StatementOfWork:
    return compose(proposal(), revision=4, state=State.ISSUED, on=ON, reviews=REVIEWS)


def unasked() -> StatementOfWork:
    """Nothing answered but how many repositories, and no date: every section has to do with next to nothing."""
    answers = {"repositories": DISCOVERY.answers["repositories"]}
    return compose(proposal(replace(BARE, answers=answers)), revision=1, state=State.DRAFT)


def internal() -> StatementOfWork:
    return compose(
        secretive(), revision=4, state=State.IN_REVIEW, on=ON, reviews=REVIEWS[:1], audience="internal", grants=GRANTS
    )


def fixed_fee() -> StatementOfWork:
    """A fee for the result by milestones: no hours for the client."""
    return compose(proposal(replace(DISCOVERY, shape=Shape.FIXED_FEE)), revision=4, state=State.DRAFT, on=ON)


def retainer() -> StatementOfWork:
    """Hours reserved each week."""
    basis = replace(DISCOVERY, shape=Shape.RETAINER, hours_per_week=Decimal(12))
    return compose(proposal(basis), revision=4, state=State.DRAFT, on=ON)


DOCUMENTS: dict[str, Callable[[], StatementOfWork]] = {
    "draft": draft,
    "issued": issued,
    "unasked": unasked,
    "internal": internal,
    "fixed-fee": fixed_fee,
    "retainer": retainer,
}


if __name__ == "__main__":
    for name, compose_it in DOCUMENTS.items():
        (FOLDER / f"{name}.txt").write_text(plain_text(compose_it()), encoding="utf-8")
