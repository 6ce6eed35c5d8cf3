"""Files in, inventory out: what a file is shows in its content and headers, never in its name."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, NoReturn

from scoping.domain.errors import Fault, InvalidInput
from scoping.inventory import (
    actions_importer,
    ado_evaluate,
    bitbucket_evaluate,
    cloc,
    delimited,
    front_sheets,
    gh_gei,
    gh_stats,
    git_filter_repo,
    git_lfs,
    git_sizer,
    github_evaluate,
    gitlab_evaluate,
    jenkins_evaluate,
    mapped,
    subversion,
    workbook,
)
from scoping.inventory.combining import combined
from scoping.inventory.found import Inventory, Report, Unrecognised
from scoping.inventory.layouts import Layout, fitting
from scoping.inventory.mapped import ColumnMapping
from scoping.inventory.streams import LIMIT, Budget, Opened, Source, names, opened, refusal
from scoping.inventory.tables import Cells, Table, View

LAYOUTS: tuple[Layout, ...] = (
    *gitlab_evaluate.LAYOUTS,
    *github_evaluate.LAYOUTS,
    *bitbucket_evaluate.LAYOUTS,
    *ado_evaluate.LAYOUTS,
    *jenkins_evaluate.LAYOUTS,
    *front_sheets.LAYOUTS,
    *gh_gei.LAYOUTS,
    *gh_stats.LAYOUTS,
    *actions_importer.LAYOUTS,
    *cloc.LAYOUTS,
)
_TEXTS: tuple[tuple[Callable[[str], bool], Callable[[Opened], Report]], ...] = (
    (actions_importer.is_audit, actions_importer.read_audit),
    (actions_importer.is_forecast, actions_importer.read_forecast),
    (git_filter_repo.is_readme, git_filter_repo.read_readme),
    (git_filter_repo.is_sizes, git_filter_repo.read_sizes),
    (git_lfs.is_list, git_lfs.read_list),
    (subversion.is_info, subversion.read_info),
)
_DOCUMENTS: tuple[tuple[Callable[[Any], bool], Callable[[str, Any], Report]], ...] = (
    (git_sizer.recognise, git_sizer.read),
    (git_lfs.recognise, git_lfs.read),
    (cloc.recognise, cloc.read),
    (cloc.recognise_scc, cloc.read_scc),
)
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "is an old .xls or a workbook with a password; save it as .xlsx without one"),
    (b"%PDF", "is a PDF; give the report itself, as CSV or workbook"),
    (b"\x1f\x8b", "is a compressed file; unpack it and give what is inside"),
)
MOST_PIECES = 1_000_000  # objects and lists in a JSON file; each takes more memory than its text
_HELP = "is no report this program knows; give the tool's own file, or a CSV or workbook with a header"


def read(sources: Iterable[Source], *, limit_bytes: int = LIMIT, mappings: Sequence[ColumnMapping] = ()) -> Inventory:
    """Everything in the files, put together; tables that neither a reader nor a mapping knows are listed as such.

    `sources` are paths, or names with binary streams that can seek. InvalidInput holds every file's fault, each with
    file, sheet, row and column as far as they are known. `limit_bytes` counts unpacked bytes of all files together.
    """
    given = list(sources)
    budget = Budget(limit_bytes)
    reports: list[Report] = []
    unrecognised: list[Unrecognised] = []
    faults: list[Fault] = []
    for source, name in zip(given, names(given), strict=True):
        try:
            found = _read_file(source, name, budget, mappings)
        except InvalidInput as error:
            faults += error.faults
            continue
        reports += [each for each in found if isinstance(each, Report)]
        unrecognised += [each for each in found if isinstance(each, Unrecognised)]
    if faults:
        raise InvalidInput(*faults)
    return combined(reports, unrecognised)


def read_mapped(source: Source, mapping: ColumnMapping, *, limit_bytes: int = LIMIT) -> Inventory:
    """One CSV or workbook through a mapping, whatever a reader would make of it; of a workbook the sheets that fit."""
    mapped.check(mapping)
    (name,) = names([source])
    with opened(source, name, Budget(limit_bytes)) as file:
        if not file.head(2).startswith(b"PK"):
            return combined([mapped.read(delimited.table(file), mapping)])
        reports = [mapped.read(table, mapping) for table in workbook.tables(file) if mapping.fits(table)]
    if not reports:
        columns = ", ".join(each.column for each in mapping.columns)
        raise refusal(name, f"has no sheet with the columns {columns}")
    return combined(reports)


def first_rows(
    source: Source, sheet: str, count: int = 3, *, limit_bytes: int = LIMIT
) -> tuple[tuple[str, ...], list[Cells]]:
    """The header and the first rows of a CSV, or of one sheet of a workbook: what a person looks at to map columns."""
    (name,) = names([source])
    with opened(source, name, Budget(limit_bytes)) as file:
        tables = workbook.tables(file) if file.head(2).startswith(b"PK") else iter([delimited.table(file)])
        for table in tables:
            if table.sheet == sheet:
                return table.header, [row for _, row in islice(table.rows, count)]
    raise refusal(name, "has no such sheet", sheet=sheet)


def _read_file(
    source: Source, name: str, budget: Budget, mappings: Sequence[ColumnMapping]
) -> list[Report | Unrecognised]:
    with opened(source, name, budget) as file:
        head = file.head()
        if not head.strip(b"\0\r\n\t \xef\xbb\xbf"):
            raise refusal(name, "is empty; the tool found nothing or was stopped")
        for magic, what in _FOREIGN:
            if head.startswith(magic):
                raise refusal(name, what)
        if head.startswith(b"PK\3\4"):
            return _workbook(file, mappings)
        encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
        text = head.decode(encoding, errors="replace")
        if text.lstrip().startswith("<"):
            return [subversion.read_xml(file)]
        if text.lstrip().startswith(("{", "[")):
            return [_document(file)]
        for recognise, reader in _TEXTS:
            if recognise(text):
                return [reader(file)]
        found, _ = _table(delimited.table(file), mappings)
        if isinstance(found, Unrecognised) and (len(found.columns) < 2 or not found.rows):
            raise refusal(name, _HELP)
        return [found]


def _workbook(file: Opened, mappings: Sequence[ColumnMapping]) -> list[Report | Unrecognised]:
    """The sheets that a reader knows or, where it knows none, all of them as unrecognised.

    Of several sheets of one layout the longest counts: the others are extracts of it.
    """
    reports: dict[object, Report] = {}
    unknown: list[Unrecognised] = []
    for table in workbook.tables(file):
        found, layout = _table(table, mappings)
        if isinstance(found, Unrecognised):
            unknown.append(found)
        elif layout not in reports or len(found.repositories) > len(reports[layout].repositories):
            reports[layout] = found
    if not reports and not unknown:
        raise refusal(file.name, "holds no rows in any sheet")
    lists = [each for each in reports.values() if each.repositories]
    places = dict.fromkeys(each.instance for each in lists or reports.values() if each.instance)
    if len(places) != 1:
        return [*reports.values()] or [*unknown]
    (place,) = places
    return [each if each.repositories else replace(each, instance=place) for each in reports.values()]


def _table(table: Table, mappings: Sequence[ColumnMapping]) -> tuple[Report | Unrecognised, object]:
    """A table as a report, with what read it, or as one that nothing reads."""
    if layout := fitting(LAYOUTS, table):
        report = layout.read(View(table, layout.columns, ragged=layout.ragged))
        if not (report.answers or report.notes):
            report = replace(report, notes=(f"{table.file}: {layout.tool} lists nothing in it.",))
        return report, id(layout)
    if mapping := next((each for each in mappings if each.fits(table)), None):
        return mapped.read(table, mapping), mapping
    rows, width = 0, len(table.header)
    for number, row in table.rows:
        rows += 1
        if not table.sheet and (len(row) < width or any(row[width:])):
            what = f"{_HELP}; as CSV the row has {len(row)} cells instead of {width}"
            raise refusal(table.file, what, row=number, column=table.header[min(len(row), width) - 1])
    return Unrecognised(table.file, table.sheet, table.header, rows), None


def _document(file: Opened) -> Report:
    text = file.text()
    if text.count("{") + text.count("[") > MOST_PIECES:
        raise refusal(file.name, "holds more pieces than any report of these tools")
    try:
        data = json.loads(text, parse_constant=_no_number)
    except RecursionError as error:
        raise refusal(file.name, "is nested deeper than any report of these tools") from error
    except json.JSONDecodeError as error:
        what = f"is not complete JSON: {error.msg.lower()}"
        raise refusal(file.name, what, row=error.lineno, column=str(error.colno)) from error
    except ValueError as error:
        raise refusal(file.name, "is JSON with a number that none can be") from error
    for recognise, reader in _DOCUMENTS:
        if recognise(data):
            return reader(file.name, data)
    repositories = data.get("repos") if isinstance(data, dict) else None
    if not isinstance(repositories, list):
        raise refusal(file.name, _HELP)
    if not repositories:
        return Report("gh-repo-stats", file.name, notes=(f"{file.name}: gh-repo-stats lists nothing in it.",))
    found, _ = _table(_listed(file.name, repositories), ())
    if isinstance(found, Unrecognised):
        raise refusal(file.name, _HELP)
    return found


def _no_number(_: str) -> NoReturn:
    raise ValueError("not a number")


def _listed(file: str, items: list[Any]) -> Table:
    """A JSON list of objects as a table; what is nested in them is left out."""
    objects = [each if isinstance(each, dict) else {} for each in items]
    keys = tuple(dict.fromkeys(key for each in objects for key in each))
    rows = ((number, [_cell(each.get(key)) for key in keys]) for number, each in enumerate(objects, 1))
    return Table(file, "", tuple(map(_clean, keys)), iter(rows))


def _cell(value: Any) -> str | None:
    return _clean(str(value)) if isinstance(value, (str, int, float)) else None


def _clean(text: str) -> str:
    """Without what JSON can escape and no database keeps: NUL and halves of characters."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()
