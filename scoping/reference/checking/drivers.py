"""Checks of drivers: the answer they count, batches of something, tables without gaps."""

from collections.abc import Iterable, Iterator, Sequence

from scoping.codec.faults import listed, nearest
from scoping.domain.discovery import Kind, Question
from scoping.domain.drivers import Driver, Fixed, LookUp, PerBatch, PerUnit, Share, Step
from scoping.domain.errors import Fault
from scoping.reference.checking.facts import Known
from scoping.reference.places import Place


def driver_faults(at: Place, driver: Driver, asked: Known) -> Iterator[Fault]:
    """Everything wrong with one driver; `asked` are the questions of its service."""
    match driver:
        case Fixed():
            if driver.times < 1:
                yield (at / "times").fault("give a whole number from 1")
        case PerUnit():
            yield from _number(at / "fact", driver.fact, asked)
            if driver.beyond < 0:
                yield (at / "beyond").fault("give a whole number from 0")
        case PerBatch():
            yield from _number(at / "fact", driver.fact, asked)
            yield from _batches(at, driver, asked)
        case LookUp():
            yield from _look_up(at, driver, asked)
        case Share():
            if not 0 < driver.share <= 1:
                yield (at / "share").fault("give a share above 0, up to 1")


def _number(at: Place, fact: str, asked: Known) -> Iterator[Fault]:
    yield from _asked(at, fact, asked)
    if fact in asked and asked[fact].kind is not Kind.NUMBER:
        yield at.fault(f"{fact} is answered by {asked[fact].kind.value}, not by a number")


def _asked(at: Place, fact: str, asked: Known) -> Iterator[Fault]:
    if fact not in asked:
        near = nearest(fact, asked) or " add it to the service's questions"
        yield at.fault(f"the service does not ask {fact};{near}")


def _batches(at: Place, driver: PerBatch, asked: Known) -> Iterator[Fault]:
    for place, size in ((at / "size", driver.size), *((at / "sizes" / key, n) for key, n in driver.sizes.items())):
        if size < 1:
            yield place.fault("a batch holds at least one")
    if bool(driver.by) != bool(driver.sizes):
        yield (at / "sizes").fault("by and sizes belong together: which choice decides, and the size for each")
    elif driver.by:
        yield from _asked(at / "by", driver.by, asked)
        if driver.by in asked:
            yield from _offered(at / "sizes", driver.sizes, asked[driver.by])


def _look_up(at: Place, driver: LookUp, asked: Known) -> Iterator[Fault]:
    if bool(driver.steps) == bool(driver.table):
        yield at.fault("give either steps for a number or a table for a choice")
    elif driver.steps:
        yield from _number(at / "fact", driver.fact, asked)
        yield from _steps(at / "steps", driver.steps)
    else:
        yield from _asked(at / "fact", driver.fact, asked)
        if driver.fact in asked:
            yield from _table(at, driver, asked[driver.fact])


def _steps(at: Place, steps: Sequence[Step]) -> Iterator[Fault]:
    if steps[-1].up_to is not None:
        yield at.fault("the last step is for any larger number, so it has no up_to")
    for position, step in enumerate(steps):
        if step.up_to is None and position < len(steps) - 1:
            yield (at / position / "up_to").fault("is missing; only the last step does without")
        before = steps[position - 1].up_to if position else None
        if step.up_to is not None and before is not None and step.up_to <= before:
            yield (at / position / "up_to").fault(f"{step.up_to:,} is not above {before:,} of the step before")
        if step.quantity < 0:
            yield (at / position / "quantity").fault("give a quantity, not below 0")


def _table(at: Place, driver: LookUp, question: Question) -> Iterator[Fault]:
    if question.kind not in (Kind.CHOICE, Kind.YES_NO):
        yield (at / "fact").fault(f"{question.key} is answered by {question.kind.value}; a table needs one choice")
        return
    yield from _offered(at / "table", driver.table, question)
    for key in _keys(question):
        if key not in driver.table:
            yield (at / "table" / key).fault("is missing; write 0 where this choice needs nothing")
    for key, quantity in driver.table.items():
        if quantity < 0:
            yield (at / "table" / key).fault("give a quantity, not below 0")


def _offered(at: Place, keys: Iterable[str], question: Question) -> Iterator[Fault]:
    offered = _keys(question)
    for key in keys:
        if key not in offered:
            near = nearest(key, offered) or f" choose from {listed(offered)}"
            yield (at / key).fault(f"{question.key} does not offer it;{near}")


def _keys(question: Question) -> list[str]:
    return ["yes", "no"] if question.kind is Kind.YES_NO else [choice.key for choice in question.choices]
