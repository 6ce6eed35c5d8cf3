"""The form of an engagement itself: customer, title, dates, services and what the customer told."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from flask_wtf import FlaskForm
from wtforms import Field, Form, FormField, HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from scoping.codec.discovery_reader import FIRST_START, LAST_START
from scoping.db.models import NAME_LENGTH
from scoping.domain.catalog import Catalog, RateCard
from scoping.domain.discovery import MAXIMUM_TEXT, Discovery
from scoping.domain.errors import Fault, InvalidInput, NoRate
from scoping.domain.fee_basis import BILLINGS, SHAPES, Billing, Shape
from scoping.domain.sow.figures import day
from scoping.web.calendar_fields import (
    AllocationsField,
    CountriesField,
    FreezesField,
    HoursField,
    allocation_line,
    freeze_line,
)
from scoping.web.fields import ContactsField, DayField, LinesField, NumberField, contact_line

W = TypeVar("W", bound=StrEnum)
Posted = list[tuple[str, str]]
UNLESS_EMPTY = ("hours_per_day", "minimum_hours_per_week", "ends_by")  # None says something of its own


class _Short(Length):  # type: ignore[misc]
    """Says how long the text is, not only that it is too long."""

    def __call__(self, form: Any, field: Any) -> None:
        length = len(field.raw_data[0]) if field.raw_data else 0
        if length > self.max:
            raise ValidationError(f"Use at most {self.max:,} characters, not {length:,}.")


def _needed(what: str) -> InputRequired:
    return InputRequired(f"{what} is missing; write it here.")


class ParticularsForm(FlaskForm):  # type: ignore[misc]
    """Everything about an engagement but the answers; `once` marks a form, so that a double click saves once."""

    once = HiddenField()
    customer = StringField("Customer", [_needed("The customer’s name"), _Short(max=NAME_LENGTH)])
    title = StringField("Title", [_needed("The title"), _Short(max=NAME_LENGTH)])
    services = SelectMultipleField(
        "Services",
        validators=[InputRequired("Choose at least one service.")],
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    starts_on = DayField("Wanted start", [_needed("The wanted start")])
    currency = SelectField("Currency", validate_choice=False)
    rate_card = SelectField("Rate card", validate_choice=False)
    shape = SelectField(
        "Fee", choices=[SelectChoice(shape.value, name) for shape, name in SHAPES.items()], default=Shape.OPEN.value
    )
    billing = SelectField(
        "Billed",
        choices=[SelectChoice(terms.value, name) for terms, name in BILLINGS.items()],
        default=Billing.BY_SHAPE.value,
    )
    cap = NumberField("Cap")
    hours_per_week = NumberField("Hours a week")
    retained_weeks = NumberField("Weeks")
    contacts = ContactsField("Contacts")
    goals = LinesField("Goals")
    pain_points = LinesField("Pain points")
    constraints = LinesField("Constraints")
    freezes = FreezesField("Freeze windows")
    countries = CountriesField("Countries with public holidays")
    hours_per_day = HoursField("Hours of a working day")
    allocations = AllocationsField("Part-time seats")
    ends_by = DayField("Wanted end")
    minimum_hours_per_week = HoursField("Least hours a week")

    def __init__(self, catalog: Catalog, formdata: Any = None) -> None:
        super().__init__(formdata)
        self.services.choices = [SelectChoice(service.key, service.name) for service in catalog.offered]
        cards = published_first(catalog)
        self.rate_card.choices = [SelectChoice(card.key, f"{card.name} ({card.currency})") for card in cards]
        self.currency.choices = [SelectChoice(code) for code in dict.fromkeys(card.currency for card in cards)]
        self.once.data = self.once.data or secrets.token_urlsafe(16)

    def validate_starts_on(self, field: Field) -> None:
        """A start that somebody can mean."""
        if field.data and not FIRST_START <= field.data <= LAST_START:
            raise ValidationError(f"Choose a start from {day(FIRST_START)} to {day(LAST_START)}.")

    @property
    def values(self) -> dict[str, Any]:
        """The fields of a Discovery that this form holds."""
        return {
            "customer": (self.customer.data or "").strip(),
            "title": (self.title.data or "").strip(),
            "currency": self.currency.data or "",
            "rate_card": self.rate_card.data or "",
            "starts_on": self.starts_on.data,
            "shape": _word(Shape, self.shape.data),
            "billing": _word(Billing, self.billing.data),
            "cap": _decimal(self.cap),
            "hours_per_week": _decimal(self.hours_per_week),
            "retained_weeks": self.retained_weeks.data,
            "services": tuple(dict.fromkeys(self.services.data or ())),
            "goals": self.goals.data,
            "pain_points": self.pain_points.data,
            "constraints": self.constraints.data,
            "contacts": self.contacts.data,
            "freezes": self.freezes.data,
            "countries": self.countries.data,
            "allocations": self.allocations.data,
            **{name: self[name].data for name in UNLESS_EMPTY},
        }

    def show(self, refusal: InvalidInput | NoRate) -> None:
        """Puts what the domain refuses at its fields; what has no field stands above the form."""
        faults = refusal.faults if isinstance(refusal, InvalidInput) else (Fault("rate_card", str(refusal)),)
        for fault in faults:
            field = self.place(fault.key)
            what = f"{fault.what[:1].upper()}{fault.what[1:].rstrip('.')}."
            if field is None:
                self.form_errors.append(f"{fault.key}: {what}" if fault.key else what)
            else:
                field.errors = [*field.errors, what]

    def place(self, key: str) -> Field | None:
        """The field that a fault's key such as "contacts[1].name" is about."""
        return self._fields.get(key.replace("[", ".").partition(".")[0])


