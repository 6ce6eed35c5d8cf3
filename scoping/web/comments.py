"""What people say about the document where they say it: remarks, answers, and settling them."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from scoping.actions.comments import answer, quote_of, remark, resolve
from scoping.actions.documents import statement
from scoping.db.comments import find_comment
from scoping.db.models import Comment, Revision
from scoping.domain.errors import InvalidInput
from scoping.domain.permissions import Permission
from scoping.extensions import db
from scoping.web.access import letterhead, person, revision_of
from scoping.web.clock import now
from scoping.web.margin import Opened, sow_address
from scoping.web.revisions import ADDRESS
from scoping.web.sow_page import sow_page, version_asked

blueprint = Blueprint("comments", __name__)

ONE = f"{ADDRESS}/comments/<key:key>"


@blueprint.post(f"{ADDRESS}/comments")
def say(engagement_id: int, number: int) -> ResponseReturnValue:
    """Saves a remark about a place of the document, or about all of it."""
    revision = revision_of(engagement_id, number, Permission.COMMENT)
    sow = statement(revision, letterhead(), audience=version_asked(revision))
    place, text, once = (request.form.get(name, "") for name in ("place", "text", "once"))
    try:
        made = remark(db.session, revision, place, quote_of(sow, place), text, person(), now(), once)
        db.session.commit()
    except InvalidInput as refusal:
        db.session.rollback()
        return _again(engagement_id, number, Opened("comment", place, (text,), refusal.faults))
    flash("Comment saved.")
    return redirect(_back(revision, made), 303)


@blueprint.post(f"{ONE}/answer")
def reply(engagement_id: int, number: int, key: int) -> ResponseReturnValue:
    """Saves an answer."""
    revision, comment = _found(engagement_id, number, key)
    text, once = request.form.get("text", ""), request.form.get("once", "")
    try:
        answer(db.session, revision, comment, text, person(), now(), once)
        db.session.commit()
    except InvalidInput as refusal:
        db.session.rollback()
        return _again(engagement_id, number, Opened("answer", str(key), (text,), refusal.faults))
    flash("Answer saved.")
    return redirect(_back(revision, comment), 303)


@blueprint.post(f"{ONE}/<any(resolve, reopen):act>")
def settle(engagement_id: int, number: int, key: int, act: str) -> ResponseReturnValue:
    """Settles a remark, or opens it again."""
    revision, comment = _found(engagement_id, number, key)
    resolve(db.session, revision, comment, person(), now() if act == "resolve" else None)
    db.session.commit()
    flash("Settled." if act == "resolve" else "Open again.")
    return redirect(_back(revision, comment), 303)


def _found(engagement_id: int, number: int, key: int) -> tuple[Revision, Comment]:
    revision = revision_of(engagement_id, number, Permission.COMMENT)
    found = find_comment(db.session, engagement_id, key)
    if found is None:
        abort(404)
    return revision, found


def _again(engagement_id: int, number: int, opened: Opened) -> ResponseReturnValue:
    revision = revision_of(engagement_id, number, Permission.COMMENT)
    return sow_page(revision, opened), 422


def _back(revision: Revision, comment: Comment) -> str:
    """Where the form stood: the review, or the document in its version."""
    place = f"comment-{comment.id}"
    if request.form.get("from") == "review":
        key, number = revision.engagement_id, revision.number
        return url_for("reviews.show", engagement_id=key, number=number, _anchor=place)
    return sow_address(revision, request.form.get("version", "client"), _anchor=place)
