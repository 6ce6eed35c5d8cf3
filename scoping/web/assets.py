"""Static files: their addresses carry a digest of their content, so browsers may keep them for ever."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

ENDPOINTS = ("static", "bootstrap.static")
A_YEAR = 31_536_000


def install(app: Flask) -> None:
    """Adds `?v=` to the addresses of static files and lets browsers keep what was asked for with it."""

    @app.url_defaults
    def add_digest(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint in ENDPOINTS and "v" not in values and (path := _path(app, endpoint, values.get("filename"))):
            values["v"] = digest(path, path.stat().st_mtime_ns)

    @app.after_request
    def allow_keeping(response: Response) -> Response:
        if request.endpoint in ENDPOINTS and "v" in request.args and response.status_code in (200, 304):
            response.cache_control.public = True
            response.cache_control.no_cache = None
            response.cache_control.max_age = A_YEAR
            response.cache_control.immutable = True
        return response


@lru_cache(maxsize=256)
def digest(path: Path, changed: int) -> str:
    """The first 12 hex digits of the file's SHA-256; `changed` makes an edited file a new entry."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _path(app: Flask, endpoint: str, filename: str | None) -> Path | None:
    owner = app if endpoint == "static" else app.blueprints["bootstrap"]
    if not filename or not owner.static_folder:
        return None
    path = Path(owner.static_folder) / filename
    return path if path.is_file() else None
