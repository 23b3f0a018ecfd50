"""A sound file of every format that is recognised, as something to damage."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import geopandas as gpd

from lebenslage import loaders
from lebenslage.model.exchange import Source
from tests import tiny
from tests.loaders import extracts, feeds
from tests.loaders.build import archive, workbook

LOADERS = Path(__file__).resolve().parents[1] / "loaders"
_FOLDERS = ("amtlich", "data", "umfragen", "zaehlungen")


def _files() -> list[Source]:
    found = [file for name in _FOLDERS for file in sorted((LOADERS / name).iterdir())]
    found += sorted((LOADERS.parent / "bad_input").glob("*.csv"))
    return [Source(file.name, file.read_bytes()) for file in found if file.is_file()]


def _templates() -> list[Source]:
    found = []
    for code in loaders.FORMATS:
        try:
            found.append(loaders.template(code))
        except KeyError:  # a format that nobody fills in by hand
            continue
    return found


def _areas(folder: Path) -> list[Source]:
    shapes: gpd.GeoDataFrame = tiny.ortsteile()
    found = [Source("ortsteile.geojson", shapes.to_json().encode())]
    shapes.to_file(folder / "ortsteile.gpkg", driver="GPKG")
    shapes.to_file(folder / "ortsteile.gml", driver="GML")
    found += [Source(f.name, f.read_bytes()) for f in sorted(folder.glob("ortsteile.g[pm]*"))]
    short = shapes.rename(columns={name: name[:10] for name in shapes.columns})
    short.to_file(folder / "flaechen.shp", driver="ESRI Shapefile")
    parts = {file.name: file.read_bytes() for file in sorted(folder.glob("flaechen.*"))}
    return [*found, archive(parts, "flaechen.zip")]


def _workbooks(texts: list[Source]) -> list[Source]:
    """Some of the tables as XLSX."""
    found = []
    for source in texts[::6]:
        rows = csv.reader(io.StringIO(source.data.decode("utf-8", "replace")), delimiter=";")
        cells = [[cell for cell in row if cell.isprintable()] for row in rows]
        found.append(workbook(cells[:40], f"{source.name}.xlsx"))
    return found


def seeds(folder: Path) -> list[Source]:
    """Everything, in an order that stays the same."""
    texts = [*_files(), *_templates()]
    extra = [feeds.feed(), extracts.pbf(folder), extracts.overpass(), extracts.geojson()]
    package = [archive({texts[0].name: texts[0].data}, "verpackt.zip")]
    return [*texts, *_workbooks(texts), *_areas(folder), *extra, *package]
