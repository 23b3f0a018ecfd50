"""Sums over the cells of each area: counts, shares of counts, weighted means."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from lebenslage.model import columns as c
from lebenslage.model.grid import GridCells, GridIndicator
from lebenslage.model.rules import MINDESTABDECKUNG

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

ZELLEN: Final = "zellen"
#: Column: part of a mean's weight (0-1) in cells that the publisher marks as of limited use.
EINGESCHRAENKT: Final = "eingeschraenkt"


@dataclass(frozen=True)
class Parts:
    """Cells, or parts of them, in the areas that they belong to; three arrays of one length.

    Parameters
    ----------
    cell, area : array of int
        Positions.
    share : array of float
        Part of the cell's persons, 0-1.
    split : bool
        Whether cells were divided by the persons of smaller ones.
    summed : dict
        Column -> its sums by area, kept while several indicators are made of them.
    """

    cell: Ints
    area: Ints
    share: Floats
    split: bool
    summed: dict[str, Summed] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class Summed:
    """A column by area: its sum, the sum of squared shares (noise), where it has a value."""

    total: Floats
    squares: Floats
    there: NDArray[np.bool_] | None  # None: everywhere


def _by_area(parts: Parts, areas: int, per_part: Floats) -> Floats:
    return np.asarray(np.bincount(parts.area, per_part, minlength=areas))


def count_sums(theme: GridCells, recipe: GridIndicator, parts: Parts, areas: int) -> dict[str, Any]:
    r"""Sum of counts, or the share of one sum in another.

    Notes
    -----
    Noise of independent counts :math:`x` with variance :math:`v` in a share
    :math:`p = \sum_{z} x / \sum_n x` (Taylor, first order):
    :math:`v \sum (1_z - p 1_n)^2 / (\sum_n x)^2`.
    """
    names = [*dict.fromkeys(recipe.zaehler + recipe.nenner)]
    columns = [_summed(theme, name, parts, areas) for name in names]
    sums = np.column_stack([column.total for column in columns])
    noisy = np.column_stack([column.squares for column in columns])
    top = np.array([name in recipe.zaehler for name in names], float)
    cells = _cells(columns, parts, areas)
    zaehler = np.where(cells > 0, sums @ top, np.nan)
    if not recipe.nenner:
        fehler = np.sqrt(recipe.rauschvarianz * (noisy @ top))
        return _columns(zaehler, zaehler, np.full(areas, np.nan), fehler, cells)
    base = np.array([name in recipe.nenner for name in names], float)
    nenner = np.where(sums @ base > 0, sums @ base, np.nan)
    slope = top - (zaehler / nenner)[:, None] * base
    fehler = np.sqrt(recipe.rauschvarianz * (noisy * slope**2).sum(axis=1)) / nenner
    share = np.where(zaehler <= nenner, zaehler / nenner, np.nan)
    fehler = np.where(np.isnan(share), np.nan, fehler)
    return _columns(100 * share, zaehler, nenner, 100 * fehler, cells)


def _summed(theme: GridCells, name: str, parts: Parts, areas: int) -> Summed:
    """Sums of a column, made once."""
    if name not in parts.summed:
        counts = theme.cells[name].to_numpy(float)[parts.cell]
        there = ~np.isnan(counts)
        squares = _by_area(parts, areas, there * parts.share**2)
        everywhere = None if there.all() else there
        total = _by_area(parts, areas, np.nan_to_num(counts) * parts.share)
        parts.summed[name] = Summed(total, squares, everywhere)
    return parts.summed[name]


def _cells(columns: list[Summed], parts: Parts, areas: int) -> Floats:
    """How many cells have a value in any of the columns."""
    there = [column.there for column in columns]
    known = [mask for mask in there if mask is not None]
    if len(known) < len(there):
        return np.asarray(np.bincount(parts.area, minlength=areas), float)
    return _by_area(parts, areas, np.logical_or.reduce(known).astype(float))


def mean_sums(
    theme: GridCells, recipe: GridIndicator, parts: Parts, areas: int, given: Floats | None = None
) -> dict[str, Any]:
    r"""Mean of cell means with their weights; nothing where too few persons have one.

    Parameters
    ----------
    given : array of float, optional
        Weight of each cell of the theme, in place of the columns `nenner`.

    Notes
    -----
    A published share of a cell is a count over a count :math:`n`, both with noise of variance
    :math:`v`; of the weighted share :math:`p` that is
    :math:`v (1 + p^2) \sum 1 / (\sum n)^2`. The noise of other means is not known.
    """
    mean = theme.cells[recipe.mittelwert].to_numpy(float)[parts.cell]
    own = theme.cells[list(recipe.nenner)].to_numpy(float).sum(axis=1)
    people = (own if given is None else given)[parts.cell] * parts.share
    weight = people
    if recipe.kehrwert_von:
        divisor = theme.cells[recipe.kehrwert_von].to_numpy(float)[parts.cell]
        weight = people / np.where(divisor > 0, divisor, np.nan)
    there = ~np.isnan(mean) & ~np.isnan(weight) & (weight > 0)
    scale = 100 if recipe.in_prozent else 1
    zaehler = _by_area(parts, areas, np.where(there, mean * weight, 0.0)) / scale
    nenner = _by_area(parts, areas, np.where(there, weight, 0.0))
    covered = _by_area(parts, areas, np.where(there, people, 0.0))
    all_people = _by_area(parts, areas, np.nan_to_num(people))
    enough = (covered > 0) & (covered >= MINDESTABDECKUNG * all_people)
    nenner = np.where(enough, nenner, np.nan)
    cells = _by_area(parts, areas, there.astype(float))
    fehler = np.full(areas, np.nan)
    if recipe.rauschvarianz:
        noisy = recipe.rauschvarianz * _by_area(parts, areas, there * parts.share**2)
        fehler = scale * np.sqrt(noisy * (1 + (zaehler / nenner) ** 2)) / nenner
    marked = theme.marked(recipe.mittelwert).to_numpy(float)[parts.cell]
    limited = _by_area(parts, areas, np.where(there, marked * weight, 0.0)) / nenner
    found = _columns(scale * zaehler / nenner, zaehler, nenner, fehler, cells)
    return found | {EINGESCHRAENKT: limited}


def _columns(
    wert: Floats, zaehler: Floats, nenner: Floats, fehler: Floats, cells: Floats
) -> dict[str, Any]:
    return {
        c.WERT: wert,
        c.ZAEHLER: zaehler,
        c.NENNER: nenner,
        c.FEHLER: fehler,
        ZELLEN: cells.astype(np.int64),
        EINGESCHRAENKT: np.zeros(len(wert)),
    }
