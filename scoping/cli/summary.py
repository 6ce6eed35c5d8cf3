"""A proposal as a page of text for a terminal."""

from collections.abc import Iterator, Sequence
from textwrap import fill

from scoping.domain.advice import advice
from scoping.domain.charge import Charge
from scoping.domain.fee_basis import BILLINGS, SHAPES, Shape
from scoping.domain.proposal import Proposal
from scoping.domain.sow.figures import count, day, days, hours, listed, money
from scoping.domain.sow.odds import parts

WIDTH = 100


def summary(proposal: Proposal) -> str:
    """Effort, price, dates, levels with their reasons, work packages, staffing by week, and what is still open."""
    told = (_head, _levels, _packages, _staffing, _approvals, _open_questions, _remarks)
    return "\n\n".join(text for part in told if (text := "\n".join(part(proposal))))


def _head(proposal: Proposal) -> Iterator[str]:
    discovery, effort, price = proposal.discovery, proposal.effort, proposal.price
    sold = listed([service.name for service in proposal.services if not service.always])
    yield f"{discovery.customer} · {discovery.title}"
    yield f"{sold}; rate card {proposal.rate_card.name}"
    yield ""
    yield f"Effort    {days(effort.p10)} – {days(effort.p50)} – {days(effort.p90)} person-days (p10 – p50 – p90)"
    made_of = ", ".join(f"{name} {percent}%" for name, percent in parts(proposal.outlook))
    yield f"          the range comes from {made_of}"
    yield f"Price     {money(price.time_and_materials)} for time and materials (p50)"
    yield f"          {money(price.fixed_fee)} as a fixed fee (p80, {days(effort.p80)} days)"
    charge = Charge(proposal)
    if charge.shape is not Shape.OPEN:
        most = f", at most {money(charge.cap)}" if charge.shape is Shape.CAPPED else ""
        yield f"Charged   {SHAPES[charge.shape]}: {money(charge.due)}{most}, billed {BILLINGS[charge.billing].lower()}"
    weeks = count(len(proposal.schedule.weeks), "week", "weeks")
    yield f"Dates     {day(proposal.schedule.starts_on)} to {day(proposal.schedule.ends_on)}, {weeks} (p50)"
    yield from (f"          to {day(stake.ends_on)} (p80)" for stake in proposal.stakes if stake.probability == 80)
    yield _wrapped(_closed(proposal), " " * 10)


def _closed(proposal: Proposal) -> str:
    """What keeps days free."""
    calendar = proposal.schedule.calendar
    freezes = [
        f"{it.name} from {day(it.starts_on)} to {day(it.ends_on)}{'' if it.closes_all else ' (changes only)'}"
        for it in calendar.closed
    ]
    if not proposal.discovery.countries:
        return "; ".join([*freezes, "no country is stated, so no public holiday is kept free"])
    countries = listed(list(proposal.discovery.countries))
    holidays = count(len(calendar.holidays), "public holiday", "public holidays")
    return "; ".join([*freezes, f"{holidays} of {countries} kept free"])


def _levels(proposal: Proposal) -> Iterator[str]:
    yield "Levels"
    for required in proposal.levels:
        role = proposal.role(required.role)
        level = f", {role.level(required.level).name}" if len(role.levels) > 1 else ""
        yield f"  {role.name}{level}"
        yield from (_wrapped(reason, "    – ") for reason in required.because)


def _packages(proposal: Proposal) -> Iterator[str]:
    rows = [("Work package", "days", "from", "to")]
    for package in proposal.schedule.packages:
        name = f"{package.name} (critical)" if package.critical else package.name
        rows.append((name, days(package.hours), day(package.starts_on), day(package.ends_on)))
    yield from _table(rows)


def _staffing(proposal: Proposal) -> Iterator[str]:
    plan = proposal.staffing
    names = [f"{proposal.role(seat.role).level(seat.level).initials} {seat.number}" for seat in plan.seats]
    rows = [("Hours in the week of", *names, "all")]
    for week in plan.weeks:
        cells = {(seat.role, seat.level, seat.number): seat.hours for seat in week.seats}
        of_seats = [hours(cells[key]) if (key := (s.role, s.level, s.number)) in cells else "–" for s in plan.seats]
        rows.append((day(week.week), *of_seats, hours(week.hours)))
    yield from _table(rows)


def _approvals(proposal: Proposal) -> Iterator[str]:
    if proposal.approvals:
        yield "Approvals needed"
        yield from (_wrapped(f"{item.name}: {item.because}".rstrip(": "), "  – ") for item in proposal.approvals)


def _open_questions(proposal: Proposal) -> Iterator[str]:
    asked = {question.key: question for question in proposal.questions}
    ranked = [item for item in proposal.outlook.open_questions if item.hours and item.key in asked]
    if ranked:
        yield "Ask next (days that the answer takes off the range from p10 to p80)"
        for item in ranked[:10]:
            yield _wrapped(f"{asked[item.key].text} ({days(item.hours)})", "  – ")


def _remarks(proposal: Proposal) -> Iterator[str]:
    if told := (*advice(proposal), *proposal.remarks):
        yield "Remarks"
        yield from (_wrapped(remark.text, "  – ") for remark in told)


def _wrapped(text: str, bullet: str) -> str:
    return fill(text, WIDTH, initial_indent=bullet, subsequent_indent=" " * len(bullet))


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns as wide as their widest cell; the first one to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        yield "  ".join(cells).rstrip()
