"""The change order in every form: nothing internal reaches the client, Word says what the PDF says, and it verifies."""

import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import docx
import pytest
from pypdf import PdfReader

from scoping.domain.catalog import Catalog
from scoping.domain.change_control import JUDGED
from scoping.domain.change_order import compose_order, told
from scoping.domain.discovery import Answer
from scoping.domain.fee_basis import ONE_FEE, Shape
from scoping.domain.proposal import Proposal, propose
from scoping.domain.sow import Audience, StatementOfWork
from scoping.domain.sow.amendment import Agreed, Judgement
from scoping.domain.sow.document import Subheading
from scoping.domain.sow.plain_text import plain_text
from scoping.sow.attachments import BEFORE_FILE, DISCOVERY_FILE, FINGERPRINT_FILE, attachments
from scoping.sow.html import render_html
from scoping.sow.letterhead import Letterhead
from scoping.sow.pdf import render_pdf, render_sow
from scoping.sow.verification import verify
from scoping.sow.word import render_word
from tests.sow.catalogue import CATALOG, DISCOVERY
from tests.sow.secrets import BASE, GRANTS, OVERRIDES, SECRETIVE, SECRETS, secretive
from tests.sow.test_audience import everything_in_pdf, everything_in_word, teamed
from tests.sow.test_word import paragraphs, sentences, squeezed

WHY = "they would never forgive us a second surprise"
JUDGEMENT = Judgement(True, WHY, "Quentin Overhear", date(2027, 2, 9))


def amended(before: Proposal, audience: str = "client", judgement: Judgement | None = JUDGEMENT, **changed: object):
    """A change order of a proposal with more repositories and users."""
    discovery = before.discovery
    more = {"repositories": Answer(1700), "users": Answer(900, source="what we read in their intranet")}
    after = secretive(replace(discovery, answers={**discovery.answers, **more}, **changed))
    return order(before, after, audience, judgement, SECRETIVE)


def order(
    before: Proposal,
    after: Proposal,
    audience: str = "client",
    judgement: Judgement | None = None,
    catalog: Catalog = CATALOG,
) -> StatementOfWork:
    return compose_order(
        Agreed(before, 3, date(2027, 1, 14)),
        after,
        told(catalog, before, after, Audience(audience)),
        number=1,
        revision=5,
        state="approved",
        on=date(2027, 2, 10),
        provider="Harbour",
        audience=Audience(audience),
        judgement=judgement,
        grants=GRANTS,
    )


def says(text: str, secret: str) -> bool:
    """Whether it stands there by itself, not within one of the numbers by which a PDF places its lines."""
    return re.search(rf"(?<![\d.]){re.escape(secret)}(?!\d)", text) is not None


BEFORE = secretive()
CLIENT, INTERNAL = amended(BEFORE), amended(BEFORE, "internal")


def test_the_client_gets_no_internal_value_in_any_form():
    forms = {
        "text": plain_text(CLIENT),
        "html": render_html(CLIENT),
        "pdf": everything_in_pdf(render_sow(CLIENT)),
        "word": everything_in_word(render_word(CLIENT)),
    }
    secrets = (*SECRETS, BASE, WHY, "their intranet")
    assert [(form, secret) for form, text in forms.items() for secret in secrets if says(text, secret)] == []
    assert "nternal" not in forms["text"]
    assert JUDGED in forms["text"]


def test_what_is_asked_no_more_is_not_told_to_the_client():
    before = propose(CATALOG, replace(DISCOVERY, services=("scm-migration",)))
    answers = {**DISCOVERY.answers, "repositories": Answer(1900), "pipelines": Answer(77)}
    after = propose(CATALOG, replace(before.discovery, answers=answers))
    assert "→ 77" not in plain_text(order(before, after))
    assert "→ 77" in plain_text(order(before, after, "internal"))


def test_the_internal_version_says_what_the_provider_keeps_to_itself():
    text = plain_text(INTERNAL)
    assert f"{WHY} (Quentin Overhear, 9 February 2027)" in text
    assert [override.reason for override in OVERRIDES if override.reason not in text] == []
    assert [grant.reason for grant in GRANTS if grant.reason not in text] == []
    assert "Cost and margin" in text or "cost and margin from now on" in text
    for client, internal in zip(CLIENT.sections[1:6], INTERNAL.sections[1:6], strict=True):
        if client.number != 4:  # the client's changes are those that a client can compute
            assert internal.blocks == client.blocks
        headings = [block for block in internal.internal if isinstance(block, Subheading)]
        assert all(heading.text.startswith("Internal: ") for heading in headings)
    keys = [table.key for table in INTERNAL.tables()]
    assert len(keys) == len(set(keys))
    first, *others = (page.extract_text() for page in PdfReader(BytesIO(render_sow(INTERNAL))).pages)
    assert "Internal: not for the customer" in first
    assert all("internal ·" in " ".join(page.split()) for page in others)


