"""Old and new borders of the Ortsteile in one picture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import geopandas as gpd
import plotly.graph_objects as go
import shapely

from lebenslage.charts import theme
from lebenslage.model import columns as col
from lebenslage.report import formats

#: Metres; far below what the picture can show.
_TOLERANCE: Final = 10.0
_HEIGHT: Final = 460


def border_picture(old: gpd.GeoDataFrame, new: gpd.GeoDataFrame, crs: str) -> go.Figure:
    """New areas filled with their names, the borders until now dashed above them.

    Parameters
    ----------
    old, new : gpd.GeoDataFrame
        Columns `columns.ORTSTEILE` and `geometry`.
    crs : str
        Projected CRS in metres, so that the picture has the shape of the land.
    """
    fresh = new.to_crs(crs)
    fig = go.Figure()
    for i, (name, shape) in enumerate(zip(fresh[col.NAME], fresh.geometry, strict=True)):
        x, y = _rings(shape)
        fig.add_scatter(
            x=x,
            y=y,
            mode="lines",
            fill="toself",
            fillcolor=theme.SEQUENTIAL[1 + i % 2],
            line={"color": theme.ACCENT, "width": 2},
            name="neue Grenzen",
            legendgroup="neu",
            showlegend=i == 0,
            hoverinfo="text",
            text=formats.html_escape(name),
        )
    for i, shape in enumerate(old.to_crs(crs).geometry):
        x, y = _rings(shape)
        fig.add_scatter(
            x=x,
            y=y,
            mode="lines",
            line={"color": theme.DIVERGING[0], "width": 2, "dash": "dash"},
            name="bisherige Grenzen",
            legendgroup="alt",
            showlegend=i == 0,
            hoverinfo="skip",
        )
    points = fresh.geometry.representative_point()
    fig.add_scatter(
        x=points.x,
        y=points.y,
        mode="text",
        text=[f"<b>{formats.html_escape(name)}</b>" for name in fresh[col.NAME]],
        textfont={"size": theme.TEXT_SIZE, "color": theme.INK},
        hoverinfo="skip",
        showlegend=False,
    )
    theme.set_layout(
        fig,
        height=_HEIGHT,
        margin={"l": 0, "r": 0, "t": 0, "b": 40},
        paper_bgcolor=theme.PAPER,
        plot_bgcolor=theme.PAPER,
        font={"family": theme.FONT, "size": theme.TEXT_SIZE, "color": theme.INK},
        legend={"orientation": "h", "y": -0.02, "yanchor": "top", "x": 0},
        dragmode=False,
    )
    theme.set_axes(fig, "x", visible=False, fixedrange=True)
    theme.set_axes(fig, "y", visible=False, fixedrange=True, scaleanchor="x", scaleratio=1)
    return fig


def _rings(shape: shapely.Geometry) -> tuple[list[float | None], list[float | None]]:
    """All rings of a shape one after another, with a gap between them."""
    x: list[float | None] = []
    y: list[float | None] = []
    for ring in _lines(shape.simplify(_TOLERANCE)):
        x += [*ring.xy[0], None]
        y += [*ring.xy[1], None]
    return x, y


def _lines(shape: shapely.Geometry) -> Iterator[shapely.LinearRing]:
    for part in shapely.get_parts(shape):
        yield part.exterior
        yield from part.interiors
