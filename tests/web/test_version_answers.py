"""A version in the form: typed as a line, kept as it stands, refused with an example."""

from datetime import UTC, datetime

import pytest
from werkzeug.datastructures import MultiDict

from scoping.domain.discovery import Kind, Question
from scoping.web.questionnaire import answers_in, form_for

QUESTIONS = {"gitlab_version": Question("gitlab_version", "Which version?", Kind.VERSION, "upgrade")}
AT = datetime(2027, 3, 14, 9, 30, tzinfo=UTC)


def typed(text: str):
    """The answer's form with this text in its line."""
    form = form_for(QUESTIONS)(MultiDict({"gitlab_version-value": text}))
    return dict(answers_in(form))["gitlab_version"]


def test_a_version_is_kept_without_the_blanks_around_it():
    answer = typed(" 17.4.2-ee ").answer(None, "Em", AT)
    assert answer is not None
    assert answer.value == "17.4.2-ee"


def test_an_empty_line_is_no_answer():
    assert typed("").answer(None, "Em", AT) is None


@pytest.mark.parametrize("text", ["17", "the latest", "17.4, 17.5"])
def test_what_is_no_version_is_told_with_an_example(text):
    form = typed(text)
    assert not form.validate()
    assert form.value.errors == ["Give a version such as 17.4 or 17.4.2-ee."]
