"""A form made from questions: one small form for each, with its value, "not known" and how sure the person is."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from wtforms import (
    BooleanField,
    Form,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from scoping.domain.cells import File
from scoping.domain.discovery import MAXIMUM_TEXT, Answer, Answers, Confidence, Kind, Question, Value, fault_of
from scoping.web.answer_fields import KeptFileField, RowsField, file_text, row_texts
from scoping.web.fields import DayField, NumberField
from scoping.web.shown import CONFIDENCES

NOT_KNOWN = "?"
YES_NO = {"yes": True, "no": False}
CHOSEN_IN_THE_INPUT = frozenset({Kind.CHOICE, Kind.YES_NO})  # there "not known" is one of the choices

TYPED = frozenset({Kind.NUMBER, Kind.DATE, Kind.VERSION, Kind.TEXT})


class AnswerForm(Form):  # type: ignore[misc]
    """The answer to `question`; the fields `value`, `confidence` and, for most kinds, `unknown`."""

    question: Question

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether it can be saved; what cannot be used is said at the value."""
        if super().validate(extra_validators) and self.problem:
            self.value.errors = [self.problem]
        if self.typed_unknown:
            self.value.errors = []
        return not self.value.errors

    @property
    def problem(self) -> str:
        """Why this answer cannot be used, as a sentence; empty where it can."""
        if self.typed_unknown:
            return ""
        if self.value.process_errors:
            return str(self.value.process_errors[0])
        given = self.given
        if given is None:
            return ""
        if self.marked_unknown:
            return f"You typed {self.question.label_of(given)} and ticked “not known”; keep one of them."
        what = fault_of(self.question, given)
        return f"{what[:1].upper()}{what[1:]}." if what else ""

    @property
    def marked_unknown(self) -> bool:
        """Whether the person said that it is not known."""
        if self.question.kind in CHOSEN_IN_THE_INPUT:
            return bool(self.value.data == NOT_KNOWN)
        return bool(self.unknown.data) or self.typed_unknown

    @property
    def typed_unknown(self) -> bool:
        """Whether a question mark alone stands where a value is typed: the quickest way to say "not known"."""
        return self.question.kind in TYPED and self.typed == [NOT_KNOWN]

    @property
    def given(self) -> Value | None:
        """The value typed or chosen; None without one."""
        if self.typed_unknown:
            return None
        data = self.value.data
        match self.question.kind:
            case Kind.YES_NO:
                return YES_NO.get(data)
            case Kind.CHOICE:
                return None if data in (None, "", NOT_KNOWN) else str(data)
            case Kind.CHOICES:
                return tuple(dict.fromkeys(filter(None, data))) or None
            case Kind.TEXT | Kind.VERSION:
                return str(data or "").replace("\r\n", "\n").strip() or None
            case _:
                return cast(Value | None, data)

    @property
    def answered(self) -> bool:
        """Whether there is an answer, "not known" included."""
        return self.marked_unknown or self.given is not None

    @property
    def typed(self) -> list[str]:
        """What stands in the value's input, as it is sent again."""
        if self.question.kind is Kind.ROWS:
            return [cell for row in self.value.typed for cell in row]
        return [text for text in self.value.raw_data or [] if text]

    def answer(self, before: Answer | None, by: str, at: datetime, source: str = "typed") -> Answer | None:
        """The answer; the earlier one with its provenance where nothing changed, None where nothing was answered."""
        if not self.answered:
            return None
        value = None if self.marked_unknown else self.given
        confidence = Confidence(self.confidence.data)
        if before and (before.value, before.confidence) == (value, confidence):
            return before
        return Answer(value, confidence, source, by, at)


def form_for(questions: Mapping[str, Question]) -> type[Form]:
    """A form class with one enclosed form for each question, by its key."""
    fields = {key: FormField(answer_form(question)) for key, question in questions.items()}
    return type("AnswersForm", (Form,), fields)


def answer_form(question: Question) -> type[AnswerForm]:
    """The form class of one question."""
    fields: dict[str, Any] = {
        "question": question,
        "value": INPUTS[question.kind](question),
        "confidence": SelectField(
            "How sure",
            choices=[SelectChoice(*item) for item in CONFIDENCES.items()],
            default=Confidence.SURE,
            validate_choice=False,
            filters=[lambda given: given if given in CONFIDENCES else Confidence.SURE.value],
        ),
    }
    if question.kind not in CHOSEN_IN_THE_INPUT:
        fields["unknown"] = BooleanField("Not known")
    return type("AnswerForm", (AnswerForm,), fields)


def answers_in(form: Form) -> Iterator[tuple[str, AnswerForm]]:
    """The enclosed forms by question key."""
    for name, field in form._fields.items():
        yield name, field.form


def readable(form: Form) -> dict[str, Answer]:
    """The answers that can be used as they stand, for an estimate while somebody still types."""
    return {
        key: Answer(None if one.marked_unknown else one.given, Confidence(one.confidence.data))
        for key, one in answers_in(form)
        if one.answered and not one.problem
    }


def as_posted(answers: Answers, questions: Mapping[str, Question]) -> Iterator[tuple[str, str]]:
    """Saved answers as the form's fields and values."""
    for key, answer in answers.items():
        question = questions.get(key)
        if question is None:
            continue
        if answer.value is None and question.kind not in CHOSEN_IN_THE_INPUT:
            yield f"{key}-unknown", "y"
        elif isinstance(answer.value, tuple):
            rows = question.kind is Kind.ROWS
            for item in row_texts(answer.value) if rows else answer.value:  # type: ignore[arg-type]
                yield f"{key}-value", str(item)
        else:
            yield f"{key}-value", as_typed(answer.value)
        yield f"{key}-confidence", answer.confidence.value


def as_typed(value: Value | None) -> str:
    """A single value as a person would enter it."""
    if value is None:
        return NOT_KNOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, Decimal)):
        return f"{value:,}"
    if isinstance(value, File):
        return file_text(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _number(question: Question) -> NumberField:
    return NumberField(question.text, render_kw={"inputmode": "numeric", "autocomplete": "off"})


def _choice(question: Question) -> SelectField:
    offered = [SelectChoice(choice.key, choice.label) for choice in question.choices]
    choices = [SelectChoice("", "Not answered"), *offered, SelectChoice(NOT_KNOWN, "Not known")]
    return SelectField(question.text, choices=choices, validate_choice=False, default="")


def _choices(question: Question) -> SelectMultipleField:
    return SelectMultipleField(
        question.text,
        choices=[SelectChoice(choice.key, choice.label) for choice in question.choices],
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


def _yes_no(question: Question) -> RadioField:
    words = {"yes": "Yes", "no": "No", NOT_KNOWN: "Not known", "": "Not answered"}
    choices = [SelectChoice(*item) for item in words.items()]
    return RadioField(question.text, choices=choices, validate_choice=False, default="")


INPUTS: Mapping[Kind, Callable[[Question], Any]] = {
    Kind.NUMBER: _number,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.YES_NO: _yes_no,
    Kind.TEXT: lambda question: TextAreaField(question.text, render_kw={"rows": 2, "maxlength": MAXIMUM_TEXT}),
    Kind.DATE: lambda question: DayField(question.text),
    Kind.VERSION: lambda question: StringField(question.text),
    Kind.FILE: lambda question: KeptFileField(question.text),
    Kind.ROWS: lambda question: RowsField(question.text, question.columns),
}
