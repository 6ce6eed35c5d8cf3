"""What needs the database: accounts, the demonstration, serving the application and its background work."""

import errno
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pkgutil import resolve_name
from threading import Event
from typing import TYPE_CHECKING, Any

import click

from scoping.cli.refusals import Refused, refusing
from scoping.domain.errors import NotPermitted
from scoping.domain.permissions import PERSON_ROLES

if TYPE_CHECKING:
    from flask import Flask

    from scoping.actions.demo import DemoAccount

APPLICATION = "scoping.app:create_app"  # by name, as a server of its own would call it: it stands a floor above
LOOPBACK = ("127.0.0.1", "::1", "localhost")
ANYWHERE = ("0.0.0.0", "::")  # noqa: S104  (compared with, not listened on)


@contextmanager
def installation() -> Iterator["Flask"]:
    """The application in its context, its database up to date; what is wrong with either is refused in a line."""
    from alembic.util import CommandError
    from sqlalchemy.exc import OperationalError

    from scoping import jobs
    from scoping.extensions import db, migrations

    with refusing():
        app: Flask = resolve_name(APPLICATION)()
        try:
            with app.app_context():
                migrations.upgrade()
                jobs.prepare(db.engine)
                yield app
        except OperationalError as error:
            raise Refused([f"the database cannot be used: {error.orig}; look at DATABASE_URL"]) from error
        except CommandError as error:
            raise Refused([f"the database is of another release: {error}"]) from error


@click.group()
def user() -> None:
    """Add and list accounts."""


@user.command()
@click.argument("email")
@click.option("--name", required=True, help="Name as printed in reviews.")
@click.option("--role", required=True, type=click.Choice(list(PERSON_ROLES)), help="What the person does.")
@click.option("--level", default="", help="Level of a technical architect.")
@click.option("--password-stdin", is_flag=True, help="Read the password from the first line of standard input.")
def add(email: str, name: str, role: str, level: str, password_stdin: bool) -> None:
    """Add an account for EMAIL; asks for its password."""
    password = (
        sys.stdin.readline().rstrip("\r\n")
        if password_stdin
        else click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    )
    with installation() as app:
        from scoping.actions.people import add_person
        from scoping.extensions import db

        add_person(
            db.session,
            _catalog(app),
            email=email,
            name=name,
            role=role,
            level=level,
            password=password,
            at=datetime.now(UTC),
        )
        db.session.commit()
    click.echo(f"{email} can sign in as {PERSON_ROLES[role]}.")


@user.command(name="list")
def list_accounts() -> None:
    """List all accounts."""
    with installation():
        from scoping.actions.people import list_people
        from scoping.extensions import db

        for person in list_people(db.session):
            role = f"{PERSON_ROLES.get(person.role, person.role)} {person.level}".rstrip()
            click.echo(f"{person.email}\t{person.name}\t{role}\t{'active' if person.active else 'inactive'}")


@click.command()
def demo() -> None:
    """Put the demonstration engagement and its accounts into the database."""
    with installation() as app:
        _print_accounts(_ensure_demo(app))


@click.command()
@click.option("--demo/--no-demo", "with_demo", default=None, help="With the demonstration [default: on this machine].")
@click.option("--jobs/--no-jobs", "with_jobs", default=None, help="Do background work too [default: on SQLite].")
def run(with_demo: bool | None, with_jobs: bool | None) -> None:
    """Serve the application, by default with the demonstration, until Ctrl-C."""
    from waitress.server import create_server  # type: ignore[import-untyped]  # ships no types

    from scoping.extensions import settle
    from scoping.worker import working

    with installation() as app:
        accounts = _accounts(app, with_demo)
    host, port = app.config["HOST"], app.config["PORT"]
    try:
        server = create_server(
            app,
            host=host,
            port=port,
            ident=None,
            max_request_body_size=app.config["REPORTS_MAX_BYTES"] + app.config["MAX_CONTENT_LENGTH"],
            clear_untrusted_proxy_headers=not app.config["PROXIES"],  # else ProxyFix would find none
        )
    except OSError as error:
        is_taken = error.errno == errno.EADDRINUSE
        why = f"is taken; choose another one, such as PORT={port + 1}" if is_taken else f"cannot be used: {error}"
        raise Refused([f"{host}:{port}: {why}"]) from error
    click.echo(f"Scoping listens at http://{'localhost' if host in ANYWHERE else host}:{port}/ (stop with Ctrl-C)")
    _print_accounts(accounts)
    with working(app) if (_on_sqlite(app) if with_jobs is None else with_jobs) else nullcontext():
        settle()
        server.run()


@click.command()
def worker() -> None:
    """Do background work beside a server on PostgreSQL, until Ctrl-C; any number of workers share it."""
    from scoping.worker import working

    with installation() as app:
        if _on_sqlite(app):
            raise Refused(["on SQLite the server does the background work itself; workers need PostgreSQL"])
    ended = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    with working(app):
        click.echo("Working (stop with Ctrl-C)")
        ended.wait()


def _on_sqlite(app: "Flask") -> bool:
    return str(app.config["DATABASE_URL"]).startswith("sqlite")


def _accounts(app: "Flask", with_demo: bool | None) -> "Sequence[DemoAccount]":
    """The demonstration's accounts; their password is public, so unasked they are made for this machine only."""
    if with_demo is False or (with_demo is None and app.config["HOST"] not in LOOPBACK):
        return ()
    try:
        return _ensure_demo(app)
    except NotPermitted as refusal:
        if with_demo:
            raise
        click.echo(f"No demonstration: {refusal}", err=True)
        return ()


def _ensure_demo(app: "Flask") -> "Sequence[DemoAccount]":
    from scoping.actions.demo import ensure_demo
    from scoping.extensions import db

    accounts = ensure_demo(db.session, _catalog(app), datetime.now(UTC))
    db.session.commit()
    return accounts


def _print_accounts(accounts: "Sequence[DemoAccount]") -> None:
    if accounts:
        click.echo("Demonstration accounts:")
    width = max((len(account.email) for account in accounts), default=0)
    for account in accounts:
        role = f"{PERSON_ROLES[account.role]} {account.level}".rstrip()
        click.echo(f"  {account.email:<{width}}  {account.password}  {account.name}, {role}")


def _catalog(app: "Flask") -> Any:
    return app.extensions["scoping.catalog"]
