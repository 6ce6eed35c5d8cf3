"""The answers of a discovery file: each read as its question wants it, with its confidence and source."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from scoping.codec import scalars
from scoping.codec.faults import faults_in, nearest, shown, under, unknown_key
from scoping.codec.texts import name_fault, text_fault
from scoping.domain.cells import MAXIMUM_CELL
from scoping.domain.discovery import MAXIMUM_TEXT, Answer, Confidence, Kind, Question, Value, fault_of
from scoping.domain.errors import Fault, InvalidInput

SOURCE = "discovery file"


def read_answers(given: Any, questions: Mapping[str, Question]) -> dict[str, Answer]:
    """The table `[answers]`; InvalidInput names every fault by question key."""
    if not isinstance(given, Mapping):
        raise ValueError(f"give a table of answers below the line [answers], not {shown(given)}")
    faults: list[Fault] = []
    answers = {}
    for key, answer in given.items():
        if key not in questions:
            what = nearest(key, questions) or " check the spelling of the key"
            faults.append(Fault(under("", key), f"no service asks this;{what}"))
            continue
        try:
            answers[key] = read_answer(answer, questions[key])
        except (ValueError, InvalidInput) as error:
            faults += faults_in(error, under("", key))
    if faults:
        raise InvalidInput(*faults)
    return answers


def read_answer(given: Any, question: Question) -> Answer:
    """One answer: the value itself, or a table with `value` or `unknown = true`, `confidence`, `source`, `by`, `at`."""
    if not isinstance(given, Mapping):
        return Answer(_value(given, question), source=SOURCE)
    faults = [Fault(under("", key), unknown_key(key, _READERS)) for key in given if key not in _READERS]
    fields: dict[str, Any] = {}
    for key, read in _READERS.items():
        if key in given:
            try:
                fields[key] = read(given[key], question)
            except (ValueError, InvalidInput) as error:
                faults += faults_in(error, key)
    if given.get("unknown", False) is not False and "value" in given:
        faults.append(Fault("", "give either a value or unknown = true, not both"))
    elif "value" not in given and not given.get("unknown", False):
        faults.append(Fault("", "give a value or unknown = true"))
    if faults:
        raise InvalidInput(*faults)
    fields.pop("unknown", None)
    return Answer(**{"value": None, "source": SOURCE, **fields})


def _value(given: Any, question: Question) -> Value:
    value = _SHAPES[question.kind](given, question)
    if what := fault_of(question, value):
        raise ValueError(what)
    return value


def _number(given: Any, question: Question) -> Value:
    found = scalars.number(given)
    return int(found) if found == found.to_integral_value() else found


def _choice(given: Any, question: Question) -> Value:
    if not isinstance(given, str):
        raise ValueError(f"give one of {_offered(question)}, not {shown(given)}")
    return given


def _choices(given: Any, question: Question) -> Value:
    if not isinstance(given, list) or not all(isinstance(item, str) for item in given):
        raise ValueError(f"give a list of {_offered(question)}, not {shown(given)}")
    if len(set(given)) < len(given):
        raise ValueError("names the same choice twice")
    return tuple(given)


def _yes_no(given: Any, question: Question) -> Value:
    if not isinstance(given, bool):
        raise ValueError(f"answer true or false without quotation marks, not {shown(given)}")
    return given


def _text(given: Any, question: Question) -> Value:
    if what := text_fault(scalars.text(given), MAXIMUM_TEXT, lines=True):
        raise ValueError(what)
    return str(given)


def _version(given: Any, question: Question) -> Value:
    if not isinstance(given, str):
        raise ValueError(f'give the version in quotation marks, such as "17.4", not {shown(given)}')
    return given


def _file(given: Any, question: Question) -> Value:
    """A file kept with the engagement as a table, or a text that names one kept elsewhere."""
    found = given if isinstance(given, str) else scalars.file(given)
    if what := name_fault(found if isinstance(found, str) else found.name, MAXIMUM_CELL):
        raise ValueError(what)
    return found


def _rows(given: Any, question: Question) -> Value:
    """A list of rows: tables with some of the columns by their keys, or lists with a cell for each column."""
    keys = [column.key for column in question.columns]
    if not isinstance(given, list) or not all(isinstance(row, (Mapping, list)) for row in given):
        raise ValueError(f"give a list of tables with {', '.join(keys)}, not {shown(given)}")
    rows, faults = [], []
    for place, row in enumerate(given):
        if isinstance(row, list):
            rows.append(tuple(None if cell == "" else cell for cell in row))
            continue
        rows.append(tuple(row.get(key) for key in keys))
        faults += [Fault(under("", place, key), unknown_key(key, keys)) for key in row if key not in keys]
    faults += [
        Fault(under("", place), what)
        for place, row in enumerate(rows)
        for cell in row
        if isinstance(cell, str) and (what := text_fault(cell, MAXIMUM_CELL))
    ]
    if faults:
        raise InvalidInput(*faults)
    return tuple(rows)


def _offered(question: Question) -> str:
    return ", ".join(choice.key for choice in question.choices)


_SHAPES: Mapping[Kind, Callable[[Any, Question], Value]] = {
    Kind.NUMBER: _number,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.YES_NO: _yes_no,
    Kind.TEXT: _text,
    Kind.DATE: lambda given, question: scalars.day(given),
    Kind.VERSION: _version,
    Kind.FILE: _file,
    Kind.ROWS: _rows,
}


def _unknown(given: Any, question: Question) -> bool:
    return scalars.boolean(given)


def _confidence(given: Any, question: Question) -> Confidence:
    return Confidence(scalars.word(given, Confidence))


def _provenance(given: Any, question: Question) -> str:
    if given != "" and (what := name_fault(scalars.text(given))):
        raise ValueError(what)
    return str(given)


def _at(given: Any, question: Question) -> datetime:
    return scalars.moment(given)


_READERS: Mapping[str, Callable[[Any, Question], Any]] = {
    "value": _value,
    "unknown": _unknown,
    "confidence": _confidence,
    "source": _provenance,
    "by": _provenance,
    "at": _at,
}
