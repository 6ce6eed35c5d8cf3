"""What was found in reports: answers with the rule and rows behind them, the repositories, and what does not agree."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from scoping.domain.waves import Repository

ARCHIVED = "repositories_archived"
LISTED = "repositories_listed"  # archived ones included: what summaries tell, compared with what lists hold
GROUPED = "groups_listed"  # groups that hold a repository: used where no report counts groups


Value = bool | int | str
LONGEST_SOURCE = 200  # characters, as a discovery file takes the source of an answer


def source_of(file: str, sheet: str = "", column: str = "") -> str:
    """File, sheet and column as the source of an answer: on one line, and cut where many files stand behind it."""
    words = ", ".join(part for part in (file, sheet, column) if part)
    text = "".join(letter if letter.isprintable() else " " for letter in words)
    return text if len(text) <= LONGEST_SOURCE else f"{text[: LONGEST_SOURCE - 1]}…"


@dataclass(frozen=True)
class Prefill:
    """A value for an answer: the rule in words, the rows looked at, those that could not tell, and where they stand.

    `file`, `sheet` and `column` are as the report writes them; `sheet` is empty for anything but a workbook.
    """

    value: Value
    rule: str
    rows: int
    unknown_rows: int = 0
    file: str = ""
    sheet: str = ""
    column: str = ""

    @property
    def source(self) -> str:
        """Where it stands, as the source of an answer."""
        return source_of(self.file, self.sheet, self.column)

    def where(self) -> str:
        """File and sheet as a sentence names them."""
        return f"{self.file} (sheet {self.sheet})" if self.sheet else self.file


@dataclass(frozen=True)
class Disagreement:
    """Two or more reports about the same place that give different values for one answer, the chosen one first."""

    key: str
    prefills: tuple[Prefill, ...]


@dataclass(frozen=True)
class Unrecognised:
    """A table that no reader knows: its columns, so that a mapping can say what they hold."""

    file: str
    sheet: str
    columns: tuple[str, ...]
    rows: int


@dataclass(frozen=True)
class Inventory:
    """Everything read from a set of files. `answers` may hold keys that no question has: figures for people."""

    repositories: tuple[Repository, ...] = ()
    answers: Mapping[str, Prefill] = field(default_factory=dict)
    disagreements: tuple[Disagreement, ...] = ()
    unrecognised: tuple[Unrecognised, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """What one reader found in one table or file, before reports are put together.

    `instance` names the place that the report is about (a host, an organisation): answers about different instances
    add up, answers about the same one are compared. `keys` identify the repositories, one key each. `rank` is lower
    for a report that lists things exactly and higher for one that rounds or only tells their number.
    """

    tool: str
    file: str
    sheet: str = ""
    instance: str = ""
    repositories: tuple[Repository, ...] = ()
    keys: tuple[str, ...] = ()
    answers: Mapping[str, Prefill] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    rank: int = 0


def output(inventory: Inventory, asked: Collection[str] | None = None) -> dict[str, Any]:
    """The contract of `scoping inventory --json`; with `asked`, only those answers and `repositories_archived`.

    Disagreements and tables that nobody knows are told among the notes.
    """
    answers = {
        key: {
            "value": each.value,
            "rule": each.rule,
            "rows": each.rows,
            "unknown_rows": each.unknown_rows,
            "file": each.file,
            "sheet": each.sheet,
            "column": each.column,
        }
        for key, each in inventory.answers.items()
        if asked is None or key in asked or key == ARCHIVED
    }
    different = [each for each in inventory.disagreements if each.key in answers]
    notes = [*inventory.notes, *map(told_difference, different), *map(_unknown, inventory.unrecognised)]
    return {"answers": answers, "notes": notes}


def told_difference(disagreement: Disagreement) -> str:
    """The values side by side, as a sentence."""
    values = "; ".join(f"{_amount(each.value)} in {each.where()}, {each.rule}" for each in disagreement.prefills)
    return f"Reports disagree on {disagreement.key}: {values}."


def _amount(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else f"{value:,}"


def _unknown(table: Unrecognised) -> str:
    where = f"{table.file}, sheet {table.sheet}," if table.sheet else table.file
    columns = ", ".join(name for name in table.columns if name)
    return f"{where} is no report this program knows; map its columns to use its {table.rows:,} rows: {columns}."
