"""Hand edits through the application: each a new revision, kept through new answers, settled before review."""

from dataclasses import replace

import pytest

from scoping.actions.edits import edit, resolve_conflict, take_back
from scoping.actions.engagements import draft, open_engagement
from scoping.actions.reviews import act
from scoping.db.queries import latest_revision
from scoping.domain.discovery import Answer
from scoping.domain.editing import Settlement
from scoping.domain.errors import InvalidInput, NotPermitted, StaleRevision
from scoping.domain.overrides import AddedTask, Override
from scoping.domain.review import Action
from tests.catalogue import ARCHITECT, discovery, hours
from tests.people import COLLEAGUE, DELIVERY, MANAGER, SENIOR, add

WAVES = "scm-migration/move/waves"
EDIT = Override("the pilot took half of it", WAVES, hours("32", "48", "80"))
NEW = hours("128", "192", "320")


@pytest.fixture
def manager(session):
    return add(session, MANAGER)


@pytest.fixture
def revision(session, catalog, manager, now):
    return latest_revision(session, open_engagement(session, catalog, discovery(), manager, now, "first"))


@pytest.fixture
def edited(session, catalog, revision, now):
    return edit(session, catalog, revision, EDIT, add(session, SENIOR), now, "second")


@pytest.fixture
def conflicting(session, catalog, edited, manager, now):
    """The edited revision with twice the users."""
    answers = {**edited.proposal.discovery.answers, "users": Answer(1600)}
    again = replace(edited.proposal.discovery, answers=answers)
    return draft(session, catalog, edited.engagement, again, edited.number, manager, now, "", "third")


def waves(revision):
    return next(task.hours for task in revision.proposal.tasks if task.path == WAVES)


def test_an_edit_is_a_new_revision_with_author_time_reason_and_what_was_computed(session, edited, revision, now):
    session.commit()
    (override,) = edited.proposal.discovery.overrides
    assert (override.by, override.at, override.reason) == ("Senior", now, EDIT.reason)
    assert override.computed == hours("64", "96", "160") == waves(revision)
    assert (edited.number, waves(edited)) == (2, EDIT.hours)
    assert edited.because == "Move a wave by hand: 32–48–80 hours. the pilot took half of it"
    assert revision.proposal.discovery.overrides == ()


def test_the_same_form_sent_again_makes_one_revision(session, catalog, edited, revision, now):
    assert edit(session, catalog, revision, EDIT, edited.author, now, "second") is edited


def test_an_edit_on_a_revision_that_is_not_the_latest_is_refused(session, catalog, edited, revision, now):
    with pytest.raises(StaleRevision, match="Senior saved revision 2"):
        edit(session, catalog, revision, EDIT, add(session, COLLEAGUE), now, "other")


def test_delivery_managers_do_not_edit(session, catalog, revision, now):
    with pytest.raises(NotPermitted):
        edit(session, catalog, revision, EDIT, add(session, DELIVERY), now, "other")


@pytest.mark.parametrize(
    ("override", "key"),
    [
        (replace(EDIT, reason="short"), "reason"),
        (replace(EDIT, reason="with a bell \a in it"), "reason"),
        (replace(EDIT, reason="x" * 5001), "reason"),
        (replace(EDIT, task="scm-migration/move/none"), "task"),
        (
            Override(
                "forgotten by the catalogue",
                "scm-migration/move/new",
                EDIT.hours,
                added=AddedTask(" ", ARCHITECT, "senior"),
            ),
            "added.name",
        ),
        (
            Override(
                "forgotten by the catalogue",
                "scm-migration/move/new",
                EDIT.hours,
                added=AddedTask("New", ARCHITECT, "boss"),
            ),
            "level",
        ),
    ],
)
def test_an_edit_that_makes_no_sense_is_refused_at_its_field(session, catalog, revision, manager, now, override, key):
    with pytest.raises(InvalidInput) as refusal:
        edit(session, catalog, revision, override, manager, now, "wrong")
    assert [fault.key for fault in refusal.value.faults] == [key]
    assert revision.engagement.latest_number == 1


def test_an_edit_can_be_taken_back(session, catalog, edited, manager, now):
    back = take_back(session, catalog, edited, WAVES, manager, now, "third")
    assert back.proposal.discovery.overrides == ()
    assert back.because == "Move a wave as computed again."
    with pytest.raises(InvalidInput, match="is not edited"):
        take_back(session, catalog, back, WAVES, manager, now, "fourth")


def test_answering_again_keeps_the_edit_and_shows_the_conflict(conflicting):
    (found,) = conflicting.proposal.edits
    assert (found.override.computed, found.override.hours, found.now) == (hours("64", "96", "160"), EDIT.hours, NEW)
    assert found.conflict


def test_a_conflict_keeps_a_revision_from_review_until_it_is_settled(session, catalog, conflicting, manager, now):
    with pytest.raises(InvalidInput, match="Move a wave: This was edited by hand"):
        act(session, conflicting, Action.SUBMIT, manager, now)
    kept = resolve_conflict(session, catalog, conflicting, WAVES, Settlement.KEEP, manager, now, "kept")
    act(session, kept, Action.SUBMIT, manager, now)


@pytest.mark.parametrize(
    ("settlement", "typed", "expected", "because"),
    [
        (Settlement.KEEP, None, EDIT.hours, "Move a wave: kept as edited."),
        (Settlement.TAKE_NEW, None, NEW, "Move a wave: taken as computed."),
        (Settlement.TYPE, hours("1", "2", "3"), hours("1", "2", "3"), "Move a wave: typed anew."),
    ],
)
def test_a_conflict_is_settled_by_a_new_revision(
    session, catalog, conflicting, manager, now, settlement, typed, expected, because
):
    found = resolve_conflict(
        session, catalog, conflicting, WAVES, settlement, manager, now, "settled", hours=typed, reason="counted again"
    )
    session.commit()
    assert (found.number, waves(found), found.because) == (4, expected, because)
    assert not any(edit.conflict for edit in found.proposal.edits)
    assert [edit.by for edit in found.proposal.discovery.overrides] == {
        Settlement.KEEP: ["Senior"],
        Settlement.TAKE_NEW: [],
        Settlement.TYPE: ["Manager"],
    }[settlement]
