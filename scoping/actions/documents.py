"""A revision's statement of work: composed as it stands, rendered once and kept."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from scoping import jobs
from scoping.actions.granted import mark_of, printed
from scoping.actions.renderings import as_it_stands, hash_of, once, rendered
from scoping.db.models import Rendering, ReviewEvent, Revision
from scoping.domain.review import State
from scoping.domain.sow import Audience, ReviewEntry, StatementOfWork, compose
from scoping.domain.sow.copies import Copy, Form, Kind
from scoping.jobs import READY, Progress
from scoping.sow.letterhead import Letterhead
from scoping.sow.recipe import recipe

KIND = "document"
INTERNAL = Copy(Kind.STATEMENT, Audience.INTERNAL)


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
        grants=printed(revision) if audience is Audience.INTERNAL else (),
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


def ask_for_internal(session: Session, revision: Revision, letterhead: Letterhead) -> bool:
    """Asks for the internal PDF for whoever reads that version; whether it was neither kept nor asked for before.

    Nobody else needs it, so it is not made with every revision.
    """
    if internal_progress(session, revision, letterhead):
        return False
    arguments = {"revision": revision.id, "audience": INTERNAL.audience.value}
    jobs.enqueue(session, KIND, made_from(revision, letterhead, INTERNAL), arguments)
    return True


def internal_progress(session: Session, revision: Revision, letterhead: Letterhead) -> Progress | None:
    """How far the internal PDF is: ready where it is kept, else what its job says; None where nobody asked for it."""
    key = made_from(revision, letterhead, INTERNAL)
    return READY if session.get(Rendering, key) else jobs.progress(session, KIND, key)


def prepare(
    session: Session, revision_id: int, letterhead: Letterhead, at: datetime, audience: Audience = Audience.CLIENT
) -> None:
    """What the job does: the PDF; the client's unless a newer revision or the issued document has taken its place."""
    revision = session.get_one(Revision, revision_id)
    if audience is Audience.INTERNAL:
        rendering(session, revision, letterhead, at, audience)
    elif revision.number == revision.engagement.latest_number and not revision.document:
        rendering(session, revision, letterhead, at)


def kept(session: Session, revision: Revision, letterhead: Letterhead) -> Rendering | None:
    """The client's PDF of the revision as it stands, where there is one."""
    return session.get(Rendering, made_from(revision, letterhead, Copy(Kind.STATEMENT)))


def rendering(
    session: Session,
    revision: Revision,
    letterhead: Letterhead,
    at: datetime,
    audience: Audience = Audience.CLIENT,
    form: Form = Form.PDF,
) -> Rendering:
    """The kept rendering, PDF or Word, made now where there is none; see `once`."""
    copy = Copy(Kind.STATEMENT, audience, form)

    def render() -> bytes:
        return rendered(statement(revision, letterhead, audience=audience), letterhead, form)

    return once(session, revision, copy, made_from(revision, letterhead, copy), at, render)


def made_from(revision: Revision, letterhead: Letterhead, copy: Copy) -> str:
    """The hash of everything that the statement of work's content comes from."""
    granted = mark_of(revision) if copy.is_internal else ()
    return hash_of(recipe(letterhead), *as_it_stands(revision), copy.audience, copy.form, *granted)
