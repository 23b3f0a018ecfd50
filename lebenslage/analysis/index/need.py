"""Where a closer look is worth it: status × change per Handlungsfeld and Ortsteil.

Figures alone do not establish need; this orders what is certain and says what is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from lebenslage.analysis.index.change import (
    GEFALLEN,
    GESTIEGEN,
    STABIL,
    ChangeTable,
)
from lebenslage.analysis.index.contributions import GEWICHT
from lebenslage.analysis.index.frames import unclaimed
from lebenslage.analysis.index.matrix import matrix
from lebenslage.analysis.index.scores import ScoreTable
from lebenslage.analysis.intervals import Floats
from lebenslage.model import columns as col
from lebenslage.model.rules import BELASTBAR

NIEDRIG: Final = "niedrig"
MITTEL: Final = "mittel"
HOCH: Final = "hoch"
#: The 3 × 3 classes, from where to look first.
STATUS: Final = (NIEDRIG, MITTEL, HOCH)
CHANGES: Final = (GEFALLEN, STABIL, GESTIEGEN)
#: An unknown change counts like none in the order of attention.
_URGENCY: Final = {GEFALLEN: 0, STABIL: 1, "": 1, GESTIEGEN: 2}
#: Code of what the method of aggregation adds beside the indicators.
REST: Final = ""


@dataclass(frozen=True, eq=False)
class NeedTable:
    """Status and change of every Handlungsfeld in every Ortsteil.

    Parameters
    ----------
    cells : pd.DataFrame
        `gebiet_id, code, score, score_ug, score_og, klasse, differenz, ug, og, status, unterste,
        veraenderung, aenderung, aenderung_ug, aenderung_og, abdeckung, vergleichbar, beispiel,
        orientierung, grund, grund_veraenderung`; by code, then area. `differenz`: points above or
        below the mean of the other Ortsteile. `status`: "niedrig" if that is below for sure or
        the score lies in the lowest class for sure (`unterste`), "hoch" if it is above for sure,
        "mittel" if it cannot be told apart, "" without a score. `veraenderung`: "gefallen",
        "stabil", "gestiegen" or "". `vergleichbar`: share of the indicators that enter the
        change. `orientierung`: an open-link survey is in it, so nothing is certain.
    """

    cells: pd.DataFrame

    def cell(self, gebiet: str, code: str) -> dict[str, Any]:
        """One row as a mapping; empty if there is none."""
        rows = self.cells[(self.cells[col.GEBIET] == gebiet) & (self.cells[col.CODE] == code)]
        return {str(k): v for k, v in rows.iloc[0].items()} if len(rows) else {}

    def first_looks(self) -> pd.DataFrame:
        """Rows that are low for sure: falling before stable before rising, then by distance."""
        low = self.cells[self.cells["status"] == NIEDRIG]
        urgency = low["veraenderung"].map(_URGENCY)
        order = np.lexsort((low["differenz"].to_numpy(float), urgency.to_numpy(int)))
        return low.iloc[order].reset_index(drop=True)

    def by_chance(self) -> tuple[int, float]:
        """How many comparisons there are, and how many would seem low if there were no difference.

        Notes
        -----
        "Belastbar" asks for 90 % of the draws on one side. Among areas without any difference
        one in ten would lie below for sure, and one in ten above.
        """
        compared = int(self.cells["differenz"].notna().sum())
        return compared, compared * (1 - BELASTBAR)


def need_table(scores: ScoreTable, changes: ChangeTable, values: pd.DataFrame) -> NeedTable:
    """Bring status and change together.

    Parameters
    ----------
    scores : ScoreTable
        Scores of the Ortsteile.
    changes : ChangeTable
        Changes of the same Ortsteile, under the same procedure.
    values : pd.DataFrame
        `columns.INDIKATORWERTE` that the scores rest on.
    """
    tree = scores.result.catalogue
    fields = [node.code for node in tree.handlungsfelder]
    keys = [col.GEBIET, col.CODE]
    cells = scores.scores[scores.scores[col.GEBIET].isin(scores.gebiete)]
    cells = cells[cells[col.CODE].isin(fields)]
    cells = cells.merge(scores.deviations, on=keys, how="left")
    later = changes.changes.rename(columns=_CHANGE)[[*keys, *_CHANGE.values()]]
    cells = cells.merge(later, on=keys, how="left").merge(_open(scores, values), on=keys)
    cells["unterste"] = _lowest(scores, cells) & ~cells["orientierung"]
    sure = cells["belastbar"].astype(bool) & ~cells["orientierung"]
    below, above = sure & (cells["differenz"] < 0), sure & (cells["differenz"] > 0)
    status = np.where(below | cells["unterste"], NIEDRIG, np.where(above, HOCH, MITTEL))
    cells["status"] = np.where(cells[col.SCORE].isna(), "", status)
    for name in ("veraenderung", "grund_veraenderung"):
        cells[name] = cells[name].fillna("")
    # a change is as made up as the older of its two ends
    moved = cells.pop("beispiel_veraenderung").eq(True) & (cells["veraenderung"] != "")
    cells[col.BEISPIEL] = cells[col.BEISPIEL].astype(bool) | moved
    return NeedTable(cells[list(_CELLS)].reset_index(drop=True))


_CHANGE: Final = {
    "urteil": "veraenderung",
    "differenz": "aenderung",
    col.UG: "aenderung_ug",
    col.OG: "aenderung_og",
    col.ABDECKUNG: "vergleichbar",
    col.GRUND: "grund_veraenderung",
    col.BEISPIEL: "beispiel_veraenderung",
}
_CELLS: Final = (
    *(col.GEBIET, col.CODE, col.SCORE, col.SCORE_UG, col.SCORE_OG, "klasse", "differenz"),
    *(col.UG, col.OG, "status", "unterste", "veraenderung", "aenderung", "aenderung_ug"),
    *("aenderung_og", col.ABDECKUNG, "vergleichbar", col.BEISPIEL, "orientierung", col.GRUND),
    "grund_veraenderung",
)


def drivers(scores: ScoreTable, code: str, gebiet: str) -> pd.DataFrame:
    r"""What the distance of a score from the other Ortsteile is made of.

    Parameters
    ----------
    code : str
        A node; its indicators are told.
    gebiet : str
        A ranked area.

    Returns
    -------
    pd.DataFrame
        `code, score, vergleich, beitrag, belastbar, grund`: points of the indicator here, mean
        points in the other areas that have some, points that it adds to the distance, whether
        the difference of the indicator by itself is certain, and why it has no points here. A row
        with the code `REST` holds what the method of aggregation adds, if anything. Empty where
        there is no distance. The contributions sum to `differenz` in `deviations`.

    Notes
    -----
    With weights w and points p in this area a, and the mean score M of the others b,

    .. math:: w_{ia} (p_{ia} - M) - \overline{w_{ib} (p_{ib} - M)}

    Points are measured from M, so that an indicator missing here counts by what it would have
    lifted or lowered, not as 0 points.
    """
    parts = scores.indicator_contributions(code)
    weight, points = (_wide(parts, name, scores.gebiete) for name in (GEWICHT, col.SCORE))
    codes, place = list(weight.columns), scores.gebiete.index(gebiet)
    total = scores.result.score(code)
    others = ~np.isnan(total) & (np.arange(len(total)) != place)
    if np.isnan(total[place]) or not others.any():
        return pd.DataFrame(columns=list(_DRIVERS))
    w = np.nan_to_num(weight.to_numpy(float))
    p = points.to_numpy(float)
    mean = float(total[others].mean())
    pulls = w * (np.nan_to_num(p, nan=mean) - mean)
    beitrag = pulls[place] - pulls[others].mean(axis=0)
    rest = float(total[place] - mean - beitrag.sum())
    own = parts[parts[col.GEBIET] == gebiet].set_index(col.CODE)
    sure = scores.deviations[scores.deviations[col.GEBIET] == gebiet].set_index(col.CODE)
    frame = pd.DataFrame(
        {
            col.CODE: codes,
            col.SCORE: p[place],
            "vergleich": _mean(p[others]),
            col.BEITRAG: beitrag,
            "belastbar": [bool(sure["belastbar"].get(name, False)) for name in codes],
            col.GRUND: [str(own[col.GRUND].get(name, "")) for name in codes],
        }
    )
    if abs(rest) > 1e-6:
        more = {col.CODE: REST, col.BEITRAG: rest, "belastbar": False, col.GRUND: ""}
        frame = pd.concat([frame, pd.DataFrame([more])], ignore_index=True)
    return frame


_DRIVERS: Final = (col.CODE, col.SCORE, "vergleich", col.BEITRAG, "belastbar", col.GRUND)


def missing_figures(scores: ScoreTable, code: str, gebiet: str) -> pd.DataFrame:
    """Indicators below a node that have no points in an area.

    Returns
    -------
    pd.DataFrame
        `code, grund, lieferant, gewicht`: why, who can deliver them, weight among the siblings.
    """
    tree, place = scores.result.catalogue, scores.gebiete.index(gebiet)
    rows = []
    for node in tree.leaves(code):
        position = scores.result.position[node.code]
        if np.isnan(scores.result.scores[place, position]) and node.gewicht > 0:
            why = str(scores.reasons[place, position])
            rows.append((node.code, why, node.lieferant, node.gewicht))
    return pd.DataFrame(rows, columns=[col.CODE, col.GRUND, "lieferant", GEWICHT])


def _wide(parts: pd.DataFrame, name: str, gebiete: tuple[str, ...]) -> pd.DataFrame:
    """Areas × indicators, in the order of the table."""
    order = list(dict.fromkeys(parts[col.CODE]))
    wide = parts.pivot(index=col.GEBIET, columns=col.CODE, values=name)
    return wide.reindex(index=list(gebiete), columns=order)


def _mean(points: Floats) -> Floats:
    """Mean over the areas that have points; NaN where none has."""
    known = ~np.isnan(points)
    count = known.sum(axis=0)
    total = np.where(known, points, 0.0).sum(axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _lowest(scores: ScoreTable, cells: pd.DataFrame) -> pd.Series:
    """Whether the whole interval of a score lies in the lowest class (bands only)."""
    tree, procedure = scores.result.catalogue, scores.result.procedure
    limit = {}
    for root in tree.roots:
        classes = procedure.classes_of(root.code)
        ends = classes.grenzen if classes.art == "baender" else ()
        for node in (root, *tree.descendants(root.code)):
            limit[node.code] = ends[0] if ends else -np.inf
    return cells[col.SCORE_OG] < cells[col.CODE].map(limit)


def _open(scores: ScoreTable, values: pd.DataFrame) -> pd.DataFrame:
    """Where a survey that claims no error went into a score, here or in a compared area."""
    tree = scores.result.catalogue
    codes = [node.code for node in tree.indicators]
    open_ = unclaimed(matrix(values, codes, scores.gebiete), tree.indicators)
    found = {code for code, column in zip(codes, open_.T, strict=True) if column.any()}
    rows = [
        (area, node.code, any(leaf.code in found for leaf in tree.leaves(node.code)))
        for node in tree.handlungsfelder
        for area in scores.gebiete
    ]
    return pd.DataFrame(rows, columns=[col.GEBIET, col.CODE, "orientierung"])
