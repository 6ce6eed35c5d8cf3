"""The plan for spreadsheets: its sums are the estimate's, its dates are days, and nothing in it is a formula."""

import csv
import io
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

from scoping.domain.calendar import Closes, Window
from scoping.domain.proposal import Proposal
from scoping.sow.gantt import gantt
from scoping.sow.pictures import png
from scoping.sow.plans import as_csv, dates, grid, workbook
from tests.sow.catalogue import DISCOVERY, proposal

FREEZE = Window('=HYPERLINK("http://bad")', date(2027, 2, 8), date(2027, 2, 12))
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SVG = "{http://www.w3.org/2000/svg}"


def frozen() -> Proposal:
    return proposal(replace(DISCOVERY, freezes=(FREEZE,)))


def test_the_grids_last_line_and_column_sum_to_the_estimate():
    found = frozen()
    table = grid(found)
    assert table.rows[-1][-1] == found.effort.p50
    assert sum(row[-1] for row in table.rows[:-1]) == found.effort.p50
    assert sum(table.rows[-1][1:-1], Decimal(0)) == found.effort.p50


def test_a_csv_holds_days_and_neutralised_texts():
    rows = list(csv.reader(io.StringIO(as_csv(dates(frozen())).decode("utf-8-sig"))))
    window = next(row for row in rows if row[0] == "freeze window")
    assert window[2:5] == ["'" + FREEZE.name, "2027-02-08", "2027-02-12"]


def test_a_workbook_holds_numbers_and_days_and_not_one_formula():
    with zipfile.ZipFile(io.BytesIO(workbook([grid(frozen()), dates(frozen())]))) as opened:
        sheets = [ElementTree.fromstring(opened.read(f"xl/worksheets/sheet{number}.xml")) for number in (1, 2)]  # noqa: S314
        assert FREEZE.name in "".join(ElementTree.fromstring(opened.read("xl/sharedStrings.xml")).itertext())  # noqa: S314
    assert not any(list(sheet.iter(f"{SHEET}f")) for sheet in sheets)
    numbers = [cell for cell in sheets[0].iter(f"{SHEET}c") if cell.get("t") != "s"]
    assert float(numbers[-1].findtext(f"{SHEET}v")) == float(frozen().effort.p50)


def test_the_gantt_hatches_a_freeze_and_marks_the_critical_path_and_says_both():
    found = frozen()
    root = ElementTree.fromstring(gantt(found))  # noqa: S314
    assert [one.get("class") for one in root.iter(f"{SVG}line")].count("hatch") > 3
    tips = [one.findtext(f"{SVG}title") for one in root.iter(f"{SVG}rect") if one.get("class") == "critical"]
    critical = [package.name for package in found.schedule.packages if package.critical]
    assert critical
    assert [tip.partition(":")[0] for tip in tips] == [*critical, "critical path"]
    told = root.findtext(f"{SVG}desc")
    assert f"Closed, {FREEZE.name}: 8 February 2027 to 12 February 2027" in told
    assert f"{critical[0]}: " in told
    assert ", on the critical path" in told
    assert png(gantt(found)).startswith(b"\x89PNG")


def test_a_freeze_of_changes_is_hatched_at_half_the_lines_and_named():
    changes = replace(FREEZE, closes=Closes.CHANGES)
    both = proposal(replace(DISCOVERY, freezes=(FREEZE, changes)))
    found = proposal(replace(DISCOVERY, freezes=(changes,)))
    root, whole = ElementTree.fromstring(gantt(found)), ElementTree.fromstring(gantt(frozen()))  # noqa: S314

    def lines(drawing):
        return [one.get("class") for one in drawing.iter(f"{SVG}line")].count("hatch")

    assert 2 < lines(root) < lines(whole)
    assert f"Closed for changes, {FREEZE.name}: 8 February 2027 to 12 February 2027" in root.findtext(f"{SVG}desc")
    assert "freeze of changes" in gantt(found)
    assert "freeze window" not in gantt(found)
    assert {"freeze of changes", "freeze window"} <= {row[0] for row in dates(both).rows}
    assert "freeze window" in gantt(both)
    assert "freeze of changes" in gantt(both)


def test_hatching_stays_within_its_window():
    root = ElementTree.fromstring(gantt(frozen()))  # noqa: S314
    box = next(one for one in root.iter(f"{SVG}rect") if one.get("class") == "freeze")
    left, right = float(box.get("x")), float(box.get("x")) + float(box.get("width"))
    lines = [one for one in root.iter(f"{SVG}line") if one.get("class") == "hatch"][:-3]  # the legend's are last
    assert all(left - 0.1 <= float(one.get(end)) <= right + 0.1 for one in lines for end in ("x1", "x2"))
