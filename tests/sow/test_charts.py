import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from PIL import ImageFont

from scoping.domain.discovery import Answer
from scoping.domain.proposal import Proposal
from scoping.domain.schedule import Milestone
from scoping.domain.sow.seats import badge
from scoping.domain.uncertainty import drawn_span
from scoping.sow.charts import weekly_staffing
from scoping.sow.drawing import WIDTH, cut_to
from scoping.sow.gantt import LEFT, MOST_ROWS, NAME_ROOM, ROW, gantt, gantt_parts
from scoping.sow.pictures import VENDOR
from scoping.sow.ranges import hours_range
from tests.sow.catalogue import CATALOG, DISCOVERY, proposal

SVG = "{http://www.w3.org/2000/svg}"
CHARTS = (gantt, weekly_staffing, hours_range)


def proposal_of(repositories: int) -> Proposal:
    """With one engineer, however long it takes."""
    one_seat = replace(CATALOG, terms=replace(CATALOG.terms, weeks_per_seat=1000))
    answers = {"repositories": Answer(repositories)}
    return proposal(replace(DISCOVERY, services=("scm-migration",), answers=answers), one_seat)


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize(("repositories", "at_least"), [(1, 1), (9_000, 10), (90_000, 80)])
def test_a_chart_of_any_length_is_well_formed_and_within_its_box(chart, repositories: int, at_least: int) -> None:  # type: ignore[no-untyped-def]
    found = proposal_of(repositories)
    assert len(found.schedule.weeks) >= at_least
    root = ElementTree.fromstring(chart(found))  # noqa: S314  (our own output)
    width, height = map(float, root.attrib["viewBox"].split()[2:])
    for rectangle in root.iter(f"{SVG}rect"):
        x, y, w, h = (float(rectangle.attrib[name]) for name in ("x", "y", "width", "height"))
        assert x >= 0
        assert x + w <= width + 0.1
        assert y >= 0
        assert y + h <= height + 0.1
    labels = [text for text in root.iter(f"{SVG}text") if text.attrib["text-anchor"] == "middle"]
    assert len(labels) < 120


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_says_in_words_what_it_shows(chart) -> None:  # type: ignore[no-untyped-def]
    root = ElementTree.fromstring(chart(proposal(), prefix="one"))  # noqa: S314
    named = root.attrib["aria-labelledby"].split()
    assert root.attrib["role"] == "img"
    assert [root.find(f"*[@id='{name}']").text for name in named] == [root[0].text, root[1].text]  # type: ignore[union-attr]
    assert all(name.startswith("one-") for name in named)
    assert re.search(r"\d", root[0].text or "")
    assert root[1].text


def test_staffing_bars_stand_as_high_as_their_hours() -> None:
    found = proposal()
    root = ElementTree.fromstring(weekly_staffing(found))  # noqa: S314
    bars = [r for r in root.iter(f"{SVG}rect") if float(r.attrib["width"]) > 30.5]
    whole = sum(float(bar.attrib["height"]) for bar in bars)
    hours = {(s.role, s.level): found.staffing.hours_of(s.role, s.level) for s in found.staffing.seats}
    for (role, level), amount in hours.items():
        name = badge(found, role, level).name
        part = sum(float(bar.attrib["height"]) for bar in bars if bar[0].text == name)
        assert part / whole == pytest.approx(float(amount / found.staffing.hours), abs=0.005)


def test_markup_in_a_name_is_text() -> None:
    found = proposal()
    packages = tuple(replace(p, name="<script>&\"'") for p in found.schedule.packages)
    drawn = gantt(replace(found, schedule=replace(found.schedule, packages=packages)))
    assert "<script>" not in drawn
    root = ElementTree.fromstring(drawn)  # noqa: S314
    assert "<script>&\"'" in [text.text for text in root.iter(f"{SVG}text")]


