"""The wave plan as CSV: every repository with its wave, unknown as blank, and nothing that a spreadsheet would run."""

import csv
import io
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from scoping.codec.formulas import FORMULA
from scoping.codec.waves_csv import COLUMNS, waves_csv
from scoping.domain.waves import LARGE_OVER, Repository, wave_plan


def test_the_csv_holds_every_repository_with_its_wave_and_blanks_for_unknown() -> None:
    plan = wave_plan(
        [
            Repository("a/one", 5, False, True, False, False, date(2026, 3, 4), False, ("mirror", "template")),
            Repository("a/two"),
            Repository("a/big", LARGE_OVER + 1),
            Repository("a/old", 5, archived=True),
        ],
        wave_size=10,
    )
    rows = list(csv.reader(io.StringIO(waves_csv(plan))))
    assert tuple(rows[0]) == COLUMNS
    assert rows[1] == ["pilot", "a/one", "5", "2026-03-04", "yes", "no", "no", "no", "mirror; template"]
    assert rows[2] == ["wave 1", "a/two", "", "", "", "", "", "", ""]
    assert [row[0] for row in rows[3:]] == ["large, day 1", "archived, not moved"]


@settings(deadline=None)
@given(st.sampled_from(FORMULA), st.text(max_size=20))
def test_no_cell_of_the_csv_begins_as_a_formula(mark: str, rest: str) -> None:
    text = waves_csv(wave_plan([Repository(mark + rest, 1, flags=(mark + rest,))], wave_size=1))
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert not any(cell.startswith(FORMULA) for cell in cells)
    assert f"'{mark}{rest}" in cells
