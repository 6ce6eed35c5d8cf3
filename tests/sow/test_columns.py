import re

from scoping.domain.sow.tables import Badge, Column, Kind, Row, Table, Weight
from scoping.sow.columns import LEAST, ROOM, STEP, WIDTHS, shares
from scoping.sow.html import ROOT

STYLE = (ROOT / "static" / "css" / "sow.css").read_text(encoding="utf-8")
SHORT, LONG = (
    "Yes",
    "How many repositories hold more than 5 GB of Git data, counted with what large file storage holds?",
)


def table(*rows: tuple[str | Badge, ...], kinds: str = "text text count") -> Table:
    columns = tuple(Column(kind, Kind(kind)) for kind in kinds.split())
    return Table("t", "n", columns, tuple(Row(row) for row in rows))


def test_the_style_sheet_has_the_same_widths() -> None:
    found = {Kind(kind): int(width) for kind, width in re.findall(r"col\.sow-col-(\w+) { width: (\d+)mm; }", STYLE)}
    assert found == WIDTHS


def test_the_style_sheet_has_every_share() -> None:
    found = [int(share) for share in re.findall(r"col\.sow-share-(\d+) { width: \1%; }", STYLE)]
    assert found == list(range(LEAST, 100 - LEAST, STEP))


def test_who_says_more_gets_more_room() -> None:
    (question,) = shares(table((LONG, SHORT, "1"), (LONG, SHORT, "2"))).values()
    (answer,) = shares(table((SHORT, LONG, "1"), (SHORT, LONG, "2"))).values()
    rest = 100 - 100 * WIDTHS[Kind.COUNT] / ROOM
    assert question > rest / 2 > answer >= LEAST
    assert rest - question >= LEAST


def test_columns_that_say_as_much_stay_even() -> None:
    assert shares(table((LONG, LONG, "1"), (SHORT, SHORT, "2"))) == {}
    assert shares(table((LONG, "1"), kinds="text count")) == {}
    assert shares(table(*[(LONG, SHORT)] * 3, kinds="text text")) != {}
    assert shares(table(kinds="text text")) == {}


def test_of_three_columns_the_last_takes_the_rest() -> None:
    found = shares(table((SHORT, LONG, SHORT), (SHORT, LONG, LONG), kinds="text text text"))
    assert list(found) == [0, 1]
    assert found[1] > found[0]


def test_a_group_and_a_total_do_not_count() -> None:
    heads = (Row((LONG * 3, ""), Weight.GROUP), Row((LONG * 3, ""), Weight.TOTAL))
    body = table((SHORT, LONG), (SHORT, LONG), kinds="text text")
    assert shares(Table("t", "n", body.columns, (heads[0], *body.rows, heads[1]))) == shares(body)


def test_a_badge_takes_room_beside_the_name() -> None:
    named = Badge("senior", "PSE S", "Senior professional services engineer")
    with_badge = shares(table(*[(named, "Engagement, SCM", "1")] * 3))
    assert with_badge[0] * ROOM / 100 > 13 + 37 * 1.6
