"""The extensions, made once and bound to each application by the factory."""

import gc
import logging

from flask import Flask, Response, g
from flask_alembic import Alembic
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_sqlalchemy_lite import SQLAlchemy
from flask_talisman import Talisman
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from scoping.db.base import render_item
from scoping.db.models import Model

db = SQLAlchemy()
migrations = Alembic(metadatas=Model.metadata, run_mkdir=False)
csrf = CSRFProtect()
login = LoginManager()
limiter = Limiter(get_remote_address, storage_uri="memory://")  # one web process serves; nothing to share

CONTENT_SECURITY = {
    "default-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
    "img-src": "'self' data:",  # Bootstrap's style sheet draws its small icons as data addresses
    "object-src": "'none'",
}

logging.getLogger("alembic").setLevel(logging.WARNING)  # else every start lists its plug-ins


def bind(app: Flask) -> None:
    """Bind every extension to `app`, whose configuration is `scoping.config.load`'s; the factory calls it once."""
    app.config["ALEMBIC"] = {"script_location": "db/migrations"}
    app.config["ALEMBIC_CONTEXT"] = {
        "render_as_batch": True,  # SQLite alters a table by copying it
        "render_item": render_item,  # migrations never import the application
    }
    for extension in (db, migrations, csrf, login, limiter):
        extension.init_app(app)
    app.after_request(own_referrer_policy)  # before Talisman is bound, so that it has the last word
    secure = app.config["SESSION_COOKIE_SECURE"]
    Talisman(  # keeps the options of its application, so each application has its own
        app,
        content_security_policy=CONTENT_SECURITY,
        force_https=secure,
        session_cookie_secure=secure,
        strict_transport_security=secure,
        session_cookie_samesite=app.config["SESSION_COOKIE_SAMESITE"],
    )
    if proxies := app.config["PROXIES"]:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # the way Flask documents
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies
        )


def own_referrer_policy(response: Response) -> Response:
    """Talisman knows one policy for all pages; a page whose address is a secret states its own in `g`."""
    if policy := g.get("referrer_policy"):
        response.headers["Referrer-Policy"] = policy
    return response


def settle() -> None:
    """Takes all that was made so far out of the garbage collector's sight, once, before serving.

    A full collection walks the catalogue and every module: 120 ms in the middle of some request, 25 ms after this.
    """
    gc.collect()
    gc.freeze()
