"""Medians by group with their intervals."""

from __future__ import annotations

import numpy as np

from lebenslage.analysis import intervals
from lebenslage.analysis.survey.design import Codes, Floats, Grouping
from lebenslage.analysis.survey.estimate import answer_moments, estimate
from lebenslage.model.rules import NIVEAU


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
    Woodruff's interval: that of the share of persons up to the median, read off the distribution
    again. With equal weights the median is the usual one (the mean of the two in the middle).

    References
    ----------
    Woodruff (1952), JASA 47, 635-646.
    """
    middle = np.full(grouping.count, 0.5)
    wert = quantiles(grouping, numbers, middle)
    known = ~np.isnan(numbers) & (grouping.codes >= 0)
    up_to = np.full(len(numbers), -1, np.int64)
    up_to[known] = (numbers[known] <= wert[grouping.codes[known]]).astype(np.int64)
    share = estimate(answer_moments(grouping, up_to, 2), [[0.0, 1.0]])
    half = intervals.quantile(NIVEAU, share.df)
    reach = half * share.fehler[:, 0]
    ug = quantiles(grouping, numbers, np.clip(middle - reach, 0.0, 1.0))
    og = quantiles(grouping, numbers, np.clip(middle + reach, 0.0, 1.0))
    return wert, (og - ug) / (2 * half), ug, og


def quantiles(grouping: Grouping, numbers: Floats, shares: Floats) -> Floats:
    """Weighted quantile of each group.

    Parameters
    ----------
    shares : array, shape (groups,)
        Which quantile of each group, 0-1; NaN gives NaN.

    Notes
    -----
    The smallest number at which the weighted distribution reaches the share; where it meets it
    exactly, the mean of that number and the next (definition 2 of Hyndman & Fan 1996).
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
        slack = 1e-9 * reached[-1]
        low = min(int(np.searchsorted(reached, goal - slack)), end - start - 1)
        high = min(int(np.searchsorted(reached, goal + slack, side="right")), end - start - 1)
        result[group[start]] = (value[start + low] + value[start + high]) / 2
    return result
