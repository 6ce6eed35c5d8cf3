"""What the discovery page shows: the questions by group, how many are answered, and the estimate beside them."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from wtforms import FormField

from scoping.db.models import Revision
from scoping.domain.catalog import Catalog
from scoping.domain.charge import Charge
from scoping.domain.discovery import Answer, Discovery, Question
from scoping.domain.errors import Fault, InvalidInput, NoRate
from scoping.domain.estimate import asked_now, facts_from
from scoping.domain.money import Money
from scoping.domain.proposal import Proposal, propose
from scoping.web.catalogue_words import Reader
from scoping.web.particulars import CHARGED, UNLESS_EMPTY, DiscoveryForm, as_posted
from scoping.web.questionnaire import AnswerForm, answers_in, form_for, readable

OTHER = "Other questions"


@dataclass(frozen=True)
class Slot:
    """A question's place on the page; one that is not asked now keeps its answer out of sight."""

    question: Question
    form: AnswerForm
    asked: bool
    saved: Answer | None


@dataclass(frozen=True)
class Group:
    """The questions under one heading."""

    key: str
    name: str
    slots: tuple[Slot, ...]

    @property
    def asked(self) -> tuple[Slot, ...]:
        """The questions asked now."""
        return tuple(slot for slot in self.slots if slot.asked)

    @property
    def answered(self) -> int:
        """How many of them have an answer, "not known" included."""
        return sum(slot.form.answered for slot in self.asked)


