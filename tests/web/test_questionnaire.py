"""A form made from questions: what is read, what is refused, and that nothing typed is lost."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from scoping.domain.cells import File
from scoping.domain.discovery import Answer, Confidence
from scoping.web.fields import calendar_day, whole_number
from scoping.web.questionnaire import answers_in, as_posted, form_for, readable
from tests.web.catalogue import catalog

QUESTIONS = catalog().questions
AT = datetime(2027, 3, 14, 9, 30, tzinfo=UTC)


def filled(*fields: tuple[str, str]):
    """The form with these fields posted."""
    return form_for(QUESTIONS)(MultiDict(fields))


def one(key: str, *fields: tuple[str, str]):
    """The form of one question with its fields posted."""
    return dict(answers_in(filled(*((f"{key}-{name}", value) for name, value in fields))))[key]


@pytest.mark.parametrize("text", ["1500", " 1,500 ", "1 500", "1\u00a0500", "1\u202f500", "1'500", "1’500", "١٥٠٠"])
def test_a_number_may_be_written_in_many_ways(text):
    assert whole_number(text) == 1500


@pytest.mark.parametrize("text", ["1.5", "1.500", "15,00", "1e3", "abc", "12 apples", "--3", "9" * 16, "½", "1,5"])
def test_a_number_that_can_be_misread_is_refused_aloud(text):
    with pytest.raises(ValueError, match=r"two ways|whole number|too long"):
        whole_number(text)


@given(st.integers(-(10**13), 10**13))
def test_a_number_as_shown_is_read_as_itself(number):
    assert whole_number(f"{number:,}") == number


@given(st.text(max_size=80))
def test_any_text_is_either_a_number_or_refused_with_a_sentence(text):
    try:
        said = f"{whole_number(text)}."
    except ValueError as error:
        said = str(error)
    assert said.endswith(".")


@pytest.mark.parametrize("text", ["2027-03-14", "14 March 2027", "14 Mar 2027"])
def test_a_day_is_read_from_its_usual_forms(text):
    assert calendar_day(text) == date(2027, 3, 14)


def test_a_day_that_the_calendar_has_not_is_refused():
    with pytest.raises(ValueError, match="not a day of the calendar"):
        calendar_day("2027-02-30")


@pytest.mark.parametrize(
    ("key", "fields", "value"),
    [
        ("users", [("value", "1,500")], 1500),
        ("source_scm", [("value", "svn")], "svn"),
        ("svn_layout", [("value", "no")], False),
        ("tools", [("value", "jira"), ("value", "jenkins")], ("jira", "jenkins")),
        ("worries", [("value", " two\r\nlines ")], "two\nlines"),
        ("licence_until", [("value", "2027-03-14")], date(2027, 3, 14)),
        ("drawing", [("value", "wiki/drawing")], "wiki/drawing"),
        ("drawing", [("value", f"{'0a' * 32}/12/plan/b.pdf")], File("plan/b.pdf", 12, "0a" * 32)),
        (
            "systems",
            [("value", cell) for cell in ("GitHub", "1 500", "", " ", "Old server", "")],
            (("GitHub", 1500), ("Old server", None)),
        ),
    ],
)
def test_every_kind_of_question_gives_its_kind_of_value(key, fields, value):
    form = one(key, *fields, ("confidence", "guess"))
    assert form.validate()
    assert form.answer(None, "Erin", AT) == Answer(value, Confidence.GUESS, "typed", "Erin", AT)


@pytest.mark.parametrize(
    ("key", "field"),
    [
        ("users", ("unknown", "y")),
        ("tools", ("unknown", "y")),
        ("worries", ("unknown", "y")),
        ("licence_until", ("unknown", "y")),
        ("drawing", ("unknown", "y")),
        ("systems", ("unknown", "y")),
        ("source_scm", ("value", "?")),
        ("svn_layout", ("value", "?")),
    ],
)
def test_not_known_is_an_answer_to_every_question(key, field):
    form = one(key, field)
    assert form.validate()
    answer = form.answer(None, "Erin", AT)
    assert answer
    assert answer.value is None


@pytest.mark.parametrize("key", QUESTIONS)
def test_no_answer_is_no_answer(key):
    form = one(key, ("value", ""), ("confidence", "sure"))
    assert form.validate()
    assert form.answer(None, "Erin", AT) is None


@pytest.mark.parametrize(
    ("key", "fields", "says"),
    [
        ("users", [("value", "0")], "0 is below 1, the smallest possible answer"),
        ("users", [("value", "many")], "“many” is not a whole number"),
        ("repositories", [("value", "100,001")], "largest plausible answer"),
        ("users", [("value", "800"), ("unknown", "y")], "You typed 800 and ticked “not known”"),
        ("source_scm", [("value", "paper")], "is not offered"),
        ("tools", [("value", "jira"), ("value", "abacus")], "bacus is not offered"),
        ("worries", [("value", "x" * 5001)], "at most 5,000 characters, not 5,001"),
        ("licence_until", [("value", "soon")], "“soon” is not a day of the calendar"),
        ("systems", [("value", "GitHub"), ("value", "many")], "Row 1, Users: “many” is not a whole number"),
        ("systems", [("value", "x" * 501), ("value", "1")], "Row 1, System: use at most 500 characters"),
    ],
)
def test_what_cannot_be_used_is_said_at_its_place_and_stays(key, fields, says):
    form = one(key, *fields)
    assert not form.validate()
    assert says in form.value.errors[0]
    assert form.typed == [value for name, value in fields if name == "value"]


def test_an_answer_that_did_not_change_keeps_its_provenance():
    before = Answer(1500, Confidence.SURE, "report.csv", "Ana", AT)
    assert one("users", ("value", "1 500"), ("confidence", "sure")).answer(before, "Erin", AT) is before


def test_another_confidence_is_a_change():
    before = Answer(1500, Confidence.SURE, "report.csv", "Ana", AT)
    after = one("users", ("value", "1500"), ("confidence", "guess")).answer(before, "Erin", AT)
    assert after == Answer(1500, Confidence.GUESS, "typed", "Erin", AT)


def test_a_confidence_that_does_not_exist_is_read_as_sure():
    assert readable(filled(("users-value", "5"), ("users-confidence", "divine"))) == {"users": Answer(5)}


answers = st.fixed_dictionaries(
    {},
    optional={
        "users": st.integers(1, 10**9),
        "repositories": st.integers(0, 100_000),
        "source_scm": st.sampled_from(["svn", "git"]),
        "svn_layout": st.booleans(),
        "tools": st.lists(st.sampled_from(["jira", "jenkins"]), min_size=1, unique=True).map(tuple),
        "worries": st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=50),
        "licence_until": st.dates(date(1000, 1, 1), date(9999, 1, 1)),
    },
)


@given(answers, st.sampled_from(Confidence), st.booleans())
def test_saved_answers_fill_the_form_and_come_back_the_same(values, confidence, known):
    saved = {key: Answer(value if known else None, confidence) for key, value in values.items()}
    assert readable(filled(*as_posted(saved, QUESTIONS))) == saved
