"""Points in degrees to the grid in which counts are kept."""

from __future__ import annotations

from typing import Final

import numpy as np
from pyproj import Transformer

from lebenslage.loaders.delimited import RawTable
from lebenslage.loaders.findings import rows_where
from lebenslage.loaders.formats import Job
from lebenslage.model.area import CRS_GRID, CRS_MAP

#: Germany in degrees with some margin.
_LON: Final = (5.5, 15.6)
_LAT: Final = (46.9, 55.3)


def to_grid(
    lon: np.ndarray, lat: np.ndarray, raw: RawTable, index: int, job: Job
) -> tuple[np.ndarray, np.ndarray]:
    """Metres in EPSG:3035 of longitudes and latitudes (WGS 84); NaN stays NaN.

    Parameters
    ----------
    index : int
        Column of the longitudes: where a point outside Germany is told.
    """
    there = ~np.isnan(lon) & ~np.isnan(lat)
    inside = (lon >= _LON[0]) & (lon <= _LON[1]) & (lat >= _LAT[0]) & (lat <= _LAT[1])
    swapped = (lat >= _LON[0]) & (lat <= _LON[1]) & (lon >= _LAT[0]) & (lon <= _LAT[1])
    for row in job.findings.listed(rows_where(there & ~inside)):
        text = (
            "Länge und Breite sind vertauscht."
            if swapped[row]
            else "Der Punkt liegt außerhalb Deutschlands; erwartet werden Grad (WGS 84)."
        )
        value = str(raw.column(index).iat[row])
        job.findings.add(text, zeile=raw.line(row), spalte=raw.header[index], wert=value)
    x, y = np.full(len(lon), np.nan), np.full(len(lon), np.nan)
    good = there & inside
    if good.any():
        transform = Transformer.from_crs(CRS_MAP, CRS_GRID, always_xy=True)
        x[good], y[good] = transform.transform(lon[good], lat[good])
    return x, y
