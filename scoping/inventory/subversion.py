"""Subversion: `svn info`, `svn list` and `svn log` as XML, `svn info` and `svnadmin info` as text."""

import re

from scoping.domain.waves import Repository
from scoping.inventory.estates import Origin, repository_answers
from scoping.inventory.found import Report
from scoping.inventory.markup import Markup, walk
from scoping.inventory.repository_lists import NOT_KEPT, address, instance_of
from scoping.inventory.streams import Opened, refusal

TOOL = "svn"
_LONGEST = 4_000  # characters of a value that is used
_LINE = re.compile(r"([A-Z][A-Za-z ]{1,30}): (.{1,4000}?)\s*")


def is_info(head: str) -> bool:
    """Whether a text begins as `svn info` or `svnadmin info`."""
    return head.startswith("Path: ") and "UUID: " in head


def read_info(opened: Opened) -> Report:
    """One repository: its number of revisions as a note."""
    found: dict[str, str] = {}
    for line in opened.lines():
        if pair := _LINE.fullmatch(line):
            found.setdefault(pair[1], pair[2])
    uuid = found.get("UUID") or found.get("Repository UUID", "")
    revisions = found.get("Revisions") or found.get("Revision", "")
    root = found.get("Repository Root") or found.get("Path", "")
    return _repository(opened.name, root, uuid, int(revisions) if re.fullmatch(r"\d{1,12}", revisions) else 0)


def read_xml(opened: Opened) -> Report:
    """What the outermost element says it is; InvalidInput where that is no report of Subversion or not complete."""
    reading = _Reading()
    try:
        for _ in walk(opened.pieces(), reading.start, reading.end, reading.text):
            pass
    except Markup as error:
        raise refusal(opened.name, str(error), row=reading.entries, column=reading.current) from error
    if reading.root == "info":
        return _repository(opened.name, reading.address, reading.uuid, reading.revision)
    return _history(opened.name, reading)


class _Reading:
    """What the XML has said so far; of authors only how many there are is kept in the end."""

    def __init__(self) -> None:
        self.root = self.current = self.address = self.uuid = ""
        self.parts: list[str] = []
        self.entries = self.files = self.bytes = self.revision = self.held = 0
        self.authors: set[str] = set()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if not self.root:
            if name not in ("info", "lists", "log"):
                raise Markup("is XML but no report of Subversion, the only XML this program reads")
            self.root = name
        self.current, self.held = name, 0
        self.parts.clear()
        self.entries += name in ("entry", "logentry")
        self.files += name == "entry" and attributes.get("kind") == "file"
        revision = attributes.get("revision", "")
        if re.fullmatch(r"\d{1,12}", revision, re.ASCII):
            self.revision = max(self.revision, int(revision))

    def text(self, piece: str) -> None:
        if self.current in ("author", "size", "root", "uuid"):
            self.held += len(piece)
            if self.held > _LONGEST:
                raise Markup(f"holds a value of more than {_LONGEST:,} characters")
            self.parts.append(piece)

    def end(self, name: str) -> None:
        value = "".join(self.parts).strip()
        if name != self.current or not value:
            self.current = ""
            return
        if name == "author":
            self.authors.add(value)
        elif name == "root":
            self.address = self.address or value
        elif name == "uuid":
            self.uuid = self.uuid or value
        elif name == "size":
            if not re.fullmatch(r"\d{1,18}", value, re.ASCII):
                raise Markup(f"holds a size that is not a number of bytes: “{value[:40]}”")
            self.bytes += int(value)
        self.current = ""


def _repository(file: str, root: str, uuid: str, revisions: int) -> Report:
    if not uuid:
        raise refusal(file, "names no repository; the report may be cut off", column="uuid")
    host, path = address(root)
    name = (path or root.strip("/")).rpartition("/")[2] or "repository"
    origin = Origin(file, "", lambda *_: "", archives=False)
    repositories = (Repository(name),)
    answers = repository_answers(repositories, origin)
    answers["source_scm"] = origin.prefill("svn", "the report is Subversion's", 1, 0)
    answers["source_instances"] = origin.prefill(1, f"the repository is on {host or 'one server'}", 1, 0)
    note = f"{file}: revisions of the repository: {revisions:,}."
    return Report(TOOL, file, "", instance_of(root), repositories, (f"svn/{uuid.lower()}",), answers, (note,))


def _history(file: str, reading: _Reading) -> Report:
    origin = Origin(file, "", lambda *names: ", ".join(names))
    notes = [f"{file}: {NOT_KEPT}: {len(reading.authors):,}."]
    rule = "different authors in the log" if reading.root == "log" else "different authors of what is there today"
    answers = {"users": origin.prefill(len(reading.authors), rule, reading.entries, 0, "author")}
    answers["source_scm"] = origin.prefill("svn", "the report is Subversion's", reading.entries, 0)
    if reading.root == "lists":
        notes.append(
            f"{file}: files: {reading.files:,}, with {reading.bytes:,} bytes, every branch and tag counted as a copy;"
            " the repository on disk is smaller."
        )
    return Report(
        TOOL, file, answers=answers if reading.authors else {}, notes=tuple(notes), rank=reading.root != "log"
    )
