"""Shapes of geodata: made valid and flat, brought to degrees, compared with each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from lebenslage.loaders.findings import Findings
from lebenslage.loaders.formats import Job
from lebenslage.model import columns
from lebenslage.model.area import CRS_GRID, CRS_MAP

NO_CRS: Final = (
    "Das Koordinatensystem fehlt. Bitte im GIS der Ebene das Koordinatensystem ihrer Daten "
    "zuweisen (häufig ETRS89 / UTM Zone 32N, EPSG:25832) und neu speichern."
)
#: Germany in degrees with some margin: longitudes, latitudes.
_LON: Final = (5.5, 15.6)
_LAT: Final = (46.9, 55.3)
#: What German surveying offices use, the most usual first: UTM with and without the number of the
#: zone, Gauß-Krüger, degrees, the European grid, web maps.
_USUAL: Final = (25832, 25833, 25831, 4647, 5650, 31467, 31468, 31466, 31469, 4326, 3035, 3857)
_POINTS: Final = ("Point", "MultiPoint")
#: So many objects of one kind are named in a message.
_NAMED: Final = 8
_HECTARE: Final = 10_000.0
#: Hectares below which borders that were digitised twice differ anyway.
_SLIVER: Final = 0.1
_MARGIN: Final = 1.0
#: Decimals of a metre to which corners of neighbours are compared.
_CENTIMETRES: Final = 2


def are_points(shapes: Sequence[BaseGeometry | None]) -> bool:
    """Whether a file holds points only."""
    kinds = {shape.geom_type for shape in shapes if shape is not None and not shape.is_empty}
    return bool(kinds) and kinds <= set(_POINTS)


def cleaned(
    shapes: Sequence[BaseGeometry | None], findings: Findings, *, points: bool
) -> list[BaseGeometry | None]:
    """Valid two-dimensional points or (multi)polygons; problems and repairs are told."""
    given = np.empty(len(shapes), object)
    given[:] = shapes
    if shapely.has_z(given).any():
        findings.note("Die Höhenangaben (dritte Koordinate) wurden weggelassen.")
    found = shapely.force_2d(given)
    nothing = shapely.is_missing(given) | shapely.is_empty(given)
    read = _point if points else _polygon
    # most shapes of most files are fine: only the others are looked at one by one
    for i in np.flatnonzero((~_fine(found) | points) & ~nothing):
        found[i] = read(given[i], int(i) + 1, findings)
    if nothing.any():
        found[nothing] = None
        _tell_empty(np.flatnonzero(nothing) + 1, findings, points=points)
    return list(found)


def _fine(shapes: np.ndarray) -> np.ndarray:
    """Which shapes are valid (multi)polygons."""
    polygons = np.isin(shapely.get_type_id(shapes), (3, 6))
    whole = np.isfinite(shapely.bounds(shapes)).all(axis=1)
    with np.errstate(invalid="ignore"):  # what is not whole has no area
        large = shapely.area(shapes) > 0
    return np.asarray(polygons & whole & shapely.is_valid(shapes) & large)


def _tell_empty(numbers: np.ndarray, findings: Findings, *, points: bool) -> None:
    """All objects without a shape, in one sentence."""
    named = ", ".join(map(str, numbers[:_NAMED]))
    more = f" und {len(numbers) - _NAMED} weitere" if len(numbers) > _NAMED else ""
    who = f"Objekt {named} hat" if len(numbers) == 1 else f"Die Objekte {named}{more} haben"
    findings.add(f"{who} {'keinen Ort' if points else 'keine Fläche'}.")


def _flat(shape: BaseGeometry, number: int, findings: Findings) -> BaseGeometry | None:
    shape = shapely.force_2d(shape)
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        findings.add(f"Die Form von Objekt {number} lässt sich nicht lesen.")
        return None
    return shape


def _point(shape: BaseGeometry, number: int, findings: Findings) -> BaseGeometry | None:
    flat = _flat(shape, number, findings)
    return None if flat is None else shapely.get_geometry(flat, 0)


def _polygon(shape: BaseGeometry, number: int, findings: Findings) -> BaseGeometry | None:
    if shape.geom_type not in ("Polygon", "MultiPolygon", "GeometryCollection"):
        words = {"Point": "ein Punkt", "MultiPoint": "eine Punktmenge"}
        kind = words.get(shape.geom_type, "eine Linie")
        findings.add(f"Objekt {number} ist {kind}; erwartet wird eine Fläche (Polygon).")
        return None
    flat = _flat(shape, number, findings)
    if flat is None:
        return None
    if not flat.is_valid:
        findings.note(f"Die Fläche von Objekt {number} war ungültig und wurde repariert.")
        flat = shapely.make_valid(flat)
    parts = [part for part in _simple_parts(flat) if part.geom_type == "Polygon"]
    if sum(part.area for part in parts) == 0:
        findings.add(f"Objekt {number} hat keine Fläche.")
        return None
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _simple_parts(shape: BaseGeometry) -> list[BaseGeometry]:
    """Parts of a shape; a collection may hold a MultiPolygon again."""
    return [simple for part in shapely.get_parts(shape) for simple in shapely.get_parts(part)]


def settled_crs(shapes: gpd.GeoSeries, crs: CRS | None, job: Job) -> CRS | None:
    """The CRS that a file names, else the usual one in which its shapes lie over the Gemeinde."""
    bounds = shapes.total_bounds
    left, bottom, right, top = bounds
    metres = max(abs(left), abs(right)) > 180 or max(-bottom, top) > 90
    if crs is not None and not (crs.is_geographic and metres):
        return crs
    if job.known.flaechen is not None and np.isfinite(bounds).all():
        gemeinde = shapely.box(*job.known.flaechen.total_bounds)
        for code in _USUAL:
            box = gpd.GeoSeries([shapely.box(*bounds)], crs=code).to_crs(CRS_MAP).iloc[0]
            # the box is turned against the grid of degrees: half of the Gemeinde is enough
            if box.is_valid and box.intersection(gemeinde).area > 0.5 * gemeinde.area:
                found = CRS.from_user_input(code)
                text = "Die Datei nennt kein brauchbares Koordinatensystem; nach der Lage der "
                job.findings.note(f"{text}Gemeinde ist es {found.name} (EPSG:{code}).")
                return found
    job.findings.add(NO_CRS)
    return None


def in_degrees(shapes: gpd.GeoSeries, findings: Findings) -> gpd.GeoSeries:
    """The shapes in EPSG:4326, if they then lie in Germany."""
    crs = shapes.crs
    assert crs is not None
    degrees = shapes.to_crs(CRS_MAP)
    if _in_germany(degrees.total_bounds):
        return degrees
    if _in_germany(_turned(shapes.total_bounds, crs)):
        text = (
            "Länge und Breite sind vertauscht: erwartet wird zuerst die Länge (Ost), dann die "
            "Breite (Nord)."
            if crs.is_geographic
            else "Rechtswert und Hochwert sind vertauscht: erwartet wird zuerst der Rechtswert "
            "(Ost), dann der Hochwert (Nord)."
        )
    else:
        text = (
            "Die Flächen liegen außerhalb Deutschlands; vermutlich ist das angegebene "
            "Koordinatensystem falsch."
        )
    findings.add(text)
    return degrees


def _turned(bounds: np.ndarray, crs: CRS) -> np.ndarray:
    """Bounds in degrees if the coordinates stood in the other order."""
    left, bottom, right, top = bounds
    box = gpd.GeoSeries([shapely.box(bottom, left, top, right)], crs=crs).to_crs(CRS_MAP)
    return np.asarray(box.total_bounds)


def _in_germany(bounds: np.ndarray) -> bool:
    left, bottom, right, top = bounds
    return bool(_LON[0] <= left <= right <= _LON[1] and _LAT[0] <= bottom <= top <= _LAT[1])


def share_inside(shapes: gpd.GeoSeries, job: Job) -> np.ndarray:
    """Part of each shape (0-1) that lies in the Gemeinde as known; all of it if none is known."""
    if job.known.flaechen is None:
        return np.ones(len(shapes))
    gemeinde = job.known.flaechen.to_crs(CRS_GRID).union_all()
    metres = shapes.to_crs(CRS_GRID)
    if are_points(list(shapes)):
        return np.asarray(metres.intersects(gemeinde), float)
    return np.asarray(metres.intersection(gemeinde).area / metres.area)


def tell_fit(frame: gpd.GeoDataFrame, job: Job) -> None:
    """Tell of overlaps, gaps and what lies outside the Gemeinde, in hectares.

    Notes
    -----
    Measured in the European grid, whose areas are true; those of UTM are 0.1 % smaller here.
    """
    shapes = frame.to_crs(CRS_GRID).geometry
    _tell_overlaps(shapes, frame[columns.NAME], job.findings)
    if job.known.flaechen is None and job.known.gazetteer is None:
        return  # thousands of areas of a calculation, of no Gemeinde
    union = shapes.union_all()
    rings = [ring for part in shapely.get_parts(union) for ring in part.interiors]
    holes = [shapely.Polygon(ring) for ring in rings]
    if (gaps := _hectares(shapely.union_all(holes))) >= _SLIVER:
        text = f"Zwischen den Flächen liegen Lücken von zusammen {german(gaps)} ha."
        job.findings.note(f"{text} Was dort liegt, zählt zu keinem Ortsteil.")
    if job.known.flaechen is None:
        return
    before = job.known.flaechen.to_crs(CRS_GRID)
    known = before.union_all()
    rough = "" if before["amtlich"].all() else " (der bisherige Umriss ist eine Näherung)"
    if (outside := _hectares(union.difference(known))) >= _MARGIN:
        text = f"Außerhalb der bisherigen Gemeindefläche liegen {german(outside)} ha der neuen"
        job.findings.note(f"{text} Flächen{rough}.")
    if (bare := _hectares(known.difference(shapely.union_all([union, *holes])))) >= _MARGIN:
        text = f"Von der bisherigen Gemeindefläche deckt keine neue Fläche {german(bare)} ha"
        job.findings.note(f"{text}{rough}.")


def _tell_overlaps(shapes: gpd.GeoSeries, names: Sequence[str], findings: Findings) -> None:
    common = shapes.to_numpy()
    # neighbours share an edge and no more: only where that does not hold, beyond what rounding
    # does to a shared corner, are areas cut
    rounded = shapely.transform(common, lambda corners: np.round(corners, _CENTIMETRES))
    suspect = ~shapely.is_empty(shapely.coverage_invalid_edges(rounded))
    if not suspect.any():
        return
    one, other = shapes.sindex.query(common[suspect], predicate="intersects")
    one = np.flatnonzero(suspect)[one]
    pairs = np.unique(np.sort(np.column_stack([one, other])[one != other], axis=1), axis=0)
    first, second = pairs.T
    areas = shapely.area(shapely.intersection(common[first], common[second])) / _HECTARE
    names = list(names)
    for i, k, hectares in zip(first, second, areas, strict=True):
        if hectares >= _SLIVER:
            findings.note(
                f"Die Flächen von {names[i]} und {names[k]} überschneiden sich um "
                f"{german(hectares)} ha; was dort liegt, zählt zu {names[i]}."
            )


def _hectares(shape: BaseGeometry) -> float:
    return float(shape.area) / _HECTARE


def german(hectares: float) -> str:
    """Hectares with one decimal: "1.234,5"."""
    return f"{hectares:,.1f}".translate(str.maketrans(",.", ".,"))
