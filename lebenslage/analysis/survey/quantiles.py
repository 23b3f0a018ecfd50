"""Medians by group with their intervals."""

from __future__ import annotations

from typing import Final

import numpy as np

from lebenslage.analysis import intervals
from lebenslage.analysis.survey.design import Codes, Floats
from lebenslage.analysis.survey.estimate import estimate
from lebenslage.analysis.survey.grouping import Grouping
from lebenslage.analysis.survey.moments import answer_moments
from lebenslage.model.rules import NIVEAU

#: Part of all weights by which sums may be off, as they are added up in another order.
_SLACK: Final = 1e-12


def median(grouping: Grouping, numbers: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Weighted median per group.

    Parameters
    ----------
    numbers : array, shape (persons,)
        NaN has not answered.

    Returns
    -------
    wert, fehler, ug, og : arrays, shape (groups,)
        The error is half the interval over its t quantile.

    Notes
    -----
    Woodruff's interval: that of the share of persons up to the median (t distribution), read off
    the distribution again. Where it goes below 0 or above 1 there are too few persons to tell.

    References
    ----------
    Woodruff (1952), JASA 47, 635-646; the same as `svyquantile` of R's survey package with its
    defaults `interval.type = "mean"` and `qrule = "math"`.
    """
    middle = np.full(grouping.count, 0.5)
    wert = quantiles(grouping, numbers, middle)
    known = ~np.isnan(numbers) & (grouping.codes >= 0)
    up_to = np.full(len(numbers), -1, np.int64)
    up_to[known] = (numbers[known] <= wert[grouping.codes[known]]).astype(np.int64)
    share = estimate(answer_moments(grouping, up_to, 2), [[0.0, 1.0]])
    half = intervals.quantile(NIVEAU, share.df)
    reach, up_to_median = half * share.fehler[:, 0], share.wert[:, 0]
    low, high = up_to_median - reach, up_to_median + reach
    ug = quantiles(grouping, numbers, np.where(low < 0, np.nan, low), least=1)
    og = quantiles(grouping, numbers, np.where(high > 1, np.nan, high), least=1)
    return wert, (og - ug) / (2 * half), ug, og


def quantiles(grouping: Grouping, numbers: Floats, shares: Floats, *, least: int = 0) -> Floats:
    """Weighted quantile of each group.

    Parameters
    ----------
    shares : array, shape (groups,)
        Which quantile of each group, 0-1; NaN gives NaN.
    least : int
        Place from 0 of the number that a share below the first person's weight is given. R takes
        the second (1), which matters for the limits of small groups; right would be the first.

    Notes
    -----
    The smallest number at which the weighted distribution reaches the share (definition 1 of
    Hyndman & Fan 1996): always a number that somebody gave.
    """
    result = np.full(grouping.count, np.nan)
    known = np.flatnonzero(
        ~np.isnan(numbers) & (grouping.codes >= 0) & (grouping.design.weight > 0)
    )
    order = known[np.lexsort((numbers[known], grouping.codes[known]))]
    if not len(order):
        return result
    group, value = grouping.codes[order], numbers[order]
    weight = grouping.design.weight[order]
    starts: Codes = np.flatnonzero(np.append(True, group[1:] != group[:-1]))
    ends = np.append(starts[1:], len(order))
    for start, end in zip(starts, ends, strict=True):
        reached = np.cumsum(weight[start:end])
        goal = shares[group[start]] * reached[-1]
        if np.isnan(goal):
            continue
        slack = _SLACK * reached[-1]
        place = int(np.searchsorted(reached, goal - slack))
        if place == 0 and goal < reached[0] - slack:
            place = least
        result[group[start]] = value[start + min(place, end - start - 1)]
    return result
