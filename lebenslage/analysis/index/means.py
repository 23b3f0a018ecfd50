"""Means that give way to imbalance: geometric, harmonic and Mazziotta–Pareto.

Arrays as in `aggregate`: children (..., areas, children), weights (..., children). A missing
child is skipped, the weights of the others sum to 1. The factors of a method are the slopes of
its mean; it grows in proportion to its children, so factors times points sum to the score.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lebenslage.analysis.intervals import Floats


def shares(children: Floats, weights: Floats) -> Floats:
    """Weights of the children that have points, scaled to sum 1; all NaN where there are none.

    Where all children have points the areas share one set: the result is (..., 1, children).
    """
    missing = np.isnan(children)
    counting = weights[..., None, :] * ~missing if missing.any() else weights[..., None, :]
    total = counting.sum(axis=-1, keepdims=True)
    result: Floats = counting / np.where(total > 0, total, np.nan)
    return result


def geometric(children: Floats, weights: Floats, normieren: bool = True) -> Floats:  # noqa: ARG001
    r"""Weighted geometric mean; 0 where a child with a weight has 0 points.

    Notes
    -----
    .. math:: \prod_i s_i^{w_i / \sum w}

    Negative points have no geometric mean: see `negative`.
    """
    share = shares(children, weights)
    used = (share > 0) & (children > 0)
    logs = np.log(np.where(used, children, 1.0))
    logs *= share
    result: Floats = np.exp(logs.sum(axis=-1))
    zero = (share > 0) & (children == 0)
    return np.where(zero.any(axis=-1), 0.0 * result, result) if zero.any() else result


def geometric_weights(children: Floats, weights: Floats, normieren: bool = True) -> Floats:  # noqa: ARG001
    """Slopes `share * mean / points`; 0 where the mean is 0."""
    share = shares(children, weights)
    mean = geometric(children, weights)[..., None]
    factors = share * mean / np.where(children > 0, children, 1.0)
    return np.where(share > 0, factors, 0.0 * share)


def harmonic(children: Floats, weights: Floats, normieren: bool = True) -> Floats:  # noqa: ARG001
    r"""Weighted harmonic mean; 0 where a child with a weight has 0 points (its limit).

    Notes
    -----
    .. math:: \sum w \Big/ \sum_i w_i / s_i
    """
    share = shares(children, weights)
    counts = share > 0
    points = np.where(counts & (children > 0), children, np.inf)
    least = points.min(axis=-1)  # keeps the quotients within 0 and 1
    least = np.where(np.isfinite(least), least, 1.0)
    parts = np.divide(least[..., None], points, out=points)
    parts *= share
    inverse = parts.sum(axis=-1)
    result: Floats = least / np.where(inverse == 0, 1.0, inverse)
    return np.where((counts & (children == 0)).any(axis=-1), 0.0, result)


def harmonic_weights(children: Floats, weights: Floats, normieren: bool = True) -> Floats:  # noqa: ARG001
    """Slopes `share * mean² / points²`; 0 where the mean is 0."""
    share = shares(children, weights)
    mean = harmonic(children, weights)[..., None]
    factors = share * (mean / np.where(children > 0, children, 1.0)) ** 2
    return np.where(share > 0, factors, 0.0 * share)


def _relative(
    children: Floats, weights: Floats, ddof: int
) -> tuple[Floats, Floats, Floats, Floats]:
    """Shares, mean, points / mean - 1, and what brings a variance to n - ddof."""
    share = shares(children, weights)
    points = np.where(share > 0, children, 0.0)
    mean = (share * points).sum(axis=-1, keepdims=True)
    count = (share > 0).sum(axis=-1, keepdims=True)
    # a single child has no spread, whatever the divisor
    scale: Floats = count / np.maximum(count - ddof, 1)
    return share, mean, points / np.where(mean > 0, mean, np.nan) - 1, scale


def mpi(children: Floats, weights: Floats, sign: int, ddof: int) -> Floats:
    r"""Mean with a penalty (sign -1) or a bonus (sign 1) for imbalance.

    Notes
    -----
    .. math:: M \pm S \cdot cv, \qquad cv = S / M

    S over the children of an area with n - ddof. Needs a mean above 0: see `not_above_zero`.

    References
    ----------
    De Muro, Mazziotta, Pareto (2011), Social Indicators Research 104 (ddof 1); Mazziotta,
    Pareto (2016), Social Indicators Research 127 (adjusted index, ddof 0).
    """
    share, mean, off, scale = _relative(children, weights, ddof)
    squared_cv = (share * off**2).sum(axis=-1, keepdims=True) * scale
    result: Floats = mean * (1 + sign * squared_cv)
    return result[..., 0]


def mpi_weights(children: Floats, weights: Floats, sign: int, ddof: int) -> Floats:
    """Slopes of `mpi`."""
    share, _, off, scale = _relative(children, weights, ddof)
    squared_cv = (share * off**2).sum(axis=-1, keepdims=True) * scale
    slope = 1 + sign * (2 * scale * off - squared_cv)
    return np.where(share > 0, share * slope, 0.0 * share)


def negative(children: Floats, weights: Floats) -> NDArray[np.bool_]:
    """Where a child with a weight has points below 0."""
    below: NDArray[np.bool_] = (children < 0) & (weights[..., None, :] > 0)
    found: NDArray[np.bool_] = np.logical_or.reduce(below, axis=-1)
    return found


def not_above_zero(children: Floats, weights: Floats) -> NDArray[np.bool_]:
    """Where the mean of the children is 0 or below."""
    share = shares(children, weights)
    mean: Floats = (share * np.where(share > 0, children, 0.0)).sum(axis=-1)
    return np.less_equal(mean, 0.0)
