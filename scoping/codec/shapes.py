"""Shapes that people write in reference data: conditions, drivers and three-point hours."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from cattrs import Converter
from cattrs.gen import make_dict_unstructure_fn

from scoping.codec.faults import nearest, shown, under
from scoping.codec.scalars import Hook, tag
from scoping.domain.conditions import ALWAYS, OPERATORS, Condition, Test
from scoping.domain.drivers import Fixed, LookUp, PerBatch, PerUnit, Share
from scoping.domain.effort import ThreePoint
from scoping.domain.errors import Fault, InvalidInput

KINDS: Mapping[str, type] = {
    "fixed": Fixed,
    "per_unit": PerUnit,
    "per_batch": PerBatch,
    "look_up": LookUp,
    "share": Share,
}
_LISTS = ("one_of", "none_of")


def three_point(number: Hook) -> Hook:
    """Reads hours as `[optimistic, likely, pessimistic]`."""

    def read(value: Any, type_: Any) -> ThreePoint:
        if not isinstance(value, list) or len(value) != 3:
            raise ValueError(f"give three hours, [optimistic, likely, pessimistic], not {shown(value)}")
        return ThreePoint(*(number(point, None) for point in value))

    return read


def plain_three_point(hours: ThreePoint) -> list[str]:
    """The inverse of `three_point` for JSON."""
    return [str(hours.optimistic), str(hours.likely), str(hours.pessimistic)]


def condition(scalar: Hook) -> Hook:
    """Reads a `when`: a table all of whose entries must hold, or a list of tables any of which must."""

    def read(value: Any, type_: Any) -> Condition:
        if value == {}:
            return ALWAYS
        if isinstance(value, Mapping):
            clauses = [("", value)]
        elif isinstance(value, list) and value:
            clauses = [(under("", position), clause) for position, clause in enumerate(value)]
        else:
            raise ValueError(f"give a table of facts, or a list of such tables, not {shown(value)}")
        faults: list[Fault] = []
        tests = tuple(tuple(_tests(clause, place, scalar, faults)) for place, clause in clauses)
        if faults:
            raise InvalidInput(*faults)
        return Condition(tests)

    return read


def _tests(clause: Any, place: str, scalar: Hook, faults: list[Fault]) -> Iterator[Test]:
    if not isinstance(clause, Mapping) or not clause:
        faults.append(Fault(place, f"give a table of facts, not {shown(clause)}"))
        return
    for fact, compared in clause.items():
        for operator, operand in (compared if isinstance(compared, Mapping) else {"one_of": compared}).items():
            at = under(place, fact, operator) if isinstance(compared, Mapping) else under(place, fact)
            try:
                yield Test(fact, operator, _operand(operator, operand, scalar))
            except ValueError as error:
                faults.append(Fault(at, str(error)))
        if compared == {}:
            faults.append(Fault(under(place, fact), f"compare it by one of {', '.join(sorted(OPERATORS))}"))


def _operand(operator: str, operand: Any, scalar: Hook) -> tuple[Any, ...]:
    if operator not in OPERATORS:
        known = sorted(OPERATORS)
        raise ValueError(f"no such comparison;{nearest(operator, known)} there are {', '.join(known)}")
    if operator in _LISTS and isinstance(operand, list):
        if not operand:
            raise ValueError("give at least one value")
        return tuple(scalar(item, None) for item in operand)
    value = scalar(operand, None)
    if operator == "known" and not isinstance(value, bool):
        raise ValueError(f"give true or false, not {shown(value)}")
    if operator not in (*_LISTS, "known") and (isinstance(value, (bool, str))):
        raise ValueError(f"give a number, not {shown(value)}")
    return (value,)


def plain_condition(value: Condition) -> Any:
    """The inverse of `condition` for JSON."""
    clauses = []
    for tests in value.clauses:
        clause: dict[str, dict[str, Any]] = {}
        for test in tests:
            values = [tag(item) for item in test.value]
            clause.setdefault(test.fact, {})[test.operator] = values if test.operator in _LISTS else values[0]
        clauses.append(clause)
    return {} if not clauses else clauses[0] if len(clauses) == 1 else clauses


def driver(converter: Converter) -> Hook:
    """Reads a driver by its `kind`; None stays None where a driver is optional."""

    def read(value: Any, type_: Any) -> Any:
        if value is None:
            return None
        if not isinstance(value, Mapping):
            raise ValueError(f"give a table with the kind of the driver, not {shown(value)}")
        kind = value.get("kind")
        if not isinstance(kind, str) or kind not in KINDS:
            what = f"{shown(kind)} is no kind of driver; choose" if kind is not None else "is missing; choose"
            raise InvalidInput(Fault("kind", f"{what} from {', '.join(KINDS)}"))
        fields = {key: item for key, item in value.items() if key != "kind"}
        if isinstance(steps := fields.get("steps"), list):  # TOML has no null: the open step leaves `up_to` out
            fields["steps"] = [{"up_to": None, **step} if isinstance(step, Mapping) else step for step in steps]
        return converter.structure(fields, KINDS[kind])

    return read


def plain_driver(kind: str, converter: Converter) -> Callable[[Any], dict[str, Any]]:
    """The inverse of `driver` for JSON."""
    fields: Callable[[Any], dict[str, Any]] = make_dict_unstructure_fn(KINDS[kind], converter)
    return lambda value: {"kind": kind, **fields(value)}
