"""Containers of geodata: layers of a GeoPackage, a zipped Shapefile, a GML."""

from __future__ import annotations

import io
import re
import tempfile
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final
from xml.etree.ElementTree import ParseError

import geopandas as gpd
import pyogrio
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from pyproj import CRS
from pyproj.exceptions import CRSError
from shapely.errors import ShapelyError

from lebenslage.errors import DatenFehler, Problem
from lebenslage.loaders import archives
from lebenslage.loaders.findings import quoted
from lebenslage.loaders.formats import Opened
from lebenslage.model.exchange import Source

#: Files of an archive that hold areas by themselves, the best first.
_SINGLE: Final = (".gpkg", ".geojson", ".gml")
#: Parts of a Shapefile; the first three are needed.
_NEEDED: Final = (".shp", ".shx", ".dbf")
_PARTS: Final = (*_NEEDED, ".prj", ".cpg")
_GML: Final = re.compile(r"www\.opengis\.net/gml")
_HEAD: Final = 1 << 16
#: GDAL must not ask the internet for the schema that a GML names.
_OPTIONS: Final[Mapping[str, dict[str, str]]] = {
    ".gml": {"DOWNLOAD_SCHEMA": "NO"},
}
#: Names of the German surveying offices (AdV) for coordinate systems, which GDAL does not know.
_ADV: Final = {
    "ETRS89_UTM31": 25831,
    "ETRS89_UTM32": 25832,
    "ETRS89_UTM33": 25833,
    "DE_DHDN_3GK2": 31466,
    "DE_DHDN_3GK3": 31467,
    "DE_DHDN_3GK4": 31468,
    "DE_DHDN_3GK5": 31469,
}
_SRS: Final = re.compile(r'srsName\s*=\s*["\']([^"\']+)["\']')
_EPSG: Final = re.compile(r"EPSG\D+(?:[\d.]+[/:])?(\d{4,5})$", re.IGNORECASE)
#: More layers than these are no file of one Gemeinde.
_MOST_LAYERS: Final = 60

#: What GDAL and GEOS say of a file that is damaged.
_UNREADABLE: Final = (
    *(pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError),
    *(ShapelyError, ValueError, OSError),
)


def is_gml(text: str) -> bool:
    """Whether an XML text names the namespace of GML."""
    return bool(_GML.search(text[:_HEAD]))


def geodata_members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Files of an archive that hold areas: all Shapefiles, else those of the best single format."""
    members = [m for m in archive.infolist() if "__MACOSX" not in m.filename and not m.is_dir()]
    for ending in (".shp", *_SINGLE):
        found = [m for m in members if m.filename.lower().endswith(ending)]
        if found:
            return found
    return []


def layers(opened: Opened) -> list[tuple[str, gpd.GeoDataFrame]]:
    """All layers of a file that have geometry and rows, by name.

    Raises
    ------
    DatenFehler
        If the file cannot be read, or nothing is in it.
    """
    titles = {"geopackage": "GeoPackage", "shapefile": "Shapefile", "xml": "GML"}
    name, title = opened.source.name, titles[opened.kind]
    if opened.kind == "xml":
        _check_xml(opened.source)
    try:
        with _on_disk(opened) as paths, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of GDAL, about details that are checked later
            found = [layer for path in paths for layer in _layers_of(path)]
    except _UNREADABLE:
        raise DatenFehler(Problem(f"Die Datei ist kein lesbares {title}.", datei=name)) from None
    if opened.kind == "xml" and (code := _named_crs(opened.text)) is not None:
        found = [
            (layer, frame.set_crs(code) if frame.crs is None else frame) for layer, frame in found
        ]
    filled = [(layer, frame) for layer, frame in found if len(frame)]
    if not filled:
        raise DatenFehler(Problem("Die Datei enthält keine Flächen.", datei=name))
    return filled


def _named_crs(text: str) -> int | None:
    """EPSG code of the one coordinate system that a GML names, in whichever spelling."""
    codes = set()
    for name in set(_SRS.findall(text)):
        plain = _EPSG.search(name)
        codes.add(int(plain[1]) if plain else _ADV.get(name.rpartition(":")[2]))
    code = codes.pop() if len(codes) == 1 else None
    return code if code is not None and _exists(code) else None


def _exists(code: int) -> bool:
    try:
        CRS.from_epsg(code)
    except CRSError:
        return False
    return True


def _check_xml(source: Source) -> None:
    """Refuse what GDAL would read in part, or unfold to gigabytes.

    Raises
    ------
    DatenFehler
        Names the line.
    """
    try:
        for _, element in iterparse(io.BytesIO(source.data), forbid_dtd=True):
            element.clear()
    except DefusedXmlException:
        text = "Die Datei enthält eine DOCTYPE-Angabe und wird daher nicht gelesen (Sicherheit)."
        raise DatenFehler(Problem(text, datei=source.name)) from None
    except ParseError as error:
        text = "Die Datei ist kein lesbares GML: hier bricht sie ab oder ist beschädigt."
        line = error.position[0]
        raise DatenFehler(Problem(text, datei=source.name, zeile=line)) from None


def _layers_of(path: Path) -> Iterator[tuple[str, gpd.GeoDataFrame]]:
    names = [str(layer) for layer, kind in pyogrio.list_layers(path) if kind is not None]
    for name in names[:_MOST_LAYERS]:
        yield name, gpd.read_file(path, layer=name, **_OPTIONS.get(path.suffix, {}))


@contextmanager
def _on_disk(opened: Opened) -> Iterator[list[Path]]:
    """Files that GDAL can open: it wants names that end as they should."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        if opened.kind == "shapefile":
            yield _unpacked(opened.source, folder)
            return
        path = folder / {"geopackage": "gebiete.gpkg", "xml": "gebiete.gml"}[opened.kind]
        path.write_bytes(opened.source.data)
        yield [path]


def _unpacked(source: Source, folder: Path) -> list[Path]:
    """The Shapefiles of an archive, each under a name of its own.

    Raises
    ------
    DatenFehler
        If a part is missing.
    """
    archive = archives.open_archive(source, archives.MAX_SHEET_BYTES)
    by_name = {member.filename.lower(): member for member in archive.infolist()}
    found = []
    for number, member in enumerate(geodata_members(archive)):
        stem = member.filename[: -len(".shp")].lower()
        missing = [part for part in _NEEDED if f"{stem}{part}" not in by_name]
        if missing:
            text = (
                f"Zum Shapefile „{PurePosixPath(member.filename).name}“ fehlt {quoted(missing)}; "
                "bitte alle Dateien der Ebene (.shp, .shx, .dbf, .prj) zusammen packen."
            )
            raise DatenFehler(Problem(text, datei=source.name))
        # the number keeps layers of the same name in different folders apart
        place = folder / str(number)
        place.mkdir()
        name = PurePosixPath(stem).name or "gebiete"
        for part in _PARTS:
            if f"{stem}{part}" in by_name:
                data = archives.read_member(archive, by_name[f"{stem}{part}"], source).data
                (place / f"{name}{part}").write_bytes(data)
        found.append(place / f"{name}.shp")
    return found
