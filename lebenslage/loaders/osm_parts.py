"""Places and paths out of any extract of OpenStreetMap, as far as they lie near the Gemeinde."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd
from pyproj import Geod, Transformer

from lebenslage.loaders.osm_tags import Tags, art_of
from lebenslage.model.area import CRS_GRID, CRS_MAP
from lebenslage.model.places import ORTE

#: How far from the Gemeinde (beyond its window) a place may lie and still be the nearest one.
MARGIN: Final = 10_000.0
#: Along a way there is a node at least each so many metres, where cells can join the network.
_STEP: Final = 100.0
_GLOBE: Final = Geod(ellps="GRS80")
#: left, bottom, right, top in degrees
Box = tuple[float, float, float, float]
Point = tuple[float, float]


def box_of(window: tuple[float, float, float, float] | None) -> Box | None:
    """The window of the Gemeinde with `MARGIN`, in degrees; None without one."""
    if window is None:
        return None
    left, bottom, right, top = window
    wide = (left - MARGIN, bottom - MARGIN, right + MARGIN, top + MARGIN)
    to_degrees = Transformer.from_crs(CRS_GRID, CRS_MAP, always_xy=True)
    return to_degrees.transform_bounds(*wide)


@dataclass
class Parts:
    """Collects what a reader meets; what lies outside of `box` is dropped at once."""

    box: Box | None
    orte: list[tuple[str, str, str, float, float]] = field(default_factory=list)
    wege: list[tuple[tuple[Hashable, ...], tuple[Point, ...]]] = field(default_factory=list)
    #: Objects with one of the tags, also those that are no place we look for.
    gesehen: int = 0

    def inside(self, lon: float, lat: float) -> bool:
        """Whether a point lies in the box."""
        if self.box is None:
            return True
        left, bottom, right, top = self.box
        return left <= lon <= right and bottom <= lat <= top

    def place(self, key: str, tags: Tags, points: Sequence[Point]) -> None:
        """Note an object if it is a place; of an area its middle counts."""
        self.gesehen += 1
        art = art_of(tags)
        if art and points:
            lon = sum(point[0] for point in points) / len(points)
            lat = sum(point[1] for point in points) / len(points)
            if self.inside(lon, lat):
                self.orte.append((key, art, tags.get("name", ""), lat, lon))

    def path(self, nodes: Sequence[Hashable], points: Sequence[Point]) -> None:
        """Note a way on which people walk, as far as it lies inside."""
        self.gesehen += 1
        if any(self.inside(*point) for point in points):
            self.wege.append((tuple(nodes), tuple(points)))

    def places(self) -> pd.DataFrame:
        """Columns `ORTE`, in a fixed order."""
        frame = pd.DataFrame(self.orte, columns=list(ORTE)).drop_duplicates("ort_id")
        kinds = {"ort_id": str, "art": str, "name": str, "lat": float, "lon": float}
        return frame.astype(kinds).sort_values(["art", "ort_id"], ignore_index=True)

    def network(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Nodes (`lon, lat`) and edges (`von, nach, meter`).

        Notes
        -----
        Nodes are where ways meet or end, and one each 100 m: whatever lies between only adds to
        the length of its edge.
        """
        used: Counter[Hashable] = Counter()
        for nodes, _ in self.wege:
            used.update(nodes)
            used.update((nodes[0], nodes[-1]))  # ends count as meetings
        numbers: dict[Hashable, int] = {}
        places: list[Point] = []
        edges: list[tuple[int, int, float]] = []

        def number(node: Hashable, point: Point) -> int:
            if node not in numbers:
                numbers[node] = len(places)
                places.append(point)
            return numbers[node]

        for nodes, points in self.wege:
            steps = _lengths(points)
            start, length = number(nodes[0], points[0]), 0.0
            for node, point, step in zip(nodes[1:], points[1:], steps, strict=True):
                length += step
                if used[node] > 1 or length >= _STEP:
                    end = number(node, point)
                    if end != start:
                        edges.append((start, end, length))
                    start, length = end, 0.0
        return (
            pd.DataFrame(places, columns=["lon", "lat"], dtype=float),
            pd.DataFrame(edges, columns=["von", "nach", "meter"]).astype(
                {"von": "int32", "nach": "int32", "meter": "float32"}
            ),
        )


def _lengths(points: Sequence[Point]) -> list[float]:
    """Metres on the ellipsoid from each point to the next."""
    lon, lat = np.asarray(points, dtype=float).T
    *_, metres = _GLOBE.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])
    lengths: list[float] = np.asarray(metres).tolist()
    return lengths
