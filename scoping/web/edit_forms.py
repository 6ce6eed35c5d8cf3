"""The small forms of hand edits: one for each kind of thing that can be edited, each giving an override."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from wtforms import BooleanField, Field, Form, HiddenField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from scoping.domain.catalog import Catalog
from scoping.domain.discovery import Discovery
from scoping.domain.editing import Settlement
from scoping.domain.edits import tasks_by_path
from scoping.domain.effort import ThreePoint
from scoping.domain.errors import Fault, InvalidInput
from scoping.domain.overrides import AddedTask, Override
from scoping.domain.sow.places import slug
from scoping.domain.sow.seats import seat_name
from scoping.web.amounts import AmountField, PercentField

INDEX = re.compile(r"^overrides\[\d+\]\.")
HOURS = ("optimistic", "likely", "pessimistic")


class EditForm(Form):  # type: ignore[misc]
    """What all edits share; `places` says at which field a fault of the domain is shown."""

    kind: ClassVar[str] = ""
    places: ClassVar[Mapping[str, str]] = {}
    once = HiddenField()
    target = HiddenField()
    reason = StringField("Reason")

    def __init__(self, catalog: Catalog, discovery: Discovery, formdata: Any = None, **data: Any) -> None:
        super().__init__(formdata, **data)
        self.offer(catalog, discovery)

    def offer(self, catalog: Catalog, discovery: Discovery) -> None:
        """Fills the choices, where the form has any."""

    def override(self) -> Override:
        """The edit as typed; InvalidInput by field where it makes no sense by itself."""
        raise TypeError("each kind of edit makes its own override")

    @property
    def row(self) -> str:
        """What the ids of its fields begin with."""
        return f"{self.kind}-{(self.target.data or '').replace('/', '-')}"

    @property
    def why(self) -> str:
        """The reason without blanks around it."""
        return (self.reason.data or "").strip()

    def show(self, faults: Iterable[Fault]) -> None:
        """Puts each fault at its field; what has no field stands above the form."""
        for fault in faults:
            key = INDEX.sub("", fault.key)
            field: Field | None = self._fields.get(self.places.get(key, key))
            what = f"{fault.what[:1].upper()}{fault.what[1:].rstrip('.')}."
            if field is None or field.type == "HiddenField":
                self.form_errors.append(what)
            else:
                field.errors = [*field.errors, what]


class HoursForm(EditForm):
    """Hours as one figure or as three points."""

    places: ClassVar[Mapping[str, str]] = {"hours": "likely", "task": "likely"}
    optimistic = AmountField("Optimistic")
    likely = AmountField("Likely")
    pessimistic = AmountField("Pessimistic")

    @property
    def hours(self) -> ThreePoint | None:
        """The typed hours, None for none; InvalidInput for two of three or out of order."""
        given = [self._fields[name].data for name in HOURS]
        typed = [hours for hours in given if hours is not None]
        if not typed:
            return None
        if len(typed) == 2:
            raise InvalidInput(Fault("hours", "give the likely hours alone, or all three"))
        try:
            return ThreePoint(*typed) if len(typed) == 3 else ThreePoint(typed[0], typed[0], typed[0])
        except ValueError:
            what = "put the smallest figure first: optimistic, then likely, then pessimistic"
            raise InvalidInput(Fault("hours", what)) from None


class TaskForm(HoursForm):
    """Other hours or another quantity of a task, or none of it."""

    kind = "task"
    quantity = AmountField("Quantity")
    remove = BooleanField("Take this task out")

    def override(self) -> Override:
        """The edit of the task that `target` names."""
        return Override(
            self.why,
            task=self.target.data or "",
            hours=self.hours,
            quantity=self.quantity.data,
            remove=bool(self.remove.data),
        )


class AddedForm(HoursForm):
    """A task that the catalogue has not; `target` is the work package it goes into."""

    kind = "added"
    places: ClassVar[Mapping[str, str]] = {
        "hours": "likely",
        "added.role": "seat",
        "level": "seat",
        "rate_card": "seat",
    }
    name = StringField("What is to be done")
    seat = SelectField("By", validate_choice=False)

    def offer(self, catalog: Catalog, discovery: Discovery) -> None:
        """The roles at the levels that the rate card prices."""
        card = catalog.rate_cards.get(discovery.rate_card)
        self.seat.choices = [
            SelectChoice(f"{role.key}/{level.key}", seat_name(role, level))
            for role in catalog.roles.values()
            for level in role.levels
            if card is None or level.key in card.rates.get(role.key, {})
        ]
        self.taken = {*tasks_by_path(catalog), *(edit.task for edit in discovery.overrides)}

    def override(self) -> Override:
        """The added task under a key of its own."""
        name = (self.name.data or "").strip()
        if not name:
            raise InvalidInput(Fault("name", "say what is to be done"))
        role, _, level = (self.seat.data or "").partition("/")
        path = unused(f"{self.target.data}/{slug(name)}", self.taken)
        return Override(self.why, task=path, hours=self.hours, added=AddedTask(name, role, level))


class RiskForm(EditForm):
    """Switches a risk off."""

    kind = "risk"

    def override(self) -> Override:
        """The edit of the risk that `target` names."""
        return Override(self.why, risk=self.target.data or "")


class LevelForm(EditForm):
    """Another level than the rules give; `target` is the role."""

    kind = "level"
    level = SelectField("Level", validate_choice=False)

    def offer(self, catalog: Catalog, discovery: Discovery) -> None:
        """The ladder of the role."""
        role = catalog.roles.get(self.target.data or "")
        self.level.choices = [SelectChoice(level.key, level.name) for level in role.levels] if role else []

    def override(self) -> Override:
        """The edit of the role's level."""
        return Override(self.why, role=self.target.data or "", level=self.level.data or "")


class DiscountForm(EditForm):
    """The discount on the whole fee."""

    kind = "discount"
    target = HiddenField(default="discount")
    discount = PercentField("Discount, %")

    def override(self) -> Override:
        """The edit of the discount."""
        if self.discount.data is None:
            raise InvalidInput(Fault("discount", "give a percentage, such as 5"))
        return Override(self.why, discount=self.discount.data)


class SettleForm(HoursForm):
    """The decision on a conflict: keep, take the new, or type other hours."""

    kind = "settle"
    settlement = RadioField(
        "Which hours count",
        choices=[SelectChoice(item.value) for item in Settlement],
        validate_choice=False,
    )

    @property
    def decision(self) -> Settlement:
        """The choice; InvalidInput where none was made."""
        try:
            return Settlement(self.settlement.data or "")
        except ValueError:
            raise InvalidInput(Fault("settlement", "choose which one counts")) from None


KINDS = {form.kind: form for form in (TaskForm, AddedForm, RiskForm, LevelForm, DiscountForm)}


def unused(path: str, taken: Iterable[str]) -> str:
    """The path, with a number behind it where it is taken."""
    taken, found, number = set(taken), path, 2
    while found in taken:
        found, number = f"{path}-{number}", number + 1
    return found
