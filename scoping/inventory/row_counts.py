"""Tables of which only the number of rows, or the sum of a column, is of use: users, jobs, pipelines, organisations."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from scoping.inventory.estates import Origin
from scoping.inventory.found import Prefill, Report, Value
from scoping.inventory.layouts import Layout
from scoping.inventory.repository_lists import NOT_KEPT, instance_of
from scoping.inventory.tables import Column, Line, View


@dataclass(frozen=True)
class Count:
    """One figure, made where the table has all `columns`: the answer's key and the rule, or a note (key left empty).

    `when` says None where a row does not tell: it counts, and counts as unknown. `adds` sums a column instead of
    counting rows, `distinct` counts the different values of one. `yes` asks whether the figure is above zero.
    """

    key: str
    rule: str
    columns: tuple[str, ...] = ()
    when: Callable[[Line], bool | None] = field(default=lambda _: True)
    adds: str = ""
    distinct: str = ""
    yes: bool = False


@dataclass(frozen=True)
class RowCounts:
    """A table whose rows are counted: `constants` are answers that follow from there being such rows.

    Columns understood: url and organisation (of the instance), person_… (counted and dropped), those of the counts.
    `people` says that every row is about a person.
    """

    tool: str
    required: tuple[str, ...]
    columns: Mapping[str, Column]
    counts: tuple[Count, ...] = ()
    constants: tuple[tuple[str, Value], ...] = ()
    people: bool = False
    rank: int = 0
    absent: frozenset[str] = frozenset()

    def layout(self) -> Layout:
        """The layout that counts such rows."""
        return Layout(self.tool, self.required, self.columns, self.read, self.absent)

    def read(self, view: View) -> Report:
        """One pass over the rows."""
        table = view.table
        origin = Origin(table.file, table.sheet, view.header)
        tallies = [_Tally(count) for count in self.counts if all(map(view.has, count.columns))]
        instances: Counter[str] = Counter()
        persons = [key for key in self.columns if key.startswith("person_")]
        rows = people = 0
        for line in view.lines():
            rows += 1
            people += self.people or any(line.text(key) is not None for key in persons)
            instances[instance_of(line.text("url") or "", line.text("organisation") or "")] += 1
            for tally in tallies:
                tally.add(line)
        answers = {tally.count.key: tally.prefill(origin, rows) for tally in tallies if tally.count.key and tally.told}
        if rows:
            rule = f"there are such rows ({rows:,})"
            answers |= {key: origin.prefill(value, rule, rows, 0) for key, value in self.constants}
        notes = [tally.note(table.file) for tally in tallies if not tally.count.key and tally.amount()]
        if people:
            notes.append(f"{table.file}: {NOT_KEPT}: {people:,}.")
        instance = next(iter(instances)) if len(instances) == 1 else ""
        return Report(self.tool, table.file, table.sheet, instance, answers=answers, notes=tuple(notes), rank=self.rank)


class _Tally:
    """One count while the rows come by."""

    def __init__(self, count: Count) -> None:
        self.count = count
        self.rows = self.unknown = self.sum = 0
        self.values: set[str] = set()

    def add(self, line: Line) -> None:
        """Take one row."""
        chosen = self.count.when(line)
        if chosen is False:
            return
        self.rows += 1
        self.unknown += chosen is None
        if self.count.adds:
            amount = line.count(self.count.adds)
            self.unknown += amount is None
            self.sum += amount or 0
        if self.count.distinct:
            value = line.text(self.count.distinct)
            self.values |= {value} if value else set()

    @property
    def told(self) -> bool:
        """Whether any row told something; no figure is better than a zero that nobody counted."""
        return self.unknown < self.rows or not self.rows

    def amount(self) -> int:
        """The figure so far."""
        if self.count.adds:
            return self.sum
        return len(self.values) if self.count.distinct else self.rows

    def prefill(self, origin: Origin, rows: int) -> Prefill:
        """The figure as an answer."""
        value = self.amount() > 0 if self.count.yes else self.amount()
        return origin.prefill(value, self.count.rule, rows, self.unknown, *self.count.columns)

    def note(self, file: str) -> str:
        """The figure as a sentence."""
        return f"{file}: {self.count.rule}: {self.amount():,}."
