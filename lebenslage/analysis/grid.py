"""Census grids to Ortsteile: every person counted once, shares with their denominators.

A cell belongs to the Ortsteil that holds its centre. Where persons are known for smaller cells
inside, a large cell is split by them. What cells hold is summed, numerator and denominator each,
and only then divided.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from lebenslage.analysis.grid_recipes import POPULATION, RECIPES
from lebenslage.model import columns as c
from lebenslage.model.area import CRS_GRID
from lebenslage.model.grid import GridCells, GridIndicator
from lebenslage.model.rules import MINDESTABDECKUNG, Guete

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

ZELLEN: Final = "zellen"
#: Columns of `grid_values`.
GITTERWERTE: Final = (
    c.GEBIET,
    c.INDIKATOR,
    c.STAND,
    c.WERT,
    c.ZAEHLER,
    c.NENNER,
    c.FEHLER,
    ZELLEN,
    c.QUELLE,
    c.GUETE,
)
#: No Ortsteil holds the centre.
OUTSIDE: Final = -1


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
    """

    cell: Ints
    area: Ints
    share: Floats
    split: bool


def grid_values(
    cells: Sequence[GridCells],
    ortsteile: gpd.GeoDataFrame,
    recipes: Sequence[GridIndicator] = RECIPES,
) -> pd.DataFrame:
    """Indicator values of the Ortsteile, from all themes at hand.

    Parameters
    ----------
    cells : sequence of GridCells
        Centres in metres, EPSG:3035.
    ortsteile : gpd.GeoDataFrame
        `ortsteil_id`, `amtlich` and `geometry` in any CRS.
    recipes : sequence of GridIndicator
        What to compute; those whose columns are not all there are left out.

    Returns
    -------
    pd.DataFrame
        Columns `GITTERWERTE`. `wert` of a share is in percent; `standardfehler` is the noise that
        disclosure control added to the counts, NaN for cell means. No row where there are no
        cells or where those with a value hold less than 60 % of the persons. `guete` is
        "amtlich" where the areas are and no cell was split, else "naeherung".
    """
    areas = ortsteile.to_crs(CRS_GRID)
    frames = []
    for theme in cells:
        wanted = [r for r in recipes if r.theme == theme.theme and _has(theme, r)]
        if wanted:
            parts = parts_in_areas(theme, areas, cells)
            frames += [_values(theme, recipe, parts, areas) for recipe in wanted]
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=GITTERWERTE)


def area_of(x: Floats, y: Floats, areas: gpd.GeoDataFrame) -> Ints:
    """Position of the area that holds each point; on a common border the first, else `OUTSIDE`.

    Parameters
    ----------
    x, y : array of float
        In the CRS of `areas`.
    """
    tree = shapely.STRtree(areas.geometry.to_numpy())
    point, area = tree.query(shapely.points(x, y), predicate="intersects")
    found = np.full(len(x), len(areas), np.int64)
    np.minimum.at(found, point, area)
    return np.where(found < len(areas), found, OUTSIDE)


def parts_in_areas(
    theme: GridCells, areas: gpd.GeoDataFrame, cells: Sequence[GridCells] = ()
) -> Parts:
    """Where the persons of each cell live.

    Parameters
    ----------
    areas : gpd.GeoDataFrame
        In EPSG:3035.
    cells : sequence of GridCells
        Among them perhaps a population of smaller cells. How many of a cell's persons these hold
        is told by a population of the same size and date as `theme`, if there is one: where
        the small cells stop at the border of the Gemeinde, the rest of the cell lies outside.
    """
    x, y = theme.cells["x"].to_numpy(float), theme.cells["y"].to_numpy(float)
    fine = _finer_population(theme, cells)
    if fine is None:
        area = area_of(x, y, areas)
        inside = np.flatnonzero(area != OUTSIDE)
        return Parts(inside, area[inside], np.ones(len(inside)), False)
    return _split(theme, fine, areas, cells)


def _split(
    theme: GridCells, fine: GridCells, areas: gpd.GeoDataFrame, cells: Sequence[GridCells]
) -> Parts:
    """Divide cells by the persons of the smaller cells inside; the others go by their centre."""
    key = _cell_keys(theme.cells, theme.resolution)
    small = pd.DataFrame(
        {
            "key": _cell_keys(fine.cells, theme.resolution),
            "area": area_of(
                fine.cells["x"].to_numpy(float), fine.cells["y"].to_numpy(float), areas
            ),
            "persons": persons(fine),
        }
    )
    known = small.groupby("key")["persons"].sum()
    for whole in cells:
        same = whole.resolution == theme.resolution and whole.stand == fine.stand
        if same and population_columns(whole):
            total = pd.Series(persons(whole), _cell_keys(whole.cells, whole.resolution))
            known = total.reindex(known.index).fillna(0.0).clip(lower=known)
    inside = small[small["area"] != OUTSIDE].groupby(["key", "area"], as_index=False).sum()
    place = pd.Series(np.arange(len(key)), key)
    inside = inside[inside["key"].isin(place.index) & (inside["persons"] > 0)]
    empty = np.flatnonzero(~np.isin(key, known.index[known > 0].to_numpy()))
    centre = area_of(
        theme.cells["x"].to_numpy(float)[empty], theme.cells["y"].to_numpy(float)[empty], areas
    )
    share = inside["persons"].to_numpy() / known.loc[inside["key"]].to_numpy()
    return Parts(
        np.append(place.loc[inside["key"]].to_numpy(), empty[centre != OUTSIDE]),
        np.append(inside["area"].to_numpy(), centre[centre != OUTSIDE]),
        np.append(share, np.ones(int((centre != OUTSIDE).sum()))),
        True,
    )


