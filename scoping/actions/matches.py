"""Matching people to the seats of a revision: asked for, searched by a job, stopped, and taken as a new revision."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from time import monotonic

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload, sessionmaker, undefer

from scoping import jobs
from scoping.actions import people
from scoping.actions.engagements import redraft
from scoping.actions.portfolio import roster_now
from scoping.db.models import Match, Person, Revision
from scoping.domain.catalog import Catalog
from scoping.domain.charge import Charge
from scoping.domain.errors import Fault, InvalidInput, NotPermitted
from scoping.domain.estimate import facts_from
from scoping.domain.fee_basis import BY_TIME
from scoping.domain.permissions import Permission, Subject, require
from scoping.domain.proposal import Proposal
from scoping.domain.roster.demand import Request, refuse_unplannable
from scoping.domain.roster.goals import Goals, check_goals
from scoping.domain.roster.needs import Needs, Sold, request_of, team_of
from scoping.domain.roster.people import Roster, refuse_faulty
from scoping.domain.roster.result import Findings, MoreOf
from scoping.domain.skills import Need, needs_of
from scoping.domain.timing import calendar_for
from scoping.jobs import Job, Progress

KIND = "match"
EFFORT = 6.0  # deterministic seconds for the plans; most engagements are proven in less than one
BESIDE = 3.0  # for each of the questions beside them


def sold(proposal: Proposal) -> Sold:
    """What the proposal says of its seats; work that every engagement contains needs no service."""
    always = {service.key for service in proposal.services if service.always}
    services: dict[str, dict[str, None]] = {}
    for task in proposal.tasks:
        if task.service not in always:
            services.setdefault(task.role, {})[task.service] = None
    discovery = proposal.discovery
    facts = {key: answer.value for key, answer in discovery.answers.items()}
    return Sold(
        f"{discovery.customer}, {discovery.title}",
        proposal.staffing,
        {role: tuple(keys) for role, keys in services.items()},
        proposal.rate_card.rates,
        proposal.price.discount,
        discovery.currency,
        facts | {"services": discovery.services, "service_count": len(discovery.services)},
        None if discovery.shape in BY_TIME else Charge(proposal).due.amount,
        {service.key: service.name for service in proposal.services},
    )


def asked(catalog: Catalog, proposal: Proposal, needs: Needs) -> Request:
    """The request of a saved proposal."""
    return request_of(sold(proposal), needs, catalog.capacity, calendar_for(catalog, proposal.discovery))


def derived(catalog: Catalog, proposal: Proposal) -> tuple[Need, ...]:
    """The skills and clearances that the answers of a saved proposal ask of the people in its seats."""
    discovery = proposal.discovery
    facts = facts_from(catalog.asked(discovery.services), discovery.answers, discovery.services)
    return needs_of(catalog.skills, facts, [seat.role for seat in proposal.staffing.seats])


def start(
    session: Session, catalog: Catalog, revision: Revision, goals: Goals, needs: Needs, by: Person, at: datetime
) -> Match:
    """Asks for a match; InvalidInput where the roster is empty or something cannot be planned, by its place."""
    require(people.as_person(by), Permission.MATCH, Subject())
    check_goals(goals)
    roster = roster_now(session, catalog, revision.engagement_id)
    if not any(person.active for person in roster.people):
        raise InvalidInput(Fault("roster", "nobody is on the roster; add people first"))
    refuse_faulty(roster)
    refuse_unplannable(asked(catalog, revision.proposal, needs), roster.roles)
    needs = replace(needs, derived=derived(catalog, revision.proposal))
    match = Match(revision_id=revision.id, by_id=by.id, at=at, goals=goals, needs=needs, stop_asked=False, failed="")
    session.add(match)
    session.flush()
    jobs.enqueue(session, KIND, str(match.id), {"match": match.id})
    return match


def find_match(session: Session, revision: Revision, match_id: int) -> Match | None:
    """A match of this revision with what was found."""
    query = select(Match).options(undefer(Match.findings), joinedload(Match.by))
    return session.scalars(query.where(Match.id == match_id, Match.revision_id == revision.id)).one_or_none()


def last_match(session: Session, engagement_id: int) -> Match | None:
    """The newest match of any revision of the engagement, with its revision."""
    query = select(Match).join(Match.revision).options(contains_eager(Match.revision))
    return session.scalars(
        query.where(Revision.engagement_id == engagement_id).order_by(Match.id.desc()).limit(1)
    ).first()


def list_matches(session: Session, revision: Revision) -> Sequence[Match]:
    """The matches of a revision, the newest first."""
    query = select(Match).options(joinedload(Match.by)).where(Match.revision_id == revision.id)
    return session.scalars(query.order_by(Match.id.desc()).limit(20)).all()


def progress(session: Session, match: Match) -> Progress | None:
    """How far the search is."""
    return jobs.progress(session, KIND, str(match.id))


def stop(session: Session, match: Match, by: Person) -> None:
    """Ends the search, which keeps the best it has."""
    require(people.as_person(by), Permission.MATCH, Subject())
    match.stop_asked = True


def run(session: Session, catalog: Catalog, job: Job) -> None:
    """What the job does: the plans, then the questions beside them; no transaction is open while it searches."""
    match = session.get_one(Match, job.arguments["match"])
    if match.findings is not None:
        return
    revision = match.revision
    goals, request = match.goals, asked(catalog, revision.proposal, match.needs)
    roster = roster_now(session, catalog, revision.engagement_id)
    session.rollback()
    try:
        found, failed = search(roster, request, goals, job.report, _asked_to_stop(session, match.id, job)), ""
    except InvalidInput as refusal:
        found, failed = None, str(refusal)
    match = session.get_one(Match, job.arguments["match"])
    match.findings, match.failed = found, failed


def search(
    roster: Roster,
    request: Request,
    goals: Goals,
    report: Callable[[float | None, str], None],
    stop: Callable[[], bool],
) -> Findings:
    """Up to three plans, when that team could start, and what one more Senior would change."""
    from scoping.domain.roster.match import MatchProgress, match  # OR-Tools is loaded only where it searches
    from scoping.domain.roster.solver import Limits
    from scoping.domain.roster.what_if import earliest_start, one_more_senior

    def tell(news: MatchProgress) -> None:
        report(0.7 * (news.plan - 0.5) / news.of, f"Plan {news.plan} of {news.of}")

    report(0.05, "Looking for the best plan")
    found = match(roster, request, goals, Limits(effort=EFFORT, workers=2), stop=stop, progress=tell)
    findings = Findings(found)
    beside = Limits(effort=BESIDE, workers=1)
    if not stop():
        report(0.75, "Earliest start")
        team = found.plans[0].plan.team if found.plans else None
        start = earliest_start(roster, request, beside, team=team, stop=stop)
        findings = replace(findings, earliest=start.starts_on, earliest_shortage=start.shortage)
    if not stop():
        report(0.85, "What one more Senior would change")
        more = one_more_senior(roster, request, goals, beside, stop=stop)
        findings = replace(findings, one_more=tuple(MoreOf(one.role, one.changes) for one in more))
    return findings


def _asked_to_stop(session: Session, match_id: int, job: Job) -> Callable[[], bool]:
    """Looks at the row in a session of its own, as seldom as the job may."""
    fresh = sessionmaker(session.get_bind())
    asked, looked = False, 0.0

    def stop() -> bool:
        nonlocal asked, looked
        if not asked and (now := monotonic()) - looked >= jobs.PAUSE:
            looked = now
            with fresh() as own:
                asked = bool(own.scalar(select(Match.stop_asked).where(Match.id == match_id)))
        return asked or job.is_stopped()

    return stop


def take(session: Session, catalog: Catalog, match: Match, plan: int, by: Person, at: datetime, once: str) -> Revision:
    """A new revision whose team is the plan with this number, from 1; raises as `draft`."""
    revision = match.revision
    found = match.findings
    if found is None or not 1 <= plan <= len(found.match.plans):
        raise NotPermitted("There is no such plan; open the match again.")
    roster = roster_now(session, catalog, revision.engagement_id)
    team = team_of(found.match.plans[plan - 1].plan, roster, by.name, at)
    discovery = replace(revision.proposal.discovery, team=team)
    names = ", ".join(dict.fromkeys(member.name for member in team.members))
    because = f"Plan {plan} of the match: {names}."
    return redraft(session, catalog, revision, discovery, by, at, because, once)
