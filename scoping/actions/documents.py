"""A revision's statement of work: composed as it stands, rendered once and kept, and handed out on record."""

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from scoping import jobs
from scoping.db.locks import alone
from scoping.db.models import ChangeOrder, Document, Download, Person, Rendering, ReviewEvent, Revision
from scoping.domain.review import State
from scoping.domain.sow import Audience, ReviewEntry, StatementOfWork, compose
from scoping.jobs import Progress
from scoping.sow.letterhead import Letterhead
from scoping.sow.pdf import render_sow
from scoping.sow.recipe import recipe

KIND = "document"


def statement(
    revision: Revision,
    letterhead: Letterhead,
    *,
    state: State | None = None,
    entries: Sequence[ReviewEntry] = (),
    on: date | None = None,
    audience: Audience = Audience.CLIENT,
) -> StatementOfWork:
    """The composed document as the revision stands, or as it will stand after the given entries."""
    issued = revision.document.issued_at.date() if revision.document else None
    return compose(
        revision.proposal,
        revision=revision.number,
        state=state or revision.review.state,
        reviews=[*map(entry, revision.events), *entries],
        on=on or issued or revision.created_at.date(),
        provider=letterhead.provider,
        audience=audience,
    )


def entry(event: ReviewEvent) -> ReviewEntry:
    """A review event as it is printed."""
    return ReviewEntry(event.person.name, event.role, event.level, event.action, event.at.date())


def ask_for(session: Session, revision: Revision) -> None:
    """Asks for the PDF of the revision as it stands, in the transaction that made it stand so."""
    jobs.enqueue(session, KIND, job_key(revision), {"revision": revision.id})


def job_key(revision: Revision) -> str:
    """Every event of the review asks anew, since it changes what is printed."""
    return f"{revision.id}-{len(revision.events)}"


def progress(session: Session, revision: Revision) -> Progress | None:
    """How far the PDF that was asked for is."""
    return jobs.progress(session, KIND, job_key(revision))


def prepare(session: Session, revision_id: int, letterhead: Letterhead, at: datetime) -> None:
    """What the job does: the PDF, unless a newer revision or the issued document has taken its place."""
    revision = session.get_one(Revision, revision_id)
    if revision.number == revision.engagement.latest_number and not revision.document:
        rendering(session, revision, letterhead, at)


def kept(
    session: Session, revision: Revision, letterhead: Letterhead, audience: Audience = Audience.CLIENT
) -> Rendering | None:
    """The rendering of the revision as it stands, where there is one."""
    return session.get(Rendering, made_from(revision, letterhead, audience))


def rendering(
    session: Session, revision: Revision, letterhead: Letterhead, at: datetime, audience: Audience = Audience.CLIENT
) -> Rendering:
    """The kept rendering, made now where there is none: once, however many ask at once, here or in other processes.

    It is a copy of what is known anyway, so it is kept in a transaction of its own, in which whoever waits finds it.
    Call it before the session writes anything: on SQLite it would wait for that transaction to end.
    """
    if found := kept(session, revision, letterhead, audience):
        return found
    key, engine = made_from(revision, letterhead, audience), engine_of(session)
    with alone(engine, f"rendering {key}"), Session(engine) as own:
        if not own.get(Rendering, key):
            pdf = render_sow(statement(revision, letterhead, audience=audience), letterhead)
            _forget(own, revision, audience)
            own.add(
                Rendering(
                    made_from=key,
                    revision_id=revision.id,
                    audience=audience,
                    pdf=pdf,
                    sha256=sha256(pdf).hexdigest(),
                    rendered_at=at,
                )
            )
            own.commit()
    return session.get_one(Rendering, key)


def made_from(revision: Revision, letterhead: Letterhead, audience: Audience) -> str:
    """The hash of everything that the document's content comes from."""
    events = ",".join(str(event.id) for event in revision.events)
    parts = (recipe(letterhead), str(revision.id), revision.fingerprint, revision.review.state, events, audience)
    return sha256("\n".join(parts).encode()).hexdigest()


def note_download(
    session: Session, revision: Revision, of: Document | ChangeOrder | Rendering | bytes, by: Person, at: datetime
) -> Download:
    """Puts on record who got which bytes; what is issued has them, see `scoping.actions.issued`."""
    digest = sha256(of).hexdigest() if isinstance(of, bytes) else of.sha256
    if digest is None:
        raise ValueError("nobody can have taken what is not made yet")
    is_issued = isinstance(of, (Document, ChangeOrder))
    found = Download(revision_id=revision.id, person_id=by.id, at=at, sha256=digest, issued=is_issued)
    session.add(found)
    session.flush()
    return found


def _forget(session: Session, revision: Revision, audience: Audience) -> None:
    """Throws away what this revision's new rendering takes the place of, and those of earlier revisions."""
    earlier = select(Revision.id).where(
        Revision.engagement_id == revision.engagement_id, Revision.number < revision.number
    )
    session.execute(delete(Rendering).where(Rendering.revision_id.in_(earlier)))
    session.execute(delete(Rendering).where(Rendering.revision_id == revision.id, Rendering.audience == audience))


def engine_of(session: Session) -> Engine:
    """The database of the session, for a transaction of one's own."""
    bind = session.get_bind()
    return bind if isinstance(bind, Engine) else bind.engine
