"""Answers in a discovery file: values of every kind, unknown ones, their provenance, and what is refused at its key."""

from datetime import UTC, datetime

import pytest

from scoping.domain.cells import File
from scoping.domain.discovery import Answer, Confidence
from tests.codec.discovery_file import HEAD, answers, faults


def test_an_answer_may_be_unknown_or_tell_its_confidence_source_author_and_time():
    found = answers(
        """
        source_scm = { unknown = true, source = "call of 3 March" }
        users = { value = 800, confidence = "guess", source = "call of 3 March", by = "Em", at = 2027-03-03T09:00:00Z }
        """
    )
    assert found["source_scm"] == Answer(None, source="call of 3 March")
    at = datetime(2027, 3, 3, 9, tzinfo=UTC)
    assert found["users"] == Answer(800, Confidence.GUESS, "call of 3 March", "Em", at)


def test_a_whole_number_may_be_written_with_a_point():
    (answer,) = answers("users = 8e2").values()
    assert answer.value == 800
    assert isinstance(answer.value, int)


@pytest.mark.parametrize(
    ("line", "key", "words"),
    [
        ("usres = 5", "answers.usres", "no service asks this; did you mean users?"),
        ("colour = 5", "answers.colour", "check the spelling"),
        ("users = -3", "answers.users", "-3 is below 0"),
        ("users = 100_001", "answers.users", "largest plausible answer"),
        ("users = 1e15", "answers.users", "too large to be meant"),
        ("users = inf", "answers.users", "finite"),
        ("users = nan", "answers.users", "finite"),
        ("users = 1.5", "answers.users", "give a whole number, not 1.5"),
        ("users = true", "answers.users", "give a number, not true"),
        ('users = "800"', "answers.users", "give a number, not '800'"),
        ("users = 2027-02-01", "answers.users", "give a number, not 2027-02-01"),
        ("users = [1]", "answers.users", "give a number, not a list"),
        ('source_scm = "gitlub"', "answers.source_scm", "gitlub is not offered; choose from gitlab, svn"),
        ('source_scm = ["gitlab"]', "answers.source_scm", "give one of gitlab, svn, not a list"),
        ('systems = "a"', "answers.systems", "give a list of a, b, c, not 'a'"),
        ('systems = ["a", "d"]', "answers.systems", "d is not offered"),
        ('systems = ["a", "a"]', "answers.systems", "twice"),
        ('air_gapped = "yes"', "answers.air_gapped", "answer true or false"),
        ("air_gapped = 1", "answers.air_gapped", "answer true or false"),
        ("remark = 3", "answers.remark", "give a text"),
        (f'remark = "{"x" * 5001}"', "answers.remark", "use at most 5,000 characters, not 5,001"),
        ('remark = "a\\u0000b"', "answers.remark", "control character U+0000"),
        ('freeze = "2027-02-01"', "answers.freeze", "without quotation marks"),
        ("freeze = 2027-02-01T10:00:00", "answers.freeze", "give a date such as 2027-02-01"),
        ("users = {}", "answers.users", "give a value or unknown = true"),
        ("users = { unknown = false }", "answers.users", "give a value or unknown = true"),
        ("users = { unknown = true, value = 5 }", "answers.users", "not both"),
        ('users = { value = 5, confidence = "gess" }', "answers.users.confidence", "did you mean guess?"),
        ('users = { value = 5, sorce = "x" }', "answers.users.sorce", "did you mean source?"),
        ("users = { value = -5 }", "answers.users.value", "-5 is below 0"),
        ("users = { value = 5, at = 2027-03-03T09:00:00 }", "answers.users.at", "offset"),
    ],
)
def test_a_wrong_answer_is_refused_at_its_key(line, key, words):
    found = faults(f"{HEAD}[answers]\n{line}")
    assert list(found) == [key]
    assert words in found[key]


def test_rows_are_written_as_tables_or_as_lists_and_a_file_by_its_name_or_kept():
    by_key = answers('sources = [{ name = "GitHub", users = 80 }, { name = "Old server" }]')
    by_place = answers('sources = [["GitHub", 80], ["Old server", ""]]')
    assert by_key == by_place
    assert by_key["sources"].value == (("GitHub", 80), ("Old server", None))
    assert answers('diagram = "drawing.pdf"')["diagram"].value == "drawing.pdf"
    kept = f'diagram = {{ value = {{ name = "drawing.pdf", size = 12, sha256 = "{"0a" * 32}" }} }}'
    assert answers(kept)["diagram"].value == File("drawing.pdf", 12, "0a" * 32)


@pytest.mark.parametrize(
    ("written", "key", "says"),
    [
        ('sources = "GitHub"', "answers.sources", "list of tables with name, users"),
        ('sources = [{ name = "A", usres = 8 }]', "answers.sources[0].usres", "did you mean users?"),
        ('sources = [["A", 8, 9]]', "answers.sources", "row 1 has 3 cells, not 2"),
        ('sources = [["A", "eight"]]', "answers.sources", "row 1, Users: give a whole number"),
        ('sources = [["A", -1]]', "answers.sources", "row 1, Users: -1 cannot be meant"),
        ('sources = [["", ""]]', "answers.sources", "row 1 is empty"),
        ("sources = []", "answers.sources", "give rows, each with name, users"),
        ("diagram = 5", "answers.diagram", "name, size and sha256"),
        ('diagram = " "', "answers.diagram", "is empty"),
        (
            'diagram = { value = { name = "a", size = 1, sha256 = "0" } }',
            "answers.diagram.value",
            "choose the file again",
        ),
    ],
)
def test_what_is_no_row_or_file_is_refused_at_its_place(written, key, says):
    found = faults(f"{HEAD}[answers]\n{written}")
    assert says in found[key]
