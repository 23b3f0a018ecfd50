"""Extracts as text: the answer of Overpass, and GeoJSON as overpass turbo and QGIS export it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from lebenslage.errors import DatenFehler, Problem
from lebenslage.loaders.osm_parts import Parts, Point
from lebenslage.loaders.osm_tags import KEYS, walkable

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
#: What shows that a text is about OpenStreetMap: Overpass, its ids, or one of the tags.
_OVERPASS: Final = re.compile(r'"osm3s"|"elements"\s*:\s*\[')
_TAGGED: Final = re.compile(
    rf'"@id"\s*:|"osm_id"\s*:|"(?:{"|".join(KEYS)})"\s*:\s*"|"(?:node|way|relation)/\d+"'
)
#: Where GDAL (ogr2ogr, QGIS) puts the tags for which it has no column: "amenity"=>"pharmacy".
_HSTORE: Final = re.compile(r'"([^"\\]+)"=>"((?:[^"\\]|\\.)*)"')
_LINES: Final = ("LineString", "MultiLineString")
Members = Mapping[str, Any]


def is_extract(text: str) -> bool:
    """Whether a JSON text is an extract, by the first objects in it."""
    head = text[: 1 << 20]
    return bool(_OVERPASS.search(head) or ('"features"' in head and _TAGGED.search(head)))


def read_json(text: str, name: str, parts: Parts) -> str:
    """Collect places and paths.

    Returns
    -------
    str
        Day of the extract (ISO); empty if it does not say.

    Raises
    ------
    DatenFehler
        If the text is no JSON, or its objects are not of the kind that they should be.
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        message = "Die Datei ist kein gültiges JSON; sie ist beschädigt oder abgeschnitten."
        raise DatenFehler(Problem(message, datei=name, zeile=line)) from None
    if isinstance(content, dict) and "error" in str(content.get("remark", "")):
        # "runtime error: Query timed out": what was found until then comes all the same
        message = (
            "Overpass hat die Abfrage abgebrochen, die Antwort ist unvollständig. Bitte einen "
            "kleineren Ausschnitt oder später noch einmal abfragen."
        )
        raise DatenFehler(Problem(message, datei=name))
    try:
        if "elements" in content:
            _overpass(content["elements"], parts)
            told = content.get("osm3s", {}).get("timestamp_osm_base", "")
        else:
            for number, feature in enumerate(content["features"], start=1):
                _feature(feature, number, parts)
            told = content.get("timestamp", "")
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        message = "Ein Objekt der Datei lässt sich nicht lesen: Lage oder Merkmale fehlen."
        raise DatenFehler(Problem(message, datei=name)) from None
    found = _DAY.match(str(told))
    return found[0] if found else ""


def _overpass(elements: list[Members], parts: Parts) -> None:
    """Elements with `out center`, `out geom` or with the nodes of their ways."""
    nodes = {e["id"]: (float(e["lon"]), float(e["lat"])) for e in elements if e["type"] == "node"}
    for element in elements:
        tags = element.get("tags") or {}
        if not any(key in tags for key in KEYS):
            continue
        key = f"{element['type']}/{element['id']}"
        points = _points(element, nodes)
        if element["type"] == "way" and walkable(tags):
            refs = element.get("nodes") or []
            known = [ref for ref in refs if ref in nodes] if nodes and refs else []
            if "geometry" in element:
                parts_of = [(float(p["lon"]), float(p["lat"])) for p in element["geometry"] if p]
                refs = refs if len(refs) == len(parts_of) else [_rounded(p) for p in parts_of]
                if len(parts_of) > 1:
                    parts.path(refs, parts_of)
            elif len(known) > 1:
                parts.path(known, [nodes[ref] for ref in known])
            continue
        parts.place(key, tags, points)


def _points(element: Members, nodes: Mapping[int, Point]) -> list[Point]:
    if element["type"] == "node":
        return [nodes[element["id"]]]
    if centre := element.get("center"):
        return [(float(centre["lon"]), float(centre["lat"]))]
    if shape := element.get("geometry"):
        return [(float(p["lon"]), float(p["lat"])) for p in shape if p]
    if box := element.get("bounds"):
        return [((box["minlon"] + box["maxlon"]) / 2, (box["minlat"] + box["maxlat"]) / 2)]
    return [nodes[ref] for ref in dict.fromkeys(element.get("nodes", ())) if ref in nodes]


def _feature(feature: Members, number: int, parts: Parts) -> None:
    properties = feature.get("properties") or {}
    tags = properties.get("tags") or properties
    tags = {str(key): str(value) for key, value in tags.items() if value is not None}
    tags |= dict(_HSTORE.findall(tags.get("other_tags", "")))
    geometry = feature.get("geometry")
    if not geometry or not any(key in tags for key in KEYS):
        return
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind in _LINES and walkable(tags):
        for line in coordinates if kind == "MultiLineString" else [coordinates]:
            points = [_point(pair) for pair in line]
            if len(points) > 1:
                parts.path([_rounded(point) for point in points], points)
        return
    while kind != "Point" and not isinstance(coordinates[0][0], int | float):
        coordinates = coordinates[0]  # outer ring of the first part
    points = [_point(coordinates)] if kind == "Point" else [_point(pair) for pair in coordinates]
    if len(points) > 1 and points[0] == points[-1]:
        points = points[:-1]
    key = (
        properties.get("@id") or feature.get("id") or properties.get("osm_id") or f"objekt/{number}"
    )
    parts.place(str(key), tags, points)


def _point(pair: list[float]) -> Point:
    lon, lat = float(pair[0]), float(pair[1])
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ValueError("no degrees")
    return lon, lat


def _rounded(point: Point) -> Point:
    """Ways meet where their coordinates are the same to the centimetre."""
    return round(point[0], 7), round(point[1], 7)
