"""The SOW page: the document on paper width, editable where it is text, beside it sections, checks and comments."""

from collections import Counter
from collections.abc import Mapping
from secrets import token_urlsafe
from typing import Any

from flask import render_template, request, url_for

from scoping.actions.comments import may_resolve
from scoping.actions.documents import internal_progress, kept, progress, statement
from scoping.actions.issued import issued_progress
from scoping.actions.readiness import to_mend
from scoping.actions.wording import MARK
from scoping.db.comments import threads
from scoping.db.models import Revision
from scoping.domain.permissions import Permission
from scoping.domain.review import NEXT, Action
from scoping.domain.sow import Audience
from scoping.domain.sow.places import part_names
from scoping.extensions import db
from scoping.jobs import READY, Progress
from scoping.sow.html import render_fragment
from scoping.web.access import demand, letterhead, may, person
from scoping.web.checks import mendings
from scoping.web.margin import Beside, Opened, anchor


def version_asked(revision: Revision) -> Audience:
    """The version that the address or the form names, the client's by default; 403 for whoever may not see it."""
    if request.values.get("version") != Audience.INTERNAL:
        return Audience.CLIENT
    demand(Permission.SEE_INTERNAL, revision)
    return Audience.INTERNAL


def opened_by_address() -> Opened | None:
    """The form that the address opens."""
    asked = ((act, request.args.get(act, "")) for act in ("edit", "add", "comment"))
    return next((Opened(act, place) for act, place in asked if place), None)


def pdf_progress(revision: Revision, audience: Audience = Audience.CLIENT) -> Progress | None:
    """How far the PDF is: ready where it is kept, else what its job says; None where nobody asked for it."""
    if audience is Audience.INTERNAL:
        return internal_progress(db.session, revision, letterhead())
    if document := revision.document:
        return READY if document.sha256 else issued_progress(db.session, revision)
    return READY if kept(db.session, revision, letterhead()) else progress(db.session, revision)


def sow_page(revision: Revision, opened: Opened | None = None, stale: str = "") -> str:
    """The page with one form open; `stale` says what happened where somebody saved meanwhile."""
    sow = statement(revision, letterhead(), audience=version_asked(revision))
    is_latest = revision.number == revision.engagement.latest_number
    remarks = threads(db.session, revision.engagement_id)
    checked = is_latest and (sow.state, Action.SUBMIT) in NEXT
    beside = Beside(
        revision,
        sow,
        version=str(sow.audience),
        editable=is_latest and may("edit", revision),
        commentable=may("comment", revision),
        opened=opened,
        downloads=may("download", revision),
        threads=Counter(remark.place for remark in remarks if remark.resolved_at is None),
    )
    return render_template(
        "revisions/sow.html",
        **talk(revision, remarks),
        revision=revision,
        tab="sow",
        sow=sow,
        beside=beside,
        opened=opened,
        stale=stale,
        homeless=opened if opened and opened.texts and not _has_place(beside, opened) else None,
        part_names=part_names,
        disputed=[each for each in sow.wording if each.conflict],
        unused=[each for each in sow.wording if not each.is_used],
        undoable=beside.editable and revision.number > 1 and revision.because.startswith(MARK),
        mendings=mendings(revision, to_mend(revision, sow, remarks) if checked else ()),
        progress=pdf_progress(revision, sow.audience),
        document=render_fragment(
            sow, top=2, logo=url_for("documents.logo") if letterhead().logo else "", margin=beside
        ),
    )


def talk(revision: Revision, remarks: Any) -> Mapping[str, Any]:
    """What the list of remarks needs, on this page and on that of the review."""
    return {
        "remarks": sorted(remarks, key=lambda remark: (remark.resolved_at is not None, remark.id)),
        "resolvable": {remark.id for remark in remarks if may_resolve(revision, remark, person())},
        "commentable": may("comment", revision),
        "anchor": anchor,
        "once": token_urlsafe,
    }


def _has_place(beside: Beside, opened: Opened) -> bool:
    sections = {section.key for section in beside.sow.sections}
    return opened.act in ("settle", "answer") or opened.place in beside.pieces or opened.place in sections | {""}
