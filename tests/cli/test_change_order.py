"""`scoping change-order`: whether one is needed and by which rule, and its document, which `scoping verify` reads."""

from io import BytesIO
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader

from scoping.cli import main

ISSUED = Path(__file__).parents[2] / "examples" / "scm-migration.toml"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture
def amended(tmp_path):
    def write(repositories: int) -> Path:
        file = tmp_path / f"{repositories}.toml"
        text = ISSUED.read_text(encoding="utf-8")
        assert "repositories = 1500" in text
        file.write_text(text.replace("repositories = 1500", f"repositories = {repositories}"), encoding="utf-8")
        return file

    return write


def test_more_work_takes_one_which_is_written_and_verifies(tmp_path, amended):
    out = tmp_path / "order.pdf"
    done = run("change-order", ISSUED, amended(2500), "-o", out, "--issued-on", "2027-01-14", "--on", "2027-02-10")
    assert done.exit_code == 0
    needed, *rules = done.stdout.splitlines()
    assert needed == "A change order is needed: CO-1"
    assert rules[0].startswith("More budget is needed: the fee rises from USD ")
    reader = PdfReader(out)
    assert round(reader.pages[0].mediabox.width) == 595
    text = " ".join("".join(page.extract_text() for page in reader.pages).split())
    assert "the statement of work (revision 1, issued on 14 January 2027)" in text
    assert "Repositories 1,500 → 2,500" in text
    assert set(reader.attachments) == {"discovery.toml", "discovery-before.toml", "fingerprint.json"}
    verified = run("verify", out)
    assert (verified.exit_code, verified.stderr) == (0, "")


def test_the_second_one_in_word_on_letter_for_the_provider(tmp_path, amended):
    out = tmp_path / "order.docx"
    more = ("--number", 2, "--audience", "internal", "--page", "Letter")
    assert run("change-order", amended(2500), amended(3500), "-o", out, *more).exit_code == 0
    document = docx.Document(BytesIO(out.read_bytes()))
    assert [paragraph.text for paragraph in document.paragraphs[:2]] == [
        "Change order CO-2",
        "Internal: not for the customer",
    ]
    assert document.sections[0].page_width == 7772400
    assert "Contents" not in [each.text for each in document.paragraphs]
    assert "Change order CO-2 to change order CO-1 (revision 2)" in [each.text for each in document.paragraphs]


def test_a_change_that_needs_none_says_so_and_writes_nothing_unless_the_project_manager_asks(tmp_path, amended):
    out, less = tmp_path / "order.pdf", amended(1400)
    done = run("change-order", ISSUED, less, "-o", out)
    assert done.exit_code == 0
    assert done.stdout.startswith("No change order is needed: ")
    assert "the project manager may hold a change order necessary" in done.stdout
    assert not out.exists()
    done = run("change-order", ISSUED, less, "-o", out, "--judgement", "their board wants it in writing")
    assert "In the judgement of the project manager" in done.stdout
    assert "their board" not in "".join(page.extract_text() for page in PdfReader(out).pages)
    assert run("verify", out).exit_code == 0
    assert run("change-order", ISSUED, ISSUED).stdout.splitlines()[1:] == []


def test_faults_are_told_with_file_and_key(tmp_path, amended):
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(ISSUED.read_text(encoding="utf-8").replace("currency = ", "curency = "), encoding="utf-8")
    done = run("change-order", ISSUED, wrong)
    assert (done.exit_code, done.stdout) == (2, "")
    assert all(line.startswith(f"{wrong}: ") for line in done.stderr.splitlines())
    assert f"{wrong}: curency: " in done.stderr
    for arguments in (
        ("change-order", tmp_path / "none.toml", ISSUED),
        ("change-order", ISSUED, amended(2500), "-o", tmp_path / "order.odt"),
        ("change-order", ISSUED, amended(1400), "--judgement", " "),
        ("change-order", ISSUED, amended(2500), "--number", 0),
    ):
        assert run(*arguments).exit_code == 2
