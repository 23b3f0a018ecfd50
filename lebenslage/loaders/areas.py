"""Areas of the Ortsteile and places of the Weiler: geodata in any coordinate system."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError
from shapely.geometry.base import BaseGeometry

from lebenslage.errors import DatenFehler, Problem
from lebenslage.loaders import area_files
from lebenslage.loaders.area_names import count_named, name_areas, names_weiler
from lebenslage.loaders.area_shapes import (
    are_points,
    cleaned,
    in_degrees,
    settled_crs,
    share_inside,
    tell_fit,
)
from lebenslage.loaders.findings import Findings
from lebenslage.loaders.formats import (
    NO_FIT,
    PREVIEW_ROWS,
    Fit,
    Format,
    Job,
    Opened,
    Outcome,
    fits_kind,
)
from lebenslage.loaders.localities import read_localities
from lebenslage.model.area import CRS_MAP
from lebenslage.model.exchange import Areas


def read_geojson(opened: Opened, job: Job) -> Outcome:
    """Read a GeoJSON text."""
    try:
        content = json.loads(opened.text)
    except (ValueError, RecursionError) as error:
        text = (
            "Die Datei ist kein gültiges GeoJSON: hier fehlt ein Zeichen oder steht eines zu viel."
        )
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        raise DatenFehler(Problem(text, datei=opened.source.name, zeile=line)) from None
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or not features:
        text = "Die Datei enthält keine Flächen; erwartet wird eine FeatureCollection."
        raise DatenFehler(Problem(text, datei=opened.source.name))
    properties, geometries = [], []
    for number, feature in enumerate(features, start=1):
        feature = feature if isinstance(feature, dict) else {}
        properties.append(dict(feature.get("properties") or {}))
        geometries.append(_shape(feature.get("geometry"), number, job.findings))
    crs = _declared_crs(content)
    return _areas(pd.DataFrame(properties), geometries, crs, job)


def read_layers(opened: Opened, job: Job) -> Outcome:
    """Read the layer of a GeoPackage, Shapefile or GML that names most Ortsteile."""
    layers = area_files.layers(opened)
    tables = [pd.DataFrame(frame.drop(columns=frame.geometry.name)) for _, frame in layers]
    # a damaged file may bring the same heading twice
    properties = [table.loc[:, ~table.columns.duplicated()] for table in tables]

    def worth(number: int) -> tuple[int, bool]:
        areas = layers[number][1].geom_type.isin(["Polygon", "MultiPolygon"]).any()
        return (count_named(properties[number], job) if areas else 0, bool(areas))

    best = max(range(len(layers)), key=worth)
    layer, frame = layers[best]
    if len(layers) > 1:
        job.findings.note(f"Gelesen wurde nur die Ebene „{layer}“.")
    return _areas(properties[best], list(frame.geometry), frame.crs, job)


def _shape(geometry: Any, number: int, findings: Findings) -> BaseGeometry | None:
    if not geometry:
        return None
    try:
        return shapely.geometry.shape(geometry)
    except (
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        IndexError,
        shapely.errors.ShapelyError,
    ):
        findings.add(f"Die Form von Objekt {number} lässt sich nicht lesen.")
        return None


def _declared_crs(content: Mapping[str, Any]) -> CRS | None:
    """CRS of a `crs` member; WGS 84 without one (RFC 7946); None if it says nothing known."""
    if "crs" not in content:
        return CRS.from_user_input(CRS_MAP)
    try:
        return CRS.from_user_input(content["crs"]["properties"]["name"])
    except (CRSError, KeyError, TypeError):
        return None


def _areas(
    properties: pd.DataFrame, geometries: Sequence[BaseGeometry | None], crs: CRS | None, job: Job
) -> Outcome:
    findings = job.findings
    places = job.known.gazetteer or job.known.flaechen is not None
    points = are_points(geometries) and bool(places)
    clean = cleaned(geometries, findings, points=points)
    crs = settled_crs(gpd.GeoSeries(clean), crs, job)
    shapes = gpd.GeoSeries(clean, crs=crs)
    inside = np.ones(len(shapes))
    if crs is not None and not findings:
        shapes = in_degrees(shapes, findings)
        if not findings:
            inside = share_inside(shapes, job)
    geometry = gpd.GeoDataFrame(geometry=list(shapes), crs=CRS_MAP).geometry
    if points or names_weiler(properties, inside, job):
        return read_localities(properties, geometry, inside, job)
    table = name_areas(properties, inside, job)
    frame = gpd.GeoDataFrame(table, geometry=geometry.loc[table.index], crs=CRS_MAP)
    frame = frame.reset_index(drop=True)
    if not findings:
        tell_fit(frame, job)
    return Outcome(
        None if findings else Areas(frame),
        zeilen=len(frame),
        spalten=len(properties.columns),
        vorschau=properties.loc[table.index].head(PREVIEW_ROWS).astype(str),
        spaltennamen=tuple(map(str, properties.columns)),
        zusammenfassung={"Ortsteile": len(frame)},
    )


def _fits_gml(opened: Opened, _job: Job) -> Fit:
    fits = opened.kind == "xml" and area_files.is_gml(opened.text)
    return (3.0, 1.0) if fits else NO_FIT


GEOJSON: Final = Format(
    "gebiete-geojson", "Ortsteile oder Weiler (GeoJSON)", fits_kind("json"), read_geojson
)
GEOPACKAGE: Final = Format(
    "gebiete-gpkg", "Ortsteile oder Weiler (GeoPackage)", fits_kind("geopackage"), read_layers
)
SHAPEFILE: Final = Format(
    "gebiete-shapefile", "Ortsteile oder Weiler (Shapefile)", fits_kind("shapefile"), read_layers
)
GML: Final = Format("gebiete-gml", "Ortsteile oder Weiler (GML)", _fits_gml, read_layers)
#: All of them, as they are looked for.
FORMATS: Final = (GEOJSON, GEOPACKAGE, SHAPEFILE, GML)
