"""What to tell whoever sells, and never the customer: what should be sold first, and which dates do not hold."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from scoping.domain.changes import in_words
from scoping.domain.discovery import Discovery
from scoping.domain.fee_basis import ONE_FEE
from scoping.domain.proposal import Proposal
from scoping.domain.wording import Remark

ASKED_FIRST = 3  # questions named: more than that is a questionnaire, which the tool has anyway
WORTH_NAMING = 10  # times smaller than the first one at most


def advice(proposal: Proposal) -> tuple[Remark, ...]:
    """What stands against selling the proposal as it is."""
    return (*_discovery_first(proposal), *about_dates(proposal))


def about_dates(proposal: Proposal) -> tuple[Remark, ...]:
    """What stands against the dates: a plan that ends late, and iterations with less work than agreed."""
    return (*_late(proposal), *_thin(proposal))


def _discovery_first(proposal: Proposal) -> tuple[Remark, ...]:
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


def _late(proposal: Proposal) -> Iterator[Remark]:
    """Where the plan ends after the day that the customer wants, or may well do so."""
    wanted, timetable = proposal.discovery.ends_by, proposal.schedule
    if wanted is None:
        return
    likely = next((stake.ends_on for stake in proposal.stakes if stake.probability == 80), timetable.ends_on)
    if timetable.ends_on > wanted:
        days = timetable.calendar.workdays(wanted + timedelta(days=1), timetable.ends_on)
        late = "1 working day" if days == 1 else f"{days} working days"
        yield Remark(
            "ends-late",
            f"The plan ends on {in_words(timetable.ends_on)}, {late} after the wanted end, "
            f"{in_words(wanted)}. Start earlier, take work out, or agree on a later end.",
        )
    elif likely > wanted:
        yield Remark(
            "ends-late-perhaps",
            f"The plan ends by {in_words(wanted)} as wanted, yet only {in_words(likely)} holds in 80 of 100 cases. "
            "Keep the difference in mind before promising the date.",
        )


def _thin(proposal: Proposal) -> Iterator[Remark]:
    """Iterations with fewer hours a week than agreed, by working days: a holiday makes no week thin.

    One fee and a retainer agree on no such minimum.
    """
    if proposal.discovery.shape in ONE_FEE or proposal.discovery.hours_per_week is not None:
        return
    timetable, length = proposal.schedule, proposal.terms.iteration_weeks
    thin = []
    for place in range(0, len(timetable.weeks), length):
        weeks = proposal.staffing.weeks[place : place + length]
        first, last = max(weeks[0].week, timetable.starts_on), weeks[-1].week + timedelta(days=6)
        days = timetable.calendar.workdays(first, min(last, timetable.ends_on))
        average = sum((week.hours for week in weeks), Decimal(0)) / days * 5 if days else None
        if average is not None and average < proposal.minimum_hours_per_week:
            thin.append(f"{place // length} ({average:,.0f} h)")
    if thin:
        yield Remark(
            "below-minimum",
            f"The agreed minimum is {proposal.minimum_hours_per_week:f} hours of work a week, and fewer are planned in "
            f"{'iteration' if len(thin) == 1 else 'iterations'} {', '.join(thin)}. Agree on a lower minimum for this "
            "engagement, or let its work end sooner.",
        )


def discovery_engagement(proposal: Proposal) -> Discovery | None:
    """The discovery engagement to sell first, for the same customer on the same terms; None where none is on offer."""
    before, service = proposal.discovery, proposal.terms.discovery_service
    if not service:
        return None
    return replace(before, title=f"Discovery: {before.title}", services=(service,), overrides=(), wording=())


def doubt(proposal: Proposal) -> Decimal:
    """The share of unknown answers in the range times its width, p80 − p10 over p50; 0 where all is known.

    Of the range that answers, tasks and risks make: what estimates miss beside them, no discovery engagement finds out.
    """
    hours, outlook = proposal.effort, proposal.outlook
    width, named = outlook.named_width or hours.p80 - hours.p10, 1 - outlook.estimating_share
    return outlook.unknown_share / named * width / hours.p50 if hours.p50 and named else Decimal(0)
