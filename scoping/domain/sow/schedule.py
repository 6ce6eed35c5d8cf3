"""Section 11: dates of the work packages, iterations, and the hours of every week."""

from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from scoping.domain import catalog
from scoping.domain.calendar import Window
from scoping.domain.fee_basis import ONE_FEE
from scoping.domain.proposal import Proposal
from scoping.domain.schedule import ScheduledPackage
from scoping.domain.sow.clauses import CHANGE_SECTION, clauses, prose
from scoping.domain.sow.document import Block, Chart, Figure, Paragraph, Section, Subheading
from scoping.domain.sow.figures import count, day, hours, hours_in_prose
from scoping.domain.sow.seats import badge, ranked, service_name
from scoping.domain.sow.tables import Column, Kind, Row, Table, Weight
from scoping.domain.sow.waves import waves

ZERO = Decimal(0)
NO_WORK = "No work is planned on these days:"
NO_CHANGES = (
    "No work is planned on these days; where only changes rest, the customer’s systems stay as they are, and planning, "
    "training and documentation go on:"
)
NO_COUNTRY = "No country is stated, so public holidays are not kept free."


def schedule(proposal: Proposal) -> Section:
    """Section 11; a fee for a result has dates, but no hours."""
    one_fee = _is_one_fee(proposal)
    return Section(
        11,
        "Schedule",
        (
            Paragraph(_extent(proposal)),
            *prose(
                clauses(proposal, catalog.Section.SCHEDULE),
                "A delay on one side moves the dates that follow from it by as many working days; a longer one is "
                f"handled as {CHANGE_SECTION} describes.",
                "standard-delay",
            ),
            *(Paragraph(limits) for limits in (_limits(proposal),) if limits),
            *_closed(proposal),
            Subheading("11.1", "Work packages"),
            _package_table(proposal, with_hours=not one_fee),
            Figure(Chart.GANTT, "Work packages by week"),
            *_milestones(proposal),
            *(() if one_fee else (Subheading("11.2", "Hours by week"), *_by_week(proposal))),
            *waves(proposal, "11.2" if one_fee else "11.3"),
        ),
    )


def hours_by_week(proposal: Proposal) -> tuple[Block, ...]:
    """What the client of one fee does not read: the hours of packages and weeks."""
    return (_package_table(proposal, with_hours=True), *_by_week(proposal)) if _is_one_fee(proposal) else ()


def _by_week(proposal: Proposal) -> tuple[Block, ...]:
    return (Figure(Chart.WEEKLY_STAFFING, "Hours by week, role and level"), _grid(proposal))


def _is_one_fee(proposal: Proposal) -> bool:
    return proposal.discovery.shape in ONE_FEE


def _extent(proposal: Proposal) -> str:
    timetable = proposal.schedule
    length = count(proposal.terms.iteration_weeks, "week", "weeks")
    return (
        f"The work is planned from {day(timetable.starts_on)} to {day(timetable.ends_on)}: "
        f"{count(len(timetable.weeks), 'week', 'weeks')} in {count(proposal.iterations, 'iteration', 'iterations')} of "
        f"{length}, counted from iteration 0, which holds hand-over, kick-off and stakeholder planning. The dates "
        "become firm when both sides have signed and the provider has confirmed the people."
        f"{_later(proposal)}{_critical(proposal)}"
    )


def _critical(proposal: Proposal) -> str:
    """What the mark in the table means."""
    if not any(package.critical for package in proposal.schedule.packages):
        return ""
    return " A work package marked critical has no day to spare: when it ends later, so does the work."


def _later(proposal: Proposal) -> str:
    """The end in four of five cases; empty where nobody computed it."""
    ends_on = next((stake.ends_on for stake in proposal.stakes if stake.probability == 80), None)
    return f" In 80 of 100 cases the work ends by {day(ends_on)}." if ends_on else ""


