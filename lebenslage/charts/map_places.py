"""Places on a map: Weiler without figures, and points that somebody has written down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import folium
import geopandas as gpd

from lebenslage.charts import theme
from lebenslage.model import columns as col
from lebenslage.report import formats

_LINE: Final[dict[str, Any]] = {"color": theme.INK, "weight": 1.5}
_RADIUS: Final = 4
_POINT: Final = 7


@dataclass(frozen=True, slots=True)
class Point:
    """A place to draw.

    Parameters
    ----------
    lat, lon : float
        Degrees.
    text : str
        Shown on pointing at it; escaped here.
    offen : bool
        Filled; else a ring, as for what has closed.
    """

    lat: float
    lon: float
    text: str
    offen: bool = True


def add_points(group: folium.FeatureGroup, points: Iterable[Point]) -> None:
    """A dot for each point, a ring for what is no longer open."""
    for point in points:
        folium.CircleMarker(
            [point.lat, point.lon],
            radius=_POINT,
            weight=2.5,
            color=theme.PAPER if point.offen else theme.INK,
            fill=True,
            fill_color=theme.ACCENT if point.offen else theme.PAPER,
            fill_opacity=1.0,
            tooltip=folium.Tooltip(formats.html_escape(point.text)),
        ).add_to(group)


def add_weiler(group: folium.FeatureGroup, weiler: gpd.GeoDataFrame) -> None:
    """Small circles for points, dashed outlines for areas; the name on pointing at them."""
    for name, kind, shape in zip(weiler[col.NAME], weiler["art"], weiler.geometry, strict=True):
        text = formats.html_escape(f"{name} ({kind})" if kind else name)
        tooltip = folium.Tooltip(text)
        if shape.geom_type == "Point":
            folium.CircleMarker(
                [shape.y, shape.x],
                radius=_RADIUS,
                fill=True,
                fill_color=theme.PAPER,
                fill_opacity=1.0,
                tooltip=tooltip,
                **_LINE,
            ).add_to(group)
        else:
            folium.GeoJson(
                shape.__geo_interface__,
                style_function=lambda _: {**_LINE, "fillOpacity": 0.0, "dashArray": "4 4"},
                tooltip=tooltip,
            ).add_to(group)
