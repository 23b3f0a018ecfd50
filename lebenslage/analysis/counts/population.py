"""Inhabitants of the Ortsteile as a denominator: the register, else what else is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from lebenslage.analysis.counts.register import persons, registers, stock_of
from lebenslage.analysis.grid import grid_values
from lebenslage.analysis.grid_recipes import EINWOHNER, EUROSTAT
from lebenslage.model import columns as c
from lebenslage.model.exchange import Snapshot
from lebenslage.model.grid import GridIndicator
from lebenslage.model.rules import Guete

#: Ages for which the Eurostat grid of 2021 has a count of its own.
_WORKING: Final = (15.0, 65.0)
_WORKING_CELLS: Final = GridIndicator("einwohner_15_64", EUROSTAT, ("Y_1564",))


@dataclass(frozen=True)
class Population:
    """Persons by Ortsteil at one date.

    Parameters
    ----------
    persons : pd.Series
        Index `ortsteil_id`, one for every Ortsteil.
    quelle_id : str
        Source; the date is that of the persons, not of what is divided by them.
    """

    persons: pd.Series
    stand: str
    quelle_id: str
    guete: Guete


def population(
    snapshot: Snapshot,
    known: pd.DataFrame,
    stand: str,
    low: float = 0.0,
    high: float = np.inf,
) -> Population | None:
    """Population nearest to a date that is known for every Ortsteil.

    Parameters
    ----------
    known : pd.DataFrame
        Values that are there already (`columns.WERTE`), among them perhaps inhabitants.
    stand : str
        Date of what is to be divided.
    low, high : float
        Ages from (including) to (excluding).

    Returns
    -------
    Population or None
        Of the register as long as it has the ages; without it the inhabitants of other sources
        (all ages), or the Eurostat grid (15 to 64).
    """
    areas = list(snapshot.ortsteil_names)
    found = []
    for item in registers(snapshot):
        counted = persons(stock_of(item), areas, low, high)
        if counted.notna().all() and counted.sum() > 0:
            found.append(Population(counted, item.stand, item.quelle_id, Guete.AMTLICH))
    if not found:
        found = list(_others(snapshot, known, areas, low, high))
    return min(found, key=lambda item: abs(day_of(item.stand) - day_of(stand)), default=None)


def _others(
    snapshot: Snapshot, known: pd.DataFrame, areas: list[str], low: float, high: float
) -> Iterable[Population]:
    if (low, high) == _WORKING:
        cells = [item for item in snapshot.zellen if item.theme == EUROSTAT]
        rows = grid_values(cells, snapshot.ortsteile, [_WORKING_CELLS])
    elif (low, high) == (0.0, np.inf):
        rows = known[known[c.INDIKATOR] == EINWOHNER]
    else:
        return
    rows = rows[rows[c.GEBIET].isin(areas) & (rows[c.WERT] > 0)]
    for stand, group in rows.groupby(c.STAND):
        once = group.drop_duplicates(c.GEBIET).set_index(c.GEBIET)
        if set(once.index) == set(areas):
            quality = _worst(once[c.GUETE])
            counted = once[c.WERT].reindex(areas).astype(float)
            yield Population(counted, str(stand), str(once[c.QUELLE].iloc[0]), quality)


def _worst(qualities: Iterable[str]) -> Guete:
    there = set(qualities)
    return next((g for g in reversed(Guete) if g.value in there), Guete.NAEHERUNG)


def day_of(stand: str) -> float:
    """Number of the day; of a mere year or month its middle."""
    text = {4: f"{stand}-07-01", 7: f"{stand}-15"}.get(len(stand), stand)
    return float(date.fromisoformat(text).toordinal())
