"""Draws around counted values: shares and rates of few cases, also of none.

A share of 0 of 10 has no standard error, and yet it is not exact. So a counted value is not drawn
normal around itself but from the limits that belong to it: the quantiles of the draws are the
score limits, Wilson's for a share and the same for a Poisson count.

References
----------
Wilson (1927), J. Am. Stat. Assoc. 22, 209–212; Brown, Cai, DasGupta (2001), Statistical Science
16, 101–133; for distributions made of limits Schweder, Hjort (2016), Confidence, Likelihood,
Probability, chapter 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lebenslage.analysis.index.matrix import Matrix
from lebenslage.analysis.index.normalise import Bools
from lebenslage.analysis.intervals import Floats
from lebenslage.model.catalogue import Kind, Node


@dataclass(frozen=True, eq=False)
class Counts:
    """Which values were counted, and how; see `counted`.

    Parameters
    ----------
    share, rate : array of bool (areas, indicators)
        Where a value is a share or a rate whose error comes from its counts alone.
    base : array (shares,)
        Denominators of the shares, in the order of `share`.
    events, unit : array (rates,)
        Numerators of the rates, and the value of one event.
    """

    share: Bools
    rate: Bools
    base: Floats
    events: Floats
    unit: Floats

    def put(self, values: Floats, normal: Floats, out: Floats) -> None:
        """Write draws of these values.

        Parameters
        ----------
        values : array (areas, indicators)
            The values themselves.
        normal : array (..., areas, indicators)
            Standard normal numbers.
        out : array (..., areas, indicators)
            Where to write.
        """
        if self.share.any():
            p = np.clip(values[self.share] / 100, 0, 1)
            out[..., self.share] = 100 * share_at(p, self.base, normal[..., self.share])
        if self.rate.any():
            out[..., self.rate] = self.unit * events_at(self.events, normal[..., self.rate])


def counted(given: Matrix, nodes: Sequence[Node]) -> Counts | None:
    """The values with numerator or denominator and without a standard error; None: there are none.

    Parameters
    ----------
    given : Matrix
        Shares (percent) need their denominator, rates their numerator; a rate of 0 also the
        denominator, which says what one event would be.
    nodes : sequence of Node
        The indicators.
    """
    open_ = ~np.isnan(given.values) & np.isnan(given.errors)
    kinds = np.array([node.art for node in nodes], dtype=object)
    share = open_ & (kinds == Kind.ANTEIL) & (given.denominators > 0)
    factor = np.array([node.faktor for node in nodes], float)
    with np.errstate(invalid="ignore", divide="ignore"):
        unit = np.where(
            given.numerators > 0, given.values / given.numerators, factor / given.denominators
        )
    none = (given.numerators == 0) & (given.values == 0)
    rate = open_ & (kinds == Kind.RATE) & (none | (given.numerators > 0))
    rate &= np.isfinite(unit) & (unit > 0)
    if not (share.any() or rate.any()):
        return None
    return Counts(share, rate, given.denominators[share], given.numerators[rate], unit[rate])


def share_at(p: Floats, n: Floats, z: Floats) -> Floats:
    r"""The score limit of a share (0-1) at a quantile of the normal distribution.

    Notes
    -----
    .. math:: \frac{p + z^2/2n + z \sqrt{p(1-p)/n + z^2/4n^2}}{1 + z^2/n}

    rises with z from 0 to 1, and at z = 0 is p itself.
    """
    square = z * z / n
    root = np.sqrt(p * (1 - p) / n + square / (4 * n))
    result: Floats = (p + square / 2 + z * root) / (1 + square)
    return np.clip(result, 0.0, 1.0)


def events_at(k: Floats, z: Floats) -> Floats:
    r"""The score limit of a Poisson count at a quantile of the normal distribution.

    Notes
    -----
    .. math:: \bigl(\sqrt{k + z^2/4} + z/2\bigr)^2

    rises with z from 0, and at z = 0 is k itself.
    """
    result: Floats = (np.sqrt(k + z * z / 4) + z / 2) ** 2
    return result
