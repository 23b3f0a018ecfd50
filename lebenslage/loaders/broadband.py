"""Cells of the Breitbandatlas: share of households that can have a speed by a technology."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from pyproj import Transformer
from pyproj.exceptions import CRSError

from lebenslage.errors import DatenFehler, Problem
from lebenslage.loaders import area_files
from lebenslage.loaders.count_cells import read_numbers, source_table
from lebenslage.loaders.formats import (
    NO_FIT,
    PREVIEW_ROWS,
    Fit,
    Format,
    Job,
    Opened,
    Outcome,
    preview,
)
from lebenslage.loaders.tables import fold_heading
from lebenslage.model import columns
from lebenslage.model.area import CRS_GRID, CRS_MAP
from lebenslage.model.counts import BREITBAND, SPALTEN, Counts

#: down_fn_hh_<technology>_<speed>: percent of the households of a cell, speeds from that one on.
_SHARE: Final = re.compile(r"down_fn_hh_([a-z0-9]+)_(\d+)")
_GIGABIT: Final = "down_fn_hh_alle_1000"
#: Fibre into the building or the dwelling; its lowest speed is its presence.
_FIBRE: Final = "ftthb"
_CELL: Final = re.compile(r"(\d+)(k?)mN(\d+)E(\d+)", re.IGNORECASE)
#: Northings of the European grid stay below in Germany, those of UTM lie above.
_UTM_FROM: Final = 4_000_000
_CRS_UTM: Final = "EPSG:25832"
_SIZE: Final = 100
_DAY: Final = re.compile(r"(20\d{2})[-_]?(0[1-9]|1[0-2])[-_]?(0[1-9]|[12]\d|3[01])?(?!\d)")
_DATES: Final = ("datenstand", "stand", "date", "datum")
_X: Final = ("xmp", "xmp100m", "x", "rechtswert")
_Y: Final = ("ymp", "ymp100m", "y", "hochwert")


def _fits(opened: Opened, _job: Job) -> Fit:
    if opened.kind == "tabelle":
        there = any(_SHARE.fullmatch(heading.strip().lower()) for heading in opened.header)
    elif opened.kind == "geopackage":
        there = b"down_fn_hh_" in opened.data()
    else:
        there = opened.kind == "json" and "down_fn_hh_" in opened.text
    return (4.0, 1.0) if there else NO_FIT


def _read(opened: Opened, job: Job) -> Outcome:
    if opened.kind == "tabelle":
        table, name = _from_table(opened, job), opened.source.name
        assert opened.raw is not None
        shown, rows = preview(opened.raw), len(opened.raw.cells)
    else:
        layer = _from_json(opened, job) if opened.kind == "json" else _from_geopackage(opened)
        table, name = layer
        shown, rows = table.head(PREVIEW_ROWS).astype(str), len(table)
    headings = tuple(map(str, table.columns))
    content = None if job.findings else _counts(table, f"{name} {opened.source.name}", job)
    summary = {}
    if content is not None:
        summary = {"Stand": content.stand, "Zellen": len(content.tabelle)}
    return Outcome(
        None if job.findings else content,
        rows,
        len(headings),
        shown,
        headings,
        roh=content.tabelle.to_csv(sep=";", index=False).encode() if content else None,
        zusammenfassung=summary,
    )


def _from_table(opened: Opened, job: Job) -> pd.DataFrame:
    """Shares as numbers and the centres `x, y` (EPSG:3035) of a CSV file."""
    raw = opened.raw
    assert raw is not None
    folded = [fold_heading(heading).replace("_", "") for heading in raw.header]
    found: dict[str, Any] = {}
    for i, heading in enumerate(raw.header):
        if _SHARE.fullmatch(heading.strip().lower()):
            found[heading.strip().lower()] = read_numbers(raw, i, job)
    if "rasterid" in folded:
        names = raw.column(folded.index("rasterid"))
        found["x"], found["y"] = _centres(names)
    elif (left := _first(folded, _X)) is not None and (up := _first(folded, _Y)) is not None:
        east, north = read_numbers(raw, left, job), read_numbers(raw, up, job)
        found["x"], found["y"] = _grid(east, north, _crs_of(north))
    else:
        job.findings.add(
            "Es fehlt die Lage der Zellen: Spalte „raster_id“, oder „x_mp“ und „y_mp“."
        )
        found["x"] = found["y"] = np.nan
    for name in set(_DATES) & set(folded):
        found[name] = raw.column(folded.index(name))
    return pd.DataFrame(found, index=raw.cells.index)


def _first(folded: Sequence[str], names: Sequence[str]) -> int | None:
    return next((folded.index(name) for name in names if name in folded), None)


def _from_geopackage(opened: Opened) -> tuple[pd.DataFrame, str]:
    layers = area_files.layers(opened)
    name, layer = max(layers, key=lambda item: sum(map(bool, map(_share_of, item[1].columns))))
    crs = layer.crs or _CRS_UTM
    centres = layer.to_crs(CRS_GRID).geometry.centroid if layer.crs else layer.geometry.centroid
    x, y = centres.x.to_numpy(), centres.y.to_numpy()
    if layer.crs is None:
        x, y = _grid(x, y, str(crs))
    table = pd.DataFrame(layer.drop(columns=layer.geometry.name))
    table.columns = [str(column).lower() for column in table.columns]
    return table.assign(x=x, y=y), name


def _from_json(opened: Opened, job: Job) -> tuple[pd.DataFrame, str]:
    """Objects of the map service: GeoJSON, or JSON of ArcGIS."""
    try:
        content = json.loads(opened.text)
        features = content["features"]
        records = [dict(f.get("properties") or f["attributes"]) for f in features]
        outlines = [_corners(f["geometry"]) for f in features]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        text = "Die Datei ist kein lesbares JSON mit Gitterzellen und ihrer Lage."
        raise DatenFehler(Problem(text, datei=opened.source.name)) from None
    if content.get("exceededTransferLimit"):
        job.findings.add(
            "Der Kartendienst hat seine Antwort abgeschnitten; bitte kleiner abfragen."
        )
    reference = content.get("spatialReference") or {}
    crs = f"EPSG:{reference.get('latestWkid') or reference.get('wkid')}" if reference else CRS_MAP
    middles = np.array([(low + high) / 2 for low, high in outlines]).reshape(-1, 2)
    try:
        x, y = _grid(middles[:, 0], middles[:, 1], crs)
    except CRSError:
        text = f"Das Koordinatensystem „{crs}“ ist unbekannt."
        raise DatenFehler(Problem(text, datei=opened.source.name)) from None
    table = pd.DataFrame(records)
    table.columns = [str(column).lower() for column in table.columns]
    return table.assign(x=x, y=y), ""


def _corners(geometry: Any) -> tuple[np.ndarray, np.ndarray]:
    """Lower left and upper right corner of a shape."""
    rings = geometry.get("rings") or geometry["coordinates"]
    while isinstance(rings[0][0], list) and isinstance(rings[0][0][0], list):
        rings = rings[0]
    points = np.array([point[:2] for point in rings[0]], dtype=float)
    return points.min(axis=0), points.max(axis=0)


def _share_of(column: Any) -> str:
    match = _SHARE.fullmatch(str(column).lower())
    return match[0] if match else ""


def _centres(names: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Centres (EPSG:3035) of cells by their names ("100mN54435E05301")."""
    parts = names.str.extract(_CELL)
    kilo = (parts[1].str.lower() == "k").to_numpy()
    size = parts[0].astype(float).to_numpy() * np.where(kilo, 1000.0, 1.0)
    # short names count in cells, long ones in metres
    unit = np.where((parts[2].str.len() > 5).to_numpy(), 1.0, size)
    north = parts[2].astype(float).to_numpy() * unit + size / 2
    east = parts[3].astype(float).to_numpy() * unit + size / 2
    return _grid(east, north, _crs_of(north))


