"""Colour classes of maps: round limits, the class of a value, the legend beside the map."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, Final

from lebenslage.report import colours, formats

#: Legend entry of areas without a value.
OHNE_WERT: Final = "kein Wert"
#: Widths of a class that people call round.
_ROUND: Final = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 15, 20, 25)


def limits(low: float, high: float, classes: int) -> tuple[float, ...]:
    """The `classes - 1` inner limits of equally wide classes."""
    return tuple(low + (high - low) * i / classes for i in range(1, classes))


def colour_of(value: float, ramp: Sequence[str], low: float, high: float) -> str:
    """Colour of a value; a value on a limit belongs to the class above, beyond the ends clipped.

    With no distance between the ends (all values equal) every value takes the middle colour.
    """
    if not high > low:
        return ramp[len(ramp) // 2]
    return ramp[sum(value >= limit for limit in limits(low, high, len(ramp)))]


def value_range(values: Iterable[Any], *, classes: int = 5) -> tuple[float, float]:
    """Round ends that hold all values, so that the class limits are round numbers too.

    Parameters
    ----------
    values : iterable of float
        Missing ones are left out.
    classes : int
        Number of colours.

    Returns
    -------
    (low, high)
        In the unit of the values; (0, 1) if there is none, equal ends if all are the same.
    """
    known = [float(value) for value in values if not formats.is_missing(value)]
    if not known:
        return (0.0, 1.0)
    low, high = min(known), max(known)
    if low == high:
        return (low, high)
    power = 10.0 ** math.floor(math.log10((high - low) / classes))
    for factor in _ROUND:
        step = factor * power
        for grid in (step, step / 2):
            start = math.floor(low / grid + 1e-9) * grid
            if start + classes * step >= high - 1e-9 * step:
                return (round(start, 10), round(start + classes * step, 10))
    return (low, high)


def legend_steps(
    palette: str = "sequentiell",
    *,
    low: float,
    high: float,
    unit: str = "",
    decimals: int = 0,
    missing: bool = False,
) -> list[tuple[str, str]]:
    """Colours and German labels of the legend, from low to high.

    Parameters
    ----------
    palette : {"sequentiell", "divergierend"}
    low, high : float
        As given to the map.
    unit : str
        Added to every label.
    decimals : int
        Places of the values; more are used where the limits need them.
    missing : bool
        Whether an entry for areas without a value follows (`colours.MISSING`, drawn hatched).

    Returns
    -------
    list of (colour, label)
        "unter 20 %", "20 bis unter 40 %", ..., "80 % und mehr".
    """
    ramp = colours.PALETTES[palette]
    end = [(colours.MISSING, OHNE_WERT)] if missing else []
    if not high > low:
        value = formats.format_with_unit(low, unit, decimals)
        return [(ramp[len(ramp) // 2], value), *end]
    inner = limits(low, high, len(ramp))
    places = _places(inner, decimals)
    texts = [formats.format_number(limit, places) for limit in inner]
    tail = f" {unit}" if unit else ""
    middle = [f"{a} bis unter {b}{tail}" for a, b in pairwise(texts)]
    labels = [f"unter {texts[0]}{tail}", *middle, f"{texts[-1]}{tail} und mehr"]
    return [*zip(ramp, labels, strict=True), *end]


def swatch_css(colour: str) -> str:
    """CSS background of a legend's colour field: stripes for "kein Wert", as on the map."""
    if colour != colours.MISSING:
        return colour
    stripe = f"{colours.MISSING} 0 4px, {colours.MISSING_LINE} 4px 6px"
    return f"repeating-linear-gradient(135deg, {stripe})"


def _places(values: Iterable[float], least: int) -> int:
    """Least number of places at which the limits are told as they are (at most 3 more)."""
    for places in range(least, least + 4):
        if all(abs(value - round(value, places)) < 1e-9 for value in values):
            return places
    return least
