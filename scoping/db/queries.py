"""What pages read: the list of engagements by key, one revision, a history; never a query for each row."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import IntEnum

from sqlalchemy import ColumnElement, Select, and_, case, or_, select, tuple_, update
from sqlalchemy.orm import Session, joinedload, selectinload, undefer

from scoping.db.models import Awaited, Document, Engagement, Person, Review, ReviewEvent, Revision
from scoping.domain.errors import Fault, InvalidInput
from scoping.domain.review import State

LARGEST = 2**31 - 1  # of an integer column on PostgreSQL; larger numbers in an address name nothing


class Group(IntEnum):
    """Whose turn it is, in the order of the list."""

    MINE = 0
    WAITS_FOR_ME = 1
    REST = 2


@dataclass(frozen=True)
class ListedEngagement:
    """One line of the list: the engagement with its latest revision; `price` is time and materials."""

    group: Group
    id: int
    customer: str
    title: str
    owner: str
    changed_at: datetime
    number: int
    state: State
    p50_hours: Decimal
    price: Decimal
    currency: str
    architect_level: str
    unanswered: int


@dataclass(frozen=True)
class EngagementPage:
    """Some lines of the list and the key of those that follow, empty at the end."""

    rows: tuple[ListedEngagement, ...]
    next_key: str


def list_engagements(
    session: Session,
    person: Person,
    *,
    state: State | None = None,
    search: str = "",
    after: str = "",
    limit: int = 50,
) -> EngagementPage:
    """Mine, then those that wait for my approval, then the rest; in each group the last changed first. One query.

    Every word of `search` must occur in customer or title. `after` is a `next_key`; InvalidInput for anything else.
    """
    group = case((Engagement.owner_id == person.id, 0), (_waits_for(person), 1), else_=2)
    query = (
        _lines(group)
        .where(*(Engagement.folded.contains(word, autoescape=True) for word in folded(search).split()))
        .order_by(group, Engagement.changed_at.desc(), Engagement.id.desc())
        .limit(limit + 1)
    )
    if state is not None:
        query = query.where(Review.state == state)
    if after:
        reached, changed_at, id_ = _from_key(after)
        before = tuple_(Engagement.changed_at, Engagement.id) < (changed_at, id_)
        query = query.where(or_(group > reached, and_(group == reached, before)))
    rows = [ListedEngagement(Group(row[0]), *row[1:]) for row in session.execute(query)]
    return EngagementPage(tuple(rows[:limit]), _key(rows[limit - 1]) if len(rows) > limit else "")


def _lines(group: ColumnElement[int]) -> Select[tuple[object, ...]]:
    """The columns of ListedEngagement in its order."""
    return (
        select(
            group,
            Engagement.id,
            Engagement.customer,
            Engagement.title,
            Person.name,
            Engagement.changed_at,
            Revision.number,
            Review.state,
            Revision.p50_hours,
            Revision.price,
            Revision.currency,
            Revision.architect_level,
            Revision.unanswered,
        )
        .select_from(Engagement)
        .join(Engagement.owner)
        .join(Revision, and_(Revision.engagement_id == Engagement.id, Revision.number == Engagement.latest_number))
        .join(Revision.review)
    )


def _waits_for(person: Person) -> ColumnElement[bool]:
    """Whether the latest revision lacks an approval that counts when this person gives it."""
    awaited = (
        select(Awaited)
        .where(Awaited.revision_id == Review.revision_id)
        .where(Awaited.role == person.role, Awaited.level.in_(("", person.level)))
    )
    return and_(awaited.exists(), Revision.author_id != person.id, Review.submitter_id != person.id)


def _key(row: ListedEngagement) -> str:
    return f"{row.group:d}~{row.changed_at.isoformat()}~{row.id}"


def _from_key(key: str) -> tuple[int, datetime, int]:
    try:
        group, changed_at, id_ = key.split("~")
        when = datetime.fromisoformat(changed_at)
        if when.tzinfo is None or int(id_) > LARGEST:
            raise ValueError(key)
        return int(group), when, int(id_)
    except ValueError as error:
        raise InvalidInput(Fault("after", "this is no place in the list; start again from its beginning")) from error


def folded(text: str) -> str:
    """Text as it is searched: without regard to case or to how a letter is encoded."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def find_engagement(session: Session, engagement_id: int) -> Engagement | None:
    """The engagement with its owner; one query."""
    if engagement_id > LARGEST:
        return None
    query = select(Engagement).options(joinedload(Engagement.owner)).where(Engagement.id == engagement_id)
    return session.scalars(query).one_or_none()


def find_revision(session: Session, engagement_id: int, number: int, *, whole: bool = True) -> Revision | None:
    """The revision with engagement, people, review, document (without bytes) and, `whole`, its proposal; two queries.

    The proposal takes longer to read than all the rest, so whoever serves what was made from it leaves it out.
    """
    if max(engagement_id, number) > LARGEST:
        return None
    query = (
        _with_review(select(Revision))
        .options(joinedload(Revision.engagement).joinedload(Engagement.owner))
        .options(*([undefer(Revision.proposal)] if whole else []))
        .where(Revision.engagement_id == engagement_id, Revision.number == number)
    )
    return session.scalars(query).one_or_none()


def latest_revision(session: Session, engagement: Engagement) -> Revision:
    """The newest revision, loaded as by `find_revision`."""
    found = find_revision(session, engagement.id, engagement.latest_number)
    if found is None:
        raise LookupError(f"engagement {engagement.id} has no revision {engagement.latest_number}")
    return found


def history(session: Session, engagement_id: int) -> Sequence[Revision]:
    """All revisions, the newest first, without their proposals, with people, reviews, events and documents."""
    query = _with_review(select(Revision)).where(Revision.engagement_id == engagement_id)
    return session.scalars(query.order_by(Revision.number.desc())).all()


def _with_review(query: Select[tuple[Revision]]) -> Select[tuple[Revision]]:
    return query.options(
        joinedload(Revision.author),
        joinedload(Revision.review),
        joinedload(Revision.document).joinedload(Document.issued_by),
        selectinload(Revision.events).joinedload(ReviewEvent.person),
    )


def hold(session: Session, row: Person | Engagement) -> None:
    """Keeps everybody else from changing this row until the transaction ends; what is read from now on is current.

    Writing the row is what makes both databases wait for a transaction that holds it already; on SQLite that is any
    transaction that writes. Everything read earlier is forgotten, since it may have changed while this one waited.
    """
    kind = type(row)
    session.execute(
        update(kind).where(kind.id == row.id).values(id=row.id), execution_options={"synchronize_session": False}
    )
    session.expire_all()
