"""Settings: where they come from, what is refused, and that the README knows them."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from scoping import config
from scoping.domain.errors import InvalidInput

ROOT = Path(__file__).parent.parent


def write(instance: Path, text: str) -> Path:
    path = instance / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_file_and_variables_every_setting_has_its_default(tmp_path):
    values = config.read(tmp_path, {})
    assert {name: values[name] for name in values if name != "REFERENCE_DIR"} == {
        setting.name: setting.default for setting in config.SETTINGS if setting.name != "REFERENCE_DIR"
    }
    assert values["REFERENCE_DIR"] == tmp_path / "reference"


def test_every_default_is_one_that_would_be_accepted_from_the_file():
    assert [setting.name for setting in config.SETTINGS if setting.check(setting.default)] == []


def test_the_file_wins_over_the_default_and_the_environment_over_the_file(tmp_path):
    write(tmp_path, 'PORT = 8000\nHOST = "0.0.0.0"\n')
    assert config.read(tmp_path, {})["PORT"] == 8000
    values = config.read(tmp_path, {"SCOPING_PORT": "9000", "SCOPING_SESSION_COOKIE_SECURE": "true"})
    assert (values["PORT"], values["HOST"], values["SESSION_COOKIE_SECURE"]) == (9000, "0.0.0.0", True)  # noqa: S104


def test_a_plain_port_variable_counts_and_the_prefixed_one_wins(tmp_path):
    assert config.read(tmp_path, {"PORT": "7000"})["PORT"] == 7000
    assert config.read(tmp_path, {"PORT": "7000", "SCOPING_PORT": "7001"})["PORT"] == 7001
    assert config.read(tmp_path, {"SCOPING_PORT": "7001", "PORT": "7000"})["PORT"] == 7001


@pytest.mark.parametrize(
    ("line", "key", "what"),
    [
        ("PROT = 8000", "PROT", "is not a setting"),
        ("port = 8000", "port", "is not a setting"),
        ('SCOPING_INSTANCE = "elsewhere"', "SCOPING_INSTANCE", "is not a setting"),
        ('PORT = "8000"', "PORT", "must be a whole number"),
        ("PORT = true", "PORT", "must be a whole number"),
        ("PORT = 70000", "PORT", "must be between 1 and 65535"),
        ("SESSION_COOKIE_SECURE = 1", "SESSION_COOKIE_SECURE", "must be true or false"),
        ("HOST = 127", "HOST", "must be text"),
        ('DATABASE_URL = "mysql://host/name"', "DATABASE_URL", "must start with sqlite:/// or postgresql://"),
        ('RATELIMIT_SIGN_IN = "now and then"', "RATELIMIT_SIGN_IN", "must be a rate"),
        ('SECRET_KEY = "short"', "SECRET_KEY", "must have at least 32 characters"),
    ],
)
def test_a_wrong_line_in_the_file_is_refused_by_file_and_key(tmp_path, line, key, what):
    path = write(tmp_path, line)
    with pytest.raises(InvalidInput) as refusal:
        config.read(tmp_path, {})
    assert str(refusal.value).startswith(f"{path}: {key}: {what}")


@pytest.mark.parametrize(
    ("key", "text", "what"),
    [
        ("SCOPING_PROT", "8000", "is not a setting"),
        ("SCOPING_PORT", "eight", "must be a whole number"),
        ("SCOPING_PORT", "", "must be a whole number"),
        ("PORT", "eight", "must be a whole number"),
        ("SCOPING_SESSION_COOKIE_SECURE", "perhaps", "must be true or false"),
    ],
)
def test_a_wrong_variable_is_refused_by_its_name(tmp_path, key, text, what):
    with pytest.raises(InvalidInput) as refusal:
        config.read(tmp_path, {key: text})
    assert str(refusal.value).startswith(f"environment: {key}: {what}")


def test_all_faults_are_told_at_once_and_no_value_is_repeated(tmp_path):
    write(tmp_path, 'SECRET_KEY = "hush"\nPORT = 0\n')
    with pytest.raises(InvalidInput) as refusal:
        config.read(tmp_path, {"SCOPING_NONSENSE": "hush"})
    assert len(refusal.value.faults) == 3
    assert "hush" not in str(refusal.value)


def test_a_file_that_is_not_toml_is_refused_by_its_name(tmp_path):
    path = write(tmp_path, "PORT 8000")
    with pytest.raises(InvalidInput, match="cannot be read as TOML") as refusal:
        config.read(tmp_path, {})
    assert str(refusal.value).startswith(str(path))


def test_flask_gets_the_engine_the_session_length_and_the_key(tmp_path):
    given = {
        "SCOPING_DATABASE_URL": "postgresql://scoping@db/scoping",
        "SCOPING_SESSION_HOURS": "3",
        "SCOPING_SECRET_KEY": "k" * 32,
    }
    values = config.load(tmp_path, given)
    assert values["SQLALCHEMY_ENGINES"] == {
        "default": {"url": "postgresql+psycopg://scoping@db/scoping", "pool_pre_ping": True}
    }
    assert values["PERMANENT_SESSION_LIFETIME"] == timedelta(hours=3)
    assert values["SECRET_KEY"] == "k" * 32
    assert list(tmp_path.iterdir()) == []


def test_the_instance_folder_is_absolute_and_a_variable_moves_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert config.instance_folder({}) == ROOT / "instance"
    assert config.instance_folder({"SCOPING_INSTANCE": "here"}) == tmp_path / "here"
    assert config.read(tmp_path, {"SCOPING_INSTANCE": "here"})["PORT"] == 5000


def test_a_missing_secret_key_is_generated_for_the_owner_only_and_stays(tmp_path):
    instance = tmp_path / "new"
    first = config.load(instance, {})["SECRET_KEY"]
    assert len(str(first)) >= 32
    assert (instance / "secret_key").stat().st_mode & 0o777 == 0o600
    assert config.load(instance, {})["SECRET_KEY"] == first


def test_two_installations_have_different_secret_keys(tmp_path):
    assert config.secret_key(tmp_path / "one") != config.secret_key(tmp_path / "other")


def test_a_secret_key_file_left_empty_by_a_crash_is_filled(tmp_path):
    (tmp_path / "secret_key").touch(mode=0o600)
    assert config.secret_key(tmp_path) == config.secret_key(tmp_path) != ""


def test_processes_that_start_together_get_the_same_secret_key(tmp_path):
    program = "import pathlib, sys; from scoping.config import secret_key; sys.stdin.read(); "
    program += "print(secret_key(pathlib.Path(sys.argv[1])))"
    started = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=dict(os.environ),
        )
        for _ in range(4)
    ]
    keys = set()
    for process in started:
        assert process.stdin
        process.stdin.close()  # all have imported by now or soon: they go at nearly one moment
    for process in started:
        assert process.stdout
        keys.add(process.stdout.read().strip())
        assert process.wait() == 0
        process.stdout.close()
    assert len(keys) == 1
    assert len(keys.pop()) >= 32


def test_the_configuration_is_known_without_flask():
    program = "import sys, scoping.config; sys.exit('flask' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0


def test_every_setting_stands_in_the_readme_as_the_code_has_it():
    readme = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert [row for row in config.table().splitlines() if row not in readme] == []


def test_documents_look_as_the_settings_say(tmp_path):
    Image.new("RGB", (60, 20)).save(tmp_path / "brand.png")
    (tmp_path / "config.toml").write_text(
        'PROVIDER = "Harbour Consulting"\nBRAND_COLOUR = "#0b6b4f"\nLOGO = "brand.png"\nPAPER = "Letter"\n'
    )
    found = config.letterhead(tmp_path, config.read(tmp_path, {}))
    assert (found.provider, found.colour, found.paper) == ("Harbour Consulting", "#0b6b4f", "Letter")
    assert found.logo.media_type == "image/png"
    with pytest.raises(InvalidInput, match=r"none\.png: cannot be read"):
        config.letterhead(tmp_path, config.read(tmp_path, {"SCOPING_LOGO": "none.png"}))


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [("PAPER", "A3", "A4 or Letter"), ("BRAND_COLOUR", "#ffff00", "too light"), ("PROVIDER", "a\nb", "PROVIDER")],
)
def test_a_letterhead_that_would_spoil_documents_is_refused(tmp_path, name, value, words):
    with pytest.raises(InvalidInput, match=words):
        config.read(tmp_path, {f"SCOPING_{name}": value})
