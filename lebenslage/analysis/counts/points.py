"""Counts at points: accidents, and the power of photovoltaics."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd

from lebenslage.analysis.counts.population import Population, population
from lebenslage.analysis.grid import OUTSIDE, area_of
from lebenslage.model import columns as c
from lebenslage.model.area import CRS_GRID
from lebenslage.model.counts import SOLAR, UNFAELLE, Counts
from lebenslage.model.exchange import Snapshot
from lebenslage.model.rules import (
    GRUND_DREI_JAHRE,
    GRUND_OHNE_EINWOHNER,
    GRUND_OHNE_LAGE,
    Guete,
)

ACCIDENTS: Final = "unfaelle_je_1000"
POWER: Final = "pv_je_kopf"
#: Years of accidents that are taken together.
_POOLED: Final = 3
#: Part of the power whose place has to be known before an Ortsteil gets a figure.
_LOCATED: Final = 0.9


def place_of(table: pd.DataFrame, snapshot: Snapshot) -> pd.Series:
    """Ortsteil of each row: by its point, else by the place it names; "" for none.

    Parameters
    ----------
    table : pd.DataFrame
        `ortsteil_id, x, y` (metres, EPSG:3035).
    """
    areas = snapshot.ortsteile.to_crs(CRS_GRID)
    keys = np.array([*areas["ortsteil_id"].astype(str), ""], dtype=object)
    x, y = table["x"].to_numpy(float), table["y"].to_numpy(float)
    there = ~np.isnan(x) & ~np.isnan(y)
    found = np.full(len(table), OUTSIDE)
    if there.any() and len(areas):
        found[there] = area_of(x[there], y[there], areas)
    named = table[c.ORTSTEIL].fillna("").to_numpy(object)
    return pd.Series(np.where(there, keys[found], named), table.index)


def accident_values(snapshot: Snapshot, whole: str, known: pd.DataFrame) -> pd.DataFrame:
    """Accidents with injured persons per 1,000 inhabitants and year, three years together.

    Returns
    -------
    pd.DataFrame
        `columns.WERTE` and `grund`; `stand` is the last of the years, `nenner` the sum of the
        inhabitants of all three (person-years). An Ortsteil without an accident has 0. The
        Gemeinde counts all accidents inside it, also those outside its approximate Ortsteile.
    """
    years = {int(item.stand): item for item in snapshot.zaehlungen if item.thema == UNFAELLE}
    rows = [row for year in years for row in _accidents(year, years, snapshot, whole, known)]
    return pd.DataFrame(rows, columns=[*c.WERTE, c.GRUND])


def _accidents(
    year: int, years: dict[int, Counts], snapshot: Snapshot, whole: str, known: pd.DataFrame
) -> Iterator[dict[str, object]]:
    areas = list(snapshot.ortsteil_names)
    pooled = [years[y] for y in range(year - _POOLED + 1, year + 1) if y in years]
    people = [population(snapshot, known, item.stand) for item in pooled]
    there = [item for item in people if item is not None]
    reason = GRUND_DREI_JAHRE if len(pooled) < _POOLED else ""
    reason = reason or ("" if len(there) == len(pooled) else GRUND_OHNE_EINWOHNER)
    counts = pd.Series(0.0, areas)
    for item in pooled:
        places = place_of(item.tabelle, snapshot)
        counts = counts.add(places[places != ""].value_counts(), fill_value=0.0).reindex(areas)
    base = sum((item.persons for item in there), pd.Series(0.0, areas))
    everywhere = pd.Series([float(sum(len(item.tabelle) for item in pooled))], [whole])
    counts = pd.concat([counts, everywhere])
    base = pd.concat([base, pd.Series([base.sum()], [whole])])
    quality = _quality(there, snapshot)
    for area in counts.index:
        good = not reason and base[area] > 0
        yield {
            c.GEBIET: area,
            c.INDIKATOR: ACCIDENTS,
            c.STAND: str(year),
            c.WERT: 1000 * counts[area] / base[area] if good else np.nan,
            c.ZAEHLER: counts[area] if good else np.nan,
            c.NENNER: base[area] if good else np.nan,
            c.QUELLE: years[year].quelle_id,
            c.GUETE: quality.value,
            c.GRUND: reason,
        }


def solar_values(snapshot: Snapshot, whole: str, known: pd.DataFrame) -> pd.DataFrame:
    """Power of photovoltaics per inhabitant (kW).

    Returns
    -------
    pd.DataFrame
        `columns.WERTE` and `grund`. Units without a published place count for the Gemeinde only;
        where they hold more than a tenth of the power, no Ortsteil has a value, as it would be
        too low by an unknown part.
    """
    rows = [
        row
        for item in snapshot.zaehlungen
        if item.thema == SOLAR
        for row in _solar(item, snapshot, whole, known)
    ]
    return pd.DataFrame(rows, columns=[*c.WERTE, c.GRUND])


def _solar(
    item: Counts, snapshot: Snapshot, whole: str, known: pd.DataFrame
) -> Iterator[dict[str, object]]:
    areas = list(snapshot.ortsteil_names)
    places = place_of(item.tabelle, snapshot)
    power = item.tabelle["leistung"].groupby(places).sum()
    total = float(power.sum())
    located = total - float(power.get("", 0.0))
    people = population(snapshot, known, item.stand)
    quality = _quality([people] if people else [], snapshot)
    if located < total:
        quality = Guete.NAEHERUNG
    reason = "" if located >= _LOCATED * total else GRUND_OHNE_LAGE
    for area in [*areas, whole]:
        base = np.nan if people is None else people.persons.get(area, people.persons.sum())
        why = (reason if area != whole else "") or ("" if base > 0 else GRUND_OHNE_EINWOHNER)
        kw = total if area == whole else float(power.get(area, 0.0))
        yield {
            c.GEBIET: area,
            c.INDIKATOR: POWER,
            c.STAND: item.stand,
            c.WERT: np.nan if why else kw / base,
            c.ZAEHLER: np.nan if why else kw,
            c.NENNER: np.nan if why else base,
            c.QUELLE: item.quelle_id,
            c.GUETE: quality.value,
            c.GRUND: why,
        }


def _quality(people: list[Population], snapshot: Snapshot) -> Guete:
    """Official only where the areas and the inhabitants are."""
    official = bool(snapshot.ortsteile["amtlich"].all())
    sure = official and all(item.guete is Guete.AMTLICH for item in people)
    return Guete.AMTLICH if sure else Guete.NAEHERUNG
