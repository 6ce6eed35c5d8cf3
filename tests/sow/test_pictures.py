from io import BytesIO

import pytest
from markupsafe import Markup
from PIL import Image

from scoping.sow.charts import weekly_staffing
from scoping.sow.drawing import SHADES, WIDTH, rectangle, svg, text_at
from scoping.sow.gantt import gantt
from scoping.sow.pictures import SCALE, alternative, png
from scoping.sow.ranges import hours_range
from tests.sow.catalogue import proposal


def opened(*parts: Markup) -> Image.Image:
    return Image.open(BytesIO(png(svg("x", "x", 40, "A title", "What it shows", parts)))).convert("RGB")


@pytest.mark.parametrize("chart", [gantt, weekly_staffing, hours_range])
def test_a_chart_becomes_a_sharp_small_picture(chart) -> None:  # type: ignore[no-untyped-def]
    content = png(chart(proposal()))
    picture = Image.open(BytesIO(content))
    assert picture.format == "PNG"
    assert picture.width == WIDTH * SCALE
    assert len(content) < 100_000
    assert len(picture.getcolors() or ()) > 5


def test_shapes_stand_where_the_drawing_says() -> None:
    picture = opened(rectangle(100, 10, 50, 20, "x", SHADES[3][0], "tip"))
    assert picture.getpixel((125 * SCALE, 20 * SCALE)) == (0x28, 0x35, 0x6F)
    assert picture.getpixel((90 * SCALE, 20 * SCALE)) == (255, 255, 255)


@pytest.mark.parametrize(("anchor", "left", "right"), [("start", 300, 340), ("middle", 270, 330), ("end", 260, 300)])
def test_texts_stand_at_their_anchor(anchor: str, left: int, right: int) -> None:
    picture = opened(text_at(300, 20, "hours", "x", anchor=anchor, fill="#000000"))
    box = Image.eval(picture.convert("L"), lambda level: 255 - level).getbbox()
    assert box is not None
    assert box[0] >= left * SCALE - SCALE
    assert box[2] <= right * SCALE + SCALE


@pytest.mark.parametrize("text", ["Łukasz", "مرحبا", "Юрий", "🚢", "\ue000", ""])
def test_texts_of_any_script_are_drawn(text: str) -> None:
    assert opened(text_at(10, 20, text, "x", weight="600")).width == WIDTH * SCALE


def test_what_a_chart_shows_is_told_in_words() -> None:
    told = alternative(gantt(proposal()))
    assert told.startswith("Work packages from 1 February 2027 to 8 March 2027. ")
    assert "Kick-off: 1 February 2027" in told
