"""Goalposts out of how an indicator is distributed over the Gemeinden of a Landkreis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from lebenslage.model import columns as col

#: Which quantiles can be taken, by name.
QUANTILES: Final[Mapping[str, tuple[float, float]]] = {
    "p5": (0.05, 0.95),
    "p10": (0.10, 0.90),
    "p25": (0.25, 0.75),
    "minmax": (0.0, 1.0),
}
#: Fewer Gemeinden say nothing about the ends of a distribution.
MINDESTENS: Final = 10


@dataclass(frozen=True, slots=True)
class Goalposts:
    """What a distribution proposes.

    Parameters
    ----------
    name : str
        Key of `QUANTILES`.
    unten, oben : float
        In the unit of the indicator, rounded.
    anzahl : int
        Gemeinden that it rests on.
    stand : str
        Their common date.
    """

    name: str
    unten: float
    oben: float
    anzahl: int
    stand: str


def of_landkreis(comparison: pd.DataFrame, kreis_ags: str) -> pd.DataFrame:
    """The Gemeinden of a Landkreis that have a value, out of a comparison.

    Parameters
    ----------
    comparison : pd.DataFrame
        `gebiet_id, name, stand, wert` (`indicators.comparison_values`).
    """
    inside = comparison[col.GEBIET].astype(str).str.startswith(kreis_ags)
    rows: pd.DataFrame = comparison[inside & comparison[col.WERT].notna()]
    return rows.drop_duplicates(col.GEBIET)


def from_distribution(comparison: pd.DataFrame, kreis_ags: str, decimals: int) -> list[Goalposts]:
    """Goalposts by every pair of quantiles that tells the ends apart; empty if none does.

    Parameters
    ----------
    decimals : int
        To which they are rounded: a goalpost should be a number that one can say.

    Notes
    -----
    Quantiles by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996,
    "Sample quantiles in statistical packages", The American Statistician 50, 361-365).
    """
    rows = of_landkreis(comparison, kreis_ags)
    if len(rows) < MINDESTENS:
        return []
    found = []
    for name, shares in QUANTILES.items():
        low, high = (round(float(q), decimals) for q in np.quantile(rows[col.WERT], shares))
        if low < high:
            found.append(Goalposts(name, low, high, len(rows), str(rows[col.STAND].max())))
    return found
