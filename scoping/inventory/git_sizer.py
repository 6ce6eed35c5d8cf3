"""git-sizer, JSON of version 1 and 2: what a single repository's history is made of."""

from typing import Any

from scoping.inventory.cells import MB
from scoping.inventory.found import Prefill, Report
from scoping.inventory.streams import refusal

_FIGURES = (
    ("uniqueCommitCount", "unique_commit_count", "commits"),
    ("referenceCount", "reference_count", "references"),
    ("maxHistoryDepth", "max_history_depth", "depth of history"),
    ("uniqueBlobSize", "unique_blob_size", "bytes before packing"),
)
_LARGEST = ("maxBlobSize", "max_blob_size")
WORRYING = 1  # the tool's own scale: one star and more


def recognise(data: Any) -> bool:
    """Whether JSON is what git-sizer writes."""
    return isinstance(data, dict) and any(name in data for name in _LARGEST)


def read(file: str, data: dict[str, Any]) -> Report:
    """The largest file as an answer, the history as a note."""
    told = [(words, _whole(file, data, new, old)) for new, old, words in _FIGURES]
    notes = [f"one repository; {', '.join(f'{words}: {amount:,}' for words, amount in told if amount is not None)}"]
    worries = [name for name, each in data.items() if isinstance(each, dict) and _level(each) >= WORRYING]
    if worries:
        notes.append(f"of concern: {', '.join(worries)}")
    answers = {}
    if (largest := _whole(file, data, *_LARGEST)) is not None:
        name = next(each for each in _LARGEST if each in data)
        rule = f"{name} in started MB of 1,000,000 bytes"
        answers["largest_file_mb"] = Prefill(-(-largest // MB), rule, 1, 0, file, "", name)
    return Report("git-sizer", file, answers=answers, notes=tuple(f"{file}: {note}." for note in notes))


def _whole(file: str, data: dict[str, Any], *names: str) -> int | None:
    for name in names:
        if name in data:
            found = data[name].get("value") if isinstance(data[name], dict) else data[name]
            if type(found) is not int or not 0 <= found < 2**64:
                raise refusal(file, "is not a whole number from 0 up", column=name[:60])
            return found
    return None


def _level(measure: dict[str, Any]) -> float:
    level = measure.get("levelOfConcern")
    return float(level) if isinstance(level, (int, float)) and abs(level) < 1e9 else 0
