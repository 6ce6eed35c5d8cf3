"""A PDF against its own answers: equal as written, and every change of a figure, a sentence or an answer is found."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoping.domain.calendar import CountryHolidays, Holiday
from scoping.domain.catalog import Catalog
from scoping.domain.effort import ThreePoint
from scoping.domain.errors import InvalidInput
from scoping.domain.overrides import Override
from scoping.domain.proposal import propose
from scoping.domain.sow import Audience, StatementOfWork, compose
from scoping.domain.sow.figures import amount, exact
from scoping.sow.attachments import DISCOVERY_FILE, FINGERPRINT_FILE, attachments
from scoping.sow.html import bound, render_html
from scoping.sow.pdf import render_pdf, render_sow
from scoping.sow.verification import verify
from tests.sow.catalogue import CATALOG, DISCOVERY, proposal

BARE = '<html lang="en"><title>t</title>'
EDITED = replace(
    DISCOVERY,
    overrides=(
        Override(
            "nobody outside may read this",
            proposal().tasks[0].path,
            ThreePoint(*[proposal().tasks[0].hours.likely] * 3),
        ),
        Override("nor this, a matter of people", role="technical-architect", level="staff"),
    ),
)


def sow(audience: str = "client") -> StatementOfWork:
    return compose(proposal(EDITED), revision=4, state="issued", on=date(2027, 1, 14), audience=audience)


def differences(pdf: bytes, catalog=CATALOG) -> dict[str, str]:
    return {fault.key: fault.what for fault in verify(pdf, catalog).differences}


def written(old: str = "", new: str = "", carried: Mapping[str, tuple[str, str]] | None = None) -> bytes:
    """The client's PDF with a piece of its text, or of the files it carries, replaced."""
    html = render_html(sow())
    assert old in html
    files = []
    for file in attachments(sow()):
        before, after = (carried or {}).get(file.name, ("", ""))
        assert before.encode() in file.content
        files.append(replace(file, content=file.content.replace(before.encode(), after.encode(), 1)))
    for each in (old, bound(old)) if old else ():  # a line ends between no currency and its amount
        html = html.replace(each, new)
    return render_pdf(html, attachments=files)


@pytest.mark.parametrize("audience", Audience)
def test_a_document_as_it_was_written_is_equal_to_its_answers(audience):
    found = verify(render_sow(sow(audience)), CATALOG)
    assert found.differences == ()
    assert found.compared > 100


def test_a_changed_price_is_found_wherever_it_stands():
    price = sow().proposal.price
    other = written(exact(price.time_and_materials), f"{price.currency} 1,000")
    assert f"carries {exact(price.time_and_materials)} and" in differences(other)["printed.time_and_materials"]
    line = price.lines[0].amount
    assert amount(line) in differences(written(amount(line), "1.00"))["section 12"]


def test_a_changed_sentence_is_found_in_its_section():
    sentence = "The parties meet weekly for half an hour."
    assert sentence in differences(written(sentence, "The parties meet daily for half an hour."))["section 13"]


def test_changed_answers_are_found_though_the_document_was_left_alone():
    found = differences(written(carried={DISCOVERY_FILE: ("1500", "9500")}))
    assert "changed after" in found[DISCOVERY_FILE]
    assert "not that of these answers" in found[f"{DISCOVERY_FILE}: fingerprint"]


def test_a_changed_carried_figure_is_found():
    price = sow().proposal.price.time_and_materials.amount
    found = differences(written(carried={FINGERPRINT_FILE: (f'"{price:f}"', '"1000.00"')}))
    assert found["figures.time_and_materials"] == f"the document carries 1000.00, computed again it is {price:f}"
    assert "printed.time_and_materials" in found


def test_another_catalogue_is_named_and_so_is_what_it_moves():
    pdf = render_sow(sow())
    assert list(differences(pdf, replace(CATALOG, digest="other"))) == ["catalogue"]
    (key, card), *_ = CATALOG.rate_cards.items()
    rates = {role: {level: rate * 2 for level, rate in levels.items()} for role, levels in card.rates.items()}
    dearer = replace(CATALOG, rate_cards={**CATALOG.rate_cards, key: replace(card, rates=rates)}, digest="dearer")
    assert set(differences(pdf, dearer)) == {"catalogue", "figures.time_and_materials", "figures.fixed_fee"}


def test_public_holidays_that_are_others_than_those_of_the_document_are_named():
    def known(*days: int) -> Catalog:
        holidays = tuple(Holiday(date(2027, 2, day), "Founders", "CH") for day in days)
        return replace(CATALOG, holidays={"CH": CountryHolidays("CH", 2020, 2040, holidays)})

    given = propose(known(9), replace(EDITED, countries=("CH",)))
    pdf = render_sow(compose(given, revision=4, state="issued", on=date(2027, 1, 14)))
    assert differences(pdf, known(9)) == {}
    assert "the public holidays known here are others" in str(verify(pdf, known(9, 10)).differences)


def test_a_catalogue_that_no_longer_asks_the_questions_says_which():
    fewer = {key: question for key, question in CATALOG.questions.items() if key != "repositories"}
    found = differences(render_sow(sow()), replace(CATALOG, questions=fewer, digest="fewer"))
    assert set(found) == {"catalogue", f"{DISCOVERY_FILE}: answers.repositories"}


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        (FINGERPRINT_FILE, b"{", "fingerprint.json: cannot be read"),
        (FINGERPRINT_FILE, b"[]", "fingerprint.json: cannot be read"),
        (FINGERPRINT_FILE, json.dumps({"figures": 3}).encode(), "fingerprint.json: cannot be read"),
        (DISCOVERY_FILE, b"\xff", "not UTF-8"),
    ],
)
def test_a_carried_file_that_cannot_be_read_is_refused(name, content, words):
    files = [replace(file, content=content) if file.name == name else file for file in attachments(sow())]
    with pytest.raises(InvalidInput, match=words):
        verify(render_pdf(BARE, attachments=files), CATALOG)


def test_a_document_that_carries_nothing_is_refused():
    with pytest.raises(InvalidInput, match=r"carries no discovery\.toml"):
        verify(render_pdf(BARE), CATALOG)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_what_is_no_pdf_is_refused_whatever_it_is(junk):
    for content in (junk, b"%PDF-1.7\n" + junk):
        with pytest.raises(InvalidInput, match=r"is no PDF that can be read|carries no"):
            verify(content, CATALOG)
