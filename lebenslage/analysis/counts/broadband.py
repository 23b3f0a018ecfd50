"""Households that can have a gigabit, or fibre: cells of the atlas by those of the census."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from lebenslage.analysis.grid import OUTSIDE, area_of, persons, population_columns
from lebenslage.model import columns as c
from lebenslage.model.area import CRS_GRID
from lebenslage.model.counts import BREITBAND, Counts
from lebenslage.model.exchange import Snapshot
from lebenslage.model.grid import GridCells
from lebenslage.model.rules import MINDESTABDECKUNG, Guete

#: Indicator -> column of the theme.
CODES: Final = {"gigabit_anteil": "gigabit", "glasfaser_anteil": "glasfaser"}
_HOUSEHOLDS: Final = "Insgesamt_Haushalte"
_SIZE: Final = 100
#: Half a diagonal of a cell, and a little for the turn of one grid against the other (metres).
_NEAR: Final = 75.0


def broadband_values(snapshot: Snapshot) -> pd.DataFrame:
    """Share of households by Ortsteil.

    Returns
    -------
    pd.DataFrame
        `columns.WERTE`. `nenner` are the households of the census cells that have a share, or,
        where no census tells households by 100 m, its inhabitants. No value where fewer than
        60 % of them have one.

    Notes
    -----
    The atlas lies in another grid than the census. Each census cell takes the share of the atlas
    cell that its centre lies in (the nearest centre within 75 m); sums over sums, never a mean of
    shares. So the value is an approximation.
    """
    cells = _weights(snapshot)
    if cells is None:
        return pd.DataFrame(columns=list(c.WERTE))
    areas = snapshot.ortsteile.to_crs(CRS_GRID)
    x, y, weight = cells
    area = area_of(x, y, areas)
    inside = area != OUTSIDE
    keys = areas["ortsteil_id"].astype(str).to_numpy()[area[inside]]
    homes = pd.DataFrame({"area": keys, "x": x[inside], "y": y[inside], "w": weight[inside]})
    rows = [
        row
        for item in snapshot.zaehlungen
        if item.thema == BREITBAND
        for row in _values(item, homes)
    ]
    return pd.DataFrame(rows, columns=list(c.WERTE))


def _weights(snapshot: Snapshot) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
    """Centres of 100 m cells and what lives there: households, else inhabitants, the newest."""
    small = [item for item in snapshot.zellen if item.resolution == _SIZE]
    told = [item for item in small if _HOUSEHOLDS in item.value_columns()]
    if told:
        best = max(told, key=lambda item: item.stand)
        weight = best.cells[_HOUSEHOLDS].to_numpy(float)
    else:
        inhabited = [item for item in small if population_columns(item)]
        if not inhabited:
            return None
        best = max(inhabited, key=lambda item: item.stand)
        weight = persons(best)
    return *_xy(best), np.nan_to_num(weight)


def _xy(item: GridCells) -> tuple[np.ndarray, np.ndarray]:
    return item.cells["x"].to_numpy(float), item.cells["y"].to_numpy(float)


def _values(item: Counts, homes: pd.DataFrame) -> Iterator[dict[str, object]]:
    atlas = item.tabelle
    tree = cKDTree(atlas[["x", "y"]].to_numpy(float))
    distance, nearest = tree.query(homes[["x", "y"]].to_numpy(float), distance_upper_bound=_NEAR)
    found = np.isfinite(distance)
    for code, column in CODES.items():
        share = np.full(len(homes), np.nan)
        share[found] = atlas[column].to_numpy(float)[nearest[found]]
        there = ~np.isnan(share)
        frame = homes.assign(
            k=np.where(there, homes["w"] * np.nan_to_num(share) / 100, 0.0),
            n=np.where(there, homes["w"], 0.0),
        )
        sums = frame.groupby("area")[["k", "n", "w"]].sum()
        sums = sums[(sums["n"] > 0) & (sums["n"] >= MINDESTABDECKUNG * sums["w"])]
        for area, k, n in zip(sums.index, sums["k"], sums["n"], strict=True):
            yield {
                c.GEBIET: area,
                c.INDIKATOR: code,
                c.STAND: item.stand,
                c.WERT: 100 * k / n,
                c.ZAEHLER: k,
                c.NENNER: n,
                c.QUELLE: item.quelle_id,
                c.GUETE: Guete.NAEHERUNG.value,
            }
