"""GitHub Actions Importer: audit summary, forecast report and workflow usage; the counts serve any target."""

import re
from collections.abc import Iterator

from scoping.inventory import cells
from scoping.inventory.estates import Origin
from scoping.inventory.found import Prefill, Report
from scoping.inventory.layouts import Layout
from scoping.inventory.repository_lists import instance_of
from scoping.inventory.streams import Opened, refusal
from scoping.inventory.tables import View, column

TOOL = "gh-actions-importer"
_SYSTEMS = {
    "jenkins": "jenkins",
    "azure devops": "azure_pipelines",
    "bamboo": "bamboo",
    "circle ci": "circleci",
    "circleci": "circleci",
    "gitlab": "gitlab_ci",
    "travis": "other",
    "travis ci": "other",
    "bitbucket": "other",
}
_SUMMARY = re.compile(r"Summary for \[(.{1,100}?) instance\]\(([^)\s]{0,500})\)")
_FIGURE = re.compile(r"\s*(?:- )?([A-Z][A-Za-z0-9 ]{1,40}): \*\*([\d,]{1,20})(?: minutes)?(?: \(\d+%\))?\*\*\s*")
_HARD = ("Unsupported", "Failed")
_OUTCOMES = ("Successful", "Partially successful", *_HARD)


def is_audit(head: str) -> bool:
    """Whether a text begins as an audit summary, or as an excerpt of one."""
    return "## Pipelines" in head and "- Successful: **" in head


def is_forecast(head: str) -> bool:
    """Whether a text begins as a forecast report, or as an excerpt of one."""
    return "- Job count: **" in head and "- Pipeline count: **" in head


def read_audit(opened: Opened) -> Report:
    """Pipelines by outcome and what is left to do by hand; the numbers are trusted, not the lists or percentages."""
    origin = _origin(opened)
    system, instance = "", ""
    figures: dict[tuple[str, str], int] = {}
    section = ""
    for line in opened.lines():
        if found := _SUMMARY.search(line):
            system, instance = _SYSTEMS.get(found[1].lower(), "other"), instance_of(found[2])
        if line.startswith("#"):
            section = line.lstrip("#").strip()
        elif figure := _figure(opened, line):
            figures.setdefault((section, figure[0]), figure[1])
    total = figures.get(("Pipelines", "Total"))
    outcomes = [figures.get(("Pipelines", name), 0) for name in _OUTCOMES]
    if total is None:
        raise refusal(opened.name, "tells no total of pipelines; the audit was cut off", sheet="Pipelines")
    hard = sum(figures.get(("Pipelines", name), 0) for name in _HARD)
    rule = "Unsupported and Failed: what the tool could not convert"
    answers = {
        "ci_pipelines": origin.prefill(total, "Total under Pipelines", total, 0, "Total"),
        "ci_complex_pipelines": origin.prefill(hard, rule, total, 0, *_HARD),
    }
    if system:
        answers["ci_system"] = origin.prefill(system, "the name of the instance in the summary", total, 0, "Summary")
        answers["ci_instances"] = origin.prefill(1, "one summary is one instance", total, 0, "Summary")
    notes = [f"{words}: {count:,}" for words, count in _by_hand(figures)]
    if sum(outcomes) != total:
        notes.append(f"the outcomes add up to {sum(outcomes):,}, the total says {total:,}")
    return _report(opened, answers, notes, instance)


def _by_hand(figures: dict[tuple[str, str], int]) -> Iterator[tuple[str, int]]:
    words = {
        ("Build steps", "Unknown"): "build steps not known to the tool",
        ("Build steps", "Unsupported"): "build steps not supported",
        ("Manual tasks", "Secrets"): "secrets to be created again by hand",
        ("Manual tasks", "Self hosted runners"): "uses of self-hosted runners",
    }
    return ((sentence, figures[place]) for place, sentence in words.items() if figures.get(place))


def read_forecast(opened: Opened) -> Report:
    """Runner time and jobs at once; the first block is about all queues, the later ones repeat it for each."""
    origin = _origin(opened)
    figures: dict[tuple[str, str], int] = {}
    section = ""
    for line in opened.lines():
        if figure := _figure(opened, line):
            if line.startswith("- "):
                section = ""
            figures.setdefault((section, figure[0]), figure[1])
        elif line.startswith("- "):
            section = line[2:].strip()
    jobs, pipelines = figures.get(("", "Job count"), 0), figures.get(("", "Pipeline count"), 0)
    rule = "pipelines that ran in the period of the forecast"
    answers = {"ci_pipelines": origin.prefill(pipelines, rule, pipelines, 0, "Pipeline count")}
    notes = [f"jobs that ran: {jobs:,}", f"pipelines that ran: {pipelines:,}"]
    wanted = (
        ("ci_minutes", "Execution time", "Total", "minutes of runner time in the period"),
        ("ci_jobs_at_once", "Concurrent jobs", "Max", "most jobs at once"),
    )
    for key, part, name, words in wanted:
        if (amount := figures.get((part, name))) is not None:
            answers[key] = origin.prefill(amount, words, jobs, 0, f"{part}: {name}")
            notes.append(f"{words}: {amount:,}")
    return _report(opened, answers, notes, rank=3)


def _figure(opened: Opened, line: str) -> tuple[str, int] | None:
    found = _FIGURE.fullmatch(line)
    if not found:
        return None
    try:
        return found[1], cells.count(found[2], marks=",") or 0
    except ValueError as error:
        raise refusal(opened.name, str(error), column=found[1]) from error


def _origin(opened: Opened) -> Origin:
    return Origin(opened.name, "", lambda *names: ", ".join(names))


def _report(opened: Opened, answers: dict[str, Prefill], notes: list[str], instance: str = "", rank: int = 0) -> Report:
    told = tuple(f"{opened.name}: {note}." for note in notes)
    return Report(TOOL, opened.name, "", instance, answers=answers, notes=told, rank=rank)


def _read_usage(view: View) -> Report:
    """Three tables in one file, each below a header of its own; only converted pipelines appear in them."""
    kind = view.header("what").lower()
    values: dict[str, set[str]] = {"action": set(), "secret": set(), "runner": set()}
    pipelines = set()
    for line in view.lines():
        what = line.text("what")
        if (line.text("pipeline"), line.text("file")) == ("Pipeline", "File path"):
            kind = (what or "").lower()
        elif what and kind in values:
            values[kind].add(what)
            pipelines.add(line.text("pipeline"))
    words = {"action": "different actions", "secret": "different secrets", "runner": "different runner labels"}
    counted = [("pipelines with them", len(pipelines)), *((words[kind], len(found)) for kind, found in values.items())]
    told = ", ".join(f"{name}: {amount:,}" for name, amount in counted)
    return Report(TOOL, view.table.file, notes=(f"{view.table.file}: only converted pipelines are listed; {told}.",))


USAGE = Layout(
    tool=TOOL,
    required=("pipeline", "what", "file"),
    columns={"pipeline": column("pipeline"), "what": column("action", "secret", "runner"), "file": column("file_path")},
    read=_read_usage,
)
LAYOUTS = (USAGE,)
