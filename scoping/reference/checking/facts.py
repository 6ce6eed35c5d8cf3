"""Which facts a condition may look at, and whether it compares them with values they can have."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum

from scoping.codec.faults import listed, nearest, shown
from scoping.domain.catalog import Catalog
from scoping.domain.conditions import Condition, Test
from scoping.domain.discovery import Choice, Kind, Question
from scoping.domain.errors import Fault
from scoping.domain.fee_basis import BILLINGS, SHAPES
from scoping.domain.proposal import ARCHITECT
from scoping.reference.places import Place

Known = Mapping[str, Question]


class Stage(StrEnum):
    """The later a condition is looked at, the more is computed by then."""

    ANSWERS = "answers"
    WORDING = "wording"
    RULES = "rules"
    APPROVALS = "approvals"


def known_facts(catalog: Catalog, stage: Stage) -> Known:
    """Every fact at this stage, as the question it would answer if somebody asked it."""
    services = tuple(Choice(service.key, service.name) for service in catalog.offered)
    computed = [_computed("services", Kind.CHOICES, services), _computed("service_count", Kind.NUMBER)]
    if stage is not Stage.ANSWERS:
        computed += [_computed("weeks", Kind.NUMBER), _computed("iterations", Kind.NUMBER)]
        computed += [
            _computed("shape", Kind.CHOICE, tuple(Choice(shape.value, name) for shape, name in SHAPES.items())),
            _computed("billing", Kind.CHOICE, tuple(Choice(billing.value, name) for billing, name in BILLINGS.items())),
        ]
    if stage is Stage.WORDING:
        computed += [_computed(quantity_of(task.key), Kind.NUMBER) for task in _tasks(catalog)]
    if stage in (Stage.RULES, Stage.APPROVALS):
        cards = catalog.rate_cards.values()
        computed += [
            _computed("price", Kind.NUMBER),
            _computed("currency", Kind.CHOICE, tuple(Choice(card.currency, card.currency) for card in cards)),
            _computed("rate_card", Kind.CHOICE, tuple(Choice(card.key, card.name) for card in cards)),
        ]
    if stage is Stage.APPROVALS and ARCHITECT in catalog.roles:
        levels = tuple(Choice(level.key, level.name) for level in catalog.roles[ARCHITECT].levels)
        computed.append(_computed("architect_level", Kind.CHOICE, levels))
    return {**catalog.questions, **{question.key: question for question in computed}}


def quantity_of(task: str) -> str:
    """The fact that carries the quantity of a task."""
    return f"quantity_of_{task.replace('-', '_')}"


def _tasks(catalog: Catalog) -> Iterator[Question]:
    for service in catalog.services.values():
        for package in service.packages:
            for task in package.tasks:
                yield _computed(task.key, Kind.NUMBER)


def _computed(key: str, kind: Kind, choices: tuple[Choice, ...] = ()) -> Question:
    return Question(key, key, kind, "computed", choices=choices)


def condition_faults(condition: Condition, known: Known, at: Place) -> Iterator[Fault]:
    """Facts that are not there, and comparisons that could never mean anything."""
    for position, clause in enumerate(condition.clauses):
        place = at / position if len(condition.clauses) > 1 else at
        for test in clause:
            if test.fact not in known:
                what = nearest(test.fact, known) or " check the spelling"
                yield (place / test.fact).fault(f"is neither a question nor a computed fact here;{what}")
            elif what := _comparison_fault(known[test.fact], test):
                yield (place / test.fact).fault(what)


def _comparison_fault(question: Question, test: Test) -> str:
    if test.operator == "known":
        return ""
    if question.kind in (Kind.TEXT, Kind.DATE, Kind.VERSION, Kind.FILE, Kind.ROWS):
        return f"a {question.kind.value} can only be compared by known"
    if question.kind is Kind.NUMBER:
        wrong = [value for value in test.value if isinstance(value, (bool, str))]
        return f"is compared with {shown(wrong[0])}, but it is a number" if wrong else ""
    if test.operator not in ("one_of", "none_of"):
        return f"is not a number, so {test.operator} says nothing; use one_of or none_of"
    if question.kind is Kind.YES_NO:
        strange: list[bool | int | Decimal | str] = [value for value in test.value if not isinstance(value, bool)]
        return f"is compared with {shown(strange[0])}, but it is true or false" if strange else ""
    offered = dict.fromkeys(choice.key for choice in question.choices)
    unknown = [value for value in test.value if value not in offered]
    if not unknown:
        return ""
    near = nearest(str(unknown[0]), offered) or f" choose from {listed(offered)}"
    return f"is compared with {shown(unknown[0])}, which is not offered;{near}"
