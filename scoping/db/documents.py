"""What was issued of an engagement, and who took what."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from scoping.db.models import Document, Download, Revision

MOST = 500  # of the newest downloads


def issued_documents(session: Session, engagement_id: int) -> Sequence[Document]:
    """Every issued document without its bytes, the newest first; one query."""
    query = select(Document).join(Document.revision).where(Revision.engagement_id == engagement_id)
    people = joinedload(Document.issued_by), joinedload(Document.revision)
    return session.scalars(query.options(*people).order_by(Document.issued_at.desc(), Document.id.desc())).all()


def downloads(session: Session, engagement_id: int) -> Sequence[Download]:
    """Who took which document or draft, the last `MOST` of them, the newest first; one query."""
    query = select(Download).join(Download.revision).where(Revision.engagement_id == engagement_id)
    people = joinedload(Download.person), joinedload(Download.revision)
    return session.scalars(query.options(*people).order_by(Download.id.desc()).limit(MOST)).all()
