"""What a revision's statement of work was made into: renderings that may go, documents that stay, and who took them."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scoping.db.base import Immutable, Model
from scoping.db.models.engagements import Revision
from scoping.db.models.lengths import PLACE_LENGTH
from scoping.db.models.people import Person
from scoping.domain.sow.copies import Form, Kind
from scoping.domain.sow.document import Audience


class Document(Immutable, Model):
    """A revision was issued, by whom and when, and its PDF, which is made once, soon afterwards.

    `sha256` is hexadecimal, of the bytes; without it they are not made yet.
    """

    __tablename__ = "document"
    made_later = frozenset({"pdf", "sha256"})

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), unique=True)
    pdf: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str | None] = mapped_column(String(64))
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    revision: Mapped[Revision] = relationship(back_populates="document")
    issued_by: Mapped[Person] = relationship()


class Rendering(Model):
    """A file kept so that it need not be made again; it may be thrown away at any time.

    `made_from` is the hash of everything that its content comes from, `sha256` that of its bytes, both hexadecimal.
    """

    __tablename__ = "rendering"

    made_from: Mapped[str] = mapped_column(String(64), primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), index=True)
    kind: Mapped[Kind]
    audience: Mapped[Audience]
    form: Mapped[Form]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))
    rendered_at: Mapped[datetime]


class Download(Immutable, Model):
    """Somebody took a document, or a part of it: which bytes, when, and whether they were the issued ones.

    Of what was taken before `kind` and `audience` were on record they are not known; `part` is as in `Copy`.
    """

    __tablename__ = "download"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    sha256: Mapped[str] = mapped_column(String(64))
    issued: Mapped[bool]
    kind: Mapped[Kind | None]
    audience: Mapped[Audience | None]
    form: Mapped[Form]
    part: Mapped[str] = mapped_column(String(PLACE_LENGTH))

    revision: Mapped[Revision] = relationship()
    person: Mapped[Person] = relationship()
