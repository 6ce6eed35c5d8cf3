"""Files given as answers: kept when a form brings them, handed out to those who may see the engagement."""

import io

from flask import Blueprint, Response, abort, request, send_file
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from scoping.actions.answer_files import find_file, keep_file
from scoping.db.models import Engagement
from scoping.domain.permissions import Permission
from scoping.extensions import db
from scoping.web.access import person, revision_of
from scoping.web.answer_fields import file_text
from scoping.web.clock import now

blueprint = Blueprint("answer_files", __name__)

UPLOAD = "-upload"


def with_uploads(posted: MultiDict[str, str], engagement: Engagement) -> MultiDict[str, str]:
    """The posted form with every file it brought kept and named in the answer's field.

    Committed at once, so that a form which is refused for something else need not bring its files again.
    """
    given = [(name, file) for name, file in request.files.items() if name.endswith(UPLOAD) and file.filename]
    if not given:
        return posted
    found = MultiDict(posted)
    for name, file in given:
        kept = keep_file(db.session, engagement, file.filename or "", file.read(), person(), now())
        found.setlist(f"{name.removesuffix(UPLOAD)}-value", [file_text(kept)])
    db.session.commit()
    return found


@blueprint.get("/engagements/<key:engagement_id>/files/<digest>")
def download(engagement_id: int, digest: str) -> ResponseReturnValue:
    """The bytes, always as a download: what a customer sent is never shown as a page of ours."""
    revision_of(engagement_id, None, Permission.VIEW)
    found = find_file(db.session, engagement_id, digest)
    if found is None:
        abort(404)
    response: Response = send_file(
        io.BytesIO(found.content),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=found.name,
        etag=found.sha256,
    )
    return response
