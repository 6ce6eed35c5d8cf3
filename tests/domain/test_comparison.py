"""Proposals side by side: a row for each figure, answers where they differ."""

from dataclasses import replace
from datetime import date

import pytest

from scoping.domain.comparison import compare
from scoping.domain.discovery import UNKNOWN, Answer
from scoping.domain.errors import InvalidInput
from scoping.domain.proposal import propose
from scoping.domain.sow.figures import days, money
from tests.catalogue import CATALOG, discovery

SMALL = propose(CATALOG, discovery(answers={"users": Answer(400), "repositories": Answer(100)}))
LARGE = propose(CATALOG, discovery(answers={"users": Answer(900), "repositories": UNKNOWN}))
LATE = propose(CATALOG, replace(SMALL.discovery, starts_on=date(2027, 3, 1)))


def rows(*named):
    return {row.name: row for row in compare(named).rows}


def test_each_figure_stands_in_one_row_as_it_is_printed_elsewhere():
    found = rows(("now", SMALL), ("all at once", LARGE))
    assert found["p50, planned"].cells == (days(SMALL.effort.p50), days(LARGE.effort.p50))
    assert found["Time and materials"].cells == tuple(money(p.price.time_and_materials) for p in (SMALL, LARGE))
    assert [cell.split(",")[0] for cell in found["Technical architect"].cells] == ["Intermediate", "Senior"]


def test_only_answers_that_differ_are_shown():
    found = rows(("now", SMALL), ("all at once", LARGE))
    assert found["How many users move?"].cells == ("400", "900")
    assert found["How many repositories move?"].cells == ("100", "not known")
    assert "Where is the code?" not in found


def test_what_is_equal_is_marked_as_such():
    found = rows(("now", SMALL), ("later", LATE))
    assert {name for name, row in found.items() if row.differs} == {"Start", "End"}


def test_three_can_be_compared_and_four_cannot():
    assert compare([("a", SMALL), ("b", LARGE), ("c", LATE)]).names == ("a", "b", "c")
    with pytest.raises(InvalidInput, match="choose one to 3"):
        compare([("a", SMALL)] * 4)
    with pytest.raises(InvalidInput, match="choose one to 3"):
        compare([])
