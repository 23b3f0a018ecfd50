"""Values to points: one small function per method, over arrays (..., areas, indicators)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lebenslage.analysis.index import relative
from lebenslage.analysis.intervals import Floats
from lebenslage.model.catalogue import Node
from lebenslage.model.procedure import Normalisation

Bools: TypeAlias = NDArray[np.bool_]
#: Values that differ by less than this share of their size are identical but for rounding.
_ROUNDING: Final = 1e-12


@dataclass(frozen=True, eq=False)
class Scales:
    """What the catalogue says about each indicator, as arrays (indicators,).

    Parameters
    ----------
    low, high : array
        Goalposts in the unit of the value; NaN where the catalogue has none.
    direction : array of -1 and 1
        1: higher is better.
    clip, log : array of bool
        Whether points end at the goalposts; whether the logarithm is taken first.
    moved : two arrays (..., 1, indicators), optional
        By how much of their distance the lower and the upper goalpost are moved, on the
        scale of the points (after the logarithm).
    """

    low: Floats
    high: Floats
    direction: Floats
    clip: Bools
    log: Bools
    moved: tuple[Floats, Floats] | None = None

    @classmethod
    def of(cls, nodes: Sequence[Node], deckelung: bool | None = None) -> Scales:
        """Scales of indicators, in their order; `deckelung` overrides that of the nodes."""
        posts = [
            (np.nan if n.unten is None else n.unten, np.nan if n.oben is None else n.oben)
            for n in nodes
        ]
        low, high = np.array(posts, float).reshape(len(nodes), 2).T
        return cls(
            low,
            high,
            np.array([node.richtung for node in nodes], float),
            np.array([n.deckelung if deckelung is None else deckelung for n in nodes], bool),
            np.array([node.transformation == "log" for node in nodes], bool),
        )


def goalposts(
    values: ArrayLike,
    low: ArrayLike,
    high: ArrayLike,
    direction: ArrayLike,
    clip: ArrayLike = True,
    bereich: tuple[float, float] = (0.0, 100.0),
) -> Floats:
    r"""Points between two fixed values, so that years and places compare.

    Parameters
    ----------
    values : array_like (..., areas, indicators)
        In the unit of the goalposts; a missing value stays missing.
    low, high : array_like (..., indicators)
        Goalposts, low < high (see `checks`: equal or reversed ones are refused there).
    direction : array_like (indicators,)
        1: `high` is worth the upper end of `bereich`; -1: `low` is.
    clip : array_like of bool (indicators,)
        Whether values beyond a goalpost get the points of that goalpost.
    bereich : tuple of float
        Points at the bad and at the good end.

    Returns
    -------
    array (..., areas, indicators)
        Points; with `clip` within `bereich`.

    Notes
    -----
    .. math:: a + (b - a) \frac{x - l}{h - l}, \qquad a + (b - a) \frac{h - x}{h - l}

    A constant indicator is no matter of this function but of the engine, which gives it no
    points whatever the method: see `constant`.

    References
    ----------
    UNDP (2020), Human Development Report, technical note 1; OECD/JRC (2008), Handbook on
    Constructing Composite Indicators, step 5.
    """
    low, high = np.asarray(low, float), np.asarray(high, float)
    better_is_high = np.asarray(direction) > 0
    bad = np.where(better_is_high, low, high)
    good = np.where(better_is_high, high, low)
    share: Floats = np.asarray(np.asarray(values, float) - bad)
    share /= good - bad
    if np.all(clip):
        np.clip(share, 0.0, 1.0, out=share)
    elif np.any(clip):
        share = np.where(clip, np.clip(share, 0.0, 1.0), share)
    share *= bereich[1] - bereich[0]
    share += bereich[0]
    return share


def clipped(values: ArrayLike, scales: Scales) -> NDArray[np.int8]:
    """Where points end at a goalpost: -1 below the lower, 1 above the upper one, else 0.

    Parameters
    ----------
    values : array_like (..., areas, indicators)
        In the unit of the goalposts; missing ones and indicators without `deckelung` give 0.
    scales : Scales
        Goalposts of the same indicators.
    """
    values = np.asarray(values, float)
    ends = (values > scales.high).astype(np.int8) - (values < scales.low).astype(np.int8)
    return np.where(scales.clip, ends, 0).astype(np.int8)


def constant(values: ArrayLike) -> Bools:
    """Indicators that carry no information: at least two areas with a value, all identical.

    Parameters
    ----------
    values : array_like (..., areas, indicators)
        Any unit.

    Returns
    -------
    array of bool (..., indicators)
        One area alone is never constant; identical means up to rounding (12 digits).

    Notes
    -----
    Holds for every method, fixed goalposts included (DESIGN section 5): an indicator that is
    the same everywhere tells no area from another, so it gets no score, never 0 or 50.
    """
    values = np.asarray(values, float)
    if values.shape[-2] < 2:
        return np.zeros((*values.shape[:-2], values.shape[-1]), bool)
    top, bottom = np.fmax.reduce(values, axis=-2), np.fmin.reduce(values, axis=-2)
    size = np.maximum(np.abs(top), np.abs(bottom))
    result: Bools = top - bottom <= _ROUNDING * size
    if result.any():  # only then does it matter how many values there are
        result &= (~np.isnan(values)).sum(axis=-2) >= 2
    return result


def alone(values: ArrayLike) -> Bools:
    """Indicators (..., indicators) of which exactly one area has a value: nothing to compare.

    Parameters
    ----------
    values : array_like (..., areas, indicators)
        Any unit.
    """
    result: Bools = (~np.isnan(np.asarray(values, float))).sum(axis=-2) == 1
    return result


def transformed(values: ArrayLike, log: Bools) -> Floats:
    """Natural logarithm of the indicators that ask for it; zero and below give -inf.

    Parameters
    ----------
    values : array_like (..., indicators)
        Any unit.
    log : array of bool (indicators,)
        Which indicators.
    """
    values = np.asarray(values, float)
    if not log.any():
        return values
    result = values.copy()
    part = values[..., log]
    positive = part > 0
    # NaN > 0 is false, so missing values are put back afterwards
    logs = np.where(positive, np.log(np.where(positive, part, 1.0)), -np.inf)
    result[..., log] = np.where(np.isnan(part), np.nan, logs)
    return result


def _between_goalposts(values: Floats, scales: Scales, choice: Normalisation) -> Floats:
    values = transformed(values, scales.log)
    low, high = transformed(scales.low, scales.log), transformed(scales.high, scales.log)
    if choice.zielwerte_aus_daten and np.isnan(low + high).any():
        low, high = _filled(values, low, high)
    low, high = _moved(low, high, scales)
    return goalposts(values, low, high, scales.direction, scales.clip, choice.bereich)


def _filled(values: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Goalposts (..., 1, indicators); where there are none, mean ± half the range."""
    ends = (np.fmin.reduce(values, -2, keepdims=True), np.fmax.reduce(values, -2, keepdims=True))
    half, mean = (ends[1] - ends[0]) / 2, relative.centre(values)
    half = np.where(half > 0, half, np.nan)
    missing = np.isnan(low + high)
    return np.where(missing, mean - half, low), np.where(missing, mean + half, high)


