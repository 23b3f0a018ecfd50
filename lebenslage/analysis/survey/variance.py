"""Variances of linearised totals: within strata, between clusters, after calibration."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy import sparse

from lebenslage.analysis.survey.calibration import Calibration
from lebenslage.analysis.survey.design import Codes, Floats
from lebenslage.analysis.survey.grouping import Grouping
from lebenslage.analysis.survey.influence import Influence
from lebenslage.analysis.survey.moments import Moments, by_group

#: Part of the sum of squares below which a spread is rounding, not a spread.
_ROUNDING: Final = 1e-14
#: The same where calibration takes away what it leaves of a variance.
_CANCELLED: Final = 1e-12
#: Numbers that are held at once for calibrated designs.
_BLOCK: Final = 4_000_000


def variance(moments: Moments, coefficients: Floats) -> Floats:
    r"""Variance of the weighted total of combinations of the features, group by group.

    Parameters
    ----------
    coefficients : array, shape (groups, figures, features)
        The combination; zero outside the group, which is a domain of the whole sample.

    Returns
    -------
    array, shape (groups, figures)

    Notes
    -----
    With :math:`u_j` the weighted total of the sampled unit j, and for calibrated weights of its
    residuals (see `Calibration`),

    .. math:: \hat V = \sum_h (1 - f_h) \frac{n_h}{n_h - 1}
              \Bigl( \sum_j u_j^2 - \bigl(\sum_j u_j\bigr)^2 / n_h \Bigr)

    A stratum with a single unit counts with its square (centred at zero, as R's "adjust").
    Clusters count whole: what happens in later stages is in the spread between them.

    References
    ----------
    Särndal, Swensson & Wretman (1992), Model Assisted Survey Sampling, 5.6 and 5.8; the same as
    `svyrecvar` of R's survey package.
    """
    if moments.pulled is None:
        return _uncalibrated(moments, coefficients)
    influence = moments.grouping.influence
    if influence is None:
        return _calibrated(moments, coefficients)
    return _with_influence(moments, coefficients, influence)


def _uncalibrated(moments: Moments, coefficients: Floats) -> Floats:
    grouping = moments.grouping
    own = coefficients[grouping.cell_group]
    linear = np.einsum("csk,ck->cs", own, moments.sums)
    square = np.einsum("csk,ckl,csl->cs", own, moments.products, own, optimize=True)
    spread = _spread(square, linear, grouping.cell_stratum[:, None], grouping, square)
    return by_group(grouping, spread)


def _with_influence(moments: Moments, coefficients: Floats, influence: Influence) -> Floats:
    """As `_calibrated`, by the quadratic form of each group."""
    grouping = moments.grouping
    group = grouping.slot_group
    assert moments.pulled is not None
    assert moments.crossed is not None
    assert moments.slot_sums is not None
    own = coefficients[group]
    pulled, crossed, sums = (
        np.asarray(np.einsum("ik,isk->is", values, own), np.float64)
        for values in (moments.pulled, moments.crossed, moments.slot_sums)
    )
    plain = _uncalibrated(moments, coefficients)
    result = plain + influence.variance(group, pulled, crossed, sums)
    return np.where(result > _CANCELLED * plain, result, 0.0)


def _spread(
    square: Floats, linear: Floats, stratum: Codes, grouping: Grouping, scale: Floats
) -> Floats:
    """Squares about the mean; `scale` is what they were computed from."""
    n = grouping.design.units[stratum]
    about_mean = square - np.where(n == 1, 0.0, linear**2 / n)
    about_mean = np.where(about_mean > _ROUNDING * scale, about_mean, 0.0)
    return np.asarray(grouping.stratum_factor[stratum] * about_mean, float)


def _calibrated(moments: Moments, coefficients: Floats) -> Floats:
    """As `variance`; every person counts in every group, as the margins tie them together."""
    grouping = moments.grouping
    calibration = grouping.design.calibration
    assert calibration is not None
    groups, figures = coefficients.shape[:2]
    result = np.zeros((groups, figures))
    step = max(1, _BLOCK // (figures * calibration.count))
    order = np.argsort(grouping.slot_group, kind="stable")
    ends = np.searchsorted(grouping.slot_group[order], np.arange(groups + 1))
    for first in range(0, groups, step):
        last = min(first + step, groups)
        slots = order[ends[first] : ends[last]]
        block = _Block(moments, coefficients, calibration, first, last, slots)
        result[first:last] = block.variance()
    return result


class _Block:
    """Some groups of a calibrated design at once."""

    def __init__(
        self,
        moments: Moments,
        coefficients: Floats,
        calibration: Calibration,
        first: int,
        last: int,
        slots: Codes,
    ) -> None:
        self.moments, self.coefficients, self.calibration = moments, coefficients, calibration
        self.grouping, self.design = moments.grouping, moments.grouping.design
        self.first, self.last, self.slots = first, last, slots
        self.shape = (last - first, coefficients.shape[1])
        self.place = self.grouping.slot_group[slots] - first
        assert moments.pulled is not None
        pulled = self._combine(moments.pulled[slots], self.grouping.slot_group[slots])
        sums = self._spread_out(pulled, self.place, self.grouping.slot_cell[slots], None)
        flat = sums.reshape(-1, calibration.count)
        self.fitted = calibration.fitted(flat).reshape(*self.shape, calibration.count)

    def variance(self) -> Floats:
        """Shape (groups of the block, figures)."""
        strata = len(self.design.units)
        sums = self._persons() if self.design.cluster is None else self._clusters()
        square, linear, scale = sums
        stratum = np.arange(strata)[None, None]
        return np.asarray(
            _spread(square, linear, stratum, self.grouping, scale).sum(axis=-1), float
        )

    def _combine(self, sums: Floats, group: Codes) -> Floats:
        return np.asarray(np.einsum("ik,isk->is", sums, self.coefficients[group]), float)

    def _spread_out(self, values: Floats, place: Codes, where: Codes, size: int | None) -> Floats:
        """Values, shape (items, figures), as an array (groups, figures, size)."""
        result = np.zeros((*self.shape, size or self.calibration.count))
        np.add.at(result.transpose(0, 2, 1), (place, where), values)
        return result

    def _fitted_by(self, weights: sparse.csr_array, fitted: Floats) -> Floats:
        """Weighted sums of the fitted means by stratum or cluster, (groups, figures, places)."""
        flat = (weights @ fitted.reshape(-1, self.calibration.count).T).T
        return np.asarray(flat.reshape(*self.shape, -1), float)

    def _cells(self, values: Floats) -> Floats:
        """Values of the cells of the block's groups by stratum."""
        inside = self._inside(self.grouping.cell_group)
        place = self.grouping.cell_group[inside] - self.first
        where = self.grouping.cell_stratum[inside]
        return self._spread_out(values[inside], place, where, len(self.design.units))

    def _inside(self, group: Codes) -> Codes:
        return np.flatnonzero((group >= self.first) & (group < self.last))

    def _persons(self) -> tuple[Floats, Floats, Floats]:
        """Sums of squares and sums of the residuals of all persons, by stratum; their scale."""
        grouping, moments, design = self.grouping, self.moments, self.design
        own = self.coefficients[grouping.cell_group]
        linear = self._cells(np.einsum("csk,ck->cs", own, moments.sums))
        square = self._cells(np.einsum("csk,ckl,csl->cs", own, moments.products, own))
        linear -= self._fitted_by(design.weight_by_cell, self.fitted)
        square += self._fitted_by(design.square_by_cell, self.fitted**2)
        scale = square.copy()
        assert moments.crossed is not None
        crossed = self._combine(moments.crossed[self.slots], grouping.slot_group[self.slots])
        crossed *= self.fitted[self.place, :, grouping.slot_cell[self.slots]]
        strata = len(design.units)
        stratum = grouping.slot_stratum[self.slots]
        square -= 2 * self._spread_out(crossed, self.place, stratum, strata)
        return square, linear, scale

    def _clusters(self) -> tuple[Floats, Floats, Floats]:
        """As `_persons`, of all clusters."""
        grouping, moments, design = self.grouping, self.moments, self.design
        assert grouping.unit_cell is not None
        assert grouping.unit_cluster is not None
        assert moments.per_unit is not None
        assert design.cluster is not None
        group = grouping.cell_group[grouping.unit_cell]
        inside = self._inside(group)
        totals = self._combine(moments.per_unit[inside], group[inside])
        size = int(design.cluster.max()) + 1
        of_unit = grouping.unit_cluster[inside]
        residual = self._spread_out(totals, group[inside] - self.first, of_unit, size)
        fitted = self._fitted_by(design.weight_by_cell, self.fitted)
        scale = residual**2 + fitted**2
        residual -= fitted
        stratum = np.zeros(size, np.int64)
        stratum[design.cluster] = design.stratum
        strata = len(design.units)
        member = (np.arange(strata)[:, None] == stratum).astype(float)
        return residual**2 @ member.T, residual @ member.T, scale @ member.T
