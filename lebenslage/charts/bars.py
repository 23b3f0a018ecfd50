"""Bars and dots with their intervals: indicators, contributions, response, comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from lebenslage.charts import points, rows, theme
from lebenslage.charts.comparison import response_bars
from lebenslage.charts.contributions import contribution_bars, contribution_rows
from lebenslage.charts.likert import likert
from lebenslage.charts.profile import profile
from lebenslage.charts.survey import answer_bars
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Node
from lebenslage.report import formats

__all__ = [
    "answer_bars",
    "contribution_bars",
    "contribution_rows",
    "indicator_bars",
    "likert",
    "profile",
    "response_bars",
]

_BAR_COLOUR: Final = theme.SEQUENTIAL[2]
_DASHES: Final = ("dash", "dot", "dashdot")


def indicator_bars(
    values: pd.DataFrame,
    names: Mapping[str, str],
    node: Node,
    *,
    references: Mapping[str, str] | None = None,
    selected: str | None = None,
) -> go.Figure:
    """One indicator in all areas: bars (dots for means) with their intervals.

    Parameters
    ----------
    values : pd.DataFrame
        `columns.INDIKATORWERTE`, one row per area (`indicators.latest`), one indicator.
    names : mapping
        `gebiet_id` -> name of the areas that get a row, in this order.
    node : Node
        Unit, decimals and kind.
    references : mapping, optional
        `gebiet_id` -> name of what is drawn as a line (Gemeinde, Landkreis).
    selected : str, optional
        Area in the accent colour.
    """
    by_area = {str(row[col.GEBIET]): row for row in values.to_dict("records")}
    heads = [
        rows.Row(name, points.indicator_text(by_area.get(key), node)) for key, name in names.items()
    ]
    layout = rows.lay_out(heads)
    from_zero = points.starts_at_zero(node)
    ends = points.axis_ends(values, from_zero=from_zero)
    fig = go.Figure()
    known = [
        (key, y, by_area[key])
        for key, y in zip(names, layout.bars, strict=True)
        if key in by_area and points.is_shown(by_area[key])
    ]
    _draw_values(fig, known, names, node, from_zero=from_zero, selected=selected)
    hidden = [
        (y, f"{name}: {points.indicator_text(by_area.get(key), node)}")
        for (key, name), y in zip(names.items(), layout.bars, strict=True)
        if key not in by_area or not points.is_shown(by_area[key])
    ]
    rows.striped(fig, [y for y, _ in hidden], ends, [text for _, text in hidden])
    legend = _draw_references(fig, by_area, references or {}, node, layout.total)
    rows.draw_headings(fig, heads, layout)
    title = node.einheit if node.einheit != "%" else ""
    return rows.finish(fig, layout, ends=ends, unit=node.einheit, title=title, legend=legend)


def _draw_values(
    fig: go.Figure,
    known: Sequence[tuple[str, float, points.Row]],
    names: Mapping[str, str],
    node: Node,
    *,
    from_zero: bool,
    selected: str | None,
) -> None:
    shown = [row for _, _, row in known]
    colours = [theme.ACCENT if key == selected else _BAR_COLOUR for key, _, _ in known]
    texts = [points.hover(names[key], row, node) for key, _, row in known]
    shared: dict[str, Any] = {
        "x": [row[col.WERT] for row in shown],
        "y": [y for _, y, _ in known],
        "error_x": points.whiskers(shown),
        "hovertext": texts,
        "hovertemplate": "%{hovertext}<extra></extra>",
        "showlegend": False,
    }
    if from_zero:
        fig.add_trace(go.Bar(orientation="h", width=rows.BAR, marker={"color": colours}, **shared))
    else:
        marker = {"color": [theme.ACCENT] * len(known), "size": 12}
        fig.add_trace(go.Scatter(mode="markers", marker=marker, **shared))


def _draw_references(
    fig: go.Figure,
    by_area: Mapping[str, points.Row],
    references: Mapping[str, str],
    node: Node,
    total: float,
) -> list[str]:
    """Vertical lines; returns their legend entries."""
    drawn: list[str] = []
    for key, name in references.items():
        row = by_area.get(key)
        if row is None or not points.is_shown(row):
            continue
        text = formats.format_value(
            row[col.WERT], node.einheit, node.dezimalen, status=row[col.STATUS]
        )
        fig.add_trace(
            go.Scatter(
                x=[row[col.WERT]] * 2,
                y=[0, total],
                mode="lines",
                line={"color": theme.INK, "width": 2, "dash": _DASHES[len(drawn) % len(_DASHES)]},
                name=theme.safe(f"{name}: {text}"),
                hoverinfo="skip",
            )
        )
        drawn.append(f"{name}: {text}")
    return drawn
