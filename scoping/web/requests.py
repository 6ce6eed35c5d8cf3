"""What every request leaves behind: a number, one line in the log without personal data, and headers."""

import logging
import secrets
import time

from flask import Flask, Response, g, request

log = logging.getLogger("scoping.requests")


def install(app: Flask) -> None:
    """Numbers each request, logs method, path, status and milliseconds, and keeps pages out of shared caches."""
    if not log.handlers:
        log.addHandler(logging.StreamHandler())
    log.setLevel(logging.INFO)
    app.before_request_funcs.setdefault(None, []).insert(0, begin)

    @app.after_request
    def end(response: Response) -> Response:
        if request.endpoint not in ("static", "bootstrap.static"):
            milliseconds = (time.perf_counter() - g.get("began", time.perf_counter())) * 1000
            log.info("%s %s %s %s %.0f ms", request_id(), request.method, path(), response.status_code, milliseconds)
            # Asked again on going back, yet kept by the browser, so that what was typed is still there.
            response.headers.setdefault("Cache-Control", "private, no-cache")
        response.headers["X-Request-Id"] = request_id()
        return response


def begin() -> None:
    """Starts the clock before anything else runs."""
    g.request_id, g.began = secrets.token_hex(6), time.perf_counter()


def request_id() -> str:
    """The number of this request, for a person to quote."""
    found: str = g.get("request_id") or secrets.token_hex(6)
    return found


def path() -> str:
    """The path of this request as the log may keep it: a token in it opens a page, so its place stands instead."""
    hidden = request.url_rule is not None and "token" in (request.view_args or {})
    return str(request.url_rule) if hidden else request.path