def _cell_keys(cells: pd.DataFrame, resolution: int) -> Ints:
    """One number for the cell of this size that holds a centre."""
    column = cells["x"].to_numpy(float) // resolution
    row = cells["y"].to_numpy(float) // resolution
    return np.asarray(column * 1_000_000 + row, np.int64)


def _finer_population(theme: GridCells, cells: Sequence[GridCells]) -> GridCells | None:
    finer = [
        other
        for other in cells
        if other.resolution < theme.resolution and population_columns(other)
    ]
    return max(finer, key=lambda other: (-other.resolution, other.stand), default=None)


def population_columns(theme: GridCells) -> tuple[str, ...]:
    """The columns that add up to the persons of a cell; empty if the theme has none."""
    for names in POPULATION:
        if set(names) <= set(theme.value_columns()):
            return names
    return ()


def persons(theme: GridCells) -> Floats:
    """Persons per cell; a missing count adds none."""
    frame = theme.cells[list(population_columns(theme))]
    return np.asarray(frame.sum(axis=1).to_numpy(float))


def _has(theme: GridCells, recipe: GridIndicator) -> bool:
    columns = {*recipe.zaehler, *recipe.nenner, recipe.mittelwert, recipe.kehrwert_von} - {""}
    return columns <= set(theme.value_columns())


def _values(
    theme: GridCells, recipe: GridIndicator, parts: Parts, areas: gpd.GeoDataFrame
) -> pd.DataFrame:
    sums = _mean_sums if recipe.mittelwert else _count_sums
    result = sums(theme, recipe, parts, len(areas))
    official = areas["amtlich"].to_numpy(bool) & (not parts.split)
    frame = pd.DataFrame(
        {
            c.GEBIET: areas["ortsteil_id"].to_numpy(),
            c.INDIKATOR: recipe.code,
            c.STAND: theme.stand,
            **result,
            c.QUELLE: theme.quelle_id,
            c.GUETE: np.where(official, Guete.AMTLICH.value, Guete.NAEHERUNG.value),
        }
    )
    return frame.loc[frame[c.WERT].notna(), list(GITTERWERTE)]


def _by_area(parts: Parts, areas: int, per_part: Floats) -> Floats:
    return np.asarray(np.bincount(parts.area, per_part, minlength=areas))


def _count_sums(
    theme: GridCells, recipe: GridIndicator, parts: Parts, areas: int
) -> dict[str, Any]:
    r"""Sum of counts, or the share of one sum in another.

    Notes
    -----
    Noise of independent counts :math:`x` with variance :math:`v` in a share
    :math:`p = \sum_{z} x / \sum_n x` (Taylor, first order):
    :math:`v \sum (1_z - p 1_n)^2 / (\sum_n x)^2`.
    """
    names = [*dict.fromkeys(recipe.zaehler + recipe.nenner)]
    counts = theme.cells[names].to_numpy(float)[parts.cell]
    there = ~np.isnan(counts)
    sums = np.column_stack(
        [_by_area(parts, areas, np.nan_to_num(column) * parts.share) for column in counts.T]
    )
    noisy = np.column_stack([_by_area(parts, areas, column * parts.share**2) for column in there.T])
    top = np.array([name in recipe.zaehler for name in names], float)
    cells = _by_area(parts, areas, there.any(axis=1).astype(float))
    zaehler = np.where(cells > 0, sums @ top, np.nan)
    if not recipe.nenner:
        fehler = np.sqrt(recipe.rauschvarianz * (noisy @ top))
        return _columns(zaehler, zaehler, np.full(areas, np.nan), fehler, cells)
    base = np.array([name in recipe.nenner for name in names], float)
    nenner = np.where(sums @ base > 0, sums @ base, np.nan)
    slope = top - (zaehler / nenner)[:, None] * base
    fehler = np.sqrt(recipe.rauschvarianz * (noisy * slope**2).sum(axis=1)) / nenner
    return _columns(100 * zaehler / nenner, zaehler, nenner, 100 * fehler, cells)


def _mean_sums(theme: GridCells, recipe: GridIndicator, parts: Parts, areas: int) -> dict[str, Any]:
    """Mean of cell means with their weights; nothing where too few persons have one."""
    mean = theme.cells[recipe.mittelwert].to_numpy(float)[parts.cell]
    people = theme.cells[list(recipe.nenner)].to_numpy(float)[parts.cell].sum(axis=1) * parts.share
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
    return _columns(scale * zaehler / nenner, zaehler, nenner, np.full(areas, np.nan), cells)


def _columns(
    wert: Floats, zaehler: Floats, nenner: Floats, fehler: Floats, cells: Floats
) -> dict[str, Any]:
    return {
        c.WERT: wert,
        c.ZAEHLER: zaehler,
        c.NENNER: nenner,
        c.FEHLER: fehler,
        ZELLEN: cells.astype(np.int64),
    }
