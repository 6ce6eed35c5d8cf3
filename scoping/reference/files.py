"""The TOML files of reference data: read from folders and uploaded texts, laid over each other file by file."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import tomlkit

from scoping.codec import decoded, parse
from scoping.codec.toml import number_item
from scoping.domain.errors import Fault, InvalidInput
from scoping.reference.merging import Table, merged
from scoping.reference.places import Place

SCENARIOS = "scenarios/"
Tree = Path | Mapping[str, str]  # a folder, or texts by the path that they would have in one


@dataclass
class File:
    """A file after merging: where it came from, as people are told, its tables, and its text where it is one file's."""

    origins: list[str]
    text: str = ""
    content: Table = field(default_factory=dict)

    @property
    def place(self) -> Place:
        """The file as a place of faults."""
        return Place(" with ".join(self.origins))


def read_files(trees: Sequence[Tree], wanted: Callable[[str], bool]) -> tuple[dict[str, File], list[Fault]]:
    """The wanted files of all trees by their path below the tree, and what could not be read."""
    files: dict[str, File] = {}
    faults: list[Fault] = []
    for tree in trees:
        for name, origin, read in _sources(tree, is_first=tree is trees[0]):
            if not wanted(name):
                continue
            try:
                text = decoded(read())
                content = parse(text)
            except OSError as error:
                faults.append(Fault(origin, f"cannot be read: {error.strerror}"))
            except InvalidInput as refusal:
                faults += [Place(origin, fault.key).fault(fault.what) for fault in refusal.faults]
            else:
                file = files.setdefault(name, File([]))
                if not isinstance(tree, Path):
                    file.origins, file.content = [], {}
                file.text = "" if file.origins else text
                file.origins.append(origin)
                file.content = merged(file.content, content)
    return files, faults


def _sources(tree: Tree, *, is_first: bool) -> Iterator[tuple[str, str, Callable[[], bytes]]]:
    """Each file of a tree: its path, how people are told where it lies, and how to read it."""
    if not isinstance(tree, Path):
        for name, text in sorted(tree.items()):
            yield name, name, text.encode
        return
    if tree.exists() and not tree.is_dir():
        raise InvalidInput(Fault(str(tree), "is not a folder"))
    for path in sorted(tree.rglob("*.toml")):
        name = path.relative_to(tree).as_posix()
        yield name, name if is_first else str(path), path.read_bytes


def texts(*trees: Tree) -> dict[str, str]:
    """Every file of the trees by its path, as it is in force; several laid over each other are written as one.

    Raises InvalidInput with every fault.
    """
    files, faults = read_files(trees, lambda name: True)
    if faults:
        raise InvalidInput(*faults)
    return {name: file.text or tomlkit.dumps(_item(file.content)) for name, file in sorted(files.items())}


def _item(value: Any) -> Any:
    """What was parsed with decimals, as tomlkit writes it."""
    if isinstance(value, Decimal):
        return number_item(value)
    if isinstance(value, dict):
        return {key: _item(item) for key, item in value.items()}
    return [_item(item) for item in value] if isinstance(value, list) else value
