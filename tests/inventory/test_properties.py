"""What holds for any file: only refusals, no negative size, and no meaning in the order of rows and columns."""

import csv
import io
import random
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scoping.domain.errors import InvalidInput
from scoping.inventory import Inventory, read
from tests.inventory.evaluate_sheets import AZURE, FRONT, GITHUB, JENKINS, USERS, gitlab, projects
from tests.inventory.files import fixture, named, workbook

REPORTS = {each.name: each.read_bytes() for each in sorted(fixture("").iterdir())} | {"book.xlsx": gitlab()}
LISTS = [name for name in REPORTS if name.endswith(".csv") and name not in ("actions_usage.csv", "cloc.csv")]


def attempted(content: bytes) -> Inventory | None:
    """The inventory, or None where it was refused; anything else that is raised fails the test."""
    inventory, faults = None, ()
    try:
        inventory = read([named("file", content)], limit_bytes=50_000_000)
    except InvalidInput as refusal:
        faults = refusal.faults
    assert all(fault.key.startswith("file") and fault.what for fault in faults)
    if inventory is None:
        return None
    assert all(each.size_bytes is None or each.size_bytes >= 0 for each in inventory.repositories)
    for prefill in inventory.answers.values():
        assert isinstance(prefill.value, str) or prefill.value >= 0
        assert prefill.unknown_rows >= 0
    return inventory


@settings(deadline=None)
@given(st.binary(max_size=400))
@example(b"PK\3\4" + b"\0" * 60)
@example(b"PK\5\6" + b"\0" * 18)
@example(b"PK\3\4PK\5\6" + b"\xff" * 18)
@example(b'{"repos": [1, null, {"org": [], "name": {}, "diskUsage": true}]}')
@example(b"<info/>")
@example(b"\xff\xfe\xff")
def test_arbitrary_bytes_are_read_or_refused(content: bytes) -> None:
    attempted(content)


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from('"\n\r,;=ab1\0é-'), max_size=200))
def test_arbitrary_text_of_marks_is_read_or_refused(content: str) -> None:
    attempted(content.encode())


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(REPORTS)), st.data())
def test_a_report_with_damage_anywhere_is_read_or_refused(name: str, data: st.DataObject) -> None:
    content = REPORTS[name]
    at = data.draw(st.integers(0, len(content) - 1))
    cut = data.draw(st.sampled_from([0, 1, 7, 300, len(content)]))
    attempted(content[:at] + data.draw(st.binary(max_size=8)) + content[at + cut :])


TOKENS = st.sampled_from(
    "<row> <row/r='5'> </row> <c/r='A1'> <c> <c/t='s'> <c/r='XFD9'/t='b'> </c> <v> </v> <f> </f> <is> </is> <t> </t>"
    " 1 -4 x 1e5 &amp; &lt;".replace("/r=", "\tr=")
    .replace("/t=", "\tt=")
    .split(" ")
)


@settings(deadline=None)
@given(st.lists(TOKENS, max_size=60))
def test_a_sheet_of_arbitrary_elements_is_read_or_refused(tokens: list[str]) -> None:
    attempted(workbook({"S": f"<worksheet><sheetData>{''.join(tokens)}</sheetData></worksheet>"}))


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["N/A", "True", "False", "=A1", "1,000", "0001-01-01", "2026-01-01", "a b", "active", "user"]),
)
SHEETS = [projects(), USERS, FRONT, *GITHUB.values(), *AZURE.values(), *JENKINS.values()]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(SHEETS), st.data())
def test_known_columns_with_arbitrary_cells_are_read_or_refused(sheet: list[list[object]], data: st.DataObject) -> None:
    width = len(sheet[0])
    rows = data.draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=4))
    attempted(workbook({"S": [sheet[0], *rows]}))  # type: ignore[list-item]


def told(inventory: Inventory) -> object:
    """What a person sees, apart from the places of columns that a total names in their order."""
    answers = {key: replace(each, column="") for key, each in inventory.answers.items()}
    return inventory.repositories, answers, sorted(inventory.notes)


@pytest.mark.parametrize("name", LISTS)
@given(random_=st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None)
def test_the_order_of_rows_and_columns_means_nothing(name: str, random_: random.Random) -> None:
    rows = list(csv.reader(io.StringIO(REPORTS[name].decode())))
    order = random_.sample(range(len(rows[0])), len(rows[0]))
    below = random_.sample(rows[1:], len(rows) - 1)
    mixed = io.StringIO()
    csv.writer(mixed).writerows([row[position] for position in order] for row in [rows[0], *below])
    before, after = attempted(REPORTS[name]), attempted(mixed.getvalue().encode())
    assert before is not None
    assert after is not None
    assert told(after) == told(before)


@given(st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None)
def test_the_order_of_rows_and_columns_of_a_sheet_means_nothing(random_: random.Random) -> None:
    rows = projects()
    order = random_.sample(range(len(rows[0])), len(rows[0]))
    below = random_.sample(rows[1:], len(rows) - 1)
    mixed = workbook({"S": [[row[position] for position in order] for row in [rows[0], *below]]})
    before, after = attempted(workbook({"S": rows})), attempted(mixed)
    assert before is not None
    assert after is not None
    assert told(after) == told(before)
