"""Answers from a list of repositories, whichever tool wrote it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scoping.domain.waves import LARGE_OVER, Repository
from scoping.inventory.cells import GB, MB
from scoping.inventory.found import ARCHIVED, GROUPED, LISTED, Prefill, Value


@dataclass(frozen=True)
class Origin:
    """Where a list stands: file, sheet, what its columns are called, and whether its source archives repositories."""

    file: str
    sheet: str
    header: Callable[..., str]
    archives: bool = True

    def prefill(self, value: Value, rule: str, rows: int, unknown_rows: int, *columns: str) -> Prefill:
        """A value with this origin."""
        return Prefill(value, rule, rows, unknown_rows, self.file, self.sheet, self.header(*columns))


def repository_answers(repositories: Sequence[Repository], origin: Origin) -> dict[str, Prefill]:
    """What a list answers; archived repositories count apart and drive nothing else."""
    if not repositories:
        return {}
    rows = len(repositories)
    moving = [each for each in repositories if not each.archived]
    column = origin.header("archived")
    answers = {LISTED: origin.prefill(rows, "all rows, archived ones included", rows, 0)}
    if column:
        unknown = sum(each.archived is None for each in repositories)
        rule = f"rows where {column} is False" + (" or not told" if unknown else "")
        answers["repositories"] = origin.prefill(len(moving), rule, rows, unknown, "archived")
        rule = f"rows where {column} is True"
        answers[ARCHIVED] = origin.prefill(rows - len(moving), rule, rows, unknown, "archived")
    else:
        why = "the report does not tell which are archived" if origin.archives else "the source archives none"
        answers["repositories"] = origin.prefill(rows, f"all rows; {why}", rows, rows if origin.archives else 0)
    if sizes := [each.size_bytes for each in moving if each.size_bytes is not None]:
        untold = len(moving) - len(sizes)
        size, of_those = origin.header("size"), "of those not archived" if column else "of all"
        large = sum(each > LARGE_OVER for each in sizes)
        rule = f"rows where {size} is above {LARGE_OVER:,} bytes, {of_those}"
        answers["repositories_over_5gb"] = origin.prefill(large, rule, rows, untold, "size")
        rule = f"sum of {size}, {of_those}, in started GB of 1,000,000,000 bytes"
        answers["git_gb"] = origin.prefill(-(-sum(sizes) // GB), rule, rows, untold, "size")
        rule = f"largest {size}, {of_those}, in started GB of 1,000,000,000 bytes"
        answers["largest_repository_gb"] = origin.prefill(-(-max(sizes) // GB), rule, rows, untold, "size")
        rule = f"average {size}, {of_those}, in started MB of 1,000,000 bytes"
        average = -(-sum(sizes) // (len(sizes) * MB))
        answers["average_repository_mb"] = origin.prefill(average, rule, rows, untold, "size")
    if groups := {each.group for each in repositories if each.group and not each.personal}:
        columns = ("organisation", "namespace")
        answers[GROUPED] = origin.prefill(len(groups), "different groups of the rows", rows, 0, *columns)
    return answers | _marked(moving, rows, origin)


_MARKS = (
    ("repositories_with_lfs", "lfs", "Git LFS is used", ("lfs", "lfs_size")),
    ("repositories_personal", "personal", "the project is a person's own", ("personal", "kind")),
    ("repositories_forked", "fork", "the repository is a fork", ("fork",)),
)


def _marked(moving: Sequence[Repository], rows: int, origin: Origin) -> dict[str, Prefill]:
    found = {}
    for key, mark, words, columns in _MARKS:
        marks = [getattr(each, mark) for each in moving]
        if origin.header(*columns) and any(each is not None for each in marks):
            rule = f"rows that are not archived where {words}"
            unknown = sum(each is None for each in marks)
            found[key] = origin.prefill(sum(map(bool, marks)), rule, rows, unknown, *columns)
    return found
