"""Any report that lists repositories, one a row: read by a table of columns into repositories and figures."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote

from scoping.domain.waves import Repository
from scoping.inventory.cells import GB
from scoping.inventory.estates import Origin, repository_answers
from scoping.inventory.found import Prefill, Report
from scoping.inventory.layouts import Layout
from scoping.inventory.tables import Column, Line, View

_ADDRESS = re.compile(r"[^\s/@<>(]+@[^\s/@<>)]+")
_URL = re.compile(r"\s*[a-zA-Z][a-zA-Z0-9+.-]*://(?:[^/@?#]*@)?([^/:?#\s]+)(?::\d*)?([^?#\s]*)")
_SHARED = frozenset({"github.com", "gitlab.com", "bitbucket.org", "dev.azure.com"})  # hosts of many organisations
NO_NAME = "(no name)"
MOST = 500_000  # repositories of a list: five times the largest estate, and what a questionnaire takes
NOT_KEPT = "names or e-mail addresses of people, counted and not kept"


@dataclass(frozen=True)
class Total:
    """A figure added up over the rows that are not archived: the answer's key and the columns.

    `gigabytes` sums bytes; zero where the column `hint` holds more than zero means that nobody counted. `truths` counts
    the rows that say yes.
    """

    key: str
    columns: tuple[str, ...]
    gigabytes: bool = False
    hint: str = ""
    truths: bool = False


@dataclass(frozen=True)
class RepositoryList:
    """What is particular about a tool's list.

    Keys of columns understood: name, namespace, organisation, url, size, storage, archived, fork, lfs, lfs_size, empty,
    commits, last_activity, personal, kind, person… (counted and dropped). `scm` gives the source from the host of the
    addresses; `archives` is False where the source knows no archived repositories; `flags` are columns of yes or no
    that become flags; `ci_system` is what the total ci_pipelines counts.
    """

    tool: str
    required: tuple[str, ...]
    columns: Mapping[str, Column]
    scm: Callable[[str], str]
    archives: bool = True
    flags: Mapping[str, Column] = field(default_factory=dict)
    totals: tuple[Total, ...] = ()
    ci_system: str = ""
    notes: tuple[str, ...] = ()
    absent: frozenset[str] = frozenset()
    rank: int = 0

    def layout(self) -> Layout:
        """The layout that reads such a list."""
        columns = {**self.columns, **self.flags}
        return Layout(self.tool, self.required, columns, self.read, self.absent)

    def read(self, view: View) -> Report:
        """One pass over the rows."""
        return _Reading(self, view).report()


def always(scm: str) -> Callable[[str], str]:
    """The same source whatever the host."""
    return lambda _: scm


def github(host: str) -> str:
    """GitHub.com by its host, GitHub Enterprise by any other; blank where no address is given."""
    if not host:
        return ""
    return "github_com" if host in ("github.com", "api.github.com", "www.github.com") else "github_enterprise"


@lru_cache(maxsize=16)  # asked twice for each row
def address(url: str) -> tuple[str, str]:
    """Host and path of an address in one spelling, without a user's name; blank where it is none."""
    if not (found := _URL.match(url)):
        return "", ""
    path = unquote(found[2]) if "%" in found[2] else found[2]
    return found[1].lower(), path.strip("/").removesuffix(".git").lower()


def instance_of(url: str, organisation: str = "") -> str:
    """The place that an address belongs to: its host, with the organisation where many share the host."""
    host, path = address(url)
    if not host:
        return organisation.lower()
    return f"{host}/{path.partition('/')[0]}" if host in _SHARED and path else host


def key_of(url: str, name: str) -> str:
    """What identifies a repository over several reports: its address, or its name where none is given."""
    host, path = address(url)
    return f"{host}/{path}" if path else f":{name.lower()}"


