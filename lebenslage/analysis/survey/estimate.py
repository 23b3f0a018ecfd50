"""Means, shares, ratios and totals by group, their standard errors, their intervals.

A question is first reduced to sums per group and stratum (`moments`); every figure of it then
comes out of these small arrays. So the time does not depend on how many figures are asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from lebenslage.analysis import intervals
from lebenslage.analysis.survey.design import Codes, Floats
from lebenslage.analysis.survey.moments import Moments, by_group
from lebenslage.analysis.survey.variance import variance
from lebenslage.model.rules import NIVEAU

IntervalMethod = Literal["t", "normal", "logit", "wilson", "beta"]
#: Stands for "everybody was asked": beyond it an effective number makes no difference.
_ENDLESS: Final = 1e15


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


def estimate(moments: Moments, figures: ArrayLike) -> Estimates:
    r"""Ratios of totals: weighted means of combinations of the features.

    Parameters
    ----------
    figures : array_like, shape (figures, features)
        Value of each answer, e.g. a row of 0 and 1 for a share, the scale's numbers for its mean.

    Notes
    -----
    The error is that of the total of the residuals :math:`w_i (y_i - \hat\mu x_i) / \hat X`,
    where x is 1 for a mean (Taylor linearisation); see `variance`.

    References
    ----------
    Särndal, Swensson & Wretman (1992), Model Assisted Survey Sampling, 5.6 and 5.8; the same as
    `svymean`, `svyratio` and `svyby` of R's survey package.
    """
    values = moments.coefficients(figures)
    size = moments.totals @ moments.one
    with np.errstate(invalid="ignore", divide="ignore"):
        wert = (moments.totals @ values.T) / size[:, None]
    residual = values[None] - np.nan_to_num(wert)[:, :, None] * moments.one
    with np.errstate(invalid="ignore", divide="ignore"):
        fehler = np.sqrt(variance(moments, residual)) / np.abs(size)[:, None]
    fehler[moments.base == 0] = np.nan
    return _estimates(moments, wert, fehler)


def total(moments: Moments, figures: ArrayLike) -> Estimates:
    """Weighted totals of combinations of the features, parameters as for `estimate`.

    Notes
    -----
    The same as `svytotal` of R's survey package.
    """
    values = moments.coefficients(figures)
    wert = moments.totals @ values.T
    coefficients = np.broadcast_to(values, (moments.grouping.count, *values.shape))
    fehler = np.sqrt(variance(moments, coefficients))
    wert[moments.base == 0], fehler[moments.base == 0] = np.nan, np.nan
    return _estimates(moments, wert, fehler)


def _estimates(moments: Moments, wert: Floats, fehler: Floats) -> Estimates:
    grouping = moments.grouping
    size = by_group(grouping, moments.weights)
    factor = grouping.stratum_factor[grouping.cell_stratum]
    with np.errstate(invalid="ignore", divide="ignore"):
        n_srs = size**2 / by_group(grouping, factor * moments.squares)
        n_eff = size**2 / by_group(grouping, moments.squares)
    strata = by_group(grouping, (moments.units > 0).astype(float))
    df = by_group(grouping, moments.units) - strata
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
