"""The range of the total as inline SVG: how often the simulation gave how many hours, and the hours that matter."""

from collections.abc import Iterator
from decimal import Decimal
from math import ceil
from typing import NamedTuple

from markupsafe import Markup

from scoping.domain.fee_basis import covered_by_p80
from scoping.domain.proposal import Proposal
from scoping.domain.sow.figures import hours_in_prose
from scoping.domain.uncertainty import Bin, Range, drawn_span
from scoping.sow.drawing import FAINT, INK, SHADES, WIDTH, line, rectangle, svg, text_at

LEFT, TOP, PLOT = 8, 46, 96
ROOM = 92  # units that a label beside a mark needs
EDGE = 20  # units from the edge within which a centred number would be cut
TICKS = 8  # at most


class Mark(NamedTuple):
    """A quantile with its label: the side it stands on, as SVG names it, and the row counted upwards."""

    name: str
    total: Decimal
    anchor: str
    row: int


def hours_range(proposal: Proposal, prefix: str = "range") -> Markup:
    """A histogram of the simulated hours, darker up to the plan and up to the p80 hours, with the quantiles marked."""
    bins, found = proposal.outlook.histogram, proposal.effort
    title = (
        f"Total hours: with 50 % probability at most {hours_in_prose(found.p50)}, with 80 % at most "
        f"{hours_in_prose(found.p80)}"
    )
    told = "; ".join(f"{mark.name}: {hours_in_prose(mark.total)} hours" for mark in _marks(proposal))
    bottom = TOP + PLOT
    if not bins or bins[-1].high == bins[0].low:
        return svg(prefix, "chart hours-range", bottom, title, told, [text_at(LEFT, TOP, title, "label")])
    low, high = drawn_span(bins)
    scale = (WIDTH - 2 * LEFT) / float(high - low)

    def x_of(hours: Decimal) -> float:
        return LEFT + float(min(max(hours, low), high) - low) * scale

    most = max(bar.draws for bar in bins)
    bars = (_bar(bar, found, x_of(bar.low), x_of(bar.high), bar.draws / most * PLOT) for bar in bins)
    axis = (
        line(LEFT, bottom, WIDTH - LEFT, bottom, "axis", INK),
        *(_tick(tick, x_of(Decimal(tick)), bottom) for tick in _ticks(bins)),
        text_at(WIDTH - LEFT, bottom + 28, "hours in all", "label", anchor="end", fill=FAINT),
    )
    marks = (mark for place in _marks(proposal) for mark in _mark(place, x_of(place.total)))
    return svg(prefix, "chart hours-range", bottom + 34, title, told, (*bars, *axis, *marks))


def _marks(proposal: Proposal) -> tuple[Mark, ...]:
    """Labels stand away from the middle, the inner two a row higher, so that none meets another."""
    found, sold = proposal.effort, proposal.discovery
    return (
        Mark("10 %", found.p10, "end", 0),
        Mark("50 % plan", found.p50, "end", 1),
        Mark(f"80 % {covered_by_p80(sold.shape, sold.cap)}".strip(), found.p80, "start", 1),
        Mark("90 %", found.p90, "start", 0),
    )


def _bar(bar: Bin, found: Range, left: float, right: float, tall: float) -> Markup:
    middle = (bar.low + bar.high) / 2
    step = 2 if middle <= found.p50 else 1 if middle <= found.p80 else 0
    tip = f"{hours_in_prose(bar.low)} to {hours_in_prose(bar.high)} hours: {bar.draws:,} draws"
    return rectangle(left, TOP + PLOT - tall, max(right - left, 0.5), tall, f"level-{step}", SHADES[step][0], tip)


def _mark(mark: Mark, x: float) -> Iterator[Markup]:
    y = TOP - 8 - 18 * mark.row
    anchor = "start" if x < ROOM else "end" if x > WIDTH - ROOM else mark.anchor
    beside = x + 4 if anchor == "start" else x - 4
    yield line(x, y - 9, x, TOP + PLOT, "axis", INK)
    yield text_at(beside, y, f"{mark.name}: {hours_in_prose(mark.total)} h", "label", anchor=anchor, weight="600")


def _tick(tick: int, x: float, bottom: float) -> Markup:
    """A label below the axis, which stays within the picture at its ends."""
    anchor = "start" if x < EDGE else "end" if x > WIDTH - EDGE else "middle"
    return text_at(x, bottom + 14, f"{tick:,}", "label", anchor=anchor, fill=FAINT)


def _ticks(bins: tuple[Bin, ...]) -> Iterator[int]:
    """Round hours within the range, at most eight of them."""
    low, high = drawn_span(bins)
    steps = (base * 10**power for power in range(6) for base in (1, 2, 5))
    step = next((step for step in steps if (high - low) / step <= TICKS), 10**6)
    yield from range(ceil(low / step) * step, int(high) + 1, step)
