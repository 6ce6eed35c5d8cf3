"""A worker in a process of its own that stops for ever at a given point, so that a test can kill it there.

Run `python -m tests.worker_process DATABASE INSTANCE POINT`; a file named POINT appears in INSTANCE when it is reached.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from scoping import worker
from scoping.actions import issued, renderings
from scoping.app import create_app

BEFORE, BETWEEN, AFTER, NOWHERE = "before", "between", "after", "nowhere"
ONE_OF_TWO = "one-of-two"


def main(database: str, instance: str, point: str) -> None:
    """Works until it is killed."""
    reached = Path(instance, point)

    def stop_here(*arguments: Any, **more: Any) -> None:
        reached.touch()
        time.sleep(3600)

    def then_stop(done: Callable[..., object]) -> Callable[..., object]:
        def both(*arguments: Any, **more: Any) -> None:
            done(*arguments, **more)
            stop_here()

        return both

    worker.POLL, worker.TAKE_OVER = 0.05, 0.2
    renderings.render_sow = issued.render_sow = lambda sow, letterhead: (
        f"%PDF-1.7 {sow.label} {sow.fingerprint}".encode()  # in no time
    )
    app = create_app({"SQLALCHEMY_ENGINES": {"default": {"url": database}}}, instance)
    stops = {
        BEFORE: patch.object(renderings, "render_sow", stop_here),  # claimed, nothing made
        BETWEEN: patch.object(renderings, "_forget", stop_here),  # made, nothing kept
        AFTER: patch.object(worker, "perform", then_stop(worker.perform)),  # kept, and DBOS does not know
        ONE_OF_TWO: patch.object(issued, "order_statement", stop_here),  # the first of two is kept
        NOWHERE: patch.object(worker, "LAST_WORDS", 0),
    }
    with stops[point], worker.working(app):
        Path(instance, f"working-{point}").touch()
        time.sleep(3600)


if __name__ == "__main__":
    main(*sys.argv[1:])
