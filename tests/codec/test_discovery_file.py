"""The discovery file: read strictly, every fault at its key."""

from datetime import date

import pytest

from scoping.codec import MAXIMUM_BYTES, decoded, discovery_from_toml
from scoping.domain.calendar import Closes, Window
from scoping.domain.discovery import Contact
from scoping.domain.errors import InvalidInput
from tests.codec.discovery_file import HEAD, QUESTIONS, changed, faults, read


def test_the_file_of_the_contract_is_read():
    discovery = read(
        HEAD
        + """
goals = ["One platform for 40 teams"]
pain_points = ["Two release freezes a month"]
constraints = ["No change in the last week of a quarter"]
contacts = [{ name = "Noor Haddad", role = "Head of platform" }]

[answers]
source_scm = "gitlab"  # gitlab, svn
users = 800
systems = ["a", "c"]
air_gapped = false
freeze = 2027-03-01
"""
    )
    assert discovery.customer == "Northwind Freight"
    assert discovery.starts_on == date(2027, 2, 1)
    assert discovery.goals == ("One platform for 40 teams",)
    assert discovery.contacts == (Contact("Noor Haddad", "Head of platform"),)
    assert {key: answer.value for key, answer in discovery.answers.items()} == {
        "source_scm": "gitlab",
        "users": 800,
        "systems": ("a", "c"),
        "air_gapped": False,
        "freeze": date(2027, 3, 1),
    }
    assert {answer.source for answer in discovery.answers.values()} == {"discovery file"}


@pytest.mark.parametrize(
    ("key", "line", "at", "words"),
    [
        ("customer", "", "customer", "is missing"),
        ("customer", f'customer = "{"x" * 300}"', "customer", "use at most 200 characters, not 300"),
        ("customer", 'customer = " "', "customer", "is empty"),
        ("customer", 'customer = "a\\u001bb"', "customer", "control character U+001B"),
        ("customer", 'customer = "a\\nb"', "customer", "write it on one line"),
        ("title", "title = 5", "title", "give a text in quotation marks, not 5"),
        ("currency", 'currency = "usd"', "currency", "three capital letters"),
        ("rate_card", 'rate_card = "list"', "rate_card", "did you mean list-2022?"),
        ("starts_on", 'starts_on = "soon"', "starts_on", "give a date such as 2027-02-01"),
        ("starts_on", "starts_on = 0001-01-01", "starts_on", "between 2000-01-01 and 2099-12-31"),
        ("starts_on", "starts_on = 2027-02-30", "starts_on", "does not exist"),
        ("starts_on", "starts_on = 2027-13-01", "starts_on", "does not exist"),
        ("services", "services = []", "services", "at least one service"),
        ("services", 'services = "scm-migration"', "services", "give a list"),
        ("services", 'services = ["scm-migraton"]', "services", "did you mean scm-migration?"),
        ("services", 'services = ["ci-cd", "ci-cd"]', "services", "twice"),
        ("title", "", "title", "is missing"),
    ],
)
def test_a_wrong_field_is_refused_at_its_key(key, line, at, words):
    found = faults(changed(key, line))
    assert list(found) == [at]
    assert words in found[at]


def test_markup_and_right_to_left_text_are_just_text():
    name = "<b>שלום</b> & سلام"
    assert read(changed("customer", f'customer = "{name}"')).customer == name


def test_all_faults_of_a_file_are_named_at_once():
    found = faults(
        """
custmer = "Northwind"
title = 5
currency = "USD"
rate_card = "list-2022"
starts_on = 2027-02-01
services = ["scm-migration", "windows"]
users = 3
goals = ["fine", 4]
contacts = [{ name = "A" }]

[answers]
users = -1
source_scm = 4
"""
    )
    assert set(found) == {
        "customer",
        "custmer",
        "title",
        "services",
        "users",
        "goals[1]",
        "contacts[0].role",
        "answers.users",
        "answers.source_scm",
    }
    assert "did you mean customer?" in found["custmer"]
    assert "below the line [answers]" in found["users"]


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        ("[answers]\nusers = 3\nusers = 4", "answers.users", "there twice (line 3"),
        ('customer = "x\ntitle = "y"', "customer", "no closing quotation mark (line 1"),
        ("customer", "", "line 1"),
        ("services = [[[[", "services", "line 1"),
        (f"users = {'9' * 5000}", "", "too long to be meant"),
        ("users = 1e99999999999999999999", "", "too long to be meant"),
        (f"users = {'[' * 50_000}", "", "nested too deeply"),
        ("answers = 3", "answers", "give a table of answers"),
    ],
)
def test_a_file_that_is_no_toml_says_where_it_stops_being_some(text, key, words):
    found = faults(text)
    assert words in found[key]


def test_a_file_that_is_not_utf_8_names_the_line():
    with pytest.raises(InvalidInput, match="line 2: this is not UTF-8"):
        decoded(b'customer = "x"\ntitle = "\xff"')


def test_a_byte_order_mark_is_no_fault():
    assert decoded(b"\xef\xbb\xbfcustomer") == "customer"


def test_a_file_without_end_is_refused_before_it_is_parsed():
    with pytest.raises(InvalidInput, match="at most 1,000,000 are read"):
        decoded(b"#" * (MAXIMUM_BYTES + 1))


def test_freezes_may_be_written_as_tables_and_one_that_ends_before_it_starts_is_refused_at_its_place():
    tables = '[[freezes]]\nname = "audit"\nstarts_on = 2027-03-01\nends_on = 2027-03-05\n'
    found = discovery_from_toml(f"{HEAD}\n{tables}", QUESTIONS)
    assert found.freezes == (Window("audit", date(2027, 3, 1), date(2027, 3, 5)),)
    with pytest.raises(InvalidInput) as refused:
        discovery_from_toml(f"{HEAD}\n{tables}{tables.replace('2027-03-05', '2027-02-05')}", QUESTIONS)
    (fault,) = refused.value.faults
    assert fault.key == "freezes[1]"
    assert "audit ends on 2027-02-05, before it starts on 2027-03-01" in fault.what


def test_a_freeze_says_what_it_closes_and_only_what_there_is():
    table = '[[freezes]]\nname = "audit"\nstarts_on = 2027-03-01\nends_on = 2027-03-05\ncloses = "changes"\n'
    (freeze,) = read(f"{HEAD}\n{table}").freezes
    assert freeze.closes is Closes.CHANGES
    assert "did you mean changes?" in faults(f"{HEAD}\n{table.replace('changes', 'chanches')}")["freezes[0].closes"]
