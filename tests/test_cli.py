"""The command line: what it prints, what it refuses and with which status."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from scoping.actions import demo
from scoping.cli import main

DISCOVERY = """
customer = "Northwind Freight"
title = "Move to GitLab.com"
currency = "USD"
rate_card = "list-2022"
starts_on = 2027-02-01
services = ["scm-migration"]
goals = ["One platform for 40 teams"]

[answers]
source_scm = "gitlab"
destination = "gitlab_com"
users = 800
repositories = 1500
repositories_over_5gb = 0
"""
WITHOUT_DATABASE = """
import sys
from scoping.cli import main
main(sys.argv[1:], standalone_mode=False)
loaded = {name.partition(".")[0] for name in sys.modules} & {"flask", "sqlalchemy", "wtforms", "alembic", "dbos"}
print(*sorted(loaded), file=sys.stderr)
"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty working directory whose own instance folder counts."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SCOPING_INSTANCE", raising=False)
    (tmp_path / "instance").mkdir()
    return tmp_path


@pytest.fixture
def file(here):
    path = here / "northwind.toml"
    path.write_text(DISCOVERY, encoding="utf-8")
    return path


def scoping(*arguments, text=None):
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=text, catch_exceptions=False)


def test_propose_prints_one_json_object_whose_sums_agree(file):
    done = scoping("propose", file, "--json")
    assert done.exit_code == 0
    proposal = json.loads(done.stdout)
    hours = sum(seat["hours"] for week in proposal["staffing"]["weeks"] for seat in week["seats"])
    assert hours == proposal["effort"]["person_days"]["p50"] * 8
    assert Decimal(proposal["price"]["time_and_materials"]) == Decimal(str(hours)) * 300
    assert proposal["price"]["currency"] == "USD"
    assert {date.fromisoformat(week["week"]).weekday() for week in proposal["staffing"]["weeks"]} == {0}
    assert {level["role"] for level in proposal["levels"]} >= {"technical-architect"}
    assert all(level["because"] for level in proposal["levels"])


def test_the_same_file_gives_the_same_digits(file):
    assert scoping("propose", file, "--json").stdout == scoping("propose", file, "--json").stdout


def test_propose_prints_a_page_for_people(file):
    done = scoping("propose", file)
    assert done.exit_code == 0
    for words in ("Northwind Freight · Move to GitLab.com", "person-days (p10 – p50 – p90)", "1 February 2027", "– "):
        assert words in done.stdout


def test_propose_names_the_cap_beside_the_planned_hours(file):
    file.write_text(DISCOVERY.replace("\n[answers]", 'shape = "capped"\ncap = 80000\n\n[answers]'), encoding="utf-8")
    assert ", at most USD 80,000, billed monthly" in scoping("propose", file).stdout


def test_an_unknown_answer_is_estimated_and_named_among_what_to_ask_next(file):
    file.write_text(DISCOVERY.replace("users = 800", "users = { unknown = true }"), encoding="utf-8")
    done = scoping("propose", file)
    assert done.exit_code == 0
    assert "Ask next" in done.stdout


def test_an_answer_that_no_chosen_service_asks_is_told_on_standard_error(file):
    file.write_text(f"{DISCOVERY}ci_pipelines = 40\n", encoding="utf-8")
    done = scoping("propose", file, "--json")
    assert done.exit_code == 0
    assert f"{file}: answers.ci_pipelines: no chosen service asks this" in done.stderr
    json.loads(done.stdout)


