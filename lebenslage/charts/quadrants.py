"""Measured against felt: a point per Ortsteil in four named fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from lebenslage.analysis.pairs import GUT, QUADRANTEN, Pair
from lebenslage.charts import theme
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Node
from lebenslage.report import formats
from lebenslage.report.pairs import is_drawn, place_text, quadrant_name, value_text

_HEIGHT: Final = 560
#: Names of the fields are broken so that two stand side by side on a phone.
_WIDTH: Final = 15


def quadrant_chart(found: pd.DataFrame, pair: Pair, names: Mapping[str, str]) -> go.Figure:
    """Points with the intervals of both values; hollow where the field is not certain.

    Parameters
    ----------
    found : pd.DataFrame
        `analysis.pairs.quadrants`.
    names : mapping
        `gebiet_id` -> name.
    """
    rows = [row for row in found.to_dict("records") if is_drawn(row)]
    fig = go.Figure()
    style = theme.area_style(names)
    for row in rows:
        key = str(row[col.GEBIET])
        colour, symbol = style[key]
        fig.add_trace(
            go.Scatter(
                x=[row["wert_gemessen"]],
                y=[row["wert_empfunden"]],
                mode="markers",
                error_x=_error(row, "gemessen", colour),
                error_y=_error(row, "empfunden", colour),
                marker={
                    "size": theme.symbol_size(symbol) + 5,
                    "symbol": symbol if row["sicher"] else f"{symbol}-open",
                    "color": colour,
                    "line": {"color": colour, "width": 3},
                },
                name=theme.safe(names[key]),
                hovertext=[_hover(row, pair, names[key])],
                hovertemplate="%{hovertext}<extra></extra>",
            )
        )
    theme.apply(fig, height=_HEIGHT + 27 * max(0, len(rows) - 2))
    x = _axis(fig, found, rows, "gemessen", pair.gemessen)
    y = _axis(fig, found, rows, "empfunden", pair.empfunden)
    theme.set_axes(fig, "x", **x, zeroline=False)
    theme.set_axes(fig, "y", **y, zeroline=False)
    for measured, felt in QUADRANTEN:
        fig.add_annotation(
            text=theme.wrap(quadrant_name(pair, measured, felt), _WIDTH),
            x=0.99 if measured == GUT else 0.01,
            y=0.99 if felt == GUT else 0.01,
            xref="paper",
            yref="paper",
            xanchor="right" if measured == GUT else "left",
            yanchor="top" if felt == GUT else "bottom",
            align="right" if measured == GUT else "left",
            showarrow=False,
            font={"color": theme.MUTED, "size": theme.TEXT_SIZE},
        )
    return fig


def _axis(
    fig: go.Figure, found: pd.DataFrame, rows: list[dict[Any, Any]], axis: str, node: Node
) -> dict[str, Any]:
    """Title and range, the better side to the right and up; draws the limit."""
    numbers = [
        float(row[f"{name}_{axis}"])
        for row in rows
        for name in ("wert", "ug", "og")
        if not formats.is_missing(row[f"{name}_{axis}"])
    ]
    limit = found[f"grenze_{axis}"].iloc[0] if len(found) else float("nan")
    if not formats.is_missing(limit):
        numbers.append(float(limit))
        line = {"color": theme.MUTED, "width": 2, "dash": "dash"}
        if axis == "gemessen":
            fig.add_vline(x=limit, line=line, layer="below")
        else:
            fig.add_hline(y=limit, line=line, layer="below")
    low, high = (min(numbers), max(numbers)) if numbers else (0.0, 1.0)
    # room for the names of the fields above and below the points
    air = (0.3 if axis == "empfunden" else 0.15) * ((high - low) or abs(high) or 1.0)
    ends = [low - air, high + air]
    unit = f" ({formats.short_unit(node.einheit)})" if formats.short_unit(node.einheit) else ""
    title = theme.wrap(f"{node.label}{unit}", 34)
    if "=" in node.einheit:  # codes have no numbers in between
        return {"range": ends if node.richtung == 1 else ends[::-1], "title": {"text": title}}
    return {
        "range": ends if node.richtung == 1 else ends[::-1],
        "title": {"text": title, "font": {"size": theme.TEXT_SIZE}},
        "nticks": 5,
    }


def _error(row: Mapping[Any, Any], axis: str, colour: str) -> dict[str, Any]:
    value, low, high = (row[f"{name}_{axis}"] for name in ("wert", "ug", "og"))
    if formats.is_missing(low) or formats.is_missing(high):
        return {"visible": False}
    return {
        "type": "data",
        "symmetric": False,
        "array": [high - value],
        "arrayminus": [value - low],
        "color": colour,
        "thickness": 1.5,
        "width": 4,
    }


def _hover(row: Mapping[Any, Any], pair: Pair, name: str) -> str:
    lines = [
        f"<b>{theme.safe(name)}</b>",
        theme.safe(f"{pair.gemessen.label}: {value_text(row, 'gemessen', pair.gemessen)}"),
        theme.safe(f"{pair.empfunden.label}: {value_text(row, 'empfunden', pair.empfunden)}"),
        theme.safe(place_text(row, pair)),
    ]
    return "<br>".join(lines)
