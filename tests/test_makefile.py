"""The two commands and what they install from: cheap checks, nothing is installed here."""

import json
import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-node.lock")


def pins(lock: str) -> dict[str, str]:
    """Each `name==release ; marker` of a lock with the text that follows it, down to the next."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    found = re.findall(r"^([\w.-]+)==\S+([^\n]*\n(?:\s+.*\n?)*)", text, flags=re.MULTILINE)
    return {re.sub(r"[-_.]+", "-", name).lower(): rest for name, rest in found}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_of_a_lock_has_a_hash_and_no_index_address_stands_in_it(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert [name for name, rest in pins(lock).items() if "--hash=sha256:" not in rest] == []
    assert re.findall(r"://|--(?:extra-)?index|--find-links", text) == []


def test_the_lock_holds_every_dependency_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [
        *project["project"]["dependencies"],
        *project["dependency-groups"]["dev"],
        *project["build-system"]["requires"],
    ]
    names = {re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", text)[0]).lower() for text in asked}
    assert names - pins("requirements.lock").keys() == set()


def test_the_front_end_lock_pins_by_integrity_and_names_no_registry():
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    asked = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    installed = {path.removeprefix("node_modules/"): package for path, package in lock["packages"].items() if path}
    assert lock["packages"][""]["dependencies"] == asked
    assert {name: installed[name]["version"] for name in asked} == asked
    assert [name for name, package in installed.items() if "integrity" not in package or "resolved" in package] == []


def test_help_lists_every_command():
    told = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    assert re.findall(r"make (\w+)", told)[:4] == ["help", "run", "test", "check"]
    assert all("\t" in line for line in told.splitlines())


def test_what_make_fills_in_is_never_seen_by_git():
    made = [".venv/x", "node_modules/x", "static/vendor/htmx.min.js", "instance/secret_key", "scoping/__pycache__/x"]
    told = subprocess.run(["git", "check-ignore", *made], cwd=ROOT, check=False, capture_output=True, text=True)
    assert told.stdout.split() == made


def test_the_build_script_can_be_started():
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
