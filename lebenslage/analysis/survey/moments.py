"""A question reduced to sums per group, stratum and cell of the margins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from lebenslage.analysis.survey.design import Codes, Floats, Mask
from lebenslage.analysis.survey.grouping import Grouping


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
    pulled, crossed, slot_sums : arrays, shape (slots, features), optional
        Per slot of a calibrated design: sums weighted with the mass of the calibration, with the
        squared weights, and with the weights.
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
    slot_sums: Floats | None = None

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
    if grouping.alike is not None:
        return _counted(grouping, answers, count, *grouping.alike)
    keep = (answers >= 0) & (grouping.cell >= 0)
    features = _Answers(answers[keep], count)
    persons = features.tally(grouping.codes[keep], None, grouping.count)
    return _moments(grouping, keep, features, persons, np.ones(count), np.zeros(count))


def _counted(
    grouping: Grouping, answers: Codes, count: int, weight: Floats, mass: Floats
) -> Moments:
    """As `answer_moments`, where all persons of a slot have the same weight: they are counted."""
    calibrated = grouping.slot is not None
    slot = grouping.cell if grouping.slot is None else grouping.slot
    place = grouping.slot_place if calibrated else np.arange(len(weight))
    # those of no group and those without an answer are counted in front, and left out
    key = (slot + 1) * (count + 1) + (answers + 1)
    size = (len(weight) + 1) * (count + 1)
    counted = np.bincount(key, minlength=size).reshape(-1, count + 1)[1:, 1:]
    cells = len(grouping.cell_group)

    def by_cell(values: Floats) -> Floats:
        return _numbered(values, place, cells) if calibrated else values

    of_cell = by_cell(counted.astype(np.float64))
    weighted = counted * weight[:, None]
    squared = weighted * weight[:, None]
    sums, diagonal = by_cell(weighted), by_cell(squared)
    products = np.zeros((cells, count, count))
    products[:, np.arange(count), np.arange(count)] = diagonal
    return Moments(
        grouping,
        by_group(grouping, of_cell).astype(np.int64),
        by_group(grouping, sums),
        sums,
        products,
        np.ones(count),
        np.zeros(count),
        of_cell.sum(axis=1),
        sums.sum(axis=1),
        diagonal.sum(axis=1),
        pulled=counted * mass[:, None] if calibrated else None,
        crossed=squared if calibrated else None,
        slot_sums=weighted if calibrated else None,
    )


def _numbered(values: Floats, place: Codes, count: int) -> Floats:
    """Rows added up by their place."""
    columns = [_tally(place, column, count) for column in values.T]
    return np.column_stack(columns) if columns else np.zeros((count, 0))


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
    slot_sums: Floats | None = None
    calibration = grouping.design.calibration
    if calibration is not None and grouping.slot is not None:
        slot, slots = grouping.slot[keep], len(grouping.slot_group)
        pulled = features.tally(slot, calibration.mass[keep], slots)
        if per_unit is None:
            crossed = features.tally(slot, weight**2, slots)
            slot_sums = features.tally(slot, weight, slots)
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
        slot_sums,
    )


def _tally(keys: Codes, weights: Floats | None, size: int) -> Floats:
    return np.asarray(np.bincount(keys, weights, size), float)


def by_group(grouping: Grouping, cells: Floats) -> Floats:
    """Add up cells to their groups."""
    result = np.zeros((grouping.count, *cells.shape[1:]))
    np.add.at(result, grouping.cell_group, cells)
    return result
