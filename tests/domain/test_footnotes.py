import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from scoping.codec import discovery_from_toml
from scoping.domain.fee_basis import Shape
from scoping.domain.proposal import propose
from scoping.domain.rewording import Rewording, WordingEdit
from scoping.domain.sow import StatementOfWork, compose
from scoping.domain.sow.citations import Cited
from scoping.domain.sow.document import Bullets, Entry
from scoping.domain.sow.footnotes import cited, footnotes
from scoping.domain.sow.plain_text import plain_text
from scoping.reference import shipped
from scoping.sow.html import ROOT
from tests.sow.catalogue import DISCOVERY, proposal

MOVE = "scope/activities.scm-migration/scm-migration.move"
CAP = "assumptions/assumptions/scm-migration.cap"


def composed(*edits: WordingEdit, **changes: object) -> StatementOfWork:
    made = proposal(replace(DISCOVERY, wording=edits, **changes))
    return compose(made, revision=4, state="draft", on=date(2027, 1, 14))


def example(name: str, shape: Shape = Shape.OPEN) -> StatementOfWork:
    text = (ROOT / "examples" / f"{name}.toml").read_text(encoding="utf-8")
    weekly = Decimal(24) if shape is Shape.RETAINER else None
    discovery = replace(discovery_from_toml(text, shipped().questions), shape=shape, hours_per_week=weekly)
    return cited(compose(propose(shipped(), discovery), revision=1, state="draft"))


def references(sow: StatementOfWork) -> list[tuple[int, str, str]]:
    """Section, label and sentence of every footnote."""
    return [
        (section.number, footnote.label, footnote.text)
        for section in cited(sow).sections
        for block in section.blocks
        for footnote in footnotes(block)
    ]


def activities(sow: StatementOfWork) -> list[str]:
    blocks = (block for block in cited(sow).section(4).blocks if isinstance(block, Bullets))
    return [str(item) for block in blocks for item in block.items]


def test_an_assumption_is_cited_once_where_its_amount_stands_first() -> None:
    assert references(composed()) == [
        (4, "A1", "Up to 1,500 repositories are migrated. More of them start a change order."),
        (4, "A2", "Up to 60 pipelines are converted. More of them start a change order."),
    ]
    assert activities(composed())[0].startswith("Move 1,500\u00a0[A1] repositories")


def test_a_reworded_assumption_is_cited_as_it_was_reworded() -> None:
    edit = WordingEdit(CAP, Rewording.REWORD, ("At most *1,400* repositories move.", "Else we talk."))
    assert (4, "A1", "At most 1,400 repositories move. Else we talk.") in references(composed(edit))


def test_a_hidden_assumption_is_cited_nowhere_and_the_next_one_takes_its_label() -> None:
    found = references(composed(WordingEdit(CAP, Rewording.HIDE)))
    assert found == [(4, "A1", "Up to 60 pipelines are converted. More of them start a change order.")]


def test_words_of_people_carry_no_footnote() -> None:
    found = references(composed(WordingEdit(MOVE, Rewording.REWORD, ("Move all 1,500 repositories.",))))
    assert [label for _, label, _ in found] == ["A2"]


def test_what_people_edit_and_compare_has_no_footnotes() -> None:
    sow = composed()
    assert "[A1]" not in plain_text(sow)
    assert "[A1]" in plain_text(cited(sow))
    entries = [item for block in sow.section(4).blocks if isinstance(block, Bullets) for item in block.items]
    assert not any(isinstance(item.text, Cited) for item in entries if isinstance(item, Entry))


def test_every_amount_of_a_large_document_is_cited_behind_its_digits() -> None:
    sow = example("combined")
    table = sow.table("assumptions")
    assert table is not None
    said = {str(row.cells[0]): str(row.cells[1]) for row in table.rows}
    texts = [
        item.text
        for block in sow.section(4).blocks
        if isinstance(block, Bullets)
        for item in block.items
        if isinstance(item, Entry) and isinstance(item.text, Cited)
    ]
    assert len(texts) >= 5
    for text in texts:
        for end, footnote in text.footnotes:
            amount = re.split(r"[^\d,]", text.text[:end])[-1]
            assert re.search(rf"\b{amount}\b", footnote.text)
            assert footnote.text.startswith(said[footnote.label])


@pytest.mark.parametrize(
    ("shape", "expected"),
    [(Shape.OPEN, "effort"), (Shape.FIXED_FEE, "fees-one"), (Shape.RETAINER, "fees-retainer")],
)
def test_what_a_total_rests_on_is_cited_at_its_name(shape: Shape, expected: str) -> None:
    table = example("scm-migration", shape).table(expected)
    assert table is not None
    assert isinstance(table.rows[-1].cells[0], Cited)
    assert table.rows[-1].cells[0].footnotes[0][0] == len(table.rows[-1].cells[0].text)


def test_the_weeks_of_the_schedule_rest_on_their_assumption() -> None:
    (footnote,) = footnotes(example("scm-migration").section(11).blocks[0])
    assert footnote.text.startswith("Length of the work in weeks: at most ")
