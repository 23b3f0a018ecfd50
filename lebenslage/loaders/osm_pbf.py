"""Extracts as Geofabrik and others publish them (`.osm.pbf`), read with pyosmium."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import osmium
from osmium.filter import EmptyTagFilter, KeyFilter
from osmium.osm import Area, Node, Way

from lebenslage.errors import DatenFehler, Problem
from lebenslage.loaders.osm_parts import Parts
from lebenslage.loaders.osm_tags import KEYS, walkable

_MAGIC: Final = b"OSMHeader"
#: Above this size (bytes) the places of all nodes lie in a temporary file, not in memory.
_LARGE: Final = 100 * 1024 * 1024
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def is_pbf(head: bytes) -> bool:
    """Whether the bytes begin like a PBF file."""
    return _MAGIC in head[:40]


def read_pbf(file: bytes | Path, name: str, parts: Parts) -> str:
    """Collect places and paths.

    Returns
    -------
    str
        Day of the extract (ISO); empty if it does not say.

    Raises
    ------
    DatenFehler
        If the file is truncated or damaged.
    """
    size = len(file) if isinstance(file, bytes) else file.stat().st_size
    source = osmium.io.FileBuffer(file, "pbf") if isinstance(file, bytes) else str(file)
    storage = "sparse_file_array" if size > _LARGE else "flex_mem"
    try:
        header = osmium.io.Reader(source, osmium.osm.osm_entity_bits.NOTHING).header()
        day = header.get("osmosis_replication_timestamp") or header.get("timestamp") or ""
        keys = KeyFilter(*KEYS)
        objects = (
            osmium.FileProcessor(source)
            .with_locations(storage)
            .with_areas(keys)
            .with_filter(EmptyTagFilter())
            .with_filter(keys)
        )
        for item in objects:
            _take(item, parts)
    except (RuntimeError, ValueError) as error:
        text = "Die Datei ist abgeschnitten oder beschädigt; bitte noch einmal herunterladen."
        raise DatenFehler(Problem(text, datei=name)) from error
    found = _DAY.match(day)
    return found[0] if found else ""


def _take(item: object, parts: Parts) -> None:
    if isinstance(item, Node):
        parts.place(f"node/{item.id}", dict(item.tags), [(item.lon, item.lat)])
    elif isinstance(item, Area):
        ring = next(iter(item.outer_rings()), None)
        points = [(node.lon, node.lat) for node in ring][:-1] if ring is not None else []
        kind = "way" if item.from_way() else "relation"
        parts.place(f"{kind}/{item.orig_id()}", dict(item.tags), points)
    elif isinstance(item, Way):
        tags = dict(item.tags)
        nodes = [node for node in item.nodes if node.location.valid()]
        points = [(node.lon, node.lat) for node in nodes]
        if walkable(tags) and len(nodes) > 1:
            parts.path([node.ref for node in nodes], points)
        elif not item.is_closed():
            parts.place(f"way/{item.id}", tags, points)
