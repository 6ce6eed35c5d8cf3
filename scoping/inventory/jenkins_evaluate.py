"""gitlab-evaluate for Jenkins: jobs by size, plugins."""

from scoping.inventory.row_counts import Count, RowCounts
from scoping.inventory.tables import Line, column


def _is_job(line: Line) -> bool:
    return not (line.text("kind") or "").lower().endswith(".folder")


def _is_complex(line: Line) -> bool | None:
    size = (line.text("size") or "").upper()
    if not _is_job(line):
        return False
    return size in ("L", "XL") if size in ("S", "M", "L", "XL") else None


def _has(word: str, *columns: str) -> Count:
    return Count("", f"jobs that are {word}", columns, lambda line: _is_job(line) and _dead(line) == word)


def _dead(line: Line) -> str:
    colour = (line.text("color") or "").lower()
    return "disabled" if colour.startswith("disabled") else "never built" if colour.startswith("notbuilt") else ""


JOBS = RowCounts(
    tool="evaluate-jenkins",
    required=("name", "color", "kind"),
    columns={
        "name": column("fullname"),
        "url": column("url"),
        "color": column("color"),
        "kind": column("class"),
        "size": column("tshirt_size"),
        "libraries": column("shared_library_count"),
        "failure": column("analysis_error"),
    },
    counts=(
        Count("ci_pipelines", "rows that are jobs, folders left out", ("kind",), _is_job),
        Count("ci_complex_pipelines", "rows where tshirt_size is L or XL", ("size",), _is_complex),
        _has("disabled", "color"),
        _has("never built", "color"),
        Count("", "jobs that could not be analysed", ("failure",), lambda line: bool(line.text("failure"))),
        Count("", "jobs that use shared libraries", ("libraries",), lambda line: bool(line.count("libraries"))),
    ),
    constants=(("ci_system", "jenkins"), ("ci_instances", 1)),
)
PLUGINS = RowCounts(
    tool="evaluate-jenkins",
    required=("name", "enabled", "detached"),
    columns={"name": column("short_name"), "enabled": column("enabled"), "detached": column("detached")},
    counts=(Count("", "plugins installed", ("name",)),),
)
LAYOUTS = (JOBS.layout(), PLUGINS.layout())
