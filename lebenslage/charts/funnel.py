"""The funnel: how far values of small areas may lie from a reference by chance alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from lebenslage.analysis.small_areas import GEGLAETTET, SmallAreas
from lebenslage.analysis.small_numbers import ALARM, WARNUNG
from lebenslage.charts import points, rows, theme
from lebenslage.model import columns as col
from lebenslage.report import formats
from lebenslage.report.small_words import base_title, joint_name, limit_name

_HEIGHT: Final = 400
_STEPS: Final = 120
#: Marks of the logarithmic axis of bases.
_MARKS: Final = (1, 2, 5)
_DASH: Final = {WARNUNG: "dash", ALARM: "dot"}
_SMOOTHED: Final = "geglättet"


def funnel(
    areas: SmallAreas, own: Mapping[str, str], others: str = "andere Gemeinden"
) -> go.Figure:
    """Values by the size of their base, with the limits of chance around the joint value.

    Parameters
    ----------
    areas : SmallAreas
        What is drawn; bases on a logarithmic axis.
    own : mapping
        `gebiet_id` -> name of the areas that are marked by colour and symbol, with a line to
        their smoothed value; all others are grey dots.
    others : str
        What the grey dots are.
    """
    fig = go.Figure()
    frame = areas.frame
    bases = frame[col.N_EFF].to_numpy(float)
    # whole numbers, as exact limits of shares take them
    ends = max(1.0, bases.min() / 1.25), max(2.0, bases.max() * 1.25)
    sizes = np.unique(np.geomspace(*ends, _STEPS).round())
    low, high = _draw_limits(fig, areas, sizes)
    rest = frame[~frame[col.GEBIET].isin(list(own))]
    if len(rest):
        _draw_dots(fig, rest, areas, others, {"color": theme.SEQUENTIAL[2], "size": 9})
    _draw_smoothed(fig, frame[frame[col.GEBIET].isin(list(own))])
    for key, (colour, symbol) in theme.area_style(own).items():
        mine = frame[frame[col.GEBIET] == key]
        if len(mine):
            size = theme.symbol_size(symbol) + 3
            marker = {"color": colour, "symbol": symbol, "size": size}
            _draw_dots(fig, mine, areas, own[key], marker)
    _finish(fig, areas, sizes, (low, high))
    return fig


def _draw_limits(fig: go.Figure, areas: SmallAreas, sizes: np.ndarray) -> tuple[float, float]:
    """The joint value and both pairs of limits; returns the lowest and the highest of them."""
    name = f"{joint_name(areas)}: {_text(areas, areas.mean)}"
    _line(fig, sizes[[0, -1]], [areas.mean] * 2, name, {"color": theme.MUTED, "width": 2})
    ends = []
    for niveau, dash in _DASH.items():
        low, high = areas.limits(sizes, niveau)
        style = {"color": theme.ACCENT, "width": 1.5, "dash": dash}
        _line(fig, sizes, low, limit_name(niveau), style)
        _line(fig, sizes, high, "", style)
        ends += [float(low.min()), float(high.max())]
    return min(ends), max(ends)


def _line(fig: go.Figure, x: Any, y: Any, name: str, style: dict[str, Any]) -> None:
    fig.add_trace(
        go.Scatter(
            mode="lines",
            x=list(x),
            y=list(y),
            line=style,
            name=theme.safe(name),
            showlegend=bool(name),
            hoverinfo="skip",
        )
    )


def _draw_dots(
    fig: go.Figure, frame: pd.DataFrame, areas: SmallAreas, name: str, marker: dict[str, Any]
) -> None:
    texts = [
        f"<b>{theme.safe(row[col.NAME])}</b><br>"
        + theme.safe(points.indicator_text(row, areas.node))
        + f"<br>geglättet {theme.safe(_text(areas, row[GEGLAETTET]))}"
        for row in frame.to_dict("records")
    ]
    fig.add_trace(
        go.Scatter(
            mode="markers",
            x=frame[col.N_EFF].tolist(),
            y=frame[col.WERT].tolist(),
            marker=marker,
            hovertext=texts,
            hovertemplate="%{hovertext}<extra></extra>",
            name=theme.safe(name),
        )
    )


def _draw_smoothed(fig: go.Figure, frame: pd.DataFrame) -> None:
    """A thin line from every value to the smoothed one, which is a small ring."""
    x: list[float | None] = []
    y: list[float | None] = []
    for row in frame.to_dict("records"):
        x += [row[col.N_EFF], row[col.N_EFF], None]
        y += [row[col.WERT], row[GEGLAETTET], None]
    _line(fig, x, y, "", {"color": theme.MUTED, "width": 1.5})
    fig.add_trace(
        go.Scatter(
            mode="markers",
            x=frame[col.N_EFF].tolist(),
            y=frame[GEGLAETTET].tolist(),
            marker={"color": theme.MUTED, "symbol": "circle-open", "size": 9, "line": {"width": 2}},
            hoverinfo="skip",
            name=_SMOOTHED,
        )
    )


def _text(areas: SmallAreas, value: Any) -> str:
    return formats.format_value(value, areas.node.einheit, areas.node.dezimalen)


def _finish(
    fig: go.Figure, areas: SmallAreas, sizes: np.ndarray, limits: tuple[float, float]
) -> None:
    names = [trace.name for trace in fig.data if trace.showlegend is not False]
    percent = areas.node.einheit == "%"
    height = _HEIGHT + rows.TITLE + rows.LEGEND_LINE * rows.legend_lines(names)
    theme.apply(fig, height=height, margin=(8, 12, 12 if percent else 36, 8))
    marks = [m * 10**k for k in range(9) for m in _MARKS if sizes[0] <= m * 10**k <= sizes[-1]]
    theme.set_axes(
        fig,
        "x",
        type="log",
        range=[float(np.log10(sizes[0])), float(np.log10(sizes[-1]))],
        tickvals=marks,
        ticktext=[formats.format_number(mark) for mark in marks],
        title={"text": theme.safe(base_title(areas)), "font": {"size": theme.TEXT_SIZE}},
        showgrid=False,
    )
    values = areas.frame[col.WERT]
    low, high = min(limits[0], values.min()), max(limits[1], values.max())
    air = 0.05 * (high - low)
    bottom = max(0.0, low - air)
    theme.set_axes(
        fig, "y", range=[bottom, high + air], ticksuffix=" %" if percent else "", nticks=6
    )
    if areas.node.einheit and not percent:
        fig.add_annotation(
            text=theme.safe(areas.node.einheit),
            x=0,
            y=1,
            xref="paper",
            yref="paper",
            xanchor="left",
            yanchor="bottom",
            yshift=8,
            showarrow=False,
        )
