"""Our own charts as PNG, for Word and the clipboard, which draw no SVG: rectangles, polygons, lines and texts."""

from functools import cache
from io import BytesIO
from itertools import groupby
from xml.etree import ElementTree

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from PIL import Image, ImageColor, ImageDraw, ImageFont

from scoping.sow.html import ROOT

SCALE = 3  # pixels for each unit of the chart: 340 dots per inch across a page
COLOURS = 64
SIZE = 11.0
SVG = "{http://www.w3.org/2000/svg}"
ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}
VENDOR = ROOT / "static" / "vendor" / "fonts"
# The first that has a letter draws it; the last two are the system's, where it has them.
STACK = {
    "400": ("source-sans-3-latin-400", "source-sans-3-latin-ext-400", "noto-sans-arabic-arabic-400"),
    "600": ("source-sans-3-latin-600", "source-sans-3-latin-ext-600", "noto-sans-arabic-arabic-600"),
}
SYSTEM = ("DejaVuSans.ttf", "DroidSansFallbackFull.ttf")


def png(svg: str) -> bytes:
    """The picture of a chart made by this package."""
    root = ElementTree.fromstring(svg)  # noqa: S314  (our own output)
    width, height = (round(float(side) * SCALE) for side in root.attrib["viewBox"].split()[2:])
    picture = Image.new("RGB", (width, height), "white")
    canvas = ImageDraw.Draw(picture)
    for shape in root:
        if shape.tag == f"{SVG}rect":
            _rectangle(canvas, shape.attrib)
        elif shape.tag == f"{SVG}line":
            ends = [_length(shape.attrib[name]) for name in ("x1", "y1", "x2", "y2")]
            canvas.line(ends, shape.attrib["stroke"], width=2)
        elif shape.tag == f"{SVG}polygon":
            corners = [_length(part) for part in shape.attrib["points"].replace(",", " ").split()]
            canvas.polygon(corners, fill=shape.attrib["fill"])
        elif shape.tag == f"{SVG}text":
            _text(canvas, shape.attrib, shape.text or "")
    written = BytesIO()
    picture.quantize(COLOURS).save(written, "PNG", optimize=True, dpi=(SCALE * 96, SCALE * 96))
    return written.getvalue()


def alternative(svg: str) -> str:
    """What a chart says in words: its title and its description."""
    root = ElementTree.fromstring(svg)  # noqa: S314  (our own output)
    return ". ".join(filter(None, (root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc"))))


def _length(units: str) -> float:
    return float(units) * SCALE


def _rectangle(canvas: ImageDraw.ImageDraw, given: dict[str, str]) -> None:
    x, y, width, height = (_length(given[name]) for name in ("x", "y", "width", "height"))
    canvas.rectangle((x, y, x + width, y + height), fill=given["fill"], outline=given["stroke"], width=1)


def _text(canvas: ImageDraw.ImageDraw, given: dict[str, str], text: str) -> None:
    """Every run in the first font that has it; right-to-left runs are shaped by themselves."""
    fonts = _fonts(given["font-weight"])
    runs = [
        (fonts[place][0], "".join(letters))
        for place, letters in groupby(text, key=lambda letter: _first_with(letter, fonts))
    ]
    x = _length(given["x"]) - ANCHORS[given["text-anchor"]] * sum(font.getlength(run) for font, run in runs)
    for font, run in runs:
        canvas.text((x, _length(given["y"])), run, ImageColor.getrgb(given["fill"]), font, anchor="ls")
        x += font.getlength(run)


Fonts = tuple[tuple[ImageFont.FreeTypeFont, frozenset[int]], ...]


def _first_with(letter: str, fonts: Fonts) -> int:
    return next((place for place, (_, letters) in enumerate(fonts) if ord(letter) in letters), 0)


@cache
def _fonts(weight: str) -> Fonts:
    """The fonts of a weight with the letters each has; those that are not there are left out."""
    names = [f"{VENDOR}/{name}-normal.woff2" for name in STACK[weight]]
    emoji = f"{VENDOR}/noto-emoji-emoji-400-normal.woff2"
    found = []
    for name in (*names, SYSTEM[0], emoji, *SYSTEM[1:]):
        try:
            font = ImageFont.truetype(name, SIZE * SCALE)
        except OSError:
            continue
        with TTFont(font.path) as opened:
            found.append((font, frozenset(opened.getBestCmap())))
    return tuple(found)