class _Reading:
    """One pass over one list; sums are kept as [amount, rows that told it, rows that did not]."""

    def __init__(self, shape: RepositoryList, view: View) -> None:
        self.shape, self.view = shape, view
        self.instances: Counter[str] = Counter()
        self.people = self.hidden = 0
        present = [(total, [key for key in total.columns if view.has(key)]) for total in shape.totals]
        self.totals = [(total, columns) for total, columns in present if columns]
        self.sums = {total.key: [0, 0, 0] for total, _ in self.totals}
        self.person_columns = [key for key in shape.columns if key.startswith("person_")]
        self.flags = [(flag, view.positions[flag]) for flag in shape.flags if view.has(flag)]

    def report(self) -> Report:
        pairs = []
        for line in self.view.lines():
            pairs.append(self._read(line))
            if len(pairs) > MOST:
                raise self.view.refusal(line.number, "name", f"is one more than the {MOST:,} that can be read at once")
        table = self.view.table
        instance = min(self.instances, key=lambda each: (-self.instances[each], each), default="")
        origin = Origin(table.file, table.sheet, self.view.header, self.shape.archives)
        repositories = tuple(repository for repository, _ in pairs)
        answers = repository_answers(repositories, origin)
        answers |= {key: each for key, each in self._totals(len(pairs), origin) if each}
        if pairs and (scm := self.shape.scm(instance.partition("/")[0])):
            answers["source_scm"] = origin.prefill(scm, "the tool and the addresses in its rows", len(pairs), 0, "url")
            if instance:
                rule = f"most addresses belong to {instance}"
                answers["source_instances"] = origin.prefill(1, rule, len(pairs), 0, "url")
        return Report(
            self.shape.tool,
            table.file,
            table.sheet,
            instance,
            repositories,
            tuple(key for _, key in pairs),
            answers,
            (*self.shape.notes, *self._notes()),
            self.shape.rank,
        )

    def _read(self, line: Line) -> tuple[Repository, str]:
        url, last = line.text("url") or "", line.text("name")
        last = (last or address(url)[1].rpartition("/")[2] or NO_NAME).replace("%2C", ",")
        parts = [line.text("organisation"), line.text("namespace")]
        group = "/".join(part for part in parts if part).replace("%2C", ",")
        personal = line.truth("personal") if line.view.has("personal") else _personal(line.text("kind"))
        archived, commits = line.truth("archived"), line.count("commits")
        size, storage = line.size("size"), line.size("storage")
        unseen = size == 0 and storage == 0 and bool(commits)
        lfs_size = line.size("lfs_size")
        last_activity = line.day("last_activity")
        repository = Repository(
            _without_people(f"(personal)/{last}" if personal else f"{group}/{last}" if group else last),
            None if unseen else size,
            archived,
            line.truth("fork"),
            line.truth("lfs") if lfs_size is None or unseen else lfs_size > 0,
            _empty(line, size, commits, bool(last_activity)),
            last_activity,
            personal,
            tuple(flag for flag, at in self.flags if line.cells[at] != "False" and line.truth(flag)),  # nearly all are
        )
        self.hidden += unseen
        self.people += bool(personal) + sum(line.text(key) is not None for key in self.person_columns)
        self.instances[instance_of(url, line.text("organisation") or "")] += 1
        if not archived:
            self._add(line, unseen)
        if last == NO_NAME:
            return repository, f":{self.view.table.file}/{self.view.table.sheet}/{line.number}"
        return repository, key_of(url, f"{group}/{last}" if group else last)

    def _add(self, line: Line, unseen: bool) -> None:
        for total, columns in self.totals:
            read = line.size if total.gigabytes else line.truth if total.truths else line.count
            amounts = [read(key) for key in columns]
            known = [each for each in amounts if each is not None]
            uncounted = bool(total.hint) and amounts[0] == 0 and bool(line.count(total.hint))
            told = len(known) == len(amounts) and not uncounted and not (unseen and total.gigabytes)
            sums = self.sums[total.key]
            sums[0] += sum(known)
            sums[1 if told else 2] += 1

    def _totals(self, rows: int, origin: Origin) -> list[tuple[str, Prefill | None]]:
        found: list[tuple[str, Prefill | None]] = []
        for total, _ in self.totals:
            amount, told, untold = self.sums[total.key]
            if not told or (total.key == "ci_pipelines" and not amount):
                continue
            rule = f"sum of {origin.header(*total.columns)} over the rows that are not archived"
            if total.gigabytes:
                amount, rule = -(-amount // GB), f"{rule}, in started GB of 1,000,000,000 bytes"
            found.append((total.key, origin.prefill(amount, rule, rows, untold, *total.columns)))
            if total.key == "ci_pipelines" and self.shape.ci_system:
                rule = "its pipelines are counted in the rows"
                found.append(("ci_system", origin.prefill(self.shape.ci_system, rule, rows, 0, *total.columns)))
                found.append(("ci_instances", origin.prefill(1, rule, rows, 0, *total.columns)))
        return found

    def _notes(self) -> list[str]:
        file = self.view.table.file
        counted = (
            (self.hidden, "repositories with commits and a size of 0, unknown since the token saw no statistics"),
            (self.people, NOT_KEPT),
            (self.view.days_unread, "dates that could not be read, taken as unknown"),
            (self.view.table.formulas, "formulas, whose stored results are not trusted, taken as unknown"),
        )
        return [f"{file}: {words}: {amount:,}." for amount, words in counted if amount]


def _personal(kind: str | None) -> bool | None:
    return None if kind is None else kind.lower() == "user"


def _empty(line: Line, size: int | None, commits: int | None, active: bool) -> bool | None:
    if (told := line.truth("empty")) is not None:
        return told
    if size or commits:
        return None if size == 0 else False
    return True if size == 0 and not active else None


def _without_people(name: str) -> str:
    return _ADDRESS.sub("(e-mail address)", name) if "@" in name else name
