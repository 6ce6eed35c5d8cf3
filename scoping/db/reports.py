"""What pages read about reports: a preview, the kept list of repositories in pages or whole, saved mappings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, undefer

from scoping.db.models import ListedRepository, ReportUpload, SavedMapping
from scoping.domain.waves import Repository

_COLUMNS = (
    ListedRepository.name,
    ListedRepository.size_bytes,
    ListedRepository.archived,
    ListedRepository.fork,
    ListedRepository.lfs,
    ListedRepository.empty,
    ListedRepository.last_activity_on,
    ListedRepository.personal,
    ListedRepository.flags,
)
AT_ONCE = 5_000  # rows fetched together


@dataclass(frozen=True)
class RepositoryPage:
    """Some repositories of a list with their position, and the position after which more follow; None at the end."""

    rows: tuple[tuple[int, Repository], ...]
    next_after: int | None


def find_upload(session: Session, engagement_id: int, key: int) -> ReportUpload | None:
    """An upload of this engagement with what was found in it."""
    wanted = select(ReportUpload).where(ReportUpload.engagement_id == engagement_id, ReportUpload.id == key)
    return session.scalars(wanted.options(undefer(ReportUpload.found), joinedload(ReportUpload.author))).one_or_none()


def uploads_of(session: Session, engagement_id: int) -> Sequence[ReportUpload]:
    """The engagement's uploads, the latest first: at most one kept list, and previews that wait for a decision."""
    wanted = select(ReportUpload).where(ReportUpload.engagement_id == engagement_id)
    return session.scalars(wanted.options(joinedload(ReportUpload.author)).order_by(ReportUpload.id.desc())).all()


def kept_list(session: Session, engagement_id: int) -> ReportUpload | None:
    """The upload whose list of repositories is kept; None without one."""
    return next((each for each in uploads_of(session, engagement_id) if each.taken_at), None)


def listed(session: Session, upload: ReportUpload) -> Iterator[Repository]:
    """Every repository of the list, in order."""
    wanted = select(*_COLUMNS).where(ListedRepository.upload_id == upload.id).order_by(ListedRepository.position)
    for row in session.execute(wanted.execution_options(yield_per=AT_ONCE)):
        yield _repository(row)


def page_of_list(session: Session, upload: ReportUpload, after: int, limit: int) -> RepositoryPage:
    """The repositories that follow a position, 0 for the first page."""
    wanted = (
        select(ListedRepository.position, *_COLUMNS)
        .where(ListedRepository.upload_id == upload.id, ListedRepository.position > after)
        .order_by(ListedRepository.position)
        .limit(limit + 1)
    )
    rows = [(row[0], _repository(row[1:])) for row in session.execute(wanted)]
    return RepositoryPage(tuple(rows[:limit]), rows[limit - 1][0] if len(rows) > limit else None)


def saved_mappings(session: Session) -> Sequence[SavedMapping]:
    """The installation's column mappings, by name."""
    return session.scalars(
        select(SavedMapping).options(joinedload(SavedMapping.author)).order_by(SavedMapping.name)
    ).all()


def _repository(row: Sequence[Any]) -> Repository:
    name, size, archived, fork, lfs, empty, last_activity_on, personal, flags = row
    marks = tuple(filter(None, flags.split("\n")))
    return Repository(name, size, archived, fork, lfs, empty, last_activity_on, personal, marks)
