"""git lfs ls-files, as JSON or text: the large files of one repository."""

import re
from typing import Any

from scoping.inventory import cells
from scoping.inventory.found import Report
from scoping.inventory.streams import Opened, refusal

TOOL = "git-lfs"
_ROW = re.compile(r"[0-9a-f]{10,64} [*-] (.+?)(?: \(([\d.]{1,12} [KMGT]?B)\))?\s*", re.DOTALL)


def recognise(data: Any) -> bool:
    """Whether JSON is what `git lfs ls-files --json` writes."""
    files = data.get("files") if isinstance(data, dict) else None
    return isinstance(files, list) and all(isinstance(each, dict) and "oid" in each for each in files[:5])


def is_list(head: str) -> bool:
    """Whether a text begins as `git lfs ls-files`."""
    return bool(_ROW.fullmatch(head.partition("\n")[0]))


def read(file: str, data: dict[str, Any]) -> Report:
    """Number and exact bytes as a note."""
    sizes = [each.get("size") if isinstance(each, dict) else None for each in data["files"]]
    for row, size in enumerate(sizes, 1):
        if type(size) is not int or not 0 <= size <= cells.LARGEST:
            raise refusal(file, "is not a size in bytes", row=row, column="size")
    return _report(file, len(sizes), sum(size for size in sizes if size), "")


def read_list(opened: Opened) -> Report:
    """Number and bytes as a note; the sizes in the text are rounded, and only there with --size."""
    files, unknown, total = 0, 0, 0
    for number, line in enumerate(opened.lines(), 1):
        if not line.strip():
            continue
        row = _ROW.fullmatch(line)
        if not row:
            raise refusal(opened.name, "is not a line of `git lfs ls-files`; the file may be cut off", row=number)
        try:
            size = cells.size(row[2])
        except ValueError as error:
            raise refusal(opened.name, str(error), row=number, column="size") from error
        files, unknown, total = files + 1, unknown + (size is None), total + (size or 0)
    return _report(
        opened.name, files, total, f", {unknown:,} of unknown size" if unknown else " as rounded in the text"
    )


def _report(file: str, files: int, total: int, words: str) -> Report:
    note = f"{file}: files of one repository in Git LFS: {files:,}, with {total:,} bytes{words}."
    return Report(TOOL, file, notes=(note,))
