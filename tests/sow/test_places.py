"""Every editable part has a place of its own, and answers move no place to another part."""

from dataclasses import replace

import pytest

from scoping.domain.sow import compose
from scoping.domain.sow.document import Bullets, Entry, Figure, Numbered, Section
from scoping.domain.sow.places import computed_from, keyed, pieces, slug
from scoping.domain.sow.tables import Table
from tests.sow.catalogue import DISCOVERY, proposal
from tests.sow.golden import DOCUMENTS


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_piece_of_a_document_has_a_place_of_its_own(name: str) -> None:
    places = [piece.place for section in DOCUMENTS[name]().sections for piece in pieces(section)]
    assert len(places) == len(set(places)) > 20
    assert all(place.partition("/")[2] for place in places)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_table_is_either_written_or_says_where_it_comes_from(name: str) -> None:
    for section in DOCUMENTS[name]().sections:
        for block in section.blocks:
            if isinstance(block, Table | Figure):
                written = isinstance(block, Table) and all(row.key for row in block.rows)
                assert written != bool(computed_from(block)), block


def test_a_place_stays_when_what_stands_before_it_goes() -> None:
    def places(goals: tuple[str, ...]) -> set[str]:
        sow = compose(proposal(replace(DISCOVERY, goals=goals)), revision=1, state="draft")
        return {piece.place for piece in pieces(sow.section(2))}

    assert places(("Ship weekly", "Be safe")) - places(("Be safe",)) == {"background/goals/ship-weekly"}


def test_equal_entries_get_numbers_and_computed_ones_no_place() -> None:
    given = (
        Bullets((Entry("a", "same"), Entry("b", "same"), "computed"), "list"),
        Numbered("C", (Entry("c", "same"),), "list"),
    )
    found = list(pieces(keyed(Section(3, "x", given))))
    assert [piece.place for piece in found] == [
        "constraints/list/same",
        "constraints/list/same-2",
        "constraints/list-2/same",
    ]


def test_a_key_is_made_of_any_text() -> None:
    assert slug("Clean up, by hand: 3 × “Ürömqi”") == "clean-up-by-hand-3-uromqi"
    assert len(slug("مرحبا")) == 12
    assert len(slug("x" * 300)) == 40
