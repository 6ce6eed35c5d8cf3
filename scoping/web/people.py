"""Signing in and out."""

from flask import Blueprint, current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user

from scoping.actions.people import authenticate, normal_email
from scoping.extensions import db, limiter
from scoping.web import kept
from scoping.web.access import Account

blueprint = Blueprint("people", __name__)

NOT_RECOGNISED = "E-mail and password do not belong together. Check both and try again."


def attempts() -> str:
    """The setting, read when it is needed."""
    return str(current_app.config["RATELIMIT_SIGN_IN"])


def attempted_email() -> str:
    """Attempts count by account too, so that many addresses cannot guess one password together."""
    return f"email:{normal_email(request.form.get('email', ''))[:254]}"


@blueprint.get("/sign-in")
def sign_in_form() -> ResponseReturnValue:
    """The form; who is signed in already goes on."""
    following = kept.local_path(request.args.get("next", ""), "")
    if current_user.is_authenticated:
        return redirect(following or url_for("engagements.list_page"))
    return kept.sign_in_page(200, target="", fields=[], following=following)


@blueprint.post("/sign-in")
@limiter.limit(attempts)
@limiter.limit(attempts, key_func=attempted_email)
def sign_in() -> ResponseReturnValue:
    """Starts a new session, then goes where the person wanted to, or shows what they had typed."""
    email, password = request.form.get("email", ""), request.form.get("password", "")
    following = kept.local_path(request.form.get("next", ""), "")
    target, fields = kept.carried()
    found = authenticate(db.session, email, password)
    if found is None:
        return kept.sign_in_page(
            422, target=target, fields=fields, message=NOT_RECOGNISED, email=email, following=following
        )
    db.session.commit()  # the hash may have been renewed
    session.clear()  # whatever a stranger left in it, the token of their forms included
    login_user(Account(found))
    session.permanent = True
    if target:
        return kept.send_again_page(200, target, fields, signed_in=True)
    return redirect(following or url_for("engagements.list_page"), 303)


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """Ends the session."""
    logout_user()
    session.clear()
    return redirect(url_for("people.sign_in_form"), 303)
