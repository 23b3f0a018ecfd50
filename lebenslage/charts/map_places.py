"""Weiler on a map: names without figures."""

from __future__ import annotations

from typing import Any, Final

import folium
import geopandas as gpd

from lebenslage.charts import theme
from lebenslage.model import columns as col
from lebenslage.report import formats

_LINE: Final[dict[str, Any]] = {"color": theme.INK, "weight": 1.5}
_RADIUS: Final = 4


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