def test_each_fault_of_a_file_is_a_line_on_standard_error_and_the_status_is_2(file):
    text = DISCOVERY.replace('services = ["scm-migration"]', 'services = ["scm-migraton"]')
    file.write_text(text.replace("users = 800", "users = -5\nusres = 1"), encoding="utf-8")
    done = scoping("propose", file)
    assert done.exit_code == 2
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert [line.split(": ")[:2] for line in lines] == [
        [str(file), "services"],
        [str(file), "answers.users"],
        [str(file), "answers.usres"],
    ]
    assert "did you mean scm-migration?" in lines[0]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('"USD"', '"EUR"', "currency: rate card list-2022 is in USD, not EUR"),
        ("2027-02-01", "2027-02-31", "starts_on: this date or time does not exist (line 6"),
        ("repositories = 1500", "repositories = 10000000000", "answers.repositories: 10,000,000,000 is above"),
        ('"Northwind Freight"', f'"{"<b>" * 100}"', "customer: use at most 200 characters, not 300"),
        ("users = 800", '"a\\u001b[31mb" = 1', "answers.'a\\x1b[31mb': no service asks this"),
        ('"gitlab"', '"a\\u001b[31mb"', "answers.source_scm: a\N{REPLACEMENT CHARACTER}[31mb is not offered"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(file, old, new, line):
    file.write_text(DISCOVERY.replace(old, new), encoding="utf-8")
    done = scoping("propose", file)
    assert done.exit_code == 2
    assert f"{file}: {line}" in done.stderr
    assert "Traceback" not in done.output


@pytest.mark.parametrize("command", [["propose"], ["sow", "-o", "out.pdf"]])
def test_a_file_that_is_not_there_or_no_text_is_named(here, command):
    (here / "bytes.toml").write_bytes(b"\xff\xfe")
    for name, words in (("none.toml", "cannot be read"), (".", "cannot be read"), ("bytes.toml", "not UTF-8")):
        done = scoping(*command, name)
        assert done.exit_code == 2
        assert done.stderr.startswith(f"{name}: ")
        assert words in done.stderr


def test_check_counts_what_there_is(here):
    done = scoping("check")
    assert done.exit_code == 0
    assert " services, " in done.stdout
    assert "nothing is wrong" in done.stdout


def test_check_names_each_fault_of_a_folder_by_file_and_key(here):
    folder = here / "ours"
    folder.mkdir()
    (folder / "terms.toml").write_text("iteration_weeks = 0\nvalidity_days = -1", encoding="utf-8")
    done = scoping("check", folder)
    assert done.exit_code == 2
    place = f"terms.toml with {folder}/terms.toml"
    assert [line.rpartition(": ")[0] for line in done.stderr.splitlines()] == [
        f"{place}: iteration_weeks",
        f"{place}: validity_days",
    ]


def test_the_reference_folder_of_the_working_directory_counts_and_an_option_wins_over_it(here, file):
    prices = {}
    for folder, rate in ((here / "instance" / "reference", 100), (here / "other", 600)):
        (folder / "rate_cards").mkdir(parents=True)
        rates = "\n".join(
            f"[rates.{role}]\n" + "\n".join(f"{level} = {rate}" for level in levels)
            for role, levels in {
                "technical-architect": ("intermediate", "senior", "staff"),
                "professional-services-engineer": ("associate", "intermediate", "senior"),
                "project-manager": ("intermediate",),
            }.items()
        )
        (folder / "rate_cards" / "list-2022.toml").write_text(rates, encoding="utf-8")
        options = [] if rate == 100 else ["--reference", folder]
        done = scoping("propose", file, "--json", *options)
        prices[rate] = Decimal(json.loads(done.stdout)["price"]["time_and_materials"])
    assert prices[600] == 6 * prices[100]


def test_sow_writes_a_pdf(file, here):
    done = scoping("sow", file, "-o", here / "northwind.pdf", "--on", "2026-11-23")
    assert done.exit_code == 0, done.output
    assert (here / "northwind.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("out", "words"),
    [("none/out.pdf", "its folder does not exist"), (".", "is a folder"), ("/dev/full", "cannot be written")],
)
def test_a_pdf_that_cannot_be_written_is_said_in_a_line(file, here, out, words):
    done = scoping("sow", file, "-o", out)
    assert done.exit_code == 2
    assert done.stderr.splitlines()[-1].startswith(f"{out}: {words}")


@pytest.mark.parametrize(
    "arguments", [["propose", "northwind.toml"], ["check"], ["sow", "northwind.toml", "-o", "o.pdf"]]
)
def test_what_needs_no_database_loads_none(file, arguments):
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_DATABASE, *arguments],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
    )
    assert done.stderr.splitlines()[-1] == ""


