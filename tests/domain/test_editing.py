"""Hand edits over the life of an engagement: made, kept through new answers, settled where they conflict."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from scoping.domain.discovery import Answer
from scoping.domain.editing import Settlement, conflicts, settled, with_edit, without_edit
from scoping.domain.effort import ThreePoint
from scoping.domain.errors import InvalidInput
from scoping.domain.overrides import AddedTask, Override
from scoping.domain.proposal import propose
from tests.catalogue import ARCHITECT, CATALOG, discovery, hours

REASON = "the pilot took half of it"
WAVES = "scm-migration/move/waves"
HALF = hours("32", "48", "80")
EDIT = Override(REASON, WAVES, HALF, by="Sena")


def edited(users: int = 800, *edits: Override):
    """The discovery with the edits made at 800 users and `users` answered since."""
    found = discovery(answers={"users": Answer(800)})
    for edit in edits or (EDIT,):
        found = with_edit(CATALOG, found, edit)
    return replace(found, answers={"users": Answer(users)})


def waves_of(given) -> ThreePoint:
    return next(task.hours for task in propose(CATALOG, given).tasks if task.path == WAVES)


def test_an_edit_keeps_what_the_engine_said_when_it_was_made():
    (override,) = edited().overrides
    assert override == replace(EDIT, computed=hours("64", "96", "160"))


def test_new_answers_that_compute_the_same_keep_the_edit_in_peace():
    same_batches = propose(CATALOG, edited(users=799))
    assert conflicts(same_batches) == ()
    assert waves_of(edited(users=799)) == HALF


def test_new_answers_that_compute_something_else_show_three_figures_and_keep_the_edit_until_somebody_decides():
    (conflict,) = conflicts(propose(CATALOG, edited(users=1600)))
    assert (conflict.override.computed, conflict.override.hours, conflict.now) == (
        hours("64", "96", "160"),
        HALF,
        hours("128", "192", "320"),
    )
    assert waves_of(edited(users=1600)) == HALF


@pytest.mark.parametrize(
    ("settlement", "typed", "expected"),
    [
        (Settlement.KEEP, None, HALF),
        (Settlement.TAKE_NEW, None, hours("128", "192", "320")),
        (Settlement.TYPE, hours("60", "90", "150"), hours("60", "90", "150")),
    ],
)
def test_a_conflict_is_kept_taken_or_typed_and_gone(settlement, typed, expected):
    found = settled(CATALOG, edited(users=1600), WAVES, settlement, hours=typed)
    assert waves_of(found) == expected
    assert conflicts(propose(CATALOG, found)) == ()


def test_keeping_leaves_author_and_reason_and_typing_takes_new_ones():
    at = datetime(2027, 1, 4, 9, tzinfo=UTC)
    (kept,) = settled(CATALOG, edited(users=1600), WAVES, Settlement.KEEP, by="Erin", at=at).overrides
    assert (kept.by, kept.reason) == ("Sena", REASON)
    (typed,) = settled(CATALOG, edited(users=1600), WAVES, Settlement.TYPE, hours=HALF, by="Erin", at=at).overrides
    assert (typed.by, typed.at, typed.reason) == ("Erin", at, REASON)


def test_typing_without_hours_is_refused_at_the_hours():
    with pytest.raises(InvalidInput, match=r"hours: type the hours"):
        settled(CATALOG, edited(), WAVES, Settlement.TYPE)


@pytest.mark.parametrize("settlement", Settlement)
def test_what_is_not_edited_cannot_be_settled(settlement):
    with pytest.raises(InvalidInput, match="scm-migration/prepare/plan is not edited"):
        settled(CATALOG, edited(), "scm-migration/prepare/plan", settlement, hours=HALF)


def test_a_second_edit_of_a_target_takes_the_place_of_the_first():
    found = with_edit(CATALOG, edited(), Override("counted by the customer", WAVES, quantity=Decimal(2)))
    (override,) = found.overrides
    assert (override.hours, override.quantity, override.computed) == (None, 2, hours("64", "96", "160"))


def test_an_edit_taken_back_leaves_the_others():
    level = Override(REASON, role=ARCHITECT, level="staff")
    assert without_edit(edited(800, EDIT, level), WAVES).overrides == (replace(level, computed_level="senior"),)


LEVEL = Override(REASON, role=ARCHITECT, level="intermediate", by="Sena")


def test_a_level_set_by_hand_stays_in_peace_while_the_rules_give_what_they_gave():
    proposal = propose(CATALOG, edited(900, LEVEL))
    assert proposal.level_of(ARCHITECT).level == "intermediate"
    assert [(edit.override.computed_level, edit.now_level) for edit in proposal.edits] == [("senior", "senior")]
    assert conflicts(proposal) == ()


@pytest.mark.parametrize(("users", "derived"), [(100, "intermediate"), (6000, "staff")])
def test_a_level_set_by_hand_waits_for_a_decision_where_the_rules_give_another_one_since(users, derived):
    given = edited(users, LEVEL)
    (waiting,) = conflicts(propose(CATALOG, given))
    assert (waiting.override.computed_level, waiting.override.level, waiting.now_level) == (
        "senior",
        "intermediate",
        derived,
    )
    kept = settled(CATALOG, given, ARCHITECT, Settlement.KEEP)
    assert kept.overrides == (replace(LEVEL, computed_level=derived),)
    assert conflicts(propose(CATALOG, kept)) == ()
    taken = propose(CATALOG, settled(CATALOG, given, ARCHITECT, Settlement.TAKE_NEW))
    assert (taken.level_of(ARCHITECT).level, taken.edits) == (derived, ())
    with pytest.raises(InvalidInput):
        settled(CATALOG, given, ARCHITECT, Settlement.TYPE, hours=HALF)


def test_a_level_of_a_discovery_file_has_nothing_to_be_compared_with():
    given = replace(discovery(answers={"users": Answer(6000)}), overrides=(LEVEL,))
    assert conflicts(propose(CATALOG, given)) == ()


def test_an_added_task_stays_added_when_its_hours_are_edited_and_goes_when_it_is_removed():
    path = "scm-migration/move/rehearse"
    added = AddedTask("Rehearse the move", ARCHITECT, "intermediate")
    found = edited(800, Override(REASON, path, HALF, added=added))
    again = with_edit(CATALOG, found, Override("rehearsed twice as long", path, hours("1", "2", "3")))
    assert again.overrides[0].added == added
    assert with_edit(CATALOG, again, Override("not wanted any more", path, remove=True)).overrides == ()


def test_an_edit_of_a_service_that_is_not_sold_any_more_waits_for_a_decision():
    other = replace(CATALOG.services["scm-migration"], key="other", name="Other")
    both = replace(CATALOG, services={**CATALOG.services, "other": other})
    proposal = propose(both, replace(edited(), services=("other",)))
    (conflict,) = conflicts(proposal)
    assert (conflict.name, conflict.now) == ("Move a wave", None)
    found = settled(both, replace(edited(), services=("other",)), WAVES, Settlement.KEEP)
    assert [edit.task for edit in found.overrides] == [WAVES]
    assert conflicts(propose(both, found)) == ()
    sold_again = propose(both, replace(found, services=("scm-migration",)))
    assert [edit.name for edit in conflicts(sold_again)] == ["Move a wave"]


@pytest.mark.parametrize(
    ("override", "key"),
    [
        (Override("short", WAVES, HALF), "reason"),
        (Override(REASON, WAVES), "task"),
        (Override(REASON, "scm-migration/move/dream", HALF), "task"),
        (Override(REASON, WAVES, HALF, quantity=Decimal(1)), "quantity"),
        (Override(REASON, WAVES, quantity=Decimal("NaN")), "quantity"),
        (Override(REASON, discount=Decimal("NaN")), "discount"),
        (Override(REASON, discount=Decimal(0), hours=HALF), "hours"),
        (Override(REASON, role=ARCHITECT, level="emperor"), "level"),
    ],
)
def test_an_edit_that_makes_no_sense_is_refused_at_its_field(override, key):
    with pytest.raises(InvalidInput) as refusal:
        with_edit(CATALOG, edited(), override)
    assert [fault.key for fault in refusal.value.faults] == [key]


def test_a_quantity_of_what_has_none_is_refused():
    with pytest.raises(InvalidInput, match="has no quantity; give hours"):
        edited(800, Override(REASON, "engagement/leading/lead", quantity=Decimal(2)))
