"""The front sheet of an evaluate workbook: labels in column A, values in column B, whose formulas are never read."""

from collections.abc import Callable, Mapping

from scoping.inventory import cells
from scoping.inventory.estates import Origin
from scoping.inventory.found import LISTED, Prefill, Report
from scoping.inventory.layouts import Layout
from scoping.inventory.repository_lists import instance_of
from scoping.inventory.tables import View, column, spoken

_SOURCE = spoken("Basic information from source")
_VERSIONS = tuple(map(spoken, ("GitLab Version", "Github Version", "Bitbucket Version")))


def front_layout(
    tool: str, header: str, numbers: Mapping[str, str], sentences: Mapping[str, Callable[[str], str]]
) -> Layout:
    """The layout of a front sheet by its first cell; `numbers` are labels that answer, `sentences` make notes."""
    return Layout(tool, ("first",), {"first": column(header)}, lambda view: _read(tool, view, numbers, sentences))


def _read(tool: str, view: View, numbers: Mapping[str, str], sentences: Mapping[str, Callable[[str], str]]) -> Report:
    table = view.table
    origin = Origin(table.file, table.sheet, lambda *labels: ", ".join(labels))
    answers: dict[str, Prefill] = {}
    notes = []
    instance = instance_of(table.header[1]) if table.names[0] == _SOURCE and len(table.header) > 1 else ""
    for line in view.lines():
        label, value = line.cells[0] or "", cells.text_of(line.cells[1]) if len(line.cells) > 1 else None
        name = spoken(label)
        if value is None:
            continue
        if name == _SOURCE:
            instance = instance_of(value)
        if name in numbers and numbers[name] not in answers and (told := _count(value)) is not None:
            answers[numbers[name]] = origin.prefill(told, f"the value beside {label}", 1, 0, label)
        if name in _VERSIONS:
            answers["source_version"] = origin.prefill(value, f"the value beside {label}", 1, 0, label)
        if name in sentences and (sentence := sentences[name](value)):
            notes.append(f"{table.file}: {sentence}.")
    return Report(tool, table.file, table.sheet, instance, answers=answers, notes=tuple(notes), rank=2)


def _count(value: str) -> int | None:
    try:
        return cells.count(value, marks=cells.ANY_MARK)
    except ValueError:
        return None  # a sentence instead of a number, as a scan of one group writes it


def _enumeration(value: str) -> str:
    """A sentence unless the tool counted everything."""
    return "" if value.upper().startswith("COMPLETE") else f"Enumeration says {value.rstrip('.')}"


_SENTENCES: Mapping[str, Callable[[str], str]] = {
    spoken("Date Run"): lambda value: f"the report was made on {value}",
    spoken("GitLab Version"): lambda value: f"the source is GitLab {value}",
    spoken("Github Version"): lambda value: f"the source is GitHub {value}",
    spoken("Bitbucket Version"): lambda value: f"the source is Bitbucket {value}",
    spoken("Jenkins Version"): lambda value: f"the source is Jenkins {value}",
    "enumeration": _enumeration,
    spoken("User Enumeration"): lambda value: _enumeration(value).replace("Enumeration", "User enumeration", 1),
}
GITLAB = front_layout(
    "gitlab-evaluate", "account", {spoken("Total Projects"): LISTED, spoken("Total Groups"): "groups"}, _SENTENCES
)
OTHERS = front_layout(
    "gitlab-evaluate", _SOURCE, {spoken("Total Repositories"): LISTED, spoken("Total Orgs"): "groups"}, _SENTENCES
)
LAYOUTS = (GITLAB, OTHERS)
