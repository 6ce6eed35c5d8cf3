"""Permissions: every person against every permission, as a table that can be read."""

import pytest

from scoping.domain.errors import NotPermitted
from scoping.domain.permissions import Permission, Person, Subject, permits, require

SUBJECT = Subject(owner=1, author=2, submitter=3)
PEOPLE = {
    "owner": Person(1, "engagement-manager"),
    "colleague": Person(9, "engagement-manager"),
    "author": Person(2, "technical-architect", "senior"),
    "submitter": Person(3, "delivery-manager"),
    "architect": Person(5, "technical-architect", "intermediate"),
    "delivery": Person(6, "delivery-manager"),
    "catalogue": Person(8, "catalogue-owner"),
    "project": Person(10, "project-manager"),
    "director": Person(11, "director"),
    "stranger": Person(7, "customer"),
}
ALLOWED = {
    Permission.OPEN_ENGAGEMENT: {"owner", "colleague"},
    Permission.VIEW: {
        "owner",
        "colleague",
        "author",
        "submitter",
        "architect",
        "delivery",
        "catalogue",
        "project",
        "director",
    },
    Permission.EDIT: {"owner", "colleague", "author", "architect"},
    Permission.SUBMIT: {"owner", "colleague"},
    Permission.WITHDRAW: {"owner", "colleague"},
    Permission.COMMENT: {
        "owner",
        "colleague",
        "author",
        "submitter",
        "architect",
        "delivery",
        "catalogue",
        "project",
        "director",
    },
    Permission.REQUEST_CHANGES: {"architect", "delivery", "director"},
    Permission.APPROVE: {"architect", "delivery", "director"},
    Permission.ISSUE: {"owner", "colleague"},
    Permission.JUDGE_CHANGE: {"owner", "colleague", "project"},
    Permission.GRANT: {"director"},
    Permission.DOWNLOAD: {
        "owner",
        "colleague",
        "author",
        "submitter",
        "architect",
        "delivery",
        "catalogue",
        "project",
        "director",
    },
    Permission.CHANGE_CATALOGUE: {"catalogue"},
    Permission.SEE_INTERNAL: {"owner", "colleague", "author", "submitter", "architect", "delivery", "director"},
    Permission.SEE_DOWNLOADS: {"owner", "colleague", "submitter", "delivery", "director"},
    Permission.ASK_CUSTOMER: {"owner", "colleague"},
    Permission.MANAGE_ROSTER: {"submitter", "delivery"},
    Permission.MATCH: {"owner", "colleague", "author", "architect", "submitter", "delivery"},
}


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("name", PEOPLE)
def test_the_table_grants_exactly_what_is_written_here(permission, name):
    assert permits(PEOPLE[name], permission, SUBJECT) is (name in ALLOWED[permission])


@pytest.mark.parametrize("name", ["owner", "author", "submitter"])
def test_nobody_approves_their_own_work_and_is_told_why(name):
    with pytest.raises(NotPermitted, match="somebody else has to approve"):
        require(PEOPLE[name], Permission.APPROVE, SUBJECT)


def test_a_refusal_names_the_role_and_what_was_wanted():
    with pytest.raises(NotPermitted, match="As engagement manager you may not request changes"):
        require(PEOPLE["colleague"], Permission.REQUEST_CHANGES, SUBJECT)
