"""What a revision's documents were made into: once, kept under the hash of all it comes from, and who took it."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from scoping.db.locks import alone
from scoping.db.models import Download, Person, Rendering, Revision
from scoping.domain.sow import StatementOfWork
from scoping.domain.sow.copies import Copy, Form
from scoping.sow.letterhead import Letterhead
from scoping.sow.pdf import render_sow


def once(
    session: Session, revision: Revision, copy: Copy, key: str, at: datetime, render: Callable[[], bytes]
) -> Rendering:
    """The rendering under this key, made now where there is none: once, however many ask at once, in all processes.

    It is a copy of what is known anyway, so it is kept in a transaction of its own, in which whoever waits finds it.
    Call it before the session writes anything: on SQLite it would wait for that transaction to end.
    """
    if found := session.get(Rendering, key):
        return found
    engine = engine_of(session)
    with alone(engine, f"rendering {key}"), Session(engine) as own:
        if not own.get(Rendering, key):
            content = render()
            _forget(own, revision, copy)
            own.add(
                Rendering(
                    made_from=key,
                    revision_id=revision.id,
                    kind=copy.kind,
                    audience=copy.audience,
                    form=copy.form,
                    content=content,
                    sha256=sha256(content).hexdigest(),
                    rendered_at=at,
                )
            )
            own.commit()
    return session.get_one(Rendering, key)


def rendered(sow: StatementOfWork, letterhead: Letterhead, form: Form) -> bytes:
    """The composed document as a file; only PDF and Word are made of the whole."""
    if form is Form.PDF:
        return render_sow(sow, letterhead)
    if form is not Form.WORD:
        raise ValueError(f"no whole document is made as {form}")
    from scoping.sow.word import render_word

    return render_word(sow, letterhead)


def as_it_stands(revision: Revision) -> tuple[str, ...]:
    """What of a revision and its review decides what its documents say."""
    events = ",".join(str(event.id) for event in revision.events)
    return str(revision.id), revision.fingerprint, revision.review.state, events


def hash_of(*parts: object) -> str:
    """SHA-256 of the parts, hexadecimal."""
    return sha256("\n".join(map(str, parts)).encode()).hexdigest()


def note_download(
    session: Session, revision: Revision, copy: Copy, digest: str, by: Person, at: datetime, *, issued: bool = False
) -> Download:
    """Puts on record who got which bytes, by their SHA-256, and whether they are the issued ones."""
    found = Download(
        revision_id=revision.id,
        person_id=by.id,
        at=at,
        sha256=digest,
        issued=issued,
        kind=copy.kind,
        audience=copy.audience,
        form=copy.form,
        part=copy.part,
    )
    session.add(found)
    session.flush()
    return found


def _forget(session: Session, revision: Revision, copy: Copy) -> None:
    """Throws away what this revision's new rendering takes the place of, and those of earlier revisions."""
    earlier = select(Revision.id).where(
        Revision.engagement_id == revision.engagement_id, Revision.number < revision.number
    )
    same = Rendering.kind == copy.kind, Rendering.audience == copy.audience, Rendering.form == copy.form
    session.execute(delete(Rendering).where(Rendering.revision_id.in_(earlier)))
    session.execute(delete(Rendering).where(Rendering.revision_id == revision.id, *same))


def engine_of(session: Session) -> Engine:
    """The database of the session, for a transaction of one's own."""
    bind = session.get_bind()
    return bind if isinstance(bind, Engine) else bind.engine
