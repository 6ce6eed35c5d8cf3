"""The plan of a proposal for spreadsheets: hours by week and seat, and dates; as CSV and as a workbook."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from scoping.codec.formulas import neutral
from scoping.domain.proposal import Proposal
from scoping.domain.sow.seats import badge, service_name

Cell = str | date | Decimal


@dataclass(frozen=True)
class Sheet:
    """A named table: its heads and its rows, days and numbers as what they are."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def grid(proposal: Proposal) -> Sheet:
    """Hours of every seat in every week, with the sums that equal the estimate."""
    plan = proposal.staffing
    heads = [f"{badge(proposal, seat.role, seat.level).name} {seat.number}, h" for seat in plan.seats]
    cells = {(week.week, seat.role, seat.level, seat.number): seat.hours for week in plan.weeks for seat in week.seats}
    rows: list[tuple[Cell, ...]] = []
    for week in plan.weeks:
        parts = [cells.get((week.week, seat.role, seat.level, seat.number), Decimal(0)) for seat in plan.seats]
        rows.append((week.week, *parts, week.hours))
    sums = [sum((row[place + 1] for row in rows), Decimal(0)) for place in range(len(plan.seats))]
    rows.append(("Together", *sums, plan.hours))
    return Sheet("Hours by week", ("Week of", *heads, "Together, h"), tuple(rows))


def dates(proposal: Proposal) -> Sheet:
    """Work packages, milestones and closed days with their dates."""
    timetable = proposal.schedule
    rows: list[tuple[Cell, ...]] = [
        (
            "work package",
            service_name(proposal, it.service),
            it.name,
            it.starts_on,
            it.ends_on,
            it.hours,
            "yes" if it.critical else "no",
        )
        for it in timetable.packages
    ]
    rows += [("milestone", "", it.name, it.on, it.on, "", "") for it in timetable.milestones]
    rows += [
        ("freeze window" if it.closes_all else "freeze of changes", "", it.name, it.starts_on, it.ends_on, "", "")
        for it in timetable.calendar.closed
    ]
    rows += [("public holiday", it.country, it.name, it.on, it.on, "", "") for it in timetable.calendar.holidays]
    return Sheet("Dates", ("What", "Service or country", "Name", "From", "To", "Hours", "Critical"), tuple(rows))


def as_csv(sheet: Sheet) -> bytes:
    """UTF-8 with a byte order mark; days as 2027-03-14; what a spreadsheet would compute is neutralised."""
    written = io.StringIO()
    rows = csv.writer(written)
    for row in (sheet.heads, *sheet.rows):
        rows.writerow(neutral(cell) if isinstance(cell, str) else str(cell) for cell in row)
    return written.getvalue().encode("utf-8-sig")


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """An Excel workbook with a frozen head on each sheet; texts are written as texts, so none is a formula."""
    import xlsxwriter  # type: ignore[import-untyped]  # ships no types

    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        head, on = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "d mmmm yyyy"})
        number = book.add_format({"num_format": "#,##0.00"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            page.freeze_panes(1, 1)
            page.set_column(0, len(sheet.heads) - 1, 18)
            for column, title in enumerate(sheet.heads):
                page.write_string(0, column, title, head)
            for line, column, cell in _cells(sheet):
                if isinstance(cell, str):
                    page.write_string(line, column, cell)
                elif isinstance(cell, date):
                    page.write_datetime(line, column, cell, on)
                else:
                    page.write_number(line, column, cell, number)
    return written.getvalue()


def _cells(sheet: Sheet) -> Iterator[tuple[int, int, Any]]:
    for line, row in enumerate(sheet.rows, 1):
        for column, cell in enumerate(row):
            yield line, column, cell
