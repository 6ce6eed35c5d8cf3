"""What changed between two discoveries, one change after the other, each as a sentence and as a step."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from scoping.domain.allocation import Allocation
from scoping.domain.calendar import Window
from scoping.domain.catalog import Catalog
from scoping.domain.discovery import Answer, Discovery
from scoping.domain.drivers import facts_of
from scoping.domain.edits import name_of, setting
from scoping.domain.estimate import looked_at
from scoping.domain.fee_basis import BILLINGS, SHAPES, Billing
from scoping.domain.overrides import Override

Step = Callable[[Discovery], Discovery]
WRITTEN = {  # words of keys that are not written as they are
    "5gb": "5 GB",
    "ado": "Azure DevOps",
    "ci": "CI/CD",
    "gb": "GB",
    "geo": "Geo",
    "git": "Git",
    "gitaly": "Gitaly",
    "gitlab": "GitLab",
    "helm": "Helm",
    "ip": "IP",
    "jenkins": "Jenkins",
    "kubernetes": "Kubernetes",
    "lfs": "LFS",
    "mb": "MB",
    "nfs": "NFS",
    "os": "operating system",
    "scm": "SCM",
    "sso": "single sign-on",
    "svn": "Subversion",
    "tfvc": "TFVC",
    "ui": "user interface",
    "ultimate": "Ultimate",
    "yaml": "YAML",
}
CALENDAR = {
    "countries": "countries with public holidays",
    "freezes": "freeze windows",
    "hours_per_day": "hours of a working day",
    "allocations": "part-time seats",
    "ends_by": "wanted end",
}


@dataclass(frozen=True)
class Change:
    """One change in words, with the discovery after it and all earlier ones, and the one with this change alone.

    `moves` is False where nothing that is estimated looks at what changed.
    """

    because: str
    together: Discovery
    alone: Discovery
    moves: bool = True


def changes(catalog: Catalog, before: Discovery, after: Discovery) -> Iterator[Change]:
    """All that can move an hour: services, answers in the order asked, hand edits, rate card, start, calendar."""
    current = before
    moving = _moving(catalog, {*before.services, *after.services})
    for because, step, key in _steps(catalog, before, after):
        current = step(current)
        yield Change(because, current, step(before), not key or key in moving)


def _moving(catalog: Catalog, services: Iterable[str]) -> frozenset[str]:
    """The questions whose answers can move an hour, a level or a day: what is looked at, and what that depends on."""
    looked = {fact for rule in catalog.level_rules for fact in rule.when.facts()}
    for service in catalog.sold(services):
        for package in service.packages:
            shapes = (package.days_at_least, *(task.days_at_least for task in package.tasks))
            looked |= {fact for shape in shapes if shape for fact in facts_of(shape)}
            looked |= {fact for task in package.tasks for fact in looked_at(task)}
        looked |= {fact for clause in service.clauses if clause.hours for fact in clause.when.facts()}
    waiting = list(looked)
    while waiting:
        question = catalog.questions.get(waiting.pop())
        needed = question.when.facts() | set(question.versions_apart) if question else set()
        waiting += needed - looked
        looked |= needed
    return frozenset(looked)


def _steps(catalog: Catalog, before: Discovery, after: Discovery) -> Iterator[tuple[str, Step, str]]:
    """Each change in words, what it makes of a discovery, and the question it answers, empty for other changes."""
    if set(before.services) != set(after.services):
        yield _services(catalog, before, after), partial(replace, services=after.services), ""
    for key in catalog.questions:
        old, new = before.answers.get(key), after.answers.get(key)
        if not _same(old, new):
            yield _answer(catalog, key, old, new), partial(_with_answer, key=key, answer=new), key
    earlier, later = ({edit.target: edit for edit in discovery.overrides} for discovery in (before, after))
    for target in dict.fromkeys([*earlier, *later]):
        was, now = earlier.get(target), later.get(target)
        if _effect(was) != _effect(now):
            yield _edit(catalog, was, now), partial(_with_edit, target=target, edit=now), ""
    if before.rate_card != after.rate_card:
        because = f"rate card {before.rate_card} → {after.rate_card}"
        yield because, partial(replace, rate_card=after.rate_card), ""
    if charged(before) != charged(after):
        fields = ("shape", "billing", "cap", "hours_per_week", "retained_weeks")
        set_now = {name: getattr(after, name) for name in fields}
        because = f"charged as {charged(before)} → {charged(after)}"
        yield because, lambda discovery: replace(discovery, **set_now), ""
    if before.starts_on != after.starts_on:
        because = f"start {in_words(before.starts_on)} → {in_words(after.starts_on)}"
        yield because, partial(replace, starts_on=after.starts_on), ""
    for name, words in CALENDAR.items():
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield f"{words} {_timing(old)} → {_timing(new)}", partial(replace, **{name: new}), ""


def _timing(value: Any) -> str:
    """An input of the calendar in words."""
    match value:
        case None | ():
            return "none"
        case tuple():
            return ", ".join(map(_timing, value))
        case Window():
            rests = "" if value.closes_all else ", changes only"
            return f"{value.name} ({in_words(value.starts_on)} to {in_words(value.ends_on)}{rests})"
        case Allocation():
            return f"{value.role.replace('-', ' ')} {value.share:.0%}"
        case Decimal():
            return f"{value:f}"
        case date():
            return in_words(value)
    return str(value)


def charged(discovery: Discovery) -> str:
    """How it is charged and billed, such as "retainer, hours a week (16 h a week), monthly, for approved time"."""
    figures = {
        "cap": f"cap {discovery.currency} {discovery.cap or 0:,}",
        "hours_per_week": f"{discovery.hours_per_week} h a week",
        "retained_weeks": f"{discovery.retained_weeks} weeks",
    }
    told = ", ".join(words for name, words in figures.items() if getattr(discovery, name) is not None)
    shape = SHAPES[discovery.shape] + (f" ({told})" if told else "")
    billing = discovery.billing is not Billing.BY_SHAPE and BILLINGS[discovery.billing]
    return ", billed ".join(part[:1].lower() + part[1:] for part in (shape, billing or "") if part)


def spoken(key: str) -> str:
    """A question's key as people read it, such as "repositories over 5 GB"."""
    return " ".join(WRITTEN.get(word, word) for word in key.split("_"))


