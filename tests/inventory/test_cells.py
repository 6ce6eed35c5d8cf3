"""Cells: numbers, sizes in bytes, yes or no, days, and that nobody knows."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoping.inventory import cells


@pytest.mark.parametrize("text", ["", " ", None, "N/A", "n/a", "null", "None", "unable to retrieve total count", "-"])
def test_words_for_unknown_are_unknown_and_never_zero(text: str | None) -> None:
    assert cells.size(text) is None
    assert cells.count(text) is None
    assert cells.truth(text) is None
    assert cells.day(text) is None


@pytest.mark.parametrize(
    ("text", "unit", "bytes_"),
    [
        ("0", 1, 0),
        ("12135162", 1, 12_135_162),
        ("2048.0", 1, 2048),
        ("1.5E+10", 1, 15_000_000_000),
        ("0.51", 1000 * cells.KIB, 522_240),
        ("2048", cells.MIB, 2_147_483_648),
        ("1.2GiB", 1, 1_288_490_189),
        ("3.1 MB", 1, 3_100_000),
        ("512 B", cells.MIB, 512),
    ],
)
def test_sizes_are_whole_bytes(text: str, unit: int, bytes_: int) -> None:
    assert cells.size(text, unit) == bytes_


@pytest.mark.parametrize("text", ["12,135,162", "12.135.162", "12 135 162", "12\u00a0135\u00a0162", "12'135'162"])
def test_thousands_marks_count_only_where_the_tool_writes_them(text: str) -> None:
    assert cells.size(text, marks=cells.ANY_MARK) == 12_135_162
    with pytest.raises(ValueError, match="is not a"):
        cells.size(text)


def test_a_decimal_comma_counts_only_where_it_was_chosen() -> None:
    assert cells.size("2.048,5", cells.MIB, decimal=",", marks=".") == 2_148_007_936
    assert cells.size("2048,5", cells.MIB, decimal=",") == 2_148_007_936
    with pytest.raises(ValueError, match="spreadsheet"):
        cells.size("2048,5", cells.MIB)
    with pytest.raises(ValueError, match="not a number"):
        cells.size("2048.5", cells.MIB, decimal=",", marks=".")


@pytest.mark.parametrize(
    "text", ["-1", "-0.5", "1e99", "9" * 30, "∞", "inf", "0x10", "1/2", "１２ x", "1 GiBs", ">100000"]
)
def test_what_cannot_be_a_size_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="“"):
        cells.size(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-01-03T09:10:22Z", date(2025, 1, 3)),
        ("2025-06-03 02:15 PM", date(2025, 6, 3)),
        ("Sun May  4 10:11:12 2025", date(2025, 5, 4)),
        ("18-Oct-2024 12:00 AM", date(2024, 10, 18)),
        ("01-Jan-0001 12:00 AM", None),
        ("0001-01-01T00:00:00", None),
        ("10/13/2025 0:00", date(2025, 10, 13)),
        ("13/10/2025", date(2025, 10, 13)),
        ("45000", date(2023, 3, 15)),
        ("45000.75", date(2023, 3, 15)),
    ],
)
def test_days_are_read_in_every_form_of_the_tools_and_the_year_one_is_never(text: str, day: date | None) -> None:
    assert cells.day(text) == day


@pytest.mark.parametrize("text", ["9/10/2025", "18-Okt-2024", "soon", "2025-13-01"])
def test_a_day_that_may_be_another_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="“"):
        cells.day(text)


def said(error: ValueError | None) -> bool:
    """Whether a refusal quotes what it refuses, in one line."""
    return error is None or ("“" in str(error) and "\n" not in str(error))


@settings(deadline=None)
@given(st.text(max_size=60), st.sampled_from([1, cells.KIB, cells.MIB]), st.sampled_from(["", cells.ANY_MARK]))
def test_any_text_is_a_size_from_zero_up_or_unknown_or_refused_in_words(text: str, unit: int, marks: str) -> None:
    for decimal in (".", ","):
        found, refused = None, None
        try:
            found = cells.size(text, unit, decimal=decimal, marks=marks)
        except ValueError as error:
            refused = error
        assert said(refused)
        assert found is None or 0 <= found <= cells.LARGEST


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_a_day_and_a_truth_or_unknown_or_refused_in_words(text: str) -> None:
    for reader in (cells.day, cells.truth, cells.count):
        refused = None
        try:
            reader(text)
        except ValueError as error:
            refused = error
        assert said(refused)
