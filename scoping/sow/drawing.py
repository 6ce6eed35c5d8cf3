"""Inline SVG in plain attributes, which every renderer draws: the frame with its text alternative, and its shapes."""

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from unicodedata import east_asian_width

from markupsafe import Markup

WIDTH = 720
SIZE, ELLIPSIS = 11, 8  # units: of the letters of a label, of what ends one that is cut
OWN = "'Source Sans 3', 'Source Sans 3 Extended'"
FONT = f"{OWN}, 'Noto Sans Arabic', 'Noto Sans SC', 'DejaVu Sans', 'Noto Emoji', sans-serif"
INK, FAINT, RULE = "#1f2433", "#5a6172", "#d5d8e0"
# One hue, light to dark, told apart in print without colour; the text colour that reads on each beside it.
SHADES = (("#eef1f9", INK), ("#c3cdea", INK), ("#5870bb", "#ffffff"), ("#28356f", "#ffffff"))


def svg(prefix: str, classes: str, height: float, title: str, description: str, parts: Iterable[Markup]) -> Markup:
    """A picture with its title and description; `prefix` keeps ids apart where a page holds several."""
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="{classes}" viewBox="0 0 {width} {height:.0f}" role="img" '
        'aria-labelledby="{prefix}-title {prefix}-desc" font-family="{font}" font-size="{size}">'
        '<title id="{prefix}-title">{title}</title><desc id="{prefix}-desc">{description}</desc>{parts}</svg>'
    ).format(
        classes=classes,
        width=WIDTH,
        height=height,
        prefix=prefix,
        font=FONT,
        size=SIZE,
        title=title,
        description=description,
        parts=Markup("").join(parts),
    )


def text_at(
    x: float, y: float, text: str, name: str, *, anchor: str = "start", weight: str = "400", fill: str = INK
) -> Markup:
    """Text on the base line y."""
    return Markup(
        '<text class="{name}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}" fill="{fill}">'
        "{text}</text>"
    ).format(name=name, x=x, y=y, anchor=anchor, weight=weight, fill=fill, text=text)


def rectangle(
    x: float, y: float, width: float, height: float, name: str, fill: str, tip: str, *, edge: str = INK
) -> Markup:
    """A rectangle whose `tip` is read out and shown under the pointer."""
    return Markup(
        '<rect class="{name}" x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}" fill="{fill}" '
        'stroke="{edge}" stroke-width="0.4"><title>{tip}</title></rect>'
    ).format(name=name, x=x, y=y, width=width, height=height, fill=fill, edge=edge, tip=tip)


def diamond(x: float, y: float, reach: float, name: str, fill: str, tip: str) -> Markup:
    """A square on its corner around a point, with its `tip`."""
    points = f"{x:.1f},{y - reach:.1f} {x + reach:.1f},{y:.1f} {x:.1f},{y + reach:.1f} {x - reach:.1f},{y:.1f}"
    return Markup('<polygon class="{name}" points="{points}" fill="{fill}"><title>{tip}</title></polygon>').format(
        name=name, points=points, fill=fill, tip=tip
    )


def line(x1: float, y1: float, x2: float, y2: float, name: str, colour: str) -> Markup:
    """A thin line."""
    return Markup(
        '<line class="{name}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" '
        'stroke-width="0.5"/>'
    ).format(name=name, x1=x1, y1=y1, x2=x2, y2=y2, colour=colour)


def cut_to(text: str, room: float) -> str:
    """The text, cut with an ellipsis where it would take more than these units."""
    taken = list(accumulate(map(_wide, text), initial=0.0))
    if taken[-1] <= room:
        return text
    return text[: bisect_right(taken, room - ELLIPSIS) - 1].rstrip() + "…"


def _wide(letter: str) -> float:
    """About the units that a letter takes at the size of labels."""
    if east_asian_width(letter) in "WF":
        return SIZE
    return SIZE * (0.85 if letter in "mwMW@%" else 0.6 if letter.isupper() else 0.44)
