"""A distribution strip: Gemeinden as a cloud, Ortsteile below, Kreis and Land as lines."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from lebenslage.analysis.standing import Standing
from lebenslage.charts import comparison, points, rows, theme
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Node
from lebenslage.report import formats

#: Height of the row of one Ortsteil below the cloud (px).
_ROW: Final = 22
_DASHES: Final = ("dash", "dot")


def standing_strip(found: Standing, own: str, node: Node) -> go.Figure:
    """Gemeinden of the Landkreis as dots, own Gemeinde and Ortsteile marked, Kreis and Land lines.

    Parameters
    ----------
    own : str
        Key of the own Gemeinde.
    """
    fig = go.Figure()
    legend: list[str] = []
    top = comparison.STRIP if len(found.gemeinden) else 0
    total = top + 12 + _ROW * len(found.ortsteile)
    for row in found.bezug.to_dict("records"):
        if row[col.GEBIET] != own:
            legend.append(_line(fig, row, node, total, _DASHES[len(legend) % len(_DASHES)]))
    if top:
        others = found.gemeinden[found.gemeinden[col.GEBIET] != own]
        legend += [comparison.cloud(fig, others, node, "Gemeinden im Landkreis")]
    legend += _gemeinde(fig, found, own, node, top)
    known = pd.concat([found.gemeinden, found.ortsteile, found.bezug], ignore_index=True)
    ends = points.axis_ends(known.reindex(columns=[col.WERT, col.UG, col.OG]), from_zero=False)
    _ortsteile(fig, found.ortsteile, node, top, sum(ends) / 2)
    layout = rows.Layout((), total)
    title = "" if node.einheit == "%" else node.einheit
    return rows.finish(fig, layout, ends=ends, unit=node.einheit, title=title, legend=legend)


def _line(fig: go.Figure, row: points.Row, node: Node, total: float, dash: str) -> str:
    name = f"{row[col.NAME]}: {formats.format_value(row[col.WERT], node.einheit, node.dezimalen)}"
    fig.add_trace(
        go.Scatter(
            x=[row[col.WERT]] * 2,
            y=[0, total],
            mode="lines",
            line={"color": theme.INK, "width": 2, "dash": dash},
            name=theme.safe(name),
            hoverinfo="skip",
        )
    )
    return name


def _gemeinde(fig: go.Figure, found: Standing, own: str, node: Node, top: float) -> list[str]:
    """The own Gemeinde, large in the middle of the cloud."""
    mine = found.bezug[found.bezug[col.GEBIET] == own]
    if mine.empty or not top:
        return []
    return [comparison.marked(fig, mine, node, str(mine[col.NAME].iloc[0]))]


def _ortsteile(
    fig: go.Figure, ortsteile: pd.DataFrame, node: Node, top: float, middle: float
) -> None:
    """Every Ortsteil in a row of its own with its interval; its name where there is room."""
    if ortsteile.empty:
        return
    records: list[Any] = ortsteile.to_dict("records")
    ys = [top + 12 + _ROW * (place + 0.5) for place in range(len(records))]
    fig.add_trace(
        go.Scatter(
            mode="markers",
            x=[row[col.WERT] for row in records],
            y=ys,
            error_x=points.whiskers(records, color=theme.AREA_COLOURS[0], width=0),
            marker={"color": theme.AREA_COLOURS[0], "size": 11, "symbol": "diamond"},
            hovertext=[points.hover(row[col.NAME], row, node) for row in records],
            hovertemplate="%{hovertext}<extra></extra>",
            showlegend=False,
        )
    )
    fig.layout.annotations = tuple(
        {
            "text": theme.safe(row[col.NAME]),
            "x": int(row[col.WERT] < middle),
            "xref": "paper",
            "xanchor": "right" if row[col.WERT] < middle else "left",
            "y": y,
            "yref": "y",
            "yanchor": "middle",
            "showarrow": False,
            "bgcolor": "rgba(255,255,255,0.85)",
        }
        for row, y in zip(records, ys, strict=True)
    )
