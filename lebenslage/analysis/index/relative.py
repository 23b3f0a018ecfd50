"""Points that depend on the other areas: ranges, standard deviations and ranks.

Arrays are (..., areas, indicators), every replication for itself. `direction` (indicators,):
-1 multiplies by -1 first, so that more points are always better (or, in procedures that
measure disadvantage, worse). Missing values stay missing and count nowhere. An indicator that
is the same in all areas, or has one value only, gets no points where its spread divides; the
engine takes them from the other methods too (`normalise.constant`, `normalise.alone`).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from lebenslage.analysis.intervals import Floats

#: Scale of the exponential transformation of the English indices.
_IMD: Final = 23.0


def oriented(values: Floats, direction: Floats) -> Floats:
    """Values times direction."""
    return values if (direction > 0).all() else values * direction


def minmax(values: Floats, direction: Floats, bereich: tuple[float, float] = (0, 100)) -> Floats:
    r"""Points between the smallest and the largest value.

    Notes
    -----
    .. math:: a + (b - a) \frac{x - \min x}{\max x - \min x}

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5.
    """
    values = oriented(values, direction)
    low, spread = _ends(values)
    points: Floats = values - low
    points *= (bereich[1] - bereich[0]) / spread
    points += bereich[0]
    return points


def _ends(values: Floats) -> tuple[Floats, Floats]:
    """Smallest value and range (..., 1, indicators); no range: NaN."""
    low = np.fmin.reduce(values, axis=-2, keepdims=True)
    spread = np.fmax.reduce(values, axis=-2, keepdims=True) - low
    return low, np.where(spread > 0, spread, np.nan)


def centre(values: Floats) -> Floats:
    """Mean of the known values (..., 1, indicators); NaN if there is none."""
    total, count = _sums(values)
    mean: Floats = total / np.where(count > 0, count, np.nan)
    return mean


def _sums(values: Floats) -> tuple[Floats, Floats]:
    """Sum and number of the known values (..., 1, indicators)."""
    total = values.sum(axis=-2, keepdims=True)
    if not np.isnan(total).any():  # most replications have no gaps: no mask, no copy
        return total, np.full_like(total, values.shape[-2])
    known = ~np.isnan(values)
    count = known.sum(axis=-2, keepdims=True).astype(float)
    return np.where(known, values, 0.0).sum(axis=-2, keepdims=True), count


def _from_centre(values: Floats, ddof: int) -> tuple[Floats, Floats]:
    """Distance from the mean, and the standard deviation with n - ddof (..., 1, indicators)."""
    off = values - centre(values)
    squares, count = _sums(off * off)
    return off, np.sqrt(squares / np.where(count > ddof, count - ddof, np.nan))


def deviation(values: Floats, ddof: int) -> Floats:
    """Standard deviation of the known values with n - ddof (..., 1, indicators)."""
    return _from_centre(values, ddof)[1]


def standardised(values: Floats, ddof: int) -> Floats:
    """Distance from the mean in standard deviations; no spread: NaN."""
    off, spread = _from_centre(values, ddof)
    off /= np.where(spread > 0, spread, np.nan)
    return off


def zscore(
    values: Floats,
    direction: Floats,
    ddof: int = 1,
    mittelwert: float = 0.0,
    streuung: float = 1.0,
) -> Floats:
    r"""Standard deviations from the unweighted mean over the areas, rescaled.

    Parameters
    ----------
    ddof : int
        The standard deviation divides by n - ddof: 0 population, 1 sample.
    mittelwert, streuung : float
        Mean and standard deviation of the points.

    Notes
    -----
    .. math:: m + s \frac{x - \bar x}{\sigma_x}
    """
    z = standardised(oriented(values, direction), ddof)
    if (mittelwert, streuung) != (0.0, 1.0):
        z *= streuung
        z += mittelwert
    return z


def ranks(values: Floats, average: bool = False) -> Floats:
    """Rank from 1 for the lowest value; ties share the smallest rank, or the mean of theirs."""
    values = np.ascontiguousarray(np.swapaxes(values, -1, -2))
    number = values.shape[-1]
    order = np.argsort(values, axis=-1)  # NaN comes last; among ties any order will do
    # one flat index serves to read and to write: quicker than an axis at a time
    order += number * np.arange(values.size // max(number, 1)).reshape(*values.shape[:-1], 1)
    ordered = values.ravel().take(order)
    flat = np.empty(values.size)
    flat[order.ravel()] = np.broadcast_to(_rising(ordered, average), order.shape).ravel()
    result: Floats = flat.reshape(values.shape)
    if number and np.isnan(ordered[..., -1]).any():
        result[np.isnan(values)] = np.nan
    return np.swapaxes(result, -1, -2)


def _rising(ordered: Floats, average: bool) -> Floats:
    """Ranks of values in rising order on the last axis; without any ties one row serves all."""
    number = ordered.shape[-1]
    places = np.arange(number, dtype=float)
    repeats = ordered[..., 1:] == ordered[..., :-1]
    if not repeats.any():
        return places + 1.0
    first = np.broadcast_to(places, ordered.shape).copy()
    first[..., 1:][repeats] = 0.0
    np.maximum.accumulate(first, axis=-1, out=first)
    if not average:
        first += 1.0
        return first
    last = np.broadcast_to(places, ordered.shape).copy()
    last[..., :-1][repeats] = number
    last = np.minimum.accumulate(last[..., ::-1], axis=-1)[..., ::-1]
    result: Floats = (first + last) / 2 + 1.0
    return result


def _count(values: Floats) -> Floats:
    count: Floats = (~np.isnan(values)).sum(axis=-2, keepdims=True).astype(float)
    return count


def rank(values: Floats, direction: Floats) -> Floats:
    """1 for the lowest area, upwards; ties share the smallest rank."""
    return ranks(oriented(values, direction))


def borda(values: Floats, direction: Floats) -> Floats:
    """How many areas an area outranks."""
    return ranks(oriented(values, direction)) - 1.0


def percentile(values: Floats, direction: Floats) -> Floats:
    """Share 0-1 of the other areas that an area outranks: (rank - 1) / (n - 1)."""
    others = _count(values) - 1.0
    share = borda(values, direction)
    share /= np.where(others > 0, others, np.nan)
    return share


def imd(values: Floats, direction: Floats) -> Floats:
    r"""Ranks, exponentially transformed: the highest tenth spreads over half of the points.

    Notes
    -----
    .. math:: -23 \ln\bigl(1 - R (1 - e^{-100/23})\bigr), \qquad R = \frac{N - r + 1}{N}

    with r = 1 for the highest of N oriented values, ties averaged; 100 at the top.

    References
    ----------
    MHCLG (2019), The English Indices of Deprivation 2019, technical report, appendix E.
    """
    count = _count(values)
    points = ranks(oriented(values, direction), average=True)
    points *= np.expm1(-100.0 / _IMD) / np.where(count > 0, count, np.nan)
    np.log1p(points, out=points)
    points *= -_IMD
    return points


def distance(values: Floats, target: Floats, direction: Floats, clip: np.ndarray) -> Floats:
    r"""Share of the way from the worst area to a target.

    Parameters
    ----------
    target : array (indicators,)
        In the unit of the value.
    clip : array of bool (indicators,)
        Whether values beyond the target count as the target (1).

    Returns
    -------
    array (..., areas, indicators)
        0 for the worst area, 1 at the target; 1 everywhere if even the worst has reached it.
        The distance to the best area is `minmax` from 0 to 1.

    Notes
    -----
    .. math:: \frac{x - \min x}{t - \min x} \quad\text{(oriented by direction)}

    References
    ----------
    OECD/JRC (2008), Handbook, step 5 (distance to a reference); as in COINr `n_dist2targ`.
    """
    values, target = oriented(values, direction), target * direction
    low = np.fmin.reduce(values, axis=-2, keepdims=True)
    way = target - low
    share = (values - low) / np.where(way > 0, way, np.nan)
    share = np.where((way <= 0) & ~np.isnan(values), 1.0, share)
    return np.where(clip, np.minimum(share, 1.0), share)
