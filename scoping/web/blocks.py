"""The document in other forms: all of it as Word, the internal one as PDF, each section alone, each table as CSV."""

from collections.abc import Callable, Mapping
from hashlib import sha256

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from scoping.actions.documents import rendering, statement
from scoping.db.models import Revision
from scoping.domain.permissions import Permission
from scoping.domain.sow import Audience, StatementOfWork
from scoping.domain.sow.copies import Copy, Form, Kind
from scoping.domain.sow.document import Section
from scoping.extensions import db
from scoping.web.access import letterhead, revision_of
from scoping.web.clock import now
from scoping.web.copies import hand_out
from scoping.web.revisions import ADDRESS
from scoping.web.sow_page import version_asked

blueprint = Blueprint("blocks", __name__)

BYTE_ORDER_MARK = "\ufeff"  # by which a spreadsheet knows that a CSV is UTF-8


@blueprint.get(f"{ADDRESS}/sow.docx")
def word(engagement_id: int, number: int) -> ResponseReturnValue:
    """The whole document as Word."""
    revision = revision_of(engagement_id, number, Permission.DOWNLOAD, whole=False)
    return _whole(revision, Copy(Kind.STATEMENT, version_asked(revision), Form.WORD))


@blueprint.get(f"{ADDRESS}/sow-internal.pdf")
def internal_pdf(engagement_id: int, number: int) -> ResponseReturnValue:
    """The internal version as PDF."""
    revision = revision_of(engagement_id, number, Permission.SEE_INTERNAL, whole=False)
    return _whole(revision, Copy(Kind.STATEMENT, Audience.INTERNAL))


def _whole(revision: Revision, copy: Copy) -> Response:
    """The kept rendering, which is made now where there is none yet."""
    found = rendering(db.session, revision, letterhead(), now(), copy.audience, copy.form)
    return hand_out(revision, copy, found.sha256, lambda: found.content, attachment="inline" not in request.args)


@blueprint.get(f"{ADDRESS}/sow/sections/<int:section>.<any(docx, html, md):form>")
def section_alone(engagement_id: int, number: int, section: int, form: str) -> ResponseReturnValue:
    """One section for a paper of the customer's: as Word, as HTML for the clipboard, as Markdown."""
    revision, sow = _asked(engagement_id, number)
    if not 1 <= section <= len(sow.sections):
        abort(404)
    kind = Form(form)
    return _part(revision, sow.audience, kind, f"section {section}", RENDER[kind](sow, sow.section(section)))


@blueprint.get(f"{ADDRESS}/sow/tables/<key>.csv")
def table_alone(engagement_id: int, number: int, key: str) -> ResponseReturnValue:
    """One table for a spreadsheet, without formulas."""
    from scoping.sow.blocks import as_csv

    revision, sow = _asked(engagement_id, number)
    table = sow.table(key)
    if table is None:
        abort(404)
    content = (BYTE_ORDER_MARK + as_csv(table)).encode()
    return _part(revision, sow.audience, Form.CSV, table.name, content)


def _asked(engagement_id: int, number: int) -> tuple[Revision, StatementOfWork]:
    revision = revision_of(engagement_id, number, Permission.DOWNLOAD)
    return revision, statement(revision, letterhead(), audience=version_asked(revision))


def _word(sow: StatementOfWork, section: Section) -> bytes:
    from scoping.sow.word import render_section

    return render_section(sow, section, letterhead())


def _html(sow: StatementOfWork, section: Section) -> bytes:
    from scoping.sow.blocks import clipboard

    return f'<!doctype html><meta charset="utf-8">{clipboard(sow, section)}'.encode()


def _markdown(sow: StatementOfWork, section: Section) -> bytes:
    from scoping.sow.blocks import markdown

    return markdown(sow, section).encode()


RENDER: Mapping[Form, Callable[[StatementOfWork, Section], bytes]] = {
    Form.WORD: _word,
    Form.HTML: _html,
    Form.MARKDOWN: _markdown,
}


def _part(revision: Revision, audience: Audience, form: Form, part: str, content: bytes) -> Response:
    """A section or a table, made anew each time, which takes no longer than reading it would."""
    copy = Copy(Kind.STATEMENT, audience, form, part)
    digest = sha256(content).hexdigest()
    return hand_out(revision, copy, digest, lambda: content, attachment="inline" not in request.args)
