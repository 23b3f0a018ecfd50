"""Actors and who works with whom, as a drawing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import plotly.graph_objects as go

from lebenslage.charts import theme

#: Up to so many actors the names stand in the drawing; beyond it they would cover each other.
_NAMED: Final = 12


def network_graph(
    places: Mapping[str, tuple[float, float]],
    ties: tuple[tuple[str, str], ...],
    names: Mapping[str, str],
    groups: Mapping[str, str],
    group_names: Mapping[str, str],
) -> go.Figure:
    """Points for actors, lines for co-operations.

    Parameters
    ----------
    places : mapping
        Key of an actor -> where it is drawn.
    groups : mapping
        Key of an actor -> Ortsteil, "" for several; colour and symbol tell it.
    group_names : mapping
        Ortsteil -> name, in the order of the area file.
    """
    fig = go.Figure()
    x: list[float | None] = []
    y: list[float | None] = []
    for a, b in ties:
        x += [places[a][0], places[b][0], None]
        y += [places[a][1], places[b][1], None]
    fig.add_trace(
        go.Scatter(
            x=x,
            y=y,
            mode="lines",
            line={"color": theme.MISSING_LINE, "width": 2},
            hoverinfo="skip",
            showlegend=False,
        )
    )
    style = theme.area_style(group_names)
    for group in ["", *group_names]:
        keys = [key for key in places if groups.get(key, "") == group]
        if not keys:
            continue
        colour, symbol = style.get(group, (theme.INK, "circle-open"))
        fig.add_trace(
            go.Scatter(
                x=[places[key][0] for key in keys],
                y=[places[key][1] for key in keys],
                mode="markers+text" if len(places) <= _NAMED else "markers",
                text=[theme.wrap(names[key], 16) for key in keys],
                textposition="bottom center",
                textfont={"size": theme.TEXT_SIZE, "color": theme.INK},
                cliponaxis=False,
                name=theme.safe(group_names.get(group, "mehrere Ortsteile")),
                marker={
                    "color": colour,
                    "symbol": symbol,
                    "size": theme.symbol_size(symbol) + 4,
                    "line": {"width": 1, "color": theme.PAPER},
                },
                hovertext=[theme.safe(names[key]) for key in keys],
                hovertemplate="%{hovertext}<extra></extra>",
            )
        )
    theme.apply(fig, height=460)
    fig.update_layout(dragmode=False)
    # room for the names
    xs, ys = zip(*places.values(), strict=True)
    wide, high = (max(max(ends) - min(ends), 0.1) for ends in (xs, ys))
    fig.update_xaxes(
        visible=False, fixedrange=True, range=[min(xs) - 0.2 * wide, max(xs) + 0.2 * wide]
    )
    fig.update_yaxes(
        visible=False, fixedrange=True, range=[min(ys) - 0.2 * high, max(ys) + 0.05 * high]
    )
    return fig
