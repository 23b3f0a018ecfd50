"""Marks with their limits on the projector: one row per Handlungsfeld, a mark per Ortsteil."""

from __future__ import annotations

from typing import Final

import plotly.graph_objects as go

from lebenslage.charts import points, theme
from lebenslage.charts.slides import LEGEND, TEXT, label_text, legend_lines
from lebenslage.model import columns as col
from lebenslage.report.deck.blocks import Dots

#: Pixels of the axis with its numbers.
_AXIS: Final = 36


def dot_figure(chart: Dots, height: int, width: int) -> go.Figure:
    """A row per label, in it a mark per series with its limits; the first label on top.

    Parameters
    ----------
    height, width : int
        Pixels.
    """
    fig = go.Figure()
    for place, series in enumerate(chart.series):
        colour, symbol = chart.colours[place], theme.AREA_SYMBOLS[place % len(theme.AREA_SYMBOLS)]
        known = [row for row, value in enumerate(series.values) if value is not None]
        limits = [
            {
                col.WERT: series.values[row],
                col.UG: chart.low[place][row],
                col.OG: chart.high[place][row],
            }
            for row in known
        ]
        fig.add_trace(
            go.Scatter(
                mode="markers",
                x=[series.values[row] for row in known],
                y=[row + chart.offset(place) for row in known],
                error_x=points.whiskers(limits, color=colour, width=0, thickness=3),
                marker={
                    "color": colour,
                    "symbol": symbol,
                    "size": theme.symbol_size(symbol) + 4,
                    "line": {"color": theme.PAPER, "width": 1},
                },
                hovertext=[
                    f"{theme.wrap(chart.labels[row], 40)}<br>{theme.safe(series.name)}: "
                    f"{theme.safe(series.texts[row])}"
                    for row in known
                ],
                hovertemplate="%{hovertext}<extra></extra>",
                name=theme.safe(series.name),
            )
        )
    for row in range(1, len(chart.labels), 2):
        fig.add_hrect(row - 0.5, row + 0.5, fillcolor=theme.SEQUENTIAL[0], opacity=0.5,
                      line_width=0, layer="below")  # fmt: skip
    below = LEGEND * legend_lines(chart, width) + _AXIS
    theme.apply(fig, height=height, margin=(8, 24, 4, 8 + below))
    fig.update_layout(font_size=TEXT, legend_font_size=TEXT, hoverlabel_font_size=TEXT)
    fig.update_xaxes(
        range=list(chart.ends),
        tickvals=list(chart.steps),
        tickfont_size=TEXT,
        ticksuffix="",
        gridcolor=theme.GRID,
        zeroline=False,
    )
    fig.update_yaxes(
        tickvals=list(range(len(chart.labels))),
        ticktext=[label_text(label) for label in chart.labels],
        tickfont_size=TEXT,
        range=[len(chart.labels) - 0.5, -0.5],
        showgrid=False,
        zeroline=False,
    )
    return fig
