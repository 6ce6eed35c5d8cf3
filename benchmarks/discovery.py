"""Milliseconds of the estimate that follows while somebody types, for the combined example with its three services.

Each request is the whole discovery form with one answer changed, sent through the application's own test client to a
SQLite database in a temporary folder. Usage: python benchmarks/discovery.py [FILE.toml] [--runs 60]
"""

import argparse
import logging
import re
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask

from scoping import jobs
from scoping.actions.demo import ACCOUNTS, PASSWORD, ensure_demo
from scoping.actions.engagements import open_engagement
from scoping.actions.people import find_person
from scoping.app import create_app
from scoping.codec import discovery_from_toml
from scoping.db.models import Model
from scoping.extensions import db, settle
from scoping.web.conflict import whole

EXAMPLES = Path(__file__).parent.parent / "examples"
AIM = 150.0


def opened(folder: str, example: Path) -> tuple[Flask, int, dict[str, list[str]]]:
    """The application with the example as an engagement, its number, and the fields of its form."""
    app = create_app({"TESTING": True, "WTF_CSRF_ENABLED": False, "RATELIMIT_ENABLED": False}, folder)
    with app.app_context():
        Model.metadata.create_all(db.engine)
        jobs.prepare(db.engine)
        catalog, at = app.extensions["scoping.catalog"], datetime.now(UTC)
        ensure_demo(db.session, catalog, at)
        discovery = discovery_from_toml(example.read_text(encoding="utf-8"), catalog.questions)
        manager = find_person(db.session, ACCOUNTS[0].email)
        if manager is None:
            raise LookupError("the demonstration has no engagement manager")
        number = open_engagement(db.session, catalog, discovery, manager, at, "benchmark").id
        db.session.commit()
        fields: dict[str, list[str]] = {}
        for name, value in whole(discovery, catalog):
            fields.setdefault(name, []).append(value)
    return app, number, fields


def main() -> None:
    """Prints p50 and p95 of the estimate and of keeping what is typed; nothing is asserted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=EXAMPLES / "combined.toml")
    parser.add_argument("--runs", type=int, default=60)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        app, number, fields = opened(folder, arguments.file)
        settle()  # as `scoping run` does
        logging.getLogger("scoping.requests").setLevel(logging.WARNING)
        client = app.test_client()
        client.post("/sign-in", data={"email": ACCOUNTS[0].email, "password": PASSWORD})
        address = f"/engagements/{number}/discovery"
        shown = re.search(r'name="shown" value="([^"]*)"', client.get(address).get_data(as_text=True))
        fields["shown"] = [shown[1] if shown else ""]
        for name, path, most in (("estimate", f"{address}/estimate", AIM), ("draft", f"{address}/typed", None)):
            times, cpu = [], []
            for run in range(arguments.runs + 1):
                typed = {**fields, "answers-users-value": [str(1000 + run)], "base": ["1"], "typed": [str(run)]}
                started, used = time.perf_counter(), time.process_time()
                answer = client.post(path, data=typed)
                times.append((time.perf_counter() - started) * 1000)
                cpu.append((time.process_time() - used) * 1000)
                if answer.status_code != 200:
                    raise RuntimeError(f"{path} answered {answer.status_code}")
            for what, found in (("", times[1:]), (" (CPU)", cpu[1:])):  # the first request fills caches
                p95 = statistics.quantiles(found, n=20)[18]
                aim = f"   aim below {most:.0f} ms" if most else ""
                print(f"{name + what:<16} p50 {statistics.median(found):7.1f} ms   p95 {p95:7.1f} ms{aim}")


if __name__ == "__main__":
    main()