def test_a_reader_that_stops_early_is_no_failure_worth_a_trace(file):
    command = f"{sys.executable} -c 'from scoping.cli import main; main()' propose {file} --json | head -1"
    done = subprocess.run(
        ["sh", "-c", command],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
    )
    assert done.stdout == "{\n"
    assert done.stderr == ""


def test_accounts_are_added_and_listed(here, monkeypatch):
    monkeypatch.setenv("SCOPING_INSTANCE", str(here / "instance"))
    password = "a password of some length\n"
    done = scoping(
        "user",
        "add",
        "Noor@Example.com",
        "--name",
        "Noor",
        "--role",
        "engagement-manager",
        "--password-stdin",
        text=password,
    )
    assert done.exit_code == 0, done.output
    assert scoping("user", "list").stdout == "noor@example.com\tNoor\tengagement manager\tactive\n"
    again = scoping(
        "user",
        "add",
        "noor@example.com",
        "--name",
        "",
        "--role",
        "technical-architect",
        "--password-stdin",
        text="short\n",
    )
    assert again.exit_code == 2
    assert [line.split(": ")[0] for line in again.stderr.splitlines()] == ["email", "name", "level", "password"]
    assert "Traceback" not in again.output


def test_a_password_is_asked_for_twice_where_none_is_piped(here, monkeypatch):
    monkeypatch.setenv("SCOPING_INSTANCE", str(here / "instance"))
    typed = "a password of some length\n" * 2
    done = scoping("user", "add", "em@example.com", "--name", "Em", "--role", "engagement-manager", text=typed)
    assert done.exit_code == 0, done.output
    assert "a password of some length" not in done.output


def test_the_demonstration_is_made_once_and_not_beside_accounts_of_people(here, monkeypatch):
    monkeypatch.setenv("SCOPING_INSTANCE", str(here / "instance"))
    first, second = scoping("demo"), scoping("demo")
    assert first.exit_code == second.exit_code == 0
    assert first.stdout == second.stdout
    assert first.stdout.count("@") == len(demo.ACCOUNTS)
    added = ("user", "add", "em@example.com", "--name", "Em", "--role", "engagement-manager", "--password-stdin")
    assert scoping(*added, text="a password of some length\n").exit_code == 0
    refused = scoping("demo")
    assert refused.exit_code == 2
    assert "accounts of people" in refused.stderr


def test_a_wrong_setting_and_an_unreachable_database_are_said_in_a_line(here, monkeypatch):
    monkeypatch.setenv("SCOPING_INSTANCE", str(here / "instance"))
    monkeypatch.setenv("SCOPING_PORT", "many")
    done = scoping("user", "list")
    assert done.exit_code == 2
    assert done.stderr.startswith("environment: SCOPING_PORT: must be ")
    monkeypatch.delenv("SCOPING_PORT")
    monkeypatch.setenv("SCOPING_DATABASE_URL", "postgresql://nobody@127.0.0.1:9/none")
    done = scoping("user", "list")
    assert done.exit_code == 2
    assert done.stderr.startswith("the database cannot be used: ")


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def test_run_serves_with_the_demonstration_and_ends_quietly(here):
    port = free_port()
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(__file__).parent.parent),
        "SCOPING_INSTANCE": str(here / "instance"),
        "PORT": str(port),
    }
    command = [sys.executable, "-c", "from scoping.cli import main; main()", "run"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            assert f"http://127.0.0.1:{port}/" in server.stdout.readline()
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answered:
                assert answered.status == 200
                assert answered.url.endswith("/sign-in")
            second = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
            assert second.returncode == 2
            assert second.stderr.splitlines()[-1].startswith(f"127.0.0.1:{port}: is taken; choose another")
        finally:
            server.send_signal(signal.SIGINT)
        output, errors = server.stdout.read(), server.stderr.read()  # communicate() would miss what readline() buffered
        server.wait(20)
    assert server.returncode == 0
    assert output.count(demo.PASSWORD) == len(demo.ACCOUNTS)
    assert "Traceback" not in errors


def test_help_names_every_command():
    shown = scoping("--help").stdout
    for command in ("check", "demo", "difference", "propose", "run", "sow", "user", "verify", "worker"):
        assert f"\n  {command} " in shown
