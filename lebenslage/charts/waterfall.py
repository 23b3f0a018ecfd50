"""A distance and what it is made of, step by step."""

from __future__ import annotations

from itertools import accumulate
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from lebenslage.analysis.index.need import REST
from lebenslage.charts import rows, theme
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Catalogue
from lebenslage.report import formats

#: Contributions below half a tenth of a point are told in the table only.
_SMALLEST: Final = 0.05
_TOTAL: Final = "Abstand zum Mittel der anderen Ortsteile"


def distance_waterfall(drivers: pd.DataFrame, catalogue: Catalogue) -> go.Figure:
    """Contributions of the indicators to the distance from the other Ortsteile, and their sum.

    Parameters
    ----------
    drivers : pd.DataFrame
        Of `need.drivers`; from the largest pull down to the largest lift.
    catalogue : Catalogue
        Names.
    """
    shown = drivers[drivers[col.BEITRAG].abs() >= _SMALLEST]
    shown = shown.iloc[np.argsort(shown[col.BEITRAG].to_numpy(float), kind="stable")]
    records = shown.to_dict("records")
    rest = float(drivers[col.BEITRAG].sum() - shown[col.BEITRAG].sum())
    steps = [float(row[col.BEITRAG]) for row in records]
    heads = [rows.Row(_name(row, catalogue), _text(row)) for row in records]
    if abs(rest) >= _SMALLEST:
        heads.append(rows.Row("Übrige Indikatoren", _signed(rest)))
        steps.append(rest)
    total = float(drivers[col.BEITRAG].sum())
    heads.append(rows.Row(_TOTAL, _signed(total)))
    layout = rows.lay_out(heads)
    fig = go.Figure(
        go.Waterfall(
            orientation="h",
            measure=[*("relative" for _ in steps), "total"],
            x=[*steps, total],
            y=list(layout.bars),
            width=rows.BAR,
            increasing={"marker": {"color": theme.ACCENT}},
            decreasing={"marker": {"color": theme.DIVERGING[0]}},
            totals={"marker": {"color": theme.MUTED}},
            connector={"line": {"color": theme.MISSING_LINE, "width": 1, "dash": "dot"}},
            hovertext=[
                f"<b>{theme.safe(head.name)}</b><br>{theme.safe(head.text)}" for head in heads
            ],
            hovertemplate="%{hovertext}<extra></extra>",
            showlegend=False,
        )
    )
    rows.draw_headings(fig, heads, layout)
    levels = [0.0, *accumulate(steps), total]
    air = 0.04 * (max(levels) - min(levels) or 1.0)
    ends = (min(levels) - air, max(levels) + air)
    return rows.finish(fig, layout, ends=ends, title="Punkte (links: niedriger als die anderen)")


def _name(row: dict[Any, Any], catalogue: Catalogue) -> str:
    return "Art der Zusammenfassung" if row[col.CODE] == REST else catalogue[row[col.CODE]].label


def _text(row: dict[Any, Any]) -> str:
    """As in "−6,7 (26 statt 79 Punkte)", "fehlt hier" where there are no points."""
    text = _signed(row[col.BEITRAG])
    if row[col.CODE] == REST:
        return text
    if formats.is_missing(row[col.SCORE]):
        return f"{text} (fehlt hier)"
    if formats.is_missing(row["vergleich"]):
        return f"{text} (nur hier)"
    own, other = formats.format_number(row[col.SCORE]), formats.format_number(row["vergleich"])
    sure = "" if row["belastbar"] else ", nicht belastbar"
    return f"{text} ({own} statt {other}{sure})"


def _signed(value: float) -> str:
    return f"{formats.format_signed(value, 1)} Punkte"
