"""Section 9: roles at their levels, what they cover, how much of the work is theirs, and why this level."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from scoping.domain.fee_basis import ONE_FEE
from scoping.domain.levels import RequiredLevel
from scoping.domain.proposal import Proposal
from scoping.domain.roster.staffed import seats_named
from scoping.domain.sow.document import Block, Bullets, Paragraph, Section, Subheading
from scoping.domain.sow.figures import NONE, days, days_summing, hours, listed, percentages
from scoping.domain.sow.seats import badge, ranked, seat_name
from scoping.domain.sow.tables import Column, Kind, Row, Table, Weight

COLUMNS = (
    Column("Role and level"),
    Column("Grade", Kind.COUNT),
    Column("Services covered"),
    Column("Hours", Kind.NUMBER, "h"),
    Column("Days", Kind.COUNT, "d"),
    Column("Share", Kind.COUNT, "%"),
)


def staffing(proposal: Proposal) -> Section:
    """Section 9."""
    return Section(
        9,
        "Staffing",
        (
            Subheading("9.1", "Who does the work"),
            _table(proposal, with_hours=proposal.discovery.shape not in ONE_FEE),
            *_people(proposal),
            Subheading("9.2", "Why these levels"),
            *_reasons(proposal),
        ),
    )


def hours_by_role(proposal: Proposal) -> tuple[Block, ...]:
    """The table with the hours that the client of one fee does not read."""
    return (_table(proposal, with_hours=True),) if proposal.discovery.shape in ONE_FEE else ()


def _table(proposal: Proposal, *, with_hours: bool) -> Table:
    shown = [place for place, column in enumerate(COLUMNS) if with_hours or column.head not in ("Hours", "Days")]
    rows = [replace(row, cells=tuple(row.cells[place] for place in shown)) for row in _rows(proposal)]
    columns = tuple(COLUMNS[place] for place in shown)
    return Table("staffing", "Roles, levels and their share of the work", columns, tuple(rows))


def _rows(proposal: Proposal) -> Iterable[Row]:
    levels = ranked(proposal)
    parts = [proposal.staffing.hours_of(required.role, required.level) for required in levels]
    for required, part, in_days, share in zip(levels, parts, days_summing(parts), percentages(parts), strict=True):
        grade = proposal.role(required.role).level(required.level).grade
        yield Row(
            (
                badge(proposal, required.role, required.level),
                str(grade or NONE),
                _covered(proposal, required.role),
                hours(part),
                in_days,
                share,
            )
        )
    whole = sum(parts, Decimal(0))
    yield Row(("All roles", "", "", hours(whole), days(whole), "100"), Weight.TOTAL)


def _covered(proposal: Proposal, role: str) -> str:
    keys = {task.service for task in proposal.tasks if task.role == role}
    return ", ".join(service.name for service in proposal.services if service.key in keys)


def _people(proposal: Proposal) -> Iterable[Block]:
    """The people by name where a team fits the plan, else the seats that wait for one."""
    named = seats_named(proposal.staffing, proposal.discovery.team)
    if not named:
        yield Paragraph(_seats(proposal))
        return
    yield Paragraph(
        "The provider intends to staff the seats as follows. Whoever takes the place of a named person has at least "
        "the level shown."
    )
    yield Bullets(tuple(_named(proposal, seat, names) for seat, names in named.items()))


def _named(proposal: Proposal, seat: str, names: Sequence[str]) -> str:
    role, level, number = seat.split("/")
    name = badge(proposal, role, level).name
    several = sum(one.role == role for one in proposal.staffing.seats) > 1
    return f"{name}{f' {number}' if several else ''}: {listed(names)}"


def _seats(proposal: Proposal) -> str:
    held = [seat.role for seat in proposal.staffing.seats]
    seats = [
        f"{held.count(required.role)} × {badge(proposal, required.role, required.level).name}"
        for required in ranked(proposal)
    ]
    return (
        f"Seats to be named: {', '.join(seats)}. The provider names the people before the first work package begins; "
        "whoever is named has at least the level shown."
    )


def _reasons(proposal: Proposal) -> Iterable[Block]:
    for required in ranked(proposal):
        role = proposal.role(required.role)
        named = seat_name(role, role.level(required.level))
        if len(role.levels) == 1:
            yield Paragraph(f"{named}: the role has one level.")
        elif reasons := _deciding(required):
            yield Paragraph(f"{named}:")
            yield Bullets(reasons)
        else:
            yield Paragraph(f"{named}: the provider staffs the role at this level.")


def _deciding(required: RequiredLevel) -> tuple[str, ...]:
    """The rules that asked for this level; why somebody set it by hand is no matter of the customer's."""
    return tuple(
        dict.fromkeys(
            reason.because
            for reason in required.reasons
            if reason.level == required.level and reason.rule != "override"
        )
    )
