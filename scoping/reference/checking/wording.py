"""Checks of what is printed: clauses with their placeholders, risks with their hours, notes."""

from collections.abc import Iterator
from string import Formatter

from scoping.codec.faults import nearest
from scoping.domain.catalog import Catalog, Clause, Section, Service
from scoping.domain.conditions import Condition
from scoping.domain.discovery import Question
from scoping.domain.errors import Fault
from scoping.reference.checking.facts import Known, Stage, condition_faults, known_facts, quantity_of
from scoping.reference.checking.people import provenance
from scoping.reference.places import Place

_EXTENT = ("weeks", "iterations")


def wording(at: Place, item: Service, catalog: Catalog, asked: Known) -> Iterator[Fault]:
    """Everything wrong with the clauses and notes of a service; `asked` are its questions."""
    known = known_facts(catalog, Stage.WORDING)
    for position, clause in enumerate(item.clauses):
        yield from _clause(at / "clauses" / position, clause, item, asked, known)
    known = known_facts(catalog, Stage.APPROVALS)
    for position, note in enumerate(item.notes):
        place = at / "notes" / position
        yield from condition_faults(note.when, known, place / "when")
        if "{" in note.text:
            yield (place / "text").fault("a note takes no placeholders; say it without {…}")


def _clause(at: Place, clause: Clause, item: Service, asked: Known, known: Known) -> Iterator[Fault]:
    yield from condition_faults(clause.when, known, at / "when")
    for name in ("text", "detail"):
        yield from _placeholders(at / name, getattr(clause, name), clause.when, item, asked)
    if not clause.text.strip():
        yield (at / "text").fault("is empty")
    if (clause.hours is None) != (clause.probability is None):
        yield (at / "hours").fault("a risk has both its hours and its probability, or neither")
    elif clause.hours and clause.section is not Section.RISK:
        yield (at / "hours").fault("only a risk has hours")
    if clause.probability is not None and not 0 < clause.probability < 1:
        yield (at / "probability").fault("give a share between 0 and 1")
    if clause.hours:
        yield from provenance(at, clause.source, clause.ours)


def _placeholders(at: Place, text: str, when: Condition, item: Service, asked: Known) -> Iterator[Fault]:
    try:
        fields = list(Formatter().parse(text))
    except ValueError as error:
        yield at.fault(f"has a brace that stands alone ({error}); write {{{{ for a brace in the text")
        return
    quantities = [quantity_of(task.key) for package in item.packages for task in package.tasks]
    allowed = [*asked, *_EXTENT, *quantities]
    for _, name, form, conversion in fields:
        if name is None:
            continue
        if name not in allowed or form or conversion:
            yield at.fault(f"{{{name}}} is no placeholder of this service;{nearest(name, allowed)}".rstrip(";"))
        elif name in asked and name not in when.facts():
            yield from _may_be_nothing(at, asked[name], when)


def _may_be_nothing(at: Place, question: Question, when: Condition) -> Iterator[Fault]:
    """A placeholder that would print nothing: its question may stay away, or unanswered without a stand-in."""
    guards = question.when.facts() - when.facts()
    if question.unknown is None or guards:
        what = f"{{{question.key}}} may have no answer; add {question.key} = {{known = true}} to the clause's when"
        yield at.fault(what)
