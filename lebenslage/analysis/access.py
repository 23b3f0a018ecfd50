"""Where people live, as points: the inhabited cells of the census, and what lies near them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import Transformer

from lebenslage.analysis.grid import OUTSIDE, area_of, persons, population_columns
from lebenslage.analysis.grid_sums import Floats, Ints
from lebenslage.model import columns as c
from lebenslage.model.area import CRS_GRID, CRS_MAP
from lebenslage.model.grid import GridCells


@dataclass(frozen=True)
class Homes:
    """Inhabited cells of the Ortsteile, arrays of one length.

    Parameters
    ----------
    xy : array of float, shape (cells, 2)
        Centres in metres, in the CRS of the Gemeinde.
    persons : array of float
        Inhabitants of each cell, > 0.
    area : array of int
        Place in `ids`.
    ids : tuple of str
        The Ortsteile in the order of their file.
    crs : str
        Projected CRS of `xy`.
    """

    xy: Floats
    persons: Floats
    area: Ints
    ids: tuple[str, ...]
    crs: str

    def __len__(self) -> int:
        return len(self.persons)


def homes(cells: Sequence[GridCells], ortsteile: gpd.GeoDataFrame, crs: str) -> Homes:
    """Inhabited cells out of the finest census grid at hand, of equally fine ones the newest.

    Parameters
    ----------
    crs : str
        Projected CRS in which distances are taken, e.g. "EPSG:25832".
    """
    ids = tuple(ortsteile[c.ORTSTEIL])
    grids = [theme for theme in cells if population_columns(theme)]
    if not grids or not ids:
        return Homes(np.empty((0, 2)), np.empty(0), np.empty(0, np.int64), ids, crs)
    theme = max(grids, key=lambda one: (-one.resolution, one.stand))
    x, y = theme.cells["x"].to_numpy(float), theme.cells["y"].to_numpy(float)
    people, area = persons(theme), area_of(x, y, ortsteile.to_crs(CRS_GRID))
    lived = (people > 0) & (area != OUTSIDE)
    to_metres = Transformer.from_crs(CRS_GRID, crs, always_xy=True)
    xy = np.column_stack(to_metres.transform(x[lived], y[lived]))
    return Homes(xy, people[lived], area[lived], ids, crs)


def metres(places: pd.DataFrame, crs: str) -> Floats:
    """Places given by `lon` and `lat` as points in metres, shape (places, 2)."""
    to_metres = Transformer.from_crs(CRS_MAP, crs, always_xy=True)
    lon, lat = places["lon"].to_numpy(float), places["lat"].to_numpy(float)
    return np.column_stack(to_metres.transform(lon, lat)).reshape(-1, 2)


def means(where: Homes, per_cell: Floats, whole: str) -> pd.DataFrame:
    """Mean of a figure over the inhabitants, by Ortsteil and for the Gemeinde `whole`.

    Parameters
    ----------
    per_cell : array of float, shape (cells,)
        NaN: unknown, counts in neither sum.

    Returns
    -------
    pd.DataFrame
        `gebiet_id, wert, zaehler, nenner` (sum of persons times figure; persons); no row where
        nobody lives.
    """
    known = ~np.isnan(per_cell)
    area, people = where.area[known], where.persons[known]
    above = np.bincount(area, people * per_cell[known], minlength=len(where.ids))
    below = np.bincount(area, people, minlength=len(where.ids)).astype(float)
    above, below = np.append(above, above.sum()), np.append(below, below.sum())
    lived = below > 0
    return pd.DataFrame(
        {
            c.GEBIET: np.array([*where.ids, whole], dtype=object)[lived],
            c.WERT: above[lived] / below[lived],
            c.ZAEHLER: above[lived],
            c.NENNER: below[lived],
        }
    )


def weighted_median(values: Floats, weight: Floats) -> float:
    """The smallest value up to which at least half of the weight lies; NaN without any."""
    known = ~np.isnan(values) & (weight > 0)
    if not known.any():
        return float("nan")
    order = np.argsort(values[known], kind="stable")
    reached = np.cumsum(weight[known][order])
    place = int(np.searchsorted(reached, 0.5 * reached[-1] * (1 - 1e-12)))
    return float(values[known][order][place])
