"""Entries whose place on the map lies outside the Gemeinde: mostly a typing error."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import geopandas as gpd
import shapely
from shapely import Geometry

from lebenslage.model.area import CRS_MAP
from lebenslage.model.registers import Entry, position

#: Metres beyond the borders that still count as inside: borders may be approximations.
TOLERANCE: Final = 500.0


def outline(ortsteile: gpd.GeoDataFrame, crs: str) -> Geometry:
    """The Gemeinde with some metres around it, in EPSG:4326.

    Parameters
    ----------
    crs : str
        Projected, in metres.
    """
    whole = ortsteile.to_crs(crs).geometry.union_all().buffer(TOLERANCE)
    return gpd.GeoSeries([whole], crs=crs).to_crs(CRS_MAP).iloc[0]


def outside(entries: Iterable[Entry], area: Geometry) -> list[Entry]:
    """Those of the entries that have a place outside; without a place nothing is wrong."""
    located = [
        (entry, place)
        for entry in entries
        if entry.text("lage") and (place := position(entry.text("lage"))) is not None
    ]
    shapely.prepare(area)
    lats, lons = [place[0] for _, place in located], [place[1] for _, place in located]
    inside = shapely.contains_xy(area, lons, lats)
    return [entry for (entry, _), there in zip(located, inside, strict=True) if not there]
