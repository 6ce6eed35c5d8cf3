"""What all engagements ask of people: kept beside the revisions, read for the portfolio and for a match."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, undefer

from scoping.actions.roster import list_roster, roster_of
from scoping.db.models import Engagement, Review, Revision, StaffedEngagement
from scoping.domain.catalog import Catalog
from scoping.domain.proposal import Proposal
from scoping.domain.review import State
from scoping.domain.roster.people import Firmness, Roster
from scoping.domain.roster.portfolio import Draft
from scoping.domain.roster.staffed import Staffed, Work, booked_with, staffed

CERTAIN = (State.APPROVED, State.ISSUED)  # ours: from an approval on, a team's hours count as firmly booked


@dataclass(frozen=True)
class Underway:
    """The latest revision of an engagement as the portfolio sees it."""

    id: int
    name: str
    state: State
    staffed: Staffed


def keep(session: Session, engagement: Engagement, proposal: Proposal) -> None:
    """Writes down what the engagement's newest proposal asks of people."""
    found = staffed(proposal.staffing, proposal.discovery.team)
    session.merge(StaffedEngagement(engagement_id=engagement.id, staffed=found))


def list_underway(session: Session) -> Sequence[Underway]:
    """Every engagement with what its latest revision asks; proposals are read only where nothing was kept."""
    latest = and_(Revision.engagement_id == Engagement.id, Revision.number == Engagement.latest_number)
    query = (
        select(Engagement.id, Engagement.customer, Engagement.title, Review.state, StaffedEngagement.staffed)
        .join(Revision, latest)
        .join(Revision.review)
        .outerjoin(StaffedEngagement, StaffedEngagement.engagement_id == Engagement.id)
        .order_by(Engagement.id)
    )
    rows = session.execute(query).all()
    missing = [row.id for row in rows if row.staffed is None]
    kept = _read(session, missing) if missing else {}
    return [Underway(row.id, f"{row.customer}, {row.title}", row.state, row.staffed or kept[row.id]) for row in rows]


def _read(session: Session, engagements: Sequence[int]) -> dict[int, Staffed]:
    query = (
        select(Revision)
        .join(Revision.engagement)
        .options(undefer(Revision.proposal))
        .where(Revision.number == Engagement.latest_number, Engagement.id.in_(engagements))
    )
    return {
        row.engagement_id: staffed(row.proposal.staffing, row.proposal.discovery.team) for row in session.scalars(query)
    }


def roster_now(session: Session, catalog: Catalog, without: int | None = None) -> Roster:
    """Everybody who can be planned with, booked with the teams of all engagements but `without`."""
    people = [row.whole for row in list_roster(session)]
    roster = roster_of(catalog, people)
    works = [
        Work(one.name, Firmness.FIRM if one.state in CERTAIN else Firmness.TENTATIVE, one.staffed)
        for one in list_underway(session)
        if one.id != without and one.staffed.people
    ]
    return booked_with(roster, works)


def drafts(catalog: Catalog, underway: Sequence[Underway]) -> list[Draft]:
    """The open seats of all engagements with how likely they come."""
    return [
        Draft(
            one.name,
            catalog.capacity.likely(one.state.value),
            {(key.split("/")[0], key.split("/")[1]): weeks for key, weeks in one.staffed.seats.items()},
        )
        for one in underway
        if one.staffed.seats
    ]
