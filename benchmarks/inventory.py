"""Seconds and peak memory for reading a generated gitlab-evaluate report, as workbook and as CSV.

Usage: python benchmarks/inventory.py [--repositories 100000]

Each file is read in a process of its own, whose largest memory is printed; beside it stands the same process reading
nothing, so that the interpreter's own share is seen. Aims on 2 cores: workbook 20 s and 300 MB, CSV 3 s.
"""

import argparse
import csv
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from scoping.inventory import read

SIZES = "storage repository wiki lfs_objects build_artifacts snippets uploads"
HEADER = (
    "project id url kind namespace last_activity_at mirror archived pipelines pipelines_over issues issues_over"
    " branches branches_over commit_count commit_count_over merge_requests merge_requests_over"
    f" {' '.join(f'{name}_size {name}_size_over' for name in SIZES.split())}"
    " tags tags_over package_count package_types_in_use packages_size packages_size_over container_tag_count"
    " container_registry_size container_registry_size_over estimated_export_size estimated_export_size_over"
    " estimated_export_size_s3_over is_fork languages file_extensions visibility"
).split()
TEXTS = {
    "project": "project-{0}",
    "id": "gid://gitlab/Project/{0}",
    "url": "https://gitlab.example.com/acme/group-{1}/project-{0}",
    "kind": "group",
    "namespace": "acme/group-{1}",
    "last_activity_at": "2026-0{2}-03T09:10:22Z",
    "package_types_in_use": "N/A",
    "languages": '{{"Java": {1}.3, "Shell": 28.7}}',
    "file_extensions": '{{".java": {0}, ".sh": 9}}',
    "visibility": "private",
}
LIMIT = 4_000_000_000
BOOK, TEXT = "evaluate_report.xlsx", "Raw_Project_Data.csv"


def rows(count: int) -> Iterator[list[str | int]]:
    """Invented projects, the same at every run."""
    chance = random.Random(1)  # noqa: S311 - no secret
    for number in range(count):
        yield [
            TEXTS[name].format(number, number % 500, number % 9 + 1)
            if name in TEXTS
            else "False"
            if name.endswith("_over") or name in ("mirror", "archived", "is_fork")
            else chance.randrange(10**9)
            for name in HEADER
        ]


def write_csv(path: Path, count: int) -> None:
    """The report as CSV."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(rows(count))


def write_workbook(path: Path, count: int) -> None:
    """The report as a workbook with shared texts, as spreadsheets and the tool write it."""
    shared: dict[str, int] = {}
    letters = [f"{chr(64 + at // 26) if at >= 26 else ''}{chr(65 + at % 26)}" for at in range(len(HEADER))]

    def row(number: int, values: Iterable[str | int]) -> bytes:
        cells = "".join(
            f'<c r="{letter}{number}"><v>{value}</v></c>'
            if isinstance(value, int)
            else f'<c r="{letter}{number}" t="s"><v>{shared.setdefault(value, len(shared))}</v></c>'
            for letter, value in zip(letters, values, strict=True)
        )
        return f'<row r="{number}" spans="1:{len(HEADER)}">{cells}</row>'.encode()

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        sheets = '<sheets><sheet name="Raw Project Data" sheetId="1" r:id="rId1"/></sheets>'
        archive.writestr("xl/workbook.xml", f'<workbook xmlns:r="r">{sheets}</workbook>')
        link = '<Relationship Id="rId1" Target="worksheets/sheet1.xml"/>'
        archive.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{link}</Relationships>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            part.write(b"<worksheet><sheetData>")
            for number, values in enumerate(chain[Iterable[str | int]]([HEADER], rows(count)), 1):
                part.write(row(number, values))
            part.write(b"</sheetData></worksheet>")
        texts = "".join(f"<si><t>{text}</t></si>" for text in shared)
        archive.writestr("xl/sharedStrings.xml", f"<sst>{texts}</sst>")


def measure(path: Path) -> None:
    """Read one file, or nothing for a path that is a folder, and print what it took."""
    started = time.perf_counter()
    found = 0 if path.is_dir() else len(read([path], limit_bytes=LIMIT).repositories)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    name = "nothing" if path.is_dir() else f"{path.name}, {path.stat().st_size / 1e6:.0f} MB"
    print(f"{name:<28} {found:>9,} repositories {seconds:8.2f} s {peak:8.0f} MB at most")


def main() -> None:
    """Writes both files into a temporary folder and measures each; every step is a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repositories", type=int, default=100_000)
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.write:
        write_workbook(arguments.write / BOOK, arguments.repositories)
        write_csv(arguments.write / TEXT, arguments.repositories)
    elif arguments.measure:
        measure(arguments.measure)
    else:
        count = str(arguments.repositories)
        with tempfile.TemporaryDirectory() as folder:
            # a child inherits the peak of the process that starts it, so this one does nothing itself
            subprocess.run([sys.executable, __file__, "--write", folder, "--repositories", count], check=True)
            for path in (Path(folder), Path(folder) / TEXT, Path(folder) / BOOK):
                subprocess.run([sys.executable, __file__, "--measure", str(path)], check=True)


if __name__ == "__main__":
    main()
