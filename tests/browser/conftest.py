"""A served application with the demonstration engagement, a real Chromium at both widths, and axe on every page."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect, sync_playwright

from scoping.actions import demo

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 90_000  # milliseconds, for machines that do other work beside the tests
expect.set_options(timeout=PATIENCE)
SIZES = {"phone": {"width": 360, "height": 740}, "desk": {"width": 1440, "height": 900}}


@dataclass(frozen=True)
class Served:
    """The address of the running application, its demonstration accounts, and the cookies of those signed in before."""

    url: str
    accounts: dict[str, str]
    password: str
    cookies: dict[str, list[Any]] = field(default_factory=dict)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser; in CI a missing one is a failure, elsewhere a skip that says what to install."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        message = "no Chromium here; Debian and Ubuntu call it chromium"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    """One headless browser for these tests; it ends with them, because its event loop would be in other tests' way."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="package")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The application as `make run` starts it, with its demonstration, in a process and an instance of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "SCOPING_INSTANCE": str(tmp_path_factory.mktemp("instance")),
        "SCOPING_RATELIMIT_SIGN_IN": "1000 per minute",
        "PORT": str(port),
    }
    process = subprocess.Popen([Path(sys.executable).with_name("scoping"), "run"], env=environment)
    url = f"http://127.0.0.1:{port}"
    for _ in range(600):
        with suppress(URLError), urlopen(f"{url}/sign-in"):  # noqa: S310  # our own address
            break
        assert process.poll() is None, "the application ended before it answered"
        time.sleep(0.1)
    accounts = {account.email.partition("@")[0]: account.email for account in demo.ACCOUNTS}
    yield Served(url, accounts, demo.PASSWORD)
    process.terminate()
    process.wait(60)


@dataclass(frozen=True)
class Visitor:
    """A person at a browser: opens pages, and checks each for faults that anybody would see or a reader would hear."""

    page: Page
    served: Served
    javascript: bool

    def sign_in(self, who: str) -> None:
        """Signs in with one of the demonstration accounts."""
        self.page.goto(f"{self.served.url}/sign-in")
        self.page.get_by_label("E-mail").fill(self.served.accounts[who])
        self.page.get_by_label("Password").fill(self.served.password)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(f"{self.served.url}/")

    def signed_in(self, who: str) -> None:
        """Opens the list of work as one of the accounts; each signs in once, for a password takes its time to check."""
        if who in self.served.cookies:
            self.page.context.add_cookies(self.served.cookies[who])
            self.page.goto(f"{self.served.url}/")
        else:
            self.sign_in(who)
            self.served.cookies[who] = self.page.context.cookies()

    def sound(self) -> None:
        """The page as it stands has no violation that axe knows and does not scroll sideways; both need JavaScript."""
        if not self.javascript:
            return
        found = Axe().run(self.page)
        assert found.violations_count == 0, f"{self.page.url}\n{found.generate_report()}"
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} is {wide} px too wide"

    def opens(self, what: Locator) -> None:
        """Follows a link or presses a button, waits for the page that this opens, and checks it."""
        with self.page.expect_navigation():
            what.click()
        self.sound()

    def tab(self, name: str) -> None:
        """Goes to a tab of the engagement and checks the page."""
        self.opens(self.page.get_by_role("navigation", name="Engagement").get_by_role("link", name=name, exact=True))


Visit = Callable[..., Visitor]


# What a browser reports where a form is refused, and htmx where typing overtakes an estimate on its way (hx-sync).
WANTED = ("status of 422", "htmx:sendAbort", "htmx:afterRequest")
OFFLINE = ("ERR_INTERNET_DISCONNECTED", "htmx:sendError")  # where a test takes the connection away
CONFLICT = ("status of 409",)  # where a test lets two pages differ


def is_complaint(message: ConsoleMessage, tolerated: tuple[str, ...]) -> bool:
    """An error, but none that the test provokes."""
    return message.type == "error" and not any(wanted in message.text for wanted in WANTED + tolerated)


@pytest.fixture
def visit(browser: Browser, served: Served) -> Iterator[Visit]:
    """Opens a browser window of its own, by default at the desk; what the browser complains about fails the test.

    `tolerated` are parts of the complaints that the test provokes.
    """
    contexts, complaints = [], []

    def open_window(
        who: str = "",
        size: str = "desk",
        javascript: bool = True,
        scheme: str = "light",
        tolerated: tuple[str, ...] = (),
    ) -> Visitor:
        context = browser.new_context(viewport=SIZES[size], java_script_enabled=javascript, color_scheme=scheme)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.on(
            "console", lambda message: complaints.append(message.text) if is_complaint(message, tolerated) else None
        )
        context.on("weberror", lambda caught: complaints.append(str(caught.error)))
        page = context.new_page()
        visitor = Visitor(page, served, javascript)
        if who:
            visitor.signed_in(who)
        return visitor

    yield open_window
    for context in contexts:
        context.close()
    assert complaints == []
