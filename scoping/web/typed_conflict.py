"""Two forms that were typed and not saved: on which items they differ, unreadable values included."""

from collections.abc import Iterator
from typing import Any

from werkzeug.datastructures import MultiDict

from scoping.actions.typed_answers import Fields
from scoping.domain.catalog import Catalog
from scoping.web.conflict import NOTHING, PARTICULARS, Disagreement, proposed
from scoping.web.particulars import DiscoveryForm
from scoping.web.questionnaire import AnswerForm, answers_in
from scoping.web.sheet import discovery_form
from scoping.web.shown import CONFIDENCES

Said = tuple[object, str]  # what counts as the same, and how it is shown


def typed_disagreements(catalog: Catalog, base: Fields, theirs: Fields, mine: Fields) -> tuple[Disagreement, ...]:
    """Every item on which two forms differ; who alone changed it since `base`, the saved form, is proposed."""
    labels: dict[str, str] = {}
    before, other, own = (dict(_items(catalog, fields, labels)) for fields in (base, theirs, mine))
    return tuple(
        Disagreement(key, label, own[key][1], other[key][1], proposed(before[key][0], other[key][0], own[key][0]))
        for key, label in labels.items()
        if other[key][0] != own[key][0]
    )


def _items(catalog: Catalog, fields: Fields, labels: dict[str, str]) -> Iterator[tuple[str, Said]]:
    """What the form says, item by item; `labels` takes how each is called."""
    form = discovery_form(catalog, MultiDict(fields))
    for name, label in PARTICULARS.items():
        labels[name] = label
        yield name, _particular(form, name)
    for key, one in answers_in(form.answers.form):
        labels[f"answers.{key}"] = one.question.text
        yield f"answers.{key}", _answer(one)


def _particular(form: DiscoveryForm, name: str) -> Said:
    field: Any = form[name]
    said = "; ".join(text for text in map(str, field.raw_data or ()) if text)
    if name == "services":
        names = {choice.value: choice.label for choice in field.choices}
        said = ", ".join(names.get(key, key) for key in field.data or ())
    value = ("unreadable", said) if field.process_errors else form.values[name]
    return value, said or NOTHING


def _answer(one: AnswerForm) -> Said:
    if one.problem:
        typed = ", ".join(one.typed)
        return typed, typed
    if not one.answered:
        return None, NOTHING
    said = "Not known" if one.marked_unknown else one.question.label_of(one.given)
    sure = one.confidence.data
    return (one.marked_unknown, one.given, sure), said if sure == "sure" else f"{said} ({CONFIDENCES[sure]})"
