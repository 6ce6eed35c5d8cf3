"""Any table through a mapping: which column holds what, in which unit, saved as plain data and used again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from scoping.domain.errors import Fault, InvalidInput
from scoping.inventory.cells import ANY_MARK, UNITS
from scoping.inventory.found import Report
from scoping.inventory.repository_lists import RepositoryList, Total, always
from scoping.inventory.row_counts import Count, RowCounts
from scoping.inventory.tables import Column, Line, Table, View, spoken

TOOL = "mapping"
FIELDS: Mapping[str, tuple[str, ...]] = {
    "repositories": (
        *("name", "namespace", "url", "size", "archived", "fork", "lfs", "empty"),
        *("last_activity", "personal", "pipelines"),
    ),
    "users": ("name", "active", "bot"),
    "pipelines": ("name", "url", "complex"),
}


@dataclass(frozen=True)
class MappedColumn:
    """One column of a table: its header, the field that it holds, and for a size the unit of a bare number."""

    column: str
    field: str
    unit: str = "B"


@dataclass(frozen=True)
class ColumnMapping:
    """What each row of a table is (a key of FIELDS) and what its columns hold; plain data only, so it can be saved.

    `decimal` is the decimal mark of a CSV, a point or a comma; the other one may then stand between thousands.
    `source_scm` and `ci_system` are answers that the person gives with the mapping. `header` holds the columns of the
    table it was made for: with it, the mapping is for tables with these columns only, in whatever order.
    """

    name: str
    rows: str
    columns: tuple[MappedColumn, ...]
    decimal: str = "."
    source_scm: str = ""
    ci_system: str = ""
    header: tuple[str, ...] = ()

    def fits(self, table: Table) -> bool:
        """Whether a table has the header that the mapping was made for, or every column that it names."""
        if self.header:
            return set(map(spoken, self.header)) == set(table.names)
        return {spoken(each.column) for each in self.columns} <= set(table.names)


def check(mapping: ColumnMapping) -> None:
    """InvalidInput with everything that is wrong with a mapping."""
    faults = []
    if mapping.rows not in FIELDS:
        faults.append(Fault("rows", f"choose what a row is: {', '.join(FIELDS)}"))
    if mapping.decimal not in (".", ","):
        faults.append(Fault("decimal", "choose a point or a comma as decimal mark"))
    fields = FIELDS.get(mapping.rows, ())
    for position, each in enumerate(mapping.columns):
        if fields and each.field not in fields:
            faults.append(Fault(f"columns[{position}].field", f"choose from {', '.join(fields)}"))
        if each.unit not in UNITS:
            faults.append(Fault(f"columns[{position}].unit", f"choose from {', '.join(UNITS)}"))
        if not spoken(each.column):
            faults.append(Fault(f"columns[{position}].column", "name the column by its header"))
    given = [each.field for each in mapping.columns]
    if len(set(given)) < len(given):
        faults.append(Fault("columns", "give every field one column only"))
    if "name" not in given:
        faults.append(Fault("columns", "say which column holds the name"))
    if faults:
        raise InvalidInput(*faults)


def read(table: Table, mapping: ColumnMapping) -> Report:
    """The table through the mapping; InvalidInput where the mapping is wrong or names a column that is not there."""
    check(mapping)
    missing = [each.column for each in mapping.columns if spoken(each.column) not in table.names]
    if missing:
        raise InvalidInput(*(Fault(f"{table.file}: column {each}", "is not in the table") for each in missing))
    decimal = "." if table.sheet else mapping.decimal  # a workbook holds numbers without marks
    marks = ANY_MARK.replace(decimal, "")
    columns = {each.field: Column((spoken(each.column),), UNITS[each.unit], marks) for each in mapping.columns}
    return _SHAPES[mapping.rows](mapping, columns)(View(table, columns, decimal))


def _repositories(mapping: ColumnMapping, columns: Mapping[str, Column]) -> Callable[[View], Report]:
    totals = (Total("ci_pipelines", ("pipelines",)),) if "pipelines" in columns else ()
    scm = always(mapping.source_scm)
    return RepositoryList(TOOL, ("name",), columns, scm, totals=totals, ci_system=mapping.ci_system, rank=1).read


def _users(_: ColumnMapping, columns: Mapping[str, Column]) -> Callable[[View], Report]:
    def counts(line: Line) -> bool | None:
        active = line.truth("active") if "active" in columns else True
        return False if line.truth("bot") or active is False else active

    used = tuple(key for key in ("active", "bot") if key in columns) or ("name",)
    rule = "rows that are active and no bots" if used != ("name",) else "all rows"
    return RowCounts(TOOL, ("name",), columns, (Count("users", rule, used, counts),), people=True).read


def _pipelines(mapping: ColumnMapping, columns: Mapping[str, Column]) -> Callable[[View], Report]:
    hard = Count("ci_complex_pipelines", "rows marked complex", ("complex",), lambda line: line.truth("complex"))
    constants = (("ci_system", mapping.ci_system), ("ci_instances", 1)) if mapping.ci_system else ()
    return RowCounts(TOOL, ("name",), columns, (Count("ci_pipelines", "all rows", ("name",)), hard), constants).read


_SHAPES = {"repositories": _repositories, "users": _users, "pipelines": _pipelines}
