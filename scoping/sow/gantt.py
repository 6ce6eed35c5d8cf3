"""The Gantt of a proposal as inline SVG: packages over weeks, closed days, the critical path and milestones."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from math import ceil

from markupsafe import Markup

from scoping.domain.calendar import Window
from scoping.domain.proposal import Proposal
from scoping.domain.schedule import Milestone, Schedule, ScheduledPackage
from scoping.domain.sow.figures import day, hours_in_prose
from scoping.domain.sow.seats import service_name
from scoping.sow.drawing import FAINT, INK, RULE, SHADES, WIDTH, cut_to, diamond, line, rectangle, svg, text_at

LEFT, ROW, TOP = 280, 18, 34
NAME_ROOM = LEFT - 12.0  # units that the name of a package has
LABEL_ROOM = 24  # units that the number of a day needs
HATCH = 7  # units between the lines of a closed window
LEGEND_ROOM = 165
MOST_ROWS = 15  # of a part: about 75 mm of a page, so a page is never left much emptier before it
Groups = tuple[tuple[str, tuple[ScheduledPackage, ...]], ...]


def gantt(proposal: Proposal, prefix: str = "gantt") -> Markup:
    """The work packages as bars over the weeks; `prefix` keeps ids apart where a page holds several charts.

    A line under a bar marks the critical path, hatching a freeze window, a grey day a public holiday.
    """
    return _drawn(proposal, prefix, _groups(proposal))


def gantt_parts(proposal: Proposal, prefix: str = "gantt") -> tuple[Markup, ...]:
    """The same cut into parts that a page has room for, each under its weeks; a short one whole."""
    parts = _parts(_groups(proposal))
    if len(parts) == 1:
        return (gantt(proposal, prefix),)
    return tuple(
        _drawn(proposal, f"{prefix}-{place}", groups, f", part {place} of {len(parts)}", ends=place == len(parts))
        for place, groups in enumerate(parts, 1)
    )


def _groups(proposal: Proposal) -> Groups:
    """The packages by service, in order."""
    packages = proposal.schedule.packages
    return tuple((key, tuple(found)) for key, found in groupby(packages, key=lambda package: package.service))


def _parts(groups: Groups) -> tuple[Groups, ...]:
    """About equally many rows each, cut between services; only one with more than a part's is cut itself."""
    short = [
        (key, packages[at : at + MOST_ROWS - 1])
        for key, packages in groups
        for at in range(0, len(packages), MOST_ROWS - 1)
    ]
    rows = [len(packages) + 1 for _, packages in short]
    least = sum(rows) / ceil(sum(rows) / MOST_ROWS)
    parts: list[Groups] = []
    filled = 0
    for group, tall in zip(short, rows, strict=True):
        if parts and filled + tall / 2 <= least:
            parts[-1] += (group,)
            filled += tall
        else:
            parts.append((group,))
            filled = tall
    return tuple(parts)


def _drawn(proposal: Proposal, prefix: str, groups: Groups, part: str = "", *, ends: bool = True) -> Markup:
    """These groups below the weeks; the milestones and the legend stand where the chart `ends`."""
    timetable = proposal.schedule
    weeks = timetable.weeks
    scale = (WIDTH - LEFT) / len(weeks)
    names_services = len({package.service for package in timetable.packages}) > 1
    bars: list[Markup] = []
    y = TOP
    for service, packages in groups:
        if names_services:
            name = cut_to(service_name(proposal, service), NAME_ROOM)
            bars.append(text_at(0, y + 13, name, "label", weight="600"))
            y += ROW
        for package in packages:
            bars += _bar(package, timetable, y, scale)
            y += ROW
    milestones = timetable.milestones if ends else ()
    if milestones:
        bars.append(text_at(0, y + 13, "Milestones", "label", weight="600"))
        bars += [_mark(milestone, weeks[0], y, scale) for milestone in milestones]
        y += ROW
    behind = [*_closed(timetable, scale, y), *_week_axis(weeks, scale, y + 8)]
    legend = list(_legend(timetable, y + 12)) if ends else []
    title = f"Work packages from {day(timetable.starts_on)} to {day(timetable.ends_on)}{part}"
    drawn = [package for _, packages in groups for package in packages]
    told = _told(drawn, milestones, timetable)
    return svg(prefix, "chart gantt", y + (34 if legend else 8), title, told, [*behind, *bars, *legend])


def _told(packages: Sequence[ScheduledPackage], milestones: Sequence[Milestone], timetable: Schedule) -> str:
    """Everything the picture shows, in words."""
    calendar = timetable.calendar
    parts = [
        f"{p.name}: {day(p.starts_on)} to {day(p.ends_on)}{', on the critical path' if p.critical else ''}"
        for p in packages
    ]
    parts += [f"Milestone {milestone.name}: {day(milestone.on)}" for milestone in milestones]
    parts += [f"{_rests(it)}, {it.name}: {day(it.starts_on)} to {day(it.ends_on)}" for it in calendar.closed]
    parts += [f"Public holiday, {off.name} ({off.country}): {day(off.on)}" for off in calendar.holidays]
    return "; ".join(parts)


def _at(on: date, first: date, scale: float) -> float:
    """Where the morning of a day stands."""
    return LEFT + (on - first).days / 7 * scale


