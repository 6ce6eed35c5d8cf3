"""The pages of the roster: people are added, changed, deactivated, imported after a preview, and never erased."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from scoping.db.models import RosterPerson
from scoping.domain.calendar import Window
from scoping.domain.money import Money
from tests import people
from tests.conftest import NOW
from tests.web.catalogue import catalogue
from tests.web.pages import page_of

ENGINEER = catalogue.ENGINEER
HEAD = "key,name,role,level,country,services,cost,vetted_by,employment,vetting,bookings\n"


@pytest.fixture
def delivery(browse):
    return browse(people.DELIVERY)


def on_roster(store):
    with store.session() as session:
        return {row.key: row.whole for row in session.query(RosterPerson)}


def send(browser, page, text):
    fields = {"csrf_token": page.value("csrf_token"), "file": (io.BytesIO(text.encode()), "people.csv")}
    return page_of(browser.client.post("/people/import", data=fields))


def test_an_empty_roster_says_what_to_do(delivery, manager):
    assert "Add the people who can take seats" in delivery.open("/people").text
    assert "The regional delivery manager adds" in manager.open("/people").text


def test_a_person_is_added_by_a_form_and_changed(delivery, store):
    page = delivery.open("/people/new")
    saved = delivery.send(
        page,
        "/people/new",
        name="Ana Silva",
        role_level=f"{ENGINEER}/senior",
        country="pt",
        utc_offset="1",
        skills="kubernetes 2\nterraform",
        absences="leave 2027-03-01..2027-03-12",
        cost="140",
        services=["scm-migration"],
    )
    assert "Ana Silva is on the roster." in saved.text
    found = on_roster(store)["ana-silva"]
    assert (found.country, found.skills, found.cost.amount) == ("PT", {"kubernetes": 2, "terraform": 0}, Decimal(140))
    assert found.absences == (Window("leave", date(2027, 3, 1), date(2027, 3, 12)),)
    page = delivery.open("/people/1")
    delivery.send(page, "/people/1", cost="150.50")
    assert on_roster(store)["ana-silva"].cost.amount == Decimal("150.50")
    assert on_roster(store)["ana-silva"].skills == found.skills


def test_what_cannot_be_used_stands_at_its_field_with_what_was_typed(delivery, store):
    page = delivery.open("/people/new")
    wrong = {"country": "XX", "week": "8 8", "absences": "leave 2027-03-12..2027-03-01", "cost": "cheap"}
    refused = delivery.send(page, "/people/new", name="Ana", **wrong)
    assert refused.status == 422
    assert "ends on 2027-03-01, before it starts" in refused.text
    assert "give the hours of seven days" in refused.text
    assert refused.value("cost") == "cheap"
    refused = delivery.send(refused, "/people/new", week="8 8 8 8 8", absences="", cost="100")
    assert "No public holidays are known for XX" in refused.text
    refused = delivery.send(refused, "/people/new", country="gb-xx")
    assert "choose GB or one of GB-ENG, GB-NIR, GB-SCT, GB-WLS" in refused.text
    assert on_roster(store) == {}


def test_a_name_that_a_spreadsheet_would_run_is_refused_at_its_field(delivery, store):
    refused = delivery.send(delivery.open("/people/new"), "/people/new", name="=1+1", country="DE", cost="100")
    assert refused.status == 422
    assert "would run as a formula in a spreadsheet" in refused.text
    assert refused.value("name") == "=1+1"
    assert on_roster(store) == {}


def test_somebody_who_left_stays_on_the_roster(delivery, store):
    store.on_roster()
    page = delivery.open("/people/1")
    after = delivery.send(page, "/active")
    assert "1 person who left" in after.text
    assert not on_roster(store)["ana-silva"].active
    delivery.send(delivery.open("/people/1"), "/active")
    assert on_roster(store)["ana-silva"].active


def test_two_editors_of_one_person_do_not_overwrite_each_other_unseen(delivery, browse, store):
    store.on_roster()
    page, other = delivery.open("/people/1"), browse(people.DELIVERY)
    other.send(other.open("/people/1"), "/people/1", cost="160")
    refused = delivery.send(page, "/people/1", cost="170")
    assert refused.status == 409
    assert "meanwhile" in refused.text
    assert on_roster(store)["ana-silva"].cost.amount == Decimal(160)
    delivery.send(refused, "/people/1")
    assert on_roster(store)["ana-silva"].cost.amount == Decimal(170)


def test_an_import_shows_first_what_it_would_do_and_keeps_what_is_right(delivery, store):
    store.on_roster("ben-weber")
    text = HEAD + (
        f"ana,Ana,{ENGINEER},senior,PT,scm-migration,140,,,,\n"
        f"ana,Ana again,{ENGINEER},senior,PT,,140,,,,\n"
        f"chief,Chief,{ENGINEER},chief,PT,,,,,,\n"
        f"far,Far,{ENGINEER},senior,XX,,,,,,\n"
        f"sum,=1+1,{ENGINEER},senior,PT,,,,,,\n"
        f"ben-weber,Ben Weber,{ENGINEER},intermediate,DE,scm-migration,120,,,,"
        "Contoso 2030-01-07..2030-01-11 30h firm; Fabrikam 2030-01-07..2030-01-11 20h firm\n"
        f"lee,Lee,{ENGINEER},senior,PT,,100,ana,partner,approved,\n"
    )
    page = send(delivery, delivery.open("/people/import"), text)
    assert page.all("h2")[0] == "2 to add, 1 to change, 0 unchanged, 4 refused"
    for said in ("stands on line 2 too", "chief is not a level", "holidays are known for XX", "would run as a formula"):
        assert said in page.text
    assert set(on_roster(store)) == {"ben-weber"}
    done = delivery.send(page, "/people/import")
    assert "Imported: 2 added, 1 changed; 4 refused" in done.text
    found = on_roster(store)
    assert set(found) == {"ben-weber", "ana", "lee"}
    assert found["ben-weber"].level == "intermediate"


def test_somebody_booked_twice_by_an_import_is_shown_and_kept(delivery, store, monkeypatch):
    monkeypatch.setattr("scoping.web.roster.now", lambda: NOW)
    text = HEAD + (
        f"ben,Ben,{ENGINEER},senior,DE,,120,,,,"
        "Contoso 2027-01-11..2027-01-15 30h firm; Fabrikam 2027-01-11..2027-01-15 20h firm\n"
    )
    page = send(delivery, delivery.open("/people/import"), text)
    assert "Ben is booked twice: 50 h of 40 h in the week of 11 January 2027" in page.text
    after = delivery.send(page, "/people/import")
    assert "Ben is booked twice" in after.text
    assert len(on_roster(store)["ben"].bookings) == 2


def test_an_import_says_what_it_changes_of_somebody(delivery, store):
    store.on_roster("ben-weber")
    before = on_roster(store)["ben-weber"]
    text = f"key,name,role,level,country,cost\nben-weber,Ben Weber,{before.role},{before.level},{before.country},155\n"
    page = send(delivery, delivery.open("/people/import"), text)
    assert f"cost: {before.cost.amount:f} → 155" in page.text
    assert "services" not in page.all("tbody")[0]
    delivery.send(page, "/people/import")
    assert on_roster(store)["ben-weber"] == replace(before, cost=Money(Decimal(155), "USD"), name="Ben Weber")


def test_a_file_that_is_no_roster_is_refused_in_words(delivery):
    page = delivery.open("/people/import")
    assert "column level: is missing" in send(delivery, page, "name,role\n").text
    assert send(delivery, page, "").status == 422


def test_the_export_reads_back_and_runs_no_formula(delivery, store):
    store.on_roster()
    exported = delivery.client.get("/people/roster.csv").data.decode("utf-8-sig")
    page = send(delivery, delivery.open("/people/import"), exported)
    assert page.all("h2")[0] == "0 to add, 0 to change, 1 unchanged, 0 refused"
    assert "There is nothing to import" in page.text


def test_everybody_sees_the_roster_and_only_the_delivery_manager_changes_it(manager, store):
    store.on_roster()
    page = manager.open("/people/1")
    assert "Save the person" not in page.text
    assert "Add a person" not in manager.open("/people").text
