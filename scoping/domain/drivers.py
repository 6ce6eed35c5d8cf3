"""Drivers: how an answer decides the quantity of a task. Scalars give one quantity, arrays of draws an array."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np

from scoping.domain.conditions import Condition, Facts, holds
from scoping.domain.discovery import singular
from scoping.domain.fingerprint import LATER


@dataclass(frozen=True)
class Fixed:
    """So many times per engagement, whatever the answers."""

    times: int = field(default=1, metadata=LATER)


@dataclass(frozen=True)
class PerUnit:
    """Once for each unit of an answer, beyond an allowance that other tasks already contain."""

    fact: str
    unit: str
    beyond: int = 0


@dataclass(frozen=True)
class PerBatch:
    """Once for each started batch; the batch size may depend on a choice (`by`), else it is `size`."""

    fact: str
    unit: str
    size: int
    by: str = ""
    sizes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """A row of a look-up by number: quantities up to and including `up_to`; None means any larger number."""

    up_to: int | None
    quantity: Decimal


@dataclass(frozen=True)
class LookUp:
    """A table from an answer to a quantity: `steps` for numbers, `table` for choices."""

    fact: str
    unit: str
    steps: tuple[Step, ...] = ()
    table: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Share:
    """A share of the hours of all tasks that are not shares themselves, such as project management."""

    share: Decimal


Driver = Fixed | PerUnit | PerBatch | LookUp | Share


@dataclass(frozen=True)
class Factor:
    """A multiplier on the quantity where its condition holds."""

    multiply: Decimal
    because: str
    when: Condition
    source: str = ""
    ours: bool = False


def facts_of(driver: Driver) -> frozenset[str]:
    """The keys of the facts a driver looks at."""
    match driver:
        case PerUnit(fact=fact) | LookUp(fact=fact):
            return frozenset({fact})
        case PerBatch(fact=fact, by=by):
            return frozenset({fact, by} - {""})
        case _:
            return frozenset()


def quantity(driver: Driver, facts: Facts) -> Any:
    """How many units the facts ask for: a float, or an array of floats where a fact is an array.

    An unknown fact (None) gives 0; the caller says so, it never passes in silence. Share has no quantity of its own.
    """
    match driver:
        case PerUnit(fact=fact, beyond=beyond):
            count = facts.get(fact)
            return 0.0 if count is None else _at_least_zero(_float(count) - beyond)
        case PerBatch(fact=fact):
            count = facts.get(fact)
            return 0.0 if count is None else _ceil(_float(count) / batch_size(driver, facts))
        case LookUp(fact=fact):
            value = facts.get(fact)
            return 0.0 if value is None else _look_up(driver, value)
        case Fixed(times=times):
            return float(times)
        case _:
            return 1.0


def batch_size(driver: PerBatch, facts: Facts) -> Any:
    """Units in one batch for these facts; an array where the deciding choice is an array of draws."""
    choice = facts.get(driver.by) if driver.by else None
    if isinstance(choice, np.ndarray):
        sizes = np.full(choice.shape, float(driver.size))
        for key, size in driver.sizes.items():
            sizes[choice == key] = size
        return sizes
    return float(driver.sizes.get(choice, driver.size)) if isinstance(choice, str) else float(driver.size)


def explain(driver: Driver, facts: Facts, labels: Mapping[str, str] | None = None) -> str:
    """The reason of the quantity at scalar facts, such as "1,500 repositories in batches of 200 = 8".

    `labels` gives facts as people read them, for choices.
    """
    match driver:
        case PerUnit(fact=fact, unit=unit, beyond=beyond):
            counted = _counted(facts.get(fact), unit)
            return f"{counted}, {beyond:,} of them contained elsewhere" if beyond else counted
        case PerBatch(fact=fact, unit=unit):
            size, count = batch_size(driver, facts), quantity(driver, facts)
            return f"{_counted(facts.get(fact), unit)} in batches of {size:,.0f} = {count:,.0f}"
        case LookUp(fact=fact, unit=unit):
            value = facts.get(fact)
            is_number = isinstance(value, (int, Decimal)) and not isinstance(value, bool)
            label = "" if is_number or labels is None else labels.get(fact, "")
            return f"{label} {unit}".strip() if label else _counted(value, unit)
        case Share(share=share):
            return f"{share:.0%} of the hours of all other tasks"
        case Fixed(times=times):
            return "once per engagement" if times == 1 else f"{times:,} times per engagement"


def multiplier(factors: tuple[Factor, ...], facts: Facts) -> Any:
    """The product of all factors whose condition holds; an array where a condition is one."""
    product: Any = 1.0
    for factor in factors:
        product = product * np.where(holds(factor.when, facts), float(factor.multiply), 1.0)
    return product if isinstance(product, np.ndarray) and product.ndim else float(product)


def _look_up(driver: LookUp, value: Any) -> Any:
    if driver.steps:
        bounds = [math.inf if step.up_to is None else float(step.up_to) for step in driver.steps]
        quantities = np.array([float(step.quantity) for step in driver.steps])
        found = quantities[np.minimum(np.searchsorted(bounds, _float(value)), len(bounds) - 1)]
        return found if isinstance(value, np.ndarray) else float(found)
    if isinstance(value, np.ndarray):
        found = np.zeros(value.shape)
        for key, amount in driver.table.items():
            found[value == key] = float(amount)
        return found
    return float(driver.table.get(_key(value), Decimal(0)))


def _key(value: Any) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _float(value: Any) -> Any:
    return value if isinstance(value, np.ndarray) else float(value)


def _ceil(value: Any) -> Any:
    return np.ceil(value) if isinstance(value, np.ndarray) else float(math.ceil(value))


def _at_least_zero(value: Any) -> Any:
    return np.maximum(value, 0.0) if isinstance(value, np.ndarray) else max(value, 0.0)


def _counted(value: Any, unit: str) -> str:
    return f"{_shown(value)} {singular(unit) if value == 1 else unit}".strip()


def _shown(value: Any) -> str:
    return f"{value:,}" if isinstance(value, (int, Decimal)) and not isinstance(value, bool) else str(value)
