"""Proposals from the shipped reference data, made of nothing but answers."""

from datetime import date

from scoping.domain.discovery import Answer, Discovery
from scoping.domain.proposal import Proposal, propose
from scoping.reference import shipped


def proposed(*services: str, rate_card: str = "list-2022", **answers: bool | int | str | tuple[str, ...]) -> Proposal:
    """What the shipped catalogue proposes for these answers, at $300 an hour unless another card is named."""
    catalog = shipped()
    return propose(
        catalog,
        Discovery(
            customer="Northwind Freight",
            title="A test",
            currency=catalog.rate_cards[rate_card].currency,
            rate_card=rate_card,
            starts_on=date(2027, 2, 1),
            services=services,
            answers={key: Answer(value) for key, value in answers.items()},
        ),
    )
