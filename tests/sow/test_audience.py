"""The internal version says everything, the client's carries none of it in any form."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pikepdf
import pytest
from pypdf import PdfReader

from scoping.domain.checks import check
from scoping.domain.fee_basis import ONE_FEE, Shape
from scoping.domain.money import Money
from scoping.domain.proposal import Proposal
from scoping.domain.roster.grid import seat_key
from scoping.domain.sow import Audience, StatementOfWork, compose
from scoping.domain.sow.document import Paragraph, Subheading
from scoping.domain.sow.margin import share
from scoping.domain.sow.plain_text import plain_text
from scoping.domain.sow.redaction import for_client
from scoping.domain.team import Member, Team, WeekHours
from scoping.sow.blocks import clipboard, markdown, tables_as_csv
from scoping.sow.html import render_fragment, render_html
from scoping.sow.pdf import Variant, render_sow
from scoping.sow.verification import verify
from scoping.sow.word import render_section, render_word
from tests.sow.catalogue import CATALOG, DISCOVERY, proposal
from tests.sow.secrets import BASE, GRANTS, OVERRIDES, SECRETIVE, SECRETS, secretive

PROPOSAL = secretive()


def composed(audience: str) -> StatementOfWork:
    return compose(PROPOSAL, revision=4, state="draft", on=date(2027, 1, 14), audience=audience, grants=GRANTS)


CLIENT, INTERNAL = composed("client"), composed("internal")


def everything_in_pdf(pdf: bytes) -> str:
    """The text of the pages, every string and every stream of the file, attachments and metadata among them.

    What draws a page says its words by numbers of glyphs, and where they stand: of that, the text is all there is.
    """
    parts = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    with pikepdf.open(BytesIO(pdf)) as opened:
        drawing = {page.obj.Contents.objgen for page in opened.pages}
        for found in opened.objects:
            parts += strings(found)
            if isinstance(found, pikepdf.Stream) and found.get("/Subtype") != "/Form" and found.objgen not in drawing:
                parts.append(found.read_bytes().decode("utf-8", "replace"))
    return "\n".join(parts)


def strings(found: object) -> list[str]:
    """The strings of an object; what it refers to is an object by itself."""
    if isinstance(found, pikepdf.String):
        return [str(found)]
    if isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        return [text for key in found.keys() for text in direct(found.get(key))]  # noqa: SIM118  (no mapping)
    return [text for child in found for text in direct(child)] if isinstance(found, pikepdf.Array) else []


def direct(child: object) -> list[str]:
    return [] if getattr(child, "is_indirect", False) else strings(child)


def everything_in_word(document: bytes) -> str:
    with ZipFile(BytesIO(document)) as opened:
        return "\n".join(opened.read(name).decode("utf-8", "replace") for name in opened.namelist())


def forms(sow: StatementOfWork) -> dict[str, str]:
    """Everything that leaves the program, as text to look through."""
    return {
        "text": plain_text(sow),
        "html": render_html(sow),
        "fragment": str(render_fragment(sow)),
        "pdf": everything_in_pdf(render_sow(sow)),
        "archival pdf": everything_in_pdf(render_sow(sow, variant=Variant.ARCHIVAL)),
        "word": everything_in_word(render_word(sow)),
        "sections in word": "\n".join(everything_in_word(render_section(sow, section)) for section in sow.sections),
        "clipboard": "\n".join(clipboard(sow, section) for section in sow.sections),
        "markdown": "\n".join(markdown(sow, section) for section in sow.sections),
        "csv": "\n".join(text for section in sow.sections for text in tables_as_csv(section).values()),
    }


def test_the_client_gets_no_internal_value_in_any_form() -> None:
    found = forms(CLIENT)
    secrets = (*SECRETS, BASE)
    assert [(form, secret) for form, text in found.items() for secret in secrets if secret in text] == []
    assert "nternal" not in found["text"]


def test_the_internal_version_says_each_of_them() -> None:
    text = plain_text(INTERNAL)
    assert [secret for secret in SECRETS if secret not in text] == []
    pdf, word = everything_in_pdf(render_sow(INTERNAL)), everything_in_word(render_word(INTERNAL))
    for form in (render_html(INTERNAL), pdf, word):
        assert [override.reason for override in OVERRIDES if override.reason not in form] == []


def test_the_internal_version_is_the_clients_with_additions_under_headings_that_say_so() -> None:
    for client, internal in zip(CLIENT.sections, INTERNAL.sections, strict=True):
        assert internal.blocks == client.blocks
        assert client.internal == ()
        headings = [block for block in internal.internal if isinstance(block, Subheading)]
        assert all(heading.text.startswith("Internal: ") for heading in headings)
        assert not internal.internal or isinstance(internal.internal[0], Subheading)
        numbers = [block.number for block in internal.all_blocks if isinstance(block, Subheading)]
        assert len(numbers) == len(set(numbers))


def test_every_page_of_the_internal_version_says_what_it_is() -> None:
    first, *others = (page.extract_text() for page in PdfReader(BytesIO(render_sow(INTERNAL))).pages)
    assert "Internal: not for the customer" in first
    assert all("draft · internal ·" in " ".join(page.split()) for page in others)


@pytest.mark.parametrize("audience", Audience)
def test_neither_version_has_anything_to_mend_beyond_the_edits_in_conflict(audience: Audience) -> None:
    found = [finding.key for finding in check(PROPOSAL, composed(audience))]
    assert found == ["conflict.scm-migration/discovery/design", "wording.exclusions/rest"]


def test_a_proposal_without_edits_or_costs_has_no_empty_internal_part() -> None:
    sow = compose(proposal(), revision=1, state="draft", audience="internal")
    titles = [block.text for section in sow.sections for block in section.internal if isinstance(block, Subheading)]
    assert "Internal: edits by hand" not in titles
    assert "Internal: risks in hours" not in titles
    assert "carries no costs, so no margin is computed." in plain_text(sow)


def test_the_margin_is_what_the_fee_leaves_after_the_cost() -> None:
    lines, price = PROPOSAL.price.lines, PROPOSAL.price
    rate = {"project-manager": Decimal("87.65")}
    cost = sum((line.hours * rate.get(line.role, Decimal("123.45")) for line in lines), Decimal(0))
    expected = (1 - cost / price.time_and_materials.amount) * 100
    text = next(block.text for block in reversed(INTERNAL.section(12).internal) if isinstance(block, Paragraph))
    assert f"leave {expected:.1f}".removesuffix(".0") in text
    assert share(Money(Decimal(0), "USD"), Money(Decimal(5), "USD")) == "–"


def test_a_card_that_lacks_one_cost_names_the_seat_instead_of_guessing() -> None:
    card = replace(CATALOG.rate_cards["by-level"], costs={"project-manager": {"intermediate": Decimal(90)}})
    sow = compose(
        proposal(catalog=replace(CATALOG, rate_cards={"by-level": card})),
        revision=1,
        state="draft",
        audience="internal",
    )
    assert sow.table("margin") is None
    assert "no cost of Senior technical architect, Senior professional services engineer, so" in plain_text(sow)


def test_the_clients_discovery_computes_the_same_figures() -> None:
    again = secretive(for_client(PROPOSAL))
    for figure in ("outlook", "stakes", "price", "schedule", "staffing"):
        assert getattr(again, figure) == getattr(PROPOSAL, figure)
    printed = plain_text(compose(again, revision=4, state="draft", on=date(2027, 1, 14)))
    assert printed.replace(again.fingerprint, PROPOSAL.fingerprint) == plain_text(CLIENT)


def test_the_clients_discovery_lacks_what_moves_no_figure() -> None:
    unsold = replace(DISCOVERY, services=("scm-migration",), overrides=(OVERRIDES[1], OVERRIDES[5]))
    kept = for_client(proposal(unsold))
    assert "pipelines" not in kept.answers
    assert [override.target for override in kept.overrides] == ["discount"]


def teamed(shape: Shape) -> Proposal:
    """With somebody in every seat, for exactly its hours."""
    plan = secretive(replace(PROPOSAL.discovery, shape=shape)).staffing
    members = tuple(
        Member(
            seat_key(seat),
            f"person-{place}",
            f"Ana Silva {place}",
            seat.level,
            tuple(
                WeekHours(week.week, cell.hours)
                for week in plan.weeks
                for cell in week.seats
                if (cell.role, cell.level, cell.number) == (seat.role, seat.level, seat.number)
            ),
            Decimal("4471.93"),
            services=("ci-cd",),
        )
        for place, seat in enumerate(plan.seats)
    )
    team = Team(members, plan.starts_on, plan.ends_on, "USD", "Quentin Overhear", datetime(2026, 12, 17, tzinfo=UTC))
    return secretive(replace(PROPOSAL.discovery, shape=shape, team=team))


@pytest.mark.parametrize("shape", [Shape.OPEN, *ONE_FEE])
def test_the_client_reads_who_works_and_nobodys_hours_cost_or_taker(shape):
    sow = compose(teamed(shape), revision=4, state="draft", on=date(2027, 1, 14))
    pdf = render_sow(sow)
    for form in (everything_in_pdf(pdf), everything_in_word(render_word(sow)), plain_text(sow)):
        assert "Ana Silva 0" in form
        assert not [
            secret for secret in ("4471.93", "4,471.93", "Quentin Overhear", "hours_by_week = [{") if secret in form
        ]
    assert not any(member.hours_by_week for member in for_client(sow.proposal).team.members)
    assert verify(pdf, SECRETIVE).differences == ()


def test_a_team_that_is_not_printed_does_not_travel():
    made = teamed(Shape.OPEN)
    part = replace(made.discovery.team, members=made.discovery.team.members[:1])
    assert for_client(replace(made, discovery=replace(made.discovery, team=part))).team is None
