"""What small numbers can carry: years pooled, values smoothed towards a mean, limits of chance.

Numerators `k` and bases `n` are arrays (areas,); shares and their limits run from 0 to 1, rates
are `k / n`. A share comes from a binomial distribution, a rate from a Poisson one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy import special, stats

from lebenslage.analysis.intervals import Floats
from lebenslage.model.catalogue import Kind
from lebenslage.model.rules import NIVEAU

#: Kinds of values that have a numerator and a base.
KINDS: Final = (Kind.ANTEIL, Kind.RATE)
#: Levels of the limits of a funnel (Spiegelhalter 2005: about two and three standard errors).
WARNUNG: Final = 0.95
ALARM: Final = 0.998
#: Years that are pooled.
JAHRE: Final = 3


@dataclass(frozen=True, slots=True)
class Prior:
    """How areas of one kind differ: their common mean, and the variance of the true values.

    Parameters
    ----------
    mean : float
        Share 0-1 or rate over all areas together.
    variance : float
        Between areas, chance taken off; 0: all differences may be chance.
    kind : Kind
        `anteil` or `rate`.
    """

    mean: float
    variance: float
    kind: Kind

    @classmethod
    def of(cls, k: ArrayLike, n: ArrayLike, kind: Kind, mean: float | None = None) -> Prior:
        r"""Method of moments over areas; areas without a base are left out.

        Parameters
        ----------
        k, n : array_like
            Numerators and bases, or effective ones.
        mean : float, optional
            The joint value, if `k` and `n` do not sum to it.

        Notes
        -----
        With b the joint value, m the mean base and :math:`s^2 = \sum n_i (p_i - b)^2 / \sum n_i`

        .. math:: A = s^2 - b / m \quad\text{(rates)}, \qquad
                  A = \frac{s^2 - b (1 - b) / m}{1 - 1 / m} \quad\text{(shares)}

        and 0 where this is negative.

        References
        ----------
        Marshall (1991), Mapping disease and mortality rates using empirical Bayes estimators,
        JRSS C 40 (rates); Martuzzi, Elliott (1996), Statistics in Medicine 15 (shares); both as
        R `spdep::EBest`.
        """
        k, n = _known(k, n)
        total = float(n.sum())
        if not total > 0:
            return cls(float("nan"), float("nan"), kind)
        mean = float(k.sum()) / total if mean is None else mean
        size = total / len(n)
        spread = float((n * (k / n - mean) ** 2).sum()) / total
        if kind is Kind.RATE:
            return cls(mean, max(0.0, spread - mean / size), kind)
        chance = mean * (1 - mean)
        found = (spread - chance / size) / (1 - 1 / size) if size > 1 else 0.0
        return cls(mean, min(max(0.0, found), chance), kind)

    def strength(self) -> float:
        """How large a base the mean weighs as much as: infinite where nothing but chance shows."""
        inner = self.mean if self.kind is Kind.RATE else self.mean * (1 - self.mean) - self.variance
        return inner / self.variance if self.variance > 0 else float("inf")

    def smoothed(self, k: ArrayLike, n: ArrayLike) -> Floats:
        r"""Values drawn towards the mean, the more the smaller their base.

        Returns
        -------
        array (areas,)
            Shares 0-1 or rates; without a base NaN.

        Notes
        -----
        With the strength s of the mean b

        .. math:: \frac{k + s\, b}{n + s}

        the expectation of the Gamma or Beta distribution that `limits` takes.
        """
        k, n = _pair(k, n)
        strength = self.strength()
        if not np.isfinite(strength):
            return np.where(np.isnan(n), np.nan, self.mean)
        result: Floats = (k + strength * self.mean) / (n + strength)
        return result

    def limits(self, k: ArrayLike, n: ArrayLike, niveau: float = NIVEAU) -> tuple[Floats, Floats]:
        """Where the smoothed value lies, given this mean and variance as if they were known.

        NaN where the variance is 0: there is nothing to draw a distribution from.
        """
        k, n = _pair(k, n)
        strength = self.strength()
        ends = ((1 - niveau) / 2, (1 + niveau) / 2)
        if not (np.isfinite(strength) and strength > 0 and self.mean > 0):
            nothing = np.full(k.shape, np.nan)
            return nothing, nothing.copy()
        shape, rest = k + strength * self.mean, n - k + strength * (1 - self.mean)
        if self.kind is Kind.RATE:
            low, high = (special.gammaincinv(shape, end) / (n + strength) for end in ends)
        else:
            low, high = (special.betaincinv(shape, rest, end) for end in ends)
        return low, high


def funnel(mean: float, n: ArrayLike, kind: Kind, niveau: float) -> tuple[Floats, Floats]:
    r"""Between which limits a value lies by chance alone if the true one is `mean`.

    Parameters
    ----------
    mean : float
        Share 0-1 or rate of the reference.
    n : array_like
        Bases; rounded to whole numbers for shares.
    niveau : float
        Two-sided, as `WARNUNG` and `ALARM`.

    Returns
    -------
    tuple of arrays
        Limits as shares or rates, at least 0; NaN without a base.

    Notes
    -----
    Exact, with interpolation between whole numbers: of the smallest r with
    :math:`P(R \le r) \ge p` the limit is

    .. math:: \frac{1}{n}\Bigl(r - \frac{P(R \le r) - p}{P(R = r)}\Bigr)

    References
    ----------
    Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statistics in
    Medicine 24, appendix A.1.
    """
    n = np.asarray(n, float)
    known = np.where(n > 0, n, np.nan)
    safe = np.where(n > 0, n, 1.0)
    if kind is Kind.RATE:
        chance = stats.poisson(mean * safe)
    else:
        safe = np.maximum(np.round(safe), 1.0)
        chance = stats.binom(safe, mean)
    ends = []
    for p in ((1 - niveau) / 2, (1 + niveau) / 2):
        r = chance.ppf(p)
        probability = chance.pmf(r)
        over = (chance.cdf(r) - p) / np.where(probability > 0, probability, 1.0)
        ends.append(np.maximum((r - over) / safe, 0.0) + 0.0 * known)
    low, high = ends
    return low, high if kind is Kind.RATE else np.minimum(high, 1.0)


def _pair(k: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    k, n = np.broadcast_arrays(np.asarray(k, float), np.asarray(n, float))
    empty = np.isnan(k) | ~(n > 0)
    return np.where(empty, np.nan, k), np.where(empty, np.nan, n)


def _known(k: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    k, n = _pair(k, n)
    known = ~np.isnan(k)
    return k[known], n[known]