def _word(words: type[W], typed: str | None) -> W:
    """The word chosen; the first one while the form holds none of them, which its validation refuses."""
    return next((word for word in words if word.value == typed), next(iter(words)))


def _decimal(field: NumberField) -> Decimal | None:
    return None if field.data is None else Decimal(field.data)


class DiscoveryForm(ParticularsForm):
    """The particulars with the answers to a catalogue’s questions.

    `base` is the revision that the person saw, `session` the number of the talk that the answers come from.
    """

    base = HiddenField()
    session = StringField("Answers come from")
    because = StringField("What changed, and why", [_Short(max=MAXIMUM_TEXT)])
    answers: Any

    def place(self, key: str) -> Field | None:
        """As for the particulars; "answers.users" is the value of that question."""
        first, _, rest = key.partition(".")
        if first == "answers":
            one = self.answers.form._fields.get(rest.partition(".")[0])
            return one.form.value if one else None
        return super().place(key)


@dataclass(frozen=True)
class Problem:
    """Something to mend, for the list above a form: the id to go to, the field's label and a sentence."""

    id: str
    label: str
    what: str


def problems(form: Form) -> Iterator[Problem]:
    """Everything wrong with a form and the forms it encloses, in the order of the page."""
    for what in form.form_errors:
        yield Problem("", "", str(what))
    for field in form:
        if isinstance(field, FormField):
            yield from problems(field.form)
        else:
            first = next(iter(field)).id if hasattr(field, "iter_choices") and field.type in LISTS else field.id
            yield from (Problem(first, field.label.text, str(what)) for what in field.errors)


CHARGED = ("cap", "hours_per_week", "retained_weeks")
LISTS = ("RadioField", "SelectMultipleField")  # the label of these has no input of its own to go to


def as_posted(discovery: Discovery) -> Iterator[tuple[str, str]]:
    """The particulars of a saved discovery as the form's fields and values."""
    for name in ("customer", "title", "currency", "rate_card"):
        yield name, getattr(discovery, name)
    yield "starts_on", discovery.starts_on.isoformat()
    for service in discovery.services:
        yield "services", service
    yield "shape", discovery.shape.value
    yield "billing", discovery.billing.value
    for name in CHARGED:
        if (number := getattr(discovery, name)) is not None:
            yield name, f"{number:,f}" if isinstance(number, Decimal) else f"{number}"
    for name in ("goals", "pain_points", "constraints"):
        yield name, "\n".join(getattr(discovery, name))
    yield "contacts", "\n".join(map(contact_line, discovery.contacts))
    yield "freezes", "\n".join(map(freeze_line, discovery.freezes))
    yield "countries", ", ".join(discovery.countries)
    for name in ("hours_per_day", "minimum_hours_per_week"):
        hours = getattr(discovery, name)
        yield name, "" if hours is None else f"{hours:f}"
    yield "ends_by", discovery.ends_by.isoformat() if discovery.ends_by else ""
    yield "allocations", "\n".join(map(allocation_line, discovery.allocations))


def suggested(catalog: Catalog) -> Posted:
    """What a new form proposes: the first rate card with its currency."""
    card = published_first(catalog)[0]
    return [("rate_card", card.key), ("currency", card.currency)]


def published_first(catalog: Catalog) -> list[RateCard]:
    """The rate cards, those with a public source before our examples."""
    return sorted(catalog.rate_cards.values(), key=lambda card: card.ours)
