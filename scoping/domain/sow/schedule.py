"""Section 11: dates of the work packages, iterations, and the hours of every week."""

from decimal import Decimal
from itertools import groupby

from scoping.domain import catalog
from scoping.domain.proposal import Proposal
from scoping.domain.sow.document import (
    Chart,
    Column,
    Figure,
    Kind,
    Paragraph,
    Row,
    Section,
    Subheading,
    Table,
    Weight,
)
from scoping.domain.sow.figures import count, day, hours, hours_in_prose
from scoping.domain.sow.scope import CHANGE_SECTION, clauses, prose
from scoping.domain.sow.seats import badge, ranked, service_name
from scoping.domain.sow.waves import waves

ZERO = Decimal(0)


def schedule(proposal: Proposal) -> Section:
    """Section 11."""
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
            Paragraph(_limits(proposal)),
            Subheading("11.1", "Work packages"),
            _package_table(proposal),
            Figure(Chart.GANTT, "Work packages by week"),
            Subheading("11.2", "Hours by week"),
            Figure(Chart.WEEKLY_STAFFING, "Hours by week, role and level"),
            _grid(proposal),
            *waves(proposal, "11.3"),
        ),
    )


def _extent(proposal: Proposal) -> str:
    timetable = proposal.schedule
    length = count(proposal.terms.iteration_weeks, "week", "weeks")
    return (
        f"The work is planned from {day(timetable.starts_on)} to {day(timetable.ends_on)}: "
        f"{count(len(timetable.weeks), 'week', 'weeks')} in {count(proposal.iterations, 'iteration', 'iterations')} of "
        f"{length}, counted from iteration 0, which holds hand-over, kick-off and stakeholder planning. The dates "
        "become firm when both sides have signed and the provider has confirmed the people."
    )


def _limits(proposal: Proposal) -> str:
    least = hours_in_prose(proposal.terms.minimum_hours_per_week)
    limits = (
        "The constraints of section 3, freeze windows included, hold for every date."
        if proposal.discovery.constraints
        else "The customer named no freeze windows."
    )
    return f"The agreed minimum is {least} hours of work a week on average over an iteration. {limits}"


def _package_table(proposal: Proposal) -> Table:
    rows: list[Row] = []
    packages = proposal.schedule.packages
    for service, group in groupby(packages, key=lambda package: package.service):
        rows.append(Row((service_name(proposal, service), "", "", ""), Weight.GROUP))
        rows += [
            Row((package.name, day(package.starts_on), day(package.ends_on), hours(package.hours))) for package in group
        ]
    whole = sum((package.hours for package in packages), ZERO)
    rows.append(Row(("All work packages", "", "", hours(whole)), Weight.TOTAL))
    return Table(
        "packages",
        "Dates of the work packages",
        (
            Column("Work package"),
            Column("Starts", Kind.DATE),
            Column("Ends", Kind.DATE),
            Column("Hours", Kind.NUMBER, "h"),
        ),
        tuple(rows),
    )


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
