"""Values over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from lebenslage.charts import points, rows, theme
from lebenslage.charts.waves import wave_change
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Node
from lebenslage.report import formats
from lebenslage.report.sentence_parts import rows_by_area

__all__ = ["moment", "timeline", "wave_change"]

#: Whiskers of several areas at one date stand beside each other: share of the time axis.
_DODGE: Final = 0.012
_HEIGHT: Final = 360


def timeline(
    values: pd.DataFrame,
    names: Mapping[str, str],
    node: Node,
    *,
    references: Mapping[str, str] | None = None,
) -> go.Figure:
    """One indicator over time: a line per area, whiskers for the intervals, a band if alone.

    Parameters
    ----------
    values : pd.DataFrame
        `columns.INDIKATORWERTE` of one indicator, every date; `stand` is an ISO date or a year.
        Suppressed and missing dates leave a gap.
    names : mapping
        `gebiet_id` -> name of the areas; colour and symbol follow the order.
    node : Node
        Unit and decimals.
    references : mapping, optional
        `gebiet_id` -> name of dashed grey lines without whiskers (Gemeinde, Landkreis).
    """
    references = references or {}
    frame = values.assign(_zeit=values[col.STAND].map(moment)).sort_values("_zeit")
    dates = sorted(set(frame["_zeit"]))
    width = (dates[-1] - dates[0]) if len(dates) > 1 else pd.Timedelta(days=365)
    by_area = rows_by_area(frame)
    fig = go.Figure()
    for place, (key, name) in enumerate(names.items()):
        own = by_area.get(key, [])
        shift = (place - (len(names) - 1) / 2) * _DODGE * width
        style = theme.area_style(names)[key]
        _draw_line(fig, own, name, node, shift=shift, style=style, band=len(names) == 1)
    for place, (key, name) in enumerate(references.items()):
        own = by_area.get(key, [])
        _draw_reference(fig, own, name, node, dash=("dash", "dot")[place % 2])
    _finish(fig, frame, dates, width, node, [*names.values(), *references.values()])
    return fig


def moment(stand: Any) -> pd.Timestamp:
    """Place of a date on the time axis; a bare year or month stands at its middle."""
    text = str(stand).strip()
    return pd.Timestamp({4: f"{text}-07-01", 7: f"{text}-15"}.get(len(text), text[:10]))


def _draw_line(
    fig: go.Figure,
    own: Sequence[points.Row],
    name: str,
    node: Node,
    *,
    shift: pd.Timedelta,
    style: tuple[str, str],
    band: bool,
) -> None:
    colour, symbol = style
    shown = [row for row in own if points.is_shown(row)]
    if band and len(shown) > 1:
        _draw_band(fig, shown, colour)
    # A hidden date stays as a gap in the line.
    fig.add_trace(
        go.Scatter(
            mode="lines+markers",
            x=[row["_zeit"] + shift for row in own] or [None],
            y=[row[col.WERT] if points.is_shown(row) else None for row in own] or [None],
            error_y=points.whiskers(
                [row if points.is_shown(row) else dict.fromkeys(row) for row in own],
                color=colour,
                thickness=1.5,
                width=4,
            ),
            line={"color": colour, "width": 2.5},
            marker={"color": colour, "symbol": symbol, "size": theme.symbol_size(symbol)},
            connectgaps=False,
            hovertext=[points.hover(name, row, node) for row in own],
            hovertemplate="%{hovertext}<extra></extra>",
            name=theme.safe(name),
        )
    )


def _draw_band(fig: go.Figure, shown: Sequence[points.Row], colour: str) -> None:
    limits = [row for row in shown if not formats.is_missing(row[col.UG])]
    times = [row["_zeit"] for row in limits]
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    fig.add_trace(
        go.Scatter(
            x=[*times, *reversed(times)],
            y=[*(r[col.UG] for r in limits), *(r[col.OG] for r in reversed(limits))],
            fill="toself",
            fillcolor=f"rgba({red},{green},{blue},0.14)",
            line={"width": 0},
            mode="lines",
            hoverinfo="skip",
            showlegend=False,
        )
    )


def _draw_reference(
    fig: go.Figure, own: Sequence[points.Row], name: str, node: Node, *, dash: str
) -> None:
    shown = [row for row in own if points.is_shown(row)]
    if not shown:
        return
    fig.add_trace(
        go.Scatter(
            mode="lines+markers",
            x=[row["_zeit"] for row in shown],
            y=[row[col.WERT] for row in shown],
            line={"color": theme.MUTED, "width": 2, "dash": dash},
            marker={"color": theme.MUTED, "size": 7},
            hovertext=[points.hover(name, row, node) for row in shown],
            hovertemplate="%{hovertext}<extra></extra>",
            name=theme.safe(name),
        )
    )


def _finish(
    fig: go.Figure,
    frame: pd.DataFrame,
    dates: Sequence[pd.Timestamp],
    width: pd.Timedelta,
    node: Node,
    series: Sequence[str],
) -> None:
    percent = node.einheit == "%"
    height = _HEIGHT + rows.LEGEND_LINE * rows.legend_lines(series)
    theme.apply(fig, height=height, margin=(8, 12, 12 if percent else 36, 8))
    records = frame.to_dict("records")
    texts = {row["_zeit"]: formats.format_date(row[col.STAND]) for row in records}
    years = {time: str(time.year) for time in texts}
    labels = years if len(set(years.values())) == len(years) else texts
    theme.set_axes(
        fig,
        "x",
        tickvals=list(dates),
        ticktext=[theme.safe(labels[time]) for time in dates],
        range=[dates[0] - 0.06 * width, dates[-1] + 0.06 * width] if dates else None,
        showgrid=False,
        tickangle=0 if len(dates) < 6 else None,
    )
    low, high = points.axis_ends(
        frame[[points.is_shown(row) for row in records]] if records else frame,
        from_zero=points.starts_at_zero(node),
    )
    theme.set_axes(fig, "y", range=[low, high], ticksuffix=" %" if percent else "", nticks=6)
    if node.einheit and not percent:
        fig.add_annotation(
            text=theme.safe(node.einheit),
            x=0,
            y=1,
            xref="paper",
            yref="paper",
            xanchor="left",
            yanchor="bottom",
            yshift=8,
            showarrow=False,
        )
