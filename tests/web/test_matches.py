"""Matching people to a revision's seats: started, done by the job, compared, taken, printed, and in the portfolio."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from scoping import jobs
from scoping.actions import matches
from scoping.db.models import Match, Revision, RosterPerson, StaffedEngagement
from scoping.domain.calendar import Window
from scoping.domain.money import Money
from scoping.domain.roster.people import Booking
from tests import people
from tests.web.catalogue import catalogue

HERE = "/engagements/1/revisions/1/matches"


@pytest.fixture
def engagement(store):
    return store.engagement()


@pytest.fixture
def team(store):
    store.on_roster("ana-silva", level="senior")
    store.on_roster("ben-weber", level="intermediate", cost=Money(Decimal(100), "USD"))
    store.on_roster("cleo-arden", role=catalogue.ARCHITECT, level="senior")
    store.on_roster("dora-lind", role=catalogue.LEAD, level="intermediate")


def search(store, match_id=1, stopped=False):
    """What the job would do."""
    job = SimpleNamespace(arguments={"match": match_id}, report=lambda part, words: None, is_stopped=lambda: stopped)
    with store.session() as session:
        matches.run(session, store.catalog, job)


def found(store, match_id=1):
    with store.session() as session:
        return session.get_one(Match, match_id).findings


def latest(store):
    with store.session() as session:
        revision = session.query(Revision).order_by(Revision.number.desc()).first()
        return revision.number, revision.proposal


def test_without_people_the_page_says_whom_to_ask(manager, engagement):
    assert "Nobody is on the roster yet" in manager.open(HERE).text


def test_a_match_is_started_watched_compared_and_taken(manager, engagement, team, store):
    page = manager.send(manager.open(HERE), "/matches", cost="10")
    assert page.path == f"{HERE}/1"
    assert "Looking for people" in page.text
    search(store)
    page = manager.open(f"{HERE}/1")
    assert "plans that differ" in page.text
    assert "Why these people: plan 1" in page.text
    assert "Earliest start with the team of plan 1 1 February 2027" in page.text
    assert "One more Senior technical architect" in page.text
    assert "low cost 10" in page.text
    best, before = found(store).match.plans[0].plan, latest(store)[1]
    taken = manager.send(page, "/take", plan="1")
    assert "Saved as revision 2 with its team" in taken.text
    number, proposal = latest(store)
    assert number == 2
    assert proposal.discovery.team.hours_by_seat.keys() == best.team.keys()
    assert sum(proposal.discovery.team.hours_by_seat.values()) == proposal.staffing.hours
    assert proposal.discovery.team.cost == best.cost
    assert proposal.effort == before.effort
    document = manager.open("/engagements/1/revisions/2/sow").text
    assert "Ben Weber" in document
    assert "Seats to be named" not in document
    assert str(best.cost.amount) not in document
    heat = manager.open("/portfolio?from=2027-02-01")
    assert "Open seats against free hours No engagement has an open seat" in heat.text
    assert float(re.search(r"Ben Weber.*? ([\d.]+) %", heat.text)[1]) > 0


def test_a_team_whose_seats_moved_is_not_printed_and_the_page_says_so(manager, engagement, team, store):
    manager.send(manager.open(HERE), "/matches")
    search(store)
    manager.send(manager.open(f"{HERE}/1"), "/take", plan="1")
    store.revise(1, {"repositories": catalogue.Answer(9000)})
    assert "Ben Weber" not in manager.open("/engagements/1/revisions/3/sow").text
    assert "Match people again" in manager.open("/engagements/1/revisions/3/staffing").text


def test_what_is_impossible_is_said_in_words(manager, engagement, store):
    store.on_roster("ben-weber", level="associate")
    manager.send(manager.open(HERE), "/matches")
    search(store)
    page = manager.open(f"{HERE}/1")
    assert "These seats cannot be filled" in page.text
    assert "nobody on the roster is a technical architect" in page.text


def test_a_skill_that_nobody_has_is_named(manager, engagement, team, store):
    manager.send(manager.open(HERE), "/matches", skills_professional_services_engineer="cobol 3")
    search(store)
    assert "without cobol at level 3" in manager.open(f"{HERE}/1").text


SKILLS = "skills_professional_services_engineer"


def test_what_the_answers_ask_of_people_stands_in_the_form_with_its_reason(manager, store, team):
    store.engagement(answers={**catalogue.ANSWERS, "source_scm": catalogue.Answer("svn")})
    page = manager.open(HERE)
    assert page.value(SKILLS).split() == ["svn", "1"]
    assert page.value("clearances") == "background check"
    assert "svn 1, because repositories come from Subversion ours" in page.text
    assert "background check, because the customer asks for one [PRIO]" in page.text
    manager.send(page, "/matches")
    search(store)
    found_out = manager.open(f"{HERE}/1").text
    assert "without svn at level 1" in found_out
    assert "Skills of a professional services engineer: svn 1. Cleared for background check." in found_out


def test_what_a_person_changed_is_kept_for_the_next_match_of_the_engagement(manager, store, team):
    store.engagement(answers={**catalogue.ANSWERS, "source_scm": catalogue.Answer("svn")})
    manager.send(manager.open(HERE), "/matches", **{SKILLS: "svn 3\ncobol 2"}, clearances="", utc_offset="-5")
    store.revise(1, {"users": catalogue.Answer(900)})
    page = manager.open("/engagements/1/revisions/2/matches")
    assert page.value(SKILLS).split() == ["svn", "3", "cobol", "2"]
    assert page.value("clearances") == ""
    assert page.value("utc_offset") == "-5"
    assert "svn 3, as in match 1; the answers ask for 1, because repositories come from Subversion" in page.text
    assert "cobol 2, as in match 1" in page.text
    assert "background check was taken out in match 1; the answers ask for it, because" in page.text
    assert manager.open("/engagements/1/revisions/1/matches/1").path == f"{HERE}/1"


def test_another_engagement_starts_from_its_own_answers(manager, store, team, engagement):
    manager.send(manager.open(HERE), "/matches", **{SKILLS: "cobol 2"})
    store.engagement(customer="Contoso")
    assert "cobol" not in manager.open("/engagements/2/revisions/1/matches").text


def test_a_stopped_match_keeps_its_best(manager, engagement, team, store):
    page = manager.send(manager.open(HERE), "/matches")
    after = manager.send(page, "/stop")
    assert "the best plan found so far is kept" in after.text
    search(store)
    assert found(store) is not None
    text = manager.open(f"{HERE}/1").text
    assert text.count("Not searched, because the match was stopped") == 2


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("cost", "11", "11 is not a weight"),
        ("cost", "much", "Not a valid integer"),
        ("skills_professional_services_engineer", "kubernetes 1\nkubernetes 2", "stands there twice"),
        ("utc_offset", "noon", "is no time zone"),
    ],
)
def test_what_cannot_be_used_stands_at_its_field(manager, engagement, team, store, field, typed, said):
    page = manager.send(manager.open(HERE), "/matches", **{field: typed})
    assert page.status == 422
    assert said in page.text
    assert page.value(field) == typed
    assert store.count(Match) == 0


def test_a_plan_is_not_taken_on_top_of_a_newer_revision(manager, engagement, team, store):
    manager.send(manager.open(HERE), "/matches")
    search(store)
    page = manager.open(f"{HERE}/1")
    store.revise(1, {"users": catalogue.Answer(900)})
    assert manager.send(page, "/take", plan="1").status == 409


def test_somebody_who_left_meanwhile_is_not_put_into_a_team(manager, browse, engagement, team, store):
    manager.send(manager.open(HERE), "/matches")
    search(store)
    page = manager.open(f"{HERE}/1")
    with store.session() as session:
        row = session.query(RosterPerson).filter_by(key="cleo-arden").one()
        key = row.id
    delivery = browse(people.DELIVERY)
    delivery.send(delivery.open(f"/people/{key}"), "/active")
    assert "can no longer be planned with" in manager.send(page, "/take", plan="1").text


def test_a_team_says_who_of_it_left_the_roster(manager, browse, engagement, team, store):
    manager.send(manager.open(HERE), "/matches")
    search(store)
    manager.send(manager.open(f"{HERE}/1"), "/take", plan="1")
    assert "No longer active" not in manager.open("/engagements/1/revisions/2/staffing").text
    with store.session() as session:
        key = session.query(RosterPerson).filter_by(key="cleo-arden").one().id
    delivery = browse(people.DELIVERY)
    delivery.send(delivery.open(f"/people/{key}"), "/active")
    assert "No longer active on the roster: Cleo Arden" in manager.open("/engagements/1/revisions/2/staffing").text


def test_a_service_that_nobody_covers_is_called_by_its_name(manager, engagement, team, store):
    with store.session() as session:
        for row in session.query(RosterPerson).filter_by(key="cleo-arden"):
            row.whole = replace(row.whole, services=())
        session.commit()
    manager.send(manager.open(HERE), "/matches")
    search(store)
    text = manager.open(f"{HERE}/1").text
    assert "does not cover SCM migration" in text


@pytest.mark.parametrize("asked", ["0001-01-01", "9999-12-28", "soon"])
def test_a_day_that_nobody_plans_for_shows_the_portfolio_of_today(manager, team, asked):
    page = manager.open(f"/portfolio?from={asked}")
    assert (page.status, page.all("h1")) == (200, ["Portfolio"])
    assert page.text == manager.open("/portfolio").text


def test_open_seats_stand_in_the_portfolio_weighted_by_their_state(manager, engagement, team, store):
    page = manager.open("/portfolio?from=2027-02-01")
    assert "Hours asked by engagements without a team" in page.text
    with store.session() as session:
        session.query(StaffedEngagement).delete()  # an engagement saved before such rows were kept
    assert manager.open("/portfolio?from=2027-02-01").text == page.text


def test_an_overbooked_week_is_marked_with_its_hours(manager, store):
    week = date(2027, 2, 1), date(2027, 2, 5)
    store.on_roster(bookings=tuple(Booking(name, *week, Decimal(30)) for name in ("Contoso", "Fabrikam")))
    store.on_roster("ben-weber", absences=(Window("leave", *week),), region="APAC")
    page = manager.open("/portfolio?from=2027-02-03")
    assert "+20 over" in page.text
    assert "away" in page.text
    assert "Ben Weber" not in manager.open("/portfolio?from=2027-02-03&country=PT").text
    assert "Nobody matches" in manager.open("/portfolio?region=EMEA").text


def test_the_job_is_asked_for_with_the_match(manager, engagement, team, store):
    manager.send(manager.open(HERE), "/matches")
    with store.session() as session:
        assert jobs.progress(session, matches.KIND, "1").stage is jobs.Stage.WAITING
