"""The calendar of an engagement on its pages: typed, refused at its field, planned by, and taken away as files."""

import pytest

FREEZE = "2027-02-08 to 2027-02-12, quarter end"
TYPED = ("freezes", "allocations", "hours_per_day", "ends_by", "minimum_hours_per_week")


@pytest.fixture
def engagement(store):
    return store.engagement()


@pytest.fixture
def address(engagement):
    return f"/engagements/{engagement}/discovery"


def test_what_is_typed_closes_days_of_the_plan_and_stands_in_the_form_again(manager, address, engagement):
    page = manager.send(
        manager.open(address),
        "/discovery",
        freezes=FREEZE,
        allocations="Project manager 50 %",
        hours_per_day="7.5",
        ends_by="2027-12-24",
        minimum_hours_per_week="12",
    )
    assert page.status == 200
    assert [page.value(name) for name in TYPED] == [
        FREEZE,
        "Project manager 50 %",
        "7.5",
        "2027-12-24",
        "12",
    ]
    staffing = manager.open(f"/engagements/{engagement}/revisions/2/staffing").text
    assert "quarter end 8 February 2027 12 February 2027" in staffing
    assert "No country is stated, so no public holiday is kept free." in staffing
    assert "8 February 2027 quarter end" in staffing  # beside the hours of that week


def test_a_freeze_of_changes_is_typed_shown_and_drawn(manager, address, engagement):
    typed = "2027-02-08 to 2027-02-12, quarter end, changes only"
    page = manager.send(manager.open(address), "/discovery", freezes=typed)
    assert (page.status, page.value("freezes")) == (200, typed)
    staffing = manager.open(f"/engagements/{engagement}/revisions/2/staffing").text
    assert "quarter end changes only 8 February 2027 12 February 2027" in staffing
    assert "8 February 2027 quarter end: nothing changes" in staffing
    assert "freeze of changes" in staffing


def test_seats_are_shared_out_one_by_one(manager, address):
    typed = "Professional services engineer 100 %, 50 %"
    page = manager.send(manager.open(address), "/discovery", allocations=typed)
    assert (page.status, page.value("allocations")) == (200, typed)


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("freezes", "soon, quarter end", "Line 1: “soon” is not a day of the calendar"),
        (
            "freezes",
            "2027-02-12 to 2027-02-08, move",
            "Line 1: move ends on 2027-02-08, before it starts on",
        ),
        ("countries", "Germany", "“GERMANY” is not a country"),
        ("countries", "XX", "No public holidays are known for XX"),
        (
            "countries",
            "GB-XX",
            "No public holidays are known for GB-XX; choose GB or one of GB-ENG, GB-NIR, GB-SCT, GB-WLS",
        ),
        ("hours_per_day", "many", "“many” is not a number of hours"),
        ("hours_per_day", "80", "Give from 1 to 12 hours, not 80"),
        ("allocations", "half of us", "Line 1: write a role and its share"),
        ("allocations", "Wizard 50 %", "Wizard is not a role"),
        ("allocations", "Project manager 50 %, half", "Line 1: write a role and its share"),
        ("ends_by", "1999-01-01", "1999-01-01 lies before the start"),
        ("minimum_hours_per_week", "-2", "Give from 0 to 60 hours, not -2"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_field_and_kept(manager, address, name, typed, said):
    page = manager.send(manager.open(address), "/discovery", **{name: typed})
    assert page.status == 422
    assert said in page.text
    assert page.value(name) == typed


def test_the_plan_is_taken_away_as_workbook_and_csv(manager, engagement):
    staffing = f"/engagements/{engagement}/revisions/1"
    book = manager.client.get(f"{staffing}/plan.xlsx")
    assert book.data.startswith(b"PK")
    assert "plan.xlsx" in book.headers["Content-Disposition"]
    hours = manager.client.get(f"{staffing}/hours-by-week.csv").get_data(as_text=True)
    assert hours.splitlines()[0].endswith('"Together, h"')
    assert "work package," in manager.client.get(f"{staffing}/dates.csv").get_data(as_text=True)


def test_a_wanted_end_that_the_plan_misses_is_told_on_the_plan_and_offers_no_discovery(manager, address, engagement):
    manager.send(manager.open(address), "/discovery", ends_by="2027-02-03")
    revision = f"/engagements/{engagement}/revisions/2"
    for page in (manager.open(f"{revision}/staffing").text, manager.open(revision).text):
        assert "after the wanted end, 3 February 2027" in page
        assert "as an engagement of its own" not in page
    assert "The customer wants it done by 3 February 2027." in manager.open(f"{revision}/staffing").text
