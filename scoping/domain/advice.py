"""What to tell whoever sells, and never the customer: that a discovery engagement should come first."""

from dataclasses import replace
from decimal import Decimal

from scoping.domain.discovery import Discovery
from scoping.domain.proposal import Proposal
from scoping.domain.wording import Remark

ASKED_FIRST = 3  # questions named: more than that is a questionnaire, which the tool has anyway
WORTH_NAMING = 10  # times smaller than the first one at most


def advice(proposal: Proposal) -> tuple[Remark, ...]:
    """Where unknown answers make the range too wide to sell on: the published discovery of a week [OFFER]."""
    if doubt(proposal) <= proposal.terms.discovery_first_above:
        return ()
    hours, share = proposal.effort, proposal.outlook.unknown_share
    texts = {question.key: question.text for question in proposal.questions}
    ranked = proposal.outlook.open_questions[:ASKED_FIRST]
    first = [texts[item.key] for item in ranked if item.hours * WORTH_NAMING >= ranked[0].hours > 0]
    return (
        Remark(
            "discovery-first",
            "Sell a discovery engagement first: it normally takes one week at a fixed price. What nobody knows yet is "
            f"{share:.0%} of a range from {hours.p10:,.0f} to {hours.p80:,.0f} hours. "
            f"It should answer: {' '.join(first)}",
            "[OFFER]",
        ),
    )


def discovery_engagement(proposal: Proposal) -> Discovery | None:
    """The discovery engagement to sell first, for the same customer on the same terms; None where none is on offer."""
    before, service = proposal.discovery, proposal.terms.discovery_service
    if not service:
        return None
    return replace(before, title=f"Discovery: {before.title}", services=(service,), overrides=(), wording=())


def doubt(proposal: Proposal) -> Decimal:
    """The share of unknown answers in the range times its width, p80 − p10 over p50; 0 where all is known."""
    hours = proposal.effort
    return proposal.outlook.unknown_share * (hours.p80 - hours.p10) / hours.p50 if hours.p50 else Decimal(0)