def in_words(day: date) -> str:
    """A date such as 14 March 2027."""
    return f"{day.day} {day:%B %Y}"


def _services(catalog: Catalog, before: Discovery, after: Discovery) -> str:
    added = [catalog.services[key].name for key in after.services if key not in before.services]
    removed = [catalog.services[key].name for key in before.services if key not in after.services]
    return "; ".join([f"{name} added" for name in added] + [f"{name} removed" for name in removed])


def _same(old: Answer | None, new: Answer | None) -> bool:
    """Who said it and when moves no hour."""
    return (old.value, old.confidence) == (new.value, new.confidence) if old and new else old is new


def _with_answer(discovery: Discovery, key: str, answer: Answer | None) -> Discovery:
    kept = {name: value for name, value in discovery.answers.items() if name != key}
    return replace(discovery, answers=kept if answer is None else {**kept, key: answer})


def _answer(catalog: Catalog, key: str, old: Answer | None, new: Answer | None) -> str:
    question = catalog.questions[key]

    def shown(answer: Answer | None) -> str:
        if answer is None:
            return "not answered"
        value = answer.value
        is_number = isinstance(value, (int, Decimal)) and not isinstance(value, bool)
        return "unknown" if value is None else f"{value:,}" if is_number else question.label_of(value)

    name = spoken(key)
    if old and new and old.value == new.value:
        before, now = (answer.confidence.value.replace("_", " ") for answer in (old, new))
        return f"{name} {shown(new)}: {before} → {now}"
    return f"{name} {shown(old)} → {shown(new)}"


def _effect(edit: Override | None) -> Override | None:
    """The edit without who made it, when, why and against which figures: none of these moves an hour."""
    return replace(edit, reason="", by="", at=None, computed=None, computed_level="") if edit else None


def _with_edit(discovery: Discovery, target: str, edit: Override | None) -> Discovery:
    kept = tuple(other for other in discovery.overrides if other.target != target)
    return replace(discovery, overrides=kept if edit is None else (*kept, edit))


def _edit(catalog: Catalog, was: Override | None, now: Override | None) -> str:
    edit = now or was
    if edit is None:
        raise ValueError("neither edited before nor now")
    before = setting(catalog, was) if was else "as computed"
    return f"{name_of(catalog, edit)}: {before} → {setting(catalog, now) if now else 'as computed'}"
