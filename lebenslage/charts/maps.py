"""Maps of the Ortsteile that ask no other host: Leaflet comes from the app's own `static/`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import folium
import geopandas as gpd
import pandas as pd
from folium.features import Control
from folium.utilities import JsCode

from lebenslage.charts import map_scripts, theme
from lebenslage.charts.map_places import Point, add_points, add_weiler
from lebenslage.errors import DatenFehler
from lebenslage.model import columns as col
from lebenslage.model.area import CRS_MAP
from lebenslage.model.rules import Status
from lebenslage.report import formats
from lebenslage.report.scale import colour_of, legend_steps, value_range

__all__ = [
    "OfflineMap",
    "Point",
    "base_map",
    "feature_group",
    "legend_steps",
    "ortsteil_map",
    "value_range",
]

#: Where the page of the map component finds the app's static files.
STATIC: Final = "../../app/static"
#: Name of a map that says nothing else about itself.
MAP: Final = "Karte der Ortsteile"
#: Stands on every map with an area whose boundary is derived.
NAEHERUNG: Final = "Näherung, keine amtliche Grenze"
#: Fill of areas without a value; `static/leaflet/init.js` draws the stripes.
STRIPES: Final = "url(#schraffur)"
#: About 10 m: far below what the approximate boundaries promise, a tenth of the points.
TOLERANCE_DEGREES: Final = 0.0001

_Row = Mapping[str, Any]

map_scripts.install()


class OfflineMap(folium.Map):
    """A folium map whose scripts, styles and pictures come from the app itself.

    folium's defaults (seven files from five content networks) are replaced; there is no tile
    layer, no link to Leaflet's site, and the buttons speak German.

    Parameters
    ----------
    bounds : ((south, west), (north, east))
        Degrees; shown whole at the start and after every change of size.
    """

    default_js = [  # noqa: RUF012 - folium declares it so
        ("leaflet", f"{STATIC}/leaflet/leaflet.js"),
        ("init", f"{STATIC}/leaflet/init.js"),
    ]
    default_css = [  # noqa: RUF012
        ("leaflet_css", f"{STATIC}/leaflet/leaflet.css"),
        ("lebenslage_css", f"{STATIC}/leaflet/lebenslage.css"),
    ]

    def __init__(self, bounds: Sequence[Sequence[float]], **kwargs: Any) -> None:
        centre = [(bounds[0][i] + bounds[1][i]) / 2 for i in (0, 1)]
        super().__init__(
            location=centre,
            zoom_start=12,
            tiles=None,
            zoom_control=False,
            attribution_control=False,
            scroll_wheel_zoom=False,
            zoom_snap=0.25,
            home_bounds=[list(corner) for corner in bounds],
            **kwargs,
        )
        self._name = "Map"
        # Without `position`: folium 0.20 hands Leaflet wrong arguments with it.
        Control("Attribution", prefix=False).add_to(self)
        Control("Zoom", zoom_in_title="Vergrößern", zoom_out_title="Verkleinern").add_to(self)
        self.fit_bounds([list(corner) for corner in bounds], padding=(12, 12))


def base_map(areas: gpd.GeoDataFrame, *, background: Mapping[str, str] | None = None) -> folium.Map:
    """The map without its areas: constant, so that a new choice need not load the frame again.

    Hand it to `st_folium(base_map(...), feature_group_to_add=feature_group(...), key=...,
    returned_objects=["last_active_drawing"])`.

    Parameters
    ----------
    areas : gpd.GeoDataFrame
        Columns `columns.ORTSTEILE` and `geometry`, EPSG:4326.
    background : mapping, optional
        `Gemeinde.hintergrundkarte`: `url`, `layers`, `attribution` of a WMS. Only if IT has
        configured one, and only once the user has switched it on; else nothing leaves the
        machine.
    """
    west, south, east, north = _in_map_crs(areas).total_bounds
    result = OfflineMap(((south, west), (north, east)))
    if background and background.get("url"):
        folium.WmsTileLayer(
            url=background["url"],
            layers=background.get("layers", ""),
            attr=formats.html_escape(background.get("attribution", "")),
            fmt="image/png",
            transparent=True,
            control=False,
        ).add_to(result)
    return result


def feature_group(
    areas: gpd.GeoDataFrame,
    values: pd.DataFrame,
    *,
    palette: str = "sequentiell",
    low: float,
    high: float,
    selected: str | None = None,
    background: bool = False,
    weiler: gpd.GeoDataFrame | None = None,
    points: Sequence[Point] = (),
    title: str = MAP,
) -> folium.FeatureGroup:
    """The coloured areas with names, tooltips and the notice about their boundaries.

    Parameters
    ----------
    areas : gpd.GeoDataFrame
        Columns `columns.ORTSTEILE` and `geometry`.
    values : pd.DataFrame
        `gebiet_id, wert, text, status` and optionally `kurz`, at most one row per area. `text` is
        what the tooltip shows (value with interval, or the reason for none), `kurz` stands under
        the name on the map. Areas without a row are shown as missing.
    palette : {"sequentiell", "divergierend", "schlicht"}
    low, high : float
        Ends of the colour scale, in the unit of `wert`; values beyond take the end's colour.
    selected : str, optional
        `ortsteil_id` that gets the thick border.
    background : bool
        Whether a background map shines through.
    weiler : gpd.GeoDataFrame, optional
        Columns `columns.WEILER` and `geometry`: points and outlines that name a place, no more.
    points : sequence of Point
        Dots above everything else.
    title : str
        What a screen reader calls the map.

    Returns
    -------
    folium.FeatureGroup
        The properties of each feature hold `ortsteil_id` (comes back in `last_active_drawing`).
    """
    by_area: dict[str, _Row] = {
        str(row[col.GEBIET]): {str(key): cell for key, cell in row.items()}
        for row in values.to_dict("records")
    }
    areas = _in_map_crs(areas)
    shapes = areas.geometry.simplify(TOLERANCE_DEGREES, preserve_topology=True)
    colours = theme.PALETTES[palette]
    features = [
        _feature(area, shape, by_area.get(str(area[col.ORTSTEIL])), colours, (low, high))
        for area, shape in zip(areas.to_dict("records"), shapes, strict=True)
    ]
    # Drawn last, the thick border lies above its neighbours.
    features.sort(key=lambda feature: feature["properties"][col.ORTSTEIL] == selected)
    group = folium.FeatureGroup(name="Ortsteile", control=False)
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        style_function=lambda feature: _style(feature["properties"], selected, background),
        on_each_feature=JsCode("window.gebietZugang"),
        tooltip=folium.GeoJsonTooltip(["tooltip"], labels=False, sticky=True),
        attribution="" if areas["amtlich"].all() else NAEHERUNG,
    ).add_to(group)
    for area, shape in zip(areas.to_dict("records"), shapes, strict=True):
        _label(area, shape, by_area.get(str(area[col.ORTSTEIL]))).add_to(group)
    if weiler is not None and not weiler.empty:
        add_weiler(group, _in_map_crs(weiler))
    add_points(group, points)
    _Title(title).add_to(group)
    return group


def ortsteil_map(
    areas: gpd.GeoDataFrame,
    values: pd.DataFrame,
    *,
    palette: str = "sequentiell",
    low: float,
    high: float,
    selected: str | None = None,
    title: str = MAP,
    background: Mapping[str, str] | None = None,
) -> folium.Map:
    """Map with its areas in one piece; parameters as in `feature_group` and `base_map`."""
    result = base_map(areas, background=background)
    feature_group(
        areas,
        values,
        palette=palette,
        low=low,
        high=high,
        selected=selected,
        background=bool(background),
        title=title,
    ).add_to(result)
    return result


class _Title(folium.MacroElement):
    """Names the map and its frame for screen readers; `init.js` knows how."""

    _template = folium.template.Template(
        """
        {% macro script(this, kwargs) %}
            window.karteNennen({{ this.title|tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, title: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Title"
        self.title = formats.clean(title)


def _in_map_crs(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    if areas.empty:
        raise DatenFehler("Es sind noch keine Ortsteile eingelesen: Eine Karte ist nicht möglich.")
    if areas.crs is None:
        raise DatenFehler(
            "Die Ortsteile haben kein Koordinatensystem: Eine Karte ist nicht möglich."
        )
    return areas if areas.crs == CRS_MAP else areas.to_crs(CRS_MAP)


def _feature(
    area: Mapping[str, Any],
    shape: Any,
    row: _Row | None,
    colours: Sequence[str],
    ends: tuple[float, float],
) -> dict[str, Any]:
    name = formats.clean(area[col.NAME])
    text = _text(row)
    properties = {
        col.ORTSTEIL: str(area[col.ORTSTEIL]),
        "vorlesetext": f"{name}: {text}",
        "tooltip": f"<b>{formats.html_escape(name)}</b><br>{formats.html_escape(text)}",
        "farbe": colour_of(row["wert"], colours, *ends)
        if row and formats.is_shown(row)
        else STRIPES,
    }
    return {"type": "Feature", "properties": properties, "geometry": shape.__geo_interface__}


def _fill(row: _Row | None, colours: Sequence[str], ends: tuple[float, float]) -> str:
    shown = row is not None and formats.is_shown(row)
    return colour_of(row["wert"], colours, *ends) if row and shown else STRIPES


def _text(row: _Row | None) -> str:
    if row is None or not formats.clean(row.get("text")):
        return formats.format_missing(row["status"] if row else Status.FEHLT)
    return formats.clean(row["text"])


def _style(properties: Mapping[str, Any], selected: str | None, background: bool) -> dict[str, Any]:
    chosen = properties[col.ORTSTEIL] == selected
    return {
        "fillColor": properties["farbe"],
        "fillOpacity": 0.7 if background else 1.0,
        "color": theme.INK if chosen else theme.MUTED,
        "weight": 4.5 if chosen else 1.5,
    }


def _label(area: Mapping[str, Any], shape: Any, row: _Row | None) -> folium.Marker:
    """Name (and short value) on the area; not clickable, so that the click reaches the area."""
    parts = shape.geoms if hasattr(shape, "geoms") else [shape]
    point = max(parts, key=lambda part: part.area).representative_point()
    text = formats.html_escape(area[col.NAME])
    short = formats.html_escape(row.get("kurz")) if row else ""
    return folium.Marker(
        [point.y, point.x],
        icon=folium.DivIcon(
            html=f'<div class="gebiet-name">{text}{f"<br>{short}" if short else ""}</div>',
            icon_size=(0, 0),
            class_name="gebiet-beschriftung",
        ),
        interactive=False,
        keyboard=False,
    )
