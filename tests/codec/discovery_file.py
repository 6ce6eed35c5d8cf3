"""A small discovery file, the questions it answers, and what reading it gives or refuses."""

from decimal import Decimal

import pytest

from scoping.codec import discovery_from_toml
from scoping.domain.cells import Column
from scoping.domain.discovery import Choice, Kind, Question
from scoping.domain.errors import InvalidInput

QUESTIONS = {
    question.key: question
    for question in (
        Question("users", "How many?", Kind.NUMBER, "w", minimum=Decimal(0), maximum=Decimal(100_000)),
        Question("source_scm", "From?", Kind.CHOICE, "w", choices=(Choice("gitlab", "GitLab"), Choice("svn", "SVN"))),
        Question("systems", "Which?", Kind.CHOICES, "w", choices=tuple(Choice(key, key) for key in ("a", "b", "c"))),
        Question("air_gapped", "No way out?", Kind.YES_NO, "w"),
        Question("remark", "What else?", Kind.TEXT, "w"),
        Question("freeze", "From when?", Kind.DATE, "w"),
        Question("diagram", "Where is it drawn?", Kind.FILE, "w"),
        Question(
            "sources",
            "Which?",
            Kind.ROWS,
            "w",
            columns=(Column("name", "Name"), Column("users", "Users", numeric=True)),
        ),
    )
}
HEAD = """
customer = "Northwind Freight"
title = "Move to GitLab.com"
currency = "USD"
rate_card = "list-2022"
starts_on = 2027-02-01
services = ["scm-migration"]
"""


def read(text):
    return discovery_from_toml(text, QUESTIONS, offered=["scm-migration", "ci-cd"], rate_cards=["list-2022"])


def answers(text):
    return read(f"{HEAD}[answers]\n{text}").answers


def faults(text):
    with pytest.raises(InvalidInput) as refused:
        read(text)
    return {fault.key: fault.what for fault in refused.value.faults}


def changed(key, line):
    """The head with one of its lines replaced."""
    return "\n".join(line if before.startswith(f"{key} ") else before for before in HEAD.splitlines())
