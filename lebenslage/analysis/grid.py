"""Census grids to Ortsteile: every person counted once, shares with their denominators.

A cell belongs to the Ortsteil that holds its centre. Where persons are known for smaller cells
inside, a large cell is split by them. What cells hold is summed, numerator and denominator each,
and only then divided.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lebenslage.analysis.grid_recipes import POPULATION, RECIPES
from lebenslage.analysis.grid_sums import (
    EINGESCHRAENKT,
    ZELLEN,
    Floats,
    Ints,
    Parts,
    count_sums,
    mean_sums,
)
from lebenslage.model import columns as c
from lebenslage.model.area import CRS_GRID
from lebenslage.model.grid import GridCells, GridIndicator
from lebenslage.model.rules import MEHRHEIT, Guete

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
    EINGESCHRAENKT,
)
#: Into which points are sorted at most.
_MOST_STRIPS: Final = 10_000
#: No Ortsteil holds the centre.
OUTSIDE: Final = -1


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
        "amtlich" where the areas are, no cell was split and not more than half of the weight lies
        in cells that the publisher marks as of limited use (`rules.MEHRHEIT`), else "naeherung".
    """
    table = grid_table(cells, ortsteile, recipes)
    return table[table[c.WERT].notna()].reset_index(drop=True)


def grid_table(
    cells: Sequence[GridCells],
    ortsteile: gpd.GeoDataFrame,
    recipes: Sequence[GridIndicator] = RECIPES,
) -> pd.DataFrame:
    """As `grid_values`, with the rows that have sums but no value.

    Notes
    -----
    An indicator that several files tell about the same area and date stands once: from the finest
    cells, and of these from the first recipe. A share above 100 % (the noise of both counts is
    independent) is no value.
    """
    areas = ortsteile.to_crs(CRS_GRID)
    order = {id(recipe): place for place, recipe in enumerate(recipes)}
    found: list[tuple[int, int, pd.DataFrame]] = []
    for theme in cells:
        wanted = [r for r in recipes if r.theme == theme.theme and usable(theme, r, cells)]
        if not wanted:
            continue
        parts = parts_in_areas(theme, areas, cells)
        for recipe in wanted:
            frame = _values(theme, recipe, parts, areas, cells)
            if len(frame):
                found.append((theme.resolution, order[id(recipe)], frame))
    if not found:
        return pd.DataFrame(columns=list(GITTERWERTE))
    found.sort(key=lambda item: item[:2])
    table = pd.concat([frame for *_, frame in found], ignore_index=True)
    table = table.iloc[np.argsort(table[c.WERT].isna().to_numpy(), kind="stable")]
    once = table.drop_duplicates([c.GEBIET, c.INDIKATOR, c.STAND])
    return once.sort_index().reset_index(drop=True)


def area_of(x: Floats, y: Floats, areas: gpd.GeoDataFrame) -> Ints:
    """Position of the area that holds each point; on a common border the first, else `OUTSIDE`.

    Parameters
    ----------
    x, y : array of float
        In the CRS of `areas`.
    """
    found = np.full(len(x), OUTSIDE, np.int64)
    if not len(x):
        return found
    shapes = areas.geometry.to_numpy()
    shapely.prepare(shapes)
    bounds = shapely.bounds(shapes)
    # points sorted by strips as high as an area, then by x: what lies near an area stands together,
    # and millions of points need not become objects
    base, extent = float(y.min()), float(np.ptp(y))
    height = max(float(np.nanmedian(bounds[:, 3] - bounds[:, 1])), extent / _MOST_STRIPS, 1e-9)
    strip = np.floor((y - base) / height)
    order = np.lexsort((x, strip))
    xs, ys = x[order], y[order]
    starts = np.searchsorted(strip[order], np.arange(strip.max() + 2))
    # the last first, so that on a common border the first area stays
    for area in np.flatnonzero(~np.isnan(bounds[:, 0]))[::-1]:
        left, bottom, right, top = bounds[area]
        first = max(int((bottom - base) // height), 0)
        last = min(int((top - base) // height), len(starts) - 2)
        for row in range(first, last + 1):
            start, end = starts[row], starts[row + 1]
            low, high = xs[start:end].searchsorted((left, np.nextafter(right, np.inf)))
            part = slice(start + low, start + high)
            held = shapely.intersects_xy(shapes[area], xs[part], ys[part])
            found[order[part][held]] = area
    return found


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


def usable(theme: GridCells, recipe: GridIndicator, cells: Sequence[GridCells]) -> bool:
    """Whether all columns of a recipe are there, its weight perhaps in another theme."""
    columns = {*recipe.zaehler, *recipe.nenner, recipe.mittelwert, recipe.kehrwert_von} - {""}
    there = columns <= set(theme.value_columns())
    return there and (not recipe.gewicht or weight_of(theme, recipe, cells) is not None)


def weight_of(theme: GridCells, recipe: GridIndicator, cells: Sequence[GridCells]) -> Floats | None:
    """Weight of each cell of a theme; None if no theme of its date and cell size has one."""
    for column in recipe.gewicht:
        for other in (theme, *cells):
            same = (other.stand, other.resolution) == (theme.stand, theme.resolution)
            # the totals of buildings have the same headings as those of dwellings
            if same and column in other.value_columns() and "gebaeude" not in other.theme:
                if other is theme:
                    return np.asarray(theme.cells[column].to_numpy(float))
                known = pd.Series(
                    other.cells[column].to_numpy(float), _cell_keys(other.cells, other.resolution)
                )
                wanted = known.reindex(_cell_keys(theme.cells, theme.resolution))
                return np.asarray(wanted.to_numpy(float))
    return None


def _values(
    theme: GridCells,
    recipe: GridIndicator,
    parts: Parts,
    areas: gpd.GeoDataFrame,
    cells: Sequence[GridCells],
) -> pd.DataFrame:
    if recipe.mittelwert:
        weight = weight_of(theme, recipe, cells) if recipe.gewicht else None
        result = mean_sums(theme, recipe, parts, len(areas), weight)
    else:
        result = count_sums(theme, recipe, parts, len(areas))
    official = areas["amtlich"].to_numpy(bool) & (not parts.split)
    official &= ~(result[EINGESCHRAENKT] > MEHRHEIT)
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
    # a mean without enough cells has no sums worth telling either
    told = c.WERT if recipe.mittelwert else c.ZAEHLER
    return frame.loc[frame[told].notna(), list(GITTERWERTE)]
