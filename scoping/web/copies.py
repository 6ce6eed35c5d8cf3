"""Handing out a copy of a document: under a name that says what it is, and on record."""

import io
import unicodedata
from collections.abc import Callable, Mapping

from flask import Response, request, send_file

from scoping.actions.renderings import note_download
from scoping.db.models import Revision
from scoping.domain.review import State
from scoping.domain.sow.copies import Copy, Form
from scoping.extensions import db
from scoping.web.access import person
from scoping.web.clock import now

NAME_ROOM = 60  # characters of customer and title each in a file name
UNSAFE = frozenset('/\\:*?"<>|')
MEDIA: Mapping[Form, str] = {
    Form.PDF: "application/pdf",
    Form.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Form.HTML: "text/html",
    Form.MARKDOWN: "text/markdown",
    Form.CSV: "text/csv",
}


def hand_out(
    revision: Revision,
    copy: Copy,
    digest: str,
    content: Callable[[], bytes],
    *,
    name: str = "SOW",
    attachment: bool,
    issued: bool = False,
) -> Response:
    """The file with its SHA-256 as tag, and who got it on record; 304, and nothing read or noted, for who has it.

    It commits last, because what is read after a commit is read from the database again.
    """
    unchanged = digest in request.if_none_match
    response: Response = send_file(
        io.BytesIO(b"" if unchanged else content()),
        mimetype=MEDIA[copy.form],
        as_attachment=attachment,
        download_name=file_name(revision, copy, name),
        etag=digest,
        conditional=True,
    )
    if not unchanged:
        note_download(db.session, revision, copy, digest, person(), now(), issued=issued)
        db.session.commit()
    return response


def file_name(revision: Revision, copy: Copy, name: str) -> str:
    """What the file is called when it is saved; the internal version's says that it is one."""
    return f"{' '.join(filter(None, (stem(revision, name), copy.part, 'internal' * copy.is_internal)))}.{copy.form}"


def stem(revision: Revision, name: str = "SOW") -> str:
    """The part of the name that says whose it is and which revision: readable, and allowed on every system."""
    engagement = revision.engagement
    parts = [name, _allowed(engagement.customer), _allowed(engagement.title), f"r{revision.number}"]
    if revision.review.state not in (State.APPROVED, State.ISSUED):
        parts.append("draft")
    return " ".join(part for part in parts if part)


def _allowed(text: str) -> str:
    kept = "".join(
        " " if character in UNSAFE else character for character in text if unicodedata.category(character)[0] != "C"
    )
    return " ".join(kept.split())[:NAME_ROOM].strip(" .")
