"""Peak memory of the web application while reports of growing size are given to it in one form.

Usage: python benchmarks/uploads.py [--megabytes 1 100 300]

Each size is sent to an application of its own in a process of its own, from a file, as
CSV files that nobody knows, so that reading them keeps nothing. The peak must not grow with the size.
"""

import argparse
import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from tempfile import TemporaryDirectory, TemporaryFile

from scoping import jobs
from scoping.actions.demo import PASSWORD, ensure_demo
from scoping.app import create_app
from scoping.extensions import db, migrations

FILES = 4
BOUNDARY = "boundary"
LINE = b"a repository;12;something said about it\r\n"
EMAIL = "em@scoping.example"


def form(token: str, megabytes: int) -> Iterator[bytes]:
    """A form with files of so many bytes together, piece by piece."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="'
    block = LINE * 1000
    yield f'{head}csrf_token"\r\n\r\n{token}\r\n'.encode()
    for number in range(FILES):
        yield f'{head}reports"; filename="{number}.csv"\r\n\r\nThing;Amount;Words\r\n'.encode()
        for _ in range(max(1, megabytes * 1_000_000 // FILES // len(block))):
            yield block
        yield b"\r\n"
    yield f"--{BOUNDARY}--\r\n".encode()


def measure(megabytes: int) -> None:
    """One form of this size into one application; prints seconds and the peak of this process."""
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory())
        app = create_app({"TESTING": True, "REPORTS_MAX_BYTES": 4_000_000_000}, folder)
        with app.app_context():
            migrations.upgrade()
            jobs.prepare(db.engine)
            ensure_demo(db.session, app.extensions["scoping.catalog"], datetime.now(UTC))
            db.session.commit()
        client = app.test_client()

        def token(path: str) -> str:
            found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(path).get_data(as_text=True))
            return found[1] if found else ""

        client.post("/sign-in", data={"csrf_token": token("/sign-in"), "email": EMAIL, "password": PASSWORD})
        sent = stack.enter_context(TemporaryFile())
        sent.writelines(form(token("/engagements/1/reports"), megabytes))
        length = sent.tell()
        sent.seek(0)
        started = time.perf_counter()
        answer = client.post(
            "/engagements/1/reports",
            input_stream=sent,
            content_type=f"multipart/form-data; boundary={BOUNDARY}",
            content_length=length,
        )
        seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{length / 1e6:6.0f} MB: answer {answer.status_code}, {seconds:6.1f} s, {peak:5.0f} MB at most")


def main() -> None:
    """Measures each size in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, nargs="+", default=[1, 100, 300])
    parser.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        measure(arguments.measure)
    else:
        for size in arguments.megabytes:
            subprocess.run([sys.executable, __file__, "--measure", str(size)], check=True)


if __name__ == "__main__":
    main()
