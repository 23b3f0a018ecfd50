"""Where Ortsteile and Gemeinde stand: among other Gemeinden, beside Landkreis and Land."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from lebenslage.analysis.goalposts import of_landkreis
from lebenslage.model import columns as c
from lebenslage.model.area import Gemeinde
from lebenslage.model.catalogue import Kind, Node
from lebenslage.model.exchange import Snapshot
from lebenslage.model.rules import Status

#: Between these quantiles of the Gemeinden nothing is unusual.
MITTE: Final = (0.1, 0.9)
#: Fewer Gemeinden have no middle.
MINDESTENS: Final = 10
UNTER: Final = "unter"
UEBER: Final = "ueber"


@dataclass(frozen=True, eq=False)
class Standing:
    """One indicator at every level.

    Parameters
    ----------
    gemeinden : pd.DataFrame
        `gebiet_id, name, stand, wert` of the Gemeinden of the Landkreis, the own one among them.
    ortsteile : pd.DataFrame
        `columns.INDIKATORWERTE` with `name` and `lage`: "unter" or "ueber" where the whole
        interval lies outside the middle of the Gemeinden, else "". Only what may be shown.
    bezug : pd.DataFrame
        `columns.INDIKATORWERTE` with `name`: Gemeinde, Landkreis and Land, as far as known.
    mitte : (float, float) or None
        The middle 80 % of the Gemeinden; None: too few of them.
    """

    gemeinden: pd.DataFrame
    ortsteile: pd.DataFrame
    bezug: pd.DataFrame
    mitte: tuple[float, float] | None

    @property
    def has_others(self) -> bool:
        """Whether anything outside of the own Gemeinde and Landkreis is known."""
        return len(self.gemeinden) > 1 or len(self.bezug) > 2


def standing(
    latest: pd.DataFrame,
    comparison: pd.DataFrame,
    snapshot: Snapshot,
    gemeinde: Gemeinde,
    node: Node,
) -> Standing:
    """Compare one indicator with the Gemeinde, the Landkreis's Gemeinden and the Land.

    Parameters
    ----------
    latest : pd.DataFrame
        Newest protected values (`indicators.latest`).
    comparison : pd.DataFrame
        `gebiet_id, name, stand, wert`, the own Gemeinde included.

    Notes
    -----
    Counts are compared between Gemeinden only: a part always has fewer than the whole.
    """
    mine = latest[(latest[c.INDIKATOR] == node.code) & latest[c.WERT].notna()]
    names = snapshot.ortsteil_names
    gemeinden = of_landkreis(comparison, gemeinde.kreis_ags)
    levels = {gemeinde.ags: f"Gemeinde {gemeinde.name}", gemeinde.kreis_ags: gemeinde.landkreis}
    bezug = mine[mine[c.GEBIET].isin(levels)]
    bezug = pd.concat([_named(bezug, levels), _land(snapshot, gemeinde, node)], ignore_index=True)
    ortsteile = _named(mine[mine[c.GEBIET].isin(names)], names)
    if node.art is Kind.ANZAHL:
        ortsteile, bezug = ortsteile.iloc[:0], bezug[bezug[c.GEBIET] == gemeinde.ags]
    middle = None
    if len(gemeinden) >= MINDESTENS:
        low, high = np.quantile(gemeinden[c.WERT], MITTE)
        middle = (float(low), float(high))
    return Standing(gemeinden, ortsteile.assign(lage=_places(ortsteile, middle)), bezug, middle)


def _named(rows: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Rows in the order of `names`, with their names."""
    order = {area: place for place, area in enumerate(names)}
    placed = rows.assign(name=rows[c.GEBIET].map(names), _order=rows[c.GEBIET].map(order))
    return placed.sort_values("_order").drop(columns="_order").reset_index(drop=True)


def _land(snapshot: Snapshot, gemeinde: Gemeinde, node: Node) -> pd.DataFrame:
    """The newest value of the Land; it is published, so nothing protects it."""
    rows = snapshot.vergleich
    rows = rows[(rows[c.GEBIET] == gemeinde.land_ags) & (rows[c.INDIKATOR] == node.code)]
    rows = rows[rows[c.WERT].notna()].sort_values(c.STAND).tail(1)
    frame = rows.reindex(columns=[*c.INDIKATORWERTE, c.NAME])
    return frame.assign(**{c.NAME: gemeinde.land, c.STATUS: Status.OK.value})


def _places(ortsteile: pd.DataFrame, middle: tuple[float, float] | None) -> list[str]:
    """Which Ortsteile lie outside the middle for sure."""
    if middle is None:
        return [""] * len(ortsteile)
    low, high = middle
    return [
        UNTER if og < low else UEBER if ug > high else ""
        for ug, og in zip(ortsteile[c.UG], ortsteile[c.OG], strict=True)
    ]
