"""Which table is which: a layout is the columns that a tool writes and the reader that understands them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from scoping.inventory.found import Report
from scoping.inventory.tables import Column, Table, View, spoken


@dataclass(frozen=True)
class Layout:
    """One kind of table: `required` are keys of `columns` that must be there, `absent` names that must not.

    `ragged` allows rows shorter than the header.
    """

    tool: str
    required: tuple[str, ...]
    columns: Mapping[str, Column]
    read: Callable[[View], Report]
    absent: frozenset[str] = frozenset()
    ragged: bool = False

    def fits(self, table: Table) -> bool:
        """Whether a table's header is that of this layout, whatever the order of its columns."""
        names = frozenset(table.names)
        required = (self.columns[key].names for key in self.required)
        return all(not names.isdisjoint(each) for each in required) and names.isdisjoint(map(spoken, self.absent))


def fitting(layouts: Iterable[Layout], table: Table) -> Layout | None:
    """The layout of a table: of those that fit the one that asks for most; None where none fits."""
    return max((each for each in layouts if each.fits(table)), key=lambda each: len(each.required), default=None)
