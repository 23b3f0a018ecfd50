"""Means and shares by group, their standard errors by Taylor linearisation, their intervals.

A question is first reduced to sums per group and stratum (`Moments`); every figure of it then
comes out of these small arrays. So the time does not depend on how many figures are asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from lebenslage.analysis import intervals
from lebenslage.analysis.survey.design import Codes, Floats, Grouping
from lebenslage.model.rules import NIVEAU

IntervalMethod = Literal["t", "normal", "logit", "wilson", "beta"]
#: Stands for "everybody was asked": beyond it an effective number makes no difference.
_ENDLESS: Final = 1e15


@dataclass(frozen=True)
class Moments:
    """Sums of the features of a question; features are its answers, or (1, number).

    Parameters
    ----------
    persons : array of int, shape (groups, features)
        Unweighted; for numbers only the first column is a number of persons.
    totals : array, shape (groups, features)
        Weighted.
    sums : array, shape (cells, features)
        Weighted, per group and stratum.
    products : array, shape (cells, features, features)
        Sum over the units (persons or clusters) of the products of their weighted features.
    one : array, shape (features,)
        Combination of features that is 1 for everybody who answered.
    units : array, shape (cells,)
        Units with an answer.
    squares : array, shape (cells,)
        Sum of the squared weights of the persons who answered.
    """

    grouping: Grouping
    persons: Codes
    totals: Floats
    sums: Floats
    products: Floats
    one: Floats
    units: Floats
    squares: Floats

    @property
    def base(self) -> Codes:
        """Persons who answered, per group."""
        counted = self.persons * self.one.astype(np.int64)
        return np.asarray(counted.sum(axis=1), np.int64)


@dataclass(frozen=True)
class Estimates:
    """Figures per group.

    Parameters
    ----------
    wert, fehler : array, shape (groups, figures)
        Estimate and standard error; NaN without a base.
    n, n_eff, df : array, shape (groups,)
        Persons, effective number after Kish (weights only), degrees of freedom (units
        minus strata).
    n_srs : array, shape (groups,)
        Persons of a simple random sample out of an endless population that would tell as much
        about a figure whose spread is everywhere the same. Serves where the standard error is 0.
    """

    wert: Floats
    fehler: Floats
    n: Codes
    n_eff: Floats
    df: Floats
    n_srs: Floats


def answer_moments(grouping: Grouping, answers: Codes, count: int) -> Moments:
    """Sums of a question with `count` answers, coded from 0; -1 has not answered."""
    keep = (answers >= 0) & (grouping.cell >= 0)
    weight, chosen, cell = grouping.design.weight[keep], answers[keep], grouping.cell[keep]
    cells = len(grouping.cell_group)
    key, shape = cell * count + chosen, (cells, count)
    in_cells = _tally(key, None, cells * count).reshape(shape)
    sums = _tally(key, weight, cells * count).reshape(shape)
    if grouping.unit is None:
        products = np.zeros((cells, count, count))
        diagonal = np.arange(count)
        products[:, diagonal, diagonal] = _tally(key, weight**2, cells * count).reshape(shape)
        units: Floats = in_cells.sum(axis=1)
    else:
        unit, size = grouping.unit[keep], len(_unit_cells(grouping))
        per_unit = _tally(unit * count + chosen, weight, size * count).reshape(size, count)
        products, units = _unit_products(grouping, per_unit, np.unique(unit))
    return Moments(
        grouping,
        _by_group(grouping, in_cells).astype(np.int64),
        _by_group(grouping, sums),
        sums,
        products,
        np.ones(count),
        units,
        _tally(cell, weight**2, cells),
    )


def number_moments(grouping: Grouping, numbers: Floats) -> Moments:
    """Sums of a question whose answer is a number; NaN has not answered."""
    keep = ~np.isnan(numbers) & (grouping.cell >= 0)
    weight, value, cell = grouping.design.weight[keep], numbers[keep], grouping.cell[keep]
    cells = len(grouping.cell_group)
    in_cells = _tally(cell, None, cells)
    sums: Floats = np.column_stack([_tally(cell, weight * value**k, cells) for k in (0, 1)])
    if grouping.unit is None:
        powers = [_tally(cell, weight**2 * value**k, cells) for k in (0, 1, 2)]
        products = np.stack([np.column_stack(powers[:2]), np.column_stack(powers[1:])], axis=1)
        units = in_cells
    else:
        unit, size = grouping.unit[keep], len(_unit_cells(grouping))
        per_unit = [_tally(unit, weight * value**k, size) for k in (0, 1)]
        products, units = _unit_products(grouping, np.column_stack(per_unit), np.unique(unit))
    persons: Floats = np.column_stack([in_cells, in_cells])
    return Moments(
        grouping,
        _by_group(grouping, persons).astype(np.int64),
        _by_group(grouping, sums),
        sums,
        products,
        np.array([1.0, 0.0]),
        units,
        _tally(cell, weight**2, cells),
    )


def _tally(keys: Codes, weights: Floats | None, size: int) -> Floats:
    return np.asarray(np.bincount(keys, weights, size), float)


def _unit_cells(grouping: Grouping) -> Codes:
    return np.zeros(0, np.int64) if grouping.unit_cell is None else grouping.unit_cell


def _unit_products(grouping: Grouping, per_unit: Floats, answered: Codes) -> tuple[Floats, Floats]:
    """Products of the features of each unit, added up by cell; units that answered by cell."""
    cell, cells, count = _unit_cells(grouping), len(grouping.cell_group), per_unit.shape[1]
    products = np.empty((cells, count, count))
    for j in range(count):
        for k in range(count):
            products[:, j, k] = _tally(cell, per_unit[:, j] * per_unit[:, k], cells)
    return products, _tally(cell[answered], None, cells)


def _by_group(grouping: Grouping, cells: Floats) -> Floats:
    """Add up cells to their groups."""
    result = np.zeros((grouping.count, *cells.shape[1:]))
    np.add.at(result, grouping.cell_group, cells)
    return result


def estimate(moments: Moments, figures: ArrayLike) -> Estimates:
    r"""Ratios of totals: weighted means of combinations of the features.

    Parameters
    ----------
    figures : array_like, shape (figures, features)
        Value of each answer, e.g. a row of 0 and 1 for a share, the scale's numbers for its mean.

    Notes
    -----
    With residuals :math:`z_j = \sum_{i \in j} w_i (y_i - \hat\mu) / \hat N` of the sampled units,
    zero outside the group,

    .. math:: \hat V = \sum_h (1 - f_h) \frac{n_h}{n_h - 1}
              \Bigl( \sum_j z_j^2 - \bigl(\sum_j z_j\bigr)^2 / n_h \Bigr)

    A stratum with a single unit counts with its square (centred at zero, as R's "adjust").

    References
    ----------
    Särndal, Swensson & Wretman (1992), Model Assisted Survey Sampling, 5.6 and 5.8; the same as
    `svymean` and `svyby` of R's survey package.
    """
    values = np.atleast_2d(np.asarray(figures, float))
    grouping, design = moments.grouping, moments.grouping.design
    size = moments.totals @ moments.one
    with np.errstate(invalid="ignore", divide="ignore"):
        wert = (moments.totals @ values.T) / size[:, None]
    residual = values[None] - np.nan_to_num(wert)[:, :, None] * moments.one
    own = residual[grouping.cell_group]
    linear = np.einsum("csk,ck->cs", own, moments.sums)
    square = np.einsum("csk,ckl,csl->cs", own, moments.products, own)
    n_h = design.units[grouping.cell_stratum][:, None]
    single = n_h == 1
    factor = (1 - design.fraction)[grouping.cell_stratum][:, None]
    factor = factor * np.where(single, 1.0, n_h / np.maximum(n_h - 1, 1))
    spread = np.maximum(square - np.where(single, 0.0, linear**2 / n_h), 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        fehler = np.sqrt(_by_group(grouping, factor * spread)) / size[:, None]
        n_srs = size**2 / _by_group(grouping, factor[:, 0] * moments.squares)
        n_eff = size**2 / _by_group(grouping, moments.squares)
    fehler[size <= 0] = np.nan
    strata = _by_group(grouping, (moments.units > 0).astype(float))
    df = _by_group(grouping, moments.units) - strata
    return Estimates(wert, fehler, moments.base, n_eff, df, n_srs)


def interval(
    estimates: Estimates, method: IntervalMethod, niveau: float = NIVEAU
) -> tuple[Floats, Floats]:
    r"""Limits of all figures; `logit`, `wilson` and `beta` are for shares.

    Notes
    -----
    `wilson` and `beta` (Korn & Graubard) use the effective number :math:`p (1-p) / \hat V`, which
    holds design and finite population; for shares of 0 and 1, whose standard error is 0, `n_srs`.
    `logit` gives nothing there. `beta` scales it by the ratio of t quantiles, as R does.

    References
    ----------
    Korn & Graubard (1998), Survey Methodology 24, 193-201; Wilson (1927), JASA 22, 209-212.
    """
    p, se = estimates.wert, estimates.fehler
    df = np.maximum(estimates.df, 0.0)[:, None]
    if method in ("t", "normal"):
        return intervals.normal(p, se, niveau, df if method == "t" else None)
    if method == "logit":
        with np.errstate(invalid="ignore", divide="ignore"):
            middle, scale = special.logit(p), se / (p * (1 - p))
            limits = intervals.normal(middle, scale, niveau, df)
        return special.expit(limits[0]), special.expit(limits[1])
    n = effective_number(estimates)
    if method == "wilson":
        return intervals.wilson(p * n, n, niveau)
    persons = np.maximum(estimates.n - 1, 0)[:, None]
    n = n * (intervals.quantile(niveau, persons) / intervals.quantile(niveau, df)) ** 2
    tail = (1 - niveau) / 2
    with np.errstate(invalid="ignore"):
        low = special.betaincinv(np.maximum(n * p, 1e-300), n * (1 - p) + 1, tail)
        high = special.betaincinv(n * p + 1, np.maximum(n * (1 - p), 1e-300), 1 - tail)
    return np.where(p == 0, 0.0, low), np.where(p == 1, 1.0, high)


def effective_number(estimates: Estimates) -> Floats:
    """Persons of a simple random sample with the same standard error, shape (groups, figures)."""
    p, se = estimates.wert, estimates.fehler
    with np.errstate(invalid="ignore", divide="ignore"):
        n = np.where((p <= 0) | (p >= 1), estimates.n_srs[:, None], p * (1 - p) / se**2)
    return np.minimum(n, _ENDLESS)
