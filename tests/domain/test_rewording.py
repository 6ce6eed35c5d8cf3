"""People reword, add, hide and move what is printed; what is computed goes on being computed, and nothing is lost."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoping.codec import discovery_from_toml, discovery_to_toml
from scoping.domain.checks import check
from scoping.domain.discovery import Answer, Discovery
from scoping.domain.editing import Settlement
from scoping.domain.errors import InvalidInput
from scoping.domain.proposal import Proposal
from scoping.domain.rewording import Rewording, WordingEdit
from scoping.domain.sow import StatementOfWork, compose, rewording
from scoping.domain.sow.changed_words import changed_words
from scoping.domain.sow.document import Numbered, Subheading
from scoping.domain.sow.places import inside, labels, pieces
from scoping.domain.sow.plain_text import plain_text
from scoping.domain.sow.tables import Table
from tests.sow.catalogue import CATALOG, DISCOVERY, proposal

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
PROPOSAL = proposal()
REPORT, DUTIES = "deliverables/deliverables", "duties/duties"


def document(discovery: Discovery) -> StatementOfWork:
    return compose(proposal(discovery), revision=1, state="draft")


def texts(sow: StatementOfWork, home: str) -> dict[str, tuple[str, ...]]:
    return {each.place: each.texts for s in sow.sections for each in pieces(s) if each.inside == home}


COMPUTED = document(DISCOVERY)
DELIVERABLES = list(texts(COMPUTED, REPORT))
ALL_DUTIES = list(texts(COMPUTED, DUTIES))


def of(discovery: Discovery) -> Proposal:
    return proposal(discovery)


def test_other_words_are_printed_and_the_figures_stay() -> None:
    place = ALL_DUTIES[0]
    edited = rewording.reworded(PROPOSAL, place, ("You name **one** decider.",), "Mia", AT)
    (edit,) = edited.wording
    assert edit == WordingEdit(place, Rewording.REWORD, edit.text, base=texts(COMPUTED, DUTIES)[place], by="Mia", at=AT)
    sow = document(edited)
    assert "C1 You name one decider." in plain_text(sow)
    assert sow.proposal.effort == PROPOSAL.effort
    assert sow.fingerprint != COMPUTED.fingerprint
    assert check(sow.proposal, sow) == ()


def test_a_proposal_without_edits_keeps_the_fingerprint_it_had_before_there_were_any() -> None:
    assert replace(DISCOVERY, wording=()).wording == ()
    assert of(DISCOVERY).fingerprint == PROPOSAL.fingerprint
    assert len(document(rewording.hidden(PROPOSAL, ALL_DUTIES[0], "Mia", AT)).fingerprint) == 64


def test_the_computed_words_typed_again_take_the_edit_back() -> None:
    place = DELIVERABLES[0]
    edited = rewording.reworded(PROPOSAL, place, ("A report", "You say so"), "Mia", AT)
    again = rewording.reworded(of(edited), place, texts(COMPUTED, REPORT)[place], "Mia", AT)
    assert again.wording == ()


def test_a_row_keeps_its_label_and_its_cells() -> None:
    edited = rewording.reworded(PROPOSAL, DELIVERABLES[0], ("A *short* report", "You say so"), "Mia", AT)
    table = document(edited).table("deliverables")
    assert isinstance(table, Table)
    assert [str(cell) for cell in table.rows[0].cells] == ["D1", "A short report", "You say so"]
    with pytest.raises(InvalidInput, match="2 parts"):
        rewording.reworded(PROPOSAL, DELIVERABLES[0], ("one part",), "Mia", AT)


def test_what_is_hidden_leaves_no_gap_in_the_labels_and_comes_back() -> None:
    place = DELIVERABLES[0]
    edited = rewording.hidden(PROPOSAL, place, "Mia", AT)
    before, after = COMPUTED.section(6), document(edited).section(6)
    assert list(labels(after).values()) == list(labels(before).values())[:-1]
    assert next(iter(labels(after))) == DELIVERABLES[1].rpartition("/")[2]
    assert rewording.taken_back(edited, place, Rewording.HIDE).wording == ()


def test_the_internal_sources_follow_the_labels() -> None:
    edited = rewording.hidden(PROPOSAL, DELIVERABLES[0], "Mia", AT)
    internal = compose(of(edited), revision=1, state="draft", audience="internal").section(6)
    count = len(DELIVERABLES)
    assert f"D{count}" not in "".join(map(str, internal.internal[1:2]))
    assert "Hidden" in plain_text(replace(document(edited), sections=(internal,)))


def test_everything_hidden_takes_its_list_and_heading_along_and_an_empty_section_is_a_finding() -> None:
    edited = DISCOVERY
    for place in ALL_DUTIES:
        edited = rewording.hidden(of(edited), place, "Mia", AT)
    blocks = document(edited).section(8).blocks
    assert not any(isinstance(block, Numbered) for block in blocks)
    assert [block.text for block in blocks if isinstance(block, Subheading)] == ["Contacts"]
    for place in texts(COMPUTED, "exclusions/exclusions"):
        edited = rewording.hidden(of(edited), place, "Mia", AT)
    edited = rewording.hidden(of(edited), "exclusions/rest", "Mia", AT)
    sow = document(edited)
    assert [finding.key for finding in check(sow.proposal, sow)] == ["empty.exclusions"]


def test_something_added_stands_behind_its_neighbour_and_is_edited_in_place() -> None:
    edited, place = rewording.added(PROPOSAL, ALL_DUTIES[0], ("You bring cake.",), "Mia", AT)
    assert place == "duties/duties/added-you-bring-cake"
    assert list(texts(document(edited), DUTIES))[:2] == [ALL_DUTIES[0], place]
    edited = rewording.reworded(of(edited), place, ("You bring two cakes.",), "Jo", AT)
    assert [edit.kind for edit in edited.wording] == [Rewording.ADD]
    assert "C2 You bring two cakes." in plain_text(document(edited))
    edited, second = rewording.added(of(edited), place, ("You bring cake.",), "Jo", AT)
    assert second == f"{place}-2"
    edited, row = rewording.added(of(edited), DELIVERABLES[-1], ("A map", "You hold it"), "Jo", AT)
    table = document(edited).table("deliverables")
    assert isinstance(table, Table)
    assert [str(cell) for cell in table.rows[-1].cells] == [f"D{len(table.rows)}", "A map", "You hold it"]
    assert len(rewording.taken_back(edited, row, Rewording.ADD).wording) == 2


@given(st.lists(st.tuples(st.integers(0, len(ALL_DUTIES) - 1), st.sampled_from([-1, 1])), max_size=5))
def test_moving_changes_the_order_step_by_step_and_nothing_else(steps: list[tuple[int, int]]) -> None:
    expected, edited = list(ALL_DUTIES), DISCOVERY
    for index, step in steps:
        place = ALL_DUTIES[index]
        at = expected.index(place)
        current = replace(PROPOSAL, discovery=edited)
        if not 0 <= at + step < len(expected):
            with pytest.raises(InvalidInput, match="already"):
                rewording.moved(current, place, step, "Mia", AT)
            continue
        edited = rewording.moved(current, place, step, "Mia", AT)
        expected.insert(at + step, expected.pop(at))
        shown = compose(replace(PROPOSAL, discovery=edited), revision=1, state="draft")
        assert sorted(texts(shown, DUTIES)) == sorted(ALL_DUTIES)
        moves = [edit.target for edit in edited.wording]
        if moves.count(place) == 1 and len(set(moves)) == 1:
            assert list(texts(shown, DUTIES)) == expected
        expected = list(texts(shown, DUTIES))


def test_a_paragraph_moves_among_the_blocks_of_its_section() -> None:
    order = inside(COMPUTED.section(10), "effort")
    place = "effort/how-simulated"
    edited = rewording.moved(PROPOSAL, place, -1, "Mia", AT)
    after = inside(document(edited).section(10), "effort")
    assert after.index(place) == order.index(place) - 1


def moved_on(edited: Discovery) -> tuple[Discovery, str]:
    """Another number of repositories, which one clause prints, and the place of that clause."""
    answers = {**edited.answers, "repositories": Answer(4500)}
    later = replace(edited, answers=answers)
    before, after = (
        {each.place: each.texts for s in document(d).sections for each in pieces(s)}
        for d in (replace(edited, wording=()), replace(later, wording=()))
    )
    return later, next(place for place in before if place in after and before[place] != after[place])


def test_other_computed_words_are_a_conflict_that_blocks_until_somebody_decides() -> None:
    _, place = moved_on(DISCOVERY)
    words = {each.place: each.texts for s in COMPUTED.sections for each in pieces(s)}
    text = tuple(f"{part} Really." for part in words[place])
    later, _ = moved_on(rewording.reworded(PROPOSAL, place, text, "Mia", AT))
    sow = document(later)
    assert rewording.conflicts(sow) == ((place, Rewording.REWORD),)
    (worded,) = sow.wording
    assert (worded.edit.base, worded.edit.text) == (words[place], text)
    assert worded.now not in (None, worded.edit.base)
    assert [finding.key for finding in check(sow.proposal, sow)] == [f"wording.{place}"]
    assert "Really." in plain_text(sow)

    def decide(settlement: Settlement, typed: tuple[str, ...] = ()) -> StatementOfWork:
        made = rewording.settled(of(later), place, Rewording.REWORD, settlement, typed, "Jo", AT)
        return document(made)

    kept, new, typed = decide(Settlement.KEEP), decide(Settlement.TAKE_NEW), decide(Settlement.TYPE, ("x",) * len(text))
    assert all(rewording.conflicts(each) == () for each in (kept, new, typed))
    assert "Really." in plain_text(kept)
    assert new.wording == ()
    assert typed.wording[0].edit.by == "Jo"
    with pytest.raises(InvalidInput, match="type the words"):
        decide(Settlement.TYPE)


def test_an_edit_whose_place_is_gone_is_kept_and_told() -> None:
    edited = rewording.reworded(PROPOSAL, "background/goals/" + slug_of_goal(), ("Win.",), "Mia", AT)
    sow = document(replace(edited, goals=("Something else",)))
    (worded,) = sow.wording
    assert not worded.is_used
    assert not worded.conflict
    assert sow.proposal.discovery.wording == edited.wording
    assert "Win." not in plain_text(sow)


def slug_of_goal() -> str:
    return next(iter(texts(COMPUTED, "background/goals"))).rpartition("/")[2]


def test_an_addition_whose_neighbour_is_gone_stands_at_the_end_of_its_list() -> None:
    edited, place = rewording.added(PROPOSAL, "background/goals/" + slug_of_goal(), ("Win.",), "Mia", AT)
    sow = document(replace(edited, goals=("Something else", "And more")))
    assert list(texts(sow, "background/goals"))[-1] == place


@pytest.mark.parametrize(
    ("edit", "key"),
    [
        (WordingEdit("nowhere", Rewording.HIDE), "target"),
        (WordingEdit("elsewhere/x", Rewording.HIDE), "target"),
        (WordingEdit("duties/x/y", Rewording.REWORD), "text"),
        (WordingEdit("duties/x/y", Rewording.REWORD, (" ",)), "text"),
        (WordingEdit("duties/x/y", Rewording.HIDE, ("x",)), "text"),
        (WordingEdit("duties/x/y", Rewording.ADD, ("x",)), "after"),
        (WordingEdit("duties/x/y", Rewording.ADD, ("x",), after="duties/z/y"), "after"),
        (WordingEdit("duties/x/y", Rewording.REWORD, ("x",), after="duties/x/z"), "after"),
    ],
)
def test_an_edit_that_makes_no_sense_is_refused_by_its_row_and_key(edit: WordingEdit, key: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        of(replace(DISCOVERY, wording=(WordingEdit("duties/a", Rewording.HIDE), edit)))
    assert [fault.key for fault in refused.value.faults] == [f"wording[1].{key}"]


def test_two_edits_of_one_kind_and_the_rewording_of_an_addition_are_refused() -> None:
    add = WordingEdit("duties/x/y", Rewording.ADD, ("x",), after="duties/x/z")
    for second in (add, WordingEdit("duties/x/y", Rewording.REWORD, ("x",))):
        with pytest.raises(InvalidInput, match="duties/x/y"):
            of(replace(DISCOVERY, wording=(add, second)))


def test_the_discovery_file_carries_the_edits_and_names_their_faults() -> None:
    edited = rewording.reworded(PROPOSAL, DELIVERABLES[0], ("A *short* report", "You say so"), "Mia", AT)
    edited, _ = rewording.added(of(edited), ALL_DUTIES[0], ("You bring\n\n- cake\n- tea",), "Mia", AT)
    edited = rewording.moved(of(rewording.hidden(of(edited), ALL_DUTIES[1], "Jo", AT)), ALL_DUTIES[0], 1, "Jo", AT)
    written = discovery_to_toml(edited)
    assert discovery_from_toml(written, CATALOG.questions) == edited
    with pytest.raises(InvalidInput) as refused:
        discovery_from_toml(written + '[[wording]]\ntarget = "duties/x"\nkind = "praise"\n', CATALOG.questions)
    assert refused.value.faults[0].key == "wording[4].kind"


def test_the_words_that_differ_are_told_place_by_place() -> None:
    edited = rewording.reworded(PROPOSAL, ALL_DUTIES[0], ("You name two.",), "Mia", AT)
    edited = rewording.hidden(of(edited), "exclusions/rest", "Mia", AT)
    edited, place = rewording.added(of(edited), ALL_DUTIES[0], ("You bring cake.",), "Mia", AT)
    edited = rewording.moved(of(edited), DELIVERABLES[0], 1, "Mia", AT)
    found = {each.place: (each.was, each.now) for each in changed_words(COMPUTED, document(edited))}
    assert found == {
        "exclusions/rest": (texts(COMPUTED, "exclusions")["exclusions/rest"], ()),
        ALL_DUTIES[0]: (texts(COMPUTED, DUTIES)[ALL_DUTIES[0]], ("You name two.",)),
        place: ((), ("You bring cake.",)),
    }
    assert changed_words(COMPUTED, COMPUTED) == ()
