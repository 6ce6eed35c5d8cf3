"""Wording edits as actions, on both databases: each a revision on top of the latest one, and undone by one more."""

import pytest

from scoping.actions import wording
from scoping.actions.engagements import open_engagement
from scoping.db.queries import latest_revision
from scoping.domain.errors import InvalidInput, NotPermitted, StaleRevision
from scoping.domain.rewording import Rewording
from scoping.domain.sow import compose
from scoping.domain.sow.plain_text import plain_text
from tests.catalogue import discovery
from tests.people import DELIVERY, MANAGER, add

DUTY = "duties/duties/scm-migration.contact"


def text_of(revision):
    return plain_text(compose(revision.proposal, revision=revision.number, state="draft"))


@pytest.fixture
def manager(session):
    return add(session, MANAGER)


@pytest.fixture
def first(session, catalog, manager, now):
    return latest_revision(session, open_engagement(session, catalog, discovery(), manager, now, "first"))


def test_words_are_changed_hidden_and_undone_in_revisions_of_their_own(session, catalog, manager, first, now):
    second = wording.reword(session, catalog, first, DUTY, ["You name two.\r\n"], manager, now, "a")
    assert "You name two." in text_of(second)
    assert second.because == "Wording: “You name two.”."
    assert second.price == first.price
    third = wording.hide(session, catalog, second, DUTY, manager, now, "b")
    assert "You name two." not in text_of(third)
    fourth = wording.undo(session, catalog, third, manager, now, "c")
    assert "You name two." in text_of(fourth)
    fifth = wording.take_back(session, catalog, fourth, DUTY, Rewording.REWORD, manager, now, "d")
    assert text_of(fifth).count("The customer names one contact.") == 1
    assert latest_revision(session, first.engagement).number == 5


def test_the_same_form_saves_once_and_an_older_revision_is_left_alone(session, catalog, manager, first, now):
    second = wording.reword(session, catalog, first, DUTY, ["You name two."], manager, now, "a")
    assert wording.reword(session, catalog, first, DUTY, ["You name two."], manager, now, "a") is second
    with pytest.raises(StaleRevision):
        wording.reword(session, catalog, first, DUTY, ["You name three."], manager, now, "b")


def test_who_may_not_edit_may_not_edit_words(session, catalog, manager, first, now):
    with pytest.raises(NotPermitted):
        wording.reword(session, catalog, first, DUTY, ["Mine."], add(session, DELIVERY), now, "a")


def test_only_a_change_of_words_alone_is_undone(session, catalog, manager, first, now):
    with pytest.raises(InvalidInput, match="not one of words alone"):
        wording.undo(session, catalog, first, manager, now, "a")


@pytest.mark.parametrize("text", [[""], [" \n "], ["a\x00b"], ["x" * 5001]])
def test_words_that_could_not_be_printed_are_refused(session, catalog, manager, first, now, text):
    with pytest.raises(InvalidInput) as refused:
        wording.reword(session, catalog, first, DUTY, text, manager, now, "a")
    assert {fault.key for fault in refused.value.faults} == {"text"}
