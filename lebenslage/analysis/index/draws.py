"""Sampling error by simulation: draws around the values, and what they say about scores.

The engine takes draws on its first axis; what sums them up takes them on the last one, where
they lie in one piece. A missing value is missing in every draw.

References
----------
OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 7 (uncertainty analysis).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from lebenslage.analysis.index.counts import Counts
from lebenslage.analysis.index.matrix import Matrix
from lebenslage.analysis.index.ranking import DECIMALS
from lebenslage.analysis.intervals import Floats
from lebenslage.model.catalogue import Kind, Node

#: The interval shown runs from 5 % to 95 % of the draws (DESIGN section 9).
ENDS: Final = (0.05, 0.95)


def standard_errors(given: Matrix, nodes: Sequence[Node]) -> Floats:
    r"""Standard error of every value in its own unit; 0 where none is known.

    Parameters
    ----------
    given : Matrix
        Values (areas, indicators) and what is known about them.
    nodes : sequence of Node
        The indicators, in that order.

    Notes
    -----
    The given one; else, from numerator and denominator, for a share (in percent) and for a rate

    .. math:: 100 \sqrt{p (1 - p) / n}, \qquad x / \sqrt{k}
    """
    share = np.array([node.art is Kind.ANTEIL for node in nodes], bool)
    rate = np.array([node.art is Kind.RATE for node in nodes], bool)
    p = np.clip(given.values / 100, 0, 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        binomial = 100 * np.sqrt(p * (1 - p) / given.denominators)
        poisson = np.abs(given.values) / np.sqrt(given.numerators)
    derived = np.where(share, binomial, np.where(rate, poisson, np.nan))
    errors = np.where(np.isnan(given.errors), derived, given.errors)
    return np.where(np.isfinite(errors) & (errors > 0), errors, 0.0)


def limits(nodes: Sequence[Node]) -> tuple[Floats, Floats]:
    """What a value can be at all: percent from 0 to 100, a rate or a count from 0 on."""
    percent = [
        node.art is Kind.ANTEIL or (node.art is Kind.UMFRAGE and node.einheit == "%")
        for node in nodes
    ]
    counts = [node.art in (Kind.RATE, Kind.ANZAHL) for node in nodes]
    low = np.where(np.array(percent, bool) | np.array(counts, bool), 0.0, -np.inf)
    return low, np.where(np.array(percent, bool), 100.0, np.inf)


def draw(
    values: Floats,
    errors: Floats,
    nodes: Sequence[Node],
    draws: int,
    rng: np.random.Generator,
    counts: Counts | None = None,
) -> Floats:
    """Values as they might have come out, each drawn by itself.

    Parameters
    ----------
    draws : int
        How many replications.
    rng : Generator
        Source of randomness.
    values, errors, nodes, counts
        See `around`.

    Returns
    -------
    array (draws, areas, indicators)
        See `around`.
    """
    noise = rng.standard_normal((draws, *values.shape))
    return around(values, errors, nodes, noise, counts)


def around(
    values: Floats,
    errors: Floats,
    nodes: Sequence[Node],
    noise: Floats,
    counts: Counts | None = None,
) -> Floats:
    """Turn standard normal noise into values as they might have come out.

    Parameters
    ----------
    values, errors : array (areas, indicators)
        Estimates and standard errors in the same unit.
    nodes : sequence of Node
        The indicators.
    noise : array (..., areas, indicators)
        Standard normal numbers; overwritten.
    counts : Counts, optional
        Values that are drawn by what was counted instead of by their standard error.

    Returns
    -------
    array (..., areas, indicators)
        Normal around the value, kept inside `limits`; for an indicator that enters by its
        logarithm normal on that scale (error / value), so that it stays above 0.
    """
    if counts is not None:
        # noise in the order in which it lies in memory
        normal = noise.copy(order="K")
        drawn = around(values, errors, nodes, noise)
        counts.put(values, normal, drawn)
        return drawn
    log = np.array([node.transformation == "log" for node in nodes], bool) & (values > 0)
    noise *= errors
    if not log.any():
        noise += values
    else:
        safe = np.where(log, values, 1.0)
        noise = np.where(log, safe * np.exp(noise / safe), noise + values)
    low, high = limits(nodes)
    if np.isinf(low).all() and np.isinf(high).all():
        return noise
    # what was given stays possible, even outside the limits
    np.clip(noise, np.minimum(low, values), np.maximum(high, values), out=noise)
    return noise


def interval(drawn: Floats, point: Floats) -> tuple[Floats, Floats]:
    """From 5 % to 95 % of the draws, widened so that it holds the estimate itself.

    Parameters
    ----------
    drawn : array (..., draws)
        A score or a difference in every draw; draws that are NaN count nowhere.
    point : array (...)
        The estimate. Points clipped at a goalpost can only err to one side, so that a sum of
        them may lie beyond 95 % of its draws.

    Returns
    -------
    two arrays (...)
        Quantiles by linear interpolation (type 7); NaN where the estimate is.
    """
    ordered, count = _ordered(drawn)
    low, high = (_between(ordered, end * np.maximum(count - 1, 0)) for end in ENDS)
    return _held(low, high, point)


def place_interval(drawn: Floats, point: Floats) -> tuple[Floats, Floats]:
    """The same for places: the smallest ones that at least 5 % and 95 % do not exceed."""
    ordered, count = _ordered(drawn)
    # 0.95 of 1,000 draws must not become 951 by rounding
    places = (np.ceil(np.round(end * count, 6)).astype(np.intp) - 1 for end in ENDS)
    low, high = (_at(ordered, np.maximum(place, 0)) for place in places)
    return _held(low, high, point)


def _ordered(drawn: Floats) -> tuple[Floats, NDArray[np.intp]]:
    """Draws from the lowest to the highest, NaN last, and how many are none."""
    ordered = np.sort(drawn, axis=-1)
    if not np.isnan(ordered[..., -1:]).any():
        return ordered, np.full(ordered.shape[:-1], ordered.shape[-1], np.intp)
    return ordered, (~np.isnan(ordered)).sum(axis=-1)


def _at(ordered: Floats, place: NDArray[np.intp]) -> Floats:
    result: Floats = np.take_along_axis(ordered, place[..., None], -1)[..., 0]
    return result


def _between(ordered: Floats, place: Floats) -> Floats:
    """The value at a place between two draws, linearly."""
    first = place.astype(np.intp)
    after = np.minimum(first + (place > first), ordered.shape[-1] - 1)
    rest = place - first
    return _at(ordered, first) * (1 - rest) + _at(ordered, after) * rest


def _held(low: Floats, high: Floats, point: Floats) -> tuple[Floats, Floats]:
    missing = np.isnan(point)
    low, high = np.fmin(low, point), np.fmax(high, point)
    return np.where(missing, np.nan, low), np.where(missing, np.nan, high)


def share_below(a: Floats, b: Floats | float) -> Floats:
    """Share of the draws in which `a` is below `b`; a tie counts half.

    Parameters
    ----------
    a, b : array (..., draws)
        The same quantity of two areas; draws in which one is NaN count nowhere.

    Returns
    -------
    array (...)
        From 0 to 1; of two that are always equal 0.5, so that never counts as a difference.
        NaN where no draw is left.
    """
    signs = np.sign(np.round(a - b, DECIMALS))
    known = ~np.isnan(signs)
    count = known.sum(axis=-1)
    total = np.where(known, signs, 0.0).sum(axis=-1)
    result: Floats = (1 - total / np.where(count > 0, count, np.nan)) / 2
    return result


def from_others(scores: Floats) -> Floats:
    r"""Each score minus the mean score of the other areas that have one.

    Parameters
    ----------
    scores : array (areas, ...)
        Points.

    Returns
    -------
    array (areas, ...)
        Unweighted; NaN without a score, or if no other area has one.

    Notes
    -----
    With n scores and their mean m, this is :math:`(s - m)\, n / (n - 1)`.
    """
    known = ~np.isnan(scores)
    count = known.sum(axis=0)
    total = np.where(known, scores, 0.0).sum(axis=0)
    others = np.where(count > 1, count - 1.0, np.nan)
    result: Floats = (scores - total / np.maximum(count, 1)) * (count / others)
    return result
