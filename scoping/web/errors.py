"""What people read when something cannot be done: what happened and what to do next, never a stack trace."""

from flask import Flask, current_app, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound, RequestEntityTooLarge, TooManyRequests

from scoping.domain import errors as refusals
from scoping.extensions import db
from scoping.web import kept
from scoping.web.requests import request_id

REFUSED: dict[type[refusals.ScopingError], tuple[int, str]] = {
    refusals.NotPermitted: (403, "You may not do this"),
    refusals.StaleRevision: (409, "A newer revision was saved meanwhile"),
    refusals.StaleAlternative: (409, "The alternative was changed meanwhile"),
    refusals.StaleCatalogue: (409, "Another catalogue was activated meanwhile"),
    refusals.StaleRoster: (409, "The person was changed meanwhile"),
    refusals.StaleSession: (409, "The session was changed meanwhile"),
    refusals.StaleTyping: (409, "Another page of yours typed something else"),
    refusals.StaleAnswers: (409, "The answers changed meanwhile"),
    refusals.LinkClosed: (410, "This link is no longer open"),
    refusals.WrongState: (409, "Not possible in this state"),
    refusals.MissingApprovals: (409, "Approvals are missing"),
    refusals.DiscoveryIncomplete: (422, "Some questions are still open"),
    refusals.NoRate: (422, "A rate is missing"),
    refusals.InvalidInput: (422, "Some of this cannot be used"),
}


def install(app: Flask) -> None:
    """Handlers for every refusal of the domain and for what goes wrong in the traffic itself."""
    app.register_error_handler(refusals.ScopingError, refused)
    app.register_error_handler(CSRFError, token_expired)
    app.register_error_handler(NotFound, not_found)
    app.register_error_handler(MethodNotAllowed, only_posted)
    app.register_error_handler(RequestEntityTooLarge, too_large)
    app.register_error_handler(TooManyRequests, too_often)
    app.register_error_handler(HTTPException, other)
    app.register_error_handler(Exception, failed)


def page(status: int, heading: str, what: str, faults: tuple[refusals.Fault, ...] = ()) -> ResponseReturnValue:
    """The page, or only its notice where htmx asked for a part of a page."""
    template = "errors/_notice.html" if request.headers.get("HX-Request") else "errors/page.html"
    signed_in = bool(current_user and current_user.is_authenticated)
    back = request.path.rsplit("/review/", 1)[0] + "/review" if "/review/" in request.path else url_for_list()
    return make_response(
        render_template(template, heading=heading, what=what, faults=faults, back=back, signed_in=signed_in), status
    )


def url_for_list() -> str:
    """The list of engagements, from where everything can be reached."""
    return url_for("engagements.list_page")


def refused(error: refusals.ScopingError) -> ResponseReturnValue:
    """A refusal of the domain, in its own words."""
    db.session.rollback()
    status, heading = REFUSED.get(type(error), (422, "Not done"))
    faults = error.faults if isinstance(error, refusals.InvalidInput) else ()
    return page(status, heading, "" if faults else str(error), faults)


def token_expired(error: CSRFError) -> ResponseReturnValue:
    """A form without a valid token: its session ended, or another site sent it."""
    if request.endpoint == "people.sign_in":
        target, fields = kept.carried()
        message = "This page had been open for long. Enter your password once more."
        return kept.sign_in_page(
            400, target=target, fields=fields, message=message, email=request.form.get("email", "")
        )
    if request.headers.get("HX-Request") or not current_user.is_authenticated:
        return kept.ask_to_sign_in()
    if not kept.own_page():
        return page(403, "Not sent", "This form came from another site. Open the page here and send it again.")
    return kept.send_again_page(403, request.path, kept.typed(), signed_in=False)


def not_found(error: NotFound) -> ResponseReturnValue:
    """An address that names nothing."""
    return page(404, "There is nothing here", "The address may be mistyped, or what it named was never saved.")


def only_posted(error: MethodNotAllowed) -> ResponseReturnValue:
    """An address that takes forms, opened as a page; common after going back to an expired form."""
    return page(405, "This address only takes a form", "Open the page with the form and send it from there.")


def too_large(error: RequestEntityTooLarge) -> ResponseReturnValue:
    """More bytes than the setting MAX_CONTENT_LENGTH, or for reports REPORTS_MAX_BYTES, allows."""
    if request.endpoint == "reports.upload":
        if not current_user.is_authenticated:
            return page(413, "You are signed out", "Nothing was read. Sign in and give the reports once more.")
        most = current_app.config["REPORTS_MAX_BYTES"] / 1_000_000
        what = f"Reports given at once may hold {most:,.0f} MB together; nothing was read. Give fewer at a time."
        return page(413, "Too much to take at once", what)
    what = "This is more than one form may hold. Go back, where everything you typed still stands, and shorten it."
    return page(413, "Too much to take at once", what)


def too_often(error: TooManyRequests) -> ResponseReturnValue:
    """Too many sign-in attempts."""
    what = "Too many attempts in a short time. Wait a minute, then try again."
    if request.endpoint == "people.sign_in":
        target, fields = kept.carried()
        return kept.sign_in_page(429, target=target, fields=fields, message=what, email=request.form.get("email", ""))
    return page(429, "Too many requests", what)


def other(error: HTTPException) -> ResponseReturnValue:
    """Any other answer of the traffic itself; a redirect goes through."""
    if error.code is None or error.code < 400:
        return error
    return page(error.code, "This request cannot be answered", "Go back and try it from the page you came from.")


def failed(error: Exception) -> ResponseReturnValue:
    """A fault of the program: told in the log, numbered for the person."""
    db.session.rollback()
    current_app.logger.exception("request %s failed", request_id())
    what = (
        f"Nothing was saved by this request. Try once more; if it happens again, tell the people who run this "
        f"application the number {request_id()}."
    )
    return page(500, "This did not work, and it is our fault", what)
