"""Every setting of the application: its default, what it accepts and the reason it exists."""

import fcntl
import os
import secrets
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
import limits

from scoping.codec import name_fault
from scoping.domain.errors import Fault, InvalidInput
from scoping.domain.sow import PROVIDER
from scoping.sow.letterhead import COLOUR, Letterhead, Paper, colour_fault, read_logo

PREFIX = "SCOPING_"
INSTANCE = "SCOPING_INSTANCE"


def _between(low: int, high: int) -> Callable[[int], str]:
    return lambda value: "" if low <= value <= high else f"must be between {low} and {high}"


def _long_enough(key: str) -> str:
    return "" if not key or len(key) >= 32 else "must have at least 32 characters"


def _known_database(url: str) -> str:
    return "" if url.startswith(("sqlite:///", "postgresql://")) else "must start with sqlite:/// or postgresql://"


def _rate(text: str) -> str:
    try:
        limits.parse_many(text)
    except ValueError:
        return 'must be a rate such as "10 per minute"'
    return ""


def _printable(name: str) -> str:
    return name_fault(name, 200)


def _known_paper(paper: str) -> str:
    return "" if paper in list(Paper) else f"must be {' or '.join(Paper)}"


@dataclass(frozen=True)
class Setting:
    """One setting; it has the type of its default, and `check` says what is wrong with a value ("" when nothing is)."""

    name: str
    default: str | int | bool
    reason: str
    check: Callable[[Any], str] = lambda value: ""


SETTINGS = (
    Setting(
        "SECRET_KEY",
        "",
        "Signs sessions and forms; when empty, a key is generated into `secret_key` in the instance folder.",
        _long_enough,
    ),
    Setting(
        "DATABASE_URL",
        "sqlite:///scoping.sqlite",
        "A relative SQLite file lies in the instance folder; a server is `postgresql://user:password@host/name`.",
        _known_database,
    ),
    Setting("HOST", "127.0.0.1", "Address to listen on; from outside this machine only when somebody decides so."),
    Setting("PORT", 5000, "Port to listen on; a plain `PORT` variable counts too.", _between(1, 65535)),
    Setting(
        "PROXIES",
        0,
        "Reverse proxies in front whose `X-Forwarded-*` headers are believed; one too many and clients can forge them.",
        _between(0, 9),
    ),
    Setting(
        "SESSION_COOKIE_SECURE",
        False,
        "Set it to true behind HTTPS: cookies then travel encrypted only, and plain HTTP is redirected.",
    ),
    Setting("SESSION_HOURS", 12, "A sign-in lasts one working day of calls.", _between(1, 24 * 30)),
    Setting("RATELIMIT_SIGN_IN", "10 per minute", "Sign-in attempts per client address; slows guessing.", _rate),
    Setting(
        "RATELIMIT_CUSTOMER_LINK",
        "30 per minute",
        "Requests to customers' links per client address; a person reading and sending stays far below.",
        _rate,
    ),
    Setting(
        "CUSTOMER_LINK_DAYS",
        7,
        "How long a customer's link stays open; a week of the customer's colleagues, not a standing door.",
        _between(1, 90),
    ),
    Setting(
        "MAX_CONTENT_LENGTH",
        2_000_000,
        "Largest accepted request in bytes; a discovery form is far smaller.",
        _between(100_000, 100_000_000),
    ),
    Setting(
        "REPORTS_MAX_BYTES",
        500_000_000,
        "Inventory reports given at once, in bytes together; they are read from disk, not held in memory.",
        _between(1_000_000, 10_000_000_000),
    ),
    Setting(
        "REFERENCE_DIR",
        "reference",
        "Local reference data, relative to the instance folder; wins over what is shipped.",
    ),
    Setting("PROVIDER", PROVIDER, "Who offers the work, as every document names them.", _printable),
    Setting(
        "BRAND_COLOUR", COLOUR, "The accent of documents, as `#rrggbb`, dark enough to be read on white.", colour_fault
    ),
    Setting(
        "LOGO",
        "",
        "A PNG or JPEG file in the instance folder, at most 1 MB, for the cover of documents; none by default.",
    ),
    Setting("PAPER", Paper.A4.value, "The paper of documents: `A4` or `Letter`.", _known_paper),
)

FIXED: Mapping[str, object] = {
    "SESSION_COOKIE_NAME": "scoping_session",  # ports of one host share cookies
    "SESSION_COOKIE_SAMESITE": "Lax",
    "SESSION_REFRESH_EACH_REQUEST": False,  # a late estimate would put back a session from before the saving
    "WTF_CSRF_TIME_LIMIT": None,  # a form stays valid as long as the session; people leave forms open through a call
    "RATELIMIT_ENABLED": True,  # stated, since the limiter otherwise remembers what the previous application said
}

