"""What a person typed into a discovery and has not saved: kept while they type, offered again, cleared by saving."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scoping.actions.people import as_person
from scoping.codec.texts import text_fault
from scoping.db.models import ONCE_LENGTH, Engagement, Person, Revision, TypedAnswers
from scoping.db.queries import hold
from scoping.domain.errors import Fault, InvalidInput, StaleTyping
from scoping.domain.permissions import Permission, Subject, require

Fields = list[tuple[str, str]]
MOST_FIELDS = 5_000  # ten times a discovery form with every question and fifty rows


def typed_answers(session: Session, engagement_id: int, person: Person) -> TypedAnswers | None:
    """The row of one person in one engagement, with or without a draft in it."""
    return session.get(TypedAnswers, (engagement_id, person.id))


def fields_of(row: TypedAnswers) -> Fields:
    """The fields of the draft as a form sends them."""
    return [(name, value) for name, value in row.fields]


def keep_typed(
    session: Session,
    engagement: Engagement,
    fields: Fields,
    base: int,
    seen: int,
    by: Person,
    at: datetime,
    page: str = "",
) -> TypedAnswers:
    """Keeps the form as it was typed on top of revision `base`; `seen` is the version that the page last had.

    `page` is the page's token: what it sends is no conflict with what it sent before, whose answer it may have missed.
    Raises NotPermitted, InvalidInput, and StaleTyping where another page of the same person typed something else
    meanwhile. What another page dropped or saved is no longer in the way.
    """
    require(as_person(by), Permission.EDIT, Subject(owner=engagement.owner_id))
    if len(fields) > MOST_FIELDS:
        raise InvalidInput(Fault("", f"a form has at most {MOST_FIELDS:,} fields, not {len(fields):,}"))
    if what := text_fault(page, ONCE_LENGTH):
        raise InvalidInput(Fault("once", what))
    if not 1 <= base <= engagement.latest_number:
        raise InvalidInput(Fault("base", "there is no such revision; open the page again"))
    hold(session, by)
    row = typed_answers(session, engagement.id, by)
    if row is None:
        row = TypedAnswers(engagement_id=engagement.id, person_id=by.id, version=0, base=base, fields=[], typed_at=at)
        session.add(row)
    elif differs(row, fields, seen, page):
        raise StaleTyping("Not kept: you typed something else in another page meanwhile.")
    _write(row, fields, base, at, page)
    session.flush()
    return row


def differs(row: TypedAnswers | None, fields: Fields, seen: int, page: str = "") -> bool:
    """Whether another page of the same person typed something else since the page that brings these fields saw it."""
    if row is None or not row.fields or row.dropped or row.version == seen:
        return False
    if page and row.page == page:
        return False  # it wrote last, so no other page has since
    return sorted(fields_of(row)) != sorted(fields)


def settle_typed(session: Session, row: TypedAnswers, fields: Fields, at: datetime, page: str = "") -> None:
    """Puts what a person chose from two of their pages in the place of both; both are older than it, without `page`."""
    _write(row, fields, row.base, at, page)


def drop_typed(session: Session, engagement: Engagement, by: Person, *, dropped: bool) -> None:
    """Takes the draft away, or puts a dropped one back; nothing is deleted."""
    hold(session, by)
    if row := typed_answers(session, engagement.id, by):
        row.dropped = dropped
        row.version += 1


def clear_typed(session: Session, engagement: Engagement, by: Person) -> None:
    """Forgets the draft, since a revision holds it now; the version goes on, so that older pages notice."""
    hold(session, by)
    if row := typed_answers(session, engagement.id, by):
        row.fields, row.dropped = [], False
        row.version += 1


def saved_from(session: Session, by: Person, once: str) -> Revision | None:
    """The revision that the form with this token made already."""
    if not once:
        return None
    return session.scalars(select(Revision).where(Revision.author_id == by.id, Revision.once == once)).one_or_none()


def _write(row: TypedAnswers, fields: Fields, base: int, at: datetime, page: str) -> None:
    row.fields = [[name, value] for name, value in fields]
    row.base, row.typed_at, row.dropped, row.page = base, at, False, page
    row.version += 1
