"""A question reduced to sums per group, stratum and cell of the margins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from lebenslage.analysis.survey.design import Codes, Floats, Grouping, Mask


@dataclass(frozen=True)
class Moments:
    """Sums of the features of a question; features are its answers, or (1, number).

    Parameters
    ----------
    persons : array of int, shape (groups, features)
        Unweighted; for numbers every column is the number of persons.
    totals : array, shape (groups, features)
        Weighted.
    sums : array, shape (cells, features)
        Weighted, per group and stratum.
    products : array, shape (cells, features, features)
        Sum over the units (persons or clusters) of the products of their weighted features.
    one : array, shape (features,)
        Combination of features whose total is the denominator of a mean: 1 for everybody.
    offset : array, shape (features,)
        What was taken off the features, in units of `one`: numbers are kept as distances from
        their mean, so that squares lose no digits.
    units : array, shape (cells,)
        Units with an answer.
    weights, squares : arrays, shape (cells,)
        Sums of the weights, and of the squared weights, of the persons who answered.
    per_unit : array, shape (units, features), optional
        Weighted sums of each pair of group and cluster, if there are clusters.
    pulled, crossed : arrays, shape (slots, features), optional
        Per slot of a calibrated design: sums weighted with the mass of the calibration, and with
        the squared weights.
    """

    grouping: Grouping
    persons: Codes
    totals: Floats
    sums: Floats
    products: Floats
    one: Floats
    offset: Floats
    units: Floats
    weights: Floats
    squares: Floats
    per_unit: Floats | None = None
    pulled: Floats | None = None
    crossed: Floats | None = None

    @property
    def base(self) -> Codes:
        """Persons who answered, per group."""
        counted = self.persons * self.one.astype(np.int64)
        return np.asarray(counted.sum(axis=1), np.int64)

    def coefficients(self, figures: ArrayLike) -> Floats:
        """Figures, shape (figures, features), as combinations of the features that are kept."""
        values = np.atleast_2d(np.asarray(figures, float))
        return np.asarray(values + (values @ self.offset)[:, None] * self.one, float)


class _Features(Protocol):
    def tally(self, keys: Codes, weights: Floats | None, size: int) -> Floats: ...

    def products(self, keys: Codes, weights: Floats, size: int) -> Floats: ...


@dataclass(frozen=True)
class _Answers:
    """Features that are 1 for the chosen answer and 0 for the others."""

    chosen: Codes
    count: int

    def tally(self, keys: Codes, weights: Floats | None, size: int) -> Floats:
        key = keys * self.count + self.chosen
        return _tally(key, weights, size * self.count).reshape(size, self.count)

    def products(self, keys: Codes, weights: Floats, size: int) -> Floats:
        result = np.zeros((size, self.count, self.count))
        diagonal = np.arange(self.count)
        result[:, diagonal, diagonal] = self.tally(keys, weights, size)
        return result


@dataclass(frozen=True)
class _Numbers:
    """Features that are numbers, shape (persons, features)."""

    columns: Floats

    def tally(self, keys: Codes, weights: Floats | None, size: int) -> Floats:
        weighted = self.columns if weights is None else self.columns * weights[:, None]
        return np.column_stack([_tally(keys, column, size) for column in weighted.T])

    def products(self, keys: Codes, weights: Floats, size: int) -> Floats:
        return np.stack(
            [self.tally(keys, weights * column, size) for column in self.columns.T], axis=1
        )


def answer_moments(grouping: Grouping, answers: Codes, count: int) -> Moments:
    """Sums of a question with `count` answers, coded from 0; -1 has not answered."""
    keep = (answers >= 0) & (grouping.cell >= 0)
    features = _Answers(answers[keep], count)
    persons = features.tally(grouping.codes[keep], None, grouping.count)
    return _moments(grouping, keep, features, persons, np.ones(count), np.zeros(count))


def number_moments(grouping: Grouping, numbers: Floats) -> Moments:
    """Sums of a question whose answer is a number; NaN has not answered."""
    keep = ~np.isnan(numbers) & (grouping.cell >= 0)
    middle = float(numbers[keep].mean()) if keep.any() else 0.0
    features = _Numbers(np.column_stack([np.ones(keep.sum()), numbers[keep] - middle]))
    persons = _persons(grouping, keep, 2)
    return _moments(
        grouping, keep, features, persons, np.array([1.0, 0.0]), np.array([0.0, middle])
    )


def ratio_moments(grouping: Grouping, numerator: Floats, denominator: Floats) -> Moments:
    """Sums of two numbers; the figure [1, 0] is the ratio of their totals."""
    keep = ~np.isnan(numerator) & ~np.isnan(denominator) & (grouping.cell >= 0)
    features = _Numbers(np.column_stack([numerator[keep], denominator[keep]]))
    persons = _persons(grouping, keep, 2)
    return _moments(grouping, keep, features, persons, np.array([0.0, 1.0]), np.zeros(2))


def _persons(grouping: Grouping, keep: Mask, count: int) -> Floats:
    return np.repeat(_tally(grouping.codes[keep], None, grouping.count)[:, None], count, axis=1)


def _moments(
    grouping: Grouping,
    keep: Mask,
    features: _Features,
    persons: Floats,
    one: Floats,
    offset: Floats,
) -> Moments:
    weight, cell = grouping.design.weight[keep], grouping.cell[keep]
    cells = len(grouping.cell_group)
    sums = features.tally(cell, weight, cells)
    per_unit: Floats | None = None
    if grouping.unit is None or grouping.unit_cell is None:
        products = features.products(cell, weight**2, cells)
        units = _tally(cell, None, cells)
    else:
        unit = grouping.unit[keep]
        per_unit = features.tally(unit, weight, len(grouping.unit_cell))
        products = _Numbers(per_unit).products(grouping.unit_cell, np.ones(len(per_unit)), cells)
        units = _tally(grouping.unit_cell[np.unique(unit)], None, cells)
    pulled: Floats | None = None
    crossed: Floats | None = None
    calibration = grouping.design.calibration
    if calibration is not None and grouping.slot is not None:
        slot, slots = grouping.slot[keep], len(grouping.slot_group)
        pulled = features.tally(slot, calibration.mass[keep], slots)
        if per_unit is None:
            crossed = features.tally(slot, weight**2, slots)
    return Moments(
        grouping,
        persons.astype(np.int64),
        by_group(grouping, sums),
        sums,
        products,
        one,
        offset,
        units,
        _tally(cell, weight, cells),
        _tally(cell, weight**2, cells),
        per_unit,
        pulled,
        crossed,
    )


def _tally(keys: Codes, weights: Floats | None, size: int) -> Floats:
    return np.asarray(np.bincount(keys, weights, size), float)


def by_group(grouping: Grouping, cells: Floats) -> Floats:
    """Add up cells to their groups."""
    result = np.zeros((grouping.count, *cells.shape[1:]))
    np.add.at(result, grouping.cell_group, cells)
    return result
