"""`scoping sow`: a PDF or a Word document, for the client unless told otherwise, on A4 or Letter."""

from io import BytesIO
from pathlib import Path

import docx
import pikepdf
import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader

from scoping.cli import main
from scoping.sow.html import ROOT

EXAMPLE = ROOT / "examples" / "quick-start.toml"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["sow", str(EXAMPLE), *map(str, arguments)], catch_exceptions=False)


def test_the_client_on_a4_is_the_default(tmp_path: Path) -> None:
    assert run("-o", tmp_path / "sow.pdf", "--on", "2027-01-14").exit_code == 0
    reader = PdfReader(tmp_path / "sow.pdf")
    assert round(reader.pages[0].mediabox.width) == 595
    assert "Internal" not in "".join(page.extract_text() for page in reader.pages)
    assert set(reader.attachments) == {"discovery.toml", "fingerprint.json"}


@pytest.mark.parametrize("page", ["Letter", "letter"])
def test_the_internal_version_on_letter(tmp_path: Path, page: str) -> None:
    assert run("-o", tmp_path / "sow.pdf", "--audience", "internal", "--page", page).exit_code == 0
    first = PdfReader(tmp_path / "sow.pdf").pages[0]
    assert round(first.mediabox.width) == 612
    assert "Internal: not for the customer" in first.extract_text()


def test_a_name_that_ends_in_docx_gives_a_word_document(tmp_path: Path) -> None:
    assert run("-o", tmp_path / "SOW.DOCX", "--page", "Letter", "--on", "2027-01-14").exit_code == 0
    document = docx.Document(BytesIO((tmp_path / "SOW.DOCX").read_bytes()))
    assert document.paragraphs[0].text == "Statement of work"
    assert document.sections[0].page_width == 7772400


def test_archival_gives_pdf_a(tmp_path: Path) -> None:
    assert run("-o", tmp_path / "sow.pdf", "--archival").exit_code == 0
    with pikepdf.open(tmp_path / "sow.pdf") as opened:
        assert opened.open_metadata()["pdfaid:part"] == "3"


@pytest.mark.parametrize("name", ["sow.odt", "sow.doc", "sow.txt"])
def test_a_form_that_cannot_be_written_is_refused_before_anything_is_computed(tmp_path: Path, name: str) -> None:
    done = run("-o", tmp_path / name)
    assert done.exit_code == 2
    assert "give a name ending in .pdf or .docx" in done.stderr
    assert not (tmp_path / name).exists()


def test_help_names_the_choices() -> None:
    shown = run("--help").output
    assert "[client|internal]" in shown
    assert "[A4|Letter]" in shown


def test_the_settings_of_the_installation_dress_the_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCOPING_INSTANCE", str(tmp_path))
    (tmp_path / "config.toml").write_text('PROVIDER = "Harbour Consulting"\nPAPER = "Letter"\n')
    done = run("-o", tmp_path / "sow.pdf")
    assert done.exit_code == 0, done.stderr
    first = PdfReader(tmp_path / "sow.pdf").pages[0]
    assert "Harbour Consulting" in first.extract_text()
    assert round(first.mediabox.height) == 792
    (tmp_path / "config.toml").write_text('LOGO = "none.png"\n')
    done = run("-o", tmp_path / "other.pdf")
    assert done.exit_code == 2
    assert "none.png: cannot be read" in done.stderr