def _crs_of(north: np.ndarray) -> str:
    return _CRS_UTM if np.nanmax(north, initial=0.0) > _UTM_FROM else CRS_GRID


def _grid(east: np.ndarray, north: np.ndarray, crs: str) -> tuple[np.ndarray, np.ndarray]:
    if crs == CRS_GRID:
        return east, north
    x, y = Transformer.from_crs(crs, CRS_GRID, always_xy=True).transform(east, north)
    return np.where(np.isfinite(x), x, np.nan), np.where(np.isfinite(y), y, np.nan)


def _counts(table: pd.DataFrame, names: str, job: Job) -> Counts | None:
    shares = {name: match for name in table.columns if (match := _SHARE.fullmatch(str(name)))}
    fibre = [(int(match[2]), name) for name, match in shares.items() if match[1] == _FIBRE]
    if _GIGABIT not in shares and not fibre:
        text = f"Es fehlt die Spalte „{_GIGABIT}“ oder eine Spalte „down_fn_hh_{_FIBRE}_…“."
        job.findings.add(text)
        return None
    stand = _stand(table, names)
    if not stand:
        job.findings.add(
            "Der Datenstand fehlt: Er steht weder in einer Spalte „datenstand“ noch im Namen "
            "(„…_Stand_20251231“)."
        )
        return None
    nothing = pd.Series(np.nan, table.index)
    frame = pd.DataFrame(
        {
            columns.STAND: stand,
            columns.ORTSTEIL: "",
            "x": table["x"],
            "y": table["y"],
            "gigabit": table[_GIGABIT] if _GIGABIT in shares else nothing,
            "glasfaser": table[min(fibre)[1]] if fibre else nothing,
        }
    )
    numbers = frame[["gigabit", "glasfaser"]].apply(pd.to_numeric, errors="coerce")
    if ((numbers < 0) | (numbers > 100)).any(axis=None):
        job.findings.add("Anteile der Haushalte müssen zwischen 0 und 100 % liegen.")
        return None
    frame[["gigabit", "glasfaser"]] = numbers
    if missing := int(frame[["x", "y"]].isna().any(axis=1).sum()):
        words = "1 Zelle" if missing == 1 else f"{missing} Zellen"
        job.findings.add(f"{words} ohne lesbare Lage.")
        return None
    if window := job.known.ausschnitt:
        left, bottom, right, top = window
        frame = frame[frame["x"].between(left, right) & frame["y"].between(bottom, top)]
    if frame.empty:
        job.findings.add("Keine Zelle der Datei liegt in der Nähe der Gemeinde.")
        return None
    key = f"breitbandatlas-{stand}"
    quelle = source_table(
        key,
        stand,
        herausgeber="Bundesnetzagentur",
        titel="Breitbandatlas (Gigabit-Grundbuch), Festnetz, Gitterzellen",
        vermerk=f"© Bundesnetzagentur, Breitbandatlas, Stand {stand}",
        adresse="https://gigabitgrundbuch.bund.de/",
        lieferant="Bundesnetzagentur: Breitbandatlas (Gigabit-Grundbuch)",
        rhythmus="halbjährlich",
    )
    kept = frame[[columns.STAND, columns.ORTSTEIL, *SPALTEN[BREITBAND]]].reset_index(drop=True)
    return Counts(BREITBAND, kept, quellen=quelle, quelle_id=key)


def _stand(table: pd.DataFrame, names: str) -> str:
    """Date of the data: of its column, else of the name of layer or file."""
    texts = [str(table[name].iloc[0]) for name in _DATES if name in table]
    for text in (*texts, names):
        if match := _DAY.search(text):
            return "-".join(part for part in match.groups() if part)
    return ""


FORMAT: Final = Format("breitband", "Gitterzellen des Breitbandatlas", _fits, _read)
