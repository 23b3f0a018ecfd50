"""What new areas of the Ortsteile change: hectares that move, and the values computed anew."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from lebenslage.analysis.indicators import indicator_values, latest
from lebenslage.model import columns as c
from lebenslage.model.area import CRS_GRID, Gemeinde
from lebenslage.model.exchange import Snapshot
from lebenslage.model.rules import Audience

#: Columns of `AreaChange.areas`; hectares.
VORHER: Final = "vorher"
NACHHER: Final = "nachher"
GEMEINSAM: Final = "gemeinsam"
_HECTARE: Final = 10_000.0


@dataclass(frozen=True)
class AreaChange:
    """New areas beside those that hold now.

    Parameters
    ----------
    areas : pd.DataFrame
        `ortsteil_id, name, vorher, nachher, gemeinsam`: hectares, 0 where one has no area.
    values : pd.DataFrame
        `gebiet_id, indikator, vorher, nachher, status_vorher, status_nachher`: newest values of
        the Ortsteile that are computed from areas and differ; protected, hidden ones missing.
    """

    areas: pd.DataFrame = field(repr=False)
    values: pd.DataFrame = field(repr=False)


def area_change(
    snapshot: Snapshot,
    new: gpd.GeoDataFrame,
    gemeinde: Gemeinde,
    before: pd.DataFrame,
    audience: Audience = Audience.OEFFENTLICH,
) -> AreaChange:
    """Compare new areas with those of a snapshot; every census cell is assigned anew.

    Parameters
    ----------
    new : gpd.GeoDataFrame
        Columns `columns.ORTSTEILE` and `geometry`.
    before : pd.DataFrame
        `indicator_values` of the snapshot, for the same audience.
    """
    after = indicator_values(replace(snapshot, ortsteile=new), gemeinde, audience)
    return AreaChange(hectares(snapshot.ortsteile, new), _values(before, after, new))


def hectares(old: gpd.GeoDataFrame, new: gpd.GeoDataFrame) -> pd.DataFrame:
    """Hectares of each Ortsteil before and after, and what both have in common.

    Measured in the European grid (EPSG:3035), whose areas are true.
    """
    frames = [frame.to_crs(CRS_GRID).set_index(c.ORTSTEIL) for frame in (old, new)]
    order = list(dict.fromkeys([*new[c.ORTSTEIL], *old[c.ORTSTEIL]]))
    names = {**frames[0][c.NAME].to_dict(), **frames[1][c.NAME].to_dict()}
    first, second = (frame.geometry.reindex(order) for frame in frames)
    common = first.intersection(second, align=False)
    return pd.DataFrame(
        {
            c.ORTSTEIL: order,
            c.NAME: [names[key] for key in order],
            **{
                label: np.nan_to_num(shapes.area.to_numpy(float)) / _HECTARE
                for label, shapes in ((VORHER, first), (NACHHER, second), (GEMEINSAM, common))
            },
        }
    )


def _values(before: pd.DataFrame, after: pd.DataFrame, new: gpd.GeoDataFrame) -> pd.DataFrame:
    keys = [c.GEBIET, c.INDIKATOR]
    both = latest(before).merge(
        latest(after), on=keys, how="outer", suffixes=("_vorher", "_nachher"), sort=False
    )
    both = both[both[c.GEBIET].isin(new[c.ORTSTEIL])]
    old, fresh = both[f"{c.WERT}_vorher"], both[f"{c.WERT}_nachher"]
    same = np.isclose(old.astype(float), fresh.astype(float), equal_nan=True)
    names = {
        f"{c.WERT}_vorher": VORHER,
        f"{c.WERT}_nachher": NACHHER,
    }
    kept = [*keys, VORHER, NACHHER, f"{c.STATUS}_vorher", f"{c.STATUS}_nachher"]
    found: pd.DataFrame = both[~same].rename(columns=names)[kept]
    return found.reset_index(drop=True)
