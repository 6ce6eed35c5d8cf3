"""cloc, CSV or JSON, and scc, JSON: lines of code by language."""

from dataclasses import replace
from typing import Any

from scoping.inventory.found import Prefill, Report
from scoping.inventory.layouts import Layout
from scoping.inventory.streams import refusal
from scoping.inventory.tables import View, column

TOOL = "cloc"
_LANGUAGES = 5  # named in a note


def recognise(data: Any) -> bool:
    """Whether JSON is what `cloc --json` writes."""
    return isinstance(data, dict) and isinstance(data.get("header"), dict) and "cloc_version" in data["header"]


def read(file: str, data: dict[str, Any]) -> Report:
    """Lines of code, added up from the languages."""
    lines: dict[str, int] = {}
    for language, each in data.items():
        if language in ("header", "SUM"):
            continue
        code = each.get("code") if isinstance(each, dict) else None
        if type(code) is not int or not 0 <= code < 2**63:
            raise refusal(file, "is not a number of lines", row=len(lines) + 1, column="code")
        lines[language] = code
    return _report(file, "", lines)


def recognise_scc(data: Any) -> bool:
    """Whether JSON is what `scc -f json2` or `scc -f json` writes."""
    languages = _languages(data)
    return bool(languages) and all(isinstance(each, dict) and {"Name", "Code"} <= set(each) for each in languages[:5])


def read_scc(file: str, data: Any) -> Report:
    """Lines of code of scc, added up from the languages."""
    lines: dict[str, int] = {}
    for row, each in enumerate(_languages(data), 1):
        code, name = (each.get("Code"), each.get("Name")) if isinstance(each, dict) else (None, None)
        if type(code) is not int or not 0 <= code < 2**63 or not isinstance(name, str):
            raise refusal(file, "is not a number of lines of a language", row=row, column="Code")
        lines[name] = lines.get(name, 0) + code
    return replace(_report(file, "", lines), tool="scc")


def _languages(data: Any) -> list[Any]:
    found = data.get("languageSummary") if isinstance(data, dict) else data
    return found if isinstance(found, list) else []


def _read_table(view: View) -> Report:
    lines: dict[str, int] = {}
    for line in view.lines():
        language = line.text("language") or "unknown"
        if language != "SUM":
            lines[language] = lines.get(language, 0) + (line.count("code") or 0)
    return _report(view.table.file, view.table.sheet, lines)


def _report(file: str, sheet: str, lines: dict[str, int]) -> Report:
    largest = sorted(lines, key=lambda language: (-lines[language], language))[:_LANGUAGES]
    prefill = Prefill(sum(lines.values()), "sum of code over all languages", len(lines), 0, file, sheet, "code")
    note = f"{file}: {prefill.value:,} lines of code, most of them in {', '.join(largest)}."
    return Report(TOOL, file, sheet, answers={"code_lines": prefill}, notes=(note,) if largest else ())


COUNTS = Layout(
    tool=TOOL,
    required=("files", "language", "blank", "comment", "code"),
    columns={name: column(name) for name in ("files", "language", "blank", "comment", "code")},
    read=_read_table,
    ragged=True,  # the header ends with the tool's own name and speed
)
LAYOUTS = (COUNTS,)
