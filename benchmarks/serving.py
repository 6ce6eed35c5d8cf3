"""Milliseconds of server time for a stored PDF, for the answer that it has not changed, and for the preview page.

Through the test client, so without the network; on a SQLite file of its own with an engagement of an example.

Run `python -m benchmarks.serving [FILE.toml] [--runs 50]`; without a file it takes the combined example.
"""

import argparse
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from statistics import median, quantiles

from flask import Flask
from flask.testing import FlaskClient

from scoping import jobs
from scoping.actions.engagements import open_engagement
from scoping.actions.people import add_person, list_people
from scoping.app import ROOT, create_app
from scoping.codec import discovery_from_toml
from scoping.domain.permissions import ENGAGEMENT_MANAGER
from scoping.extensions import db, migrations, settle


def main() -> None:
    """Prints a line for each; nothing is asserted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=ROOT / "examples" / "combined.toml")
    parser.add_argument("--runs", type=int, default=50)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({}, folder)
        address = _filled(app, given.file)
        settle()  # as the server does before it serves
        client = app.test_client()
        with client.session_transaction() as session:
            session.update({"_user_id": "1", "_fresh": True})
        seconds, first = _once(client, f"{address}.pdf", {})
        print(
            f"asked for before it was ready: {seconds:.2f} s, {len(first[0]) / 1000:,.0f} kB; from then on it is stored"
        )
        tag = {"If-None-Match": first[1]}
        for name, path, headers, aim in (
            ("stored PDF", f"{address}.pdf", {}, 10),
            ("stored PDF, unchanged (304)", f"{address}.pdf", tag, 10),
            ("preview page", address, {}, 100),
        ):
            busy = time.process_time()
            found = sorted(_once(client, path, headers)[0] * 1000 for _ in range(given.runs))
            busy = (time.process_time() - busy) / given.runs * 1000
            print(
                f"{name}: median {median(found):.1f} ms, p95 {quantiles(found, n=20)[-1]:.1f} ms, "
                f"{busy:.1f} ms of a processor (aim: below {aim})"
            )


def _filled(app: Flask, file: Path) -> str:
    """The database with one person and one engagement; gives the address of its statement of work."""
    with app.app_context():
        migrations.upgrade()
        jobs.prepare(db.engine)
        catalog, at = app.extensions["scoping.catalog"], datetime.now(UTC)
        add_person(
            db.session,
            catalog,
            email="em@scoping.example",
            name="Ana Silva",
            role=ENGAGEMENT_MANAGER,
            level="",
            password=token_hex(),
            at=at,
        )
        discovery = discovery_from_toml(file.read_text(encoding="utf-8"), catalog.questions)
        open_engagement(db.session, catalog, discovery, list_people(db.session)[0], at, token_hex())
        db.session.commit()
    return "/engagements/1/revisions/1/sow"


def _once(client: FlaskClient, path: str, headers: dict[str, str]) -> tuple[float, tuple[bytes, str]]:
    """Seconds until the whole answer is there, and its body and tag."""
    start = time.perf_counter()
    answer = client.get(path, headers=headers)
    body = answer.get_data()
    seconds = time.perf_counter() - start
    assert answer.status_code in (200, 304), answer.status  # noqa: S101  (what is measured is what was asked for)
    return seconds, (body, answer.headers.get("ETag", ""))


if __name__ == "__main__":
    main()
