"""Versions in a discovery file: written in quotation marks, refused otherwise with an example."""

import pytest

from scoping.codec import discovery_from_toml, discovery_to_toml
from scoping.domain.discovery import Kind, Question
from scoping.domain.errors import InvalidInput

QUESTIONS = {"gitlab_version": Question("gitlab_version", "Which version?", Kind.VERSION, "upgrade")}
HEAD = """customer = "A"
title = "B"
currency = "USD"
rate_card = "list"
starts_on = 2027-02-01
services = ["x"]
[answers]
"""


def test_a_version_is_read_and_written_as_it_stands():
    discovery = discovery_from_toml(f'{HEAD}gitlab_version = "17.4.2-ee"', QUESTIONS)
    assert discovery.answers["gitlab_version"].value == "17.4.2-ee"
    assert discovery_from_toml(discovery_to_toml(discovery), QUESTIONS) == discovery


@pytest.mark.parametrize(
    ("written", "said"),
    [("17.4", "in quotation marks"), ("17", "in quotation marks"), ('"latest"', "17.4"), ("[]", "not a list")],
)
def test_what_is_no_version_is_refused_by_its_key(written, said):
    with pytest.raises(InvalidInput) as refused:
        discovery_from_toml(f"{HEAD}gitlab_version = {written}", QUESTIONS)
    (fault,) = refused.value.faults
    assert fault.key == "answers.gitlab_version"
    assert said in fault.what
