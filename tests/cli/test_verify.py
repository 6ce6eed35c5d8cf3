"""`scoping verify`: what `scoping sow` wrote is equal; anything else is told in lines with exit status 2."""

from pathlib import Path

from click.testing import CliRunner, Result

from scoping.cli import main

EXAMPLE = Path(__file__).parents[2] / "examples" / "quick-start.toml"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_a_written_statement_of_work_is_equal_until_the_reference_data_change(tmp_path):
    pdf, local = tmp_path / "sow.pdf", tmp_path / "local"
    assert run("sow", EXAMPLE, "-o", pdf).exit_code == 0
    result = run("verify", pdf)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(f"{pdf}: equal; ")
    (local / "rate_cards").mkdir(parents=True)
    (local / "rate_cards/list-2022.toml").write_text("[rates.project-manager]\nintermediate = 301\n")
    moved = run("verify", pdf, "--reference", local)
    assert (moved.exit_code, moved.stdout) == (2, "")
    assert [line.split(": ")[1] for line in moved.stderr.splitlines()] == [
        "catalogue",
        "figures.time_and_materials",
        "figures.fixed_fee",
    ]


def test_what_is_no_statement_of_work_is_refused(tmp_path):
    other = tmp_path / "other.pdf"
    other.write_bytes(b"%PDF-1.7 nothing")
    result = run("verify", other)
    assert (result.exit_code, result.stderr) == (
        2,
        f"{other}: is no PDF that can be read; give the file as it was written\n",
    )
    assert run("verify", tmp_path / "none.pdf").exit_code == 2
