"""Confidence intervals of shares, counts, rates and means, vectorised.

All functions return `(ug, og)`, lower and upper limit, as arrays of the broadcast shape of their
arguments. Where nothing can be said (no base, missing input), both limits are NaN.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import scipy  # its parts are loaded at first use: not every command needs them
from numpy.typing import ArrayLike, NDArray

from lebenslage.model.rules import NIVEAU

Floats: TypeAlias = NDArray[np.float64]


def wilson(k: ArrayLike, n: ArrayLike, niveau: float = NIVEAU) -> tuple[Floats, Floats]:
    r"""Score interval of a share.

    Parameters
    ----------
    k, n : array_like
        Numerator and base, 0 <= k <= n; need not be whole (effective numbers). A base of 0 or a
        missing number gives NaN.
    niveau : float
        Two-sided level, between 0 and 1.

    Returns
    -------
    tuple of arrays
        Limits as shares 0-1. With k = 0 the lower limit is exactly 0, with k = n the upper 1.

    Notes
    -----
    .. math:: \frac{p + z^2/2n \pm z \sqrt{p(1-p)/n + z^2/4n^2}}{1 + z^2/n}

    References
    ----------
    Wilson (1927), JASA 22, 209-212; recommended for small n by Brown, Cai & DasGupta (2001).
    """
    k, n = np.broadcast_arrays(np.asarray(k, float), np.asarray(n, float))
    n = np.where(n > 0, n, np.nan)
    z = quantile(niveau)
    p = k / n
    centre = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    lower = np.where(k == 0, np.where(np.isnan(n), np.nan, 0.0), centre - half)
    upper = np.where(k == n, 1.0, centre + half)
    return lower, upper


def poisson(
    k: ArrayLike, niveau: float = NIVEAU, exposure: ArrayLike = 1.0
) -> tuple[Floats, Floats]:
    r"""Exact interval of a count, or of a rate per `exposure`.

    Parameters
    ----------
    k : array_like
        Counted events, >= 0; need not be whole.
    niveau : float
        Two-sided level, between 0 and 1.
    exposure : array_like
        What the count is divided by (persons, thousands of persons ...); 0 gives NaN.

    Returns
    -------
    tuple of arrays
        Limits in units of `k / exposure`; with k = 0 the lower limit is exactly 0.

    Notes
    -----
    .. math:: \chi^2_{\alpha/2; 2k} / 2, \quad \chi^2_{1-\alpha/2; 2k+2} / 2

    References
    ----------
    Garwood (1936), Biometrika 28, 437-442.
    """
    k, exposure = np.broadcast_arrays(np.asarray(k, float), np.asarray(exposure, float))
    exposure = np.where(exposure > 0, exposure, np.nan)
    alpha = 1 - niveau
    # a chi-squared quantile with 2k degrees of freedom is twice a gamma quantile with shape k
    lower = np.where(k == 0, 0.0, scipy.special.gammaincinv(np.where(k > 0, k, 1.0), alpha / 2))
    lower = np.where(np.isnan(k), np.nan, lower)
    upper = scipy.special.gammaincinv(k + 1, 1 - alpha / 2)
    return lower / exposure, upper / exposure


def normal(
    mean: ArrayLike, se: ArrayLike, niveau: float = NIVEAU, df: ArrayLike | None = None
) -> tuple[Floats, Floats]:
    """Symmetric interval of a mean from its standard error.

    Parameters
    ----------
    mean, se : array_like
        Estimate and standard error in the same unit.
    niveau : float
        Two-sided level, between 0 and 1.
    df : array_like, optional
        Degrees of freedom of a t distribution; without them the normal one. Less than 1 gives NaN.

    Returns
    -------
    tuple of arrays
        `mean` minus and plus the quantile times `se`.
    """
    mean, se = np.broadcast_arrays(np.asarray(mean, float), np.asarray(se, float))
    half = quantile(niveau, df) * se
    return mean - half, mean + half


def quantile(niveau: float, df: ArrayLike | None = None) -> Floats:
    """How many standard errors lie on either side: of the normal or the t distribution."""
    upper = (1 + niveau) / 2
    if df is None:
        return np.asarray(scipy.special.ndtri(upper), float)
    df = np.asarray(df, float)
    known = scipy.special.stdtrit(np.where(df >= 1, df, 1.0), upper)
    return np.where(df >= 1, known, np.nan)
