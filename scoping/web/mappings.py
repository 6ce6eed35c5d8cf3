"""A table that no reader knows: a person says what its columns hold, and the installation remembers it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from scoping.actions import reports
from scoping.codec import from_plain
from scoping.db.models import ReportUpload, Revision, SavedMapping
from scoping.db.reports import saved_mappings
from scoping.domain.errors import Fault, InvalidInput
from scoping.domain.permissions import Permission
from scoping.extensions import db
from scoping.inventory import FIELDS, ColumnMapping, MappedColumn, Unrecognised, first_rows, from_saved
from scoping.inventory.cells import UNITS
from scoping.inventory.mapped import check
from scoping.inventory.tables import Cells, spoken
from scoping.web import report_files
from scoping.web.access import LARGEST_KEY, catalog, demand, person, revision_of
from scoping.web.clock import now
from scoping.web.reports import ONE, known_mappings, upload_of

blueprint = Blueprint("mappings", __name__)

ADDRESS = f"{ONE}/tables/<int:at>"
ROWS = {"repositories": "one repository", "users": "one person", "pipelines": "one pipeline or job"}
LABELS = {
    "name": "Name",
    "namespace": "Group, project or organisation",
    "url": "Address",
    "size": "Size",
    "archived": "Archived (yes or no)",
    "fork": "Fork (yes or no)",
    "lfs": "Uses Git LFS (yes or no)",
    "empty": "Empty (yes or no)",
    "last_activity": "Last activity (a day)",
    "personal": "A person's own (yes or no)",
    "pipelines": "Number of pipelines",
    "active": "Active (yes or no)",
    "bot": "A bot (yes or no)",
    "complex": "Complex (yes or no)",
}
_UNITS = ("KiB", "MiB", "GiB", "KB", "MB", "GB", "TB")
_MEANT = {
    "name": ("name", "repo", "repository", "reponame", "repositoryname", "project", "job", "pipeline", "login", "user"),
    "namespace": ("group", "namespace", "org", "organisation", "organization", "team", "workspace"),
    "url": ("url", "link", "address", "cloneurl", "httpurl"),
    "size": ("size", "bytes", "sizemb", "sizekb", "sizegb", "reposize", "repositorysize", "mb", "gb"),
    "archived": ("archived", "isarchived", "archive"),
    "fork": ("fork", "isfork"),
    "lfs": ("lfs", "haslfs"),
    "empty": ("empty", "isempty"),
    "last_activity": ("lastactivity", "lastpush", "lastcommit", "updated", "lastmodified"),
    "pipelines": ("pipelines", "pipelinecount", "workflows", "jobs"),
    "active": ("active", "isactive", "enabled"),
}


@dataclass(frozen=True)
class Choices:
    """What stands in the form: the name, what a row is, a field for each column, unit, decimal mark and answers."""

    name: str
    rows: str
    fields: tuple[str, ...]
    unit: str
    decimal: str
    source_scm: str
    ci_system: str
    save: bool

    def mapping(self, header: Sequence[str]) -> ColumnMapping:
        """As a mapping for tables with this header."""
        columns = tuple(
            MappedColumn(column, field, self.unit if field == "size" else "B")
            for column, field in zip(header, self.fields, strict=True)
            if field
        )
        return ColumnMapping(
            self.name, self.rows, columns, self.decimal, self.source_scm, self.ci_system, tuple(header)
        )


@blueprint.get(ADDRESS)
def show(engagement_id: int, key: int, at: int) -> ResponseReturnValue:
    """The columns with their first rows, each with a guess of what it holds."""
    revision, upload, table = _found(engagement_id, key, at)
    return _page(revision, upload, at, table, _guess(table), 200)


@blueprint.post(ADDRESS)
def use(engagement_id: int, key: int, at: int) -> ResponseReturnValue:
    """Reads all files again with this mapping, saves it where wanted, and goes back to the preview."""
    revision, upload, table = _found(engagement_id, key, at)
    choices = _posted(table)
    mapping = choices.mapping(table.columns)
    try:
        check(mapping)
        with report_files.kept(upload.folder, upload.files) as files:
            found = report_files.read_all(files, [mapping, *known_mappings()])
        if choices.save:
            _check_name(mapping)
            reports.save_mapping(db.session, mapping, person(), now())
        folder = upload.folder if found.unrecognised else ""
        forgotten = upload.folder if not found.unrecognised else ""
        kept = reports.keep(db.session, revision.engagement, found, upload.files, folder, person(), now())
        db.session.commit()
    except FileNotFoundError:
        return _no_longer_kept(engagement_id)
    except InvalidInput as refusal:
        db.session.rollback()
        revision, upload, table = _found(engagement_id, key, at)
        return _page(revision, upload, at, table, choices, 422, refusal.faults)
    report_files.forget(forgotten)
    return redirect(url_for("reports.preview", engagement_id=engagement_id, key=kept.id), 303)


@blueprint.post("/reports/mappings/<key:key>/forget")
def forget(key: int) -> ResponseReturnValue:
    """Throws a saved mapping away."""
    demand(Permission.EDIT)
    saved = db.session.get(SavedMapping, key)
    if saved is None:
        abort(404)
    name = saved.name
    reports.forget_mapping(db.session, saved, person())
    db.session.commit()
    flash(f"The mapping “{name}” is forgotten.")
    engagement_id = request.form.get("engagement", 0, type=int)
    if 1 <= engagement_id <= LARGEST_KEY:
        return redirect(url_for("reports.show", engagement_id=engagement_id), 303)
    return redirect(url_for("engagements.list_page"), 303)


def _found(engagement_id: int, key: int, at: int) -> tuple[Revision, ReportUpload, Unrecognised]:
    revision = revision_of(engagement_id, None, Permission.EDIT)
    upload = upload_of(engagement_id, key)
    tables = from_saved(upload.found).unrecognised
    if at >= len(tables):
        abort(404)
    return revision, upload, tables[at]


def _guess(table: Unrecognised) -> Choices:
    """Each field for the first column whose header names it; all of it can be changed."""
    taken: dict[str, int] = {}
    for field, words in _MEANT.items():
        named = (at for word in words for at, column in enumerate(table.columns) if spoken(column) == word)
        at = next((at for at in named if at not in taken.values()), None)
        if at is not None:
            taken[field] = at
    units = {at: _unit_in(column) for at, column in enumerate(table.columns) if at not in taken.values()}
    if "size" not in taken and (measured := next((at for at, unit in units.items() if unit), None)) is not None:
        taken["size"] = measured
    fields = {at: field for field, at in taken.items()}
    unit = (_unit_in(table.columns[taken["size"]]) if "size" in taken else "") or "B"
    name = f"{table.file}, {table.sheet}" if table.sheet else table.file
    held = tuple(fields.get(at, "") for at in range(len(table.columns)))
    return Choices(name, "repositories", held, unit, ".", "", "", save=True)


def _unit_in(column: str) -> str:
    """The unit that a header ends with, such as "Space (MB)"; empty where it names none."""
    return next((unit for unit in _UNITS if re.search(rf"(?i)(^|[^a-z]){unit}\W*$", column)), "")


def _posted(table: Unrecognised) -> Choices:
    form = request.form
    fields = tuple(form.get(f"column-{at}", "") for at in range(len(table.columns)))
    return Choices(
        form.get("name", "").strip(),
        form.get("rows", ""),
        fields,
        form.get("unit", "B"),
        form.get("decimal", "."),
        _offered("source_scm", form.get("source_scm", "")),
        _offered("ci_system", form.get("ci_system", "")),
        "save" in form,
    )


def _offered(question: str, given: str) -> str:
    return given if given in [key for key, _ in _choices(question)] else ""


def _choices(question: str) -> list[tuple[str, str]]:
    asked = catalog().questions.get(question)
    return [(choice.key, choice.label) for choice in asked.choices] if asked else []


def _check_name(mapping: ColumnMapping) -> None:
    """InvalidInput where the name is that of a mapping for another header, which would be lost."""
    for saved in saved_mappings(db.session):
        known = from_plain(saved.mapping, ColumnMapping)
        if saved.name == mapping.name and set(known.header) != set(mapping.header):
            raise InvalidInput(Fault("name", "is that of a mapping for a table with other columns; give another name"))


def _no_longer_kept(engagement_id: int) -> ResponseReturnValue:
    flash("The files of this preview are no longer kept. Give the reports once more.")
    return redirect(url_for("reports.show", engagement_id=engagement_id), 303)


def _page(
    revision: Revision,
    upload: ReportUpload,
    at: int,
    table: Unrecognised,
    choices: Choices,
    status: int,
    faults: tuple[Fault, ...] = (),
) -> ResponseReturnValue:
    try:
        with report_files.kept(upload.folder, upload.files) as files:
            source = next(file for file in files if file[0] == table.file)
            _, rows = first_rows(source, table.sheet)
    except FileNotFoundError:
        return _no_longer_kept(revision.engagement_id)
    page = render_template(
        "reports/columns.html",
        revision=revision,
        tab="discovery",
        upload=upload,
        at=at,
        table=table,
        columns=list(zip(table.columns, choices.fields, _samples(table, rows), strict=True)),
        choices=choices,
        fields={kind: [(field, LABELS[field]) for field in fields] for kind, fields in FIELDS.items()},
        labels=LABELS,
        rows=ROWS,
        units=list(UNITS),
        sources=_choices("source_scm"),
        systems=_choices("ci_system"),
        faults=[replace(fault, key=_place(fault.key, table)) for fault in faults],
    )
    return page, status


def _samples(table: Unrecognised, rows: Sequence[Cells]) -> list[str]:
    """The first values of each column, in one line."""
    width = len(table.columns)
    columns = ([row[at] for row in rows if at < len(row) and row[at]] for at in range(width))
    return [" · ".join(str(value)[:40] for value in column) for column in columns]


def _place(key: str, table: Unrecognised) -> str:
    """A fault's key as people read it."""
    return {"rows": "What a row is", "name": "Name", "columns": "Columns", "decimal": "Decimal mark"}.get(key, key)