_BY_NAME = {setting.name: setting for setting in SETTINGS}
_WORDS = {str: "text", int: "a whole number", bool: "true or false"}
_FROM_TEXT: Mapping[type, Callable[[str], object]] = {
    str: str,
    int: lambda text: int(text) if text.isdecimal() else None,
    bool: {"true": True, "false": False}.get,
}


def instance_folder(environ: Mapping[str, str]) -> Path:
    """Where this installation keeps its own files: SCOPING_INSTANCE, else `instance` beside the package."""
    return Path(environ.get(INSTANCE) or Path(__file__).parent.parent / "instance").resolve()


def load(instance_path: Path, environ: Mapping[str, str]) -> dict[str, object]:
    """The whole configuration as Flask and its extensions take it; makes a secret key where there is none.

    Raises InvalidInput as `read` does.
    """
    values = read(instance_path, environ)
    url = str(values["DATABASE_URL"]).replace("postgresql://", "postgresql+psycopg://", 1)
    return {
        **FIXED,
        **values,
        "SECRET_KEY": values["SECRET_KEY"] or secret_key(instance_path),
        "SQLALCHEMY_ENGINES": {"default": {"url": url, "pool_pre_ping": True}},
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=int(str(values["SESSION_HOURS"]))),
    }


def read(instance_path: Path, environ: Mapping[str, str]) -> dict[str, object]:
    """The settings alone: defaults, then config.toml of the instance folder, then SCOPING_* variables.

    REFERENCE_DIR comes as an absolute path. Raises InvalidInput with the file and key of every unknown setting and
    every value of a wrong type or range; values are not repeated, since some are secret.
    """
    values: dict[str, object] = {setting.name: setting.default for setting in SETTINGS}
    faults: list[Fault] = []
    for place, name, value in (*_from_file(instance_path / "config.toml"), *_from_environment(environ)):
        if wrong := _wrong(name, value):
            faults.append(Fault(place, wrong))
        else:
            values[name] = value
    if faults:
        raise InvalidInput(*faults)
    return values | {"REFERENCE_DIR": instance_path / str(values["REFERENCE_DIR"])}


def letterhead(instance_path: Path, values: Mapping[str, Any]) -> Letterhead:
    """How documents look by the settings; InvalidInput with the file where the logo cannot be used."""
    logo = read_logo(instance_path / values["LOGO"]) if values["LOGO"] else None
    return Letterhead(values["PROVIDER"], values["BRAND_COLOUR"], logo, Paper(values["PAPER"]))


def secret_key(instance_path: Path) -> str:
    """The key in the instance folder, made on first use with owner-only rights; processes starting together get one."""
    instance_path.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(instance_path / "secret_key", os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # held until closed, so nobody reads a key half written
        key = file.read().strip()
        if not key:
            key = secrets.token_urlsafe(48)
            file.write(key)
    return key


def table() -> str:
    """The settings as the README shows them."""
    rows = [f"| `{s.name}` | {_shown(s)} | {_WORDS[type(s.default)]} | {s.reason} |" for s in SETTINGS]
    rows.append(
        f"| `{INSTANCE}` | `instance` | a folder | Where all of this lies; a variable only, never in the file. |"
    )
    return "\n".join(["| setting | default | type | reason |", "|---|---|---|---|", *rows])


def _shown(setting: Setting) -> str:
    default = setting.default
    text = str(default).lower() if isinstance(default, bool) else str(default)
    return f"`{text}`" if text else "generated" if setting.name == "SECRET_KEY" else "none"


def _from_file(path: Path) -> Iterator[tuple[str, str, object]]:
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return
    except ValueError as error:  # not TOML, or not UTF-8
        raise InvalidInput(Fault(str(path), f"cannot be read as TOML: {error}")) from error
    for name, value in given.items():
        yield f"{path}: {name}", name, value


def _from_environment(environ: Mapping[str, str]) -> Iterator[tuple[str, str, object]]:
    given = {"PORT": environ["PORT"]} if "PORT" in environ else {}
    given |= {key: text for key, text in environ.items() if key.startswith(PREFIX) and key != INSTANCE}
    for key, text in given.items():
        name = key.removeprefix(PREFIX)
        setting = _BY_NAME.get(name)
        yield f"environment: {key}", name, _FROM_TEXT[type(setting.default)](text) if setting else text


def _wrong(name: str, value: object) -> str:
    setting = _BY_NAME.get(name)
    if setting is None:
        return "is not a setting; `python -m scoping.config` lists them"
    if type(value) is not type(setting.default):
        return f"must be {_WORDS[type(setting.default)]}"
    return setting.check(value)


if __name__ == "__main__":
    click.echo(table())
