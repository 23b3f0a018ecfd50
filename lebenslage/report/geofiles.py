"""Areas with figures as files for a GIS: GeoJSON and GeoPackage.

Both in longitude and latitude (EPSG:4326), as RFC 7946 asks for. The same input gives the same
bytes.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import pyogrio

from lebenslage.model import columns as col
from lebenslage.model.area import CRS_MAP
from lebenslage.report import formats

_LAYER: Final = "ortsteile"
#: Names that a layer has already; a figure of the same name gets a longer one.
_TAKEN: Final = ("fid", "geom", "geometry")
_DIGITS: Final = 6
#: GDAL writes the time into a GeoPackage unless it is told one.
_FIXED: Final = {"OGR_CURRENT_DATE": "2000-01-01T00:00:00.000Z"}


def joined(areas: gpd.GeoDataFrame, table: pd.DataFrame) -> gpd.GeoDataFrame:
    """Ortsteile with key, name and their figures; without a row in the table they have none.

    Parameters
    ----------
    areas : gpd.GeoDataFrame
        `ortsteil_id, name, amtlich` with a CRS.
    table : pd.DataFrame
        One row per Ortsteil, the index holds `ortsteil_id`.
    """
    kept = areas.to_crs(CRS_MAP)[[col.ORTSTEIL, col.NAME, "amtlich", "geometry"]]
    names = _free(table.columns, (*kept.columns, *_TAKEN))
    figures = table.set_axis(names, axis=1).reindex(kept[col.ORTSTEIL])
    parts = [kept.drop(columns="geometry").reset_index(drop=True), figures.reset_index(drop=True)]
    shapes = kept.geometry.reset_index(drop=True)
    return gpd.GeoDataFrame(pd.concat(parts, axis=1), geometry=shapes, crs=CRS_MAP)


def spread(table: pd.DataFrame, key: str, heading: str, values: Mapping[str, str]) -> pd.DataFrame:
    """A long table with one row per area: its figures side by side.

    Parameters
    ----------
    key, heading : str
        Columns with the area and with what the figure is.
    values : mapping
        Column -> what is added to the heading ("" for nothing).

    Returns
    -------
    pd.DataFrame
        Index: areas; columns "heading, added" in the order of the table.
    """
    rows = table.drop_duplicates([key, heading], keep="last")
    names = list(dict.fromkeys(rows[heading]))
    found = {}
    for name in names:
        own = rows[rows[heading] == name].set_index(key)
        for column, added in values.items():
            found[f"{name}, {added}" if added else str(name)] = own[column]
    return pd.DataFrame(found, index=pd.Index(dict.fromkeys(table[key]), name=key))


def geojson_bytes(layer: gpd.GeoDataFrame, notes: Sequence[tuple[str, str]]) -> bytes:
    """RFC 7946; the notes are a further member of the collection.

    Parameters
    ----------
    notes : sequence of (str, str)
        Heading and text (`files.Notes.lines`).
    """
    content = json.loads(layer.to_json(drop_id=True, show_bbox=False))
    for feature in content["features"]:
        feature["properties"] = {k: _plain(v) for k, v in feature["properties"].items()}
    told = [{"angabe": head, "text": text} for head, text in notes]
    ordered = {
        "type": "FeatureCollection",
        "name": _LAYER,
        "hinweise": told,
        "features": content["features"],
    }
    return (json.dumps(ordered, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def geopackage_bytes(layer: gpd.GeoDataFrame, notes: Sequence[tuple[str, str]]) -> bytes:
    """One layer "ortsteile"; the notes are its description, which a GIS shows with it."""
    out = io.BytesIO()
    pyogrio.set_gdal_config_options(_FIXED)
    title = next((text for head, text in notes if head == "Inhalt"), _LAYER)
    pyogrio.write_dataframe(
        layer,
        out,
        layer=_LAYER,
        driver="GPKG",
        layer_options={
            "IDENTIFIER": title,
            "DESCRIPTION": "\n".join(f"{head}: {text}" for head, text in notes),
        },
    )
    return out.getvalue()


def _free(names: Iterable[object], taken: Iterable[str]) -> list[str]:
    """Names of columns, none twice (a GeoPackage does not tell upper from lower case)."""
    used = {name.casefold() for name in taken}
    result = []
    for name in map(str, names):
        unique, number = name, 1
        while unique.casefold() in used:
            number += 1
            unique = f"{name} ({number})"
        used.add(unique.casefold())
        result.append(unique)
    return result


def _plain(value: Any) -> Any:
    if formats.is_missing(value):
        return None
    return round(value, _DIGITS) if isinstance(value, float) else value
