"""Places and classes of scores."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lebenslage.analysis.index import relative
from lebenslage.analysis.intervals import Floats
from lebenslage.model.procedure import Classes

#: Scores that agree to this many decimals are equal: the rest is rounding. Where all scores are
#: below 1, `places` counts the decimals from the first digit of the largest; where the largest
#: is beyond `_LARGE`, it takes so many fewer (computers know some 15 digits in all).
DECIMALS: Final = 9
_LARGE: Final = 1e4


def places(scores: Floats, axis: int = -1) -> Floats:
    """Place of each area: 1 for the highest score, ties share the smallest place.

    Parameters
    ----------
    scores : array
        Points; any shape.
    axis : int
        The axis of the areas.

    Returns
    -------
    array of the same shape
        Whole numbers as floats; NaN where there is no score.
    """
    scores = _rounded(np.moveaxis(scores, axis, -1))
    order = np.argsort(-scores, axis=-1)  # NaN comes last; what is equal shares its place
    ordered = np.take_along_axis(scores, order, -1)
    first = np.ones(ordered.shape, bool)
    first[..., 1:] = ordered[..., 1:] != ordered[..., :-1]
    starts = np.where(first, np.arange(scores.shape[-1]), 0)
    result = np.empty(scores.shape)
    np.put_along_axis(result, order, np.maximum.accumulate(starts, axis=-1) + 1.0, -1)
    result[np.isnan(scores)] = np.nan
    return np.moveaxis(result, -1, axis)


def _rounded(scores: Floats) -> Floats:
    """Scores (..., areas) to as many decimals as tell them apart from rounding."""
    top = np.maximum(
        np.fmax.reduce(scores, axis=-1, initial=0), -np.fmin.reduce(scores, axis=-1, initial=0)
    )
    odd = (top > 0) & ((top < 1) | (top >= _LARGE))
    if odd.any():
        unit = 10.0 ** np.floor(np.log10(np.where(odd, np.maximum(top, 1e-300), 1.0)))
        unit = np.where(top >= _LARGE, unit / (_LARGE / 10), unit)
        scores = scores / unit[..., None]
    result: Floats = np.round(scores, DECIMALS)
    return result


def classify(scores: Floats, classes: Classes) -> NDArray[Any]:
    """Name of the class of each score; "" where there is none.

    Parameters
    ----------
    scores : array
        Points; for bands any shape, for standard deviations and quantiles (..., areas).
    classes : Classes
        Bands: a score on a limit belongs to the class above. Standard deviations: a score on a
        limit belongs to the class nearer the mean; no class where all scores are the same.
        Quantiles: of N areas with a score, the one with place r has the share (N - r) / N
        below it; on a limit it belongs to the class above. So tenths from the top are
        ceil(10 r / N).
    """
    names = np.array([*classes.namen, ""], dtype=object)
    limits = np.asarray(classes.grenzen, float)
    if classes.art == "streuung":
        measure = relative.standardised(scores[..., None], classes.ddof)[..., 0]
    elif classes.art == "quantile":
        known = (~np.isnan(scores)).sum(axis=-1, keepdims=True)
        measure = 1.0 - places(scores) / np.maximum(known, 1)
    else:
        measure = scores
    measure = np.round(measure, DECIMALS)
    place = np.searchsorted(limits, measure, side="right")
    if classes.art == "streuung":
        place = np.where(measure > 0, np.searchsorted(limits, measure, side="left"), place)
    result: NDArray[Any] = names[np.where(np.isnan(measure), len(classes.namen), place)]
    return result