def _limits(proposal: Proposal) -> str:
    least = hours_in_prose(proposal.minimum_hours_per_week)
    kept = " The constraints of section 3 hold for every date." if proposal.discovery.constraints else ""
    named = "" if proposal.discovery.freezes else " The customer named no freeze windows."
    if _is_one_fee(proposal):
        return f"{kept}{named}".strip()
    if reserved := proposal.discovery.hours_per_week:
        return f"The hours reserved are {hours_in_prose(reserved)} a week.{kept}{named}"
    return f"The agreed minimum is {least} hours of work a week on average over an iteration.{kept}{named}"


def _closed(proposal: Proposal) -> tuple[Block, ...]:
    """The days within the plan on which nobody works."""
    calendar = proposal.schedule.calendar
    windows = [Row((_closed_for(it), day(it.starts_on), day(it.ends_on))) for it in calendar.closed]
    holidays = [Row((f"{it.name} ({it.country})", day(it.on), day(it.on))) for it in calendar.holidays]
    stated = () if proposal.discovery.countries else (Paragraph(NO_COUNTRY),)
    if not windows and not holidays:
        return stated
    columns = (Column("Closed for"), Column("From", Kind.DATE), Column("To", Kind.DATE))
    return (
        Paragraph(NO_WORK if all(it.closes_all for it in calendar.closed) else NO_CHANGES),
        Table("closed-days", "Freeze windows and public holidays", columns, tuple(windows + holidays)),
        *stated,
    )


def _closed_for(window: Window) -> str:
    return window.name if window.closes_all else f"{window.name} (changes only)"


def _milestones(proposal: Proposal) -> tuple[Block, ...]:
    """What is reached when; nothing where the catalogue names none."""
    rows = tuple(Row((milestone.name, day(milestone.on))) for milestone in proposal.schedule.milestones)
    if not rows:
        return ()
    return (Table("milestones", "Milestones", (Column("Milestone"), Column("Reached on", Kind.DATE)), rows, True),)


def _package_table(proposal: Proposal, *, with_hours: bool) -> Table:
    rows: list[Row] = []
    packages = proposal.schedule.packages
    for service, group in groupby(packages, key=lambda package: package.service):
        rows.append(Row((service_name(proposal, service), "", "", ""), Weight.GROUP))
        rows += [
            Row((_named(package), day(package.starts_on), day(package.ends_on), hours(package.hours)))
            for package in group
        ]
    whole = sum((package.hours for package in packages), ZERO)
    columns = (
        Column("Work package"),
        Column("Starts", Kind.DATE),
        Column("Ends", Kind.DATE),
        Column("Hours", Kind.NUMBER, "h"),
    )
    if not with_hours:
        dated = tuple(replace(row, cells=row.cells[:3]) for row in rows)
        return Table("packages", "Dates of the work packages", columns[:3], dated)
    rows.append(Row(("All work packages", "", "", hours(whole)), Weight.TOTAL))
    return Table("packages", "Dates of the work packages", columns, tuple(rows))


def _named(package: ScheduledPackage) -> str:
    return f"{package.name} (critical)" if package.critical else package.name


def _grid(proposal: Proposal) -> Table:
    seats = [(required.role, required.level) for required in ranked(proposal)]
    rows: list[Row] = []
    for place, week in enumerate(proposal.staffing.weeks):
        iteration, first = divmod(place, proposal.terms.iteration_weeks)
        if first == 0:
            rows.append(Row((f"Iteration {iteration}", *[""] * len(seats), ""), Weight.GROUP))
        parts = [
            sum((seat.hours for seat in week.seats if (seat.role, seat.level) == wanted), ZERO) for wanted in seats
        ]
        rows.append(Row((day(week.week), *map(hours, parts), hours(week.hours))))
    sums = [proposal.staffing.hours_of(role, level) for role, level in seats]
    rows.append(Row(("All weeks", *map(hours, sums), hours(proposal.staffing.hours)), Weight.TOTAL))
    heads = [Column(badge(proposal, role, level, short=True).initials, Kind.NUMBER, "h") for role, level in seats]
    return Table(
        "staffing-grid",
        "Hours of each role in the week that begins on the date shown",
        (Column("Week of", Kind.DATE), *heads, Column("Together", Kind.NUMBER, "h")),
        tuple(rows),
        captioned=True,
    )
