"""TOML text -> plain data, with the place of a mistake as people look for it, and decimals written as they are."""

import re
import tomllib
from decimal import Decimal, InvalidOperation
from typing import Any

import tomlkit
from tomlkit.items import Float, Integer, Trivia

from scoping.domain.errors import Fault, InvalidInput

MAXIMUM_BYTES = 1_000_000
_POSITION = re.compile(r"(?P<what>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)", re.DOTALL)
_KEY = re.compile(r"\s*(?P<key>[\w.-]+)\s*=")
_HEADER = re.compile(r"^\s*\[+\s*(?P<table>[\w.-]+)\s*\]+", re.MULTILINE)
_DATE = re.compile(r"=\s*\d{4}-\d\d?-\d\d?\b")
_PLAINLY = {
    "Invalid date or datetime": "this date or time does not exist",
    "Cannot overwrite a value": "this key is there twice",
    "Cannot mutate immutable namespace": "this key is there twice",
    "Cannot declare": "this table is there twice",
    "Illegal character '\\n'": "this text has no closing quotation mark",
    "Unterminated string": "this text has no closing quotation mark",
}


def decoded(raw: bytes) -> str:
    """The text of a file that somebody gave us; InvalidInput where it is too large or not UTF-8."""
    if len(raw) > MAXIMUM_BYTES:
        raise InvalidInput(Fault("", f"the file has {len(raw):,} bytes; at most {MAXIMUM_BYTES:,} are read"))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InvalidInput(Fault(f"line {line}", "this is not UTF-8 text; save the file as UTF-8")) from error


def parse(text: str) -> dict[str, Any]:
    """The document with decimals as `Decimal`; InvalidInput names the key and line of a mistake in the syntax."""
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except RecursionError as error:
        raise InvalidInput(Fault("", "lists or tables are nested too deeply")) from error
    except tomllib.TOMLDecodeError as error:
        raise InvalidInput(_fault(text, str(error))) from error
    except (ValueError, InvalidOperation) as error:  # thousands of digits, or as many in the exponent
        raise InvalidInput(Fault("", "a number is too long to be meant")) from error


def _fault(text: str, message: str) -> Fault:
    found, lines = _POSITION.fullmatch(message), text.splitlines() or [""]
    what = found["what"] if found else message
    number = int(found["line"]) if found and found["line"] else len(lines)
    line = lines[number - 1] if number <= len(lines) else ""
    said = f"cannot be read as TOML: {what[:1].lower()}{what[1:]}"
    said = next((plainly for begin, plainly in _PLAINLY.items() if what.startswith(begin)), said)
    if _DATE.search(line):  # what is no date at all is read as a number with something behind it
        said = _PLAINLY["Invalid date or datetime"]
    where = f"line {number}, column {found['column']}" if found and found["line"] else f"line {number}, at its end"
    return Fault(_key(line, "\n".join(lines[: number - 1])), f"{said} ({where})")


def _key(line: str, before: str) -> str:
    """The path of the key on this line, empty where there is none."""
    key = _KEY.match(line)
    tables = _HEADER.findall(before)
    return ".".join([*tables[-1:], key["key"]]) if key else ""


def number_item(value: Decimal) -> Integer | Float:
    """Every digit of a decimal, which tomlkit would take through binary floating point."""
    raw = f"{value:f}"
    return Float(float(value), Trivia(), raw) if "." in raw else tomlkit.integer(raw)
