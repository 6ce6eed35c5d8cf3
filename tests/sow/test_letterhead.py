from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from pypdf import PdfReader

from scoping.domain.errors import InvalidInput
from scoping.domain.sow import compose
from scoping.sow.html import render_html
from scoping.sow.letterhead import COLOUR, Letterhead, Logo, Paper, contrast_on_white, read_logo, style
from scoping.sow.pdf import render_sow
from tests.sow.catalogue import proposal

SOW = compose(proposal(), revision=4, state="approved", on=date(2027, 1, 14), provider="Harbour Consulting")


def logo_file(folder: Path, form: str = "PNG") -> Path:
    file = folder / f"logo.{form.lower()}"
    Image.new("RGB", (60, 20), (11, 107, 79)).save(file, form)
    return file


@pytest.mark.parametrize(("paper", "width", "height"), [(Paper.A4, 595, 842), (Paper.LETTER, 612, 792)])
def test_every_page_has_the_size_of_the_paper_and_the_cover_is_one(paper: Paper, width: int, height: int) -> None:
    reader = PdfReader(BytesIO(render_sow(SOW, Letterhead("Harbour Consulting", paper=paper))))
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in reader.pages} == {(width, height)}
    assert "Prepared by" in reader.pages[0].extract_text()
    assert reader.pages[1].extract_text().startswith("Contents")


def test_the_logo_stands_on_the_cover_and_is_called_by_the_providers_name(tmp_path: Path) -> None:
    letterhead = Letterhead("Harbour Consulting", logo=read_logo(logo_file(tmp_path)))
    assert '<img src="logo" alt="Harbour Consulting">' in render_html(SOW, letterhead=letterhead)
    with pikepdf.open(BytesIO(render_sow(SOW, letterhead))) as opened:
        assert len(opened.pages[0].get_images()) == 1
    assert "<img" not in render_html(SOW)


def test_the_brand_colour_is_the_accent() -> None:
    html = render_html(SOW, letterhead=Letterhead(colour="#0b6b4f"))
    assert ".sow { --accent: #0b6b4f; }" in html
    assert "@page { size: Letter; }" in style(Letterhead(paper=Paper.LETTER))


@pytest.mark.parametrize(
    ("colour", "words"),
    [("green", "is no colour"), ("#12345", "is no colour"), ("#fff000", "too light"), ("#0b6b4f;}", "is no colour")],
)
def test_a_colour_nobody_could_read_is_refused(colour: str, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        Letterhead(colour=colour)


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast_on_white("#000000") == pytest.approx(21)
    assert contrast_on_white("#ffffff") == pytest.approx(1)
    assert contrast_on_white("#767676") == pytest.approx(4.54, abs=0.01)  # the lightest grey that passes
    assert contrast_on_white(COLOUR) > 7


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_logo_is_told_by_its_content(tmp_path: Path, form: str) -> None:
    assert read_logo(logo_file(tmp_path, form)).media_type == f"image/{form.lower()}"


def test_a_logo_that_cannot_be_used_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (tmp_path / "large.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(1_000_001))
    (tmp_path / "torn.jpeg").write_bytes(logo_file(tmp_path, "JPEG").read_bytes()[:300])
    Image.new("1", (5_000, 10)).save(tmp_path / "wide.png")
    for name, words in (
        ("torn.jpeg", "export it again"),
        ("wide.png", "4,000 × 4,000"),
        ("logo.svg", "export the logo as PNG"),
        ("large.png", "smaller"),
        ("none.png", "cannot be read"),
    ):
        with pytest.raises(InvalidInput, match=words):
            read_logo(tmp_path / name)


def test_a_letterhead_is_a_value() -> None:
    assert Letterhead(logo=Logo(b"x", "image/png")) == Letterhead(logo=Logo(b"x", "image/png"))
