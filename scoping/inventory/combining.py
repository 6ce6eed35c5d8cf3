"""Several reports put together: what lists the same repositories is compared, what lists others adds up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace

from scoping.domain.waves import Repository, order
from scoping.inventory.found import GROUPED, LISTED, Disagreement, Inventory, Prefill, Report, Unrecognised, Value

_LARGEST = frozenset({"largest_repository_gb", "largest_file_mb", "ci_jobs_at_once"})  # the largest counts, not the sum
_AVERAGE = frozenset({"average_repository_mb"})
_STAND_INS = {"repositories": LISTED, "groups": GROUPED}
_ONE_EACH = frozenset({"source_instances", "ci_instances"})  # one for an instance, however many lists it has


@dataclass(frozen=True)
class _Claim:
    """One value for an answer: which instance it is about and how good the report is."""

    instance: str
    prefill: Prefill
    rank: int


def combined(reports: Sequence[Report], unrecognised: Iterable[Unrecognised] = ()) -> Inventory:
    """All reports as one inventory; the order of the files decides the order of notes, and who is named first."""
    listing = [report for report in reports if report.repositories]
    estates = _estates(listing)
    disagreements: list[Disagreement] = []
    claims = _estate_claims(estates, disagreements)
    for report in reports:
        if not report.repositories:
            for key, prefill in report.answers.items():
                claims.setdefault(key, []).append(_Claim(report.instance, prefill, report.rank))
    answers = {key: _answer(key, about, disagreements) for key, about in claims.items()}
    for key, stand_in in _STAND_INS.items():
        if (listed := answers.pop(stand_in, None)) and key not in answers:
            answers[key] = listed
    notes = [note for report in reports for note in report.notes]
    if len(estates) > 1:
        notes.append(f"{len(estates)} lists have no repository in common; their numbers were added up.")
    return Inventory(
        tuple(sorted((each for estate in estates for each in _united(estate)), key=order)),
        answers,
        _told_once(disagreements),
        tuple(unrecognised),
        tuple(dict.fromkeys(notes)),
    )


def _told_once(disagreements: Iterable[Disagreement]) -> tuple[Disagreement, ...]:
    """One for each answer; what summaries tell of all repositories only where the lists do not disagree already."""
    values: dict[str, dict[Value, Prefill]] = {}
    for each in disagreements:
        for prefill in each.prefills:
            values.setdefault(each.key, {}).setdefault(prefill.value, prefill)
    values.pop(GROUPED, None)
    if (listed := values.pop(LISTED, None)) and "repositories" not in values:
        values["repositories"] = listed
    return tuple(Disagreement(key, tuple(prefills.values())) for key, prefills in values.items())


def _estate_claims(estates: list[list[Report]], disagreements: list[Disagreement]) -> dict[str, list[_Claim]]:
    """What the lists claim: compared within an estate, added over the estates of one instance."""
    parts: dict[tuple[str, str], list[_Claim]] = {}
    for estate, place in zip(estates, _places(estates), strict=True):
        for key in dict.fromkeys(key for report in estate for key in report.answers):
            about = [
                _Claim(each.instance or place, each.answers[key], each.rank) for each in estate if key in each.answers
            ]
            agreed = _agreed(key, about, disagreements)
            parts.setdefault((key, agreed.instance), []).append(agreed)
    claims: dict[str, list[_Claim]] = {}
    for (key, _), about in parts.items():
        claims.setdefault(key, []).append(about[0] if key in _ONE_EACH else _added(key, about))
    return claims


def _places(estates: list[list[Report]]) -> list[str]:
    """The instance of each estate, for lists that name none.

    Where no list of an estate does, but one of another estate, it is a place of its own: its numbers add up.
    """
    named = [next((each.instance for each in estate if each.instance), "") for estate in estates]
    return [place or (f"list {number}" if any(named) else "") for number, place in enumerate(named, 1)]


def _answer(key: str, claims: list[_Claim], disagreements: list[Disagreement]) -> Prefill:
    """One value: compared within an instance, added over instances; a claim about no instance meets the sum."""
    by_instance: dict[str, list[_Claim]] = {}
    for claim in claims:
        by_instance.setdefault(claim.instance, []).append(claim)
    nowhere = by_instance.pop("", [])
    agreed = [_agreed(key, about, disagreements) for about in by_instance.values()]
    if any(isinstance(each.prefill.value, (str, bool)) for each in agreed):
        return _agreed(key, [*agreed, *nowhere], disagreements).prefill
    return _agreed(key, [*([_added(key, agreed)] if agreed else []), *nowhere], disagreements).prefill


def _agreed(key: str, claims: list[_Claim], disagreements: list[Disagreement]) -> _Claim:
    """The best of several claims about one thing; those that differ are written down."""

    def quality(claim: _Claim) -> tuple[int, int, int]:
        most = -claim.prefill.rows if isinstance(claim.prefill.value, (str, bool)) else 0
        return claim.prefill.unknown_rows, claim.rank, most

    ordered = sorted(claims, key=quality)
    different: dict[Value, Prefill] = {}
    for claim in ordered:
        different.setdefault(claim.prefill.value, claim.prefill)
    if len(different) > 1:
        disagreements.append(Disagreement(key, tuple(different.values())))
    return ordered[0]


def _added(key: str, claims: list[_Claim]) -> _Claim:
    """Claims about different things as one; of texts the first."""
    first = claims[0]
    if len(claims) == 1 or isinstance(first.prefill.value, (str, bool)):
        return first
    prefills = [claim.prefill for claim in claims]

    def joined(part: str) -> str:
        return ", ".join(dict.fromkeys(getattr(each, part) for each in prefills if getattr(each, part)))

    told = [(each.value, each.rows - each.unknown_rows) for each in prefills if isinstance(each.value, int)]
    way, number = "sum", sum(value for value, _ in told)
    if key in _LARGEST:
        way, number = "largest", max(value for value, _ in told)
    elif key in _AVERAGE:
        way, number = "average", round(sum(value * rows for value, rows in told) / (sum(rows for _, rows in told) or 1))
    prefill = Prefill(
        number,
        f"{joined('rule')}; {way} of {len(prefills)} lists",
        sum(each.rows for each in prefills),
        sum(each.unknown_rows for each in prefills),
        joined("file"),
        joined("sheet"),
        joined("column"),
    )
    return replace(first, prefill=prefill)


def _estates(reports: Sequence[Report]) -> list[list[Report]]:
    """Reports in groups that have a repository in common, the best report of each group first."""
    groups: list[list[Report]] = []
    for report in reports:
        touching = [group for group in groups if any(_touch(report, other) for other in group)]
        groups = [group for group in groups if group not in touching]
        groups.append([*(each for group in touching for each in group), report])
    return [sorted(group, key=_quality) for group in groups]


def _quality(report: Report) -> tuple[int, int]:
    return sum(each.size_bytes is None for each in report.repositories), report.rank


def _touch(report: Report, other: Report) -> bool:
    """Whether two lists are about the same repositories: one address in common, or half of the bare names."""
    same = _same(report.keys, other.keys)
    exact = any(key == known for key, known in same.items())
    return exact or (bool(same) and 2 * len(same) >= min(len(report.keys), len(other.keys)))


def _same(some: Sequence[str], others: Sequence[str]) -> dict[str, str]:
    """Which key of `some` is which of `others`: the same one, or a bare name with which one address alone ends."""
    exact = set(some) & set(others)
    left, right = ([key for key in keys if key not in exact] for keys in (some, others))
    ends = {found: key for key, found in _by_end(right, left).items()}
    return {key: key for key in exact} | _by_end(left, right) | ends


def _by_end(keys: Sequence[str], others: Sequence[str]) -> dict[str, str]:
    """The bare names among `keys`, each with the one address in `others` that ends with it."""
    names = [key for key in keys if key.startswith(":")]
    depths = {name.count("/") + 1 for name in names}
    ends: dict[str, list[str]] = {}
    for key in others if names else ():
        parts = [] if key.startswith(":") else key.split("/")
        for depth in depths:
            ends.setdefault("/".join(parts[-depth:]), []).append(key)
    return {name: ends[name[1:]][0] for name in names if len(ends.get(name[1:], ())) == 1}


def _united(estate: list[Report]) -> list[Repository]:
    """Every repository once: the best report's word, and what it does not know from the others."""
    best, *others = estate
    united = dict(zip(_numbered(best.keys), best.repositories, strict=True))
    for report in others:
        same = _same(report.keys, list(united))
        for key, repository in zip(report.keys, report.repositories, strict=True):
            known = united.get(same.get(key, key))
            united[same.get(key, key)] = _filled(known, repository) if known else repository
    return list(united.values())


def _numbered(keys: Sequence[str]) -> list[str]:
    """The keys, told apart where a list says one twice: its rows are what was counted."""
    first: dict[str, int] = {}
    return [key if first.setdefault(key, row) == row else f"{key}\n{row}" for row, key in enumerate(keys)]


def _filled(repository: Repository, other: Repository) -> Repository:
    names = [each.name for each in fields(repository) if getattr(repository, each.name) is None]
    flags = tuple(dict.fromkeys((*repository.flags, *other.flags)))
    if not names and flags == repository.flags:
        return repository
    return replace(repository, **{name: getattr(other, name) for name in names}, flags=flags)
