"""Versions as answers: what is one, and how many minor versions lie between two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoping.domain.discovery import UNKNOWN, Answer, Kind, Question, fault_of, minors_apart
from scoping.domain.estimate import facts_from

VERSION = Question("source_version", "Which version?", Kind.VERSION, "tools")
NEWER = Question("destination_version", "Which version there?", Kind.VERSION, "tools")
APART = Question(
    "apart", "How far apart?", Kind.NUMBER, "upgrade", versions_apart=("source_version", "destination_version")
)
QUESTIONS = {question.key: question for question in (VERSION, NEWER, APART)}
MINORS = st.tuples(st.integers(9, 30), st.integers(0, 11))


@pytest.mark.parametrize("text", ["17.4", "17.4.2", "17.4.2-ee", "16.11.0-ee.0", "8.9.1+build7"])
def test_versions_as_products_print_them_are_taken(text):
    assert fault_of(VERSION, text) == ""


@pytest.mark.parametrize("text", ["17", "latest", "17.x", "", "17.4 or 17.5", "17.4\n", 17, True, ("17.4",)])
def test_anything_else_is_refused_with_an_example(text):
    assert "such as 17.4" in fault_of(VERSION, text)


@pytest.mark.parametrize(
    ("older", "newer", "apart"),
    [("17.4", "17.4.9", 0), ("17.4", "17.7", 3), ("16.11", "17.0", 1), ("15.11", "17.0", 13), ("17.8", "17.2", 0)],
)
def test_a_major_version_counts_as_twelve_minor_ones(older, newer, apart):
    assert minors_apart(older, newer) == apart


@given(MINORS, MINORS, MINORS)
def test_distances_add_up_along_the_way(one, other, third):
    older, middle, newer = (f"{major}.{minor}" for major, minor in sorted((one, other, third)))
    assert minors_apart(older, newer) == minors_apart(older, middle) + minors_apart(middle, newer)


@pytest.mark.parametrize(
    ("answers", "apart"),
    [
        ({"source_version": Answer("17.4"), "destination_version": Answer("17.8")}, 4),
        ({"source_version": Answer("17.4"), "destination_version": Answer("17.8"), "apart": Answer(1)}, 1),
        ({"source_version": Answer("17.4"), "destination_version": Answer("17.8"), "apart": UNKNOWN}, 4),
        ({"source_version": Answer("17.4"), "destination_version": UNKNOWN}, None),
        ({"source_version": Answer("17.4")}, None),
        ({}, None),
    ],
)
def test_two_versions_answer_how_far_apart_they_are_unless_somebody_did(answers, apart):
    assert facts_from(QUESTIONS, answers, ())["apart"] == apart
