"""Two people saved at once: what each says, item by item, for a person to choose from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from werkzeug.datastructures import MultiDict

from scoping.domain.catalog import Catalog
from scoping.domain.discovery import Answer, Discovery
from scoping.domain.fee_basis import BILLINGS, SHAPES
from scoping.domain.sow.figures import day
from scoping.web import questionnaire
from scoping.web.calendar_fields import allocation_line, freeze_line
from scoping.web.particulars import as_posted
from scoping.web.shown import CONFIDENCES

PARTICULARS = {
    "customer": "Customer",
    "title": "Title",
    "services": "Services",
    "starts_on": "Wanted start",
    "currency": "Currency",
    "rate_card": "Rate card",
    "shape": "Fee",
    "billing": "Billed",
    "cap": "Cap",
    "hours_per_week": "Hours a week",
    "retained_weeks": "Weeks",
    "contacts": "Contacts",
    "goals": "Goals",
    "pain_points": "Pain points",
    "constraints": "Constraints",
    "freezes": "Freeze windows",
    "countries": "Countries with public holidays",
    "hours_per_day": "Hours of a working day",
    "allocations": "Part-time seats",
    "ends_by": "Wanted end",
    "minimum_hours_per_week": "Least hours a week",
}
TAKE, DISPUTED = "take-", "disputed"
NOT_CARRIED = frozenset({"csrf_token", "base", "seen", "once", "shown", "held", DISPUTED})
NOTHING = "Not answered"


@dataclass(frozen=True)
class Disagreement:
    """One item on which two discoveries differ; `chosen` is "mine", "theirs" or empty where both changed it."""

    key: str
    label: str
    mine: str
    theirs: str
    chosen: str


def disagreements(catalog: Catalog, base: Discovery, theirs: Discovery, mine: Discovery) -> tuple[Disagreement, ...]:
    """Every item on which mine and theirs differ; who alone changed it since `base` is proposed."""
    return tuple(
        Disagreement(
            key,
            label,
            _shown(catalog, mine, key),
            _shown(catalog, theirs, key),
            proposed(_value(base, key), _value(theirs, key), _value(mine, key)),
        )
        for key, label in _items(catalog)
        if _value(mine, key) != _value(theirs, key)
    )


def resolved(posted: MultiDict[str, str], theirs: Iterable[tuple[str, str]]) -> MultiDict[str, str]:
    """The posted form with theirs in place of what the person gave up; `theirs` are the fields of what they saw."""
    given_up = {key for key in posted.getlist(DISPUTED) if posted.get(TAKE + key) == "theirs"}
    kept = [(name, value) for name, value in posted.items(multi=True) if _item_of(name) not in given_up]
    taken = [(name, value) for name, value in theirs if _item_of(name) in given_up]
    return MultiDict(kept + taken)


def undecided(posted: MultiDict[str, str]) -> tuple[str, ...]:
    """The disputed items for which nobody chose yet."""
    return tuple(key for key in posted.getlist(DISPUTED) if posted.get(TAKE + key) not in ("mine", "theirs"))


def carried(posted: MultiDict[str, str]) -> list[tuple[str, str]]:
    """What was typed, without what every form brings anew."""
    return [
        (name, value)
        for name, value in posted.items(multi=True)
        if name not in NOT_CARRIED and not name.startswith(TAKE)
    ]


def whole(discovery: Discovery, catalog: Catalog) -> Iterator[tuple[str, str]]:
    """A saved discovery as the discovery form's fields and values."""
    yield from as_posted(discovery)
    for name, value in questionnaire.as_posted(discovery.answers, catalog.questions):
        yield f"answers-{name}", value


def _items(catalog: Catalog) -> Iterator[tuple[str, str]]:
    yield from PARTICULARS.items()
    for key, question in catalog.questions.items():
        yield f"answers.{key}", question.text


def _item_of(name: str) -> str:
    """The item a form field belongs to: "answers-users-value" is part of "answers.users"."""
    if name.startswith("answers-"):
        return f"answers.{name.removeprefix('answers-').rpartition('-')[0]}"
    return name


def _value(discovery: Discovery, key: str) -> object:
    """What counts as the same: who said it and when does not."""
    if not key.startswith("answers."):
        return getattr(discovery, key)
    answer = discovery.answers.get(key.removeprefix("answers."))
    return answer and (answer.value, answer.confidence)


def proposed(base: object, theirs: object, mine: object) -> str:
    """Whose value is proposed: that of whoever alone changed it, empty where both did."""
    if mine == base:
        return "theirs"
    return "mine" if theirs == base else ""


def _shown(catalog: Catalog, discovery: Discovery, key: str) -> str:
    if key.startswith("answers."):
        name = key.removeprefix("answers.")
        return answer_in_words(catalog, name, discovery.answers.get(name))
    value = getattr(discovery, key)
    if key == "services":
        return ", ".join(catalog.services[item].name if item in catalog.services else item for item in value)
    if key in ("shape", "billing"):
        return SHAPES[discovery.shape] if key == "shape" else BILLINGS[discovery.billing]
    if isinstance(value, date):
        return day(value)
    if key == "contacts":
        return "; ".join(f"{contact.name}, {contact.role}" for contact in value) or NOTHING
    if key == "freezes":
        value = tuple(map(freeze_line, value))
    if key == "allocations":
        value = tuple(map(allocation_line, value))
    if value is None:
        return NOTHING
    return ("; ".join(value) if isinstance(value, tuple) else str(value)) or NOTHING


def answer_in_words(catalog: Catalog, key: str, answer: Answer | None) -> str:
    """An answer with how sure the person was, for tables that put several beside each other."""
    if answer is None:
        return NOTHING
    said = "Not known" if answer.value is None else catalog.questions[key].label_of(answer.value)
    return said if answer.confidence == "sure" else f"{said} ({CONFIDENCES[answer.confidence]})"
