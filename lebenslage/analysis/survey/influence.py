"""Variances after calibration for many groups at once.

The means of the margins that are taken out depend linearly on a group's own sums. So what they do
to the variance of a group is a quadratic form in these few sums, made once for all questions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from lebenslage.analysis.survey.grouping import Grouping

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]

#: Slots that a group may have; the form has the square of them as entries.
MOST_SLOTS: Final = 64
#: Numbers that are held at once while the form is made.
_BLOCK: Final = 8_000_000


@dataclass(frozen=True)
class Influence:
    r"""Quadratic form of each group, in the notation of `variance`.

    Parameters
    ----------
    place : array of int, shape (slots,)
        Number of each slot within its group.
    square : array, shape (groups, width, width)
        :math:`\sum_h \phi_h (\sum_i w_i^2 m_i m_i' - \ldots)` of the fitted means m that one unit
        in each slot leads to; :math:`\phi_h = (1 - f_h) n_h / (n_h - 1)`.
    crossed, summed : arrays, shape (groups, width, width)
        What a unit in the second slot does to the term of the first one's squared weights, and of
        its weights.
    """

    place: Codes
    square: Floats
    crossed: Floats
    summed: Floats

    @classmethod
    def of(cls, grouping: Grouping, factor: Floats) -> Influence:
        """Make the form of a design without clusters.

        Parameters
        ----------
        factor : array, shape (strata,)
            What the squares of each stratum are multiplied by.
        """
        group = grouping.slot_group
        order = np.argsort(group, kind="stable")
        sizes = np.bincount(group, minlength=grouping.count)
        starts = np.concatenate([[0], np.cumsum(sizes)])
        place = np.empty(len(group), np.int64)
        place[order] = np.arange(len(group)) - starts[group[order]]
        width = int(sizes.max(initial=0))
        shape = (grouping.count, width, width)
        forms = (np.zeros(shape), np.zeros(shape), np.zeros(shape))
        assert grouping.design.calibration is not None
        cells = grouping.design.calibration.count
        step = max(1, _BLOCK // (cells * max(width, 1)))
        for first in range(0, grouping.count, step):
            last = min(first + step, grouping.count)
            slots = order[starts[first] : starts[last]]
            made = _forms(grouping, factor, slots, place[slots], first, last, width)
            for form, part in zip(forms, made, strict=True):
                form[first:last] = part
        return cls(place, *forms)

    def variance(self, group: Codes, pulled: Floats, crossed: Floats, sums: Floats) -> Floats:
        """What calibration adds to the variance of each group.

        Parameters
        ----------
        group : array of int, shape (slots,)
        pulled, crossed, sums : arrays, shape (slots, figures)
            Combinations of the features: weighted with the mass, the squared weights, the weights.

        Returns
        -------
        array, shape (groups, figures)
        """
        p, c, z = (self._by_group(group, values) for values in (pulled, crossed, sums))
        added = p * (self.square @ p) - 2 * c * (self.crossed @ p) + 2 * z * (self.summed @ p)
        return np.asarray(added.sum(axis=1), float)

    def _by_group(self, group: Codes, values: Floats) -> Floats:
        result = np.zeros((*self.square.shape[:2], values.shape[1]))
        result[group, self.place] = values
        return result


def _forms(
    grouping: Grouping,
    factor: Floats,
    slots: Codes,
    place: Codes,
    first: int,
    last: int,
    width: int,
) -> tuple[Floats, Floats, Floats]:
    """The three forms of some groups."""
    design = grouping.design
    assert design.calibration is not None
    cells, strata = design.calibration.count, len(design.units)
    cell, stratum = grouping.slot_cell[slots], grouping.slot_stratum[slots]
    unit = np.zeros((len(slots), cells))
    unit[np.arange(len(slots)), cell] = 1.0
    fitted = design.calibration.fitted(unit)
    where = (grouping.slot_group[slots] - first, place)
    of_cell = np.zeros((last - first, width), np.int64)
    of_stratum = np.zeros((last - first, width), np.int64)
    there = np.zeros((last - first, width))
    of_cell[where], of_stratum[where], there[where] = cell, stratum, 1.0
    means = np.zeros((last - first, width, cells))
    means[where] = fitted
    weighted = np.zeros((last - first, width, strata))
    weighted[where] = (design.weight_by_cell @ fitted.T).T
    about_mean = factor * np.where(design.units == 1, 0.0, 1.0 / design.units)
    squares = np.asarray(factor @ design.square_by_cell)
    square = (means * squares) @ means.transpose(0, 2, 1)
    square -= (weighted * about_mean) @ weighted.transpose(0, 2, 1)
    at_slot = np.take_along_axis(means, of_cell[:, None, :], axis=2).transpose(0, 2, 1)
    crossed = at_slot * (factor[of_stratum] * there)[:, :, None]
    at_stratum = np.take_along_axis(weighted, of_stratum[:, None, :], axis=2).transpose(0, 2, 1)
    summed = at_stratum * (about_mean[of_stratum] * there)[:, :, None]
    return square, crossed, summed
