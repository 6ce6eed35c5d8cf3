"""The roster as CSV: there and back without loss, refused row by row with the place, never a formula."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from scoping.actions.demo_roster import demonstration
from scoping.codec.roster_csv import key_of, roster_from_csv, roster_to_csv
from scoping.domain.errors import InvalidInput
from scoping.domain.money import Money
from scoping.domain.roster.people import Firmness

HEAD = "name,role,level,country,utc_offset,week,skills,absences,bookings,cost\n"


def test_everybody_reads_back_as_they_were_written():
    people = demonstration(date(2027, 3, 3))
    assert tuple(row.person for row in roster_from_csv(roster_to_csv(people))) == people


def test_the_file_of_a_spreadsheet_with_semicolons_and_a_byte_order_mark_is_read():
    (row,) = roster_from_csv("\ufeffName;Role;Level;Country\r\nÁna Silva;engineer;senior;de\r\n")
    assert (row.person.key, row.person.name, row.person.country) == ("ana-silva", "Ána Silva", "DE")


def test_a_row_carries_skills_week_absences_and_bookings():
    (row,) = roster_from_csv(
        HEAD + "Ana,engineer,senior,DE,-5,8 8 8 8 0,kubernetes 2; Cobol,2027-03-01..2027-03-12,"
        "Contoso 2027-01-11 to 2027-02-05 20h tentative,99.50\n"
    )
    person = row.person
    assert person.skills == {"kubernetes": 2, "cobol": 0}
    assert person.week == tuple(map(Decimal, (8, 8, 8, 8, 0, 0, 0)))
    assert person.absences[0].ends_on == date(2027, 3, 12)
    assert (person.bookings[0].engagement, person.bookings[0].firmness) == ("Contoso", Firmness.TENTATIVE)
    assert (person.utc_offset, person.cost.amount) == (Decimal(-5), Decimal("99.50"))


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        ("=HYPERLINK(1),engineer,senior,DE,,,,,,", "name", "would run as a formula"),
        ("@SUM,engineer,senior,DE,,,,,,", "name", "would run as a formula"),
        (",engineer,senior,DE,,,,,,", "name", "is empty"),
        ("Ana,engineer,,DE,,,,,,", "level", "is empty"),
        ("Ana,engineer,senior,DE,noon,,,,,", "utc_offset", "is not a number"),
        ("Ana,engineer,senior,DE,,8 8,,,,", "week", "seven days"),
        ("Ana,engineer,senior,DE,,,kubernetes 2; kubernetes 1,,,", "skills", "twice"),
        ("Ana,engineer,senior,DE,,,,leave 2027-03-12..2027-03-01,,", "absences", "before it starts"),
        ("Ana,engineer,senior,DE,,,,leave 2027-02-30..2027-03-01,,", "absences", "not a day of the calendar"),
        ("Ana,engineer,senior,DE,,,,,Contoso 2027-03-12..2027-03-01 8h firm,", "bookings", "before"),
        ("Ana,engineer,senior,DE,,,,,Contoso next week,", "bookings", "write it as"),
        ("Ana,engineer,senior,DE,,,,,,a lot", "cost", "is not a number"),
        ("Ana,engineer,senior,DE,,,,,,nan", "cost", "is not a number"),
        ("Ana,engineer,senior,DE,,,,,,1,2,3", "", "has 12 cells"),
    ],
)
def test_a_row_that_cannot_be_used_names_its_line_and_column_and_keeps_no_other_out(row, column, said):
    wrong, right = roster_from_csv(f"{HEAD}{row}\nBen,engineer,senior,DE,,,,,,\n")
    assert wrong.person is None
    assert (wrong.line, wrong.faults[0].key) == (2, column)
    assert said in wrong.faults[0].what
    assert (right.line, right.person.name) == (3, "Ben")


def test_what_a_file_has_no_column_for_stays_and_an_empty_cell_empties():
    people = {person.key: person for person in demonstration(date(2027, 3, 3))}
    partner = people["lukas-brandt"]
    text = f"name,role,level,country,cost,region\n{partner.name},{partner.role},{partner.level},DE,155,\n"
    (row,) = roster_from_csv(text, people)
    assert row.person == replace(partner, cost=Money(Decimal(155), "USD"), region="")


def test_a_file_that_is_no_roster_is_refused_as_a_whole():
    with pytest.raises(InvalidInput) as refused:
        roster_from_csv("name,role,colour\nAna,engineer,red\n")
    said = {fault.key: fault.what for fault in refused.value.faults}
    assert said == {
        "column colour": "nothing reads it; remove it or correct the name",
        "column level": "is missing",
        "column country": "is missing",
    }
    with pytest.raises(InvalidInput, match="is not CSV"):
        roster_from_csv(HEAD + '"Ana,engineer\n')


def test_a_key_is_made_of_any_name():
    assert key_of("Ana  María de Silva") == "ana-maria-de-silva"
    assert key_of("雪") == "96ea"
