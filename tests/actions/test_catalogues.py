"""The catalogue under control: uploaded, looked at, activated, left again; saved revisions never move."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from scoping import reference
from scoping.actions.catalogue_effects import (
    difference_to_today,
    draft_moves,
    effects,
    move_to_today,
    stands_on_older_catalogue,
)
from scoping.actions.catalogues import activate, active_catalog, texts_in_force, upload
from scoping.actions.engagements import open_engagement
from scoping.db.base import ImmutableRow
from scoping.db.editions import latest_activation, list_activations, list_editions
from scoping.db.models import CatalogueEdition
from scoping.db.queries import latest_revision
from scoping.domain.discovery import Answer, Discovery
from scoping.domain.errors import InvalidInput, NotPermitted, StaleCatalogue
from scoping.domain.review import State
from tests.people import DELIVERY, MANAGER, OWNER, SENIOR, add
from tests.reference.tree import FILES, write

CARD = "rate_cards/list.toml"
SERVICE = "services/migration.toml"
GOLDEN = """
[[scenarios]]
key = "many"
name = "Many users"
currency = "USD"
rate_card = "list"
starts_on = 2027-02-01
services = ["migration"]

[scenarios.answers]
users = 2000
source_scm = "svn"
"""
DISCOVERY = Discovery(
    "Northwind Freight",
    "Move to GitLab.com",
    "USD",
    "list",
    date(2027, 2, 1),
    ("migration",),
    answers={"users": Answer(800), "source_scm": Answer("gitlab"), "remark": Answer("soon")},
)


@pytest.fixture(autouse=True)
def shipped(tmp_path, monkeypatch):
    """A small tree with a golden scenario as what is shipped."""
    tree = write(tmp_path / "shipped", {**FILES, "scenarios/migration.toml": GOLDEN})
    monkeypatch.setattr(reference, "SHIPPED", tree)
    reference.accept_outcomes(reference.load())
    return tree


@pytest.fixture
def folder(tmp_path):
    """A local reference folder without anything in it."""
    return tmp_path / "reference"


@pytest.fixture
def owner(session):
    return add(session, OWNER)


@pytest.fixture
def dearer(folder):
    """The list with engineers at 310 an hour."""
    before, _, after = reference.texts_in_force(folder)[CARD].rpartition("senior = 300")
    return {CARD: f"{before}senior = 310{after}".encode()}


@pytest.fixture
def edition(session, folder, owner, dearer, now):
    return upload(session, folder, dearer, "Engineers cost more", owner, now, "first")


@pytest.fixture
def revision(session, folder, now):
    manager = add(session, MANAGER)
    engagement = open_engagement(session, active_catalog(session, folder), DISCOVERY, manager, now, "engagement")
    return latest_revision(session, engagement)


def rate(catalog) -> Decimal:
    return catalog.rate_cards["list"].rates["engineer"]["senior"]


def test_an_uploaded_edition_is_kept_and_not_yet_in_force(session, folder, edition, owner):
    session.commit()
    assert (edition.author, edition.note, list(edition.files)) == (owner, "Engineers cost more", [CARD])
    assert list_editions(session) == [edition]
    assert active_catalog(session, folder).digest == reference.load(folder).digest != edition.digest


def test_an_activated_edition_is_in_force_and_so_is_its_text(session, folder, edition, owner, now):
    activation = activate(session, folder, edition, 0, owner, now)
    assert (activation.number, activation.edition, activation.person) == (1, edition, owner)
    catalog = active_catalog(session, folder)
    assert (rate(catalog), catalog.digest) == (310, edition.digest)
    assert active_catalog(session, folder) is catalog
    assert "310" in texts_in_force(session, folder)[CARD]


def test_one_goes_back_to_an_earlier_edition_or_to_none_and_everything_stays_on_record(
    session, folder, edition, owner, now
):
    activate(session, folder, edition, 0, owner, now)
    activate(session, folder, None, 1, owner, now)
    assert rate(active_catalog(session, folder)) == 300
    activate(session, folder, edition, 2, owner, now)
    assert rate(active_catalog(session, folder)) == 310
    assert [(row.number, row.edition) for row in list_activations(session)] == [(3, edition), (2, None), (1, edition)]


def test_an_edition_contains_what_the_active_one_changed(session, folder, edition, owner, now):
    activate(session, folder, edition, 0, owner, now)
    terms = texts_in_force(session, folder)["terms.toml"].replace("validity_days = 30", "validity_days = 14")
    second = upload(session, folder, {"terms.toml": terms.encode()}, "", owner, now, "second")
    activate(session, folder, second, 1, owner, now)
    catalog = active_catalog(session, folder)
    assert (rate(catalog), catalog.terms.validity_days) == (310, 14)


def test_the_same_upload_sent_again_makes_no_second_edition(session, folder, edition, owner, dearer, now):
    assert upload(session, folder, dearer, "again", owner, now, "first") is edition


def test_an_uploaded_file_takes_the_place_of_shipped_and_local_one(session, folder, edition, owner, now):
    (folder / "rate_cards").mkdir(parents=True)
    (folder / CARD).write_text("[rates.engineer]\nsenior = 999\n", encoding="utf-8")
    assert rate(active_catalog(session, folder)) == 999
    assert "999" in texts_in_force(session, folder)[CARD]
    activate(session, folder, edition, 0, owner, now)
    assert rate(active_catalog(session, folder)) == 310


def test_what_is_in_force_written_as_files_is_the_same_catalogue(session, folder):
    (folder / "rate_cards").mkdir(parents=True)
    (folder / CARD).write_text("[rates.engineer]\nsenior = 287.5\n", encoding="utf-8")
    texts = texts_in_force(session, folder)
    assert reference.load(texts).digest == active_catalog(session, folder).digest


@pytest.mark.parametrize(
    ("name", "change", "key", "words"),
    [
        (
            CARD,
            ("intermediate = 300", "intermediate = -1"),
            f"{CARD}: rates.technical-architect.intermediate",
            "above 0",
        ),
        (SERVICE, ("correlation", "corelation"), f"{SERVICE}: corelation", "did you mean correlation?"),
        (SERVICE, ('key = "migration"', "key = "), f"{SERVICE}: key", "TOML"),
        (
            "scenarios/migration.toml",
            ("users = 2000", "users = 0"),
            "scenarios/migration.toml: scenarios[0].answers.users",
            "below",
        ),
    ],
)
def test_a_wrong_file_is_refused_with_its_key_and_nothing_is_kept(
    session, folder, owner, now, name, change, key, words
):
    text = texts_in_force(session, folder)[name]
    assert change[0] in text
    with pytest.raises(InvalidInput) as refusal:
        upload(session, folder, {name: text.replace(*change, 1).encode()}, "", owner, now, "wrong")
    found = {fault.key: fault.what for fault in refusal.value.faults}
    assert words in found[key]
    assert session.scalars(select(CatalogueEdition)).all() == []


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "choose one to 100 files"),
        ({"terms.toml": b"\xff"}, "not UTF-8"),
        ({"../etc/passwd.toml": b"a = 1"}, "nothing reads this file"),
        ({"terms.txt": b"a = 1"}, "nothing reads this file"),
        ({"terms.toml": b"#" * 1_000_001}, "at most 1,000,000 are read"),
    ],
)
def test_what_is_no_reference_file_is_refused(session, folder, owner, now, files, words):
    with pytest.raises(InvalidInput, match=words):
        upload(session, folder, files, "", owner, now, "wrong")


def test_files_that_are_in_force_already_are_no_edition(session, folder, owner, now):
    text = texts_in_force(session, folder)["terms.toml"]
    with pytest.raises(InvalidInput, match="in force already"):
        upload(session, folder, {"terms.toml": text.encode()}, "", owner, now, "same")


@pytest.mark.parametrize("kind", [MANAGER, SENIOR, DELIVERY], ids=lambda kind: kind.role)
def test_only_its_owner_changes_the_catalogue(session, folder, edition, dearer, now, kind):
    other = add(session, kind)
    with pytest.raises(NotPermitted, match="may not change catalogue"):
        upload(session, folder, dearer, "", other, now, "other")
    with pytest.raises(NotPermitted):
        activate(session, folder, edition, 0, other, now)


def test_an_activation_on_top_of_another_one_than_was_seen_is_refused(session, folder, edition, owner, now):
    activate(session, folder, edition, 0, owner, now)
    with pytest.raises(StaleCatalogue, match="Catalogue activated another edition meanwhile"):
        activate(session, folder, None, 0, owner, now)
    assert latest_activation(session).edition is edition


def test_two_activations_at_the_same_moment_leave_one(sessions, session, folder, edition, owner, now):
    """The second one looks before the first one commits, so only the key of the table can tell."""
    session.commit()
    with sessions() as other:
        activate(session, folder, edition, 0, owner, now)
        session.commit()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("scoping.actions.catalogues.latest_activation", lambda session: None)
            with pytest.raises(StaleCatalogue, match="Somebody activated another edition"):
                activate(other, folder, None, 0, other.merge(owner), now)


def test_editions_and_activations_never_change(session, folder, edition, owner, now):
    activation = activate(session, folder, edition, 0, owner, now)
    session.commit()
    for row, name in ((edition, "note"), (activation, "at")):
        setattr(row, name, "changed" if name == "note" else now.replace(year=2000))
        with pytest.raises(ImmutableRow, match="1 is never changed"):
            session.flush()
        session.rollback()


def test_the_effects_are_the_changed_lines_and_the_golden_scenarios_that_move(session, folder, edition):
    found = effects(session, folder, edition)
    (changed,) = found.files
    assert (changed.name, "+senior = 310" in changed.lines) == (CARD, True)
    assert [unaccepted.name for unaccepted in found.unaccepted] == ["many"]
    (move,) = found.scenarios
    assert move.after.hours == move.before.hours
    assert move.after.price > move.before.price


def test_an_edition_that_accepts_its_outcomes_leaves_none_unaccepted(session, folder, owner, dearer, tmp_path, now):
    local = tmp_path / "accepting"
    (local / "rate_cards").mkdir(parents=True)
    (local / CARD).write_bytes(dearer[CARD])
    reference.accept_outcomes(reference.load(local), local)
    accepted = reference.texts_in_force(local)
    given = {name: accepted[name].encode() for name in (CARD, "scenarios/migration.toml")}
    edition = upload(session, folder, given, "", owner, now, "accepted")
    found = effects(session, folder, edition)
    assert found.scenarios
    assert found.unaccepted == ()


def test_open_drafts_that_would_move_are_listed_with_by_how_much_and_none_is_changed(
    session, folder, edition, revision
):
    found = draft_moves(session, folder, edition)
    (moved,) = found.rows
    assert (moved.engagement_id, moved.number, moved.currency) == (revision.engagement_id, 1, "USD")
    assert moved.move.name == "Northwind Freight · Move to GitLab.com"
    assert moved.move.after.price > moved.move.before.price == revision.price
    assert (found.looked_at, found.open, found.next_after) == (1, 1, None)
    assert draft_moves(session, folder, None).rows == ()


def test_drafts_come_in_pages_and_approved_ones_do_not_come(session, folder, edition, revision, now):
    catalog, manager = active_catalog(session, folder), revision.author
    second = open_engagement(session, catalog, DISCOVERY, manager, now, "b")
    done = open_engagement(session, catalog, DISCOVERY, manager, now, "c")
    latest_revision(session, done).review.state = State.APPROVED
    session.flush()
    first_page = draft_moves(session, folder, edition, limit=1)
    assert ([row.engagement_id for row in first_page.rows], first_page.open) == ([revision.engagement_id], 2)
    second_page = draft_moves(session, folder, edition, after=first_page.next_after, limit=1)
    assert [row.engagement_id for row in second_page.rows] == [second.id]
    assert draft_moves(session, folder, edition, after=second_page.next_after, limit=1).looked_at == 0


def test_activating_alters_no_saved_revision_and_the_draft_says_what_would_move(
    session, folder, edition, owner, revision, now
):
    before = revision.proposal
    activate(session, folder, edition, 0, owner, now)
    session.commit()
    session.expire_all()
    catalog = active_catalog(session, folder)
    assert revision.proposal == before
    assert stands_on_older_catalogue(revision, catalog)
    (part,) = difference_to_today(catalog, revision).parts
    assert (part.because, part.hours) == ("The catalogue changed", 0)
    assert part.price > 0
    saved = move_to_today(session, catalog, revision, revision.author, now, "moved")
    assert not stands_on_older_catalogue(saved, catalog)
    assert saved.price - revision.price == part.price


def test_an_answer_to_a_question_that_the_catalogue_dropped_is_left_behind(session, folder, owner, revision, now):
    texts = texts_in_force(session, folder)
    questions = "questions/scm.toml"
    given = {
        questions: texts[questions].rpartition("[[questions]]")[0],
        SERVICE: texts[SERVICE].replace(', "remark"]', "]"),
    }
    edition = upload(session, folder, {name: text.encode() for name, text in given.items()}, "", owner, now, "fewer")
    assert [row.move.refused for row in draft_moves(session, folder, edition).rows] == []
    activate(session, folder, edition, 0, owner, now)
    catalog = active_catalog(session, folder)
    (part,) = difference_to_today(catalog, revision).parts
    assert (part.because, part.hours, part.price) == ("The catalogue changed", 0, 0)
    saved = move_to_today(session, catalog, revision, revision.author, now, "moved")
    assert set(saved.proposal.discovery.answers) == {"users", "source_scm"}