@pytest.mark.parametrize("shape", [Shape.OPEN, *ONE_FEE])
def test_nobodys_hours_cost_or_taker_reach_the_client_with_a_named_team(shape):
    before = teamed(shape)
    sow = amended(before, starts_on=before.discovery.starts_on)
    for form in (everything_in_pdf(render_sow(sow)), everything_in_word(render_word(sow)), plain_text(sow)):
        assert not [
            secret for secret in ("4471.93", "4,471.93", "Quentin Overhear", "hours_by_week = [{") if secret in form
        ]


@pytest.mark.parametrize("audience", Audience)
def test_word_carries_every_sentence_and_figure_of_the_pdf(audience):
    sow = CLIENT if audience is Audience.CLIENT else INTERNAL
    document = docx.Document(BytesIO(render_word(sow, Letterhead("Harbour"))))
    text = squeezed("".join(paragraphs(document)))
    printed = squeezed("".join(page.extract_text() for page in PdfReader(BytesIO(render_sow(sow))).pages))
    wanted = [part for part in sentences(sow) if squeezed(part) in printed]
    assert len(wanted) > 0.9 * len(sentences(sow))  # the others fall across a page or a line that the PDF hyphenates
    assert [part for part in sentences(sow) if squeezed(part) not in text] == []
    for fact in sow.key_facts:
        assert squeezed(fact.label + fact.value + fact.note) in text
    assert document.paragraphs[0].text == "Change order CO-1"
    assert document.core_properties.title.endswith("change order CO-1 for Northwind Freight")
    assert "The parties agree to change order CO-1." in "".join(paragraphs(document))


@pytest.mark.parametrize("audience", Audience)
def test_a_change_order_as_it_was_written_is_equal_to_what_it_carries(audience):
    found = verify(render_sow(CLIENT if audience is Audience.CLIENT else INTERNAL), SECRETIVE)
    assert found.differences == ()
    assert found.compared > 30


@pytest.mark.parametrize("shape", Shape)
def test_a_change_order_of_every_shape_of_fee_verifies(shape):
    more = {"cap": Decimal(300_000)} if shape is Shape.CAPPED else {}
    more |= {"hours_per_week": Decimal(12)} if shape is Shape.RETAINER else {}
    before = propose(CATALOG, replace(DISCOVERY, shape=shape, **more))
    answers = {**DISCOVERY.answers, "repositories": Answer(1900)}
    after = propose(CATALOG, replace(before.discovery, answers=answers))
    assert verify(render_sow(order(before, after)), CATALOG).differences == ()


def altered(old: str = "", new: str = "", carried: str = "", was: str = "", now: str = "") -> dict[str, str]:
    """The differences of the client's PDF with a piece of its text, or of a file it carries, replaced."""
    html = render_html(CLIENT)
    assert old in html
    files = []
    for file in attachments(CLIENT):
        if file.name == carried:
            assert was.encode() in file.content
            file = replace(file, content=file.content.replace(was.encode(), now.encode(), 1))
        files.append(file)
    pdf = render_pdf(html.replace(old, new) if old else html, attachments=files)
    return {fault.key: fault.what for fault in verify(pdf, SECRETIVE).differences}


def test_another_sentence_figure_or_answer_is_found_where_it_differs():
    move = "Move 1,500 repositories with history, branches and merge requests."
    assert list(altered(move, move.replace("1,500", "1,600"))) == ["section 5"]
    row = CLIENT.table("changes").rows[-1].cells[3]
    assert list(altered(str(row), "+1.00")) == ["section 4"]
    assert BEFORE_FILE in altered(carried=BEFORE_FILE, was="{value = 1500", now="{value = 1400")
    assert DISCOVERY_FILE in altered(carried=DISCOVERY_FILE, was="{value = 1700", now="{value = 1600")
    figures = json.loads(next(each.content for each in attachments(CLIENT) if each.name == FINGERPRINT_FILE))
    fee = figures["before"]["figures"]["fixed_fee"]
    assert list(altered(carried=FINGERPRINT_FILE, was=f'"{fee}"', now='"1.00"')) == ["before.figures.fixed_fee"]
