"""The document in other forms: all of it as Word, the internal one as PDF, each section alone, each table as CSV."""

import io
from collections.abc import Callable, Mapping

from flask import Blueprint, Response, abort, request, send_file
from flask.typing import ResponseReturnValue

from scoping.actions.documents import note_download, rendering, statement
from scoping.db.models import Revision
from scoping.domain.permissions import Permission
from scoping.domain.sow import Audience, StatementOfWork
from scoping.domain.sow.document import Section
from scoping.extensions import db
from scoping.web.access import letterhead, person, revision_of
from scoping.web.clock import now
from scoping.web.documents import file_name
from scoping.web.revisions import ADDRESS
from scoping.web.sow_page import version_asked

blueprint = Blueprint("blocks", __name__)

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BYTE_ORDER_MARK = "\ufeff"  # by which a spreadsheet knows that a CSV is UTF-8


@blueprint.get(f"{ADDRESS}/sow.docx")
def word(engagement_id: int, number: int) -> ResponseReturnValue:
    """The whole document as Word."""
    from scoping.sow.word import render_word

    revision, sow = _asked(engagement_id, number)
    return _file(revision, render_word(sow, letterhead()), WORD, "docx", internal=sow.is_internal)


@blueprint.get(f"{ADDRESS}/sow-internal.pdf")
def internal_pdf(engagement_id: int, number: int) -> ResponseReturnValue:
    """The internal version as PDF, made when somebody asks for it first; who took it is on record."""
    revision = revision_of(engagement_id, number, Permission.SEE_INTERNAL)
    found = rendering(db.session, revision, letterhead(), now(), Audience.INTERNAL)
    note_download(db.session, revision, found, person(), now())
    db.session.commit()
    return _file(revision, found.pdf, "application/pdf", "pdf", internal=True)


@blueprint.get(f"{ADDRESS}/sow/sections/<int:section>.<any(docx, html, md):form>")
def section_alone(engagement_id: int, number: int, section: int, form: str) -> ResponseReturnValue:
    """One section for a paper of the customer's: as Word, as HTML for the clipboard, as Markdown."""
    revision, sow = _asked(engagement_id, number)
    if not 1 <= section <= len(sow.sections):
        abort(404)
    render, media_type = FORMS[form]
    content = render(sow, sow.section(section))
    return _file(revision, content, media_type, form, f"section {section}", internal=sow.is_internal)


@blueprint.get(f"{ADDRESS}/sow/tables/<key>.csv")
def table_alone(engagement_id: int, number: int, key: str) -> ResponseReturnValue:
    """One table for a spreadsheet, without formulas."""
    from scoping.sow.blocks import as_csv

    revision, sow = _asked(engagement_id, number)
    table = sow.table(key)
    if table is None:
        abort(404)
    content = (BYTE_ORDER_MARK + as_csv(table)).encode()
    return _file(revision, content, "text/csv; charset=utf-8", "csv", table.name, internal=sow.is_internal)


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


FORMS: Mapping[str, tuple[Callable[[StatementOfWork, Section], bytes], str]] = {
    "docx": (_word, WORD),
    "html": (_html, "text/html; charset=utf-8"),
    "md": (_markdown, "text/markdown; charset=utf-8"),
}


def _file(
    revision: Revision, content: bytes, media_type: str, ending: str, part: str = "", *, internal: bool
) -> ResponseReturnValue:
    """A download with a name that says what is in it; the internal version's says so too."""
    stem = file_name(revision).removesuffix(".pdf")
    name = f"{' '.join(filter(None, (stem, part, 'internal' * internal)))}.{ending}"
    response: Response = send_file(
        io.BytesIO(content),
        mimetype=media_type,
        as_attachment="inline" not in request.args,
        download_name=name,
        etag=False,
    )
    return response
