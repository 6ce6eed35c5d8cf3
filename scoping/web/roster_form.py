"""The form of a person on the roster: the columns of the CSV file as fields, so that both are read alike."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from scoping.codec.roster_csv import formulas_in, person_from, texts_of
from scoping.domain.catalog import Catalog
from scoping.domain.errors import Fault
from scoping.domain.roster.people import Employment, Person, VettingState

LISTS = ("skills", "clearances", "absences", "bookings")  # one on each line
EMPLOYMENT = {Employment.EMPLOYEE: "Employee", Employment.PARTNER: "Partner’s engineer"}
VETTING = {
    VettingState.OPEN: "Not interviewed yet",
    VettingState.APPROVED: "Approved",
    VettingState.REFUSED: "Refused",
}


class RosterForm(FlaskForm):  # type: ignore[misc]
    """One person; `seen` is the count of changes that the editor saw."""

    seen = HiddenField()
    name = StringField("Name")
    role_level = SelectField("Role and level", validate_choice=False)
    country = StringField("Country")
    region = StringField("Region")
    utc_offset = StringField("Time zone")
    week = StringField("Working week")
    services = SelectMultipleField(
        "Services covered", validate_choice=False, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    skills = TextAreaField("Skills")
    clearances = TextAreaField("Clearances")
    employment = SelectField("Employment", validate_choice=False)
    company = StringField("Company")
    vetting = SelectField("Interview by a Senior engineer", validate_choice=False)
    vetted_by = SelectField("Interviewed by", validate_choice=False)
    vetted_on = StringField("Interviewed on")
    cost = StringField("Cost an hour")
    rate = StringField("Price an hour")
    currency = StringField("Currency")
    absences = TextAreaField("Absences")
    bookings = TextAreaField("Bookings")

    def __init__(self, catalog: Catalog, vetters: list[Person], formdata: Any = None) -> None:
        super().__init__(formdata)
        self.role_level.choices = [
            SelectChoice(f"{role.key}/{level.key}", f"{role.name}, {level.name}" if len(role.levels) > 1 else role.name)
            for role in catalog.roles.values()
            for level in role.levels
        ]
        self.services.choices = [SelectChoice(service.key, service.name) for service in catalog.offered]
        self.employment.choices = [SelectChoice(kind.value, name) for kind, name in EMPLOYMENT.items()]
        self.vetting.choices = [SelectChoice(state.value, name) for state, name in VETTING.items()]
        self.vetted_by.choices = [SelectChoice("", "Nobody"), *(SelectChoice(one.key, one.name) for one in vetters)]

    def person(self, key: str, active: bool) -> Person | None:
        """The person typed; None with a fault at each field that can not be used."""
        role, _, level = (self.role_level.data or "").partition("/")
        given = {field.name: (field.data or "").strip() for field in self if isinstance(field.data, (str, type(None)))}
        given |= {
            "key": key,
            "role": role,
            "level": level,
            "services": "; ".join(self.services.data or ()),
            "active": "yes" if active else "no",
        }
        faults = formulas_in(given)
        found = None if faults else person_from(given, faults)
        self.show(faults)
        return found

    def show(self, faults: list[Fault]) -> None:
        """Puts each fault at its field; what has no field stands above the form."""
        for fault in faults:
            name = {"role": "role_level", "level": "role_level", "key": "name"}.get(fault.key.split(".")[0], fault.key)
            what = f"{fault.what[:1].upper()}{fault.what[1:].rstrip('.')}."
            field = self._fields.get(name.split(".")[0])
            if field is None:
                self.form_errors.append(f"{fault.key}: {what}")
            else:
                field.errors = [*field.errors, what]


def as_posted(person: Person, seen: int) -> list[tuple[str, str]]:
    """A person of the roster as the form's fields and values."""
    texts = texts_of(person) | {"role_level": f"{person.role}/{person.level}", "seen": str(seen)}
    del texts["services"]
    lines = {name: texts[name].replace("; ", "\n") for name in LISTS}
    return [*(texts | lines).items(), *(("services", key) for key in person.services)]


def new_person() -> list[tuple[str, str]]:
    """What a new form proposes."""
    return [("week", "8 8 8 8 8 0 0"), ("utc_offset", "0"), ("currency", "USD"), ("employment", "employee")]