@dataclass(frozen=True)
class Figures:
    """The estimate of what is typed: a proposal, or the reasons why there is none, and what was left out of it."""

    proposal: Proposal | None
    faults: tuple[Fault, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def fee(self) -> Money | None:
        """The fee as charged; of an open one, that of time and materials."""
        return Charge(self.proposal).due if self.proposal else None


def questions_of(catalog: Catalog) -> dict[str, Question]:
    """Every question that a service on offer may ask, each once; those of services not chosen stay hidden."""
    return catalog.asked(service.key for service in catalog.offered)


def discovery_form(catalog: Catalog, formdata: Any) -> DiscoveryForm:
    """The form for all questions of the catalogue, filled from posted or saved fields."""
    made: DiscoveryForm = _form_class(catalog)(catalog, formdata)
    return made


def _form_class(catalog: Catalog) -> type[DiscoveryForm]:
    """The class of a catalogue's form, made once: its hundreds of small classes cost more than filling them."""
    for known, made in _CLASSES:
        if known is catalog:
            return made
    answers = FormField(form_for(questions_of(catalog)))
    made = type("CatalogueDiscoveryForm", (DiscoveryForm,), {"answers": answers})
    _CLASSES.append((catalog, made))
    return made


# The catalogue in force and those that drafts were last compared with; appending is safe from several threads.
_CLASSES: deque[tuple[Catalog, type[DiscoveryForm]]] = deque(maxlen=4)


def groups(catalog: Catalog, form: DiscoveryForm, saved: Mapping[str, Answer]) -> tuple[Group, ...]:
    """The questions in their groups, in the order in which the catalogue first names each group."""
    now = asked_keys(catalog, form)
    return in_groups(
        Slot(one.question, one, key in now or bool(one.problem), saved.get(key))
        for key, one in answers_in(form.answers.form)
    )


def in_groups(slots: Iterable[Slot]) -> tuple[Group, ...]:
    """The slots under the headings of their questions, headings in the order in which the first of each came."""
    slots = list(slots)
    order = list(dict.fromkeys(slot.question.group or OTHER for slot in slots))
    slots.sort(key=lambda slot: order.index(slot.question.group or OTHER))
    return tuple(
        Group(f"group-{order.index(name) + 1}", name, tuple(found))
        for name, found in groupby(slots, key=lambda slot: slot.question.group or OTHER)
    )


def asked_keys(catalog: Catalog, form: DiscoveryForm) -> frozenset[str]:
    """The questions that the chosen services ask, given the answers typed so far."""
    services = tuple(form.services.data or ())
    asked = catalog.asked(services)
    return frozenset(asked_now(asked, facts_from(asked, readable(form.answers.form), services)))


def parts(catalog: Catalog, form: DiscoveryForm, revision: Revision, beside: Figures) -> dict[str, Any]:
    """What the templates of the discovery page and of its refreshed parts show."""
    found = groups(catalog, form, revision.proposal.discovery.answers)
    return {
        "revision": revision,
        "form": form,
        "figures": beside,
        "groups": found,
        "texts": {key: question.text for key, question in catalog.questions.items()},
        "progress": progress(form, found),
        "unused": unused(catalog, form, found),
    }


@dataclass(frozen=True)
class Progress:
    """How far the questions asked now are answered; `waiting` and `required` are places to go to with their names."""

    answered: int
    unknown: int
    missing: int
    waiting: tuple[tuple[str, str], ...]
    required: tuple[tuple[str, str], ...]


def progress(form: DiscoveryForm, found: Iterable[Group]) -> Progress:
    """The state of the answers, and what is missing before an architect may be asked and before a review.

    Pain points and constraints are needed of every engagement [TA].
    """
    slots = [slot for group in found for slot in group.asked]
    left = [slot for slot in slots if not slot.form.answered]
    unknown = sum(slot.form.marked_unknown for slot in slots)
    always = (form.pain_points, form.constraints)
    return Progress(
        len(slots) - len(left) - unknown,
        unknown,
        len(left),
        (
            *((field.id, field.label.text) for field in always if not field.data),
            *((f"slot-{slot.question.key}", slot.question.text) for slot in left if slot.question.needed_for_architect),
        ),
        tuple((f"slot-{slot.question.key}", slot.question.text) for slot in left if slot.question.required),
    )


def unused(catalog: Catalog, form: DiscoveryForm, found: Iterable[Group]) -> tuple[tuple[str, str, str], ...]:
    """The answers whose questions went away: question, answer, and what would bring it back. They drive nothing."""
    sold, reader = catalog.asked(tuple(form.services.data or ())), Reader(catalog)
    return tuple(
        (
            slot.question.text,
            "Not known" if slot.form.given is None else slot.question.label_of(slot.form.given),
            f"asked only {reader.condition(slot.question.when)}"
            if slot.question.key in sold
            else "no chosen service asks this",
        )
        for group in found
        for slot in group.slots
        if not slot.asked and slot.form.answered
    )


def entered(
    form: DiscoveryForm, before: Discovery, catalog: Catalog, by: str, at: datetime, source: str = "typed"
) -> Discovery:
    """The discovery as a valid form says it; answers that did not change keep their provenance.

    An answer to a question that no service on offer asks any more stays, unless the catalogue has dropped the question.
    """
    forms = dict(answers_in(form.answers.form))
    answers = {key: answer for key, answer in before.answers.items() if key not in forms and key in catalog.questions}
    for key, one in forms.items():
        if answer := one.answer(before.answers.get(key), by, at, source):
            answers[key] = answer
    values = form.values
    if form.contacts._value().splitlines() == dict(as_posted(before))["contacts"].splitlines():
        values["contacts"] = before.contacts  # a comma within a name cannot be told from the one before the role
    return replace(before, **values, answers=answers)


def figures(catalog: Catalog, form: DiscoveryForm, before: Discovery) -> Figures:
    """The estimate of what is readable in a form that somebody still fills in; nothing is saved."""
    usable = {name: value for name, value in form.values.items() if value not in (None, "")}
    usable |= {name: form[name].data for name in UNLESS_EMPTY if not form[name].process_errors}
    answers = readable(form.answers.form)
    left_out = tuple(one.question.text for _, one in answers_in(form.answers.form) if one.problem)
    charged = {name: form.values[name] for name in CHARGED}
    typed = replace(before, **{**usable, "services": form.values["services"], **charged, "answers": answers})
    try:
        return Figures(propose(catalog, typed), left_out=left_out)
    except InvalidInput as refusal:
        return Figures(None, refusal.faults, left_out)
    except NoRate as refusal:
        return Figures(None, (Fault("", str(refusal)),), left_out)
