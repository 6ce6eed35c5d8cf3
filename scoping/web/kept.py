"""A form whose session ended while somebody typed: it is kept through the sign-in and sent again on a click."""

from urllib.parse import urlsplit

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

PREFIX = "kept."
TARGET = "kept-target"
NOT_KEPT = frozenset({"csrf_token", "password"})
MACHINERY = frozenset({"base", "disputed", "once", "seen", "shown", "then"})

Fields = list[tuple[str, str]]


def local_path(address: str, otherwise: str = "/") -> str:
    """The address where it is a path of this application, so that nobody is sent elsewhere after signing in."""
    if not address.startswith("/") or address.startswith(("//", "/\\")) or "\\" in address:
        return otherwise
    if any(ord(character) < 32 for character in address):
        return otherwise
    parts = urlsplit(address)
    return otherwise if parts.scheme or parts.netloc else address


def own_page() -> bool:
    """Whether the form came from a page of ours; a form of another site is not kept, it could be signed unread."""
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


def typed() -> Fields:
    """What was posted, without tokens and passwords."""
    return [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_KEPT]


def carried() -> tuple[str, Fields]:
    """What an earlier page handed on through the sign-in form: the target and the fields; empty without any."""
    fields = [
        (name.removeprefix(PREFIX), value)
        for name, value in request.form.items(multi=True)
        if name.startswith(PREFIX) and name.removeprefix(PREFIX) not in NOT_KEPT
    ]
    return local_path(request.form.get(TARGET, ""), ""), fields


def ask_to_sign_in() -> ResponseReturnValue:
    """For a stranger: the sign-in, with the address they wanted or with the form they posted."""
    if request.headers.get("HX-Request"):
        notice = render_template("errors/_notice.html", heading="You are signed out", what=SIGNED_OUT)
        return make_response(notice, 401)
    if request.method in ("GET", "HEAD"):
        target = request.full_path.rstrip("?")
        return redirect(url_for("people.sign_in_form", next=None if target == "/" else target))
    if not own_page():
        return sign_in_page(401, target="", fields=[])
    return sign_in_page(401, target=request.path, fields=typed())


def sign_in_page(
    status: int, *, target: str, fields: Fields, message: str = "", email: str = "", following: str = ""
) -> ResponseReturnValue:
    """The sign-in form, carrying what was typed."""
    page = render_template(
        "people/sign_in.html", target=target, fields=fields, message=message, email=email, following=following
    )
    return make_response(page, status)


def send_again_page(status: int, target: str, fields: Fields, *, signed_in: bool) -> ResponseReturnValue:
    """What was typed, with one button that sends it under a fresh token."""
    page = render_template(
        "people/send_again.html",
        target=target,
        fields=fields,
        shown=[(words(name), value) for name, value in fields if worth_showing(name, value)],
        signed_in=signed_in,
    )
    return make_response(page, status)


def worth_showing(name: str, value: str) -> bool:
    """Whether a person would look for this among what they typed."""
    return bool(value) and name not in MACHINERY and not name.endswith("-confidence")


def words(name: str) -> str:
    """A field's name as people read it: "answers-users-value" as "Users"."""
    return name.removeprefix("answers-").removesuffix("-value").replace("-", " ").replace("_", " ").capitalize()


SIGNED_OUT = "Your session ended. What you typed is still in this page: save it, sign in when asked, and it is sent."
