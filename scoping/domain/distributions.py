"""Draws for the simulation: normal numbers by name and beta-PERT values read off them, the same on every machine."""

import hashlib
from functools import lru_cache
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

DRAWS = 10_000
Array = NDArray[Any]

# The standard normal is cut at ±4 deviations and read from tables of 129 rows: 16 rows per deviation are enough for a
# quantile that is then rounded to the quarter hour.
_CUT = 4.0
_ROWS_PER_DEVIATION = 16
_GRID = np.linspace(-_CUT, _CUT, int(2 * _CUT * _ROWS_PER_DEVIATION) + 1)
_PROBABILITY = np.array([NormalDist().cdf(float(z)) for z in _GRID])
_PROBABILITY[0], _PROBABILITY[-1] = 0.0, 1.0
_UNIT = np.linspace(0.0, 1.0, 513)


def _generator(name: str) -> np.random.Generator:
    return np.random.default_rng(int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big"))


@lru_cache(maxsize=512)
def normals(name: str) -> Array:
    """10,000 standard normal numbers that belong to this name.

    Every stream is seeded by the hash of what it stands for. One seed over all inputs would redraw everything when one
    answer moves; this way one more repository can only add hours, never win some back by luck of the draw.
    """
    numbers: Array = _generator(name).standard_normal(DRAWS, dtype=np.float32)
    numbers.flags.writeable = False
    return numbers


@lru_cache(maxsize=128)
def uniforms(name: str) -> Array:
    """10,000 numbers between 0 and 1 that belong to this name."""
    numbers: Array = _generator(name).random(DRAWS)
    numbers.flags.writeable = False
    return numbers


def correlated(name: str, common: Array, weight: float) -> Array:
    """Normal numbers that share `weight` of their variance with `common`."""
    mixed: Array = np.float32(weight**0.5) * common + np.float32((1 - weight) ** 0.5) * normals(name)
    return mixed


def pert(low: float, likely: float, high: float, normal: Array) -> Array:
    """Beta-PERT values [PERT] at the probabilities of these normal numbers."""
    if high <= low:
        return np.full(normal.shape, low)
    return low + (high - low) * _read(_quantiles(round((likely - low) / (high - low), 6)), normal)


@lru_cache(maxsize=512)
def rates(name: str, shared: float, low: float, likely: float, high: float) -> Array:
    """PERT draws of the rate called `name`, which has the part `shared` of its variance in common with all others.

    Kept, because an engagement's estimate is asked for again with every answer and its rates stay the same.
    """
    drawn = pert(low, likely, high, correlated(name, normals("common"), shared))
    drawn.flags.writeable = False
    return drawn


def weighted(weights: dict[str, float], uniform: Array) -> Array:
    """Keys drawn in proportion to their weights."""
    bounds = np.cumsum(list(weights.values()))
    chosen: Array = np.array(list(weights))[np.searchsorted(bounds / bounds[-1], uniform, side="right")]
    return chosen


@lru_cache(maxsize=1024)
def _quantiles(mode: float) -> Array:
    """The standard PERT's value at each row of the grid, by inverting its numerically summed density."""
    density = _UNIT ** (4 * mode) * (1 - _UNIT) ** (4 * (1 - mode))
    cumulative = np.concatenate(([0.0], np.cumsum(density[1:] + density[:-1])))
    table: Array = np.interp(_PROBABILITY, cumulative / cumulative[-1], _UNIT)
    return table


def _read(table: Array, normal: Array) -> Array:
    """The table's values at these normal numbers, linear between its rows."""
    position = (np.clip(normal, -_CUT, _CUT - 1e-4) + np.float32(_CUT)) * np.float32(_ROWS_PER_DEVIATION)
    row = position.astype(np.int16)
    below = table[row]
    read: Array = below + (position - row) * (table[row + 1] - below)
    return read
