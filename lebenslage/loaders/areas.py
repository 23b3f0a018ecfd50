"""Areas of the Ortsteile: GeoJSON and GeoPackage in any coordinate system."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError
from shapely.geometry.base import BaseGeometry

from lebenslage.errors import DatenFehler, Problem
from lebenslage.loaders.area_names import name_areas
from lebenslage.loaders.findings import Findings
from lebenslage.loaders.formats import PREVIEW_ROWS, Format, Job, Opened, Outcome, fits_kind
from lebenslage.model import columns
from lebenslage.model.area import CRS_MAP
from lebenslage.model.exchange import Areas

#: Germany in degrees with some margin: longitudes, latitudes.
_LON: Final = (5.5, 15.6)
_LAT: Final = (46.9, 55.3)
_NO_CRS: Final = (
    "Das Koordinatensystem fehlt. Bitte im GIS der Ebene das Koordinatensystem ihrer Daten "
    "zuweisen (häufig ETRS89 / UTM Zone 32N, EPSG:25832) und neu speichern."
)


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
    crs = _declared_crs(content, job.findings)
    return _areas(pd.DataFrame(properties), geometries, crs, job)


def read_geopackage(opened: Opened, job: Job) -> Outcome:
    """Read the first layer of a GeoPackage that holds polygons."""
    name = opened.source.name
    try:
        layers = _layers(opened.source.data)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError):
        text = "Die Datei ist kein lesbares GeoPackage."
        raise DatenFehler(Problem(text, datei=name)) from None
    filled = [(layer, frame) for layer, frame in layers if len(frame)]
    if not filled:
        raise DatenFehler(Problem("Die Datei enthält keine Flächen.", datei=name))
    filled.sort(key=lambda item: not item[1].geom_type.isin(["Polygon", "MultiPolygon"]).any())
    layer, frame = filled[0]
    if len(filled) > 1:
        job.findings.note(f"Gelesen wurde nur die Ebene „{layer}“.")
    if frame.crs is None:
        job.findings.add(_NO_CRS)
    properties = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    return _areas(properties, list(frame.geometry), frame.crs, job)


def _layers(data: bytes) -> list[tuple[str, gpd.GeoDataFrame]]:
    """Layers with geometry; GDAL wants a file whose name ends as it should."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gebiete.gpkg"
        path.write_bytes(data)
        names = [str(layer) for layer, kind in pyogrio.list_layers(path) if kind is not None]
        return [(name, gpd.read_file(path, layer=name)) for name in names]


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


def _declared_crs(content: Mapping[str, Any], findings: Findings) -> CRS | None:
    """CRS of a `crs` member; WGS 84 without one (RFC 7946)."""
    if "crs" not in content:
        return CRS.from_user_input(CRS_MAP)
    try:
        return CRS.from_user_input(content["crs"]["properties"]["name"])
    except (CRSError, KeyError, TypeError):
        findings.add(_NO_CRS)
        return None


def _areas(
    properties: pd.DataFrame, geometries: Sequence[BaseGeometry | None], crs: CRS | None, job: Job
) -> Outcome:
    findings = job.findings
    polygons = [_polygon(shape, i, findings) for i, shape in enumerate(geometries, start=1)]
    shapes = gpd.GeoSeries(polygons, crs=crs)
    if crs is not None and not findings:
        shapes = _in_degrees(shapes, findings)
    table = name_areas(properties, job)
    frame = gpd.GeoDataFrame(table, geometry=list(shapes), crs=CRS_MAP)
    if not findings:
        _note_overlaps(frame, job)
    return Outcome(
        None if findings else Areas(frame),
        zeilen=len(frame),
        spalten=len(properties.columns),
        vorschau=properties.head(PREVIEW_ROWS).astype(str),
        spaltennamen=tuple(map(str, properties.columns)),
        zusammenfassung={"Ortsteile": len(frame)},
    )


def _polygon(shape: BaseGeometry | None, number: int, findings: Findings) -> BaseGeometry | None:
    """A valid two-dimensional (multi)polygon; problems and repairs are told."""
    if shape is None or shape.is_empty:
        findings.add(f"Objekt {number} hat keine Fläche.")
        return None
    if shape.geom_type not in ("Polygon", "MultiPolygon", "GeometryCollection"):
        kinds = {"Point": "ein Punkt", "MultiPoint": "eine Punktmenge"}
        kind = kinds.get(shape.geom_type, "eine Linie")
        findings.add(f"Objekt {number} ist {kind}; erwartet wird eine Fläche (Polygon).")
        return None
    shape = shapely.force_2d(shape)
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        findings.add(f"Die Form von Objekt {number} lässt sich nicht lesen.")
        return None
    if not shape.is_valid:
        findings.note(f"Die Fläche von Objekt {number} war ungültig und wurde repariert.")
        shape = shapely.make_valid(shape)
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "MultiPolygon"]
    parts = [part for multi in parts for part in multi.geoms] + [
        part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"
    ]
    if not parts or sum(part.area for part in parts) == 0:
        findings.add(f"Objekt {number} hat keine Fläche.")
        return None
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _in_degrees(shapes: gpd.GeoSeries, findings: Findings) -> gpd.GeoSeries:
    """The shapes in EPSG:4326, if they then lie in Germany."""
    left, bottom, right, top = shapes.total_bounds
    assert shapes.crs is not None
    if shapes.crs.is_geographic and (max(abs(left), abs(right)) > 180 or max(-bottom, top) > 90):
        findings.add(_NO_CRS)
        return shapes
    degrees = shapes.to_crs(CRS_MAP)
    left, bottom, right, top = degrees.total_bounds
    if _within(left, right, _LON) and _within(bottom, top, _LAT):
        return degrees
    if _within(left, right, _LAT) and _within(bottom, top, _LON):
        text = (
            "Länge und Breite sind vertauscht: erwartet wird zuerst die Länge (Ost), dann die "
            "Breite (Nord)."
        )
    else:
        text = (
            "Die Flächen liegen außerhalb Deutschlands; vermutlich ist das angegebene "
            "Koordinatensystem falsch."
        )
    findings.add(text)
    return degrees


def _within(low: float, high: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= low <= high <= bounds[1]


def _note_overlaps(frame: gpd.GeoDataFrame, job: Job) -> None:
    """Tell of Ortsteile that overlap by more than a hundredth of the smaller one."""
    shapes = frame.to_crs(job.known.crs or frame.estimate_utm_crs()).geometry
    first, second = shapes.sindex.query(shapes, predicate="intersects")
    names = frame[columns.NAME]
    for i, k in zip(first, second, strict=True):
        if i < k:
            common = shapes.iloc[i].intersection(shapes.iloc[k]).area
            if common > 0.01 * min(shapes.iloc[i].area, shapes.iloc[k].area):
                job.findings.note(
                    f"Die Flächen von {names.iloc[i]} und {names.iloc[k]} überschneiden sich."
                )


GEOJSON: Final = Format(
    "gebiete-geojson", "Flächen der Ortsteile (GeoJSON)", fits_kind("json"), read_geojson
)
GEOPACKAGE: Final = Format(
    "gebiete-gpkg", "Flächen der Ortsteile (GeoPackage)", fits_kind("geopackage"), read_geopackage
)
