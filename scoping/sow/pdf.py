"""HTML to PDF with WeasyPrint, which reaches nothing but the document's own style sheet, fonts and watermark.

WeasyPrint is imported on first use, because that takes about a second.
"""

import atexit
import gc
import mimetypes
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from scoping.domain.sow import StatementOfWork
from scoping.sow.attachments import Attachment, attachments
from scoping.sow.finishing import finish
from scoping.sow.html import LOGO, ROOT, render_html
from scoping.sow.letterhead import Letterhead, Logo

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

# A host that cannot exist: the document's own files have addresses below it and are read from the disk.
BASE = "https://document.invalid/"
STYLE_SHEET = "static/css/sow.css"
SCRIPTS = {  # style sheets with fonts for what the document's own have no letters for
    "static/css/sow-scripts.css": "[\u0600-\u08ff\ufb50-\ufdff\ufe70-\ufefc\u2600-\u27bf\U0001f000-\U0001faff]",
    "static/css/sow-han.css": "[\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]",
}
ALLOWED = (STYLE_SHEET, *SCRIPTS, "static/sow/*.svg", "static/vendor/fonts/*.woff*")
Carried = Mapping[str, tuple[bytes, str]]  # content and media type by address
_one_at_a_time = Lock()  # Pango's font map, kept between documents, is not safe to share among threads


class Variant(StrEnum):
    """The standard a PDF follows; both are tagged, the archival one carries everything it needs for decades."""

    ACCESSIBLE = "pdf/ua-1"
    ARCHIVAL = "pdf/a-3a"


def render_sow(
    sow: StatementOfWork,
    letterhead: Letterhead | None = None,
    *,
    draft: bool | None = None,
    variant: Variant = Variant.ACCESSIBLE,
) -> bytes:
    """The statement of work as PDF on this letterhead, with its discovery file and fingerprint inside."""
    letterhead = letterhead or Letterhead(sow.provider)
    html = render_html(sow, draft=draft, letterhead=letterhead)
    return render_pdf(html, attachments=attachments(sow), logo=letterhead.logo, variant=variant)


def render_pdf(
    html: str,
    *,
    attachments: Sequence[Attachment] = (),
    logo: Logo | None = None,
    variant: Variant = Variant.ACCESSIBLE,
) -> bytes:
    """The document as tagged PDF with embedded, subset fonts; the same HTML gives the same bytes."""
    from weasyprint import HTML
    from weasyprint import Attachment as Embedded

    carried = {f"{BASE}{each.name}": (each.content, each.media_type) for each in attachments}
    if logo:
        carried[f"{BASE}{LOGO}"] = (logo.content, logo.media_type)
    with _one_at_a_time, _no_collection():
        fonts, style_sheet = _style()
        fetcher = _fetcher(carried)
        embedded = [
            Embedded(
                url=f"{BASE}{each.name}",
                url_fetcher=fetcher,
                name=each.name,
                description=each.description,
                relationship=each.relationship,
                created=each.at,
                modified=each.at,
            )
            for each in attachments
        ]
        pdf: bytes = HTML(string=html, base_url=BASE, url_fetcher=fetcher).write_pdf(
            font_config=fonts,
            stylesheets=[
                style_sheet,
                *(_script(sheet) for sheet, letters in SCRIPTS.items() if re.search(letters, html)),
            ],
            attachments=embedded,
            pdf_variant=str(variant),
            finisher=finish,
        )
    return pdf


@contextmanager
def _no_collection() -> Iterator[None]:
    """No garbage collection meanwhile: everything lives until the document is written, and looking costs a quarter."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def own_files() -> dict[str, Path]:
    """The files a document may use, by their address."""
    return {
        f"{BASE}{path.relative_to(ROOT).as_posix()}": path for pattern in ALLOWED for path in sorted(ROOT.glob(pattern))
    }


@cache
def _style() -> "tuple[FontConfiguration, CSS]":
    """Fonts unpacked and style sheet parsed once per process; they would take a quarter of the time of a document."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    atexit.register(
        _style.cache_clear
    )  # it removes its files when it goes, which the interpreter's end is too late for
    style_sheet = CSS(url=f"{BASE}{STYLE_SHEET}", font_config=fonts, url_fetcher=_fetcher())
    gc.collect()  # the renderer stays as long as the process, and walking it takes 35 ms in the middle of some request
    gc.freeze()
    return fonts, style_sheet


@cache
def _script(sheet: str) -> "CSS":
    """The fonts of other letters; unpacking them takes as long as a short document."""
    from weasyprint import CSS

    return CSS(url=f"{BASE}{sheet}", font_config=_style()[0], url_fetcher=_fetcher())


def _fetcher(carried: Carried | None = None) -> "URLFetcher":
    """Answers with own files and what the document carries; every other address, file and host is refused."""
    found: URLFetcher = _own_files()()
    found.carried = carried or {}
    return found


@cache
def _own_files() -> "type[URLFetcher]":
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    files = own_files()

    class OwnFiles(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
        carried: Carried

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> "URLFetcherResponse":
            if url in self.carried:
                content, media_type = self.carried[url]
            elif url in files:
                content, media_type = files[url].read_bytes(), mimetypes.guess_type(url)[0] or "font/woff"
            else:
                raise PermissionError(f"the document may not load {url}")
            return URLFetcherResponse(url, content, {"Content-Type": media_type})

    return OwnFiles
