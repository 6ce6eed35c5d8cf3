"""The catalogue as people read it: drivers, conditions and stand-ins as words, services with their figures."""

from collections.abc import Mapping
from dataclasses import dataclass

from scoping.domain.catalog import Catalog, Clause, Package, Section, Service, Task
from scoping.domain.conditions import Condition, Test
from scoping.domain.discovery import Choice, Kind, Question
from scoping.domain.drivers import Driver, LookUp, PerBatch, PerUnit, Share
from scoping.domain.sow.figures import percent

OPERATORS: Mapping[str, str] = {
    "one_of": "is",
    "none_of": "is not",
    "at_least": "is at least",
    "more_than": "is more than",
    "at_most": "is at most",
    "less_than": "is less than",
}
KINDS: Mapping[Kind, str] = {
    Kind.NUMBER: "a number",
    Kind.CHOICE: "one of",
    Kind.CHOICES: "any of",
    Kind.YES_NO: "yes or no",
    Kind.TEXT: "a text",
    Kind.DATE: "a date",
    Kind.VERSION: "a version",
    Kind.FILE: "a file",
    Kind.ROWS: "a list with",
}
FACTS: Mapping[str, str] = {"services": "the services sold", "service_count": "the number of services sold"}


@dataclass(frozen=True)
class Reader:
    """Reads parts of one catalogue aloud."""

    catalog: Catalog

    def condition(self, when: Condition) -> str:
        """When something applies, such as "if “Where is the code?” is SVN"; empty for always."""
        clauses = [" and ".join(map(self._test, clause)) for clause in when.clauses]
        return f"if {', or '.join(clauses)}" if clauses else ""

    def _test(self, test: Test) -> str:
        name = self._fact(test.fact)
        if test.operator == "known":
            return f"{name} is {'known' if test.value[0] else 'not known'}"
        values = " or ".join(self._value(test.fact, value) for value in test.value)
        return f"{name} {OPERATORS[test.operator]} {values}"

    def _fact(self, key: str) -> str:
        question = self.catalog.questions.get(key)
        return f"“{question.text}”" if question else FACTS.get(key, key.replace("_", " "))

    def _value(self, fact: str, value: object) -> str:
        if fact == "services" and str(value) in self.catalog.services:
            return self.catalog.services[str(value)].name
        question = self.catalog.questions.get(fact) or Question(fact, fact, Kind.TEXT, "")
        return question.label_of(value)

    def driver(self, driver: Driver) -> str:
        """How much of a task there is, such as "once per 200 repositories"."""
        match driver:
            case PerUnit(unit=unit, beyond=beyond):
                return f"for each of the {unit}" + (f" beyond {beyond:,}" if beyond else "")
            case PerBatch(unit=unit, size=size, by=by, sizes=sizes):
                other = ", ".join(f"{amount:,} for {self._value(by, key)}" for key, amount in sizes.items())
                return f"for each {size:,} {unit}" + (f" ({other})" if other else "")
            case LookUp():
                return self._look_up(driver)
            case Share(share=share):
                return f"{percent(share)} % of the hours of all other tasks"
            case _:
                return "once per engagement"

    def _look_up(self, driver: LookUp) -> str:
        rows = [
            f"{step.quantity:f} {'beyond' if step.up_to is None else f'up to {step.up_to:,}'}" for step in driver.steps
        ]
        rows += [f"{amount:f} for {self._value(driver.fact, key)}" for key, amount in driver.table.items()]
        return f"by {self._fact(driver.fact)}: {'; '.join(rows)}"

    def amount(self, task: Task) -> str:
        """Driver, condition and factors of a task."""
        said = [self.driver(task.driver), self.condition(task.when)]
        said += [f"× {factor.multiply:f} {self.condition(factor.when)}: {factor.because}" for factor in task.factors]
        return "; ".join(filter(None, said))

    def kind(self, question: Question) -> str:
        """How a question is answered, and within which limits."""
        if question.choices:
            return f"{KINDS[question.kind]} {', '.join(choice.label for choice in question.choices)}"
        if question.columns:
            return f"{KINDS[question.kind]} {', '.join(column.label.lower() for column in question.columns)}"
        low, high = question.minimum, question.maximum
        limits = f" from {low:,}" if low is not None else ""
        limits += f" to {high:,}" if high is not None else ""
        return f"{KINDS[question.kind]}{limits}"

    def stand_in(self, question: Question) -> str:
        """What the estimate takes while the answer is not known."""
        return stand_in(question)


def stand_in(question: Question) -> str:
    """What stands in for an unknown answer: low, likely and high, or each choice with its share; empty for nothing."""
    found = question.unknown
    if found is None:
        return ""
    if question.kind is Kind.NUMBER:
        return "–".join(f"{point:,}" for point in (found.low, found.likely, found.high) if point is not None)
    whole = sum(found.weights.values())
    return ", ".join(f"{_choice(question, key)} {weight / whole:.0%}" for key, weight in found.weights.items())


def _choice(question: Question, key: str) -> str:
    offered = (*question.choices, Choice("yes", "Yes"), Choice("no", "No"))
    return next((choice.label for choice in offered if choice.key == key), key)


@dataclass(frozen=True)
class ReadableService:
    """A service with its questions by group and its clauses by section."""

    service: Service
    groups: Mapping[str, list[Question]]
    packages: tuple[Package, ...]
    sections: Mapping[str, list[Clause]]


def readable(catalog: Catalog, service: Service) -> ReadableService:
    """The service as its page shows it; questions in the order in which they are asked."""
    groups: dict[str, list[Question]] = {}
    for key in service.questions:
        question = catalog.questions[key]
        groups.setdefault(question.group or "Questions", []).append(question)
    sections: dict[str, list[Clause]] = {}
    for section in Section:
        if found := [clause for clause in service.clauses if clause.section is section]:
            sections[section.value.replace("_", " ").capitalize()] = found
    return ReadableService(service, groups, service.packages, sections)
