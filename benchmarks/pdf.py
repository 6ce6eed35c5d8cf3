"""Seconds and memory to make the PDF of a statement of work of 12, 30 and 80 pages, beside two other ways.

The other ways print the same HTML in the same run: headless Chromium with its start, and WeasyPrint taken plainly, that
is with the fonts of the machine, automatic table layout and nothing kept between documents.

Run `python -m benchmarks.pdf [FILE.toml] [--pages 12 30 80] [--runs 5]`; without a file it takes the combined example.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from io import BytesIO
from itertools import cycle, islice
from pathlib import Path
from statistics import median

from pypdf import PdfReader

from scoping.codec import discovery_from_toml
from scoping.domain.proposal import propose
from scoping.domain.sow import StatementOfWork, compose
from scoping.domain.sow.document import Block, Bullets, Numbered
from scoping.domain.sow.tables import Table
from scoping.reference import shipped
from scoping.sow.html import ROOT, render_html
from scoping.sow.pdf import BASE, STYLE_SHEET, render_pdf

MEGABYTE = 1024  # in kilobytes
FLAGS = """--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
--disable-component-update --disable-sync --allow-file-access-from-files --no-pdf-header-footer"""


def main() -> None:
    """Prints a line for each size; nothing is asserted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=ROOT / "examples" / "combined.toml")
    parser.add_argument("--pages", nargs="+", type=int, default=[12, 30, 80])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peak", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.peak:
        render_pdf(given.peak.read_text(encoding="utf-8"))
        print(peak())
        return
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not chromium:
        print("No Chromium here, so it is left out.")
    before: tuple[int, float] | None = None
    for pages in given.pages:
        before = _measured(_sized(_composed(given.file), pages), given.runs, chromium, before)


def _measured(
    sow: StatementOfWork, runs: int, chromium: str | None, before: tuple[int, float] | None
) -> tuple[int, float]:
    """Prints one size with its ratios and how its time grew from the size before; gives its pages and seconds."""
    html = render_html(sow)
    pages = _pages(render_pdf(html))
    ours = _median(partial(render_pdf, html), runs)
    plain = _median(partial(_plain, html), runs)
    print(
        f"{pages} pages: {ours:.2f} s, {ours / pages * 1000:.0f} ms a page, peak {_peak(html):.0f} MB (aim: below 300)"
    )
    print(f"  plain WeasyPrint {plain:.2f} s, ratio {ours / plain:.2f} (aim: at most 0.6)")
    if chromium:
        theirs, printed = _chromium(chromium, html, runs)
        print(
            f"  Chromium {theirs:.2f} s for {printed} pages, ratio {ours / theirs:.2f} (aim: at most 1.5 at 12 pages)"
        )
    if before:
        growth = (ours / before[1]) / (pages / before[0])
        print(f"  growth: {pages / before[0]:.1f} × the pages take {ours / before[1]:.1f} × the time ({growth:.2f})")
    return pages, ours


def _composed(file: Path) -> StatementOfWork:
    catalog = shipped()
    discovery = discovery_from_toml(file.read_text(encoding="utf-8"), catalog.questions)
    return compose(propose(catalog, discovery), revision=1, state="draft", on=date(2027, 1, 14))


def _sized(sow: StatementOfWork, pages: int) -> StatementOfWork:
    """The document with as many rows and entries as make this number of pages, or one page more or less."""
    factor = 1.0
    for _ in range(6):
        found = _scaled(sow, factor)
        now = _pages(render_pdf(render_html(found)))
        if abs(now - pages) <= 1:
            break
        factor *= (pages - 4) / max(now - 4, 1)  # cover, contents and pictures do not grow
    return found


def _scaled(sow: StatementOfWork, factor: float) -> StatementOfWork:
    sections = (replace(each, blocks=tuple(_block(block, factor) for block in each.blocks)) for each in sow.sections)
    return replace(sow, sections=tuple(sections))


def _block(block: Block, factor: float) -> Block:
    if isinstance(block, Table):
        return replace(block, rows=tuple(islice(cycle(block.rows), max(2, round(len(block.rows) * factor)))))
    if isinstance(block, Bullets | Numbered):
        return replace(block, items=tuple(islice(cycle(block.items), max(1, round(len(block.items) * factor)))))
    return block


def _plain(html: str) -> None:
    from weasyprint import CSS, HTML

    style = (ROOT / STYLE_SHEET).read_text(encoding="utf-8")
    style = re.sub(r"@font-face \{[^}]*\}|table-layout: fixed;|\"(Source|Noto)[^\"]*\",", "", style)
    folder = (ROOT / STYLE_SHEET).parent.as_uri()
    HTML(string=html, base_url=BASE).write_pdf(
        stylesheets=[CSS(string=style, base_url=f"{folder}/")], pdf_variant="pdf/ua-1"
    )


def peak() -> int:
    """Kilobytes that this process held at most.

    Not `ru_maxrss`: that also counts what the parent held when it started this one, here the documents made before.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.findall(r"(?m)^VmHWM:\s*(\d+) kB$", status)[0])


def _peak(html: str) -> float:
    """Megabytes that a process of its own needs at most for the document."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "sow.html")
        page.write_text(html, encoding="utf-8")
        command = [sys.executable, "-m", "benchmarks.pdf", "--peak", str(page)]
        return int(subprocess.run(command, check=True, capture_output=True, cwd=ROOT).stdout) / MEGABYTE


def _chromium(program: str, html: str, runs: int) -> tuple[float, int]:
    """Median seconds and pages of the same HTML, printed by a headless browser with a profile of its own."""
    with tempfile.TemporaryDirectory() as folder:
        page, printed = Path(folder, "sow.html"), Path(folder, "sow.pdf")
        link = f'<link rel="stylesheet" href="{(ROOT / STYLE_SHEET).as_uri()}"></head>'
        page.write_text(html.replace("</head>", link, 1), encoding="utf-8")
        command = [program, *FLAGS.split(), f"--user-data-dir={folder}/profile", f"--print-to-pdf={printed}"]
        command.append(page.as_uri())
        return _median(partial(_run, command), runs), len(PdfReader(printed).pages)


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _pages(pdf: bytes) -> int:
    return len(PdfReader(BytesIO(pdf)).pages)


def _median(work: Callable[[], object], runs: int) -> float:
    work()  # warm: fonts unpacked, the browser's profile made
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return median(seconds)


if __name__ == "__main__":
    main()
