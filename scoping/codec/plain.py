"""Domain values <-> plain data: strict, every fault at once with its place, and equal after there and back."""

from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar, get_args, get_origin

from cattrs import Converter
from cattrs.cols import homogenous_tuple_structure_factory, is_mapping
from cattrs.errors import BaseValidationError
from cattrs.gen import mapping_structure_factory

from scoping.codec import scalars, shapes
from scoping.codec.faults import faults_in, shown
from scoping.domain.conditions import Condition, Scalar
from scoping.domain.discovery import Value
from scoping.domain.drivers import Driver
from scoping.domain.effort import ThreePoint
from scoping.domain.errors import InvalidInput

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """The value as JSON knows it: decimals and dates are texts, tuples lists, dataclasses objects by field name."""
    return _JSON.unstructure(value)


def from_plain(data: Any, type_: type[T]) -> T:
    """The value that `to_plain` made `data` from; InvalidInput names every fault by its path."""
    return _structure(_JSON, data, type_)


def from_toml(data: Any, type_: type[T]) -> T:
    """A value from parsed TOML (with `parse_float=Decimal`); InvalidInput names every fault by its path."""
    return _structure(_TOML, data, type_)


def _structure(converter: Converter, data: Any, type_: type[T]) -> T:
    try:
        return converter.structure(data, type_)
    except (BaseValidationError, ValueError, InvalidInput) as error:
        raise InvalidInput(*faults_in(error)) from error


def _converter(number: scalars.Hook, day: scalars.Hook, moment: scalars.Hook, scalar: scalars.Hook) -> Converter:
    made = Converter(forbid_extra_keys=True, detailed_validation=True)
    hooks: dict[Any, scalars.Hook] = {
        bool: scalars.boolean,
        int: scalars.whole,
        str: scalars.text,
        StrEnum: scalars.word,
        Decimal: number,
        date: day,
        datetime: moment,
        ThreePoint: shapes.three_point(number),
        Condition: shapes.condition(scalar),
        Scalar: scalar,
        Value | None: scalar,
        Driver: shapes.driver(made),
        Driver | None: shapes.driver(made),
    }
    for type_, hook in hooks.items():
        made.register_structure_hook(type_, hook)
    made.register_structure_hook_factory(
        lambda t: is_dataclass(t) and t not in (ThreePoint, Condition),
        lambda t: _only(Mapping, "a table", made.gen_structure_attrs_fromdict(t)),
    )
    made.register_structure_hook_factory(
        _is_list,
        lambda t: _only(list, "a list", homogenous_tuple_structure_factory(t, made)),
    )
    made.register_structure_hook_factory(
        is_mapping, lambda t: _only(Mapping, "a table", mapping_structure_factory(t, made, dict))
    )
    return made


def _is_list(type_: Any) -> bool:
    origin: Any = get_origin(type_)
    return origin is tuple and get_args(type_)[-1] is Ellipsis


def _only(type_: type, words: str, hook: scalars.Hook) -> scalars.Hook:
    """The hook behind a check, because cattrs would take a text for a list of letters."""

    def checked(value: Any, wanted: Any) -> Any:
        if not isinstance(value, type_):
            raise ValueError(f"give {words}, not {shown(value)}")
        return hook(value, wanted)

    return checked


def _json() -> Converter:
    made = _converter(scalars.plain_number, scalars.plain_day, scalars.plain_moment, scalars.untag)
    hooks: dict[Any, Callable[[Any], Any]] = {
        StrEnum: lambda word: word.value,
        Decimal: str,
        date: date.isoformat,
        datetime: datetime.isoformat,
        ThreePoint: shapes.plain_three_point,
        Condition: shapes.plain_condition,
        Scalar: scalars.tag,
        Value | None: scalars.tag,
    }
    for type_, hook in hooks.items():
        made.register_unstructure_hook(type_, hook)
    for kind, type_ in shapes.KINDS.items():
        made.register_unstructure_hook(type_, shapes.plain_driver(kind, made))
    return made


_JSON = _json()
_TOML = _converter(scalars.number, scalars.day, scalars.moment, scalars.scalar)
