"""Keeping files that are given as answers; the same bytes are kept once in an engagement."""

import hashlib
from datetime import datetime
from pathlib import PurePosixPath

from sqlalchemy import select
from sqlalchemy.orm import Session

from scoping.actions.people import as_person
from scoping.codec import name_fault
from scoping.db.models import AnswerFile, Engagement, Person
from scoping.db.queries import hold
from scoping.domain.cells import File
from scoping.domain.errors import Fault, InvalidInput
from scoping.domain.permissions import Permission, Subject, require


def keep_file(session: Session, engagement: Engagement, name: str, content: bytes, by: Person, at: datetime) -> File:
    """The file as an answer names it, its bytes kept. Raises NotPermitted, and InvalidInput for an empty file."""
    require(as_person(by), Permission.EDIT, Subject(owner=engagement.owner_id))
    plain = PurePosixPath(name.replace("\\", "/")).name.strip()[:200]
    if what := name_fault(plain):
        raise InvalidInput(Fault("", f"the name of the file {what}"))
    if not content:
        raise InvalidInput(Fault("", f"{plain} is empty; choose another file"))
    digest = hashlib.sha256(content).hexdigest()
    hold(session, engagement)
    if find_file(session, engagement.id, digest) is None:
        kept = AnswerFile(sha256=digest, name=plain, size=len(content), content=content, person_id=by.id, at=at)
        kept.engagement_id = engagement.id
        session.add(kept)
        session.flush()
    return File(plain, len(content), digest)


def find_file(session: Session, engagement_id: int, sha256: str) -> AnswerFile | None:
    """The kept file of an engagement, without its bytes until they are read."""
    query = select(AnswerFile).where(AnswerFile.engagement_id == engagement_id, AnswerFile.sha256 == sha256)
    return session.scalars(query).one_or_none()