def _bar(package: ScheduledPackage, timetable: Schedule, y: float, scale: float) -> list[Markup]:
    """One package: its name at the left, its bar from the morning of the first to the evening of the last day."""
    start = timetable.weeks[0]
    left, right = _at(package.starts_on, start, scale), _at(package.ends_on + timedelta(days=1), start, scale)
    tip = f"{package.name}: {day(package.starts_on)} to {day(package.ends_on)}, {hours_in_prose(package.hours)} hours"
    runs_along = (package.starts_on, package.ends_on) == (timetable.starts_on, timetable.ends_on)
    name, fill = ("bar-along", SHADES[1][0]) if runs_along else ("bar", SHADES[2][0])
    width = max(right - left, 2)
    drawn = [
        text_at(8, y + 13, cut_to(package.name, NAME_ROOM), "label"),
        rectangle(left, y + 4, width, ROW - 8, name, fill, tip),
    ]
    if package.critical:
        drawn.append(rectangle(left, y + ROW - 4, width, 2.5, "critical", INK, f"{package.name}: no day to spare"))
    return drawn


def _mark(milestone: Milestone, start: date, y: float, scale: float) -> Markup:
    x = _at(milestone.on + timedelta(days=1), start, scale)
    return diamond(min(x, WIDTH - 5), y + ROW / 2, 5, "milestone", INK, f"{milestone.name}: {day(milestone.on)}")


def _closed(timetable: Schedule, scale: float, bottom: float) -> Iterator[Markup]:
    first, end = timetable.weeks[0], timetable.weeks[-1] + timedelta(days=7)
    for off in timetable.calendar.holidays:
        if first <= off.on < end:
            x = _at(off.on, first, scale)
            tip = f"{off.name} ({off.country}), {day(off.on)}"
            yield rectangle(x, TOP, max(scale / 7, 1.5), bottom - TOP, "holiday", RULE, tip, edge=RULE)
    for window in timetable.calendar.closed:
        left = _at(max(window.starts_on, first), first, scale)
        right = _at(min(window.ends_on + timedelta(days=1), end), first, scale)
        yield from _hatched(window, left, right, TOP, bottom)


def _hatched(window: Window, left: float, right: float, top: float, bottom: float) -> Iterator[Markup]:
    """The window as slanting lines, cut at its edges: they print in black and white and need no pattern.

    Half as many lines where only changes rest.
    """
    tip = f"{_rests(window)}, {window.name}: {day(window.starts_on)} to {day(window.ends_on)}"
    yield rectangle(left, top, max(right - left, 1), bottom - top, "freeze", "#f4f5f8", tip, edge=RULE)
    tall = bottom - top
    apart = HATCH if window.closes_all else 2 * HATCH
    for step in range(ceil((right - left + tall) / apart)):
        foot = left - tall + step * apart
        x1, x2 = max(left, foot), min(right, foot + tall)
        if x2 > x1:
            yield line(x1, bottom - (x1 - foot), x2, bottom - (x2 - foot), "hatch", FAINT)


def _rests(window: Window) -> str:
    return "Closed" if window.closes_all else "Closed for changes"


def _legend(timetable: Schedule, y: float) -> Iterator[Markup]:
    calendar = timetable.calendar
    shown = (
        (any(package.critical for package in timetable.packages), "critical path"),
        (timetable.milestones, "milestone"),
        (any(window.closes_all for window in calendar.closed), "freeze window"),
        (any(not window.closes_all for window in calendar.closed), "freeze of changes"),
        (calendar.holidays, "public holiday"),
    )
    told = [words for present, words in shown if present]
    room = min(LEGEND_ROOM, WIDTH // max(len(told), 1))
    for place, words in enumerate(told):
        yield _sign(words, place * room, y)
        yield text_at(place * room + 28, y + 11, words, "label")


def _sign(words: str, x: float, y: float) -> Markup:
    match words:
        case "critical path":
            return rectangle(x, y + 6, 22, 2.5, "critical", INK, words)
        case "milestone":
            return diamond(x + 11, y + 7, 5, "milestone", INK, words)
        case "freeze window" | "freeze of changes":
            steps = (0, 6, 12) if words == "freeze window" else (0, 12)
            lines = [line(x + step, y + 12, x + step + 10, y + 2, "hatch", FAINT) for step in steps]
            return Markup("").join([rectangle(x, y + 2, 22, 10, "freeze", "#f4f5f8", words, edge=RULE), *lines])
    return rectangle(x + 8, y + 2, 6, 10, "holiday", RULE, words, edge=RULE)


def _week_axis(weeks: tuple[date, ...], scale: float, bottom: float) -> Iterator[Markup]:
    """Months above, days below them, a line at every labelled week."""
    yield from _month_labels(weeks, scale)
    every = ceil(LABEL_ROOM / scale)
    for place, week in enumerate(weeks):
        if place % every == 0:
            x = LEFT + place * scale
            yield line(x, TOP - 6, x, bottom - 6, "grid", RULE)
            yield text_at(x + 2, TOP - 8, str(week.day), "label", fill=FAINT)


def _month_labels(weeks: tuple[date, ...], scale: float) -> Iterator[Markup]:
    room = LEFT - 60.0
    for month, found in groupby(enumerate(weeks), key=lambda item: (item[1].year, item[1].month)):
        place, week = next(found)
        x = LEFT + place * scale
        if x >= room:
            yield text_at(x + 2, 11, f"{week:%b} {month[0]}", "label", weight="600")
            room = x + 58
