"""git filter-repo --analyze: the size of one repository's history, and what of it is no longer there."""

import re

from scoping.inventory.found import Report
from scoping.inventory.streams import Opened, refusal

TOOL = "git-filter-repo"
_STATISTIC = re.compile(r"\s*(Number of commits|Total (?:un)?packed size \(bytes\)): (\d{1,18})\s*")
_TITLE = re.compile(r"=== (.{1,80}) ===\s*")
_ROW = re.compile(r"\s*(\d{1,18})\s+(\d{1,18})\s+(<present>|\d{4}-\d\d-\d\d)\s+\S.*", re.DOTALL)
_BLOB = re.compile(r"\s*[0-9a-f]{40,64}\s+(\d{1,18})\s+(\d{1,18})\s+\S.*", re.DOTALL)
_ROWS_AT = 3


def is_readme(head: str) -> bool:
    """Whether a text begins as the README of an analysis."""
    return head.startswith("== Overall Statistics ==")


def is_sizes(head: str) -> bool:
    """Whether a text begins as one of the lists of sizes."""
    return head.startswith("=== ") and "\nFormat: " in head[:200]


def read_readme(opened: Opened) -> Report:
    """Packed size and number of commits as a note; the report does not name the repository."""
    found: dict[str, int] = {}
    for line in opened.lines():
        if statistic := _STATISTIC.fullmatch(line):
            found.setdefault(statistic[1], int(statistic[2]))
    if "Total packed size (bytes)" not in found:
        raise refusal(opened.name, "tells no packed size; the analysis was cut off", column="Total packed size (bytes)")
    commits, packed = found.get("Number of commits", 0), found["Total packed size (bytes)"]
    note = f"{opened.name}: commits of one repository: {commits:,}, with {packed:,} bytes packed."
    return Report(TOOL, opened.name, notes=(note,))


def read_sizes(opened: Opened) -> Report:
    """How many entries a list has and what deleted ones still weigh: candidates for a clean-up before the move."""
    title, entries, deleted, weight = "", 0, 0, 0
    for number, line in enumerate(opened.lines(), 1):
        if number < _ROWS_AT:
            title = title or (_TITLE.fullmatch(line) or [line, line])[1].strip()
            continue
        if not line.strip():
            continue
        row, blob = _ROW.fullmatch(line), _BLOB.fullmatch(line)
        if not row and not blob:
            raise refusal(opened.name, "is not a line of sizes; the file may be cut off", row=number)
        entries += 1
        if row and row[3] != "<present>":
            deleted, weight = deleted + 1, weight + int(row[2])
    note = f"{opened.name}: {title[:1].lower()}{title[1:]}: {entries:,}"
    if deleted:
        note += f"; of those deleted: {deleted:,}, which still hold {weight:,} bytes packed"
    return Report(TOOL, opened.name, notes=(f"{note}.",))
