"""Reports given for an engagement: what was found in them, the list of repositories, and saved column mappings."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scoping.db.base import Model
from scoping.db.models.lengths import NAME_LENGTH, ONCE_LENGTH
from scoping.db.models.people import Person


class ReportUpload(Model):
    """What somebody's reports hold, as plain data; open until `taken_at`, from when on it is the kept list.

    `files` are the names as people know them. `folder` names the files themselves, kept only while a table in them
    waits for its columns to be mapped; empty where none does. `repositories` counts the rows of the list.
    """

    __tablename__ = "report_upload"

    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    files: Mapped[list[str]] = mapped_column(JSON)
    folder: Mapped[str] = mapped_column(String(ONCE_LENGTH))
    found: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)
    repositories: Mapped[int]

    author: Mapped[Person] = relationship()


class ListedRepository(Model):
    """One repository of a list, in the order of names; nothing about people. Flags stand one on each line."""

    __tablename__ = "listed_repository"

    upload_id: Mapped[int] = mapped_column(ForeignKey("report_upload.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(Text)
    size_bytes: Mapped[int | None] = mapped_column(BigInteger)
    archived: Mapped[bool | None]
    fork: Mapped[bool | None]
    lfs: Mapped[bool | None]
    empty: Mapped[bool | None]
    personal: Mapped[bool | None]
    last_activity_on: Mapped[date | None]
    flags: Mapped[str] = mapped_column(Text)


class SavedMapping(Model):
    """What the columns of a table hold that no reader knows, under a name, for the next table with the same header."""

    __tablename__ = "column_mapping"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH), unique=True)
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]

    author: Mapped[Person] = relationship()