def _moved(low: Floats, high: Floats, scales: Scales) -> tuple[Floats, Floats]:
    if scales.moved is None:
        return low, high
    return low + scales.moved[0] * (high - low), high + scales.moved[1] * (high - low)


def _minmax(values: Floats, scales: Scales, choice: Normalisation) -> Floats:
    return relative.minmax(values, scales.direction, choice.bereich)


def _zscore(values: Floats, scales: Scales, choice: Normalisation) -> Floats:
    return relative.zscore(
        values, scales.direction, choice.ddof, choice.mittelwert, choice.streuung
    )


def _distance(values: Floats, scales: Scales, choice: Normalisation) -> Floats:  # noqa: ARG001
    low, high = _moved(scales.low, scales.high, scales)
    target = np.where(scales.direction > 0, high, low)
    return relative.distance(values, target, scales.direction, scales.clip)


#: values (..., areas, indicators), scales of the indicators, choice -> points of that shape.
Method: TypeAlias = Callable[[Floats, Scales, Normalisation], Floats]


def _plain(function: Callable[[Floats, Floats], Floats]) -> Method:
    """A method that needs nothing but values and direction."""
    return lambda values, scales, _: function(values, scales.direction)


METHODS: Final[dict[str, Method]] = {
    "zielwerte": _between_goalposts,
    "minmax": _minmax,
    "zscore": _zscore,
    "rang": _plain(relative.rank),
    "prozentrang": _plain(relative.percentile),
    "borda": _plain(relative.borda),
    "abstand": _distance,
    "imd_exponentiell": _plain(relative.imd),
    "keine": _plain(relative.oriented),
}
#: Methods that need goalposts in the catalogue (`abstand`: the good end is the target).
NEED_GOALPOSTS: Final = frozenset({"zielwerte", "abstand"})
#: Methods that use `transformation` of the catalogue.
USE_LOG: Final = frozenset({"zielwerte"})
#: Methods that would give points to a single area though they compare areas; those that divide by
#: a spread give it none anyway.
RANKING: Final = frozenset({"rang", "borda", "abstand", "imd_exponentiell"})
