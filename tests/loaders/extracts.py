"""Extracts of OpenStreetMap of the tiny Gemeinde, in all three forms.

A road runs from the middle of Nordheim (500, 500) 1,000 m to the east, where it meets the middle of
Osterfeld, and from there 1,000 m to the south, to the middle of Südhausen. The pharmacy lies at
its end in Südhausen, the shop in Nordheim; a primary school is an area in Osterfeld.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import osmium
from osmium.osm import mutable

from lebenslage.model.exchange import Source
from tests.loaders.feeds import degrees

NODES = {
    1: degrees("nordheim"),
    2: degrees("osterfeld"),
    3: degrees("suedhausen"),
    # corners of the school, a square of 20 m around the middle of Osterfeld
    11: degrees("osterfeld", 490, 490),
    12: degrees("osterfeld", 510, 490),
    13: degrees("osterfeld", 510, 510),
    14: degrees("osterfeld", 490, 510),
}
PLACES = {
    21: (degrees("suedhausen"), {"amenity": "pharmacy", "name": "Süd-Apotheke"}),
    22: (degrees("nordheim"), {"shop": "convenience", "name": "Dorfladen"}),
    23: (degrees("nordheim"), {"amenity": "doctors", "healthcare:speciality": "dermatology"}),
    24: (degrees("nordheim"), {"amenity": "bench"}),
    25: ((13.4, 52.5), {"amenity": "pharmacy", "name": "Fern-Apotheke"}),
}
WAYS: dict[int, tuple[list[int], dict[str, str]]] = {
    31: ([1, 2], {"highway": "residential"}),
    32: ([2, 3], {"highway": "footway"}),
    33: ([1, 3], {"highway": "motorway"}),
    34: ([11, 12, 13, 14, 11], {"amenity": "school", "name": "Grundschule Osterfeld"}),
}
STAND = "2025-03-01"


def pbf(folder: Path, *, ways: bool = True) -> Source:
    """As `.osm.pbf`."""
    path = folder / "auszug.osm.pbf"
    path.unlink(missing_ok=True)
    header = osmium.io.Header()
    header.set("osmosis_replication_timestamp", f"{STAND}T20:00:00Z")
    writer = osmium.SimpleWriter(str(path), header=header)
    for key, place in NODES.items():
        writer.add_node(mutable.Node(id=key, location=place))
    for key, (place, tags) in PLACES.items():
        writer.add_node(mutable.Node(id=key, location=place, tags=tags))
    for key, (nodes, tags) in WAYS.items():
        if ways or "highway" not in tags:
            writer.add_way(mutable.Way(id=key, nodes=nodes, tags=tags))
    writer.close()
    return Source(path.name, path.read_bytes())


def overpass(*, ways: bool = True, **changed: Any) -> Source:
    """As the answer of Overpass (`out body; >; out skel;`)."""
    elements: list[dict[str, Any]] = [
        {"type": "node", "id": key, "lon": lon, "lat": lat} for key, (lon, lat) in NODES.items()
    ]
    for key, ((lon, lat), tags) in PLACES.items():
        elements.append({"type": "node", "id": key, "lon": lon, "lat": lat, "tags": tags})
    for key, (nodes, tags) in WAYS.items():
        if ways or "highway" not in tags:
            elements.append({"type": "way", "id": key, "nodes": nodes, "tags": tags})
    content = {
        "version": 0.6,
        "osm3s": {"timestamp_osm_base": f"{STAND}T20:00:00Z"},
        "elements": elements,
    }
    return Source("export.json", json.dumps(content | changed).encode())


def geojson(*, ways: bool = True, places: bool = True) -> Source:
    """As overpass turbo exports it."""
    features = []
    for key, (place, tags) in PLACES.items() if places else ():
        shape = {"type": "Point", "coordinates": place}
        features.append(_feature(f"node/{key}", tags, shape))
    for key, (nodes, tags) in WAYS.items():
        points = [NODES[node] for node in nodes]
        if "highway" not in tags:
            if places:
                shape = {"type": "Polygon", "coordinates": [points]}
                features.append(_feature(f"way/{key}", tags, shape))
        elif ways:
            shape = {"type": "LineString", "coordinates": points}
            features.append(_feature(f"way/{key}", tags, shape))
    content = {
        "type": "FeatureCollection",
        "generator": "overpass-ide",
        "timestamp": f"{STAND}T20:00:00Z",
        "features": features,
    }
    return Source("export.geojson", json.dumps(content).encode())


def _feature(key: str, tags: dict[str, str], shape: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "id": key, "properties": {"@id": key} | tags, "geometry": shape}