def test_half_of_the_draws_stand_before_the_mark_of_the_plan() -> None:
    root = ElementTree.fromstring(hours_range(proposal()))  # noqa: S314
    labels = {text.text: text for text in root.iter(f"{SVG}text") if text.attrib["font-weight"] == "600"}
    assert [label.partition(":")[0] for label in labels] == ["10 %", "50 % plan", "80 % fixed fee", "90 %"]
    bars = [{name: float(bar.attrib[name]) for name in ("x", "width", "height")} for bar in root.iter(f"{SVG}rect")]
    lines = [float(line.attrib["x1"]) for line in root.iter(f"{SVG}line") if line.attrib["x1"] == line.attrib["x2"]]
    whole = sum(bar["height"] for bar in bars)
    for mark, share in zip(lines, (0.1, 0.5, 0.8, 0.9), strict=True):
        before = sum(bar["height"] * min(max((mark - bar["x"]) / bar["width"], 0), 1) for bar in bars)
        assert before / whole == pytest.approx(share, abs=0.03)


def test_a_range_of_one_value_is_told_and_not_drawn() -> None:
    found = proposal()
    bins = (replace(found.outlook.histogram[0], high=found.outlook.histogram[0].low),)
    root = ElementTree.fromstring(hours_range(replace(found, outlook=replace(found.outlook, histogram=bins))))  # noqa: S314
    assert not list(root.iter(f"{SVG}rect"))
    assert "50 % probability" in "".join(root.itertext())


def test_ticks_of_the_range_stand_within_it_and_its_picture() -> None:
    for repositories in (1, 300, 9_000, 90_000):
        found = proposal_of(repositories)
        low, high = drawn_span(found.outlook.histogram)
        root = ElementTree.fromstring(hours_range(found))  # noqa: S314  (our own output)
        texts = [each for each in root.iter(f"{SVG}text") if re.fullmatch(r"[\d,]+", each.text or "")]
        assert texts
        for each in texts:
            assert low <= int((each.text or "").replace(",", "")) <= high
            x, wide = float(each.attrib["x"]), 6 * len(each.text or "")
            left = {"start": x, "middle": x - wide / 2, "end": x - wide}[each.attrib["text-anchor"]]
            assert 0 <= left <= left + wide <= WIDTH


def labels(svg: str) -> list[str]:
    return [text.text or "" for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314  (our own output)


@pytest.mark.parametrize(("services", "each", "at_least"), [(1, 3, 1), (3, 7, 2), (9, 5, 4), (2, 40, 6)])
def test_a_long_gantt_comes_in_parts_that_together_name_everything_once(
    services: int, each: int, at_least: int
) -> None:
    found = proposal()
    known, model = found.schedule.packages[0].service, found.schedule.packages[0]
    keys = [known, *(service.key for service in found.services if service.key != known)] * 9
    packages = tuple(
        replace(model, service=keys[place], name=f"Package {place}.{number}")
        for place in range(services)
        for number in range(each)
    )
    milestones = (Milestone("Done", found.schedule.ends_on),)
    found = replace(found, schedule=replace(found.schedule, packages=packages, milestones=milestones))
    parts = gantt_parts(found)
    assert len(parts) >= at_least
    assert [text for part in parts for text in labels(part) if text.startswith("Package ")] == [
        p.name for p in packages
    ]
    assert sum(labels(part).count("Milestones") for part in parts) == 1
    if len(parts) > 1:
        assert [f"part {place} of {len(parts)}" in part for place, part in enumerate(parts, 1)] == [True] * len(parts)
        assert len({re.search('id="(.+?)-title"', part)[1] for part in parts}) == len(parts)  # type: ignore[index]
    for part in parts:
        height = float(ElementTree.fromstring(part).attrib["viewBox"].split()[3])  # noqa: S314
        assert height <= (MOST_ROWS * 1.5) * ROW + 90


def test_a_name_beside_a_bar_is_cut_before_the_bar() -> None:
    font = ImageFont.truetype(f"{VENDOR}/source-sans-3-latin-400-normal.woff2", 110)
    whole = "Closing: hand-over, acceptance and knowledge transfer"
    assert cut_to(whole, NAME_ROOM) == whole
    for name in ("W" * 200, "Iteration " * 20, "Mm@ " * 50, "Überprüfung der Übergabe " * 9):
        cut = cut_to(name, NAME_ROOM)
        assert cut.endswith("…")
        assert NAME_ROOM * 0.7 < font.getlength(cut) / 10 < LEFT - 8
    assert cut_to("北" * 200, NAME_ROOM).count("北") == 23
