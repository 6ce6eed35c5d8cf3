"""`compose`: from a proposal to the sixteen sections of its statement of work."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from scoping.domain.charge import Charge
from scoping.domain.fee_basis import BILLINGS, Shape
from scoping.domain.grants import Grant
from scoping.domain.money import Money
from scoping.domain.proposal import Proposal
from scoping.domain.review import State
from scoping.domain.sow import background, conduct, effort, fees, internal, schedule, scope, staffing
from scoping.domain.sow.document import Audience, KeyFact, ReviewEntry, Section, StatementOfWork
from scoping.domain.sow.edited import edited
from scoping.domain.sow.figures import count, day, days, exact, hours_in_prose, listed
from scoping.domain.sow.places import keyed
from scoping.domain.sow.seats import badge, ranked

__all__ = ["PROVIDER", "Audience", "ReviewEntry", "StatementOfWork", "compose"]

PROVIDER = "Professional Services"


def compose(
    proposal: Proposal,
    *,
    revision: int,
    state: State | str,
    reviews: Sequence[ReviewEntry] = (),
    on: date | None = None,
    provider: str = PROVIDER,
    audience: Audience | str = Audience.CLIENT,
    grants: Sequence[Grant] = (),
) -> StatementOfWork:
    """The document of a proposal, from the proposal alone; a section without content says so in a sentence.

    `on` is the date on the cover, from which the validity runs; `reviews` are the actions to print, oldest first. The
    internal version is the client's, sentence by sentence, with what `internal` adds at the end of its sections,
    `grants` of leadership among it.
    """
    state, audience = State(state), Audience(audience)
    until = on + timedelta(days=proposal.terms.validity_days) if on else None
    sold = listed([service.name for service in proposal.services if not service.always])
    sections: Iterable[Section] = (
        background.parties(proposal, provider, revision, state, on, until),
        background.background(proposal),
        background.constraints(proposal),
        scope.scope(proposal),
        scope.exclusions(proposal),
        scope.deliverables(proposal),
        scope.assumptions(proposal),
        scope.duties(proposal),
        staffing.staffing(proposal),
        effort.effort(proposal),
        schedule.schedule(proposal),
        fees.fees(proposal),
        conduct.governance(proposal),
        conduct.risks(proposal),
        conduct.acceptance(proposal),
        conduct.review_record(proposal, state, reviews),
    )
    worded, wording = edited(map(keyed, sections), proposal.discovery.wording)
    if audience is Audience.INTERNAL:
        worded = tuple(internal.with_internal(section, proposal, wording, grants) for section in worded)
    return StatementOfWork(
        proposal,
        proposal.discovery.customer,
        proposal.discovery.title,
        f"Statement of work for {sold}",
        provider,
        revision,
        state,
        on,
        until,
        key_facts(proposal),
        worded,
        audience,
        wording,
    )


def key_facts(proposal: Proposal) -> tuple[KeyFact, ...]:
    """Price, dates and people: what a reader looks for first."""
    timetable = proposal.schedule
    held = [seat.role for seat in proposal.staffing.seats]
    people = [(held.count(level.role), badge(proposal, level.role, level.level).name) for level in ranked(proposal)]
    return (
        *fee_facts(proposal),
        KeyFact(
            "Dates",
            count(len(timetable.weeks), "week", "weeks"),
            f"{day(timetable.starts_on)} to {day(timetable.ends_on)}",
        ),
        KeyFact(
            "People",
            count(len(held), "person", "people"),
            ", ".join(name if seats == 1 else f"{seats} × {name}" for seats, name in people),
        ),
    )


def fee_facts(proposal: Proposal) -> tuple[KeyFact, ...]:
    """What is to be paid; of an open shape both prices, from which the parties choose when they sign."""
    charge, price, hours = Charge(proposal), proposal.price, proposal.effort
    planned = _fee("Time and materials", price.time_and_materials, f"{days(hours.p50)} days planned")
    match charge.shape:
        case Shape.OPEN:
            return (planned, _fee("Fixed fee", price.fixed_fee, f"covers {days(hours.p80)} days"))
        case Shape.CAPPED:
            return (planned, _fee("Not to exceed", charge.cap, "without a change order"))
        case Shape.RETAINER:
            week = f"{hours_in_prose(charge.hours_per_week)} hours a week, {count(charge.weeks, 'week', 'weeks')}"
            return (_fee("Retainer", charge.due, week),)
        case Shape.FIXED_FEE | Shape.PAID_DISCOVERY:
            billed_how = BILLINGS[charge.billing]
            name = "Fixed fee" if charge.shape is Shape.FIXED_FEE else "Discovery fee"
            return (_fee(name, charge.due, f"{billed_how[:1].lower()}{billed_how[1:]}"),)
    return (planned,)


def _fee(label: str, fee: Money, note: str) -> KeyFact:
    return KeyFact(label, exact(fee), note, fee)
