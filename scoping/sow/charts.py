"""The weekly staffing of a proposal as inline SVG.

Colours are presentation attributes, which every renderer draws, under classes with which a style sheet can override
them: `level-0` to `level-3` from junior to staff, `bar`, `bar-along`, `grid`, `axis`, `label`.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from math import ceil

from markupsafe import Markup

from scoping.domain.proposal import Proposal
from scoping.domain.sow.figures import count, day, hours_in_prose
from scoping.domain.sow.seats import badge, ranked
from scoping.sow.drawing import FAINT, INK, RULE, SHADES, WIDTH, line, rectangle, svg, text_at

HEADROOM = Decimal("1.08")  # above the highest bar, for its label
_STEPS = {"associate": 0, "intermediate": 1, "senior": 2, "staff": 3}
_LABEL_ROOM = 34  # units that a date label below a week needs


def step_of(level: str) -> int:
    """The shade of a level, 0 to 3; a level that the shipped ladders do not have takes the mid one."""
    return _STEPS.get(level, 2)


def weekly_staffing(proposal: Proposal, prefix: str = "staffing") -> Markup:
    """Stacked hours by role and level for every week, with a legend in the order of the stack."""
    plan = proposal.staffing
    seats = [(required.role, required.level) for required in ranked(proposal)]
    left, top, plot = 44, 16, 150
    scale = (WIDTH - left) / max(len(plan.weeks), 6)
    most = max((week.hours for week in plan.weeks), default=Decimal(0))
    tick = _tick(most)
    ceiling = tick * max(ceil(most * HEADROOM / tick), 1)
    parts = [*_hour_axis(ceiling, tick, left, top, plot)]
    for place, week in enumerate(plan.weeks):
        y = Decimal(top + plot)
        x, width = left + place * scale + scale * 0.12, scale * 0.76
        for role, level in reversed(seats):
            hours = sum((s.hours for s in week.seats if (s.role, s.level) == (role, level)), Decimal(0))
            if hours:
                tall = hours / ceiling * plot
                y -= tall
                parts += _segment(proposal, role, level, x, float(y), width, float(tall))
        if scale >= 30 and week.hours:
            parts.append(text_at(x + width / 2, float(y) - 4, hours_in_prose(week.hours), "label", anchor="middle"))
    parts += _week_labels([week.week for week in plan.weeks], left, scale, top + plot + 14)
    legend = list(_legend(proposal, seats, left, top + plot + 34))
    height = top + plot + 34 + 18 * ceil(len(seats) / 2) + 4
    peak = max(plan.weeks, key=lambda week: week.hours)
    title = (
        f"Hours by week: {count(len(plan.weeks), 'week', 'weeks')}, at most {hours_in_prose(peak.hours)} hours in the "
        f"week of {day(peak.week)}"
    )
    sums = "; ".join(f"{badge(proposal, *seat).name}: {hours_in_prose(plan.hours_of(*seat))} hours" for seat in seats)
    return svg(prefix, "chart weekly-staffing", height, title, sums, [*parts, *legend])


def _week_labels(weeks: list[date], left: float, scale: float, y: float) -> Iterator[Markup]:
    every = ceil(_LABEL_ROOM / scale)
    for place, week in enumerate(weeks):
        if place % every == 0:
            anchored = left + (place + 0.5) * scale
            yield text_at(anchored, y, f"{week.day} {week:%b}", "label", anchor="middle", fill=FAINT)


def _hour_axis(ceiling: Decimal, tick: Decimal, left: float, top: float, plot: float) -> Iterator[Markup]:
    steps = int(ceiling / tick)
    for step in range(steps + 1):
        y = top + plot - float(step * tick / ceiling) * plot
        yield line(left, y, WIDTH, y, "axis" if step == 0 else "grid", INK if step == 0 else RULE)
        yield text_at(
            left - 6, y + 4, f"{step * tick:,.0f}{' h' if step == steps else ''}", "label", anchor="end", fill=FAINT
        )


def _tick(most: Decimal) -> Decimal:
    """Hours between grid lines: whole working days or weeks, at most seven lines."""
    return next((Decimal(step) for step in (8, 20, 40, 80, 160, 400) if most <= step * 6), Decimal(1000))


def _segment(
    proposal: Proposal, role: str, level: str, x: float, y: float, width: float, height: float
) -> Iterator[Markup]:
    step = step_of(level)
    fill, ink = SHADES[step]
    named = badge(proposal, role, level)
    yield rectangle(x, y, width, height, f"level-{step}", fill, named.name)
    if height >= 12 and width >= 7 * len(named.initials):
        middle = y + height / 2 + 4
        yield text_at(x + width / 2, middle, named.initials, f"label on-level-{step}", anchor="middle", fill=ink)


def _legend(proposal: Proposal, seats: list[tuple[str, str]], left: float, y: float) -> Iterator[Markup]:
    """Two columns, topmost of the stack first."""
    for place, (role, level) in enumerate(seats):
        step, named = step_of(level), badge(proposal, role, level)
        x, top = left + place % 2 * 330, y + place // 2 * 18
        yield rectangle(x, top, 30, 13, f"level-{step}", SHADES[step][0], named.name)
        yield text_at(x + 15, top + 10, named.initials, f"label on-level-{step}", anchor="middle", fill=SHADES[step][1])
        yield text_at(x + 36, top + 10, named.name, "label")
